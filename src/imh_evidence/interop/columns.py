"""A catalogue as one flat table: what its columns are called, hold, and accept.

Every frame, package and database that the library writes has these columns, so
that one name means one thing everywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import attrs

from ..catalogue import as_catalogue
from ..scales import (
    Audience,
    EfficacyLevel,
    EvidenceLevel,
    LocalTheory,
    PracticeLevel,
    Theory,
    Value,
)


if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..catalogue import Catalogue
    from ..records import Intervention

__all__ = ["Column", "column_name", "columns_of"]

Kind = Literal["text", "number", "flag", "level", "rank"]


@attrs.frozen
class Column(Value):
    """One column of the flat table.

    Args:
        name: its name.
        kind: ``text``, ``number`` (whole, or none), ``flag`` (true or false),
            ``level`` (the label of a level) or ``rank`` (a level's place on
            its scale, from 0).
        description: what it holds, in one sentence.
        labels: of a level, the labels of its scale from low to high.
        member: of a flag, the member that a row has or has not.
    """

    name: str
    kind: Kind
    description: str
    labels: tuple[str, ...] = ()
    member: Theory | LocalTheory | Audience | PracticeLevel | None = None

    def value(self, record: Intervention) -> Any:
        """What a record has in this column."""
        if self.member is not None:
            return self.member in _sets(record)
        name = self.name.removesuffix("_rank")
        if name == "evidence":
            label = record.evidence.label
        elif name.startswith("efficacy_"):
            label = getattr(record.efficacy, name.removeprefix("efficacy_")).label
        else:
            return getattr(record, name)
        return self.labels.index(label) if self.kind == "rank" else label


def _sets(record: Intervention) -> Iterable[Any]:
    return (*record.theories, *record.audiences, *record.practice_levels)


_LEVELS = {
    "evidence": (EvidenceLevel, "How good the evidence base is."),
    "efficacy_low": (EfficacyLevel, "Low end of the printed efficacy range."),
    "efficacy_high": (EfficacyLevel, "High end of the printed efficacy range."),
}


def columns_of(catalogue: Catalogue, *, ranks: bool = False) -> tuple[Column, ...]:
    """The columns of a catalogue's flat table, in order.

    There is a flag for each theory, audience and type of practice, whether or
    not a row has it; then one for each theory of the catalogue's own.

    Args:
        catalogue: the catalogue, whose own theories have columns too.
        ranks: whether each level is followed by its place on its scale. The
            first thing done to a rank is a mean, and a mean of ranks depends
            on the numbers chosen, so they come on request only.

    >>> from imh_evidence import interventions
    >>> columns = columns_of(interventions)
    >>> len(columns), columns[3].name, columns[-1].labels
    (20, 'theory_attachment', ('Low', 'Medium', 'High'))
    """
    own = {
        theory
        for record in as_catalogue(catalogue)
        for theory in record.theories
        if isinstance(theory, LocalTheory)
    }
    members = (*Theory, *sorted(own, key=lambda each: each.slug))
    columns = [
        Column("id", "text", "Slug of the name; never reused."),
        Column("name", "text", "The intervention's name as printed."),
        Column("theory_group", "number", "Number of its group on the page, if any."),
    ]
    taken: set[str] = set()
    for member in (*members, *Audience, *PracticeLevel):
        says = f"Whether the row has {member.label}."
        name = column_name(member)
        # Two slugs may differ in a hyphen that is an underscore in a name.
        while name in taken:
            name += "_"
        taken.add(name)
        columns.append(Column(name, "flag", says, member=member))
    for name, (scale, says) in _LEVELS.items():
        labels = tuple(level.label for level in scale)
        columns.append(Column(name, "level", says, labels))
        if ranks:
            place = f"Place of {name} on its scale, from 0; no quantity."
            columns.append(Column(f"{name}_rank", "rank", place, labels))
    return tuple(columns)


_PREFIXES = {
    Theory: "theory",
    LocalTheory: "theory",
    Audience: "audience",
    PracticeLevel: "practice_level",
}


def column_name(member: Theory | LocalTheory | Audience | PracticeLevel) -> str:
    """The name of a member's flag.

    >>> from imh_evidence import Theory
    >>> column_name(Theory.SOCIAL_LEARNING)
    'theory_social_learning'
    """
    return f"{_PREFIXES[type(member)]}_{member.value.replace('-', '_')}"
