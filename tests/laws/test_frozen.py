"""No value can be changed, and none holds anything that can be."""

from __future__ import annotations

from collections import defaultdict
from enum import Enum
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import imh_evidence
from imh_evidence import Catalogue, Criteria, LocalTheory
from imh_evidence.model import errors, records, works
from imh_evidence.model.notice import Notice
from imh_evidence.model.records import Origin
from imh_evidence.model.report import Caution, Part, Report
from imh_evidence.model.table import Column, Table
from imh_evidence.strategies import interventions

from .drawing import any_criteria, facet_catalogues


MODULES = [
    import_module(module.name)
    for module in walk_packages(imh_evidence.__path__, "imh_evidence.")
    if not module.name.endswith("__main__")
]
KINDS: list[type[Any]] = sorted(
    {
        each
        for module in MODULES
        for each in vars(module).values()
        if isinstance(each, type)
        and attrs.has(each)
        and each.__module__ == module.__name__
        and not issubclass(each, Exception)  # Python notes the traceback and more on them
    },
    key=str,
)
#: Classes of records, questions and answers; rooms above them have their own tests.
OURS = [
    kind
    for kind in KINDS
    if attrs.fields(kind)
    and kind is not works.Publication  # what a reference and a work have in common
    and (kind.__module__.count(".") == 1 or kind.__module__.startswith("imh_evidence.model."))
]


def _within(value: Any, found: dict[type, list[Any]]) -> None:
    """Notes every value of ours within a value, by class."""
    if attrs.has(type(value)):
        if len(found[type(value)]) < 3:
            found[type(value)].append(value)
        for field in attrs.fields(type(value)):
            _within(getattr(value, field.name), found)
    elif isinstance(value, tuple | frozenset | Catalogue):
        for item in value:
            _within(item, found)


@pytest.fixture(name="specimens", scope="module")
def _specimens() -> dict[type, list[Any]]:
    """Values of every class, from the published data and what they answer."""
    catalogue = imh_evidence.interventions
    found: dict[type, list[Any]] = defaultdict(list)
    for value in (
        catalogue,
        catalogue.source,
        records.RetiredId("old", ("new",), "renamed"),
        Origin(catalogue.source, ("old",)),
        imh_evidence.groups,
        imh_evidence.topic,
        imh_evidence.dataset,
        tuple(claim.verdict(catalogue) for claim in imh_evidence.topic.claims),
        catalogue.count_by("audience"),
        catalogue.count_by("theory", "efficacy", kind="combinations"),
        catalogue.relations(),
        tuple(catalogue.relations().pairs()),
        catalogue.order_by("name"),
        catalogue.search("nurse"),
        Criteria(efficacy=imh_evidence.certainly(at_least="high")),
        Criteria(audience="universal").explain(catalogue["FNP"]),
        LocalTheory("play", "Play Theory"),
        errors.Fault("$", "nothing", "something"),
        works.Work(key="k", kind="webpage", title="t", authors=(), year=2023),
        Notice(source=catalogue.source, licence="none is claimed"),
        Report("Ours", [Part(table=Table("ours", [Column("name")]))], [Caution("few", "Few.")]),
    ):
        _within(value, found)
    return found


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_class(kind: type[Any]) -> None:
    """Every class of values there is refuses a new value for a field."""
    value = object.__new__(kind)

    for field in attrs.fields(kind):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(value, field.name, None)


def test_specimens_are_complete(specimens: dict[type, list[Any]]) -> None:
    """There is a specimen of every class of values there is."""
    assert {kind.__name__ for kind in specimens} == {kind.__name__ for kind in OURS}


@pytest.mark.parametrize("kind", OURS)
def test_every_specimen(kind: type[Any], specimens: dict[type, list[Any]]) -> None:
    """No field of any class can be set or deleted, and no new one added."""
    for value in specimens[kind]:
        assert_unchanging(value)


@pytest.mark.parametrize("kind", OURS)
def test_every_field(kind: type[Any], specimens: dict[type, list[Any]]) -> None:
    """Fields hold texts, numbers, members, tuples and frozensets, so each value hashes."""
    plain = (str, int, bool, type(None), Enum, tuple, frozenset, Catalogue)
    for value in specimens[kind]:
        hash(value)
        for field in attrs.fields(kind):
            held = getattr(value, field.name)

            assert isinstance(held, plain) or type(held) in KINDS


@given(interventions() | any_criteria() | facet_catalogues())
def test_generated_values(value: Any) -> None:
    """Values made by hand are as unchanging as the published ones."""
    assert_unchanging(value)


@given(facet_catalogues(), st.sampled_from(["_mask", "_whole", "ids", "novel"]))
def test_catalogues(catalogue: Catalogue, name: str) -> None:
    """A catalogue does not change, in what it shows or in what it is made of."""
    ids = catalogue.ids
    with pytest.raises(AttributeError, match=name):
        setattr(catalogue, name, None)
    with pytest.raises(AttributeError, match=name):
        delattr(catalogue, name)

    assert catalogue.ids == ids


@given(facet_catalogues())
def test_what_is_handed_out_is_a_copy(catalogue: Catalogue) -> None:
    """Changing the plain records handed out changes nothing in the catalogue."""
    before = catalogue.to_json()

    for plain in catalogue.to_dicts():
        plain["name"] = "changed"
        plain["efficacy"]["low"] = "changed"
        plain["audiences"].append("changed")

    assert catalogue.to_json() == before


def test_records_given_as_a_list() -> None:
    """A catalogue keeps the rows it was made of when the list is changed later."""
    rows = list(imh_evidence.interventions)
    catalogue = Catalogue.from_records(rows)

    rows.clear()

    assert catalogue == imh_evidence.interventions


def assert_unchanging(value: Any) -> None:
    """Setting, deleting and adding a field all raise, and leave the value as it was."""
    names = (
        [field.name for field in attrs.fields(type(value))] if attrs.has(type(value)) else ["_bits"]
    )
    before = repr(value)
    for name in names:
        with pytest.raises(AttributeError):
            setattr(value, name, None)
        with pytest.raises(AttributeError):
            delattr(value, name)
    with pytest.raises(AttributeError):
        value.novel = None

    assert repr(value) == before
