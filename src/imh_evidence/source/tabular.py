"""How the table of a page is compared with the data: headings, rows, cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model.names import name_key
from ..model.scales import joined
from .findings import Comparison, beside, in_order, paired, same_print
from .wording import fingerprint


if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..model.records import Intervention, TheoryGroup
    from .held import Held
    from .page import Page, PageGroup, PageRow

__all__ = ["compared_tables"]


def compared_tables(page: Page, held: Held) -> Iterator[Comparison]:
    """Everything that two tables are compared in.

    Args:
        page: the page.
        held: the data.
    """
    rows_of = {
        group.number: {row.id for row in page.rows if row.group == group.number}
        for group in page.groups
    }
    ours_of = {
        group.number: {row.id for row in held.interventions if row.theory_group == group.number}
        for group in held.interventions.groups
    }
    pairs, vanished, new = paired(
        held.interventions.groups,
        page.groups,
        lambda ours, on: (
            same_print(ours.label, on.label) and ours_of[ours.number] & rows_of[on.number]
        ),
        lambda ours, on: same_print(ours.label, on.label),
        lambda ours, on: ours_of[ours.number] & rows_of[on.number],
        lambda ours, on: ours.number == on.number,
    )
    for ours, on in pairs:
        yield from _heading(ours, on, held)
    for ours in vanished:
        number = str(ours.number)
        yield Comparison("vanished-heading", number, "label", None, None, ours.label)
    for on in new:
        number = str(on.number)
        yield Comparison("new-heading", number, "label", on.line, on.label, None)
    yield in_order(
        "heading",
        "headings",
        [str(ours.number) for ours, _ in pairs],
        [str(ours.number) for ours, _ in sorted(pairs, key=lambda pair: pair[1].line)],
        page.groups[0].line,
    )
    yield from _rows(page, held, {on.number: ours for ours, on in pairs})


def _heading(ours: TheoryGroup, on: PageGroup, held: Held) -> Iterator[Comparison]:
    number = str(ours.number)
    agrees = same_print(on.label, ours.label)
    yield beside("heading", number, "label", on.line, on.label, ours.label, agrees=agrees)
    theories = tuple(theory.value for theory in ours.theories)
    yield beside("heading", number, "theories", on.line, on.theories, theories)
    yield beside(
        "recommendation", number, "recommended", on.recommendation_line, on.recommended, ours=True
    )
    if on.recommended and on.recommendation is not None:
        alike = fingerprint(on.recommendation) == held.advice
        yield beside(
            "recommendation",
            number,
            "wording",
            on.recommendation_line,
            "the same" if alike else on.recommendation,
            "the same" if alike else f"{held.advice[0]} words in the data's edition",
        )


def _rows(page: Page, held: Held, groups: dict[int, TheoryGroup]) -> Iterator[Comparison]:
    def group(on: PageRow) -> int | None:
        return groups[on.group].number if on.group in groups else None

    def values(on: PageRow) -> tuple[object, ...]:
        return on.audiences, on.practice_levels, on.evidence_level, on.efficacy_range

    pairs, vanished, new = paired(
        held.interventions,
        page.rows,
        lambda ours, on: ours.id == on.id and ours.theory_group == group(on),
        lambda ours, on: ours.id == on.id,
        lambda ours, on: name_key(on.name.printed) in map(name_key, ours.aliases),
        lambda ours, on: (
            ours.theory_group == group(on)
            and values(on) == (ours.audiences, ours.practice_levels, ours.evidence, ours.efficacy)
        ),
    )
    for ours, on in pairs:
        yield _named(ours, on)
        stands = group(on) == ours.theory_group
        yield Comparison(
            "row" if stands else "moved-row",
            ours.id,
            "theory_group",
            on.name.line,
            page.groups[on.group - 1].label,
            None if ours.theory_group is None else str(ours.theory_group),
            stands,
        )
        yield from _cells(ours, on)
    for ours in vanished:
        yield Comparison("vanished-row", ours.id, "row", None, None, ours.name)
    for on in new:
        name = on.name.printed
        yield Comparison("new-row", on.id, "row", on.name.line, name, None)
    yield from _order(page, groups, pairs)


def _order(
    page: Page, groups: dict[int, TheoryGroup], pairs: list[tuple[Intervention, PageRow]]
) -> Iterator[Comparison]:
    """The order of the rows within each group; a row that moved has none to keep."""
    for number, ours in groups.items():
        stay = [
            (row, on) for row, on in pairs if on.group == number and row.theory_group == ours.number
        ]
        places = {id(on): place for place, on in enumerate(page.rows)}
        yield in_order(
            "row",
            f"group {ours.number}",
            [row.id for row, _ in stay],
            [row.id for row, _ in sorted(stay, key=lambda pair: places[id(pair[1])])],
            page.groups[number - 1].line,
        )


def _named(ours: Intervention, on: PageRow) -> Comparison:
    agrees = same_print(on.name.printed, ours.name)
    return Comparison(
        "row" if agrees else "renamed-row",
        ours.id,
        "name",
        on.name.line,
        on.name.printed,
        ours.name,
        agrees,
    )


def _cells(ours: Intervention, on: PageRow) -> Iterator[Comparison]:
    for field, cell, value, kept, shown in (
        ("audiences", on.who_for, on.audiences, ours.audiences, joined(ours.audiences)),
        (
            "practice_levels",
            on.practice,
            on.practice_levels,
            ours.practice_levels,
            joined(ours.practice_levels),
        ),
        ("evidence", on.evidence, on.evidence_level, ours.evidence, str(ours.evidence)),
        ("efficacy", on.efficacy, on.efficacy_range, ours.efficacy, str(ours.efficacy)),
    ):
        provenance = ours.provenance.get(field)
        printed = None if provenance is None else provenance.printed
        yield beside(
            "cell",
            ours.id,
            field,
            cell.line,
            cell.printed,
            shown if printed is None else printed,
            agrees=value == kept and (printed is None or same_print(cell.printed, printed)),
        )
