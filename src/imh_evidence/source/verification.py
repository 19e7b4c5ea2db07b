"""A published page held against the packaged data, field by field."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import attrs

from ..model.record import Record
from .comparing import compared
from .findings import KINDS, Comparison
from .held import packaged
from .reading import parse


if TYPE_CHECKING:
    from .held import Held

__all__ = ["Verification", "verify"]


@attrs.frozen(repr=False)
class Verification(Record):
    """What a page and the data have alike and what they have not.

    Args:
        edition: the edition of the data.
        comparisons: everything that was compared, in the order of the page's parts.
    """

    edition: str
    comparisons: tuple[Comparison, ...]

    @property
    def mismatches(self) -> tuple[Comparison, ...]:
        """Where page and data differ.

        A checksum alone is no mismatch: a page that is laid out anew has another.
        """
        return tuple(
            each for each in self.comparisons if not each.agrees and KINDS[each.kind] != "checksum"
        )

    @property
    def agreements(self) -> tuple[Comparison, ...]:
        """Where page and data say the same."""
        return tuple(each for each in self.comparisons if each.agrees)

    @property
    def agrees(self) -> bool:
        """Whether there is no mismatch."""
        return not self.mismatches

    @property
    def compared(self) -> dict[str, int]:
        """How many comparisons were made, by what was compared."""
        counts = Counter(KINDS[each.kind] for each in self.comparisons)
        return {kind: counts[kind] for kind in KINDS if kind in counts}

    def to_plain(self) -> dict[str, Any]:
        """The same as plain JSON values."""
        return {
            "edition": self.edition,
            "agrees": self.agrees,
            "compared": self.compared,
            "mismatches": [each.to_plain() for each in self.mismatches],
            "agreements": [each.to_plain() for each in self.agreements],
            "checksum": [
                each.to_plain() for each in self.comparisons if KINDS[each.kind] == "checksum"
            ],
        }

    def __str__(self) -> str:
        count = len(self.mismatches)
        outcome = "differs from" if count else "agrees with"
        told = f"{count or 'no'} mismatch{'' if count == 1 else 'es'}"
        lines = [f"The page {outcome} edition {self.edition}: {told}."]
        lines.extend(f"  {each}" for each in self.mismatches)
        if any(each.kind == "other-checksum" for each in self.comparisons):
            lines.append("The checksum of the text is another; its layout alone may do that.")
        counts = ", ".join(f"{kind} {n}" for kind, n in self.compared.items())
        lines.append(f"Compared: {counts}; {len(self.comparisons)} in all.")
        return "\n".join(lines)

    def __repr__(self) -> str:
        return (
            f"<Verification against edition {self.edition}: "
            f"{len(self.mismatches)} mismatches in {len(self.comparisons)} comparisons>"
        )


def verify(text: str | bytes, *, against: Held | None = None) -> Verification:
    """What a published page and the data have alike and what they have not.

    Args:
        text: the page's text, or HTML that a browser saved.
        against: the data; the packaged ones by default.

    Raises:
        UnreadablePage: if something on the page cannot be read.

    >>> from imh_evidence import source
    >>> try:
    ...     source.verify("nothing like it")
    ... except source.UnreadablePage as error:
    ...     print(error.faults[0].place)
    line 1
    """
    page = parse(text)
    held = packaged() if against is None else against
    return Verification(held.dataset.edition, tuple(compared(page, held)))
