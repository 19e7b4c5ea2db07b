"""The values whose shape in a document is not that of their record's fields."""

from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple

import attrs

from ..model.criteria import Criteria, EfficacyBounds, Reading
from ..model.errors import Fault, Faults
from ..model.records import CellProvenance, Provenance
from ..model.scales import EfficacyLevel, EfficacyRange


__all__ = ["SHAPES", "Shape"]


class Shape(NamedTuple):
    """What stands in a document for the values of some fields.

    Args:
        kind: a record of what the document has.
        read: makes the value of it.
        write: makes it of a value.
    """

    kind: type[Any]
    read: Callable[[Any], Any]
    write: Callable[[Any], Any]


@attrs.frozen(kw_only=True)
class _Cell:
    """Where the value of one field was read, and by what rule.

    Args:
        printed: the text as printed, or null where nothing short is printed.
        line: its line in the source's text, counted from 1.
        rule: how the printed text was read.
        source: ``the page``, or words that say it is not from the page.
    """

    printed: str | None = None
    line: int | None = None
    rule: str
    source: str = "the page"


# The fields of a row, but for the provenance itself.
_Field = Literal[
    "id", "name", "theories", "audiences", "practice_levels", "evidence", "efficacy",
    "theory_group", "recommended", "is_suite", "aliases", "related",
]  # fmt: skip


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
    cells: Mapping[_Field, _Cell] = attrs.field(factory=dict)


def _read_provenance(shape: _Provenance) -> Provenance:
    head: dict[str, Any] = {"edition": shape.edition, "checksum": shape.checksum}
    cells = [
        CellProvenance(field=name, **attrs.asdict(cell), **head)
        for name, cell in shape.cells.items()
    ]
    return Provenance(cells, **head)


def _write_provenance(value: Provenance) -> _Provenance:
    names = attrs.fields_dict(_Cell)
    cells: Any = {
        cell.field: _Cell(**{name: getattr(cell, name) for name in names}) for cell in value.cells
    }
    return _Provenance(value.edition, value.checksum, cells)


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


def _read_condition(shape: _Condition) -> EfficacyBounds | EfficacyRange:
    bounds = shape.certainly or shape.possibly
    if bounds is None:
        return shape.equals  # type: ignore[return-value]
    reading = Reading.CERTAINLY if shape.certainly else Reading.POSSIBLY
    return EfficacyBounds(reading, bounds.at_least, bounds.at_most)


def _write_condition(value: EfficacyBounds | EfficacyRange) -> _Condition:
    if isinstance(value, EfficacyRange):
        return _Condition(equals=value)
    bounds = _Bounds(value.at_least, value.at_most)
    return _Condition(**{value.reading.value: bounds})  # type: ignore[arg-type]


#: The shape of each type of field that has one.
SHAPES: dict[Any, Shape] = {
    Provenance: Shape(_Provenance, _read_provenance, _write_provenance),
    attrs.fields(Criteria).efficacy.type: Shape(_Condition, _read_condition, _write_condition),
}
