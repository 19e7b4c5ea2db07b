"""Documents: what their heads say, what is written is read, and hostile input."""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imh_evidence.documents.catalogue_file import CATALOGUE, CatalogueFile
from imh_evidence.documents.document import Document, checksum_of
from imh_evidence.documents.jsontext import MAX_BYTES, canonical, parse
from imh_evidence.model.errors import Faults, WrongType
from imh_evidence.model.notice import Source
from imh_evidence.model.record import Record
from imh_evidence.model.records import (
    CellProvenance,
    Intervention,
    Origin,
    Provenance,
    RelatedProgramme,
    RetiredId,
    TheoryGroup,
)
from imh_evidence.model.scales import (
    Audience,
    EfficacyLevel,
    EfficacyRange,
    EvidenceLevel,
    LocalTheory,
    PracticeLevel,
    Theory,
)


@attrs.frozen
class Choice(Record):
    """What the sealed document of these tests holds."""

    by: str
    rows: tuple[Intervention, ...] = ()


CHOICE = Document("choice", Choice, sealed=True, version=2)
PLAY = LocalTheory("play", "Play Theory")
ROW = Intervention(
    id="play-along",
    name="Play Along",
    theories=["attachment", PLAY],
    audiences="universal",
    practice_levels="skilled",
    evidence="high",
    efficacy="Low-High",
)


def faults(document: Document[Any], values: object) -> list[tuple[str, str]]:
    """Place and what was found of each fault of a text."""
    text = values if isinstance(values, str | bytes) else json.dumps(values)
    with pytest.raises(Faults) as caught:
        document.from_json(text)
    return [(fault.place, fault.found) for fault in caught.value.faults]


# -- Heads -----------------------------------------------------------------------


def test_a_document_begins_with_schema_checksum_and_theories() -> None:
    """Then come the fields of the record, without the defaults."""
    plain = CHOICE.to_plain(Choice("me", (ROW,)))

    assert ["schema", "checksum", "theories", "by", "rows"] == list(plain)
    assert "urn:imh-evidence:schema:choice:2" == plain["schema"]
    assert [{"slug": "play", "label": "Play Theory"}] == plain["theories"]
    assert ["attachment", "play"] == plain["rows"][0]["theories"]
    rest = {key: value for key, value in plain.items() if key != "checksum"}
    assert checksum_of(rest) == plain["checksum"]


def test_a_document_is_read_back() -> None:
    """Local theories are found by their declaration."""
    choice = Choice("me", (ROW,))

    assert choice == CHOICE.from_json(CHOICE.to_json(choice))


def test_another_schema_is_the_only_fault() -> None:
    """By its rules the rest may be right."""
    assert [("$.schema", "nothing")] == faults(CHOICE, {"x": 1})
    assert [("$.schema", "1")] == faults(CHOICE, {"schema": 1})
    other = CHOICE.schema.replace("2", "1")
    assert [("$.schema", repr(other))] == faults(CHOICE, {"schema": other})
    assert [("$", "[]")] == faults(CHOICE, "[]")


def test_a_change_by_hand_is_a_fault_among_the_others() -> None:
    """A checksum that does not fit is reported with what else is wrong."""
    plain = CHOICE.to_plain(Choice("me"))

    assert ["$.checksum"] == [p for p, _ in faults(CHOICE, {**plain, "by": "you"})]
    wrong = {**plain, "by": 1, "rows": 2}
    assert {"$.checksum", "$.by", "$.rows"} == {p for p, _ in faults(CHOICE, wrong)}
    del plain["checksum"]
    assert [("$.checksum", "nothing")] == faults(CHOICE, plain)


def test_a_checksum_that_is_there_must_be_right() -> None:
    """Also in a document that need not have one."""
    plain = CATALOGUE.to_plain(CatalogueFile(Source("Ours")))

    CATALOGUE.from_plain({**plain, "checksum": checksum_of(plain)})
    assert ["$.checksum"] == [p for p, _ in faults(CATALOGUE, {**plain, "checksum": "x"})]


def test_values_that_json_does_not_have_are_faults() -> None:
    """Not errors of the checksum."""
    for value in (float("nan"), {1}, b"x"):
        plain = {"schema": CHOICE.schema, "checksum": "x", "by": value}
        with pytest.raises(Faults) as caught:
            CHOICE.from_plain(plain)
        assert "$.by" in [each.place for each in caught.value.faults]


def test_only_text_and_bytes_are_read() -> None:
    """A path is not a text."""
    with pytest.raises(WrongType):
        CHOICE.from_json(Path("x"))  # type: ignore[arg-type]


# -- Text ------------------------------------------------------------------------


def test_repeated_keys_and_numbers_have_their_places_with_the_other_faults() -> None:
    """Each once, next to what else is wrong."""
    text = f"""\ufeff{{"schema": "{CATALOGUE.schema}", "schema": "{CATALOGUE.schema}",
        "source": {{"title": "x", "title": 1}}, "groups": [{{"number": NaN,
        "label": "x", "theories": ["x"], "line": {"9" * 5000}}}],
        "interventions": [1e999]}}"""

    assert [("$.schema", "this key more than once")] == faults(CATALOGUE, text)

    once = text.replace(f'"schema": "{CATALOGUE.schema}",', "", 1)
    expected = {
        "$.source.title": "this key more than once",
        "$.groups[0].number": "nan",
        "$.groups[0].line": "9" * 40,
        "$.groups[0].theories[0]": "'x'",
        "$.interventions[0]": "inf",
    }
    assert expected == dict(faults(CATALOGUE, once))
    assert len(expected) == len(faults(CATALOGUE, once))


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"\xff{}", "byte 0"),
        ("", "line 1, column 1"),
        ('{"a": 1 2}', "line 1, column 9"),
        ("[" * 100_000 + "]" * 100_000, "$"),
        ('{"a":' * 100_000, "$"),
        (b" " * (MAX_BYTES + 1), "$"),
    ],
    ids=["bytes", "empty", "comma", "lists", "objects", "large"],
)
def test_text_that_cannot_be_read_is_one_fault(data: str | bytes, place: str) -> None:
    """With the place where reading stopped."""
    with pytest.raises(Faults) as caught:
        parse(data, "file")

    assert [place] == [fault.place for fault in caught.value.faults]


def test_deep_values_in_fields_are_faults() -> None:
    """Also where comparing them would go too deep."""
    deep = "[" * 900 + "]" * 900
    for part in ('"groups":[{"number":1,"theories":%s}]', '"checksum":"x","source":%s'):
        values = f'{{"schema":"{CATALOGUE.schema}",{part % deep},"interventions":[{deep}]}}'
        assert faults(CATALOGUE, values)


def test_an_object_of_very_many_keys_is_one_fault() -> None:
    """At its place, before anything is done for each key."""
    many = json.dumps(dict.fromkeys(map(str, range(100_001)), 1))

    assert [("$", "an object of 100001 keys")] == faults(CHOICE, many)
    values = f'{{"schema":"{CATALOGUE.schema}","source":{many}}}'
    assert [("$.source", "an object of 100001 keys")] == faults(CATALOGUE, values)


def test_nesting_of_forty_is_read() -> None:
    """A byte-order mark too, as text and as bytes."""
    text = "\ufeff" + "[" * 40 + "1" + "]" * 40

    assert parse(text, "x") == parse(text.encode(), "x")


def test_text_is_canonical() -> None:
    """Indented by two, letters as they are, one line end."""
    assert '{\n  "a": "é"\n}\n' == canonical({"a": "é"})
    with pytest.raises(ValueError, match="JSON"):
        canonical(float("nan"))


HOSTILE = """
import sys, time
from pathlib import Path
from imh_evidence.documents.catalogue_file import CATALOGUE
from imh_evidence.model.errors import (Faults)
started = time.perf_counter()
try:
    CATALOGUE.load(sys.argv[1])
except Faults as error:
    assert len(error.faults) == 1, error
    took = time.perf_counter() - started
    # Not what getrusage says, which counts the parent before this program began.
    status = Path("/proc/self/status").read_text()
    print(took, int(status.split("VmHWM:")[1].split()[0]) / 1024)
"""


@pytest.mark.parametrize("name", ["/dev/zero", "200 MB", "31 MB", "deep", "wide"])
def test_hostile_files_are_refused_quickly(tmp_path: Path, name: str) -> None:
    """One error within 2 seconds and 100 MB."""
    path = Path(name)
    if not path.is_absolute():
        path = tmp_path / "file.json"
        deep = 100_000
        text = {
            "200 MB": b"[" * 200_000_000,
            "31 MB": b"[" * 31_000_000,
            "deep": b"[" * deep + b"]" * deep,
            "wide": b'{"schema":"x","' + b"a" * 30_000_000 + b'":1}',
        }[name]
        path.write_bytes(text)

    ran = subprocess.run(
        [sys.executable, "-c", HOSTILE, str(path)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )

    seconds, megabytes = map(float, ran.stdout.split())
    assert seconds < 2
    assert megabytes < 100


def test_very_many_wrong_groups_are_refused_quickly() -> None:
    """The choices are not listed anew for each row."""
    groups = [
        {"number": n, "label": f"Group {n}", "theories": ["attachment"]} for n in range(60_000)
    ]
    row = Intervention("x", "x", "attachment", "universal", "skilled", "low", "Low").to_dict()
    rows = [
        {**row, "id": f"x-{n}", "name": f"x {n}", "theory_group": 70_000, "provenance": {}}
        for n in range(10_000)
    ]
    text = json.dumps(
        {
            "schema": CATALOGUE.schema,
            "source": {"title": "x"},
            "groups": groups,
            "interventions": rows,
        }
    )
    started = time.perf_counter()

    found = faults(CATALOGUE, text)

    assert time.perf_counter() - started < 3
    assert 101 == len(found)
    assert ("$.interventions[99].theory_group", "70000") == found[99]


# -- What is written is read back ------------------------------------------------

TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf", "Cn", "Co", "Zl")),
    min_size=1,
).map("x{}".format)
MAYBE_TEXT = st.none() | TEXT


def some(members: Any) -> st.SearchStrategy[Any]:
    """One or more members, in any order."""
    return st.lists(st.sampled_from([*members]), min_size=1, unique=True)


CELLS = st.builds(
    CellProvenance,
    field=st.sampled_from(["name", "id", "efficacy", "related"]),
    rule=TEXT,
    printed=MAYBE_TEXT,
    line=st.none() | st.integers(1, 999),
    source=st.just("the page") | TEXT,
    edition=st.just("2023-04"),
)
RANGES = st.lists(st.sampled_from(EfficacyLevel), min_size=2, max_size=2).map(
    lambda ends: EfficacyRange(*sorted(ends))
)
ROWS = st.builds(
    Intervention,
    id=st.just("x"),
    name=TEXT,
    theories=some([*Theory, PLAY]),
    audiences=some(Audience),
    practice_levels=some(PracticeLevel),
    evidence=st.sampled_from(EvidenceLevel),
    efficacy=RANGES,
    theory_group=st.none() | st.integers(1, 99),
    recommended=st.sampled_from([None, True, False]),
    is_suite=st.booleans(),
    related=st.lists(st.builds(RelatedProgramme, TEXT, TEXT, MAYBE_TEXT)),
    provenance=st.builds(
        Provenance, st.lists(CELLS, unique_by=lambda cell: cell.field), edition=st.just("2023-04")
    ),
)


@given(st.lists(ROWS, max_size=3), TEXT, st.booleans())
def test_every_catalogue_is_read_back(rows: list[Intervention], title: str, more: bool) -> None:
    """Each value of each field."""
    named = [
        attrs.evolve(row, id=f"row-{n}", name=f"Row {n}", theory_group=None, aliases=[f"R{n}"])
        for n, row in enumerate(rows)
    ]
    source = Source(title, updated="2023-04")
    file = CatalogueFile(
        source,
        theories=(PLAY, LocalTheory("art", "Art")) if more else (PLAY,),
        groups=(TheoryGroup(1, "Play", ["family-systems", PLAY], line=3),) if more else (),
        interventions=named,
        retired=(RetiredId("old", ("row-0",), "renamed"),) if more else (),
        origins=(Origin(source, [row.id for row in named]),) if more else (),
    )

    text = CATALOGUE.to_json(file)

    assert file == CATALOGUE.from_json(text)
    assert text == CATALOGUE.to_json(CATALOGUE.from_json(text))


@given(st.lists(ROWS, max_size=2), TEXT)
def test_every_sealed_document_is_read_back(rows: list[Intervention], by: str) -> None:
    """With its checksum and the theories that it declares."""
    choice = Choice(by, tuple(rows))

    assert choice == CHOICE.from_json(CHOICE.to_json(choice).encode())
