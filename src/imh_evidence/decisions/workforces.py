"""What a service's types of psychological practice have to do with the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from ..answers import Caution, cautions_of
from ..model.criteria import Criteria
from ..model.errors import WrongType
from ..model.record import Record
from ..model.records import Intervention
from ..model.scales import PracticeLevel, counted, in_scale_order
from .codec import to_plain
from .rows import catalogue_or_published


if TYPE_CHECKING:
    from ..catalogue.catalogue import Catalogue
    from ..model.scales import PracticeLevelChoice

__all__ = ["WORKFORCE_CAUTIONS", "FurtherLevel", "WorkforceReach", "workforce"]

#: What to bear in mind wherever staff and rows are held together.
WORKFORCE_CAUTIONS = (
    Caution(
        "training-licences-supervision",
        "A type of practice among yours does not make staff ready for a programme: "
        "each programme's own training, licences and supervision apply.",
    ),
    Caution(
        "types-not-nested",
        "One type of practice is not taken to include another. Whether staff trained "
        "further may deliver what is printed for others is for the service to judge.",
    ),
    Caution("types-imperfect", "No set of types of practice fits every intervention perfectly."),
)


@attrs.frozen
class FurtherLevel(Record):
    """What one more type of practice would add.

    Args:
        practice_level: the type that is not among yours.
        some: rows of which it would be the first of your types.
        every: rows of which you would then have every type.
    """

    practice_level: PracticeLevel
    some: tuple[Intervention, ...]
    every: tuple[Intervention, ...]

    def to_plain(self) -> dict[str, Any]:
        """The same as plain JSON values, rows by id."""
        return {
            "practice_level": self.practice_level.value,
            "some": [row.id for row in self.some],
            "every": [row.id for row in self.every],
        }


@attrs.frozen(repr=False)
class WorkforceReach(Record):
    """The rows, by whether the types of practice that they print are among yours.

    Each row is in one of ``every``, ``part`` and ``out``.

    Args:
        practice_levels: your types of practice, in scale order.
        every: rows all of whose printed types are among yours.
        part: rows of which some printed types are among yours, and some not.
        out: rows none of whose printed types is among yours.
        further: what each type that is not among yours would add by itself.
        cautions: what to bear in mind.

    >>> reach = workforce({"skilled"})
    >>> len(reach.every), [row.name for row in reach.part], len(reach.out)
    (3, ['Triple P suite of trainings'], 10)
    """

    practice_levels: tuple[PracticeLevel, ...]
    every: tuple[Intervention, ...]
    part: tuple[Intervention, ...]
    out: tuple[Intervention, ...]
    further: tuple[FurtherLevel, ...]
    cautions: tuple[Caution, ...]

    def lacking(self, row: Intervention) -> tuple[PracticeLevel, ...]:
        """The types of practice that a row prints and that are not among yours.

        Args:
            row: any intervention.

        Raises:
            WrongType: for anything else.

        >>> from imh_evidence import interventions
        >>> workforce("skilled").lacking(interventions["Triple P"])
        (PracticeLevel.ENHANCED,)
        """
        if not isinstance(row, Intervention):
            raise WrongType("lacking(...)", row, "an intervention")
        return in_scale_order({*row.practice_levels}.difference(self.practice_levels))

    def to_plain(self) -> dict[str, Any]:
        """The same as plain JSON values, rows by id, with the cautions."""
        return {
            "practice_levels": [level.value for level in self.practice_levels],
            "every": [row.id for row in self.every],
            "part": [self._with_lacking(row) for row in self.part],
            "out": [self._with_lacking(row) for row in self.out],
            "further": [each.to_plain() for each in self.further],
            "cautions": [to_plain(each) for each in self.cautions],
        }

    def _with_lacking(self, row: Intervention) -> dict[str, Any]:
        return {"id": row.id, "lacking": [level.value for level in self.lacking(row)]}

    def _repr_html_(self) -> str:
        from ..views.planning import workforce_card

        return workforce_card(self)

    def __repr__(self) -> str:
        levels = ", ".join(level.value for level in self.practice_levels)
        return (
            f"<WorkforceReach of {levels}: every type of "
            f"{counted(len(self.every), 'row')}, part "
            f"of {len(self.part)}, none of {len(self.out)}>"
        )


def workforce(
    practice_levels: PracticeLevelChoice, *, catalogue: Catalogue | None = None
) -> WorkforceReach:
    """The rows whose printed types of practice are among a service's own.

    Args:
        practice_levels: the service's types of practice: a member, its slug, or
            several.
        catalogue: the rows; the published table by default.

    Raises:
        UnknownValue: for a type that there is not, with the nearest, and for an
            empty collection.
        WrongType: for None, or anything else that is no type of practice.

    >>> [(each.practice_level.value, len(each.every)) for each in workforce("skilled").further]
    [('informed', 0), ('enhanced', 9), ('specialist', 2)]
    """
    asked = Criteria(practice_level=practice_levels).practice_level
    if asked is None:
        raise WrongType("workforce(...)", practice_levels, "types of practice, such as {'skilled'}")
    rows = tuple(catalogue_or_published(catalogue))
    yours = frozenset(asked)
    every = _every(rows, yours)
    some = _some(rows, yours)
    return WorkforceReach(
        in_scale_order(yours),
        every,
        _besides(some, every),
        _besides(rows, some),
        tuple(
            FurtherLevel(
                level,
                _besides(_some(rows, yours | {level}), some),
                _besides(_every(rows, yours | {level}), every),
            )
            for level in PracticeLevel
            if level not in yours
        ),
        (*WORKFORCE_CAUTIONS, *cautions_of(rows)),
    )


def _every(
    rows: tuple[Intervention, ...], levels: frozenset[PracticeLevel]
) -> tuple[Intervention, ...]:
    return tuple(row for row in rows if levels.issuperset(row.practice_levels))


def _some(
    rows: tuple[Intervention, ...], levels: frozenset[PracticeLevel]
) -> tuple[Intervention, ...]:
    return tuple(row for row in rows if not levels.isdisjoint(row.practice_levels))


def _besides(
    rows: tuple[Intervention, ...], others: tuple[Intervention, ...]
) -> tuple[Intervention, ...]:
    without = frozenset(others)
    return tuple(row for row in rows if row not in without)
