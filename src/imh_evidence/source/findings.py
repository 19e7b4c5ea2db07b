"""One comparison of a page with the data, and what kinds there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from ..model.record import Record


if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import TypeVar

    O = TypeVar("O")  # noqa: E741
    T = TypeVar("T")

__all__ = ["KINDS", "Comparison", "beside", "in_order", "paired", "same_print", "told"]

#: Each kind of comparison, with what it counts under. An agreement has the
#: plain kind; a mismatch says what befell it.
KINDS = {
    kind: base
    for base, mismatches in {
        "date": ("changed-date",),
        "title": ("changed-title",),
        "scope": ("changed-scope",),
        "heading": (*("changed-heading", "new-heading", "vanished-heading"), "reordered-headings"),
        "recommendation": ("changed-recommendation",),
        "row": (*("new-row", "vanished-row", "renamed-row", "moved-row"), "reordered-rows"),
        "cell": ("changed-cell",),
        "figure": ("changed-figure", "new-figure", "vanished-figure"),
        "population": ("changed-population",),
        "condition": ("changed-condition",),
        "claim": ("changed-claim", "new-claim", "vanished-claim"),
        "citation": ("changed-citation", "new-citation", "vanished-citation"),
        "reference": (
            *("changed-reference", "new-reference", "vanished-reference"),
            "reordered-references",
        ),
        "caveat": ("changed-caveat",),
        "definition": ("changed-definition",),
        "pointer": ("changed-pointer",),
        "checksum": ("other-checksum",),
    }.items()
    for kind in (base, *mismatches)
}


@attrs.frozen
class Comparison(Record):
    """One thing that the page and the data both say, or do not.

    Args:
        kind: what was compared; of a mismatch, what befell it.
        subject: id of the row, figure or claim, or number of the group or reference.
        field: the field that was compared.
        line: the line on the page, or None for what is not on it.
        printed: what the page has, or None.
        ours: what the data have, or None.
        agrees: whether they are alike.
    """

    kind: str
    subject: str
    field: str
    line: int | None
    printed: str | None
    ours: str | None
    agrees: bool = False

    def to_plain(self) -> dict[str, Any]:
        """The same as plain JSON values."""
        return attrs.asdict(self)

    def __str__(self) -> str:
        where = "not on the page" if self.line is None else f"line {self.line}"
        printed = "nothing" if self.printed is None else repr(self.printed)
        ours = "nothing" if self.ours is None else repr(self.ours)
        return (
            f"{where}: {self.kind.replace('-', ' ')}, {self.subject}, {self.field}: "
            f"the page has {printed}, the data {ours}"
        )


def paired(
    ours: Iterable[O], theirs: Iterable[T], *alike: Callable[[O, T], object]
) -> tuple[list[tuple[O, T]], list[O], list[T]]:
    """Pairs of what is ours and theirs, what is only ours, what is only theirs.

    Args:
        ours: one side.
        theirs: the other side.
        alike: whether two belong together, the surest sign first.
    """
    places: dict[int, int] = {}
    mine: Sequence[O] = tuple(ours)
    yours: Sequence[T] = tuple(theirs)
    for sign in alike:
        for i, one in enumerate(mine):
            if i in places:
                continue
            for j, other in enumerate(yours):
                if j not in places.values() and sign(one, other):
                    places[i] = j
                    break
    taken = set(places.values())
    return (
        [(mine[i], yours[places[i]]) for i in sorted(places)],
        [one for i, one in enumerate(mine) if i not in places],
        [other for j, other in enumerate(yours) if j not in taken],
    )


def same_print(one: str | None, other: str | None) -> bool:
    """Whether two texts print the same, but for spaces and kinds of dash."""
    return _plain(one) == _plain(other)


def _plain(text: str | None) -> list[str] | None:
    if text is None:
        return None
    for dash in "\u2010\u2011\u2012\u2013\u2014\u2015\u2212":
        text = text.replace(dash, "-")
    for mark in "-/,":
        text = mark.join(part.strip() for part in text.split(mark))
    return text.split()


def beside(  # noqa: PLR0913, PLR0917 -- the fields of a comparison
    base: str,
    subject: str,
    field: str,
    line: int | None,
    printed: object,
    ours: object,
    *,
    agrees: bool | None = None,
) -> Comparison:
    """A comparison of two values; a mismatch is one that changed.

    Args:
        base: what is compared.
        subject: of which row, figure, claim, group or reference.
        field: which field of it.
        line: its line on the page.
        printed: what the page has.
        ours: what the data have.
        agrees: whether they are alike; by default, whether they are equal.
    """
    if agrees is None:
        agrees = printed == ours
    kind = base if agrees else f"changed-{base}"
    return Comparison(kind, subject, field, line, told(printed), told(ours), agrees)


def told(value: object) -> str | None:
    """A value as a comparison shows it.

    Args:
        value: a text, a number, a tuple of them, or None.
    """
    if isinstance(value, tuple):
        return "; ".join(map(str, value))
    return None if value is None else str(value)


def in_order(base: str, subject: str, ours: list[str], printed: list[str], line: int) -> Comparison:
    """A comparison of the order of what is both on the page and ours.

    Args:
        base: what is in order.
        subject: of which group of them.
        ours: ids in our order.
        printed: the same ids in the page's order.
        line: the line of the first of them.
    """
    agrees = ours == printed
    return Comparison(
        base if agrees else f"reordered-{base}s",
        subject,
        "order",
        line,
        "; ".join(printed),
        "; ".join(ours),
        agrees,
    )
