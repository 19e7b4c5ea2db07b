"""ABOVE is an interval order on ranges, ABOVE or AT_LEAST is transitive, and UNDECIDED is a tolerance at most."""

from __future__ import annotations

from itertools import product

import pytest

from imh_evidence import EfficacyLevel, EfficacyRange, Relation


ABOVE, AT_LEAST, EQUAL = Relation.ABOVE, Relation.AT_LEAST, Relation.EQUAL
UNDECIDED = Relation.UNDECIDED

LOW, MEDIUM, HIGH = EfficacyLevel
RANGES = [
    EfficacyRange(LOW, LOW),
    EfficacyRange(LOW, MEDIUM),
    EfficacyRange(LOW, HIGH),
    EfficacyRange(MEDIUM, MEDIUM),
    EfficacyRange(MEDIUM, HIGH),
    EfficacyRange(HIGH, HIGH),
]
PAIRS = list(product(RANGES, repeat=2))
TRIPLES = list(product(RANGES, repeat=3))


def mirrored(spread: EfficacyRange) -> EfficacyRange:
    """The range on the scale read from its other end."""
    flipped = {LOW: HIGH, MEDIUM: MEDIUM, HIGH: LOW}
    return EfficacyRange(flipped[spread.high], flipped[spread.low])


def test_above_is_irreflexive() -> None:
    """No range is above itself."""
    assert not any(a.relation(a) is ABOVE for a in RANGES)


def test_above_is_asymmetric() -> None:
    """Of two ranges at most one is above the other."""
    above = {(a, b) for a, b in PAIRS if a.relation(b) is ABOVE}

    assert above
    assert above.isdisjoint((b, a) for a, b in above)


def test_above_is_transitive() -> None:
    """What is above something above a third range is above the third."""
    chains = [(a, c) for a, b, c in TRIPLES if a.relation(b) is ABOVE and b.relation(c) is ABOVE]

    assert chains
    assert all(a.relation(c) is ABOVE for a, c in chains)


def test_above_holds_no_two_separate_chains() -> None:
    """If a is above b and c above d, then a is above d or c above b."""
    chains = [(a, b) for a, b in PAIRS if a.relation(b) is ABOVE]

    assert all(
        a.relation(d) is ABOVE or c.relation(b) is ABOVE
        for (a, b), (c, d) in product(chains, repeat=2)
    )


@pytest.mark.parametrize(
    "kinds", [{ABOVE, AT_LEAST}, {ABOVE, AT_LEAST, EQUAL}], ids=["strict", "with-equal"]
)
def test_above_or_at_least_is_transitive(kinds: set[Relation]) -> None:
    """ABOVE or AT_LEAST is transitive, and stays so when EQUAL is added."""
    chains = [(a, c) for a, b, c in TRIPLES if a.relation(b) in kinds and b.relation(c) in kinds]

    assert chains
    assert all(a.relation(c) in kinds for a, c in chains)


def test_at_least_alone_is_not_transitive() -> None:
    """High is at least Medium to High, that is at least Medium, and High is above it."""
    high, upper = EfficacyRange(HIGH, HIGH), EfficacyRange(MEDIUM, HIGH)
    medium = EfficacyRange(MEDIUM, MEDIUM)

    relations = (high.relation(upper), upper.relation(medium), high.relation(medium))

    assert relations == (AT_LEAST, AT_LEAST, ABOVE)


def test_above_at_least_or_equal_is_antisymmetric() -> None:
    """Two ranges each above, at least or equal to the other are one exact level."""
    kinds = {ABOVE, AT_LEAST, EQUAL}
    both = [(a, b) for a, b in PAIRS if a.relation(b) in kinds and b.relation(a) in kinds]

    assert both == [(a, a) for a in RANGES if a.is_exact]


def test_above_at_least_or_equal_is_no_order_on_all_ranges() -> None:
    """It is reflexive on exact levels alone, so it orders those and not the spreads."""
    kinds = {ABOVE, AT_LEAST, EQUAL}

    reflexive = [a for a in RANGES if a.relation(a) in kinds]

    assert reflexive == [a for a in RANGES if a.low is a.high]


def test_undecided_is_symmetric() -> None:
    """Where a range is undecided beside another, so is the other beside it."""
    undecided = {(a, b) for a, b in PAIRS if a.relation(b) is UNDECIDED}

    assert undecided
    assert undecided == {(b, a) for a, b in undecided}


def test_undecided_is_not_transitive() -> None:
    """Low to Medium and Medium are each undecided beside Low to High, and not beside each other."""
    lower, whole = EfficacyRange(LOW, MEDIUM), EfficacyRange(LOW, HIGH)
    medium = EfficacyRange(MEDIUM, MEDIUM)

    relations = (lower.relation(whole), whole.relation(medium), lower.relation(medium))

    assert relations == (UNDECIDED, UNDECIDED, Relation.AT_MOST)


def test_the_other_side_sees_the_reverse() -> None:
    """The relation of b to a is the reverse of that of a to b."""
    for a, b in PAIRS:
        assert b.relation(a) is a.relation(b).reverse


def test_reverse_is_an_involution() -> None:
    """Reversed twice, every relation is itself; EQUAL and UNDECIDED reverse to themselves."""
    assert [each.reverse.reverse for each in Relation] == list(Relation)
    assert [each for each in Relation if each.reverse is each] == [EQUAL, UNDECIDED]


def test_a_scale_read_from_its_other_end_swaps_directions() -> None:
    """With low and high exchanged, every relation turns into its reverse."""
    for a, b in PAIRS:
        assert mirrored(a).relation(mirrored(b)) is a.relation(b).reverse


def test_equal_is_one_exact_level_twice() -> None:
    """Two ranges are EQUAL exactly if both are exact and of the same level."""
    for a, b in PAIRS:
        expected = a.low is a.high and b.low is b.high and a.low is b.low

        assert (a.relation(b) is EQUAL) is expected


def test_same_range_is_an_equivalence() -> None:
    """Printing the same is reflexive, symmetric and transitive, and says no more."""
    assert all(a.same_range(a) for a in RANGES)
    assert all(a.same_range(b) is b.same_range(a) for a, b in PAIRS)
    assert all(a.same_range(c) for a, b, c in TRIPLES if a.same_range(b) and b.same_range(c))
    assert sum(a.same_range(b) for a, b in PAIRS) == len(RANGES)


def test_same_spread_is_undecided() -> None:
    """A spread beside a spread that prints the same is undecided."""
    spreads = [a for a in RANGES if a.low is not a.high]

    assert {a.relation(EfficacyRange(a.low, a.high)) for a in spreads} == {UNDECIDED}
