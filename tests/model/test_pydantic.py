"""Records and vocabularies as fields, parameters and responses of other programs."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from imh_evidence.model.criteria import Criteria
from imh_evidence.model.records import CellProvenance, Intervention, Provenance
from imh_evidence.model.scales import Audience, EfficacyRange, EvidenceLevel


ROW = Intervention(
    id="sing-and-sway",
    name="Sing and Sway",
    theories=["attachment"],
    audiences=["targeted", "universal"],
    practice_levels="skilled",
    evidence="high",
    efficacy="Low - High",
    provenance=Provenance((CellProvenance("name", "cell alone on its line"),)),
)
ROWS: TypeAdapter[Any] = TypeAdapter(list[Intervention])


def test_a_row_goes_out_as_its_dict_and_comes_back() -> None:
    """What is dumped is what to_dict gives, and is validated to an equal row."""
    dumped = ROWS.dump_json([ROW])

    assert [ROW.to_dict()] == json.loads(dumped)
    assert [ROW] == ROWS.validate_json(dumped)
    assert [ROW] == ROWS.validate_python([ROW])


def test_the_schema_names_the_fields_and_the_slugs() -> None:
    """OpenAPI shows what is accepted, and nothing beside it."""
    schema = ROWS.json_schema(mode="serialization")["items"]
    row = schema if "properties" in schema else ROWS.json_schema()["$defs"]

    assert {*ROW.to_dict()} == {*row["properties"]}
    assert [each.value for each in EvidenceLevel] == row["properties"]["evidence"]["enum"]
    assert row["additionalProperties"] is False


def test_a_wrong_body_names_every_fault() -> None:
    """Each wrong field of a body is reported at its place."""
    body = {**ROW.to_dict(), "evidence": "hgih", "audiences": ["everyone"], "cost": 3}
    with pytest.raises(ValidationError) as caught:
        ROWS.validate_python([body])

    places = {part for error in caught.value.errors() for part in error["loc"]}
    assert {"evidence", "audiences", "cost"} <= places


@pytest.mark.parametrize("text", ["universal", "Universal", " UNIVERSAL"])
def test_a_parameter_is_understood_in_any_case(text: str) -> None:
    """A slug or a printed label of a vocabulary is its member."""
    assert Audience.UNIVERSAL is TypeAdapter(Audience).validate_python(text)


def test_a_question_is_a_body() -> None:
    """Criteria are validated from their fields."""
    asked = TypeAdapter(Criteria).validate_python({"audience": ["universal"]})

    assert Criteria(audience="universal") == asked


def test_a_range_is_checked() -> None:
    """What makes no range is refused."""
    with pytest.raises(ValidationError):
        TypeAdapter(EfficacyRange).validate_python({"low": "high", "high": "low"})


def test_we_do_not_import_pydantic() -> None:
    """Only a program that has pydantic imports it."""
    code = "import imh_evidence.model.records, sys; sys.exit('pydantic' in sys.modules)"

    assert 0 == subprocess.run([sys.executable, "-c", code], check=False).returncode
