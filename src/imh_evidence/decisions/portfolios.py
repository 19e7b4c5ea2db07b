"""A service's own list of programmes, held against the table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal

import attrs

from ..answers import Caution, cautions_of
from ..model.errors import UnknownField, UnknownIntervention, WrongType
from ..model.record import Record
from ..model.records import Intervention
from ..model.scales import Audience, PracticeLevel, counted
from .codec import to_plain
from .rows import catalogue_or_published, row_of


if TYPE_CHECKING:
    from ..catalogue.catalogue import Catalogue

__all__ = [
    "PORTFOLIO_CAUTIONS",
    "Coverage",
    "CoverageCell",
    "Matching",
    "NameMatch",
    "coverage",
    "match",
]

MatchKind = Literal["exact", "confirmed", "near", "none"]

#: What to bear in mind wherever a service's list is held against the table.
PORTFOLIO_CAUTIONS = (
    Caution(
        "names-only",
        "A programme is matched by its name. Near misses are not counted until a "
        "person has confirmed them.",
    ),
    Caution(
        "empty-is-no-gap",
        "A place without a programme is not a gap by itself: whether one is needed "
        "depends on the families and on what else is offered to them.",
    ),
    Caution(
        "rows-in-several-places",
        "A row for both audiences, or of several types of practice, stands in each of its places.",
    ),
)


@attrs.frozen
class NameMatch(Record):
    """A name of a service's list, and what it is in the table.

    Args:
        name: the name as given.
        kind: ``exact`` for an id, name or alias; ``confirmed`` by a person;
            ``near`` where something is spelt alike or is related, for a person
            to confirm; ``none`` where nothing is.
        intervention: id of the row, where it is exact or confirmed.
        suggestions: ids of rows spelt alike.
        told: what a person should know before confirming it, or None.
    """

    name: str
    kind: MatchKind
    intervention: str | None = None
    suggestions: tuple[str, ...] = ()
    told: str | None = None

    def to_plain(self) -> dict[str, Any]:
        """The same as plain JSON values."""
        return {**to_plain(self), "kind": self.kind}


@attrs.frozen(repr=False)
class Matching(Record):
    """The names of a list, each with what it is in the table.

    Args:
        matches: the names, in the order given.
        catalogue: the table.

    >>> match(["FNP", "Child Frist", "Our own group"])
    <Matching of 3 names: 1 exact, 0 confirmed, 1 near, 1 none>
    """

    matches: tuple[NameMatch, ...]
    catalogue: Catalogue

    def of_kind(self, *kinds: MatchKind) -> tuple[NameMatch, ...]:
        """The names of some kinds, in the order given."""
        return tuple(each for each in self.matches if each.kind in kinds)

    @property
    def rows(self) -> tuple[Intervention, ...]:
        """The rows that are in the list, once each, in the table's order."""
        ids = {each.intervention for each in self.matches}
        return tuple(row for row in self.catalogue if row.id in ids)

    @property
    def repeated(self) -> tuple[str, ...]:
        """Names of a row that a name before them has named already."""
        seen: set[str] = set()
        found = []
        for each in self.of_kind("exact", "confirmed"):
            id_ = str(each.intervention)
            if id_ in seen:
                found.append(each.name)
            seen.add(id_)
        return tuple(found)

    def confirm(self, names: Mapping[str, str]) -> Matching:
        """The same names, some of which a person says are certain rows.

        Args:
            names: names of the list that are not exact, each with the id, name
                or alias of its row.

        Raises:
            UnknownField: for a name that is not there to be confirmed.
            WrongType: for any name, where every one is exact; and for anything
                but names with a key each.
            UnknownIntervention: for a key that names no row.

        >>> match(["Child Frist"]).confirm({"Child Frist": "child-first"}).rows[0].name
        'Child First'
        """
        if not isinstance(names, Mapping):
            expected = "a mapping, such as {'Child Frist': 'child-first'}"
            raise WrongType("confirm(...)", names, expected)
        open_names = [each.name for each in self.of_kind("near", "none")]
        for name in names:
            if not open_names:
                expected = "no name, as none of the list is open"
                raise WrongType("confirm(...)", name, expected)
            if name not in open_names:
                raise UnknownField("confirm(...)", name, tuple(open_names))
        rows = {name: row_of("confirm(...)", key, self.catalogue).id for name, key in names.items()}
        return Matching(
            tuple(
                NameMatch(each.name, "confirmed", rows[each.name]) if each.name in rows else each
                for each in self.matches
            ),
            self.catalogue,
        )

    def to_plain(self) -> dict[str, Any]:
        """The same as plain JSON values."""
        return {
            "matches": [each.to_plain() for each in self.matches],
            "repeated": list(self.repeated),
        }

    def __repr__(self) -> str:
        kinds: tuple[MatchKind, ...] = ("exact", "confirmed", "near", "none")
        counts = ", ".join(f"{len(self.of_kind(kind))} {kind}" for kind in kinds)
        return f"<Matching of {counted(len(self.matches), 'name')}: {counts}>"


def match(names: Iterable[str | Intervention], *, catalogue: Catalogue | None = None) -> Matching:
    """What the names of a list are in the table; nothing is guessed.

    Args:
        names: names, ids or aliases, or records of the table.
        catalogue: the table; the published one by default.

    Returns:
        The names, each exact, near (for a person to confirm) or none.

    Raises:
        WrongType: for one text in place of several, for an empty one, for a
            record of elsewhere, or for what is neither.

    >>> for each in match(["FNP", "NFP"]).matches:
    ...     print(each.kind, each.intervention)
    exact family-nurse-partnership
    near None
    """
    if isinstance(names, str) or not isinstance(names, Iterable):
        raise WrongType("match(...)", names, "several names, such as ['FNP']")
    catalogue = catalogue_or_published(catalogue)
    return Matching(tuple(_match(name, catalogue) for name in names), catalogue)


def _match(key: str | Intervention, catalogue: Catalogue) -> NameMatch:
    if isinstance(key, str) and not key.strip():
        raise WrongType("match(...)", key, "text that is not empty")
    name = key.id if isinstance(key, Intervention) else key
    try:
        return NameMatch(name, "exact", row_of("match(...)", key, catalogue).id)
    except UnknownIntervention as error:
        told = [*filter(None, (error.retired, *error.related))]
        if error.outside_view is not None:
            told.append(f"{error.outside_view!r} is in the whole catalogue, not here")
        elif error.suggestions and not error.related:
            ids = " or ".join(map(repr, error.suggestions))
            told.append(f"may be meant for {ids}")
        return NameMatch(
            name,
            "near" if told else "none",
            suggestions=error.suggestions,
            told="; ".join(told) or None,
        )


@attrs.frozen
class CoverageCell(Record):
    """An audience and a type of practice, and the rows for both.

    Args:
        audience: the audience.
        practice_level: the type of practice.
        yours: rows of your list.
        table: rows of the table, yours among them.
    """

    audience: Audience
    practice_level: PracticeLevel
    yours: tuple[Intervention, ...]
    table: tuple[Intervention, ...]

    @property
    def kind(self) -> Literal["in-list", "not-in-list", "not-in-table"]:
        """Whether your list has a row here, only the table has, or neither."""
        if self.yours:
            return "in-list"
        return "not-in-list" if self.table else "not-in-table"

    def to_plain(self) -> dict[str, Any]:
        """The same as plain JSON values, rows by id."""
        return {
            "audience": self.audience.value,
            "practice_level": self.practice_level.value,
            "kind": self.kind,
            "yours": [row.id for row in self.yours],
            "table": [row.id for row in self.table],
            "text": str(self),
        }

    def __str__(self) -> str:
        if self.kind == "in-list":
            return f"{len(self.yours)} in your list; the table has {len(self.table)}"
        if self.kind == "not-in-list":
            return f"none in your list; the table has {len(self.table)}"
        return "no row in this table"


@attrs.frozen(repr=False)
class Coverage(Record):
    """A service's own list, by audience and type of practice.

    Args:
        cells: one for each audience and type of practice, in scale order.
        matching: the names of the list, and what they are in the table.
        cautions: what to bear in mind.

    >>> print(coverage(["FNP", "EPEC"]).cell("universal", "enhanced"))
    none in your list; the table has 5
    """

    cells: tuple[CoverageCell, ...]
    matching: Matching
    cautions: tuple[Caution, ...]

    def cell(self, audience: Audience | str, practice_level: PracticeLevel | str) -> CoverageCell:
        """The rows for an audience by a type of practice.

        Raises:
            UnknownValue: for a member that there is not.
        """
        wanted = (Audience(audience), PracticeLevel(practice_level))
        return next(each for each in self.cells if (each.audience, each.practice_level) == wanted)

    def to_plain(self) -> dict[str, Any]:
        """The same as plain JSON values, with the names and the cautions."""
        return {
            "cells": [each.to_plain() for each in self.cells],
            **self.matching.to_plain(),
            "cautions": [to_plain(each) for each in self.cautions],
        }

    def _repr_html_(self) -> str:
        from ..views.planning import coverage_card

        return coverage_card(self)

    def __repr__(self) -> str:
        kinds = [each.kind for each in self.cells]
        return (
            f"<Coverage by {counted(len(self.matching.rows), 'row')}: "
            f"{counted(kinds.count('in-list'), 'place')} in the list, "
            f"{kinds.count('not-in-list')} only in the table, "
            f"{kinds.count('not-in-table')} not in the table>"
        )


def coverage(
    portfolio: Iterable[str | Intervention] | Matching, *, catalogue: Catalogue | None = None
) -> Coverage:
    """A service's own list, by audience and type of practice.

    Args:
        portfolio: names, ids or aliases; records of the table; or a :class:`Matching`
            with names confirmed. Names that are not exact are kept and not
            counted.
        catalogue: the table; the published one by default.

    Raises:
        WrongType: as by :func:`match`, and for a catalogue beside a Matching,
            which has its own.

    >>> coverage(["FNP", "EPEC"])
    <Coverage by 2 rows: 3 places in the list, 2 only in the table, 3 not in the table>
    """
    if isinstance(portfolio, Matching):
        if catalogue is not None:
            expected = "no catalogue beside a Matching, which has its own"
            raise WrongType("coverage(catalogue=...)", catalogue, expected)
        matching = portfolio
    else:
        matching = match(portfolio, catalogue=catalogue)
    rows = matching.rows
    table = tuple(matching.catalogue)
    return Coverage(
        tuple(
            CoverageCell(audience, level, _at(rows, audience, level), _at(table, audience, level))
            for audience in Audience
            for level in PracticeLevel
        ),
        matching,
        (*PORTFOLIO_CAUTIONS, *cautions_of(table)),
    )


def _at(
    rows: tuple[Intervention, ...], audience: Audience, level: PracticeLevel
) -> tuple[Intervention, ...]:
    return tuple(row for row in rows if audience in row.audiences and level in row.practice_levels)
