"""A Data Package says of its tables what the standard asks, and reads back or is refused."""

from __future__ import annotations

import csv
import io
import json
import shutil
import zipfile
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft7Validator, FormatChecker
from tests.interop.page import ROWS

from imh_evidence import Catalogue, InvalidCatalogue, Limits, interventions
from imh_evidence.interop import read_datapackage, write_datapackage
from imh_evidence.interop.notice import ADVICE
from imh_evidence.records import Source


if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    folder = tmp_path / "package"
    write_datapackage(interventions, folder)
    return folder


@pytest.fixture(name="described")
def _described(folder: Path) -> dict[str, Any]:
    return descriptor(folder)


def descriptor(folder: Path) -> dict[str, Any]:
    """What a folder says of itself."""
    plain: dict[str, Any] = json.loads(
        (folder / "datapackage.json").read_text(encoding="utf-8")
    )
    return plain


def official(name: str) -> Draft7Validator:
    """The standard's own schema, as dplib packages it; dplib itself is not imported."""
    spec = find_spec("dplib")
    assert spec is not None
    assert spec.origin is not None
    path = Path(spec.origin).parent / "profiles" / "2.0" / f"{name}.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    return Draft7Validator(schema, format_checker=FormatChecker())


def redescribe(folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Change what a folder says of itself."""
    plain = descriptor(folder)
    change(plain)
    (folder / "datapackage.json").write_text(json.dumps(plain), encoding="utf-8")


def faults_of(path: Path, **options: Any) -> str:
    """What is told of a package that is none."""
    with pytest.raises(InvalidCatalogue) as raised:
        read_datapackage(path, **options)
    return str(raised.value)


class TestDescriptor:
    def test_follows_the_standard(self, described: dict[str, Any]) -> None:
        """The official schemas of package, resource and table take it."""
        assert [] == [*official("datapackage").iter_errors(described)]
        for resource in described["resources"]:
            assert [] == [*official("dataresource").iter_errors(resource)]
            assert [] == [*official("tableschema").iter_errors(resource["schema"])]

    @pytest.mark.parametrize(
        ("name", "change"),
        [
            ("datapackage", lambda each: each.pop("resources")),
            ("datapackage", lambda each: each["resources"][0].pop("path")),
            ("datapackage", lambda each: each.update(sources="the page")),
            ("datapackage", lambda each: each.update(licenses=[{"title": "?"}])),
            ("tableschema", lambda each: each["fields"][0].update(type="label")),
            ("tableschema", lambda each: each["fields"][0].update(categories="High")),
        ],
    )  # fmt: skip
    def test_the_standard_can_say_no(
        self, described: dict[str, Any], name: str, change: Any
    ) -> None:
        """The same schemas refuse a description that is spoilt in one place."""
        part = (
            described["resources"][0]["schema"] if name == "tableschema" else described
        )
        change(part)

        assert [] != [*official(name).iter_errors(part)]

    def test_names_edition_version_checksum_source_and_advice(
        self, described: dict[str, Any]
    ) -> None:
        """What stands over the data is in the package, for programs and for readers."""
        assert "1.0.0" == described["version"]
        assert ADVICE == described["notice"]["advice"]
        assert "2023-04" == described["notice"]["edition"]
        assert "Infant mental health" == described["sources"][0]["title"]
        assert described["homepage"] == described["sources"][0]["path"]
        for fact in described["notice"].values():
            assert fact in described["description"]

    def test_claims_no_licence(self, described: dict[str, Any]) -> None:
        """No licence was found, so none is listed; the notice says so."""
        assert "licenses" not in described
        assert "No licence" in described["notice"]["licence"]

    def test_lists_levels_twice(self, described: dict[str, Any]) -> None:
        """Levels are categories in order, and an enum for programs that know no categories."""
        fields = {
            field["name"]: field
            for resource in described["resources"]
            if resource["name"] == "interventions"
            for field in resource["schema"]["fields"]
        }

        for name in ("evidence", "efficacy_low", "efficacy_high"):
            assert ["Low", "Medium", "High"] == fields[name]["categories"]
            assert ["Low", "Medium", "High"] == fields[name]["constraints"]["enum"]
            assert fields[name]["categoriesOrdered"] is True

    def test_holds_checksums(self, folder: Path, described: dict[str, Any]) -> None:
        """Each file is described with its bytes and their checksum."""
        for resource in described["resources"]:
            data = (folder / resource["path"]).read_bytes()

            assert f"sha256:{sha256(data).hexdigest()}" == resource["hash"]
            assert len(data) == resource["bytes"]

    def test_says_no_more_than_is_known(self, tmp_path: Path) -> None:
        """An address that is none of the web, and a title without letters, do no harm."""
        source = Source("\u5b50", address="file:///etc/passwd")
        write_datapackage(Catalogue.from_records([], source=source), tmp_path)
        plain = descriptor(tmp_path)

        assert "catalogue" == plain["name"]
        assert [{"title": "\u5b50"}] == plain["sources"]
        assert not {"homepage", "version", "licenses"} & {*plain}
        assert [] == [*official("datapackage").iter_errors(plain)]


class TestTables:
    def test_hold_the_page(self, folder: Path) -> None:
        """Python's own reader of CSV finds the levels that the page prints."""
        text = (folder / "interventions.csv").read_text(encoding="utf-8")
        rows = [*csv.DictReader(io.StringIO(text, newline=""))]

        assert [row["evidence"] for row in ROWS] == [row["evidence"] for row in rows]
        assert [row["efficacy"].split("-")[0].strip() for row in ROWS] == [
            row["efficacy_low"] for row in rows
        ]
        assert [
            "true" if "niversal" in row["who_for"] else "false" for row in ROWS
        ] == [row["audience_universal"] for row in rows]

    def test_mark_what_is_missing_as_nothing_else(self, tmp_path: Path) -> None:
        """Where an empty text is a value, something else marks what is missing."""
        plain = Source("(missing)", container="", publisher="NA")
        write_datapackage(Catalogue.from_records([], source=plain), tmp_path)
        back = read_datapackage(tmp_path)

        assert plain == back.source
        assert ["((missing))"] == descriptor(tmp_path)["resources"][0]["schema"][
            "missingValues"
        ]


class TestBytes:
    def test_are_the_same_on_every_run(self, folder: Path, tmp_path: Path) -> None:
        """Two packages of one catalogue are the same files, and the same zip."""
        again = tmp_path / "again"
        write_datapackage(interventions, again)
        zips = [tmp_path / "one.zip", tmp_path / "two.ZIP"]
        for path in zips:
            write_datapackage(interventions, path)

        assert sorted(each.name for each in folder.iterdir()) == sorted(
            each.name for each in again.iterdir()
        )
        assert {each.name: each.read_bytes() for each in folder.iterdir()} == {
            each.name: each.read_bytes() for each in again.iterdir()
        }
        assert zips[0].read_bytes() == zips[1].read_bytes()
        with zipfile.ZipFile(zips[0]) as archive:
            assert {name: archive.read(name) for name in archive.namelist()} == {
                each.name: each.read_bytes() for each in folder.iterdir()
            }

    def test_carry_no_date(self, tmp_path: Path) -> None:
        """No clock is looked at: every member of the zip has the first date there is."""
        write_datapackage(interventions, tmp_path / "p.zip")

        with zipfile.ZipFile(tmp_path / "p.zip") as archive:
            assert {(1980, 1, 1, 0, 0, 0)} == {
                each.date_time for each in archive.infolist()
            }


class TestReading:
    def test_of_a_file_that_was_changed(self, folder: Path) -> None:
        """A file that is not as described is told, whatever was changed."""
        path = folder / "aliases.csv"
        path.write_bytes(path.read_bytes() + b"\r\n")

        assert "aliases.csv: found 'sha256:" in faults_of(folder)

    def test_of_tables_that_disagree(self, folder: Path) -> None:
        """A change that the checksum follows is still held against the other tables."""
        path = folder / "interventions.csv"
        data = path.read_bytes().replace(b",true,", b",false,", 1)
        path.write_bytes(data)
        self.rehash(folder, "interventions", data)

        told = faults_of(folder)
        assert "theory_attachment: found 'false', expected 'true'" in told
        assert "1 fault" in told

    @staticmethod
    def rehash(folder: Path, name: str, data: bytes) -> None:
        """Describe a changed file as if it had been written so."""

        def change(plain: dict[str, Any]) -> None:
            for each in plain["resources"]:
                if each["name"] == name:
                    each["hash"] = f"sha256:{sha256(data).hexdigest()}"

        redescribe(folder, change)

    @pytest.mark.parametrize(
        ("data", "fault"),
        [
            (b"", "a table as CSV"),
            (b"\xff\xfe", "a table as CSV in UTF-8"),
            (b'slug,label\r\n"open', "a table as CSV"),
            (b"slug,label\r\nuniversal\r\n", "audiences.csv, record 1: found 1 cells"),
            (b"slug,slug\r\na,b\r\n", "a column more than once"),
        ],
    )
    def test_of_what_is_no_table(self, folder: Path, data: bytes, fault: str) -> None:
        """A file that is no CSV is told by its name."""
        (folder / "audiences.csv").write_bytes(data)
        self.rehash(folder, "audiences", data)

        assert fault in faults_of(folder)

    @pytest.mark.parametrize(
        ("change", "fault"),
        [
            (lambda each: each.pop("resources"), "$.resources: found no theories"),
            (lambda each: each.update(resources=7), "found no origins"),
            (lambda each: each["resources"].append(7), "$.resources[19]: found 7"),
            (lambda each: each["resources"][0].update(path="../x.csv"), "$.resources[0]"),
            (lambda each: each["resources"][0].update(hash=[]), "$.resources[0]"),
            (lambda each: each["resources"][0].update(name={}), "$.resources[0]"),
            (lambda each: each["resources"][0].pop("schema"), "$.resources[0]"),
            (lambda each: each["resources"][0]["schema"].update(missingValues=["", "NA"]), "$.resources[0]"),
            (lambda each: each["resources"][0]["schema"].update(missingValues=["NA"]), "several missingValues"),
        ],
    )  # fmt: skip
    def test_of_another_description(
        self, folder: Path, change: Any, fault: str
    ) -> None:
        """A description that is not this library's is told, and not guessed at."""
        redescribe(folder, change)

        assert fault in faults_of(folder)

    def test_of_what_is_not_there(self, folder: Path, tmp_path: Path) -> None:
        """A folder, a zip and a path without the files each say what is missing."""
        (folder / "cells.csv").unlink()
        archive = tmp_path / "p.zip"
        with zipfile.ZipFile(archive, "w"):
            pass

        assert "cells.csv: found nothing, expected this file" in faults_of(folder)
        assert "datapackage.json: found nothing" in faults_of(archive)
        with pytest.raises(FileNotFoundError):
            read_datapackage(tmp_path / "nowhere")

    def test_of_what_is_no_zip(self, tmp_path: Path) -> None:
        """A file that is no zip, or is cut short, is told."""
        archive = tmp_path / "p.zip"
        archive.write_bytes(b"PK")

        assert "a file in a sound zip" in faults_of(archive)

    def test_keeps_limits(self, folder: Path) -> None:
        """A file over the limit is refused before it is read."""
        told = faults_of(folder, limits=Limits(size=5_000))

        assert "datapackage.json: found a larger file, expected at most 5000" in told

    def test_of_a_description_with_a_key_twice(self, folder: Path) -> None:
        """A key that stands twice is a fault, as in every file."""
        (folder / "datapackage.json").write_text('{"a": 1, "a": 2}')

        assert "the key 'a' more than once" in faults_of(folder)

    def test_of_a_package_beside_other_files(self, folder: Path) -> None:
        """Files that are not described do no harm."""
        shutil.copy(folder / "cells.csv", folder / "notes.txt")

        assert interventions == read_datapackage(folder)


def test_a_file_in_the_way_is_an_error_of_the_system(tmp_path: Path) -> None:
    """A folder cannot be written where a file is."""
    (tmp_path / "package").write_bytes(b"mine")

    with pytest.raises(FileExistsError):
        write_datapackage(interventions, tmp_path / "package")
