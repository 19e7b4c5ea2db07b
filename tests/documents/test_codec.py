"""Records to plain values and back, and every fault at its place."""

import json
from typing import Any, Literal

import attrs
import pytest

from imh_evidence.documents.catalogue_file import CATALOGUE
from imh_evidence.documents.codec import plain, structure
from imh_evidence.documents.criteria import CRITERIA
from imh_evidence.documents.document import Document
from imh_evidence.documents.packaged import data
from imh_evidence.model.criteria import Criteria, certainly, possibly
from imh_evidence.model.errors import Faults, WrongType
from imh_evidence.model.record import Record
from imh_evidence.model.records import Intervention
from imh_evidence.model.scales import Audience, EfficacyRange, LocalTheory, Relation


ROW = {
    "id": "play-along",
    "name": "Play Along",
    "theories": ["attachment"],
    "audiences": ["universal"],
    "practice_levels": ["skilled"],
    "evidence": "high",
    "efficacy": {"low": "low", "high": "high"},
}
OTHER = {**ROW, "id": "sing-along", "name": "Sing Along"}


def rows(*changes: dict[str, Any], **body: Any) -> dict[str, Any]:
    """A catalogue of two rows, with changes to them and to the file."""
    made = [{**row, **change} for row, change in zip((ROW, OTHER), changes, strict=False)]
    return {"schema": CATALOGUE.schema, "source": {"title": "Ours"}, "interventions": made, **body}


def without(key: str) -> dict[str, Any]:
    """A row without one key."""
    return {each: value for each, value in ROW.items() if each != key}


def places(document: Document[Any], values: object) -> list[str]:
    """The places of the faults of a document's plain values."""
    with pytest.raises(Faults) as caught:
        document.from_plain(values)
    return sorted(fault.place for fault in caught.value.faults)


I0, I1 = "$.interventions[0]", "$.interventions[1]"

WRONG: dict[str, tuple[object, list[str]]] = {
    "kinds": (
        rows({"id": 1, "name": True, "is_suite": 1, "theory_group": "1"}),
        [f"{I0}.id", f"{I0}.is_suite", f"{I0}.name", f"{I0}.theory_group"],
    ),
    "a flag is no number": (
        rows({"theory_group": True}, {"theory_group": 1.0}),
        [f"{I0}.theory_group", f"{I1}.theory_group"],
    ),
    "lists": (
        rows({"theories": "attachment", "aliases": {}, "related": "none"}),
        [f"{I0}.aliases", f"{I0}.related", f"{I0}.theories"],
    ),
    "slugs": (
        rows({"audiences": ["univeral", "targeted"], "evidence": "High"}),
        [f"{I0}.audiences[0]", f"{I0}.evidence"],
    ),
    "slugs that are no text": (
        rows({"audiences": [["universal"]], "practice_levels": [None, 3]}),
        [f"{I0}.audiences[0]", f"{I0}.practice_levels[0]", f"{I0}.practice_levels[1]"],
    ),
    "slugs twice or never": (
        rows({"audiences": [], "practice_levels": ["skilled", "skilled"]}),
        [f"{I0}.audiences", f"{I0}.practice_levels[1]"],
    ),
    "ranges": (
        rows(
            {"efficacy": {"low": "high", "high": "low"}}, {"efficacy": {"low": "lo", "mid": "low"}}
        ),
        [f"{I0}.efficacy", f"{I1}.efficacy.high", f"{I1}.efficacy.low", f"{I1}.efficacy.mid"],
    ),
    "ranges that are none": (
        rows({"efficacy": "low"}, {"efficacy": ["low", "high"]}),
        [f"{I0}.efficacy", f"{I1}.efficacy"],
    ),
    "keys": (
        rows({"nmae": "x", "odd key": 1}, extra=1),
        ["$.extra", f"{I0}.nmae", f"{I0}['odd key']"],
    ),
    "missing": (
        {"schema": CATALOGUE.schema, "interventions": [without("id"), without("name")]},
        ["$.source", f"{I0}.id", f"{I1}.id", f"{I1}.name"],
    ),
    "text": (
        rows({"name": "a\x00b", "id": "\u200b"}, {"name": "\ud800", "aliases": ["\x1b"]}),
        [f"{I0}.id", f"{I0}.name", f"{I1}.aliases[0]", f"{I1}.name"],
    ),
    "names that are taken": (
        rows({}, {"id": "play-along", "aliases": ["PLAY ALONG\u2122", "Sing-along"]}),
        [f"{I1}.aliases[0]", f"{I1}.id"],
    ),
    "names that are taken by a wrong row": (
        rows({"evidence": "none"}, {"name": "Play\u2010along"}),
        [f"{I0}.evidence", f"{I1}.name"],
    ),
    "ids that are no slugs": (
        rows({"id": "Play Along"}, {"id": "sing--along"}),
        [f"{I0}.id", f"{I1}.id"],
    ),
    "provenance": (
        rows(
            {
                "provenance": {
                    "edition": 2023,
                    "extra": 1,
                    "cells": {
                        "nme": {"rule": "read"},
                        "name": {"line": "62", "field": "name"},
                        "id": [],
                    },
                }
            }
        ),
        [
            f"{I0}.provenance.cells.id",
            f"{I0}.provenance.cells.name.field",
            f"{I0}.provenance.cells.name.line",
            f"{I0}.provenance.cells.name.rule",
            f"{I0}.provenance.cells.nme",
            f"{I0}.provenance.edition",
            f"{I0}.provenance.extra",
        ],
    ),
    "groups": (
        rows(
            {"theory_group": 3},
            {"theory_group": 1},
            groups=[
                {"number": 1, "label": "Play", "theories": ["family-systems"]},
                {"number": 1, "label": "", "theories": ["attachmen"]},
            ],
        ),
        [
            "$.groups[1].label",
            "$.groups[1].number",
            "$.groups[1].theories[0]",
            f"{I0}.theory_group",
            f"{I1}.theory_group",
        ],
    ),
    "theories": (
        rows(
            {"theories": ["play", "pray"]},
            theories=[
                {"slug": "play", "label": "Play"},
                {"slug": "attachment", "label": "Ours"},
                {"slug": "No Slug", "label": "Ours"},
            ],
        ),
        ["$.theories[1].slug", "$.theories[2].slug", f"{I0}.theories[1]"],
    ),
    "theories that cannot be read": (
        rows({}, theories=[{"slug": 1}, "play"]),
        ["$.theories[0].label", "$.theories[0].slug", "$.theories[1]"],
    ),
    "retired ids and origins": (
        rows(
            {},
            {},
            retired=[{"id": "play-along", "replaced_by": "x", "note": "n"}],
            origins=[{"source": {"title": "x"}, "ids": ["play-along", "nobody"]}, 1],
        ),
        ["$.origins[0].ids[1]", "$.origins[1]", "$.retired[0].id", "$.retired[0].replaced_by"],
    ),
    "source": (
        rows({}, source={"title": "", "sha256": 3, "adress": "x"}),
        ["$.source.adress", "$.source.sha256", "$.source.title"],
    ),
    "everything": (
        {"schema": CATALOGUE.schema, "source": [], "groups": {}, "interventions": [1, None]},
        ["$.groups", "$.interventions[0]", "$.interventions[1]", "$.source"],
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_every_fault_of_a_wrong_file_has_its_place(name: str) -> None:
    """Nothing hides behind anything else."""
    values, expected = WRONG[name]

    assert sorted(expected) == places(CATALOGUE, values)


WRONG_QUESTIONS: dict[str, tuple[dict[str, Any], list[str]]] = {
    "facets": (
        {"audience": "universal", "theory": ["attach"], "evidence": [], "odd": 1},
        ["$.audience", "$.evidence", "$.odd", "$.theory[0]"],
    ),
    "two conditions": (
        {"efficacy": {"certainly": {"at_least": "low"}, "possibly": {"at_most": "low"}}},
        ["$.efficacy"],
    ),
    "no condition": ({"efficacy": {}, "is_suite": "yes"}, ["$.efficacy", "$.is_suite"]),
    "no bound": ({"efficacy": {"certainly": {}}}, ["$.efficacy.certainly"]),
    "bounds": (
        {"efficacy": {"possibly": {"at_least": "hi", "most": "low"}}},
        ["$.efficacy.possibly.at_least", "$.efficacy.possibly.most"],
    ),
    "equals": ({"efficacy": {"equals": {"low": "low"}}}, ["$.efficacy.equals.high"]),
    "a bare level": ({"efficacy": "high"}, ["$.efficacy"]),
}


@pytest.mark.parametrize("name", WRONG_QUESTIONS)
def test_every_fault_of_a_wrong_question_has_its_place(name: str) -> None:
    """A question is read as strictly as a catalogue."""
    values, expected = WRONG_QUESTIONS[name]

    assert expected == places(CRITERIA, {"schema": CRITERIA.schema, **values})


def test_a_fault_says_what_is_nearest() -> None:
    """A slip in a slug or in a key is answered with the right one."""
    with pytest.raises(Faults) as caught:
        CATALOGUE.from_plain(rows({"evidence": "hihg", "aliasses": []}))

    assert ["high", "aliases"] == [each.nearest for each in caught.value.faults]


def test_of_a_wrong_slug_the_nearest_is_the_right_one() -> None:
    """Where any is: dashes alone make none."""
    changes = {"id": "FNP 2"}, {"id": "--"}
    with pytest.raises(Faults) as caught:
        CATALOGUE.from_plain(rows(*changes))

    found = [(each.place, each.found, each.nearest) for each in caught.value.faults]
    assert [(f"{I0}.id", "'FNP 2'", "fnp-2"), (f"{I1}.id", "'--'", None)] == found


def test_two_local_theories_of_one_slug_are_refused() -> None:
    """They could be written and not read back; the same one twice is one."""
    ours, other = LocalTheory("x", "A"), LocalTheory("x", "B")
    with pytest.raises(WrongType) as caught:
        Criteria(theory=[ours, other])

    assert (ours, other) == caught.value.value
    assert (ours,) == Criteria(theory=[ours, ours]).theory


def test_of_very_many_faults_a_hundred_are_reported() -> None:
    """Then one fault says that there are more."""
    values = rows({"aliases": [*range(1000)], "related": [*range(1000)]})

    found = places(CATALOGUE, values)

    assert 202 == len(found)


def test_questions_keep_their_shape() -> None:
    """The facets by name, and one condition on the range."""
    question = Criteria(audience="targeted", efficacy=certainly(at_least="low", at_most="medium"))

    expected = {
        "schema": "urn:imh-evidence:schema:criteria:1",
        "audience": ["targeted"],
        "efficacy": {"certainly": {"at_least": "low", "at_most": "medium"}},
    }
    assert expected == CRITERIA.to_plain(question)


@pytest.mark.parametrize(
    "question",
    [
        Criteria(),
        Criteria(theory=["attachment", LocalTheory("play", "Play Theory")]),
        Criteria(efficacy=possibly(at_most="low"), is_suite=False),
        Criteria(efficacy=EfficacyRange("low", "high"), evidence=["low", "high"]),
    ],
    ids=str,
)
def test_questions_are_read_back(question: Criteria) -> None:
    """What is written of a question is the same question."""
    assert question == CRITERIA.from_json(CRITERIA.to_json(question))


@attrs.frozen
class Note(Record):
    """A record of fields that no packaged document has."""

    kind: Literal["cost", "time"]
    relation: Relation
    question: Criteria = Criteria()
    theories: tuple[LocalTheory, ...] | None = None
    audience: Audience | None = None


NOTE = Note("cost", Relation.AT_LEAST, Criteria(theory="attachment"), None, Audience.UNIVERSAL)


def test_fields_of_other_records_are_read_back() -> None:
    """Words of a list, members, questions inside."""
    written = json.loads(json.dumps(plain(NOTE, {})))

    assert (NOTE, []) == structure(written, Note)


def test_fields_of_other_records_are_read_strictly() -> None:
    """A word that is not in the list, the name of a member for its value."""
    wrong = {
        "kind": "costs",
        "relation": "AT_LEAST",
        "question": {"audience": []},
        "audience": "all",
    }

    record, faults = structure(wrong, Note, "$.note")

    assert record is None
    expected = {f"$.note.{name}" for name in wrong} - {"$.note.question"}
    assert expected | {"$.note.question.audience"} == {each.place for each in faults}


def test_provenance_states_edition_and_checksum_once() -> None:
    """They are filled into each cell when read, and taken out when written."""
    raw = data("interventions.json")["interventions"][0]

    row, _ = structure(raw, Intervention)

    assert row is not None
    assert {"2023-04"} == {cell.edition for cell in row.provenance.values()}
    assert raw == plain(row, {})
    assert list(raw["provenance"]["cells"]["name"]) == list(
        plain(row, {})["provenance"]["cells"]["name"]
    )
