"""What holds at every level of a range holds at some level, and each reading denies the other's opposite."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from imh_evidence import Catalogue, EfficacyLevel, EfficacyRange, certainly, possibly

from .drawing import efficacy_ranges, facet_catalogues


levels = st.sampled_from(EfficacyLevel)


@st.composite
def bounds(draw: st.DrawFn) -> dict[str, Any]:
    """One bound or two, as keyword arguments."""
    low, high = sorted(draw(st.tuples(levels, levels)))
    both = {"at_least": low, "at_most": high}
    kept = draw(st.sampled_from([("at_least",), ("at_most",), ("at_least", "at_most")]))
    return {name: both[name] for name in kept}


@given(efficacy_ranges(), bounds())
def test_certainly_implies_possibly(spread: EfficacyRange, within: Any) -> None:
    """If the whole range lies within bounds, part of it does."""
    assert possibly(**within).admits(spread) >= certainly(**within).admits(spread)


@given(efficacy_ranges(), levels)
def test_not_certainly_at_least(spread: EfficacyRange, level: EfficacyLevel) -> None:
    """The whole range is not at least a level exactly if some level of it is below."""
    expected = any(each < level for each in spread.levels)

    assert (not spread.certainly_at_least(level)) is expected


@given(efficacy_ranges(), levels)
def test_not_certainly_at_most(spread: EfficacyRange, level: EfficacyLevel) -> None:
    """The whole range is not at most a level exactly if some level of it is above."""
    expected = any(each > level for each in spread.levels)

    assert (not spread.certainly_at_most(level)) is expected


@given(efficacy_ranges(), levels)
def test_not_possibly_at_least(spread: EfficacyRange, level: EfficacyLevel) -> None:
    """No part of the range is at least a level exactly if all its levels are below."""
    expected = all(each < level for each in spread.levels)

    assert (not spread.possibly_at_least(level)) is expected


@given(efficacy_ranges(), levels)
def test_not_possibly_at_most(spread: EfficacyRange, level: EfficacyLevel) -> None:
    """No part of the range is at most a level exactly if all its levels are above."""
    expected = all(each > level for each in spread.levels)

    assert (not spread.possibly_at_most(level)) is expected


@given(efficacy_ranges(), levels)
def test_slugs_are_levels(spread: EfficacyRange, level: EfficacyLevel) -> None:
    """A bound may be given as its slug."""
    for name in (
        "certainly_at_least",
        "certainly_at_most",
        "possibly_at_least",
        "possibly_at_most",
    ):
        ask = getattr(spread, name)

        assert ask(level.value) is ask(level)


@given(efficacy_ranges(), bounds())
def test_certainly_within_two_bounds(spread: EfficacyRange, within: Any) -> None:
    """The whole range lies within two bounds exactly if it meets each of them."""
    expected = all(certainly(**{k: v}).admits(spread) for k, v in within.items())

    assert certainly(**within).admits(spread) is expected


@given(efficacy_ranges(), bounds())
def test_possibly_within_two_bounds(spread: EfficacyRange, within: Any) -> None:
    """Part of the range lies within two bounds exactly if one single level does."""
    expected = any(
        certainly(**within).admits(EfficacyRange(level, level)) for level in spread.levels
    )

    assert possibly(**within).admits(spread) is expected


@given(efficacy_ranges(), levels)
def test_one_condition_two_spellings(spread: EfficacyRange, level: EfficacyLevel) -> None:
    """A condition in a question and the method of the range of that name agree."""
    at_least, at_most = {"at_least": level}, {"at_most": level}

    asked = (
        certainly(**at_least).admits(spread),
        certainly(**at_most).admits(spread),
        possibly(**at_least).admits(spread),
        possibly(**at_most).admits(spread),
    )

    assert asked == (
        spread.certainly_at_least(level),
        spread.certainly_at_most(level),
        spread.possibly_at_least(level),
        spread.possibly_at_most(level),
    )


@given(facet_catalogues(), bounds())
def test_rows(catalogue: Catalogue, within: Any) -> None:
    """Rows whose whole range lies within bounds are among those whose part does."""
    whole = catalogue.where(efficacy=certainly(**within))
    part = catalogue.where(efficacy=possibly(**within))

    assert whole <= part


@given(facet_catalogues(), levels)
def test_rows_left_over(catalogue: Catalogue, level: EfficacyLevel) -> None:
    """Rows whose whole range is not at least a level have some level strictly below."""
    left = catalogue - catalogue.where(efficacy=certainly(at_least=level))
    below = [each for each in EfficacyLevel if each < level]

    expected = [row.id for row in catalogue if set(below) & set(row.efficacy.levels)]

    assert list(left.ids) == expected
