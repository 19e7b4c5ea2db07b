"""The printed columns: what people know of the table, by the headings that they know."""

from collections.abc import Iterable

from ..model.record import Vocabulary
from ..model.records import PRACTICE, Intervention
from ..model.scales import Audience, EfficacyLevel, EvidenceLevel, PracticeLevel
from ..model.table import Cell, Column, Kind


#: Headings of the printed columns that are always there.
ALWAYS_PRINTED = ("Intervention", "Who for", PRACTICE, "Evidence", "Efficacy")


def _column(heading: str, kind: Kind, description: str, scale: Iterable[Vocabulary] = ()) -> Column:
    name, labels = heading.lower().replace(" ", "_"), [member.label for member in scale]
    ordered, required = bool(labels) and scale is not Audience, heading in ALWAYS_PRINTED
    return Column(name, heading, kind, description, labels, ordered, required)


_COLUMNS = (
    _column("Intervention", "text", "The name as printed."),
    _column("Who for", "levels", "Who it is for.", Audience),
    _column(PRACTICE, "levels", "Who can deliver it.", PracticeLevel),
    _column("Evidence", "level", "How good the evidence base is.", EvidenceLevel),
    _column("Efficacy", "range", "How large the reported effects are.", EfficacyLevel),
    _column("Id", "text", "Its id, made from the name."),
    _column("Theory", "text", "The theories it stands under."),
    _column("Also known as", "text", "Other names of the same programme."),
    _column("Suite", "flag", "Whether it is a suite of programmes."),
    _column("Source", "text", "Where the row comes from."),
)

#: Every printed column by heading: those always there, then those to be asked for.
PRINTED = {column.heading: column for column in _COLUMNS}


def printed_cells(row: Intervention) -> dict[str, Cell]:
    """The cells of a row by the heading of their column; a row does not know its source.

    >>> from imh_evidence import interventions
    >>> printed_cells(interventions["FNP"])["Also known as"]
    'FNP'
    """
    return row.to_dict(labels=True) | {
        "Id": row.id,
        "Theory": " / ".join(theory.label for theory in row.theories),
        "Also known as": "; ".join(row.aliases),
        "Suite": row.is_suite,
    }
