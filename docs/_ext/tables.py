# ruff: noqa: INP001 -- Sphinx puts these on its path
"""The tables of the pages, worked out from the library and never typed in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from imh_evidence import EfficacyLevel, Relation, certainly, groups, interventions, possibly, topic
from imh_evidence.model.scales import joined


if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from docutils import nodes  # type: ignore[import-untyped]

    from imh_evidence import Catalogue, EffectClaim, Intervention


#: A text, several that are shown as a list, or a node of the page itself.
Cell: TypeAlias = "str | tuple[str, ...] | nodes.Node"


class Table(NamedTuple):
    """What a table shows."""

    caption: str
    header: tuple[str, ...]
    rows: list[tuple[Cell, ...]]


def rows() -> Table:
    """Every row, in the order of the page."""
    header = ("Intervention", "Group", "Audience", "Practice", "Evidence", "Efficacy")
    return Table(
        f"The {len(interventions)} interventions, in the order of the page",
        header,
        [
            (
                row.name,
                str(row.theory_group),
                joined(row.audiences),
                joined(row.practice_levels),
                row.evidence.label,
                str(row.efficacy),
            )
            for row in interventions
        ],
    )


def theory_groups() -> Table:
    """Every heading, with the rows that stand under it."""
    return Table(
        f"The {len(groups)} theory groups",
        ("Group", "Heading as printed", "Rows"),
        [
            (
                str(group.number),
                group.label,
                tuple(r.name for r in interventions if r.theory_group == group.number),
            )
            for group in groups
        ],
    )


def relations() -> Table:
    """The pairs of rows by relation, split by whether audiences are the same."""
    found = interventions.relations()
    return Table(
        f"The {len(found)} pairs of rows, by how their efficacy ranges stand",
        ("Relation", "Pairs", "Same audiences", "Different audiences"),
        [
            (
                count.relation.name,
                str(count.pairs),
                str(count.same_audiences),
                str(count.different_audiences),
            )
            for count in found.counts
        ],
    )


def at_least() -> Table:
    """The rows whose whole range, or part of it, is at least each level."""
    return Table(
        "Rows by what their printed range is at least, in the order of the page",
        ("At least", "The whole printed range", "Part of the printed range"),
        [
            (
                level.label,
                _names(interventions.where(efficacy=certainly(at_least=level))),
                _names(interventions.where(efficacy=possibly(at_least=level))),
            )
            for level in EfficacyLevel
        ],
    )


def _names(found: Catalogue) -> str | tuple[str, ...]:
    if len(found) == len(interventions):
        return f"all {len(found)} rows"
    return (f"{len(found)} rows:", *(row.name for row in found))


def counts(first: Any, second: Any = None) -> Table:
    """Memberships by one facet, or by two."""
    found = interventions.count_by(first, second)
    facets = [_words(facet) for facet in found.facets]
    note = f"{found.total} memberships of {found.rows} rows"
    if not found.counts_rows_twice:
        note = f"each of the {found.rows} rows once"
    caption = f"By {' and '.join(facets)}: {note}"
    if second is None:
        header = (facets[0].capitalize(), "Rows")
        return Table(caption, header, [(str(c.key), str(c.rows)) for c in found])
    across = dict.fromkeys(count.key[1] for count in found)
    down = dict.fromkeys(count.key[0] for count in found)
    return Table(
        caption,
        ("", *map(str, across)),
        [(str(a), *(str(found[a, b]) for b in across)) for a in down],
    )


def _words(facet: str) -> str:
    return {"practice_level": "type of practice"}.get(facet, facet)


def cautions() -> Table:
    """What to bear in mind of the rows taken together."""
    found = interventions.cautions
    return Table("", ("Caution", "In words"), [(c.id, c.text) for c in found])


def verdicts() -> Table:
    """Each claim beside its verdict."""
    return Table(
        f"The {len(topic.claims)} claims, in the order of the page",
        ("Claim, in our words", "Printed", "Read as", "Verdict"),
        [
            (
                claim.statement,
                claim.printed or "no sizes",
                str(claim.claimed or "no levels"),
                claim.verdict(interventions).outcome,
            )
            for claim in topic.claims
        ],
    )


def claim(id: str) -> Table:  # noqa: A002 -- it is the claim's id
    """One claim: what it is about, how it is read, and what the rows say."""
    (chosen,) = (each for each in topic.claims if each.id == id)
    verdict = chosen.verdict(interventions)
    lines: list[tuple[str, Cell]] = [
        ("Claim", chosen.statement),
        ("Parts named", chosen.components),
        ("Outcomes named", chosen.outcomes),
        ("About", _about(chosen)),
        ("Printed", chosen.printed or ""),
        ("Read as", str(chosen.claimed or "")),
        ("Readings", chosen.readings),
        ("References", ", ".join(f"REF {n}" for n in chosen.references)),
        ("Rows for that audience alone", _hull(verdict.only, verdict.only_hull)),
        ("Rows that reach it", _hull(verdict.reaching, verdict.reaching_hull)),
        ("Verdict", verdict.outcome),
        ("Because", verdict.reason),
    ]
    return Table("", (), [line for line in lines if line[1]])


def _about(claim: EffectClaim) -> str:
    if claim.audience is None:
        return ""
    numbers = ", ".join(map(str, claim.theory_groups))
    return f"theory group {numbers}; {claim.audience.label.lower()} audience"


def _hull(ids: Iterable[str], hull: object) -> tuple[str, ...]:
    names = tuple(interventions[id].name for id in ids)  # noqa: A001 -- as above
    return (f"together they span {hull}:", *names) if names else ()


#: What a relation says, seen from the row that is asked about.
SAYS = {
    Relation.ABOVE: "Every level that it prints is above every level of",
    Relation.AT_LEAST: "No level that it prints is below any level of",
    Relation.EQUAL: "It prints the same single level as",
    Relation.AT_MOST: "No level that it prints is above any level of",
    Relation.BELOW: "Every level that it prints is below every level of",
    Relation.UNDECIDED: "The print leaves open how it stands to",
}


def standing(record: Intervention) -> list[tuple[str, list[Intervention], list[Intervention]]]:
    """The other rows by how the record stands to them, and by whether audiences are the same."""
    found = []
    for relation, says in SAYS.items():
        others = [
            other
            for other in interventions
            if other != record and record.efficacy.relation(other.efficacy) is relation
        ]
        same = [other for other in others if other.audiences == record.audiences]
        if others:
            found.append((says, same, [each for each in others if each not in same]))
    return found


TABLES: dict[str, Callable[..., Table]] = {
    "at-least": at_least,
    "cautions": cautions,
    "claim": claim,
    "counts": counts,
    "relations": relations,
    "rows": rows,
    "theory-groups": theory_groups,
    "verdicts": verdicts,
}
