"""The values whose shape in a document is not that of their record's fields."""

from collections.abc import Mapping
from typing import Any, Literal, Self

import attrs

from ..model.criteria import Criteria, EfficacyBounds, Reading
from ..model.errors import Fault, Faults
from ..model.records import CellProvenance, Intervention, Provenance
from ..model.scales import EfficacyLevel, EfficacyRange


@attrs.frozen
class _Cell:
    """Where the value of one field was read, and by what rule.

    Args:
        printed: the text as printed, or null where nothing short is printed.
        line: its line in the source's text, counted from 1.
        rule: how the printed text was read.
        source: ``the page``, or words that say it is not from the page.
    """

    printed: str | None = attrs.field(default=None, kw_only=True)
    line: int | None = attrs.field(default=None, kw_only=True)
    rule: str
    source: str = "the page"


# The fields of a row, but for the provenance itself.
_Field: Any = Literal[tuple(attrs.fields_dict(Intervention))[:-1]]


@attrs.frozen
class _Provenance:
    """The edition and the checksum stand once for all cells of a row.

    Args:
        edition: the edition of the source.
        checksum: sha256 of the source's text.
        cells: what stands behind each field, by the field's name.
    """

    edition: str | None = None
    checksum: str | None = None
    cells: Mapping[_Field, _Cell] = attrs.field(factory=dict)  # pyright: ignore[reportInvalidTypeForm]

    def value(self) -> Provenance:
        head: Any = {"edition": self.edition, "checksum": self.checksum}
        cells = [CellProvenance(name, **attrs.asdict(c), **head) for name, c in self.cells.items()]
        return Provenance(cells, **head)

    @classmethod
    def of(cls, value: Provenance) -> Self:
        cells = {
            c.field: _Cell(c.rule, c.source, printed=c.printed, line=c.line) for c in value.cells
        }
        return cls(value.edition, value.checksum, cells)


@attrs.frozen
class _Bounds:
    """A lower bound, an upper bound, or both.

    Args:
        at_least: the lower bound.
        at_most: the upper bound.
    """

    at_least: EfficacyLevel | None = None
    at_most: EfficacyLevel | None = None

    def __attrs_post_init__(self) -> None:
        EfficacyBounds(Reading.CERTAINLY, self.at_least, self.at_most)


@attrs.frozen
class _Condition:
    """One condition on the printed efficacy range: exactly one of the three.

    Args:
        certainly: the whole range lies within these bounds.
        possibly: part of the range lies within these bounds.
        equals: the range is printed as this one.
    """

    certainly: _Bounds | None = None
    possibly: _Bounds | None = None
    equals: EfficacyRange | None = None

    def __attrs_post_init__(self) -> None:
        if [self.certainly, self.possibly, self.equals].count(None) != 2:  # noqa: PLR2004
            expected = "exactly one of certainly, possibly, equals"
            raise Faults("", (Fault("", "none, or several", expected),))

    def value(self) -> EfficacyBounds | EfficacyRange | None:
        for reading in Reading:
            if bounds := getattr(self, reading.value):
                return EfficacyBounds(reading, bounds.at_least, bounds.at_most)
        return self.equals

    @classmethod
    def of(cls, value: EfficacyBounds | EfficacyRange) -> Self:
        if isinstance(value, EfficacyRange):
            return cls(equals=value)
        bounds: Any = {value.reading.value: _Bounds(value.at_least, value.at_most)}
        return cls(**bounds)


#: The shape of each type of field that has one; it is made ``of`` a value and gives its ``value``.
SHAPES: dict[Any, Any] = {Provenance: _Provenance, attrs.fields(Criteria).efficacy.type: _Condition}
