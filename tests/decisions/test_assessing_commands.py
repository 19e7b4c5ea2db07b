"""At the terminal: an assessment is filled in, staff and lists are held beside the table."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from imh_evidence import Catalogue, dataset, interventions
from imh_evidence.cli import main
from imh_evidence.decisions import HexagonAssessment, coverage, workforce


if TYPE_CHECKING:
    from collections.abc import Callable

FNP = "family-nurse-partnership"
WHO = ("--assessor", "A. Assessor", "--date", "2026-10-05")


@pytest.fixture(name="run")
def _run(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    def run(*arguments: str, code: int = 0) -> str:
        assert code == main(arguments)
        out, err = capsys.readouterr()
        assert bool(out) == (code == 0)
        assert bool(err) == (code != 0)
        return out or err

    return run


@pytest.fixture(name="file")
def _file(tmp_path: Path) -> str:
    return str(tmp_path / "fnp.json")


class TestFlags:
    def test_begin_a_file(self, run: Any, file: str) -> None:
        """A new file is written with what the flags say, and shown."""
        text = run(
            "hexagon", file, "--intervention", "FNP", "--service", "Our service",
            "--set", "need=4", "--set", "Fit = 2", "--note", "why", *WHO,
        )  # fmt: skip
        read = HexagonAssessment.load(file)

        assert text.startswith("Hexagon assessment: Family Nurse Partnership, for Our service\n")
        assert "Need       4         A. Assessor  2026-10-05  why\n" in text
        assert "Capacity   unscored\n" in text
        assert (FNP, "Our service") == (read.intervention, read.service)
        assert [("need", 4, "why"), ("fit", 2, "why")] == [
            (x.indicator.value, x.score, x.note) for x in read.scores
        ]

    def test_go_on_with_a_file(self, run: Any, file: str) -> None:
        """Later flags add to what the file holds."""
        run("hexagon", file, "--intervention", "FNP", "--set", "need=4", *WHO)
        run("hexagon", file, "--set", "need=2", "--assessor", "B", "--date", "2026-10-06")
        text = run(
            "hexagon", file, "--intervention", "FNP", "--set", "usability=3+",
            "--address", "https://example.org/leaflet", *WHO,
        )  # fmt: skip
        read = HexagonAssessment.load(file)

        assert [4, 2] == [each.score for each in read.scores]
        assert ["3+"] == [each.printed for each in read.ratings]
        assert "A. Assessor" == read.ratings[0].read_by
        assert "https://example.org/leaflet" == read.ratings[0].address
        assert "Need of Family Nurse Partnership was scored differently" in text

    def test_keep_a_note_that_is_there(self, run: Any, file: str) -> None:
        """A score entered again keeps its note, unless another or an empty one is given."""
        entered = ("hexagon", file, "--set", "need=2", *WHO)
        run(*entered, "--intervention", "FNP", "--note", "waiting list of 40")
        run("hexagon", file, "--set", "need=5", "--assessor", "B", *WHO[2:])
        run("hexagon", file, "--set", "need=4", "--assessor", " A. Assessor ", *WHO[2:])

        assert [("A. Assessor", 4, "waiting list of 40"), ("B", 5, "")] == [
            (x.assessor, x.score, x.note) for x in HexagonAssessment.load(file).scores
        ]
        run(*entered, "--note", "few referrals")
        assert "few referrals" == HexagonAssessment.load(file).scores[0].note
        run(*entered, "--note", "")
        assert "" == HexagonAssessment.load(file).scores[0].note

    @pytest.mark.parametrize(
        ("row", "given"),
        [
            ("FNP", ()),
            ("FNP", ("--address", "https://example.org/leaflet")),
            ("EPEC", ()),
            ("EPEC", ("--address", " https://example.org/leaflet ")),
        ],
    )
    def test_keep_what_a_rating_was_read_with(
        self, run: Any, file: str, row: str, given: tuple[str, ...]
    ) -> None:
        """A rating entered again at its place keeps its note and its address."""
        entered = ("hexagon", file, *WHO, "--intervention", row)
        first = run(*entered, "--set", "usability=4", "--note", "page 3", *given)
        (before,) = HexagonAssessment.load(file).ratings
        # Where the Framework has an address, that is the one without another.
        run(*entered, "--set", "usability=3+", *(given if row == "EPEC" else ()))
        (after,) = HexagonAssessment.load(file).ratings

        assert "page 3" in first
        assert attrs.evolve(before, printed="3+") == after

    def test_begin_another_rating_where_it_is_not_clear_which(self, run: Any, file: str) -> None:
        """Of two addresses that somebody read at, none is taken for granted."""
        entered = ("hexagon", file, *WHO, "--intervention", "FNP", "--set")
        for letter in "ab":
            run(*entered, "usability=4", "--address", f"https://example.org/{letter}")
        run(*entered, "usability=2", "--note", "said at a meeting")

        assert [None, "https://example.org/a", "https://example.org/b"] == [
            each.address for each in HexagonAssessment.load(file).ratings
        ]

    @pytest.mark.parametrize("name", ["FNP", "fnp.txt", "fnp.html"])
    def test_begin_a_file_that_says_what_it_is(self, run: Any, tmp_path: Path, name: str) -> None:
        """An assessment is JSON, so its name ends in .json."""
        told = run("hexagon", str(tmp_path / name), "--intervention", "FNP", code=2)

        assert f"the ending of an assessment's name: found '{name}', expected" in told
        assert [] == [*tmp_path.iterdir()]

    def test_an_empty_file_can_be_begun(self, run: Any, file: str) -> None:
        """Away from a terminal, a file without scores is begun, all unscored."""
        text = run("hexagon", file, "--intervention", "FNP")

        assert HexagonAssessment.of("FNP") == HexagonAssessment.load(file)
        assert 3 == text.count("unscored\n")
        assert 3 == text.count(" not entered\n")

    @pytest.mark.parametrize(
        ("given", "missing"),
        [((), "--assessor and --date"), (WHO[:2], "--date"), (WHO[2:], "--assessor")],
    )
    def test_who_and_when_must_be_said(
        self, run: Any, file: str, given: tuple[str, ...], missing: str
    ) -> None:
        """A score without an assessor and a day is refused by the flags' names."""
        text = run("hexagon", file, "--intervention", "FNP", "--set", "need=4", *given, code=2)

        assert (
            "imh-evidence: --set says what was found; "
            f"{missing} must say by whom and when\n" == text
        )
        assert not Path(file).exists()

    def test_a_day_must_be_one(self, run: Any, file: str) -> None:
        """A date in another form is told with the form that is read."""
        text = run(
            "hexagon", file, "--intervention", "FNP", "--set", "need=4", "--assessor",
            "A", "--date", "5/10/2026", code=2,
        )  # fmt: skip

        assert "'5/10/2026' (str), expected a date such as '2026-11-23'" in text


class TestFiles:
    @pytest.mark.parametrize("more", [("--intervention", "FNP"), ("--set", "need=4")])
    def test_are_written_one_at_a_time(
        self, run: Any, tmp_path: Path, more: tuple[str, str]
    ) -> None:
        """Several files with something to write are refused."""
        text = run("hexagon", str(tmp_path / "a"), str(tmp_path / "b"), *more, code=2)

        assert (
            "imh-evidence: one file is written at a time: leave out --intervention and "
            "--set to show several\n" == text
        )
        assert [] == list(tmp_path.iterdir())

    def test_that_are_not_there_are_told(self, run: Any, file: str) -> None:
        """A file to show must be there; one to fill in must be begun with a row."""
        shown = run("hexagon", file, code=2)
        filled = run("hexagon", file, "--set", "need=4", *WHO, code=2)

        assert shown.endswith("fnp.json: No such file or directory\n")
        assert (
            "imh-evidence: there is no fnp.json yet: begin it with --intervention KEY\n" == filled
        )

    def test_of_another_row_or_service_are_kept(self, run: Any, file: str) -> None:
        """A file is about one row for one service, and is not turned into another's."""
        made = HexagonAssessment.of("FNP", service="Ours")
        made.save(file)
        told = "imh-evidence: fnp.json is about 'family-nurse-partnership'"

        assert f"{told}, not 'child-first': give another file\n" == run(
            "hexagon", file, "--intervention", "Child First", code=2
        )
        assert f"{told} for Ours: give another file, or no --service\n" == run(
            "hexagon", file, "--intervention", "FNP", "--service", "Other", code=2
        )
        assert run("hexagon", file, "--intervention", "FNP", "--service", "Ours")
        HexagonAssessment.of("FNP").save(file)
        assert f"{told} for no service: give another file, or no --service\n" == run(
            "hexagon", file, "--intervention", "FNP", "--service", "Other", code=2
        )

    def test_that_are_invalid_exit_with_one(self, run: Any, file: str) -> None:
        """A file with faults is found wrong, each fault told with its place."""
        HexagonAssessment.of("FNP").save(file)
        path = Path(file)
        path.write_text(path.read_text("utf-8").replace(FNP, "fnp"), encoding="utf-8")
        text = run("hexagon", file, code=1)

        assert text.startswith("imh-evidence: fnp.json: 1 fault\n  $.checksum: found ")

    def test_of_ones_own_catalogue(self, run: Any, tmp_path: Path, file: str) -> None:
        """A row of a service's own catalogue is assessed with that catalogue."""
        own = attrs.evolve(
            interventions["FNP"],
            id="ours",
            name="Ours",
            aliases=(),
            recommended=None,
            theory_group=None,
        )
        catalogue = str(tmp_path / "own.json")
        Catalogue.from_records([own], source="Our service").save(catalogue)
        run("hexagon", file, "--intervention", "ours", "--catalogue", catalogue)
        text = run("--catalogue", catalogue, "hexagon", file)

        assert text.startswith("Hexagon assessment: Ours\n")
        assert "edition" not in text
        assert "imh-evidence: " in run("hexagon", file, code=1)


class TestWorkforce:
    def test_is_json_on_request(self, run: Any) -> None:
        """JSON holds the answer, the source and the advice."""
        plain = json.loads(run("workforce", "skilled", "enhanced", "--json"))

        assert dataset.edition == plain["edition"]
        assert workforce(["skilled", "enhanced"]).to_plain().items() <= plain.items()

    def test_asks_a_catalogue_of_ones_own(self, run: Any, tmp_path: Path) -> None:
        """Rows of a file are asked instead, under its own source and without advice."""
        path = str(tmp_path / "own.json")
        Catalogue.from_records(interventions[:2], source="Ours").save(path)
        text = run("workforce", "enhanced", "--catalogue", path)

        assert "- Family Nurse Partnership\n" in text
        assert "EasyPeasy" not in text
        assert text.endswith("\n\nSource: Ours.\n")

    def test_takes_types_with_commas(self, run: Any) -> None:
        """Types may stand in one word, as they do in a condition."""
        apart = run("workforce", "skilled", "enhanced")

        assert apart == run("workforce", "Skilled, enhanced")
        assert apart == run("workforce", "skilled,enhanced")


class TestCoverage:
    def test_reads_a_list(self, run: Any, tmp_path: Path) -> None:
        """A text file gives a programme a line; empty lines are nothing."""
        path = tmp_path / "list.txt"
        path.write_bytes("\ufeff FNP \r\n\r\nEPEC\n".encode())
        plain = json.loads(run("coverage", "PCIT", "--list", str(path), "--json"))

        assert ["PCIT", "FNP", "EPEC"] == [x["name"] for x in plain["matches"]]
        assert coverage(["PCIT", "FNP", "EPEC"]).to_plain().items() <= plain.items()
        assert dataset.edition == plain["edition"]

    def test_takes_confirmations(self, run: Any) -> None:
        """A name that a person confirms counts."""
        plain = json.loads(run("coverage", "A=B", "FNP", "--confirm", "A=B= child-first", "--json"))

        assert ("A=B", "confirmed", "child-first") == tuple(
            plain["matches"][0][key] for key in ("name", "kind", "intervention")
        )

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("y=FNP", "'y' is not in your list"),
            ("FNP=EPEC", "'FNP' is exactly 'family-nurse-partnership'; leave it out"),
        ],
    )
    @pytest.mark.parametrize("names", [("FNP",), ("FNP", "x")])
    def test_is_of_a_name_that_is_open(
        self, run: Any, names: tuple[str, ...], text: str, told: str
    ) -> None:
        """What is there to be confirmed is a name of the list that is not exact."""
        assert f"imh-evidence: --confirm {text}: {told}\n" == run(
            "coverage", *names, "--confirm", text, code=2
        )

    def test_asks_a_catalogue_of_ones_own(self, run: Any, tmp_path: Path) -> None:
        """Names are matched in the file's rows."""
        path = str(tmp_path / "own.json")
        Catalogue.from_records(interventions[:2], source="Ours").save(path)
        text = run("coverage", "FNP", "EPEC", "--catalogue", path)

        assert "- EPEC\n" in text
        assert text.endswith("\n\nSource: Ours.\n")

    def test_needs_a_list(self, run: Any, tmp_path: Path) -> None:
        """Without a name, or with a file of none, there is nothing to hold."""
        empty = tmp_path / "empty.txt"
        empty.write_text("\n", encoding="utf-8")
        expected = "imh-evidence: name the programmes of your list, or give a --list of them\n"

        assert expected == run("coverage", code=2)
        assert expected == run("coverage", "--list", str(empty), code=2)

    @pytest.mark.parametrize("name", ["own.json", "own.XLSX"])
    def test_a_list_is_no_catalogue(self, run: Any, tmp_path: Path, name: str) -> None:
        """The lines of a file of another kind are not taken for programmes."""
        path = tmp_path / name
        path.write_text("{}", encoding="utf-8")

        assert (
            f"imh-evidence: {name} is no list by its ending; give a text file with a "
            "programme on each line\n"
        ) == run("coverage", "--list", str(path), code=2)
