"""At the terminal: an assessment is filled in, staff and lists are held beside the table."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from imh_evidence import Catalogue, interventions
from imh_evidence.cli import main
from imh_evidence.cli.filling import Filling
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


@pytest.fixture(name="ask")
def _ask(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[str, str]]:
    """Runs a command at a terminal into which some lines are typed."""

    def ask(typed: str, *arguments: str) -> tuple[str, str]:
        class Terminal(io.StringIO):
            def isatty(self) -> bool:
                return True

        monkeypatch.setattr("sys.stdin", Terminal(typed))
        assert 0 == main(arguments)
        return capsys.readouterr()

    return ask


class TestFlags:
    def test_begin_a_file(self, run: Any, file: str) -> None:
        """A new file is written with what the flags say, and shown."""
        text = run(
            "hexagon", file, "--intervention", "FNP", "--service", "Our service",
            "--set", "need=4", "--set", "Fit = 2", "--note", "why", *WHO,
        )  # fmt: skip
        read = HexagonAssessment.load(file)

        assert text.startswith(
            "Hexagon assessment: Family Nurse Partnership, for Our service\n"
        )
        assert "Need       4         A. Assessor  2026-10-05  why\n" in text
        assert "Capacity   unscored\n" in text
        assert (FNP, "Our service") == (read.intervention, read.service)
        assert [("need", 4, "why"), ("fit", 2, "why")] == [
            (x.indicator.value, x.score, x.note) for x in read.scores
        ]

    def test_go_on_with_a_file(self, run: Any, file: str) -> None:
        """Later flags add to what the file holds."""
        run("hexagon", file, "--intervention", "FNP", "--set", "need=4", *WHO)
        run(
            "hexagon",
            file,
            "--set",
            "need=2",
            "--assessor",
            "B",
            "--date",
            "2026-10-06",
        )
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

    def test_begin_another_rating_where_it_is_not_clear_which(
        self, run: Any, file: str
    ) -> None:
        """Of two addresses that somebody read at, none is taken for granted."""
        entered = ("hexagon", file, *WHO, "--intervention", "FNP", "--set")
        for letter in "ab":
            run(*entered, "usability=4", "--address", f"https://example.org/{letter}")
        run(*entered, "usability=2", "--note", "said at a meeting")

        assert [None, "https://example.org/a", "https://example.org/b"] == [
            each.address for each in HexagonAssessment.load(file).ratings
        ]

    def test_say_which_programme_of_a_row_was_read(self, run: Any, file: str) -> None:
        """Where the Framework has several, none of them is taken for granted."""
        entered = ("hexagon", file, *WHO, "--intervention", "Triple P", "--set")
        run(*entered, "usability=4", "--address", "https://example.org/leaflet")

        assert "expected one of the Framework's for this row: " in run(
            *entered, "usability=3", code=2
        )

    def test_give_an_indicator_once(self, run: Any, file: str) -> None:
        """Of two values for one indicator neither is taken."""
        before = run("hexagon", file, "--intervention", "FNP")

        assert (
            "imh-evidence: --set Need=5: need has a value already; give one\n"
            == run("hexagon", file, "--set", "need=4", "--set", "Need=5", *WHO, code=2)
        )
        assert before == run("hexagon", file) + f"\nSaved in {file}.\n"

    @pytest.mark.parametrize("name", ["FNP", "fnp.txt", "fnp.html"])
    def test_begin_a_file_that_says_what_it_is(
        self, run: Any, tmp_path: Path, name: str
    ) -> None:
        """An assessment is JSON, so its name ends in .json."""
        told = run("hexagon", str(tmp_path / name), "--intervention", "FNP", code=2)

        assert f"the ending of an assessment's name: found '{name}', expected" in told
        assert [] == [*tmp_path.iterdir()]

    def test_show_each_file_once(self, run: Any, file: str, tmp_path: Path) -> None:
        """An assessment stands beside others, and not beside itself."""
        HexagonAssessment.of("FNP").save(file)
        link = tmp_path / "link.json"
        link.symlink_to(file)

        assert f"imh-evidence: {link} is given twice; give it once\n" == run(
            "hexagon", file, str(link), code=2
        )

    def test_an_empty_file_can_be_begun(self, run: Any, file: str) -> None:
        """Away from a terminal, a file without scores is begun, all unscored."""
        text = run("hexagon", file, "--intervention", "FNP")

        assert HexagonAssessment.of("FNP") == HexagonAssessment.load(file)
        assert 3 == text.count("unscored\n")
        assert 3 == text.count(" not entered\n")

    def test_everything_wrong_is_told_at_once(self, run: Any, file: str) -> None:
        """Each entry that is none is told, and nothing is written."""
        before = run("hexagon", file, "--intervention", "FNP")
        text = run(
            "hexagon", file, "--set", "need=6", "--set", "fit=2.5", "--set", "nee=1",
            "--set", "capacity", "--set", "evidence=9", "--set", "fit=3", *WHO, code=2,
        )  # fmt: skip

        assert [
            (
                "imh-evidence: --set need=6: need: found 6, expected a whole number from 1 "
                "to 5"
            ),
            "--set fit=2.5: fit: found '2.5', expected a whole number from 1 to 5",
            (
                "--set nee=1: indicator: found 'nee', expected one of 'usability', "
                "'supports', 'evidence', 'need', 'fit', 'capacity'; the nearest is 'need'"
            ),
            "--set capacity: give an indicator and its value, such as need=4",
            (
                "--set evidence=9: a rating: found '9', expected a whole number from 1 to 5 "
                "(5), two with a dash (4 - 5), a plus (3+), or 'not rated'"
            ),
        ] == text.splitlines()
        assert before == run("hexagon", file) + f"\nSaved in {file}.\n"

    @pytest.mark.parametrize(
        ("given", "missing"),
        [
            ((), "--assessor and --date"),
            (WHO[:2], "--date"),
            (WHO[2:], "--assessor"),
        ],
    )
    def test_who_and_when_must_be_said(
        self, run: Any, file: str, given: tuple[str, ...], missing: str
    ) -> None:
        """A score without an assessor and a day is refused by the flags' names."""
        text = run(
            "hexagon", file, "--intervention", "FNP", "--set", "need=4", *given, code=2
        )

        assert (
            "imh-evidence: --set says what was found; "
            f"{missing} must say by whom and when\n" == text
        )
        assert not Path(file).exists()

    @pytest.mark.parametrize("given", ["--assessor", "--date", "--note", "--address"])
    @pytest.mark.parametrize("begun", [(), ("--intervention", "FNP")])
    def test_who_and_when_are_of_something(
        self, run: Any, file: str, begun: tuple[str, ...], given: str
    ) -> None:
        """What is said of an entry is refused where nothing is filled in."""
        text = run("hexagon", file, *begun, given, "A", code=2)

        assert (
            f"imh-evidence: {given} is said of what is filled in; "
            "give --set INDICATOR=VALUE too\n" == text
        )
        assert not Path(file).exists()

    def test_a_service_is_of_a_file_that_is_begun(self, run: Any, file: str) -> None:
        """Showing a file takes no service, which it would not use."""
        HexagonAssessment.of("FNP").save(file)

        assert (
            "imh-evidence: --service is said of a file that is begun; give "
            "--intervention KEY too\n"
        ) == run("hexagon", file, "--service", "Ours", code=2)

    def test_a_day_must_be_one(self, run: Any, file: str) -> None:
        """A date in another form is told with the form that is read."""
        text = run(
            "hexagon", file, "--intervention", "FNP", "--set", "need=4", "--assessor",
            "A", "--date", "5/10/2026", code=2,
        )  # fmt: skip

        assert "'5/10/2026' (str), expected a date such as '2026-11-23'" in text


class TestFiles:
    def test_are_shown(self, run: Any, file: str) -> None:
        """Without flags a file is shown and not written."""
        HexagonAssessment.of("Child First").save(file)
        before = Path(file).stat().st_mtime_ns
        text = run("hexagon", file)

        assert before == Path(file).stat().st_mtime_ns
        assert (
            "- Child First (Universal and Targeted; ages 0-36 months, 3-5 years; in "
            "Scotland:\n  not stated; seen on a stored copy, date unknown):\n"
            "  https://earlyinterventionframework.nhs.scot/programmes/child-first\n"
            in text
        )
        assert "Table: edition 2023-04, data version 1.0.0.\n" in text

    def test_are_shown_beside_each_other(self, run: Any, tmp_path: Path) -> None:
        """Several files are told indicator by indicator."""
        paths = [str(tmp_path / name) for name in ("a.json", "b.json")]
        first = HexagonAssessment.of("FNP")
        first.score("need", 4, assessor="A", date="2026-10-05").save(paths[0])
        HexagonAssessment.of("EPEC").save(paths[1])
        text = run("hexagon", *paths)
        plain = json.loads(run("hexagon", *paths, "--json"))

        assert (
            "Hexagon assessments: Family Nurse Partnership beside Empowering Parent,"
            in text
        )
        assert [
            "Family Nurse Partnership",
            "Empowering Parent, Empowering Communities",
        ] == [each["name"] for each in plain["interventions"]]
        assert "indicators-not-added" == plain["cautions"][0]["id"]

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

    def test_are_json_on_request(self, run: Any, file: str) -> None:
        """JSON holds the document, what is open, the Framework and the cautions."""
        made = HexagonAssessment.of("Child First").score(
            "need", 1, assessor="A", date="2026-10-05"
        )
        made = made.score("need", 2, assessor="B", date="2026-10-05")
        made.save(file)
        plain = json.loads(run("hexagon", file, "--json"))

        assert made.to_plain() == plain["assessment"]
        assert [str(each) for each in made.open_questions] == [
            each["text"] for each in plain["open_questions"]
        ]
        assert "usability" == plain["open_questions"][0]["about"]
        assert ["universal", "targeted"] == plain["framework"][0]["classification"]
        assert [1, 2] == [x["score"] for x in plain["disagreements"][0]["scores"]]
        assert 5 == len(plain["cautions"])

    def test_that_are_not_there_are_told(self, run: Any, file: str) -> None:
        """A file to show must be there; one to fill in must be begun with a row."""
        shown = run("hexagon", file, code=2)
        filled = run("hexagon", file, "--set", "need=4", *WHO, code=2)

        assert shown.endswith("fnp.json: No such file or directory\n")
        assert (
            "imh-evidence: there is no fnp.json yet: begin it with --intervention KEY\n"
            == filled
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
            name="Ours \x1b[31m",
            aliases=(),
            recommended=None,
            theory_group=None,
        )
        own = attrs.evolve(own, name="Ours")
        catalogue = str(tmp_path / "own.json")
        Catalogue.from_records([own], source="Our service").save(catalogue)
        run("hexagon", file, "--intervention", "ours", "--catalogue", catalogue)
        text = run("--catalogue", catalogue, "hexagon", file)

        assert text.startswith("Hexagon assessment: Ours\n")
        assert "edition" not in text
        assert "imh-evidence: " in run("hexagon", file, code=1)


class TestAsking:
    TYPED = (
        " A. Assessor \n2026-10-05\n"
        "4\nwaiting list\n"  # need
        "\n"  # fit
        "2\n\n"  # capacity
        "3+\n\n99 - -99\n"  # usability, supports, evidence
    )

    def test_fills_in_what_is_answered(self, ask: Any, file: str) -> None:
        """Answers are filled in; an empty one leaves its indicator as it is."""
        out, err = ask(self.TYPED, "hexagon", file, "--intervention", "FNP")
        read = HexagonAssessment.load(file)

        assert [
            ("need", 4, "A. Assessor", "waiting list"),
            ("capacity", 2, "A. Assessor", ""),
        ] == [(x.indicator.value, x.score, x.assessor, x.note) for x in read.scores]
        assert {"2026-10-05"} == {x.date.isoformat() for x in read.scores}
        assert [
            ("usability", "3+", "A. Assessor", None),
            ("evidence", "99 - -99", "A. Assessor", None),
        ] == [
            (x.indicator.value, x.printed, x.read_by, x.address) for x in read.ratings
        ]
        assert "2026-10-05" == read.ratings[0].read_on.isoformat()
        assert out.startswith("Hexagon assessment: Family Nurse Partnership\n")
        assert (
            "Family Nurse Partnership. An empty answer leaves things as they are. What "
            "each number means is said in the Hexagon Tool.\n"
            "Who assesses or reads: Date (YYYY-MM-DD): "
            "Need, 1 to 5: Why 4: Fit, 1 to 5: Capacity, 1 to 5: Why 2: "
            "Usability, as printed: Supports, as printed: Evidence, as printed: " == err
        )

    def test_asks_for_each_programme_of_a_row(self, ask: Any, file: str) -> None:
        """Where the Framework has several programmes, each address is told and asked for."""
        typed = "A\n2026-10-05\n\n\n\n5\n\n\n\n4\n\n\n\n3\n"
        _, err = ask(typed, "hexagon", file, "--intervention", "Triple P")
        read = HexagonAssessment.load(file)
        addresses = [each.address for each in read.framework_entries]

        assert [
            ("usability", "5", addresses[0]),
            ("supports", "4", addresses[1]),
            ("evidence", "3", addresses[2]),
        ] == [(x.indicator.value, x.printed, x.address) for x in read.ratings]
        assert [f"As read at {address}" for address in addresses] == [
            line[line.index("As read") :]
            for line in err.splitlines()
            if "As read" in line
        ]

    def test_a_bad_answer_is_told_and_asked_for_again(
        self, ask: Any, file: str
    ) -> None:
        """What is no answer gets one clear line, and the question comes again."""
        typed = "A\n5 October\n2026-10-05\n6\n2.5\nx\n4\n\n\n\n7\n4 - 5\n"
        _, err = ask(typed, "hexagon", file, "--intervention", "FNP")
        read = HexagonAssessment.load(file)

        assert (
            "Date (YYYY-MM-DD): date: found '5 October' (str), expected a date such as "
            "'2026-11-23'\nDate (YYYY-MM-DD): " in err
        )
        assert (
            "Need, 1 to 5: need: found 6, expected a whole number from 1 to 5\n"
            "Need, 1 to 5: need: found '2.5', expected a whole number from 1 to 5\n"
            "Need, 1 to 5: need: found 'x', expected a whole number from 1 to 5\n"
            "Need, 1 to 5: Why 4: " in err
        )
        assert "Usability, as printed: a rating: found '7', expected" in err
        assert ([4], ["4 - 5"]) == (
            [each.score for each in read.scores],
            [each.printed for each in read.ratings],
        )

    def test_every_answer_is_kept_at_once(self, ask: Any, file: str) -> None:
        """Where the input ends, what was answered so far is in the file."""
        out, err = ask("A\n2026-10-05\n3\n", "hexagon", file, "--intervention", "FNP")

        assert [3] == [each.score for each in HexagonAssessment.load(file).scores]
        assert err.endswith("Why 3: \n")
        assert "Need       3" in out

    @pytest.mark.parametrize("typed", ["\n", "A\n\n"])
    def test_without_a_name_and_a_day_nothing_is_filled_in(
        self, ask: Any, file: str, typed: str
    ) -> None:
        """Who and when come first; without them there is nothing to ask."""
        _, err = ask(typed, "hexagon", file, "--intervention", "FNP")

        assert err.endswith("Without a name and a date nothing is filled in.\n")
        assert HexagonAssessment.of("FNP") == HexagonAssessment.load(file)

    def test_goes_on_with_a_file(self, ask: Any, file: str) -> None:
        """Answers are added to those of others."""
        HexagonAssessment.of("FNP").score(
            "need", 1, assessor="B", date="2026-10-01"
        ).save(file)
        ask("A\n2026-10-05\n3\n", "hexagon", file, "--intervention", "FNP")

        assert [("A", 3), ("B", 1)] == [
            (x.assessor, x.score) for x in HexagonAssessment.load(file).scores
        ]

    def test_an_empty_answer_keeps_notes(self, ask: Any, file: str) -> None:
        """A score or rating that is given anew keeps its note, which is shown."""
        leaflet = "https://example.org/leaflet"
        HexagonAssessment.of("FNP").score(
            "need", 4, assessor="A", date="2026-10-01", note="waiting\u202e list"
        ).score("fit", 4, assessor="A", date="2026-10-01", note="old").rate(
            "usability",
            "4",
            read_on="2026-10-01",
            read_by="A",
            note="page 3",
            address=leaflet,
        ).save(file)
        typed = "A\n2026-10-05\n3\n\n2\nnew\n\n5\n"
        _, err = ask(typed, "hexagon", file, "--intervention", "FNP")
        read = HexagonAssessment.load(file)

        assert [(3, "waiting\u202e list"), (2, "new")] == [
            (x.score, x.note) for x in read.scores
        ]
        assert [("5", "page 3", leaflet)] == [
            (x.printed, x.note, x.address) for x in read.ratings
        ]
        assert {"2026-10-05"} == {
            *(x.date.isoformat() for x in read.scores),
            *(x.read_on.isoformat() for x in read.ratings),
        }
        assert r"Why 3 (so far: waiting\u202e list): Fit" in err

    def test_flags_leave_nothing_to_ask(self, ask: Any, file: str) -> None:
        """With --set the command asks nothing, at a terminal too."""
        _, err = ask(
            "A\n", "hexagon", file, "--intervention", "FNP", "--set", "need=4", *WHO
        )

        assert "" == err

    def test_showing_asks_nothing(self, ask: Any, file: str) -> None:
        """A file is shown without a question, at a terminal too."""
        HexagonAssessment.of("FNP").save(file)
        _, err = ask("A\n", "hexagon", file)

        assert "" == err

    def test_an_interrupt_ends_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Ctrl-C ends the questions and keeps what was answered."""
        lines = iter(["A\n", "2026-10-05\n", "3\n"])

        class Terminal:
            def readline(self) -> str:
                for line in lines:
                    return line
                raise KeyboardInterrupt

        kept: list[HexagonAssessment] = []
        monkeypatch.setattr("sys.stdin", Terminal())
        made = Filling(HexagonAssessment.of("FNP"), kept.append).run()

        assert [made] == kept
        assert [3] == [each.score for each in made.scores]

    def test_bytes_that_are_no_text_do_not_end_it(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What is no UTF-8 shows as such in a note, whatever the locale."""
        typed = io.BytesIO(b"A\n2026-10-05\n3\ncaf\xe9\n\xc3\xa9\n")
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(typed, encoding="ascii"))
        made = Filling(HexagonAssessment.of("FNP"), lambda _: None).run()

        assert "caf\ufffd" == made.scores[0].note

    def test_a_note_that_no_file_could_hold_is_told(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """A control character in an answer is refused like any other bad answer."""
        monkeypatch.setattr("sys.stdin", io.StringIO("A\n2026-10-05\n3\n\x1b[A\nwhy\n"))
        made = Filling(HexagonAssessment.of("FNP"), lambda _: None).run()

        assert "why" == made.scores[0].note
        assert "note: found '\\x1b[A' (str), expected" in capsys.readouterr().err

    def test_a_name_that_no_file_could_hold_is_told(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """So is a control character in a name."""
        monkeypatch.setattr("sys.stdin", io.StringIO("\x1b\nA\n2026-10-05\n3\n"))
        made = Filling(HexagonAssessment.of("FNP"), lambda _: None).run()

        assert ("A",) == made.assessors


class TestWorkforce:
    def test_is_told_with_its_cautions(self, run: Any) -> None:
        """Rows stand by what they lack, and the note on training comes with them."""
        text = run("workforce", "Skilled")

        assert text.startswith("Rows for Skilled staff\n")
        for part in (
            "- EasyPeasy\n",
            "- Triple P suite of trainings: Enhanced\n",
            "- Child Parent Psychotherapy: Specialist\n",
            "own training, licences and supervision apply",
            "All are recommended; choose with the Hexagon Tool for your context.",
            "\nInfant mental health, edition 2023-04 (data version 1.0.0).",
        ):
            assert part in text

    def test_is_json_on_request(self, run: Any) -> None:
        """JSON holds the answer, the source and the advice."""
        plain = json.loads(run("workforce", "skilled", "enhanced", "--json"))

        assert "2023-04" == plain["edition"]
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

    def test_an_unknown_type_is_told(self, run: Any) -> None:
        """A misspelt type is refused with the nearest."""
        assert "the nearest is 'skilled'" in run("workforce", "skiled", code=2)


class TestCoverage:
    def test_is_told_with_its_cautions(self, run: Any) -> None:
        """The table, the names and what they are, and what to bear in mind."""
        text = run("coverage", "FNP", "Child Frist", "Ours", "fnp")

        for part in (
            "Your list beside the table\n",
            "Informed          no row in this table",
            "- Family Nurse Partnership: Targeted; Enhanced\n",
            "- Child Frist: may be meant for 'child-first'\n",
            "which is no negative finding\n",
            "- Ours\n",
            "Named more than once; counted once\n",
            "- fnp\n",
            "Near misses are not counted",
            "edition 2023-04 (data version 1.0.0).",
        ):
            assert part in text

    def test_reads_a_list(self, run: Any, tmp_path: Path) -> None:
        """A text file gives a programme a line; empty lines are nothing."""
        path = tmp_path / "list.txt"
        path.write_bytes("\ufeff FNP \r\n\r\nEPEC\n".encode())
        plain = json.loads(run("coverage", "PCIT", "--list", str(path), "--json"))

        assert ["PCIT", "FNP", "EPEC"] == [x["name"] for x in plain["matches"]]
        assert coverage(["PCIT", "FNP", "EPEC"]).to_plain().items() <= plain.items()
        assert "2023-04" == plain["edition"]

    def test_takes_confirmations(self, run: Any) -> None:
        """A name that a person confirms counts."""
        plain = json.loads(
            run("coverage", "A=B", "FNP", "--confirm", "A=B= child-first", "--json")
        )

        assert ("A=B", "confirmed", "child-first") == tuple(
            plain["matches"][0][key] for key in ("name", "kind", "intervention")
        )

    def test_takes_confirmations_with_spaces(self, run: Any) -> None:
        """Spaces around a name or its row mean nothing."""
        words = ("coverage", " Child Frist", "--confirm", "Child Frist = child-first ")
        (found,) = json.loads(run(*words, "--json"))["matches"]

        assert ("Child Frist", "confirmed") == (found["name"], found["kind"])

    @pytest.mark.parametrize("text", ["=FNP", "x=", " = ", "x"])
    def test_needs_both_sides_of_a_confirmation(self, run: Any, text: str) -> None:
        """A name, a sign and a row make a confirmation."""
        assert (
            f"imh-evidence: --confirm {text}: give a name and its row, such as "
            "NAME=child-first\n"
        ) == run("coverage", "x", "--confirm", text, code=2)

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

    def test_takes_one_confirmation_of_a_name(self, run: Any) -> None:
        """Of two rows for one name neither is taken; the same row twice is one."""
        words = ("coverage", "x", "--confirm", "x=FNP", "--confirm")

        assert (
            "imh-evidence: --confirm x=EPEC: x is confirmed as FNP already; give one row\n"
            == run(*words, "x=EPEC", code=2)
        )
        assert run(*words, "x = FNP")

    @pytest.mark.parametrize("name", ["", "  ", "\u00a0"])
    def test_refuses_an_empty_name(self, run: Any, name: str) -> None:
        """A name of nothing is no programme of a list."""
        assert "imh-evidence: a name of your list is empty; leave it out\n" == run(
            "coverage", "FNP", name, code=2
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
        expected = (
            "imh-evidence: name the programmes of your list, or give a --list of them\n"
        )

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

    def test_a_list_must_be_text(self, run: Any, tmp_path: Path) -> None:
        """A file in another encoding is told with the byte at which it fails."""
        path = tmp_path / "list.txt"
        path.write_bytes(b"caf\xe9\n")

        assert (
            "imh-evidence: list.txt, byte 3: invalid continuation byte; save it as "
            "UTF-8\n" == run("coverage", "--list", str(path), code=2)
        )
