"""A Data Package says of its tables what the standard asks."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator, FormatChecker
from tests.edition import ROWS
from tests.interop.page import EDITION, universal

from imh_evidence import Catalogue, dataset, interventions
from imh_evidence.interop import write_datapackage
from imh_evidence.interop.notice import ADVICE
from imh_evidence.model.notice import Source


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
    plain: dict[str, Any] = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return plain


def official(name: str) -> Draft7Validator:
    """The standard's own schema, as dplib packages it; dplib itself is not imported."""
    spec = find_spec("dplib")
    assert spec is not None
    assert spec.origin is not None
    path = Path(spec.origin).parent / "profiles" / "2.0" / f"{name}.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    return Draft7Validator(schema, format_checker=FormatChecker())


class TestDescriptor:
    def test_follows_the_standard(self, described: dict[str, Any]) -> None:
        """The official schemas of package, resource and table take it."""
        assert [] == [*official("datapackage").iter_errors(described)]
        for resource in described["resources"]:
            assert [] == [*official("dataresource").iter_errors(resource)]
            assert [] == [*official("tableschema").iter_errors(resource["schema"])]

    def test_names_edition_version_checksum_source_and_advice(
        self, described: dict[str, Any]
    ) -> None:
        """What stands over the data is in the package, for programs and for readers."""
        assert dataset.version == described["version"]
        assert ADVICE == described["notice"]["advice"]
        assert EDITION == described["notice"]["edition"]
        assert dataset.source.title == described["sources"][0]["title"]
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
        assert [str(universal(row)).lower() for row in ROWS] == [
            row["audience_universal"] for row in rows
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


def test_a_file_in_the_way_is_an_error_of_the_system(tmp_path: Path) -> None:
    """A folder cannot be written where a file is."""
    (tmp_path / "package").write_bytes(b"mine")

    with pytest.raises(FileExistsError):
        write_datapackage(interventions, tmp_path / "package")
