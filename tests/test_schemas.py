"""JSON Schemas for others say what the records are, and what is written follows them.

What they refuse is in tests/test_data.py and tests/documents.
"""

from __future__ import annotations

import json
from typing import Any

import attrs
import pytest
from hypothesis import given
from importlib_resources import files
from jsonschema import Draft202012Validator, FormatChecker

from imh_evidence import Catalogue, Criteria, Faults, Intervention, interventions
from imh_evidence.documents.catalogue_file import CATALOGUE
from imh_evidence.documents.criteria import CRITERIA
from imh_evidence.strategies import catalogues, criteria


def schema(name: str) -> dict[str, Any]:
    """A packaged schema."""
    file = files("imh_evidence") / "data" / "schema" / f"{name}.schema.json"
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def validator(name: str) -> Draft202012Validator:
    """What holds plain values against a schema, formats too."""
    return Draft202012Validator(schema(name), format_checker=FormatChecker())


def row_schema() -> dict[str, Any]:
    """What the schema of a catalogue says of a row."""
    found: dict[str, Any] = schema("catalogue")["$defs"]["Intervention"]
    return found


class TestSchemas:
    def test_have_not_drifted_from_the_record(self) -> None:
        """The schema of a row lists the fields of the record, and requires the same."""
        body = row_schema()
        fields = attrs.fields(Intervention)

        assert [field.name for field in fields] == [*body["properties"]]
        assert [f.name for f in fields if f.default is attrs.NOTHING] == body["required"]


class TestWhatIsWritten:
    @given(catalogue=catalogues(max_size=3))
    def test_follows_the_schema_of_a_catalogue(self, catalogue: Catalogue) -> None:
        """Every catalogue's file is valid."""
        plain = CATALOGUE.to_plain(catalogue.file())

        assert [] == [*validator("catalogue").iter_errors(plain)]

    @given(question=criteria())
    def test_follows_the_schema_of_a_question(self, question: Criteria) -> None:
        """Every question that is written is valid."""
        assert [] == [*validator("criteria").iter_errors(CRITERIA.to_plain(question))]

    @pytest.mark.parametrize(
        ("change", "place"),
        [
            ({"efficacy": {"low": "high", "high": "low"}}, "efficacy"),
            ({"id": "Not a Slug"}, "id"),
            ({"theory_group": 0}, "theory_group"),
        ],
    )
    def test_what_a_schema_cannot_say_the_reader_does(
        self, change: dict[str, Any], place: str
    ) -> None:
        """A row of the right form that breaks a rule is refused when it is read."""
        spoilt: Any = CATALOGUE.to_plain(interventions.file())
        spoilt["interventions"][0] |= change

        with pytest.raises(Faults) as caught:
            CATALOGUE.from_plain(spoilt)
        assert [f"$.interventions[0].{place}"] == [fault.place for fault in caught.value.faults]

    def test_a_row_that_lacks_something_is_refused(self) -> None:
        """Every field that a record requires is required."""
        plain: Any = CATALOGUE.to_plain(interventions.file())
        row = plain["interventions"][0]
        for name in row_schema()["required"]:
            plain["interventions"][0] = {key: each for key, each in row.items() if key != name}

            assert [] != [*validator("catalogue").iter_errors(plain)]
