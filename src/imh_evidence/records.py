"""The rows of the table and what stands behind each of their cells."""

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from .errors import UnknownField, WrongType
from .scales import (
    Audience,
    EfficacyRange,
    EvidenceLevel,
    LocalTheory,
    PracticeLevel,
    Theory,
    Value,
    in_scale_order,
)


__all__ = [
    "CellProvenance",
    "Intervention",
    "Origin",
    "Provenance",
    "RelatedProgramme",
    "RetiredId",
    "Source",
    "TheoryGroup",
]


def _of(kind: type[Any], told: str) -> Any:
    """A check that a field holds what it says: a list would make a record mutable."""

    def check(_: object, field: Any, value: object) -> None:
        if not isinstance(value, kind):
            raise WrongType(f"{field.name} of a record", value, told)

    return check


_TUPLE = _of(tuple, "a tuple")
_FROZENSET = _of(frozenset, "a frozenset")


@attrs.frozen
class Source(Value):
    """Where a catalogue's rows come from.

    Args:
        title: title of the page or document.
        container: the larger work it is part of.
        publisher: who published it.
        address: where it was read.
        updated: the year and month it gives itself, as ``YYYY-MM``.
        sha256: checksum of the text that was read, in hexadecimal.
    """

    title: str
    container: str | None = None
    publisher: str | None = None
    address: str | None = None
    updated: str | None = None
    sha256: str | None = None


@attrs.frozen
class Origin(Value):
    """Rows of a catalogue that come from elsewhere than the catalogue itself.

    Args:
        source: where they come from.
        ids: their ids.
    """

    source: Source
    ids: tuple[str, ...] = attrs.field(validator=_TUPLE)


@attrs.frozen
class CellProvenance(Value):
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
class Provenance(Value, Mapping[str, CellProvenance]):
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

    cells: tuple[CellProvenance, ...] = attrs.field(default=(), validator=_TUPLE)
    edition: str | None = None
    checksum: str | None = None

    def __getitem__(self, field: str) -> CellProvenance:
        for cell in self.cells:
            if cell.field == field:
                return cell
        raise UnknownField("provenance[...]", field, self)

    def __iter__(self) -> Iterator[str]:
        return (cell.field for cell in self.cells)

    def __len__(self) -> int:
        return len(self.cells)

    def __repr__(self) -> str:
        return f"<Provenance of {', '.join(self) or 'no field'}>"


# What a record that was made by hand shares with every other such record.
_UNTRACED = Provenance()


@attrs.frozen
class RelatedProgramme(Value):
    """A programme that is easily taken for a row's, and is another.

    Args:
        name: its name.
        note: how it is related.
        abbreviation: its abbreviation, or None.
    """

    name: str
    note: str
    abbreviation: str | None = None


@attrs.frozen
class RetiredId(Value):
    """An id that was used once and what to ask for now.

    Args:
        id: the id no longer in use.
        replaced_by: the ids that took its place, possibly none.
        note: why it was retired.
    """

    id: str
    replaced_by: tuple[str, ...] = attrs.field(validator=_TUPLE)
    note: str

    def __str__(self) -> str:
        said = f"{self.id!r} is retired ({self.note})"
        instead = " and ".join(repr(id_) for id_ in self.replaced_by)
        return (
            f"{said}; ask for {instead}" if instead else f"{said}, and has no successor"
        )


@attrs.frozen
class TheoryGroup(Value):
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

    number: int
    label: str
    theories: tuple[Theory | LocalTheory, ...] = attrs.field(validator=_TUPLE)
    line: int | None = None
    recommendation_line: int | None = None


def _besides_id(**options: Any) -> Any:
    # Equal records have equal ids, so the id alone is hash enough, and a
    # record in a set costs no walk through its provenance.
    return attrs.field(hash=False, **options)


@attrs.frozen(repr=False)
class Intervention(Value):
    """One row of the table.

    Args:
        id: slug of the printed name.
        name: the name as printed.
        theories: the theories it stands under, in printed order.
        audiences: who it is for; both, where the page prints both.
        practice_levels: the types of psychological practice that deliver it.
        evidence: how good the evidence base is.
        efficacy: how large the reported effects are, as a range of levels.
        theory_group: number of its group on the page, or None off the page.
        recommended: True where the page recommends it. In a file of your own
            it is that file's own statement.
        is_suite: whether the row is a suite of programmes.
        aliases: other names of the same programme.
        related: programmes easily taken for it.
        provenance: what stands behind each field.

    Raises:
        WrongType: for a list or set where a tuple or frozenset is meant, as a
            record does not change, and for no level or range. What is in the
            collections is checked where records become a catalogue.

    >>> from imh_evidence import interventions
    >>> interventions["FNP"]
    <Intervention 'family-nurse-partnership': targeted; enhanced; evidence High; efficacy Low>
    """

    id: str
    name: str = _besides_id()
    theories: tuple[Theory | LocalTheory, ...] = _besides_id(validator=_TUPLE)
    audiences: frozenset[Audience] = _besides_id(validator=_FROZENSET)
    practice_levels: frozenset[PracticeLevel] = _besides_id(validator=_FROZENSET)
    evidence: EvidenceLevel = _besides_id(
        validator=_of(EvidenceLevel, "an EvidenceLevel")
    )
    efficacy: EfficacyRange = _besides_id(
        validator=_of(EfficacyRange, "an EfficacyRange")
    )
    theory_group: int | None = _besides_id(default=None)
    recommended: bool | None = _besides_id(default=None)
    is_suite: bool = _besides_id(default=False)
    aliases: tuple[str, ...] = _besides_id(default=(), validator=_TUPLE)
    related: tuple[RelatedProgramme, ...] = _besides_id(default=(), validator=_TUPLE)
    provenance: Provenance = _besides_id(default=_UNTRACED)

    def __repr__(self) -> str:
        audiences = " and ".join(a.value for a in in_scale_order(self.audiences))
        levels = " and ".join(p.value for p in in_scale_order(self.practice_levels))
        return (
            f"<Intervention {self.id!r}: {audiences}; {levels}; "
            f"evidence {self.evidence}; efficacy {self.efficacy}>"
        )

    def _repr_html_(self) -> str:
        from .views.cards import intervention_html

        return intervention_html(self)
