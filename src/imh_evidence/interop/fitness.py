"""Whether a frame is one that can be asked, and has the columns for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from ..model.errors import (
    SHOWN_CHARACTERS,
    Fault,
    ImhEvidenceError,
    MissingExtra,
    nearest,
    printable,
)


if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Frame", "UnfitFrame"]


@attrs.define(slots=False, repr=False)
class UnfitFrame(ImhEvidenceError, ValueError):
    """A frame that cannot be asked, with everything that is wrong with it."""

    #: What was asked of it.
    what: str
    #: Every fault, each with the column it concerns.
    faults: tuple[Fault, ...]

    def __str__(self) -> str:
        return f"{self.what}: " + "; ".join(map(str, self.faults))


class Frame:
    """A data frame or table of any engine, its columns and what is wrong with them.

    Args:
        native: the caller's frame.
        what: what is asked of it, for errors.

    Raises:
        UnfitFrame: if it is no frame.
        MissingExtra: if narwhals is not installed.
    """

    def __init__(self, native: Any, what: str) -> None:
        try:
            import narwhals.stable.v2 as nw
        except ImportError:
            raise MissingExtra(what, "narwhals", "frames") from None

        self.native = native
        self.what = what
        self.nw = nw
        self.faults: list[Fault] = []
        try:
            self.narwhals: Any = nw.from_native(native)
        except TypeError:
            raise self.unfit(
                f"a {type(native).__module__}.{type(native).__qualname__}",
                "a pandas or polars frame, a pyarrow table, a DuckDB relation or a Spark frame",
            ) from None
        except nw.exceptions.DuplicateError:
            found = "two columns of one name"
            raise self.unfit(found, "columns with names of their own") from None
        # The schema of a lazy frame is known before anything is computed.
        self.schema: dict[str, Any] = dict(self.narwhals.collect_schema())

    @property
    def engine(self) -> str:
        """The name of the engine that the frame belongs to."""
        implementation = self.narwhals.implementation
        return str(implementation.name).lower()

    def unfit(self, found: str, expected: str) -> UnfitFrame:
        """The error of a frame that is wrong as a whole."""
        return UnfitFrame(self.what, (Fault("frame", found, expected),))

    def need_flags(self, names: Iterable[str]) -> None:
        """Notes columns that are not there, or do not hold true or false."""
        boolean = self.nw.Boolean
        self._need(names, lambda dtype: dtype == boolean, "true or false")

    def need_text(self, names: Iterable[str]) -> None:
        """Notes columns that are not there, or do not hold text."""
        nw = self.nw
        kinds = (nw.String, nw.Categorical, nw.Enum)
        self._need(names, lambda dtype: isinstance(dtype, kinds), "text")

    def _need(self, names: Iterable[str], fits: Any, held: str) -> None:
        for name in names:
            column = f"column {name!r}"
            if name not in self.schema:
                like = nearest(name, map(str, self.schema))
                fault = Fault(column, "no such column", f"one that holds {held}", like)
            elif not fits(self.schema[name]):
                expected = f"one that holds {held}; convert it first"
                kind = printable(str(self.schema[name])[:SHOWN_CHARACTERS])
                fault = Fault(column, f"a column of {kind}", expected)
            else:
                continue
            self.faults.append(fault)

    def check(self) -> None:
        """Raises what was noted.

        Raises:
            UnfitFrame: with every fault.
        """
        if self.faults:
            raise UnfitFrame(self.what, tuple(self.faults))
