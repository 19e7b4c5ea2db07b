"""Reading what was written gives it back, in the forms that are read."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from tests.interop.hostile import any_catalogues, no_waiting_for_the_disk
from tests.interop.making import kept

from imh_evidence import (
    Audience,
    Catalogue,
    EfficacyRange,
    EvidenceLevel,
    Faults,
    Intervention,
    LocalTheory,
    PracticeLevel,
    Theory,
    TheoryGroup,
    interventions,
)
from imh_evidence.interop import read_template, write_json, write_template
from imh_evidence.model.notice import Source
from imh_evidence.model.records import CellProvenance, Provenance, RetiredId


if TYPE_CHECKING:
    from collections.abc import Iterator


__all__ = ["no_waiting_for_the_disk"]

FORMS: dict[str, tuple[Any, Any]] = {
    "table.json": (write_json, Catalogue.load),
    "table.xlsx": (lambda rows, path: write_template(path, rows), read_template),
}
forms = pytest.mark.parametrize("name", FORMS)


def check(name: str, catalogue: Catalogue) -> None:
    """Write, read, and compare all that a file may hold."""
    write, read = FORMS[name]
    if read is read_template:
        catalogue = Catalogue.from_records(kept(catalogue), source=catalogue.source)
    with TemporaryDirectory() as folder:
        path = Path(folder, name)
        if read is read_template and [*empty_texts(catalogue)]:
            with pytest.raises(Faults) as raised:
                write(catalogue, path)
            assert [*empty_texts(catalogue)] == [f.place for f in raised.value.faults]
            return
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


@forms
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(catalogue=any_catalogues())
def test_nothing_is_lost(name: str, catalogue: Catalogue) -> None:
    """All that a form holds comes back; a template holds rows, source and theories."""
    check(name, catalogue)


def row(id_: str, **fields: Any) -> Intervention:
    """A row of one's own, called as its id unless it is said otherwise."""
    given: dict[str, Any] = {
        "name": id_,
        "theories": (Theory.ATTACHMENT,),
        "audiences": (Audience.UNIVERSAL,),
        "practice_levels": (PracticeLevel.SKILLED,),
        "evidence": EvidenceLevel.LOW,
        "efficacy": EfficacyRange("low", "medium"),
    }
    return Intervention(id=id_, **(given | fields))


def named_like_columns() -> Catalogue:
    """Ids that are names of columns, words of programs, and numbers."""
    ids = (
        "id name position intervention theory-group evidence rowid null true 1 0 nan "
        "yes theory-attachment private 2024-05-06"
    )
    aliases = ("=1+1", " lead", "trail ", "FALSE", "_x0041_", "#N/A")
    rows = [row(each) for each in ids.split()]
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
    retired = [RetiredId("old", ("a", "a", "nobody"), "merged"), RetiredId("old", (), "once more")]
    three = Catalogue.from_records(
        [
            row("d", provenance=Provenance(edition="7")),
            row("e", provenance=Provenance((CellProvenance("id", "=r", " x "),))),
        ],
        source=Source("Same", updated="2024-05"),
        retired=retired,
    )
    both = one.beside(two, source="Both").beside(interventions[3:5], source="Same")
    return both.beside(three, source="All")


def ungrouped() -> Catalogue:
    """Numbers of groups that the catalogue says nothing of."""
    return Catalogue.from_records([row("a", theory_group=-5), row("b")])


@forms
@pytest.mark.parametrize("make", [named_like_columns, grouped, gathered, ungrouped])
def test_nothing_is_lost_of_what_is_seldom(name: str, make: Any) -> None:
    """What few catalogues have comes back too."""
    check(name, make())


@forms
def test_the_published_table_comes_back(name: str) -> None:
    """The published table and a view of it come back, and as themselves."""
    check(name, interventions)
    check(name, interventions.where(audience="universal"))
