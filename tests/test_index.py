"""Bit sets answer as the records would, however many values a facet has."""

from __future__ import annotations

import itertools

import attrs
import pytest

from imh_evidence import Catalogue, EfficacyRange, LocalTheory, Theory, interventions
from imh_evidence.index import Index, bits_of, rows_of


class TestBits:
    @pytest.mark.parametrize("flags", [b"", b"\x00", b"\x01", b"\x00\x01\x01\x00\x01"])
    def test_flags_and_rows_are_two_ways(self, flags: bytes) -> None:
        """Bits made of flags walk the rows that were flagged, in order."""
        rows = range(len(flags))

        assert [i for i in rows if flags[i]] == list(rows_of(bits_of(flags), rows))

    def test_bit_i_is_row_i(self) -> None:
        """The lowest bit stands for the first row."""
        assert 0b10110 == bits_of(b"\x00\x01\x01\x00\x01")


class TestManyValues:
    def test_a_facet_may_have_more_values_than_a_byte_holds(self) -> None:
        """Hundreds of combinations of theories are answered like a few."""
        theories = [LocalTheory(f"t{i}", f"T{i}") for i in range(20)]
        pairs = [(Theory.ATTACHMENT, *pair) for pair in itertools.permutations(theories, 2)]
        rows = tuple(
            attrs.evolve(
                interventions[i % len(interventions)],
                id=f"r{i}",
                name=f"R{i}",
                aliases=(),
                recommended=None,
                theories=pair,
            )
            for i, pair in enumerate(pairs)
        )
        catalogue = Catalogue.from_records(rows)

        assert 380 == len(set(pairs))
        for theory in (theories[0], theories[19]):
            expected = tuple(row.id for row in rows if theory in row.theories)
            assert 38 == len(expected)
            assert expected == catalogue.where(theory=theory).ids

    def test_an_empty_universe_answers_with_nothing(self) -> None:
        """No rows, no bits."""
        index = Index(())

        assert 0 == index.everything
        assert {0} == set(index.audience.values())
        assert 6 == len(index.members("efficacy"))
        assert 0 == index.members("efficacy")[EfficacyRange("low", "low")]
