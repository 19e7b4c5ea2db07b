"""Names are compared by what a person sees, however it was typed or pasted."""

from __future__ import annotations

import sys
from collections.abc import Callable
from unicodedata import category, normalize

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from imh_evidence.model.errors import Faults
from imh_evidence.model.names import fold, name_key
from imh_evidence.model.records import RelatedProgramme


Comparing = Callable[[str], str]

TEXTS = st.text(max_size=30)
UNSEEN = "\u00ad\u200b\u200e\u200f\u2060\ufeff\ufe0f\u034f"


@pytest.mark.parametrize("compared", [fold, name_key])
class TestComparing:
    @given(text=TEXTS)
    @example(text="((r)r)")
    @example(text="(.t.m.)")
    def test_twice_is_once(self, compared: Comparing, text: str) -> None:
        """What was compared is compared as itself."""
        assert compared(text) == compared(compared(text))

    @given(text=TEXTS)
    def test_composed_is_decomposed(self, compared: Comparing, text: str) -> None:
        """A letter and its accent are the letter with the accent."""
        assert compared(normalize("NFC", text)) == compared(normalize("NFD", text))

    @given(text=TEXTS, unseen=st.sampled_from(UNSEEN), at=st.integers(0, 30))
    def test_what_nobody_sees_changes_nothing(
        self, compared: Comparing, text: str, unseen: str, at: int
    ) -> None:
        """A mark that is drawn as nothing is as if it were not there."""
        assert compared(text) == compared(f"{text[:at]}{unseen}{text[at:]}")

    @given(text=TEXTS)
    def test_spaces_around_and_between_are_one(self, compared: Comparing, text: str) -> None:
        """More spaces, of whatever width, are one space."""
        spaced = f"\u2003{text}\u00a0".replace(" ", " \u202f\t")

        assert compared(text) == compared(spaced)


def test_every_character_is_stable() -> None:
    """Each of Unicode's characters is compared as itself, composed or not."""
    texts = [
        each
        for each in map(chr, range(sys.maxunicode + 1))
        if category(each) not in {"Cn", "Co", "Cs"}
    ]
    unstable = [
        text
        for text in texts
        for key in (fold(text), name_key(text))
        if key not in (fold(key), name_key(key))
    ]

    assert [] == unstable


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Café", "CAFE\u0301"),
        ("ﬁrst", "FIRST"),
        ("Straße", "STRASSE"),
        ("Low \u2013 High", "low - high"),
        ("Families\u2019", "families'"),
    ],
)
def test_what_looks_alike_folds_alike(one: str, other: str) -> None:
    """Capitals, ligatures, dashes and quotes are one."""
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    "name",
    [
        "Parent\u2011Child  Interaction Therapy\u2122",
        "parent, child interaction therapy",
        "“Parent Child Interaction Therapy”",
        "Parent Child Interaction Therapy.",
        "Parent Child Interaction Therapy (R)",
    ],
)
def test_a_name_is_found_however_it_is_punctuated(name: str) -> None:
    """Dashes, commas, quotes, full stops and trade marks do not make a name."""
    assert "parent child interaction therapy" == name_key(name)


@pytest.mark.parametrize("name", ["", " ", "\u200b", "\u3164\u00ad", "\ufeff\n"])
def test_a_name_that_nobody_can_see_is_refused(name: str) -> None:
    """No record is named by nothing."""
    with pytest.raises(Faults) as caught:
        RelatedProgramme(name, "a note")

    assert ["name"] == [fault.place for fault in caught.value.faults]
