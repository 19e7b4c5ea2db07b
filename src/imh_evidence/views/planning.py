"""A service's staff and its own list beside the table, for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model.scales import Audience, PracticeLevel, joined
from .reports import Part, Report, Table, report_card, report_text


if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..decisions import Coverage, Matching, NameMatch, WorkforceReach
    from ..model.records import Intervention

__all__ = ["coverage_card", "coverage_text", "workforce_card", "workforce_text"]


def workforce_text(reach: WorkforceReach, footer: Iterable[str] = ()) -> str:
    """What a service's types of practice have to do with the rows, as text.

    Args:
        reach: the answer.
        footer: sentences on where the rows come from.
    """
    return report_text(_workforce(reach, footer))


def workforce_card(reach: WorkforceReach) -> str:
    """The same content as a card for a notebook."""
    return report_card(_workforce(reach, ()))


def coverage_text(covered: Coverage, footer: Iterable[str] = ()) -> str:
    """A service's list by audience and type of practice, as text.

    Args:
        covered: the answer.
        footer: sentences on where the rows come from.
    """
    return report_text(_coverage(covered, footer))


def coverage_card(covered: Coverage) -> str:
    """The same content as a card for a notebook, with the source of the table."""
    source = covered.matching.catalogue.source
    parts = filter(None, (source.title, source.publisher, source.updated))
    return report_card(_coverage(covered, [f"Source: {', '.join(parts)}."]))


def _workforce(reach: WorkforceReach, footer: Iterable[str]) -> Report:
    def lacking(rows: Iterable[Intervention]) -> list[str]:
        return [f"{row.name}: {joined(reach.lacking(row))}" for row in rows]

    return Report(
        f"Rows for {joined(reach.practice_levels)} staff",
        (
            Part(
                "Every printed type of practice is among yours", [row.name for row in reach.every]
            ),
            Part("Some are; these are not", lacking(reach.part)),
            Part("None is; these would be needed", lacking(reach.out)),
            Part(
                "What one further type would add",
                table=Table(
                    ("Further type", "Then some types yours", "Then every type yours"),
                    [
                        (each.practice_level.label, _names(each.some), _names(each.every))
                        for each in reach.further
                    ],
                ),
            ),
        ),
        reach.cautions,
        footer,
    )


def _names(rows: Iterable[Intervention]) -> str:
    return "; ".join(row.name for row in rows) or "none"


def _coverage(covered: Coverage, footer: Iterable[str]) -> Report:
    matching = covered.matching
    cells = [
        [str(covered.cell(audience, level)) for audience in Audience] for level in PracticeLevel
    ]
    return Report(
        "Your list beside the table",
        (
            Part(
                "By audience and type of practice",
                table=Table(
                    ("Type of practice", *(each.label for each in Audience)),
                    [(level.label, *row) for level, row in zip(PracticeLevel, cells, strict=True)],
                ),
            ),
            Part("In your list", (_row(row) for row in matching.rows)),
            Part("Confirmed by a person to be in this table", _confirmed(matching)),
            Part("To be confirmed by a person; not counted", _near(matching)),
            Part(
                "Not in this table, which is no negative finding",
                (each.name for each in matching.of_kind("none")),
            ),
            Part("Named more than once; counted once", matching.repeated),
        ),
        covered.cautions,
        footer,
    )


def _row(row: Intervention) -> str:
    return f"{row.name}: {joined(row.audiences)}; {joined(row.practice_levels)}"


def _confirmed(matching: Matching) -> list[str]:
    return [
        f"{each.name}: {matching.catalogue[str(each.intervention)].name}"
        for each in matching.of_kind("confirmed")
    ]


def _near(matching: Matching) -> list[str]:
    def told(each: NameMatch) -> str:
        return f"{each.name}: {each.told}"

    return [told(each) for each in matching.of_kind("near")]
