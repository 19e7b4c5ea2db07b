"""A key finds the record whose id, name or alias it is, however it is typed, and never another."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reference import DROPPED, SEPARATORS, plain_name

from imh_evidence import Catalogue, UnknownIntervention, interventions
from imh_evidence.model.names import name_key
from imh_evidence.strategies import catalogues

from .drawing import names, view_of


if TYPE_CHECKING:
    from imh_evidence import Intervention
    from imh_evidence.model.records import RelatedProgramme

# Spaces and dashes of every kind, for one that stands in a name.
BLANKS = st.text(SEPARATORS, min_size=1, max_size=3)

hostile = catalogues(min_size=1, max_size=4)


@st.composite
def disguised(draw: st.DrawFn, text: str) -> str:
    """The text as somebody else might type it."""
    pieces = [draw(st.text(SEPARATORS, max_size=2))]
    for character in text:
        if character in SEPARATORS:
            pieces.append(draw(BLANKS))
        elif character.isascii() and character.isalpha() and draw(st.booleans()):
            pieces.append(character.swapcase())
        else:
            pieces.append(character)
        if draw(st.integers(0, 9)) == 0:
            pieces.append(draw(st.sampled_from(DROPPED)))
    pieces.append(draw(st.text(SEPARATORS, max_size=2)))
    return "".join(pieces)


@given(hostile, st.data())
def test_disguises(catalogue: Catalogue, data: st.DataObject) -> None:
    """An id, name or alias finds its record whatever its spaces, dashes, marks and case."""
    record = data.draw(st.sampled_from(tuple(catalogue)))
    key = data.draw(st.sampled_from([record.id, record.name, *record.aliases]))
    typed = data.draw(disguised(key))

    assert catalogue[typed] is record
    assert catalogue.get(typed) is record
    assert typed in catalogue


def test_every_character() -> None:
    """Between two letters, every character there is does what the reference says it does."""
    known = (each for each in map(chr, range(sys.maxunicode + 1)) if category(each) != "Cn")
    texts = [f"x{each}y" for each in known]

    wrong = [text for text in texts if name_key(text) != plain_name(text)]

    assert wrong == []


@given(hostile)
def test_every_key(catalogue: Catalogue) -> None:
    """Each id, name and alias finds its record as it stands."""
    for record in catalogue:
        for key in (record.id, record.name, *record.aliases):
            assert catalogue[key] is record


@given(st.data())
def test_ampersands(data: st.DataObject) -> None:
    """``&`` and the word are one."""
    record = interventions["attachment-and-biobehavioural-catch-up"]
    typed = data.draw(disguised(record.name.replace(" and ", data.draw(BLANKS) + "&")))

    assert interventions[typed] is record


@given(hostile, st.data())
def test_other_keys(catalogue: Catalogue, data: st.DataObject) -> None:
    """A key finds a record exactly if the reference's plain form of it is one of the record's."""
    known: dict[str, Any] = {
        plain_name(key): record
        for record in catalogue
        for key in (record.id, record.name, *record.aliases)
    }
    taken = st.sampled_from(sorted(known))
    altered = st.builds(lambda key, more: key + more, taken, st.text(max_size=2))
    key = data.draw(names() | st.text(max_size=8) | altered | taken.map(str.title))

    expected = known.get(plain_name(key))

    assert catalogue.get(key) is expected
    assert (key in catalogue) is (expected is not None)
    if expected is None:
        with pytest.raises(UnknownIntervention) as caught:
            catalogue[key]
        assert caught.value.key == key
        assert set(caught.value.suggestions) <= set(catalogue.ids)
        assert caught.value.outside_view is None
    else:
        assert catalogue[key] is expected


@given(hostile, st.data())
def test_views(catalogue: Catalogue, data: st.DataObject) -> None:
    """A view finds its own rows, and says of the universe's other rows that it lacks them."""
    flags = data.draw(st.lists(st.booleans(), min_size=len(catalogue), max_size=len(catalogue)))
    view = view_of(catalogue, flags)

    for record, flag in zip(catalogue, flags, strict=True):
        for key in (record.id, record.name, *record.aliases):
            assert (key in view) is flag
            if flag:
                assert view[key] is record
            else:
                with pytest.raises(UnknownIntervention) as caught:
                    view[key]
                assert caught.value.outside_view == record.id
                assert view.get(key) is None


# -- The guard: another programme is never offered, a slip still is --------------

RELATED = [(row, programme) for row in interventions for programme in row.related]


@st.composite
def publicly_spelt(draw: st.DrawFn, name: str, abbreviation: str | None) -> str:
    """A programme as lists, reports and websites spell it."""
    words = name.removesuffix(" Program")
    words = words.replace("-", draw(st.sampled_from("-\u2010\u2011\u2013 ")))
    words = words.replace(" ", draw(st.sampled_from([" ", "  ", "\u00a0", "-"])))
    kinds = ["", " program", " programme", " Programs", " Programmes"]
    words = draw(st.sampled_from(["", "The ", "the "])) + words + draw(st.sampled_from(kinds))
    if abbreviation:
        words += draw(st.sampled_from(["", f" ({abbreviation})", f"({abbreviation.lower()})"]))
    pattern = draw(st.sampled_from(["{}", "\u201c{}\u201d", "'{}'", '"{}"', "\u2018{}\u2019"]))
    words = pattern.format(words) + draw(st.sampled_from(["", ".", " "]))
    return draw(st.sampled_from([words, words.upper(), words.lower()]))


@given(st.sampled_from(RELATED), st.data())
def test_another_programme(
    held: tuple[Intervention, RelatedProgramme], data: st.DataObject
) -> None:
    """However a related programme is spelt, it is named as another and no row is offered."""
    row, programme = held
    typed = data.draw(publicly_spelt(programme.name, programme.abbreviation))

    with pytest.raises(UnknownIntervention) as caught:
        interventions[typed]

    assert caught.value.suggestions == ()
    assert any(
        programme.name in note and repr(row.id) in note and programme.note in note
        for note in caught.value.related
    )


KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def slips(name: str) -> list[str]:
    """Twelve slips of the keyboard: four at the start, in the middle and at the end."""
    typed = []
    for at in (1, len(name) // 2, len(name) - 2):
        before, key, after = name[:at], name[at], name[at + 1 :]
        row = next((row for row in KEYS if key.lower() in row), "pq")
        beside = row[row.find(key.lower()) - 1]
        swapped = after[0] + key + after[1:]
        typed += [
            before + after,
            before + key + key + after,
            before + swapped,
            before + beside + after,
        ]
    return typed


@pytest.mark.parametrize("row", interventions, ids=interventions.ids)
def test_slips(row: Intervention) -> None:
    """A slip of the keyboard is offered its row first, if it does not find it."""
    for slip in slips(row.name):
        if (found := interventions.get(slip)) is not None:
            assert found is row
            continue
        with pytest.raises(UnknownIntervention) as caught:
            interventions[slip]
        assert caught.value.suggestions[:1] == (row.id,)
        assert caught.value.related == ()
