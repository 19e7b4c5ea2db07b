"""The export verb: every format, conditions in both readings, and faults in one line."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from tests.edition import COUNT, NAMES, ROWS, TRANSCRIPTION
from tests.interop.hostile import any_catalogues, no_waiting_for_the_disk
from tests.interop.page import EDITION, LEVELS, levels, universal

from imh_evidence import Catalogue, LocalTheory, UnknownValue, dataset, interventions, references
from imh_evidence.cli import main
from imh_evidence.cli.exporting import ENDINGS, FOLDERS
from imh_evidence.interop import __all__ as public
from imh_evidence.interop import export
from imh_evidence.interop.exports import BIBLIOGRAPHIES, FORMATS
from imh_evidence.interop.forms import write_people_csv
from imh_evidence.interop.notice import ADVICE


__all__ = ["no_waiting_for_the_disk"]


@pytest.fixture(name="run")
def _run(capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*arguments: object, code: int = 0) -> str:
        assert code == main([str(each) for each in arguments])
        out, err = capsys.readouterr()
        assert bool(err) == bool(code)
        return out or err

    return run


@pytest.fixture(name="workbook", autouse=True)
def _workbook(monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer of workbooks that writes its rows: what it writes is tested elsewhere."""

    def write_workbook(catalogue: Catalogue, path: str) -> None:
        Path(path).write_text(f"{catalogue.ids} {ADVICE}")

    module = ModuleType("imh_evidence.interop.workbook")
    module.write_workbook = write_workbook  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)


def everything(path: Path) -> bytes:
    """All bytes of a file, or of the files in a folder."""
    if path.is_dir():
        return b"".join(each.read_bytes() for each in sorted(path.iterdir()))
    return path.read_bytes()


class TestFormats:
    def test_have_a_function_each(self) -> None:
        """Each format is written by one public function, and no two by the same."""
        functions = [each.function for each in (*FORMATS, *BIBLIOGRAPHIES)]

        assert len({*functions}) == len(functions)
        assert {*functions} <= {*public}

    @pytest.mark.parametrize("form", [each.name for each in (*FORMATS, *BIBLIOGRAPHIES)])
    def test_are_written(self, run: Any, tmp_path: Path, form: str) -> None:
        """Each is written where it was asked to be, says so, and is the same twice."""
        path, again = tmp_path / "one", tmp_path / "two"
        said = run("export", form, path)
        run("export", form, again)

        what = f"{COUNT} inter"
        if form in _REFERENCES:
            what = f"the page and its {len(references)} references"
        assert said.startswith(f"Wrote {what}")
        assert said.endswith(f" to {path} ({form}).\n")
        assert path.is_dir() == (form in FOLDERS)
        assert everything(path) == everything(again)

    @pytest.mark.parametrize(
        "form", [each.name for each in FORMATS if each.name not in {"excel", "json"}]
    )
    def test_name_what_they_are(self, run: Any, tmp_path: Path, form: str) -> None:
        """Every file names edition, version of the data, checksum, source and advice."""
        path = tmp_path / "one"
        run("export", form, path)
        held = everything(path).decode("utf-8", "replace")

        for part in (
            EDITION,
            dataset.version,
            TRANSCRIPTION["sha256"],
            "https://www.matrix.nhs.scot/",
            "All are recommended; choose with the Hexagon Tool for your context.",
            "No licence of the page's text was found",
        ):
            assert part in held

    def test_in_json_name_their_source(self, run: Any, tmp_path: Path) -> None:
        """A catalogue file names the edition and the checksum of what it was read in."""
        run("export", "json", tmp_path / "one")
        plain = json.loads((tmp_path / "one").read_text("utf-8"))

        assert EDITION == plain["source"]["updated"]
        assert TRANSCRIPTION["sha256"] == plain["source"]["sha256"]
        assert plain["source"]["address"].startswith("https://www.matrix.nhs.scot/")

    def test_are_read_back(self, run: Any, tmp_path: Path) -> None:
        """A catalogue file gives back the rows that were exported."""
        path = tmp_path / "one.json"
        run("export", "json", path, "--where", "audience=universal")

        assert interventions.where(audience="universal") == Catalogue.load(path)

    def test_are_told_by_name(self, run: Any, tmp_path: Path) -> None:
        """A format that there is not is told with the nearest, and nothing is written."""
        told = run("export", "sqlit", tmp_path / "one", code=2)

        assert "the nearest is 'sqlite'" in told
        assert [] == [*tmp_path.iterdir()]
        with pytest.raises(UnknownValue, match="the format of a catalogue: found 'ris'"):
            export(interventions, "ris", tmp_path / "one")

    def test_are_written_by_a_program_too(self, tmp_path: Path) -> None:
        """One function takes any format by its name."""
        export(interventions, "json", tmp_path / "one")

        assert interventions == Catalogue.load((tmp_path / "one").read_bytes())


_REFERENCES = tuple(each.name for each in BIBLIOGRAPHIES)


class TestAnswer:
    def test_is_json_on_request(self, run: Any, tmp_path: Path) -> None:
        """JSON says what was written, and what every answer names."""
        path, other = tmp_path / "one.json", tmp_path / "one.ris"
        plain = json.loads(run("export", "json", path, "--json"))
        refs = json.loads(run("export", "ris", other, "--json", "--corrected"))

        assert ("json", str(path), COUNT) == (
            plain["format"],
            plain["path"],
            plain["interventions"],
        )
        assert (ADVICE, EDITION) == (plain["advice"], plain["edition"])
        assert (len(references), True) == (refs["references"], refs["corrected"])
        assert plain["source"] == refs["source"]

    def test_does_not_repeat_what_steers_a_terminal(self, run: Any, tmp_path: Path) -> None:
        """The name of a file is shown with its odd characters escaped."""
        said = run("export", "json", tmp_path / "a\x1b[31m.json", "--where", "audience=universal")

        assert "\x1b" not in said
        assert f"Wrote {sum(map(universal, ROWS))} interventions to" in said


class TestConditions:
    @pytest.mark.parametrize(("place", "level"), [*enumerate(LEVELS)])
    def test_on_efficacy_have_both_readings(
        self, run: Any, tmp_path: Path, place: int, level: str
    ) -> None:
        """The whole printed range, part of it, and the very print are asked for by name."""
        path = tmp_path / "one.json"
        printed = [levels(row["efficacy"]) for row in ROWS]
        questions: dict[str, Any] = {
            "whole efficacy>": lambda r: LEVELS.index(r[0]) >= place,
            "part efficacy>": lambda r: LEVELS.index(r[-1]) >= place,
            "whole efficacy<": lambda r: LEVELS.index(r[-1]) <= place,
            "part efficacy<": lambda r: LEVELS.index(r[0]) <= place,
            "printed efficacy": lambda r: r == (level,),
        }
        for facet, meets in questions.items():
            run("export", "json", path, "--where", f"{facet}={level.lower()}")

            assert [
                row["name"] for row, each in zip(ROWS, printed, strict=True) if meets(each)
            ] == [record.name for record in Catalogue.load(path)]

    def test_must_all_hold(self, run: Any, tmp_path: Path) -> None:
        """Several conditions narrow; several values of one widen."""
        path = tmp_path / "one.json"
        run(
            "export", "json", path,
            "--where", "audience=universal",
            "--where", "audience=targeted",
            "--where", "practice_level = skilled, enhanced",
            "--where", "printed efficacy=Low-High",
        )  # fmt: skip

        assert [
            row["name"]
            for row in ROWS
            if universal(row)
            and "argeted" in row["who_for"]
            and row["practice"] != "Specialist"
            and levels(row["efficacy"]) == LEVELS
        ] == [record.name for record in Catalogue.load(path)]

    def test_on_a_bare_level_are_refused(self, run: Any, tmp_path: Path) -> None:
        """A bare level can be read in two ways, and the words for both are given."""
        told = run("export", "json", tmp_path / "x", "--where", "efficacy=high", code=2)

        assert "'whole efficacy>=medium' or 'part efficacy>=medium'" in told
        assert [] == [*tmp_path.iterdir()]

    @pytest.mark.parametrize(
        ("condition", "told"),
        [
            ("audience", "this is no condition; write audience=universal"),
            ("audiense=universal", "the nearest is 'audience'"),
            ("audience=univeral", "the nearest is 'universal'"),
            ("audience=", "this is no condition"),
            ("audience=,", "audience: found []"),
            ("whole efficacy>=hgh", "at_least: found 'hgh'"),
            ("printed efficacy=high low", "efficacy range 'high low'"),
            ("score=3", "the facet of --where: found 'score'"),
            ("cost<=abc", "the facet of --where: found 'cost'"),
            ("cost<5", "the facet of --where: found 'cost'"),
            ("whole efficacy<medium", "this is no condition; write audience=universal"),
            ("efficacy<3", "this is no condition; write audience=universal"),
            ("practice level>=skilled", "write audience=universal"),
            ("=universal", "this is no condition"),
        ],
    )
    def test_that_are_none_are_told(
        self, run: Any, tmp_path: Path, condition: str, told: str
    ) -> None:
        """What was wrong is told in one line, with what would be right."""
        line = run("export", "json", tmp_path / "x", "--where", condition, code=2)

        assert told in line
        assert 1 == len(line.splitlines())
        # Local facts are asked by a shortlist, and by nothing else.
        assert "GBP" not in line
        assert "format=" not in line

    def test_ask_a_catalogue_of_one_s_own(self, run: Any, tmp_path: Path) -> None:
        """A file's own theories are facets like the published ones."""
        row = attrs.evolve(
            interventions["EasyPeasy"],
            theories=(LocalTheory("play", "Play"),),
            theory_group=None,
            recommended=None,
        )
        mine = Catalogue.from_records([row, interventions[0]], source="Ours")
        mine.save(tmp_path / "mine.json")
        run(
            "export", "json", tmp_path / "x", "--catalogue", tmp_path / "mine.json",
            "--where", "theory=play",
        )  # fmt: skip

        assert ("easypeasy",) == Catalogue.load((tmp_path / "x").read_bytes()).ids
        assert "Wrote 0 interventions" in run(
            "export", "json", tmp_path / "x.json", "--catalogue", tmp_path / "mine.json",
            "--where", "practice_level=specialist", "--where", "theory=play",
        )  # fmt: skip
        assert ADVICE.encode() not in (tmp_path / "x").read_bytes()


class TestRefusals:
    @pytest.mark.parametrize(
        ("words", "told"),
        [
            (("ris", "x", "--where", "audience=universal"), "--where: the references are"),
            (("ris", "x", "--catalogue", "mine.json"), "--catalogue: the references are"),
            (("json", "x", "--corrected"), "--corrected: only references have"),
        ],
    )
    def test_of_options_that_do_not_apply(
        self, run: Any, words: tuple[str, ...], told: str
    ) -> None:
        """An option that would be passed over is refused instead."""
        assert told in run("export", *words, code=2)

    def test_of_places_that_cannot_be_written(self, run: Any, tmp_path: Path) -> None:
        """A folder in the way, or none at all, is named."""
        folder = tmp_path / "table.json"
        folder.mkdir()
        for path in (tmp_path, folder, tmp_path / "a" / "b"):
            assert f"{path}: " in run("export", "json", path, code=2)

    def test_of_a_library_that_is_missing(
        self, run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A format whose library is not installed says what to install."""
        monkeypatch.delitem(sys.modules, "imh_evidence.interop.workbook")
        monkeypatch.setitem(sys.modules, "openpyxl", None)

        told = run("export", "excel", tmp_path / "x", code=2)
        assert 'pip install "imh-evidence[excel]"' in told


@pytest.fixture(name="mine")
def _mine(tmp_path: Path) -> Path:
    """A catalogue file of one's own, in a folder of its own."""
    path = tmp_path / "mine.json"
    interventions[:2].save(path)
    return path


class TestWhatIsThere:
    def test_has_an_ending_for_each_format(self) -> None:
        """Every format has endings, and the folders are formats."""
        names = {each.name for each in (*FORMATS, *BIBLIOGRAPHIES)}

        assert names == {*ENDINGS}
        assert names > {*FOLDERS}

    @pytest.mark.parametrize("form", ENDINGS)
    def test_is_replaced_where_it_is_such_an_export(
        self, run: Any, tmp_path: Path, form: str
    ) -> None:
        """An export can be made again in the place of the one before."""
        for ending in ENDINGS[form]:
            path = tmp_path / f"table{ending.upper()}"
            run("export", form, path)
            first = everything(path)
            path.write_bytes(b"old")
            run("export", form, path)

            assert first == everything(path)

    @pytest.mark.parametrize(
        ("form", "name", "wanted"),
        [
            ("bibtex", "ours.json", "a name that ends in .bib"),
            ("excel", "ours.JSON", "a name that ends in .xlsx"),
            ("json", "ours.csv", "a name that ends in .json"),
            ("sqlite", "brief.html", "a name that ends in .sqlite"),
            ("croissant", "ours.json", "a folder, or a name that ends in .zip"),
        ],
    )
    def test_with_the_ending_of_another_form_is_kept(
        self, run: Any, tmp_path: Path, form: str, name: str, wanted: str
    ) -> None:
        """A name that says another form is refused, whether it is there or not."""
        path = tmp_path / name

        assert wanted in run("export", form, path, code=2)
        assert [] == [*tmp_path.iterdir()]
        path.write_text("precious")
        assert wanted in run("export", form, path, code=2)
        assert "precious" == path.read_text()

    @pytest.mark.parametrize("name", ["notes", "notes.txt", "table.json~"])
    @pytest.mark.parametrize("form", ["json", "ris", "datapackage"])
    def test_without_the_ending_of_the_form_is_kept(
        self, run: Any, tmp_path: Path, form: str, name: str
    ) -> None:
        """A file is replaced only if its name says that it is such an export."""
        path = tmp_path / name
        path.write_text("precious")
        told = run("export", form, path, code=2)

        assert f"{name} is there already, and is no {form} by its ending; " in told
        assert "precious" == path.read_text()

    def test_is_no_folder_where_a_file_is_meant(self, run: Any, tmp_path: Path) -> None:
        """A name that ends as a folder's does is not taken for a file's."""
        path = f"{tmp_path}/tables/"

        assert "is a folder" in run("export", "json", path, code=2)
        assert [] == [*tmp_path.iterdir()]
        assert f"Wrote {COUNT} inter" in run("export", "datapackage", path)

    def test_is_told_by_what_a_link_leads_to(self, run: Any, tmp_path: Path) -> None:
        """A link with the right ending does not make an export of another file."""
        (tmp_path / "notes.txt").write_text("precious")
        link = tmp_path / "table.json"
        link.symlink_to(tmp_path / "notes.txt")

        assert "is there already" in run("export", "json", link, code=2)
        assert "precious" == (tmp_path / "notes.txt").read_text()

    @pytest.mark.parametrize("how", ["itself", "another way", "link", "hard link"])
    def test_is_kept_where_it_is_what_is_read(self, run: Any, mine: Path, how: str) -> None:
        """The catalogue is not replaced by rows of it, however it is named."""
        before = mine.read_bytes()
        path = mine
        if how == "another way":
            path = mine.parent / ".." / mine.parent.name / mine.name
        elif how != "itself":
            path = mine.with_name("link.json")
            (path.symlink_to if how == "link" else path.hardlink_to)(mine)
        told = run("export", "json", path, "--catalogue", mine, code=2)

        assert f"{path} is the file of --catalogue" in told
        assert before == mine.read_bytes()

    @pytest.mark.parametrize("form", FOLDERS)
    def test_is_kept_in_a_folder_of_other_things(self, run: Any, tmp_path: Path, form: str) -> None:
        """A table of one's own keeps its place; what is no part of an export stays."""
        folder = tmp_path / "folder"
        folder.mkdir()
        (folder / "README.md").write_text("precious")
        own = folder / "interventions.csv"
        own.write_text("precious")
        told = run("export", form, folder, code=2)

        assert "interventions.csv, which is no part of an export" in told
        assert "precious" == own.read_text()
        own.unlink()
        run("export", form, folder)
        run("export", form, folder)
        assert "precious" == (folder / "README.md").read_text()

    @pytest.mark.parametrize("form", ["json", "bibtex"])
    def test_is_where_answers_go(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
    ) -> None:
        """Nothing is printed into a file that the export is written to."""
        path = tmp_path / f"table{ENDINGS[form][0]}"
        with path.open("w") as stream:
            monkeypatch.setattr(sys, "stdout", stream)
            assert 0 == main(["export", form, str(path)])

            assert 0 == stream.tell()
        assert path.read_bytes()

    @pytest.mark.parametrize("form", ["json", "bibtex"])
    @pytest.mark.parametrize("arguments", [(), ("--json",)])
    def test_is_the_output_of_the_command(
        self, tmp_path: Path, form: str, arguments: tuple[str, ...]
    ) -> None:
        """Written to its own output, an export is all that stands there."""
        path, log = tmp_path / f"table{ENDINGS[form][0]}", tmp_path / "log"
        assert 0 == main(["export", form, str(path)])
        words = ["export", form, "/dev/stdout", *arguments]
        command = [sys.executable, "-m", "imh_evidence", *words]
        piped = subprocess.run(command, capture_output=True, check=True)
        with log.open("wb") as stream:
            subprocess.run(command, stdout=stream, check=True)

        assert (path.read_bytes(), b"") == (piped.stdout, piped.stderr)
        assert path.read_bytes() == log.read_bytes()


class TestPeople:
    @settings(max_examples=50)  # each example is a whole catalogue
    @given(catalogue=any_catalogues())
    def test_get_no_live_formula(self, catalogue: Catalogue) -> None:
        """No cell of the people's CSV starts as a formula does, the notice's lines too."""
        with TemporaryDirectory() as folder:
            path = Path(folder, "table.csv")
            write_people_csv(catalogue, path)
            text = path.read_text(encoding="utf-8-sig")
        rows = [*csv.reader(io.StringIO(text, newline=""))]

        assert len(rows[0]) == 9
        assert [] == [cell for row in rows for cell in row if cell.lstrip()[:1] in [*"=+-@"]]

    def test_get_the_notice_below_the_rows(self, tmp_path: Path) -> None:
        """The rows come first, then a line of nothing, then a fact to a line."""
        write_people_csv(interventions, tmp_path / "x.csv")
        text = (tmp_path / "x.csv").read_text(encoding="utf-8-sig")
        rows = [*csv.reader(io.StringIO(text, newline=""))]

        assert NAMES == [row[0] for row in rows[1 : COUNT + 1]]
        assert [""] * 9 == rows[COUNT + 1]
        assert f"Advice: {ADVICE}" in [row[0] for row in rows[COUNT + 2 :]]
