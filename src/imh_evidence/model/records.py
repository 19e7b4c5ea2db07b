"""The rows of the table and what stands behind each of their cells."""

from collections.abc import Iterator, Mapping
from types import NoneType
from typing import Any

import attrs
from attrs.validators import optional

from . import scales
from .errors import UnknownField
from .notice import Source
from .record import Record, each, name_text, of_type, slug_text, text, tuple_of
from .report import Part, Report
from .scales import AnyTheory, Audience, EfficacyRange, EvidenceLevel, LevelSlug, PracticeLevel
from .table import Column, Table


#: The heading of the types of practice that deliver a row.
PRACTICE = "Type of psychological practice"


@attrs.frozen
class Origin(Record):
    """Rows of a catalogue that come from elsewhere than the catalogue itself.

    Args:
        source: where they come from.
        ids: their ids.
    """

    source: Source
    ids: tuple[str, ...] = attrs.field(converter=tuple_of, validator=each(slug_text))


@attrs.frozen
class CellProvenance(Record):
    """Where the value of one field was read, and by what rule.

    Args:
        field: the field of the record.
        rule: how the printed text was read.
        printed: the text as printed, or None where nothing short is printed.
        line: its line in the source's text, counted from 1, or None.
        source: ``the page``, or words that say it is not from the page.
        edition: the edition the cell was read in.
        checksum: sha256 of the text the cell was read in.
    """

    field: str
    rule: str
    printed: str | None = None
    line: int | None = None
    source: str = "the page"
    edition: str | None = None
    checksum: str | None = None


@attrs.frozen(repr=False)
class Provenance(Record, Mapping[str, CellProvenance]):
    """What stands behind each field of a record, looked up by the field's name.

    Args:
        cells: one entry per field that was read or added.
        edition: the edition of the source.
        checksum: sha256 of the source's text.

    >>> from imh_evidence import interventions
    >>> cell = interventions["EPEC"].provenance["efficacy"]
    >>> cell.printed, cell.line, cell.rule
    ('Low -Medium', 151, 'range with irregular spacing, on its own line')
    """

    cells: tuple[CellProvenance, ...] = attrs.field(default=(), converter=tuple_of)
    edition: str | None = None
    checksum: str | None = None

    def __getitem__(self, field: str) -> CellProvenance:
        for cell in self.cells:
            if cell.field == field:
                return cell
        raise UnknownField("provenance[...]", field, tuple(self))

    def __iter__(self) -> Iterator[str]:
        return (cell.field for cell in self.cells)

    def __len__(self) -> int:
        return len(self.cells)

    def __repr__(self) -> str:
        return f"<Provenance of {', '.join(self) or 'no field'}>"


# What a record that was made by hand shares with every other such record.
_UNTRACED = Provenance()


@attrs.frozen
class RelatedProgramme(Record):
    """A programme that is easily taken for a row's, and is another.

    Args:
        name: its name.
        note: how it is related.
        abbreviation: its abbreviation, or None.
    """

    name: str = attrs.field(validator=name_text)
    note: str = attrs.field(validator=text)
    abbreviation: str | None = attrs.field(default=None, validator=optional(name_text))

    def __str__(self) -> str:
        return f"{self.name} ({self.abbreviation})" if self.abbreviation else self.name


@attrs.frozen
class RetiredId(Record):
    """An id that was used once and what to ask for now.

    Args:
        id: the id no longer in use.
        replaced_by: the ids that took its place, possibly none.
        note: why it was retired.
    """

    id: str = attrs.field(validator=slug_text)
    replaced_by: tuple[str, ...] = attrs.field(converter=tuple_of, validator=each(slug_text))
    note: str = attrs.field(validator=text)

    def __str__(self) -> str:
        instead = " and ".join(map(repr, self.replaced_by))
        rest = f"; ask for {instead}" if instead else ", and has no successor"
        return f"{self.id!r} is retired ({self.note}){rest}"


# -- Rows ---------------------------------------------------------------------


def _evidence(value: EvidenceLevel | LevelSlug) -> EvidenceLevel:
    return value if isinstance(value, EvidenceLevel) else EvidenceLevel(value)


def _efficacy(value: EfficacyRange | str) -> EfficacyRange:
    return value if isinstance(value, EfficacyRange) else EfficacyRange.parse(value)


@attrs.frozen
class TheoryGroup(Record):
    """One heading of the table: a theory or a combination of theories.

    Args:
        number: its place on the page, from 1.
        label: the heading as printed.
        theories: the theories it names, in printed order.
        line: line of the heading in the source's text.
        recommendation_line: line of the recommendation over the group.

    >>> from imh_evidence import groups
    >>> groups[1].label
    'Social Learning Theory / Attachment Theory'
    """

    number: int = attrs.field(validator=of_type("a whole number", int))
    label: str = attrs.field(validator=text)
    theories: tuple[AnyTheory, ...] = attrs.field(converter=scales.theories)
    line: int | None = None
    recommendation_line: int | None = None


@attrs.frozen(repr=False)
class Intervention(Record):
    """One row of the table.

    Members are taken as such, as slugs or as printed labels; several in any order.

    Args:
        id: slug of the printed name.
        name: the name as printed.
        theories: the theories it stands under, in printed order.
        audiences: who it is for; both, where the page prints both.
        practice_levels: the types of psychological practice that deliver it.
        evidence: how good the evidence base is.
        efficacy: how large the reported effects are, as a range of levels.
        theory_group: number of its group on the page, or None off the page.
        recommended: True where the page recommends it; None elsewhere, as a
            recommendation is ours to repeat and not to give.
        is_suite: whether the row is a suite of programmes.
        aliases: other names of the same programme.
        related: programmes easily taken for it.
        provenance: what stands behind each field.

    Raises:
        UnknownValue: for a value that is not in its vocabulary, with the nearest.
        WrongType: for a value of a type that a field does not take.
        Faults: for a name that nobody can see, or with control characters.

    >>> from imh_evidence import interventions
    >>> interventions["FNP"]
    <Intervention 'family-nurse-partnership': targeted; enhanced; evidence High; efficacy Low>
    """

    id: str = attrs.field(validator=slug_text)
    name: str = attrs.field(validator=name_text)
    theories: tuple[AnyTheory, ...] = attrs.field(converter=scales.theories)
    audiences: tuple[Audience, ...] = attrs.field(converter=scales.audiences)
    practice_levels: tuple[PracticeLevel, ...] = attrs.field(converter=scales.practice_levels)
    evidence: EvidenceLevel = attrs.field(converter=_evidence)
    efficacy: EfficacyRange = attrs.field(converter=_efficacy)
    theory_group: int | None = attrs.field(
        default=None, validator=of_type("a whole number or None", int, NoneType)
    )
    recommended: bool | None = attrs.field(
        default=None, validator=of_type("True, False or None", bool, NoneType)
    )
    is_suite: bool = attrs.field(default=False, validator=of_type("True or False", bool))
    aliases: tuple[str, ...] = attrs.field(
        default=(), converter=tuple_of, validator=each(name_text)
    )
    related: tuple[RelatedProgramme, ...] = attrs.field(
        default=(),
        converter=tuple_of,
        validator=each(of_type("a RelatedProgramme", RelatedProgramme)),
    )
    provenance: Provenance = attrs.field(
        default=_UNTRACED, validator=of_type("a Provenance", Provenance)
    )

    def __hash__(self) -> int:  # Equal rows have equal ids, so the id alone is enough.
        return hash(self.id)

    @property
    def who_for(self) -> str:
        """Who it is for, as printed.

        >>> from imh_evidence import interventions
        >>> interventions["PAFT"].who_for
        'Universal and Targeted'
        """
        return scales.joined(self.audiences)

    @property
    def practice(self) -> str:
        """The types of psychological practice that deliver it, as printed.

        >>> from imh_evidence import interventions
        >>> interventions["Triple P"].practice
        'Skilled and Enhanced'
        """
        return scales.joined(self.practice_levels)

    def to_dict(self, *, labels: bool = False) -> dict[str, Any]:
        """The row as plain values: every field, or with labels the printed columns.

        >>> from imh_evidence import interventions
        >>> interventions["FNP"].to_dict(labels=True)["Who for"]
        'Targeted'
        """
        if not labels:
            return super().to_dict()
        return {
            "Intervention": self.name,
            "Who for": self.who_for,
            PRACTICE: self.practice,
            "Evidence": self.evidence.label,
            "Efficacy": str(self.efficacy),
        }

    def report(self) -> Report:
        """The card of the row: everything it prints, and the edition it was read in.

        >>> from imh_evidence import interventions
        >>> print(interventions["FNP"].report().foot[0])
        Edition 2023-04. Sources: the page; not from the page: names in common use.
        """
        shown = {"Theory": " / ".join(map(str, self.theories))} | self.to_dict(labels=True)
        del shown["Intervention"]
        names = {"Also known as": "; ".join(self.aliases), "Id": self.id}
        shown |= names | {"Suite": "Yes" if self.is_suite else ""}
        boxes: Any = {"kind": "range", "vocabulary": map(str, scales.EfficacyLevel)}
        columns = [Column(each, **boxes if each == "Efficacy" else {}) for each in shown]
        table = Table("intervention", columns, [shown.values()])
        unlike = [f"Not the same as {each}: {each.note}." for each in self.related]
        read = f"Edition {self.provenance.edition}. " if self.provenance.edition else ""
        sources = "; ".join(dict.fromkeys(cell.source for cell in self.provenance.values()))
        read += f"Sources: {sources}." if sources else ""
        parts = [Part(table=table, layout="upright"), Part(items=unlike)]
        return Report(self.name, parts, (), [read] if read else [])

    def _repr_html_(self) -> str:
        return self.report().to_html()

    def __repr__(self) -> str:
        return (
            f"<Intervention {self.id!r}: {self.who_for.lower()}; {self.practice.lower()}; "
            f"evidence {self.evidence}; efficacy {self.efficacy}>"
        )
