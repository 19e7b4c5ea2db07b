"""The Early Intervention Framework beside the table: where it describes a row.

It holds links, a classification and ages, as they stood on stored copies of
unknown date. It holds no ratings.
"""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Any, Literal

import attrs

from ..documents import packaged
from ..model.errors import WrongType
from ..model.record import Record
from ..model.records import Intervention
from ..model.scales import Audience, counted, in_scale_order, joined
from .codec import read, to_plain


if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "AudienceDisagreement",
    "EarlyInterventionFramework",
    "FrameworkEntry",
    "HexagonTool",
    "early_intervention_framework",
]

_FILE = "early_intervention_framework.json"


def _in_order(audiences: Iterable[Audience]) -> tuple[Audience, ...]:
    return in_scale_order(audiences)


@attrs.frozen
class HexagonTool(Record):
    """The tool whose six indicators the Framework uses: what it is and where.

    Args:
        name: its name.
        authors: who wrote it.
        publisher: who publishes it.
        years: the years of its versions.
        address: its publisher's address.
        rights: what its licence leaves to us.
    """

    name: str
    authors: str
    publisher: str
    years: str
    address: str
    rights: str


@attrs.frozen
class FrameworkEntry(Record):
    """A programme of the Framework that belongs to a row of the table.

    Args:
        intervention: id of the row.
        programme: the programme's name.
        address: where the Framework describes it.
        seen: how the entry was seen.
        in_scotland: whether it is known to be in use in Scotland; never no.
        classification: universal, targeted or both, as the Framework has it;
            empty where the copy did not say.
        ages: the ages it gives, or None where the copy did not say.
        scope_note: which part of the page's ages it reaches, where that is not
            all of them, or None. Ours, read from the ages.

    >>> (entry,) = early_intervention_framework().entries_of("easypeasy")
    >>> print(entry.scope_note)
    Serves children of 2-5 years, so of the page's scope, pregnancy to 36 months, it reaches the third year only.
    """

    intervention: str
    programme: str
    address: str
    seen: str
    in_scotland: Literal["known", "not stated"]
    classification: tuple[Audience, ...] = attrs.field(default=(), converter=_in_order)
    ages: str | None = None
    scope_note: str | None = None


@attrs.frozen
class AudienceDisagreement(Record):
    """A row to which the table and the Framework do not give the same audiences.

    Args:
        intervention: id of the row.
        name: its name.
        table: the audiences that the table prints.
        framework: the Framework's classification, of all its programmes that
            belong to the row.
    """

    intervention: str
    name: str
    table: tuple[Audience, ...] = attrs.field(converter=_in_order)
    framework: tuple[Audience, ...] = attrs.field(converter=_in_order)

    def to_plain(self) -> dict[str, Any]:
        """The disagreement as plain JSON values, and in a sentence."""
        return {**to_plain(self), "text": str(self)}

    def __str__(self) -> str:
        return (
            f"{self.name}: the table prints {joined(self.table)}, the Framework "
            f"classifies it as {joined(self.framework)}. Neither corrects the other."
        )


@attrs.frozen(repr=False)
class EarlyInterventionFramework(Record):
    """The Framework's programmes beside the rows that they belong to.

    A row may have several programmes, or none in the copies that were seen,
    which says nothing against it.

    Args:
        name: what the Framework is called.
        address: where it is.
        tool: the Hexagon Tool, whose indicators it uses.
        notes: what to bear in mind of all entries.
        entries: its programmes.

    >>> framework = early_intervention_framework()
    >>> [each.programme for each in framework.entries_of("triple-p-suite-of-trainings")]
    ['Selected Triple P', 'Primary Care Triple P', 'Triple P Online']
    """

    name: str
    address: str
    tool: HexagonTool
    notes: tuple[str, ...]
    entries: tuple[FrameworkEntry, ...]

    def entries_of(self, row: str | Intervention) -> tuple[FrameworkEntry, ...]:
        """The programmes that belong to a row; none is no finding against it.

        Args:
            row: the row, or its id.

        Raises:
            WrongType: for something that is neither.
        """
        if not isinstance(row, str | Intervention):
            raise WrongType("entries_of(...)", row, "an intervention or its id")
        id_ = row if isinstance(row, str) else row.id
        return tuple(entry for entry in self.entries if entry.intervention == id_)

    def without_entry(self, rows: Iterable[Intervention]) -> tuple[Intervention, ...]:
        """The rows of which the copies that were seen had no programme.

        Args:
            rows: any interventions, usually ``interventions``.

        >>> from imh_evidence import interventions
        >>> [row.aliases[0] for row in early_intervention_framework().without_entry(interventions)]
        ['ABC', 'FNP', 'PFR']
        """
        return tuple(row for row in rows if not self.entries_of(row))

    def disagreements(self, rows: Iterable[Intervention]) -> tuple[AudienceDisagreement, ...]:
        """The rows that the Framework gives other audiences than the table does.

        Args:
            rows: any interventions, usually ``interventions``.

        >>> from imh_evidence import interventions
        >>> for each in early_intervention_framework().disagreements(interventions):
        ...     print(each)
        Child First: the table prints Targeted, the Framework classifies it as Universal and Targeted. Neither corrects the other.
        """
        found = []
        for row in rows:
            theirs = set[Audience]().union(
                *(entry.classification for entry in self.entries_of(row))
            )
            if theirs and theirs != {*row.audiences}:
                found.append(
                    AudienceDisagreement(row.id, row.name, row.audiences, in_scale_order(theirs))
                )
        return tuple(found)

    def __repr__(self) -> str:
        rows = len({entry.intervention for entry in self.entries})
        told = f"{counted(len(self.entries), 'programme')} beside {counted(rows, 'row')}"
        return f"<{self.name}: {told}>"


_lock = Lock()
_loaded: list[EarlyInterventionFramework] = []


def early_intervention_framework() -> EarlyInterventionFramework:
    """The Framework beside the published table; read on first use, once.

    >>> early_intervention_framework()
    <Early Intervention Framework: 13 programmes beside 11 rows>
    """
    with _lock:
        if not _loaded:
            _loaded.append(read(EarlyInterventionFramework, packaged.data(_FILE), _FILE))
    return _loaded[0]
