"""JSON Schemas for others say what the records are, and what is written follows them.

What they refuse is in tests/test_data.py and tests/documents.
"""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from hypothesis import given
from jsonschema import Draft202012Validator, FormatChecker

from imh_evidence import Catalogue, Criteria, Faults, Intervention, interventions
from imh_evidence.documents import schemas
from imh_evidence.documents.catalogue_file import CATALOGUE
from imh_evidence.documents.criteria import CRITERIA
from imh_evidence.strategies import catalogues, criteria


SCHEMAS = {
    "catalogue": schemas.catalogue_schema,
    "criteria": schemas.criteria_schema,
    "intervention": schemas.intervention_schema,
}


def validator(name: str) -> Draft202012Validator:
    """What holds plain values against a schema, formats too."""
    return Draft202012Validator(SCHEMAS[name](), format_checker=FormatChecker())


class TestSchemas:
    def test_have_not_drifted_from_the_record(self) -> None:
        """The schema of a row lists the fields of the record, and requires the same."""
        body = schemas.intervention_schema()
        fields = attrs.fields(Intervention)

        assert [field.name for field in fields] == [*body["properties"]]
        assert [f.name for f in fields if f.default is attrs.NOTHING] == body["required"]

    def test_of_a_row_is_that_of_a_row_in_a_file(self) -> None:
        """One row and a file of rows are described in the same words, and no others."""
        whole, row = schemas.catalogue_schema(), schemas.intervention_schema()

        described = whole["$defs"]["Intervention"]
        assert described == {key: row[key] for key in described}
        assert row["$defs"].items() <= whole["$defs"].items()
        assert CATALOGUE.schema == whole["$id"]


class TestWhatIsWritten:
    @given(catalogue=catalogues(max_size=3))
    def test_follows_the_schema_of_a_row(self, catalogue: Catalogue) -> None:
        """Every row of a catalogue's file is valid, and so is the file."""
        plain = CATALOGUE.to_plain(catalogue.file())
        valid = validator("intervention")
        rows = plain.get("interventions", [])

        assert [] == [e for row in rows for e in valid.iter_errors(row)]
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
        row = CATALOGUE.to_plain(interventions.file())["interventions"][0]
        for name in schemas.intervention_schema()["required"]:
            rest = {key: value for key, value in row.items() if key != name}

            assert [] != [*validator("intervention").iter_errors(rest)]
