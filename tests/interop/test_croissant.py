"""Croissant's description of the tables: what it states, same on every run."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import attrs
import pytest
from tests.interop.page import EDITION

from imh_evidence import Catalogue, LocalTheory, dataset, interventions
from imh_evidence.interop import write_croissant, write_datapackage
from imh_evidence.interop.notice import ADVICE
from imh_evidence.model.notice import Source


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    folder = tmp_path / "croissant"
    write_croissant(interventions, folder)
    return folder


@pytest.fixture(name="described")
def _described(folder: Path) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads((folder / "croissant.json").read_text(encoding="utf-8"))
    return plain


class TestDescription:
    def test_names_standard_version_and_edition(self, described: dict[str, Any]) -> None:
        """The standard, the version of the data and the edition are stated."""
        assert "http://mlcommons.org/croissant/1.1" == described["conformsTo"]
        assert dataset.version == described["version"]
        assert EDITION == described["datePublished"]

    def test_claims_no_licence(self, described: dict[str, Any]) -> None:
        """What is known of rights is usage information, and no licence."""
        assert "license" not in described
        assert dataset.notice == described["usageInfo"]["text"]
        assert ADVICE in described["description"]
        assert dataset.source.sha256 == described["isBasedOn"][0]["sha256"]

    def test_refers_to_files_and_fields_that_there_are(
        self, folder: Path, described: dict[str, Any]
    ) -> None:
        """Checksums are those of the files, and every reference leads to a field."""
        for each in described["distribution"]:
            data = (folder / each["contentUrl"]).read_bytes()

            assert sha256(data).hexdigest() == each["sha256"]
        fields = [field for each in described["recordSet"] for field in each["field"]]
        ids = [field["@id"] for field in fields]
        keys = [key["@id"] for each in described["recordSet"] for key in each["key"]]
        targets = [field["references"]["field"]["@id"] for field in fields if "references" in field]

        assert len(ids) == len(set(ids))
        assert {*keys, *targets} <= {*ids}

    def test_stands_beside_a_data_package(self, folder: Path) -> None:
        """Both descriptions describe the same files."""
        before = {each.name: each.read_bytes() for each in folder.iterdir()}
        write_datapackage(interventions, folder)
        after = {each.name: each.read_bytes() for each in folder.iterdir()}

        assert {"datapackage.json"} == {*after} - {*before}
        assert before == {name: after[name] for name in before}

    def test_says_no_more_than_is_known(self, tmp_path: Path) -> None:
        """A service's own catalogue has no edition, publisher or citation of the page."""
        row = attrs.evolve(
            interventions[0],
            theories=(LocalTheory("play-theory", 'Odd "<b>'),),
            theory_group=None,
            recommended=None,
        )
        ours = Catalogue.from_records([row], source=Source("Ours", address="our shelf"))
        write_croissant(ours, tmp_path / "ours.zip")
        write_croissant(ours, tmp_path)
        plain = json.loads((tmp_path / "croissant.json").read_text(encoding="utf-8"))
        columns = {
            field["name"]: field["@id"] for each in plain["recordSet"] for field in each["field"]
        }

        assert not {"version", "citeAs", "publisher", "url", "datePublished"} & {*plain}
        assert "interventions/theory_play_theory" == columns["theory_play_theory"]
        assert (tmp_path / "ours.zip").exists()

    def test_is_the_same_on_every_run(self, folder: Path, tmp_path: Path) -> None:
        """No clock and no order of a set is in it."""
        again = tmp_path / "again"
        write_croissant(interventions, again)

        assert (folder / "croissant.json").read_bytes() == (again / "croissant.json").read_bytes()
