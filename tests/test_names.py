"""Names are compared exactly, after one finite table of replacements."""

from __future__ import annotations

import pytest

from imh_evidence.names import REPLACEMENTS, normalise, slug


class TestNormalise:
    @pytest.mark.parametrize(
        ("text", "normal"),
        [
            ("Family Nurse Partnership", "family nurse partnership"),
            ("family-nurse-partnership", "family nurse partnership"),
            (
                "Parent\u2011Child  Interaction\u00a0Therapy",
                "parent child interaction therapy",
            ),
            (
                "Triple P \u2013 Positive Parenting Program\u00ae",
                "triple p positive parenting program",
            ),
            (
                "Empowering Parent, Empowering Communities",
                "empowering parent empowering communities",
            ),
            ("Support, and Training", "support and training"),
            ("Mellow Parents\u2019", "mellow parents"),
            ("Home & School", "home and school"),
            (" \t\n", ""),
        ],
    )
    def test_follows_the_table(self, text: str, normal: str) -> None:
        """Dashes, spaces, commas, apostrophes, signs and ASCII capitals are evened out."""
        assert normal == normalise(text)

    def test_lowers_ascii_letters_only(self) -> None:
        """Other letters stay, because engines differ in how they lower them."""
        assert "\u0130\u00c9 a" == normalise("\u0130\u00c9 A")

    def test_keeps_words_apart(self) -> None:
        """A space is evened out but never taken away."""
        assert normalise("Easy Peasy") != normalise("EasyPeasy")

    def test_the_table_replaces_single_characters(self) -> None:
        """Each entry replaces one character, so engines can apply it literally."""
        assert {1} == {len(character) for character, _ in REPLACEMENTS}
        assert len(REPLACEMENTS) == len(dict(REPLACEMENTS))


class TestSlug:
    def test_joins_words_with_hyphens(self) -> None:
        """A slug is the normalised name with hyphens, and is its own slug."""
        assert "family-check-up" == slug("Family Check-Up")
        assert "family-check-up" == slug("family-check-up")
