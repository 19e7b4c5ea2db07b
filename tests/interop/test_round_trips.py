"""Reading what was written gives it back, in every format that claims to be exact."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from tests.interop.hostile import any_catalogues, no_waiting_for_the_disk

from imh_evidence import (
    Audience,
    Catalogue,
    EfficacyRange,
    EvidenceLevel,
    Intervention,
    InvalidCatalogue,
    LocalTheory,
    PracticeLevel,
    Theory,
    TheoryGroup,
    interventions,
)
from imh_evidence.interop import (
    read_datapackage,
    read_parquet,
    read_sqlite,
    read_template,
    write_csv,
    write_datapackage,
    write_json,
    write_jsonl,
    write_parquet,
    write_sqlite,
    write_template,
)
from imh_evidence.records import CellProvenance, Provenance, RetiredId, Source


if TYPE_CHECKING:
    from collections.abc import Iterator


__all__ = ["no_waiting_for_the_disk"]


def _write_template(catalogue: Catalogue, path: Path) -> None:
    """A template takes its catalogue second."""
    write_template(path, catalogue)


EXACT = {
    "folder": ("package", write_datapackage, read_datapackage),
    "zip": ("package.zip", write_datapackage, read_datapackage),
    "sqlite": ("table.sqlite", write_sqlite, read_sqlite),
    "parquet": ("table.parquet", write_parquet, read_parquet),
}
FILES = {
    **EXACT,
    "template": ("table.xlsx", _write_template, read_template),
    "json": ("table.json", write_json, Catalogue.load),
    "jsonl": ("table.jsonl", write_jsonl, Catalogue.load),
    "csv": ("table.csv", write_csv, Catalogue.load),
}


def check(name: str, write: Any, read: Any, catalogue: Catalogue) -> None:
    """Write, read, and compare all that a file may hold."""
    if read is read_template and [*empty_texts(catalogue)]:
        with TemporaryDirectory() as folder, pytest.raises(InvalidCatalogue) as raised:
            write(catalogue, Path(folder, name))
        assert [*empty_texts(catalogue)] == [each.path for each in raised.value.faults]
        return
    with TemporaryDirectory() as folder:
        path = Path(folder, name)
        write(catalogue, path)
        back = read(path)

    assert catalogue.to_json() == back.to_json()
    assert catalogue == back


def empty_texts(catalogue: Catalogue) -> Iterator[str]:
    """Where the file of a catalogue has an empty text, which no cell of a sheet has."""

    def within(value: Any, path: str) -> Iterator[str]:
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, item in items:
            step = f"{path}.{key}" if isinstance(value, dict) else f"{path}[{key}]"
            if item == "":
                yield step
            elif isinstance(item, dict | list):
                yield from within(item, step)

    yield from within(json.loads(catalogue.to_json()), "$")


@pytest.mark.parametrize(("name", "write", "read"), FILES.values(), ids=FILES.keys())
# Nineteen files an example: fewer examples here, all of them below.
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(catalogue=any_catalogues())
def test_nothing_is_lost(
    name: str, write: Any, read: Any, catalogue: Catalogue
) -> None:
    """Rows, source, headings, theories, origins and retired ids all come back."""
    check(name, write, read, catalogue)


@pytest.mark.heavy
@pytest.mark.parametrize(("name", "write", "read"), FILES.values(), ids=FILES.keys())
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(catalogue=any_catalogues())
def test_nothing_is_lost_in_many_tries(
    name: str, write: Any, read: Any, catalogue: Catalogue
) -> None:
    """The same, with as many examples as other laws have."""
    check(name, write, read, catalogue)


def row(id_: str, **fields: Any) -> Intervention:
    """A row of one's own, called as its id unless it is said otherwise."""
    given: dict[str, Any] = {
        "name": id_,
        "theories": (Theory.ATTACHMENT,),
        "audiences": frozenset({Audience.UNIVERSAL}),
        "practice_levels": frozenset({PracticeLevel.SKILLED}),
        "evidence": EvidenceLevel.LOW,
        "efficacy": EfficacyRange("low", "medium"),
    }
    return Intervention(id=id_, **(given | fields))


def named_like_columns() -> Catalogue:
    """Ids that are names of columns and tables, words of programs, and numbers."""
    ids = (
        "id name position intervention theory-group evidence interventions rowid fact "
        "null true 1 0 nan yes theory-attachment -private 2024-05-06"
    )
    taken = dict.fromkeys(each.strip("-") for each in ids.split())
    aliases = ("=1+1", " lead", "trail ", "FALSE", "_x0041_", "#N/A")
    rows = [row(each) for each in taken]
    return Catalogue.from_records(
        [*rows, row("last", name="Last\r\n\tof all", aliases=aliases)],
        source=Source("\ttitle\n", "NA", "=p", "no address", "0001-01", "not hex"),
    )


def grouped() -> Catalogue:
    """Groups with the numbers 0 and below, and theories that are hard to tell apart."""
    twin = LocalTheory("twin", "attachment  THEORY")
    one, two = LocalTheory("one", "two"), LocalTheory("two", "one")
    group, other = LocalTheory("group", "Group"), LocalTheory("membership", " M\n")
    return Catalogue.from_records(
        [
            row("a", theories=(twin, Theory.ATTACHMENT), theory_group=0),
            row("b", theories=(one, two, group, other), theory_group=-3),
            row("c", theories=(other, two)),
        ],
        groups=[
            TheoryGroup(-3, "=Z", (one, two, group, other), -1, -99),
            TheoryGroup(0, "0", (twin, Theory.ATTACHMENT), 0),
        ],
    )


def gathered() -> Catalogue:
    """Origins that are of one source beside each other, and ids that were used once."""
    one = Catalogue.from_records([row("a"), row("b")], source="Same")
    two = Catalogue.from_records([row("c")], source="Same")
    retired = [
        RetiredId("old", ("a", "a", "nobody"), "merged"),
        RetiredId("old", (), "once more"),
    ]
    three = Catalogue.from_records(
        [
            row("d", provenance=Provenance(edition="7")),
            row("e", provenance=Provenance((CellProvenance("id", "=r", " x "),))),
        ],
        source=Source("Same", updated="2024-05"),
        retired=retired,
    )
    both = one.extend(two, source="Both").extend(interventions[3:5], source="Same")
    return both.extend(three, source="All")


def ungrouped() -> Catalogue:
    """Numbers of groups that the catalogue says nothing of."""
    rows = [row("a", theory_group=-5), row("b", theory_group=10**14), row("c")]
    return Catalogue.from_records(rows)


HOSTILE = [named_like_columns, grouped, gathered, ungrouped]


@pytest.mark.parametrize("make", HOSTILE, ids=lambda make: make.__name__)
@pytest.mark.parametrize(("name", "write", "read"), FILES.values(), ids=FILES.keys())
def test_nothing_is_lost_of_what_is_seldom(
    name: str, write: Any, read: Any, make: Any
) -> None:
    """What few catalogues have comes back too, in every exact form."""
    check(name, write, read, make())
