"""A range is read back from its print, whatever the spaces, dashes and capitals, and other text is refused."""

from __future__ import annotations

from contextlib import suppress
from itertools import combinations_with_replacement
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.reference import LEVELS

from imh_evidence import EfficacyRange, InvalidRange


SPACES = " \t\n\r\u00a0\u2007\u2009\u200a\u202f\u3000"
DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"

PAIRS = list(combinations_with_replacement(LEVELS, 2))
REVERSED = [("medium", "low"), ("high", "low"), ("high", "medium")]


@st.composite
def spelt(draw: st.DrawFn, low: str, high: str) -> str:
    """Two ends as people and spreadsheets write them, with marks that nobody sees."""
    blank = st.text(SPACES, max_size=3)
    unseen = draw(st.sampled_from(["", "\u00ad", "\u200b", "\u200e", "\ufeff"]))

    def cased(word: str) -> str:
        upper = draw(st.lists(st.booleans(), min_size=len(word), max_size=len(word)))
        return "".join(
            letter.upper() if up else letter for letter, up in zip(word, upper, strict=True)
        )

    between = draw(blank) + draw(st.sampled_from(DASHES)) + draw(blank)
    if draw(st.booleans()):
        between = draw(st.sampled_from(SPACES)) + cased("to") + draw(st.sampled_from(SPACES))
    alone = low == high and draw(st.booleans())
    ends = cased(low) if alone else cased(low) + between + cased(high)
    at = draw(st.integers(0, len(ends)))
    return draw(blank) + ends[:at] + unseen + ends[at:] + draw(blank)


@pytest.mark.parametrize(("low", "high"), PAIRS)
def test_print(low: Any, high: Any) -> None:
    """A range prints as what it is parsed from."""
    spread = EfficacyRange(low, high)

    assert EfficacyRange.parse(str(spread)) == spread
    assert EfficacyRange.parse(f"{low} - {high}") == spread


@given(st.sampled_from(PAIRS), st.data())
def test_spellings(ends: tuple[str, str], data: st.DataObject) -> None:
    """Spaces, kinds of dash, ``to`` and capitals make no difference."""
    text = data.draw(spelt(*ends))

    spread = EfficacyRange.parse(text)

    assert (spread.low.value, spread.high.value) == ends


@given(st.sampled_from(REVERSED), st.data())
def test_the_wrong_way_round(ends: tuple[str, str], data: st.DataObject) -> None:
    """Two levels with the higher first are refused, however they are spelt."""
    with pytest.raises(InvalidRange) as caught:
        EfficacyRange.parse(data.draw(spelt(*ends)))

    assert caught.value.found == f"{ends[0].title()} to {ends[1].title()}"


words = st.sampled_from([*LEVELS, "Low", "HIGH", "to", *DASHES, *SPACES, ",", "'", "&"])


@given(st.text() | st.lists(words, max_size=6).map("".join))
@example("High Medium")
@example("Low - - High")
@example("-Low")
@example("Low -")
@example("")
@example("Low - Medium - High")
@example("\ud800")
def test_any_text(text: str) -> None:
    """Any text is a range, and then its print is one too, or is refused as no range."""
    with suppress(InvalidRange):
        spread = EfficacyRange.parse(text)

        assert EfficacyRange.parse(str(spread)) == spread


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-",
        "to",
        "High Medium",
        "Low - - High",
        "-Low",
        "Low -",
        "Low - Medium - High",
        "Lowto High",
        "Low and High",
        "0",
        "None",
        "very high",
    ],
)
def test_no_range(text: str) -> None:
    """Two levels without a dash, levels with a dash too many, and other words are no range."""
    with pytest.raises(InvalidRange):
        EfficacyRange.parse(text)


@given(st.text("lowmediuhgt -\u2013", max_size=14))
def test_only_the_words(text: str) -> None:
    """Only the words of the scale make a range; half a word does not."""
    plain = text.replace("-", " to ").replace("\u2013", " to ").split()
    expected = plain in [
        *([level] for level in LEVELS),
        *([low, "to", high] for low, high in PAIRS),
    ]

    try:
        EfficacyRange.parse(text)
    except InvalidRange:
        parsed = False
    else:
        parsed = True
    assert parsed is expected
