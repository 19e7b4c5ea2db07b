"""Records and vocabularies as fields, parameters and responses of other programs."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Callable
from typing import Annotated, Any

import pytest
from pydantic import TypeAdapter, ValidationError

from imh_evidence import interventions
from imh_evidence.model.criteria import Criteria, certainly
from imh_evidence.model.records import CellProvenance, Intervention, Provenance
from imh_evidence.model.scales import (
    Audience,
    EfficacyLevel,
    EfficacyRange,
    EvidenceLevel,
    PracticeLevel,
    Theory,
)


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
VOCABULARIES = (Audience, EfficacyLevel, EvidenceLevel, PracticeLevel, Theory)

#: A body with a fault of every kind, and the place of each.
WRONG = {
    **ROW.to_dict(),
    "id": "Sing and Sway",
    "name": "\u200b",
    "audiences": ["targeted", "everyone"],
    "evidence": "hgih",
    "efficacy": {"low": "high", "high": "low"},
    "aliases": ["Sing", " "],
    "cost": 3,
}
del WRONG["theories"]
PLACES = {
    ("id",),
    ("name",),
    ("theories",),
    ("audiences", 1),
    ("evidence",),
    ("efficacy",),
    ("aliases",),
    ("cost",),
}


def test_a_row_goes_out_as_its_dict_and_comes_back() -> None:
    """What is dumped is what to_dict gives, and is validated to an equal row."""
    dumped = ROWS.dump_json([ROW])

    assert [ROW.to_dict()] == json.loads(dumped)
    assert [ROW] == ROWS.validate_json(dumped)
    assert [ROW] == ROWS.validate_python([ROW])


@pytest.mark.parametrize("mode", ["validation", "serialization"])
def test_the_schema_names_the_fields_and_the_slugs(mode: Any) -> None:
    """A schema has one part for each record and vocabulary, the same in and out."""
    parts = ROWS.json_schema(mode=mode)["$defs"]
    row = parts["Intervention"]

    assert {*ROW.to_dict()} == {*row["properties"]}
    assert row["additionalProperties"] is False
    for kind in VOCABULARIES:
        assert [each.value for each in kind] == parts[kind.__name__]["enum"]
    assert ROWS.json_schema() == ROWS.json_schema(mode=mode)


def test_descriptions_hold_no_examples() -> None:
    """What a schema says of a part is one line of its docstring."""
    parts = ROWS.json_schema()["$defs"]

    assert [] == [name for name, part in parts.items() if "\n" in part["description"]]


def test_a_wrong_body_names_every_fault() -> None:
    """Each wrong field of a body is reported at its place, and nothing else is."""
    with pytest.raises(ValidationError) as caught:
        ROWS.validate_python([WRONG])

    assert {(0, *place) for place in PLACES} == {each["loc"] for each in caught.value.errors()}


@pytest.mark.parametrize("text", ["universal", "Universal", " UNIVERSAL"])
def test_a_parameter_is_understood_in_any_case(text: str) -> None:
    """A slug or a printed label of a vocabulary is its member."""
    assert Audience.UNIVERSAL is TypeAdapter(Audience).validate_python(text)


@pytest.mark.parametrize("wrong", [3, None, ["universal"], True, {"a": 1}])
def test_a_value_of_another_type_is_a_fault_of_the_body(wrong: object) -> None:
    """Not an error of ours that a server does not expect."""
    row = {**ROW.to_dict(), "evidence": wrong, "audiences": [wrong], "efficacy": {"low": wrong}}
    with pytest.raises(ValidationError) as caught:
        ROWS.validate_python([row])

    places = {part for error in caught.value.errors() for part in error["loc"]}
    assert {"evidence", "audiences", "efficacy"} <= places
    with pytest.raises(ValidationError):
        TypeAdapter(Audience).validate_python(wrong)
    with pytest.raises(ValidationError):
        TypeAdapter(Criteria).validate_json(json.dumps({"audience": [wrong]}))


def test_a_question_is_a_body() -> None:
    """Criteria are validated from their fields."""
    asked = Criteria(audience="universal", efficacy=certainly(at_least="medium"))

    assert asked == TypeAdapter(Criteria).validate_python(asked.to_dict())


def test_a_range_is_checked() -> None:
    """What makes no range is refused."""
    with pytest.raises(ValidationError):
        TypeAdapter(EfficacyRange).validate_python({"low": "high", "high": "low"})


def test_we_do_not_import_pydantic() -> None:
    """Only a program that has pydantic imports it."""
    code = (
        "import sys; from imh_evidence import interventions, Criteria, Intervention; "
        "interventions['FNP'].to_json(); sys.exit('pydantic' in sys.modules)"
    )

    assert 0 == subprocess.run([sys.executable, "-c", code], check=False).returncode


# -- A web service --------------------------------------------------------------

Send = Callable[..., Any]


@pytest.fixture(name="send")
def _send() -> Send:
    """Sends one request to a service made with FastAPI."""
    import httpx
    from fastapi import Body, FastAPI

    service = FastAPI()

    @service.get("/rows", response_model=list[Intervention])
    def rows(audience: Audience) -> Any:
        return list(interventions.where(audience=audience))

    @service.post("/rows")
    def add(row: Annotated[Intervention, Body()]) -> Intervention:
        return row

    @service.post("/questions")
    def ask(question: Annotated[Criteria, Body()]) -> list[str]:
        return list(interventions.where(question).ids)

    async def sent(*asked: Any, **given: Any) -> httpx.Response:
        transport = httpx.ASGITransport(service)
        async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
            return await client.request(*asked, **given)

    return lambda *asked, **given: asyncio.run(sent(*asked, **given))


@pytest.mark.heavy
class TestFastAPI:
    @pytest.mark.parametrize("text", ["universal", "Universal"])
    def test_a_query_is_understood(self, send: Send, text: str) -> None:
        """A route takes a label or a slug, and answers with rows as their dicts."""
        answer = send("GET", "/rows", params={"audience": text})

        found = [row.to_dict() for row in interventions if Audience.UNIVERSAL in row.audiences]
        assert (200, found) == (answer.status_code, answer.json())

    def test_a_wrong_query_names_what_is_accepted(self, send: Send) -> None:
        """An unknown word in a query is refused with what would be accepted."""
        answer = send("GET", "/rows", params={"audience": "Univeral"})

        (fault,) = answer.json()["detail"]
        assert (422, ["query", "audience"]) == (answer.status_code, fault["loc"])
        assert ["universal", "targeted"] == fault["ctx"]["error"]["accepted"]

    def test_a_row_is_a_body(self, send: Send) -> None:
        """A row that is sent is the row that comes back."""
        answer = send("POST", "/rows", json=ROW.to_dict())

        assert (200, ROW.to_dict()) == (answer.status_code, answer.json())

    def test_a_question_is_a_body(self, send: Send) -> None:
        """A question is sent as its fields."""
        asked = Criteria(efficacy=certainly(at_least="high"))
        answer = send("POST", "/questions", json=asked.to_dict())

        found = [row.id for row in interventions if row.efficacy.low is EfficacyLevel.HIGH]
        assert (200, found) == (answer.status_code, answer.json())

    def test_a_wrong_body_names_every_fault(self, send: Send) -> None:
        """A client reads all that is wrong in a body, each at its place."""
        answer = send("POST", "/rows", json=WRONG)

        places = {tuple(fault["loc"]) for fault in answer.json()["detail"]}
        assert 422 == answer.status_code
        assert {("body", *place) for place in PLACES} == places

    def test_its_document_is_clean(self, send: Send) -> None:
        """OpenAPI lists each record and vocabulary once, by its own name."""
        parts = send("GET", "/openapi.json").json()["components"]["schemas"]

        ours = {name: part for name, part in parts.items() if not name.endswith("Error")}
        assert {"Intervention", "Criteria"} <= {*ours}
        assert [*ours] == [part["title"] for part in ours.values()]
        assert {*ROW.to_dict()} == {*ours["Intervention"]["properties"]}
        for kind in VOCABULARIES:
            assert [each.value for each in kind] == ours[kind.__name__]["enum"]
