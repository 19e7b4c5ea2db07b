"""View: some of the records that a universe holds, in order, as rows and as a set."""

from __future__ import annotations

from itertools import islice
from operator import index as as_index
from typing import TYPE_CHECKING, Self, overload

from .model.errors import UnknownIntervention, WrongType
from .model.records import Intervention
from .universe import DifferentUniverses


if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import SupportsIndex, TypeVar

    from .universe import Universe

    T = TypeVar("T")

__all__ = ["View"]


class View:
    """Rows to look up, walk and slice, and sets of them to join and to part.

    Args:
        universe: the records that this and other views draw on.
        bits: which of them are in this view; None for all of them.
    """

    __slots__ = ("_bits", "_universe")

    _universe: Universe
    #: Which of the universe's records are in this view; None for all of them.
    _bits: int | None

    def __init__(self, universe: Universe, bits: int | None = None) -> None:
        object.__setattr__(self, "_universe", universe)
        object.__setattr__(self, "_bits", bits)

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __setattr__(self, name: str, value: object) -> None:
        msg = f"a Catalogue does not change; cannot set {name!r}"
        raise AttributeError(msg)

    def __delattr__(self, name: str) -> None:
        msg = f"a Catalogue does not change; cannot delete {name!r}"
        raise AttributeError(msg)

    # -- Rows ----------------------------------------------------------------

    def __iter__(self) -> Iterator[Intervention]:
        if self._bits is None:
            return iter(self._universe.records)
        from .index import rows_of

        return rows_of(self._bits, self._universe.records)

    def __len__(self) -> int:
        if self._bits is None:
            return len(self._universe.records)
        return self._bits.bit_count()

    def __reversed__(self) -> Iterator[Intervention]:
        return reversed(tuple(self))

    def __contains__(self, item: object) -> bool:
        """Whether a record, or the record of an id, name or alias, is in here."""
        if isinstance(item, Intervention):
            position = self._universe.names.position(item.id)
            if position is None or not self._has(position):
                return False
            return self._universe.records[position] == item
        if isinstance(item, str):
            position = self._universe.names.position(item)
            return position is not None and self._has(position)
        return False

    def _has(self, position: int) -> bool:
        return self._bits is None or bool(self._bits >> position & 1)

    @overload
    def __getitem__(self, key: SupportsIndex | str) -> Intervention: ...
    @overload
    def __getitem__(self, key: slice) -> Self: ...
    def __getitem__(self, key: SupportsIndex | str | slice) -> Intervention | Self:
        """The record at a position or with an id, name or alias; a slice is a view.

        Raises:
            IndexError: for a position outside the catalogue.
            UnknownIntervention: for a key that names none of its records.
            WrongType: for a key of another type, or a slice that steps back.
        """
        if isinstance(key, str):
            position = self._universe.names.position(key)
            if position is not None and self._has(position):
                return self._universe.records[position]
            raise self._unknown(key, position)
        if isinstance(key, slice):
            return self._slice(key)
        try:
            if isinstance(key, bool):
                raise TypeError
            at = as_index(key)
        except TypeError:
            expected = "a position, a slice, or an id, name or alias"
            raise WrongType("catalogue[...]", key, expected) from None
        size = len(self)
        if not -size <= at < size:
            msg = f"position {at} is outside a catalogue of {size} interventions"
            raise IndexError(msg)
        if self._bits is None:
            return self._universe.records[at]
        return next(islice(iter(self), at % size, None))

    def _unknown(self, key: str, position: int | None) -> UnknownIntervention:
        if position is not None:
            row = self._universe.records[position]
            return UnknownIntervention(key, outside_view=row.id)
        return self._universe.names.unknown(key)

    def _slice(self, key: slice) -> Self:
        if key.step is not None and (isinstance(key.step, bool) or key.step < 1):
            raise WrongType(
                "catalogue[::step]", key.step, "a positive step: order is the catalogue's"
            )
        from .index import bits_of, rows_of

        every = range(len(self._universe.records))
        mine = every if self._bits is None else tuple(rows_of(self._bits, every))
        chosen = mine[key]
        flags = bytearray(chosen[-1] + 1 if chosen else 0)
        for position in chosen:
            flags[position] = True
        return type(self)(self._universe, bits_of(flags))

    @overload
    def get(self, key: str, default: None = None) -> Intervention | None: ...
    @overload
    def get(self, key: str, default: T) -> Intervention | T: ...
    def get(self, key: str, default: T | None = None) -> Intervention | T | None:
        """The record with an id, name or alias, or the default.

        >>> from imh_evidence import interventions
        >>> interventions.get("no such programme") is None
        True
        """
        if not isinstance(key, str):
            raise WrongType("get(...)", key, "an id, name or alias")
        position = self._universe.names.position(key)
        if position is not None and self._has(position):
            return self._universe.records[position]
        return default

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids, in order."""
        return tuple(record.id for record in self)

    # -- Sets ----------------------------------------------------------------

    @property
    def _mask(self) -> int:
        if self._bits is None:
            return (1 << len(self._universe.records)) - 1
        return self._bits

    def _beside(self, other: View, operation: str) -> tuple[int, int]:
        if self._universe.records != other._universe.records:
            titles = (self._universe.source.title, other._universe.source.title)
            raise DifferentUniverses(operation, titles)
        return self._mask, other._mask

    def __or__(self, other: View) -> Self:
        if not isinstance(other, View):
            return NotImplemented
        mine, theirs = self._beside(other, "|")
        return type(self)(self._universe, mine | theirs)

    def __and__(self, other: View) -> Self:
        if not isinstance(other, View):
            return NotImplemented
        mine, theirs = self._beside(other, "&")
        return type(self)(self._universe, mine & theirs)

    def __sub__(self, other: View) -> Self:
        if not isinstance(other, View):
            return NotImplemented
        mine, theirs = self._beside(other, "-")
        return type(self)(self._universe, mine & ~theirs)

    def __xor__(self, other: View) -> Self:
        if not isinstance(other, View):
            return NotImplemented
        mine, theirs = self._beside(other, "^")
        return type(self)(self._universe, mine ^ theirs)

    def __le__(self, other: View) -> bool:
        if not isinstance(other, View):
            return NotImplemented
        mine, theirs = self._beside(other, "<=")
        return mine & ~theirs == 0

    def __lt__(self, other: View) -> bool:
        if not isinstance(other, View):
            return NotImplemented
        mine, theirs = self._beside(other, "<")
        return mine != theirs and mine & ~theirs == 0

    def __ge__(self, other: View) -> bool:
        if not isinstance(other, View):
            return NotImplemented
        mine, theirs = self._beside(other, ">=")
        return theirs & ~mine == 0

    def __gt__(self, other: View) -> bool:
        if not isinstance(other, View):
            return NotImplemented
        mine, theirs = self._beside(other, ">")
        return mine != theirs and theirs & ~mine == 0

    def isdisjoint(self, other: View) -> bool:
        """Whether no record is in both.

        Raises:
            DifferentUniverses: if the two do not draw on the same records.
        """
        if not isinstance(other, View):
            raise WrongType("isdisjoint(...)", other, "a Catalogue")
        mine, theirs = self._beside(other, "isdisjoint()")
        return mine & theirs == 0

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, View):
            return NotImplemented
        return len(self) == len(other) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(self.ids)
