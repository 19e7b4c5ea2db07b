"""A catalogue as one flat table: what its columns are called, hold, and accept.

Every frame, package and database that the library writes has these columns, so
that one name means one thing everywhere.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal

import attrs

from ..catalogue.catalogue import as_catalogue
from ..model.errors import WrongType
from ..model.record import Record
from ..model.scales import (
    Audience,
    EfficacyLevel,
    EvidenceLevel,
    LocalTheory,
    PracticeLevel,
    Theory,
)


if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..catalogue.catalogue import Catalogue
    from ..model.records import Intervention

__all__ = ["Column", "column_name", "columns_of"]

Kind = Literal["text", "number", "flag", "level"]


@attrs.frozen
class Column(Record):
    """One column of the flat table.

    Args:
        name: its name.
        kind: ``text``, ``number`` (whole, or none), ``flag`` (true or false)
            or ``level`` (the label of a level).
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
        if self.name == "evidence":
            return record.evidence.label
        if self.kind == "level":
            end = self.name.removeprefix("efficacy_")
            return getattr(record.efficacy, end).label
        return getattr(record, self.name)


def _sets(record: Intervention) -> Iterable[Any]:
    return (*record.theories, *record.audiences, *record.practice_levels)


_LEVELS = {
    "evidence": (EvidenceLevel, "How good the evidence base is."),
    "efficacy_low": (EfficacyLevel, "Low end of the printed efficacy range."),
    "efficacy_high": (EfficacyLevel, "High end of the printed efficacy range."),
}


def columns_of(catalogue: Catalogue) -> tuple[Column, ...]:
    """The columns of a catalogue's flat table, in order.

    There is a flag for each theory, audience and type of practice, whether or
    not a row has it; then one for each theory of the catalogue's own.

    Args:
        catalogue: the catalogue, whose own theories have columns too.

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
    columns += (
        Column(column_name(member), "flag", f"Whether the row has {member.label}.", member=member)
        for member in (*members, *Audience, *PracticeLevel)
    )
    columns += (
        Column(name, "level", says, tuple(level.label for level in scale))
        for name, (scale, says) in _LEVELS.items()
    )
    return tuple(columns)


_PREFIXES: dict[type, str] = {
    Theory: "theory",
    LocalTheory: "theory",
    Audience: "audience",
    PracticeLevel: "practice_level",
}


def column_name(member: Theory | LocalTheory | Audience | PracticeLevel) -> str:
    """The name of a member's flag, which no other member's flag has in any catalogue.

    A hyphen of the slug becomes an underscore, and an underscore becomes two; a
    hyphen beside an underscore stays. The name of the column ``theory_group`` is
    followed by an underscore, which no other name is, as no slug ends in a hyphen.

    Args:
        member: a published member, or a theory of one's own.

    Raises:
        WrongType: for what is no member of a set.

    >>> from imh_evidence import LocalTheory, Theory
    >>> column_name(Theory.SOCIAL_LEARNING)
    'theory_social_learning'
    >>> column_name(LocalTheory("social_learning", "Ours"))
    'theory_social__learning'
    >>> column_name(LocalTheory("group", "Group"))
    'theory_group_'
    """
    prefix = _PREFIXES.get(type(member))
    if prefix is None:
        raise WrongType("column_name(...)", member, "a member, such as Theory.ATTACHMENT")
    words = _JOINTS.sub(lambda joint: _JOINED[joint[0]], member.value)
    name = f"{prefix}_{words}"
    return f"{name}_" if name == "theory_group" else name


# A hyphen beside an underscore is none of these: the two could not be told apart.
_JOINTS = re.compile("_|(?<!_)-(?!_)")
_JOINED = {"-": "_", "_": "__"}
