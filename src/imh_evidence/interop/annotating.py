"""What the table prints, beside records that name programmes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

import attrs

from ..catalogue.catalogue import as_catalogue
from ..model import lookup as lookups
from ..model.errors import Fault, WrongType, printable, shown
from ..model.record import Record
from .columns import columns_of
from .engines import JOINS, Lookup
from .fitness import Frame
from .spelling import spelt


if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..catalogue.catalogue import Catalogue

__all__ = ["Annotated", "Unmatched", "UnmatchedName", "annotate"]

AnyFrame = TypeVar("AnyFrame")

# Engines to which columns that differ in capitals alone are the same.
_SPARK = frozenset({"pyspark", "pyspark_connect"})
_CAPITALS_ALIKE = _SPARK | {"duckdb"}
_PATH = frozenset(".`")


@attrs.frozen
class UnmatchedName(Record):
    """A name in someone's records that no intervention answers to.

    Args:
        name: the name as the records have it.
        count: how many records have it.
        suggestions: ids of interventions spelt alike, most alike first; none
            of them was used.
        related: sentences on programmes that are related, not identical.
    """

    name: str
    count: int
    suggestions: tuple[str, ...]
    related: tuple[str, ...]

    def __str__(self) -> str:
        said = [f"{shown(self.name)}: {self.count:,}"]
        if self.suggestions:
            said.append(f"did you mean {' or '.join(map(repr, self.suggestions))}?")
        return "; ".join((*said, *map(printable, self.related)))


@attrs.frozen
class Unmatched(Record):
    """The names in someone's records that found nothing.

    Args:
        names: the names, the most frequent first, equally frequent ones in
            the order of their characters.
        nulls: how many records have no name at all.
        more: whether there are more names than were asked for.
    """

    names: tuple[UnmatchedName, ...]
    nulls: int
    more: bool

    def __str__(self) -> str:
        lines = [*map(str, self.names)]
        if self.more:
            lines.append("and more names, less frequent")
        if self.nulls:
            lines.append(f"no name: {self.nulls:,}")
        return "\n".join(lines) or "every record has a name that was found"


@attrs.frozen(eq=False, repr=False)
class Annotated(Record, Generic[AnyFrame]):
    """Someone's records with the table's columns beside them.

    Args:
        frame: all of the records, in a frame of the kind that was given.
        on: the column that names programmes.
        prefix: what each added column's name begins with.
        catalogue: where the names were looked up.
    """

    frame: AnyFrame
    on: str
    prefix: str
    catalogue: Catalogue

    def unmatched(self, limit: int = 1_000) -> Unmatched:
        """The names that found nothing, counted; worked out at each call.

        This runs the query of a lazy frame once, and fetches one row for each
        name it gives.

        Args:
            limit: how many names to give, the most frequent first.

        Raises:
            WrongType: if the limit is no whole number above 0.

        >>> import polars as pl
        >>> from imh_evidence.interop.frames import annotate
        >>> records = pl.DataFrame({"programme": ["FNP", "NFP", "Child Frist", None]})
        >>> print(annotate(records).unmatched())
        'Child Frist': 1; did you mean 'child-first'?
        'NFP': 1; Nurse-Family Partnership is not Family Nurse Partnership ('family-nurse-partnership'): the programme in the United States; related, not identical
        no name: 1
        """
        if type(limit) is not int or limit < 1:
            raise WrongType("unmatched(limit)", limit, "a whole number above 0")
        known = Frame(self.frame, "unmatched()")
        nw = known.nw
        # Nulls first, so that one query gives them and the most frequent names.
        absent = nw.when(nw.col("name").is_null()).then(nw.lit(1)).otherwise(nw.lit(0))
        counted = (
            known.narwhals.select(
                name=nw.col(self.on).cast(nw.String), id=nw.col(f"{self.prefix}id")
            )
            .filter(nw.col("id").is_null())
            .with_columns(absent=absent)
            .group_by("name", "absent")
            .agg(nw.len().alias("count"))
            .sort("absent", "count", "name", descending=[True, True, False])
            .head(limit + 2)
        )
        if isinstance(counted, nw.LazyFrame):
            counted = counted.collect()
        rows = list(counted.select("name", "absent", "count").iter_rows())
        nulls = sum(int(count) for _, absent, count in rows if absent)
        named = [(name, int(count)) for name, absent, count in rows if not absent]
        names = lookups.Lookup(self.catalogue)
        missed = ((name, count, names.unknown(name)) for name, count in named[:limit])
        told = (
            UnmatchedName(name, count, error.suggestions, error.related)
            for name, count, error in missed
        )
        return Unmatched(tuple(told), nulls, more=len(named) > limit)

    def __repr__(self) -> str:
        kind = f"{type(self.frame).__module__}.{type(self.frame).__qualname__}"
        added = printable(f"{self.prefix}id")
        return f"<Annotated {kind} on {self.on!r}; {added} is null where unmatched>"


def annotate(
    frame: AnyFrame,
    on: str = "programme",
    *,
    catalogue: Catalogue | None = None,
    prefix: str = "imh_",
) -> Annotated[AnyFrame]:
    """Put the table's columns beside records that name programmes.

    A printed level is the programme's, over the studies that the page's authors
    reviewed. It is not the outcome of a family in a record, nor a forecast of
    one, and a service's records are no evidence of it.

    All records stay, each once and as it was. A name is looked up as
    :class:`~imh_evidence.Catalogue` looks it up: as an id, name or alias, exactly, after the
    library's own table of replacements. A record whose name finds nothing, or
    that has none, has nulls in the added columns. Nothing is computed here of a
    lazy frame.

    Args:
        frame: a pandas or polars frame (eager or lazy), a pyarrow table, a
            DuckDB relation or a Spark frame.
        on: the column that names programmes.
        catalogue: where to look names up; by default the published table.
        prefix: what each added column's name begins with.

    Returns:
        The frame, and :meth:`Annotated.unmatched` for the names that found
        nothing.

    Raises:
        UnfitFrame: for something else than such a frame, or with everything
            that is wrong with its columns: the named one missing or no text,
            an added one there already.
        WrongType: for a column or prefix that is no text, or what is no catalogue.
        MissingExtra: if narwhals is not installed.

    >>> import polars as pl
    >>> from imh_evidence.interop.frames import annotate
    >>> records = pl.DataFrame({"family": [1, 2], "programme": ["FNP", "unheard of"]})
    >>> annotate(records).frame["imh_id"].to_list()
    ['family-nurse-partnership', None]
    """
    for name, value in (("on", on), ("prefix", prefix)):
        if not isinstance(value, str):
            raise WrongType(f"annotate({name})", value, "text")
    if not prefix.isprintable():
        raise WrongType("annotate(prefix)", prefix, "text that can be printed")
    what = "annotate(...)"
    known = Frame(frame, what)
    join = JOINS.get(known.engine)
    if join is None:
        found = f"a frame of {known.engine}"
        raise known.unfit(found, f"one of {', '.join(JOINS)}")
    if catalogue is None:
        from ..published import interventions

        catalogue = interventions
    records = tuple(as_catalogue(catalogue))
    keys: dict[str, int] = {}
    for position, row in enumerate(records):
        for name in (row.id, row.name, *row.aliases):
            keys.setdefault(spelt(name), position)
    lookup = Lookup(keys, records, columns_of(catalogue), prefix, what)
    known.need_text((on,))
    known.faults += _name_faults(known.engine, on, lookup.names, known.schema)
    known.check()
    return Annotated(join(frame, on, lookup), on, prefix, catalogue)


def _name_faults(engine: str, on: str, added: list[str], held: Iterable[str]) -> Iterator[Fault]:
    """What is wrong with names of columns, on the engine that is to hold them."""
    if engine in _SPARK:
        for name in (on, *added[:1]):
            if not _PATH.isdisjoint(name):
                expected = "one without dots and backticks, which Spark reads as a path"
                yield Fault(f"column {name!r}", "such a name", expected)
    alike = str.lower if engine in _CAPITALS_ALIKE else str
    taken = {alike(str(name)): name for name in held}
    for name in added:
        if alike(name) in taken:
            column = f"column {taken[alike(name)]!r}"
            expected = "no column of that name yet; give another prefix"
            yield Fault(column, "it in the frame", expected)
