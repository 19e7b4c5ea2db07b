"""The packaged files: their form, their schemas, and what refers to what."""

from __future__ import annotations

import importlib
import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from jsonschema import Draft202012Validator

from imh_evidence import (
    Audience,
    Criteria,
    EfficacyLevel,
    EvidenceLevel,
    LocalTheory,
    PracticeLevel,
    Theory,
    groups,
    interventions,
    references,
    topic,
)
from imh_evidence.decisions import (
    EarlyInterventionFramework,
    FrameworkEntry,
    HexagonAssessment,
    HexagonTool,
    ProgrammeRating,
    SiteScore,
)
from imh_evidence.documents.catalogue_file import CatalogueFile
from imh_evidence.documents.criteria import CRITERIA
from imh_evidence.edition import Dataset, Term, Vocabulary
from imh_evidence.model.notice import Source
from imh_evidence.model.records import (
    Intervention,
    Origin,
    Provenance,
    RelatedProgramme,
    RetiredId,
    TheoryGroup,
)
from imh_evidence.model.scales import EfficacyRange
from imh_evidence.model.topic import (
    Caveat,
    Correction,
    Definition,
    EffectClaim,
    Pointer,
    PrevalenceEstimate,
    Reference,
    Scope,
    Topic,
)
from imh_evidence.model.works import Author


if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).parents[1]
DATA = ROOT / "src" / "imh_evidence" / "data"
TRANSCRIPTION = ROOT / "tests" / "transcription.json"
REGENERATE = ROOT / "tools" / "regenerate.py"
COMMAND = "python tools/regenerate.py"

#: Each file of data, and the schema it names.
SCHEMA_OF = {
    "changes.json": "changes",
    "early_intervention_framework.json": "early-intervention-framework",
    "edition.json": "edition",
    "interventions.json": "catalogue",
    "references.json": "references",
    "topic.json": "topic",
    "vocabularies.json": "vocabularies",
}
SCHEMAS = (*sorted(SCHEMA_OF.values()), "criteria", "hexagon-assessment")
#: Schemas of documents that carry a checksum.
SEALED = {"hexagon-assessment"}
#: Schemas made from the records, of documents that may carry a checksum. How
#: provenance and conditions on efficacy are written, tests/documents tells.
MADE = {"catalogue", "criteria"}

#: Schemas of what people and programs write while deciding; no file of data
#: follows one, and tests/decisions holds them against the documents.
DECIDING = ("comparison", "decision", "facts", "replay")
JSON_FILES = sorted(path.relative_to(DATA).as_posix() for path in DATA.rglob("*.json"))


def load(name: str) -> Any:
    """A file of data as plain values."""
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def schema(name: str) -> Any:
    """A schema as plain values."""
    return load(f"schema/{name}.schema.json")


def faults(name: str, plain: object) -> list[str]:
    """What a schema has against a value, each with its place."""
    validator = Draft202012Validator(schema(name))
    return [f"{e.json_path}: {e.message}" for e in validator.iter_errors(plain)]


def parts_of(tree: Any, path: str = "$") -> dict[str, Any]:
    """Every object in a JSON value, by its place."""
    found: dict[str, Any] = {}
    if isinstance(tree, dict):
        found[path] = tree
        for key, value in tree.items():
            found |= parts_of(value, f"{path}.{key}")
    elif isinstance(tree, list):
        for i, value in enumerate(tree):
            found |= parts_of(value, f"{path}[{i}]")
    return found


def texts_of(tree: Any) -> list[str]:
    """Every text value in a JSON value; keys are left out."""
    if isinstance(tree, str):
        return [tree]
    if isinstance(tree, dict):
        return [text for value in tree.values() for text in texts_of(value)]
    if isinstance(tree, list):
        return [text for value in tree for text in texts_of(value)]
    return []


def repeated(values: Iterable[Any]) -> list[Any]:
    """The values that come more than once."""
    return [value for value, count in Counter(values).items() if count > 1]


# -- The form of the files ----------------------------------------------------


def test_no_file_stands_outside_these_tests() -> None:
    """Every JSON file of the data is one that the tests below know."""
    expected = sorted(
        [*SCHEMA_OF, *(f"schema/{name}.schema.json" for name in (*SCHEMAS, *DECIDING))]
    )

    assert expected == JSON_FILES


@pytest.mark.parametrize("name", JSON_FILES)
def test_canonical_on_disk(name: str) -> None:
    """A file stands on disk in the one form that the project writes."""
    text = (DATA / name).read_bytes().decode("utf-8")
    expected = json.dumps(json.loads(text), indent=2, ensure_ascii=False) + "\n"

    assert expected == text, f"{name} is not in canonical form; run: {COMMAND}"


@pytest.mark.parametrize(
    "path", [*(DATA / name for name in JSON_FILES), TRANSCRIPTION], ids=lambda p: p.name
)
def test_no_key_is_repeated(path: Path) -> None:
    """No object in a file has a key twice, of which a reader would see one."""
    seen: list[str] = []

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        seen.extend(repeated(key for key, _ in items))
        return dict(items)

    json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=pairs)

    assert [] == seen


def test_what_follows_from_the_data_is_in_step() -> None:
    """The ids module and every file are what the regenerating tool would write."""
    checked = subprocess.run(
        [sys.executable, str(REGENERATE), "--check"], capture_output=True, text=True, check=False
    )

    assert ("", 0) == (checked.stdout + checked.stderr, checked.returncode), f"run: {COMMAND}"


# -- The schemas --------------------------------------------------------------


@pytest.mark.parametrize("name", [*SCHEMAS, *DECIDING])
def test_a_schema_is_one(name: str) -> None:
    """Each schema is a valid JSON Schema, 2020-12, under a versioned URN."""
    body = schema(name)
    Draft202012Validator.check_schema(body)

    expected = (
        "https://json-schema.org/draft/2020-12/schema",
        f"urn:imh-evidence:schema:{name}:1",
        {"const": f"urn:imh-evidence:schema:{name}:1"},
    )

    named = {k: v for k, v in body["properties"]["schema"].items() if k == "const"}
    assert expected == (body["$schema"], body["$id"], named)
    assert body["title"]


@pytest.mark.parametrize(("file", "name"), SCHEMA_OF.items())
def test_a_file_follows_the_schema_it_names(file: str, name: str) -> None:
    """Every file of data names its schema and is valid under it."""
    plain = load(file)

    assert schema(name)["$id"] == plain["schema"]
    assert [] == faults(name, plain)


@pytest.mark.parametrize("name", [*SCHEMAS, *DECIDING])
def test_a_schema_takes_no_unknown_key(name: str) -> None:
    """Every object that a schema describes refuses keys that it does not list."""
    open_objects = [
        path
        for path, part in parts_of(schema(name)).items()
        if part.get("type") == "object"
        and part.get("additionalProperties") is not False
        and "enum" not in part.get("propertyNames", ())
    ]

    assert [] == open_objects


@pytest.mark.parametrize("name", [*SCHEMAS, *DECIDING])
def test_an_editor_can_tell_what_each_key_is(name: str) -> None:
    """Every property of a schema carries a description."""
    mute = [
        f"{path}.{key}"
        for path, part in parts_of(schema(name)).items()
        if part.get("type") == "object"
        for key, described in part.get("properties", {}).items()
        if not described.get("description")
    ]

    assert [] == mute


#: What is left out of the objects in files: it is kept in another file, or said
#: once for many.
ELSEWHERE = {Topic: {"references"}, Dataset: {"source", "vocabularies"}}

RECORDS = [
    ("catalogue", None, CatalogueFile),
    ("catalogue", "Source", Source),
    ("catalogue", "LocalTheory", LocalTheory),
    ("catalogue", "TheoryGroup", TheoryGroup),
    ("catalogue", "Intervention", Intervention),
    ("catalogue", "EfficacyRange", EfficacyRange),
    ("catalogue", "RelatedProgramme", RelatedProgramme),
    ("catalogue", "Provenance", Provenance),
    ("catalogue", "RetiredId", RetiredId),
    ("catalogue", "Origin", Origin),
    ("changes", "retired", RetiredId),
    ("topic", None, Topic),
    ("topic", "scope", Scope),
    ("topic", "definition", Definition),
    ("topic", "caveat", Caveat),
    ("topic", "estimate", PrevalenceEstimate),
    ("topic", "claim", EffectClaim),
    ("topic", "range", EfficacyRange),
    ("topic", "pointer", Pointer),
    ("references", "reference", Reference),
    ("references", "author", Author),
    ("references", "correction", Correction),
    ("vocabularies", "vocabulary", Vocabulary),
    ("vocabularies", "term", Term),
    ("edition", None, Dataset),
    ("early-intervention-framework", None, EarlyInterventionFramework),
    ("early-intervention-framework", "tool", HexagonTool),
    ("early-intervention-framework", "entry", FrameworkEntry),
    ("hexagon-assessment", None, HexagonAssessment),
    ("hexagon-assessment", "rating", ProgrammeRating),
    ("hexagon-assessment", "score", SiteScore),
    ("criteria", None, Criteria),
    ("criteria", "LocalTheory", LocalTheory),
    ("criteria", "EfficacyRange", EfficacyRange),
]


@pytest.mark.parametrize(("name", "part", "kind"), RECORDS)
def test_a_schema_has_not_drifted_from_its_record(
    name: str, part: str | None, kind: type[Any]
) -> None:
    """A schema lists the fields of the record, and requires those without default."""
    body = schema(name)
    described = body if part is None else body["$defs"][part]
    written = [f for f in attrs.fields(kind) if f.name not in ELSEWHERE.get(kind, ())]
    properties = {f.name for f in written}
    required = {f.name for f in written if f.default is attrs.NOTHING}
    if part is None:
        head = {"schema", "checksum"} if name in SEALED else {"schema"}
        properties |= head | ({"checksum"} if name in MADE else set())
        properties |= {"theories"} if name == "criteria" else set()
        required |= head

    assert properties == set(described["properties"])
    assert required == set(described.get("required", ()))


# -- What the schemas take and refuse -----------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        {"id": 3},
        {"name": None},
        {"theories": []},
        {"audiences": ["everyone"]},
        {"evidence": "High"},
        {"efficacy": {"low": "high"}},
        {"recommended": "yes"},
        {"theory": ["attachment"]},
        {"related": [{"name": "Another"}]},
        {"provenance": {"cells": {"name": {"line": 1}}}},
    ],
    ids=str,
)
def test_the_catalogue_schema_refuses_what_is_no_row(change: dict[str, Any]) -> None:
    """A file with one wrong value in one row is refused by the schema, too."""
    plain = load("interventions.json")
    plain["interventions"][0] |= change

    assert faults("catalogue", plain)


@pytest.mark.parametrize(
    "change",
    [
        {"schema": "urn:imh-evidence:schema:criteria:2"},
        {"audiences": ["universal"]},
        {"audience": []},
        {"efficacy": "high"},
        {"efficacy": {"certainly": {"at_least": "highest"}}},
        {"efficacy": {"equals": {"low": "high"}}},
    ],
    ids=str,
)
def test_the_criteria_schema_refuses_what_is_no_question(change: dict[str, object]) -> None:
    """The criteria schema refuses what is no question."""
    assert faults("criteria", {"schema": CRITERIA.schema, **change})


# -- Ids, names and what refers to what ---------------------------------------


@pytest.mark.parametrize(
    ("file", "key", "id_"),
    [
        ("interventions.json", "interventions", "id"),
        ("interventions.json", "groups", "number"),
        ("interventions.json", "groups", "label"),
        ("topic.json", "claims", "id"),
        ("topic.json", "prevalence", "id"),
        ("topic.json", "caveats", "id"),
        ("topic.json", "definitions", "term"),
        ("topic.json", "pointers", "name"),
        ("references.json", "references", "number"),
        ("vocabularies.json", "vocabularies", "name"),
        ("early_intervention_framework.json", "entries", "address"),
        ("early_intervention_framework.json", "entries", "programme"),
    ],
)
def test_ids_are_unique(file: str, key: str, id_: str) -> None:
    """No two records of a kind share an id, number, term or name."""
    assert [] == repeated(record[id_] for record in load(file)[key])


def plainly(name: str) -> str:
    """A name with nothing left of it but letters and digits, in lower case."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def test_no_name_is_that_of_two_rows() -> None:
    """An id, name or alias belongs to one row, however it is punctuated."""
    owners: dict[str, set[str]] = {}
    for row in load("interventions.json")["interventions"]:
        for name in (row["id"], row["name"], *row.get("aliases", ())):
            owners.setdefault(plainly(name), set()).add(row["id"])

    assert {} == {name: ids for name, ids in owners.items() if len(ids) > 1}


def test_a_related_programme_is_no_alias() -> None:
    """The name of a related programme finds no row, as it is another programme."""
    names = [
        related.name
        for row in interventions
        for related in row.related
        if related.name in interventions
    ]

    assert [] == names


def test_rows_stand_under_a_group_with_their_theories() -> None:
    """Each row's group exists and names the very theories of the row."""
    theories = {group.number: group.theories for group in groups}

    assert [] == [
        row.id
        for row in interventions
        if row.theory_group is None or theories.get(row.theory_group) != row.theories
    ]


def test_every_group_has_a_row_and_rows_follow_the_groups() -> None:
    """Rows stand in the order of the groups, and no group is empty."""
    numbers = [row["theory_group"] for row in load("interventions.json")["interventions"]]

    assert sorted(numbers) == numbers
    assert [group["number"] for group in load("interventions.json")["groups"]] == [
        *dict.fromkeys(numbers)
    ]


def test_claims_are_about_groups_that_exist() -> None:
    """A claim chooses groups that the table has."""
    known = {group.number for group in groups}

    assert [] == [claim.id for claim in topic.claims if not set(claim.theory_groups) <= known]


def test_each_claim_either_can_be_tested_or_says_why_not() -> None:
    """A claim has audience, levels and groups together, or a reason, and not both."""
    assert [] == [
        claim.id
        for claim in topic.claims
        if len(
            {
                claim.audience is not None,
                claim.claimed is not None,
                claim.printed is not None,
                bool(claim.theory_groups),
                bool(claim.readings),
                claim.not_testable_because is None,
            }
        )
        != 1
    ]


def test_statements_rest_on_references_cited_on_their_line() -> None:
    """What rests on a reference stands on the line that cites it, and alone."""
    cited_on = {reference.number: reference.cited_on for reference in references}
    statements: tuple[PrevalenceEstimate | EffectClaim, ...]
    statements = (*topic.prevalence, *topic.claims)
    resting = [
        (number, statement.line) for statement in statements for number in statement.references
    ]

    assert [] == [(n, line) for n, line in resting if cited_on.get(n) != line]
    assert [] == repeated(number for number, _ in resting)


def test_edition_topic_and_table_agree_on_the_page() -> None:
    """Edition, topic, source and every row name one edition and one checksum."""
    table = load("interventions.json")
    source = table["source"]
    provenances = [row["provenance"] for row in table["interventions"]]

    assert {source["updated"]} == {
        load("edition.json")["edition"],
        load("topic.json")["updated"],
        *(provenance["edition"] for provenance in provenances),
    }
    assert {source["sha256"]} == {each["checksum"] for each in provenances}
    assert source["title"] == load("topic.json")["title"]


# -- Vocabularies -------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "scale"),
    [
        ("audience", Audience),
        ("theory", Theory),
        ("practice_level", PracticeLevel),
        ("evidence", EvidenceLevel),
        ("efficacy", EfficacyLevel),
    ],
)
def test_a_vocabulary_agrees_with_its_enum(name: str, scale: Any) -> None:
    """File and enum list the same terms in the same order with the same labels."""
    vocabularies = load("vocabularies.json")["vocabularies"]
    (vocabulary,) = (each for each in vocabularies if each["name"] == name)

    assert [(member.value, member.label) for member in scale] == [
        (term["slug"], term["label"]) for term in vocabulary["terms"]
    ]


def test_headings_are_made_of_printed_forms() -> None:
    """Every theory in a heading is in one of the forms that its vocabulary lists."""
    vocabularies = load("vocabularies.json")["vocabularies"]
    (theories,) = (each for each in vocabularies if each["name"] == "theory")
    slug_of = {
        form: term["slug"]
        for term in theories["terms"]
        for form in (term["label"], *term.get("also_printed", ()))
    }

    assert [
        (group["label"], group["theories"]) for group in load("interventions.json")["groups"]
    ] == [
        (group["label"], [slug_of.get(f.strip()) for f in group["label"].split("/")])
        for group in load("interventions.json")["groups"]
    ]


# -- What is the page's and what is ours --------------------------------------

READ = {"name", "theories", "audiences", "practice_levels", "evidence", "efficacy", "recommended"}


def test_each_row_says_where_its_cells_were_read() -> None:
    """Every field that was read has provenance, and every cell names a field."""
    fields = {field.name for field in attrs.fields(Intervention)}

    assert [] == [
        (row.id, field)
        for row in interventions
        for field in (READ - set(row.provenance)) | (set(row.provenance) - fields)
    ]


def test_only_what_was_added_says_it_is_not_from_the_page() -> None:
    """Aliases, related programmes and suites carry a source that is not the page."""
    unmarked = []
    for row in interventions:
        added = {field for field in ("aliases", "related", "is_suite") if getattr(row, field)}
        marked = {
            field
            for field, cell in row.provenance.items()
            if cell.source.startswith("not from the page: ")
        }
        from_page = {
            field
            for field, cell in row.provenance.items()
            if cell.source == "the page" and cell.line is not None
        }
        if (added, READ) != (marked, from_page):
            unmarked.append(row.id)

    assert [] == unmarked


def printed_value(reference: Reference, field: str) -> str | None:
    """The page's value of a field as a correction repeats it."""
    if field == "authors":
        return ", ".join(author.printed for author in reference.authors)
    value = getattr(reference, field)
    return None if value is None else str(value)


def test_a_correction_repeats_the_value_it_corrects() -> None:
    """Beside a corrected field stands the very value that the page prints."""
    pairs = [
        (reference.number, each.field, printed_value(reference, each.field), each)
        for reference in references
        for each in reference.corrections
        if each.field != "finding"
    ]

    assert [] == [
        (number, field)
        for number, field, printed, correction in pairs
        if correction.printed != printed
    ]


# -- The README of the data ---------------------------------------------------


def test_the_readme_names_every_key() -> None:
    """The README in the data directory speaks of every key of every schema."""
    readme = (DATA / "README.md").read_text(encoding="utf-8")
    cells = set(schema("catalogue")["$defs"]["Provenance"]["properties"])
    keys = {
        key
        for name in SCHEMAS
        for part in parts_of(schema(name)).values()
        if part.get("type") == "object"
        for key in part.get("properties", ())
    }

    assert cells < keys
    assert [] == sorted(key for key in keys if f"`{key}`" not in readme)


# -- Nothing of the page's prose ----------------------------------------------


@pytest.fixture(name="page", scope="module")
def _page() -> str:
    """The page's text, from the file that IMH_EVIDENCE_PAGE names."""
    name = os.environ.get("IMH_EVIDENCE_PAGE")
    if not name:
        pytest.fail("set IMH_EVIDENCE_PAGE to a file that holds the page's text")
    return Path(name).read_bytes().decode("utf-8")


def words(text: str) -> list[str]:
    """The words of a text in lower case, whatever stands between them."""
    return re.findall(r"\w+", text.lower())


def runs(text: str, length: int) -> set[tuple[str, ...]]:
    """Every run of so many consecutive words."""
    found = words(text)
    return {tuple(found[i : i + length]) for i in range(max(len(found) - length + 1, 0))}


def ours() -> dict[str, list[str]]:
    """What the project writes for readers, by file: values of JSON, or whole texts."""
    written = {name: texts_of(load(name)) for name in JSON_FILES}
    for path in (
        *ROOT.glob("*.md"),
        *ROOT.joinpath("docs").rglob("*.md"),
        *ROOT.joinpath("src").rglob("*.md"),
        *ROOT.joinpath("src").rglob("*.py"),
    ):
        name = path.relative_to(ROOT).as_posix()
        written[name] = [path.read_text(encoding="utf-8")]
    return written


@pytest.mark.heavy
@pytest.mark.page
def test_no_sentence_of_the_page_is_in_the_project(page: str) -> None:
    """No run of eight words of the page's prose is in the data, README or docs.

    Prose is what stands on long lines; references are lists of titles.
    """
    prose = [
        line for line in page.split("\n") if len(line) > 200 and not re.match(r"[0-9]+\. ", line)
    ]
    theirs = {run for line in prose for run in runs(line, 8)}

    assert len(theirs) > 1000
    assert {} == {
        name: found
        for name, texts in ours().items()
        if (found := sorted(set().union(*(runs(text, 8) for text in texts)) & theirs))
    }


@pytest.mark.heavy
@pytest.mark.page
def test_nobody_thanked_on_the_page_is_named(page: str) -> None:
    """The names in the page's thanks are in no file that the project ships."""
    thanks = page.rstrip().rsplit("\n", maxsplit=1)[-1]
    people = {tuple(words(name.removeprefix("Dr "))) for name in thanks.split("; ")}

    assert len(people) > 10
    assert [] == [
        name
        for name, texts in ours().items()
        for person in people
        if any(person in runs(text, len(person)) for text in texts)
    ]


# -- Changes of the data --------------------------------------------------------


def test_no_data_change_without_an_entry() -> None:
    """The last version in the changes is the data's, and its digest is theirs."""
    last = load("changes.json")["changes"][-1]
    edition = load("edition.json")
    sys.path.insert(0, str(REGENERATE.parent))
    try:
        digest = importlib.import_module("regenerate").digest()
    finally:
        sys.path.remove(str(REGENERATE.parent))

    assert (edition["version"], edition["edition"]) == (last["version"], last["edition"])
    assert digest == last["digest"], (
        "the data have changed: raise version in edition.json, add an entry to "
        f"changes.json, and give it the digest {digest}"
    )


def test_retired_ids_are_those_of_the_table() -> None:
    """Ids that the changes retire are those that a look-up knows to be retired."""
    assert load("changes.json")["retired"] == load("interventions.json").get("retired", [])
