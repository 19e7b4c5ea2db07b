"""The schemas of this room's documents, held against records and against what is written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from imh_evidence import Audience, Criteria, certainly, interventions
from imh_evidence.answers import Caution
from imh_evidence.decisions import (
    Decision,
    FactCondition,
    Holding,
    Judgement,
    LocalFact,
    LocalFacts,
    Override,
    Pile,
    compare,
    fact,
    shortlist,
)

from .making import amended, conditions, local_fact, situations, table_with
from .test_laws import made


SCHEMAS = Path(__file__).parents[2] / "src" / "imh_evidence" / "data" / "schema"


def schema(name: str) -> Any:
    """A schema as plain values."""
    return json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))


REGISTRY: Registry[Any] = Registry().with_resources(
    (body["$id"], Resource.from_contents(body))
    for body in map(
        json.loads, (path.read_text("utf-8") for path in sorted(SCHEMAS.glob("*.json")))
    )
)


def faults(name: str, text: str) -> list[str]:
    """What a schema has against a document, each with its place."""
    validator = Draft202012Validator(schema(name), registry=REGISTRY)
    return [
        f"{error.json_path}: {error.message}" for error in validator.iter_errors(json.loads(text))
    ]


@pytest.fixture(name="decision")
def _decision() -> Decision:
    return shortlist(
        interventions,
        must=[
            Criteria(audience="universal", efficacy=certainly(at_least="medium")),
            fact("cost", at_most=500, unit="GBP"),
        ],
        wish=[fact("format", one_of=["group", 5]), fact("age", at_least=0.5)],
        facts=[local_fact("FF", "cost", 300, "GBP"), local_fact("FF", "format", "a")],
        overrides=[Override(intervention="FNP", pile="meets", reason="it runs", who="B. Lead")],
        question="What next?",
        when="2026-11-20T10:30",
    )


RECORDS = [
    ("facts", None, LocalFacts),
    ("facts", "fact", LocalFact),
    ("decision", None, Decision),
    ("decision", "factCondition", FactCondition),
    ("decision", "judgement", Judgement),
    ("decision", "override", Override),
    ("decision", "caution", Caution),
]

#: Keys that stand in a document and in no record.
ADDED = {LocalFacts: {"schema", "checksum"}, Decision: {"schema", "checksum", "theories"}}
NEEDED = {LocalFacts: {"schema"}, Decision: {"schema", "checksum"}}


class TestDrift:
    @pytest.mark.parametrize(("name", "part", "kind"), RECORDS)
    def test_from_records(self, name: str, part: str | None, kind: type[Any]) -> None:
        """A schema lists the fields of the record, and requires those without default."""
        described = schema(name) if part is None else schema(name)["$defs"][part]
        fields = attrs.fields(kind)
        properties = {each.name for each in fields} | ADDED.get(kind, set())
        required = {each.name for each in fields if each.default is attrs.NOTHING}
        required |= NEEDED.get(kind, set())

        assert properties == set(described["properties"])
        assert required == set(described["required"])

    @pytest.mark.parametrize("name", ["facts", "decision"])
    def test_every_part_is_held_against_a_record(self, name: str) -> None:
        """No definition escapes the comparison."""
        expected = {part for schema_name, part, _ in RECORDS if schema_name == name}

        assert expected - {None} == set(schema(name)["$defs"])

    def test_from_vocabularies(self) -> None:
        """Piles and ways to hold are listed as they are."""
        parts = schema("decision")["$defs"]
        piles = [each.value for each in Pile]

        assert piles == parts["judgement"]["properties"]["pile"]["enum"]
        assert piles == parts["override"]["properties"]["pile"]["enum"]
        for name in ("musts", "wishes"):
            ways = parts["judgement"]["properties"][name]["items"]["enum"]
            assert [each.value for each in Holding] == ways
        effect = schema("replay")["$defs"]["effect"]["properties"]
        assert [[*piles, None]] * 2 == [effect[key]["enum"] for key in ("was", "now")]


class TestWritten:
    def test_decisions_and_facts(self, decision: Decision) -> None:
        """What is written follows its schema."""
        assert [] == faults("decision", decision.to_json())
        assert [] == faults("decision", shortlist(interventions[:0]).to_json())
        assert [] == faults("facts", LocalFacts(decision.facts).to_json())
        assert [] == faults("facts", '{"schema": "urn:imh-evidence:schema:facts:1"}')

    @settings(max_examples=25)
    @given(situations(), conditions(), conditions())
    def test_any_decision(self, situation: Any, musts: Any, wishes: Any) -> None:
        """Whatever is asked of whatever rows, the document follows its schema."""
        assert [] == faults("decision", made(situation, musts, wishes).to_json())

    def test_comparisons(self, decision: Decision) -> None:
        """A comparison follows its schema, with facts and without."""
        facts = LocalFacts(decision.facts)

        assert [] == faults("comparison", compare("FF", "FNP", facts=facts).to_json())
        assert [] == faults("comparison", compare("FF", "FNP").to_json(differences=True))

    def test_replays(self, decision: Decision) -> None:
        """A replay follows its schema, whatever changed."""
        new = amended("EasyPeasy", id="new-row", name="New Row", aliases=())
        now = table_with(
            amended("FF", audiences=tuple(Audience), name="F F", is_suite=True),
            new,
            without="easypeasy",
        )
        replayed = decision.replay(now, LocalFacts([local_fact("FF", "cost", 5)]))

        assert len(replayed.effects) > 5
        assert [] == faults("replay", replayed.to_json())
        assert [] == faults("replay", decision.replay(interventions).to_json())


BROKEN: list[tuple[tuple[str | int, ...], object]] = [
    (("schema",), "urn:imh-evidence:schema:decision:2"),
    (("checksum",), "0"),
    (("rows_sha256",), 5),
    (("when",), "now"),
    (("source", "title"), 5),
    (("rows", 0, "evidence"), "High"),
    (("must", 0, "audience"), ["everyone"]),
    (("must", 2, "at_most"), "5"),
    (("must", 2, "unit"), ""),
    (("wish", 0, "one_of", 0), None),
    (("facts", 0, "source"), " "),
    (("facts", 0, "date"), "20261123"),
    (("facts", 0, "value"), True),
    (("judgements", 0, "pile"), "meet"),
    (("judgements", 0, "musts", 0), "yes"),
    (("overrides", 0, "who"), ""),
    (("overrides", 0, "pile"), None),
    (("cautions", 0, "text"), 5),
    (("extra",), 5),
]


class TestRefused:
    @pytest.mark.parametrize(("place", "value"), BROKEN)
    def test_by_the_schema_and_by_the_reader(
        self, decision: Decision, place: tuple[Any, ...], value: object
    ) -> None:
        """What the schema refuses, the library refuses."""
        plain = json.loads(decision.to_json())
        part = plain
        for step in place[:-1]:
            part = part[step]
        part[place[-1]] = value
        text = json.dumps(plain)

        assert faults("decision", text)
        with pytest.raises(ValueError, match="fault"):
            Decision.from_json(text)
