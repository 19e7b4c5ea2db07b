"""Catalogues that people and spreadsheets have been at, and all that a file may hold."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import strategies as st
from tests.laws.drawing import names, view_of

from imh_evidence import Catalogue, LocalTheory, Theory, interventions
from imh_evidence.model.names import name_key
from imh_evidence.model.notice import Source
from imh_evidence.model.records import RetiredId
from imh_evidence.strategies import catalogues, published
from imh_evidence.strategies import interventions as rows


if TYPE_CHECKING:
    from collections.abc import Iterator

    from hypothesis.strategies import SearchStrategy

__all__ = ["any_catalogues", "no_waiting_for_the_disk", "titles"]

#: Theories of one's own, with slugs that make awkward names of columns.
OWN = (
    *(
        LocalTheory(slug, f"Theory of {slug}")
        for slug in (
            "play",
            "group",
            "membership",
            "social_learning",
            "a_b",
            "a-b",
            "a/b%2f",
            "a<b>;#",
            "\u00f6\U0001f9f8",
            "select",
        )
    ),
    # Labels that are a published theory's, and the slug of another.
    LocalTheory("twin", "Attachment theory"),
    LocalTheory("odd", "play"),
)


def titles() -> SearchStrategy[str]:
    """Texts that stand in a head: short ones, and names."""
    return st.sampled_from(["NA", "=1+1", "(missing)", "1", "true"]) | names()


def _sources() -> SearchStrategy[Source]:
    maybe = st.none() | titles()
    return st.builds(
        Source,
        titles(),
        container=maybe,
        publisher=maybe,
        address=maybe | st.just("https://example.org/a?b=c"),
        updated=st.none() | st.sampled_from(["2024-05", "0001-12"]),
        sha256=maybe,
    )


@st.composite
def any_catalogues(draw: st.DrawFn) -> Catalogue:
    """Published views, catalogues of one's own, and several made one."""
    if draw(st.booleans()):
        flags = draw(st.lists(st.booleans(), max_size=len(interventions)))
        return view_of(interventions, flags)
    theories: Any = st.sampled_from((*Theory, *OWN))
    one = catalogues(rows=rows(theories=theories) | published(), max_size=4)
    first, second = draw(one), draw(one)
    retired = [
        RetiredId(f"retired-{each}", ("a", "a")[:each], draw(titles()))
        for each in range(draw(st.integers(0, 2)))
    ]
    mine = Catalogue.from_records(first, source=draw(_sources()), retired=retired)
    taken = {name_key(key) for row in mine for key in (row.id, row.name, *row.aliases)} | {
        name_key(each.id) for each in retired
    }
    kept = [
        row for row in second if taken.isdisjoint(map(name_key, (row.id, row.name, *row.aliases)))
    ]
    theirs = Catalogue.from_records(kept, source=draw(_sources()))
    if not draw(st.booleans()):
        return mine
    return mine.beside(theirs, source=draw(_sources()))


@pytest.fixture(scope="module", autouse=True)
def no_waiting_for_the_disk() -> Iterator[None]:
    """Many small files are written; that bytes reach the disk is tested elsewhere."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        yield
