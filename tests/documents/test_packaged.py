"""The packaged data as records, and the schemas that are made from records."""

import runpy
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from importlib_resources import files
from jsonschema import Draft202012Validator

import imh_evidence
from imh_evidence.documents import packaged
from imh_evidence.documents.catalogue_file import CATALOGUE
from imh_evidence.documents.codec import structure
from imh_evidence.documents.criteria import CRITERIA
from imh_evidence.documents.document import Document
from imh_evidence.documents.jsontext import canonical
from imh_evidence.edition import Dataset
from imh_evidence.model.criteria import Criteria, certainly
from imh_evidence.model.scales import EfficacyRange, LocalTheory
from imh_evidence.model.topic import Topic


def test_the_codec_reads_the_table_that_the_constructors_make() -> None:
    """Two ways to the same rows."""
    file = CATALOGUE.from_plain(catalogue())

    assert file.interventions == packaged.table().rows
    assert file.source == packaged.table().source
    assert file.groups == packaged.table().groups
    assert file.retired == packaged.table().retired
    assert canonical(catalogue()) == CATALOGUE.to_json(file)


def test_the_codec_reads_the_topic_that_the_constructors_make() -> None:
    """And the description of the data."""
    references = {"items": packaged.data("references.json")["references"]}
    topic = {**packaged.data("topic.json"), "references": references}
    dataset = {
        **packaged.data("edition.json"),
        **packaged.data("vocabularies.json"),
        "source": packaged.data("interventions.json")["source"],
    }

    assert (packaged.topic(), []) == structure(topic, Topic)
    assert (imh_evidence.dataset, []) == structure(dataset, Dataset)


def test_packaged_data_need_no_codec() -> None:
    """Nor anything that reads other people's files."""
    code = (
        "import sys; from imh_evidence.documents import packaged as p; "
        "p.table(), p.topic(); print('cattrs' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "False\n" == ran.stdout


def catalogue() -> dict[str, Any]:
    """The packaged catalogue as plain values, with its schema."""
    return {"schema": CATALOGUE.schema, **packaged.data("interventions.json")}


TOOL = Path(__file__).parents[2] / "tools" / "json_schemas.py"
document_schema = runpy.run_path(str(TOOL))["document_schema"]
SCHEMAS = {
    "catalogue": document_schema(CATALOGUE),
    "criteria": document_schema(CRITERIA),
    "topic": document_schema(Document("topic", Topic, sealed=True)),
}


def test_the_command_gives_the_packaged_schemas() -> None:
    """Which are files, for editors and for other languages."""
    for name in ("catalogue", "criteria"):
        file = files("imh_evidence") / "data" / "schema" / f"{name}.schema.json"

        assert canonical(SCHEMAS[name]) == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SCHEMAS)
def test_schemas_are_schemas_that_refer_to_nothing_outside(name: str) -> None:
    """Each reference is to a definition in the same file, and each is used."""
    schema = SCHEMAS[name]
    Draft202012Validator.check_schema(schema)

    used = set(references(schema))

    assert used == {f"#/$defs/{each}" for each in schema["$defs"]}
    assert all(part.get("description", "x") for part in schema["$defs"].values())


def references(part: Any) -> Iterator[str]:
    """Every reference in a schema."""
    if isinstance(part, dict):
        if "$ref" in part:
            yield part["$ref"]
        part = [*part.values()]
    if isinstance(part, list):
        for each in part:
            yield from references(each)


def test_packaged_data_are_valid() -> None:
    """By the schema of a catalogue."""
    Draft202012Validator(SCHEMAS["catalogue"]).validate(catalogue())


@pytest.mark.parametrize(
    "change",
    [{"id": ""}, {"name": ""}, {"aliases": [""]}, {"related": [{"name": "", "note": "x"}]}],
    ids=str,
)
def test_schemas_refuse_empty_text_where_records_do(change: dict[str, Any]) -> None:
    """Ids, names and the names of others."""
    plain = catalogue()
    plain["interventions"][0] |= change

    assert not Draft202012Validator(SCHEMAS["catalogue"]).is_valid(plain)


def test_what_is_written_is_valid_and_what_is_wrong_is_not() -> None:
    """Questions with each kind of condition."""
    check = Draft202012Validator(SCHEMAS["criteria"])
    for question in (
        Criteria(),
        Criteria(theory=LocalTheory("play", "Play"), efficacy=certainly(at_most="low")),
        Criteria(efficacy=EfficacyRange("low", "low"), is_suite=True, audience="targeted"),
    ):
        check.validate(CRITERIA.to_plain(question))
    faulty: list[dict[str, Any]] = [{}, {"audience": []}, {"efficacy": "low"}, {"theory": "x"}]
    for wrong in faulty:
        assert not check.is_valid({"schema": CRITERIA.schema, "x": 1, **wrong})
        assert not check.is_valid(wrong)
