"""The catalogue: rows in order, where they come from, and views of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import islice
from operator import and_, or_, xor
from operator import index as as_index
from os import PathLike
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Literal, Self, SupportsIndex, TypeVar, Unpack, overload

import attrs

from ..documents.catalogue_file import CATALOGUE, CatalogueFile
from ..documents.files import read_bytes
from ..documents.jsontext import MAX_BYTES
from ..model.criteria import Conditions, Criteria
from ..model.errors import Faults, ImhEvidenceError, UnknownIntervention, UnknownValue, WrongType
from ..model.lookup import Lookup
from ..model.notice import Source
from ..model.records import Intervention, Origin, RetiredId, TheoryGroup
from ..model.scales import LocalTheory, TheoryChoice
from .masks import Masks, rows_of


if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa  # type: ignore[import-untyped]

    from ..answers import Caution, Counts, Facet, Ordering, Policy, Relations
    from ..interop.native import Library
    from ..search import SearchHit

T = TypeVar("T")


@attrs.define(slots=False, repr=False)
class DifferentUniverses(ImhEvidenceError, ValueError):
    """Two catalogues that do not hold views of the same rows."""

    #: What was asked of them.
    operation: str
    #: The titles of their sources.
    sources: tuple[str, ...]

    _says = (
        "{operation} between catalogues of different rows {sources}: take views of one "
        "catalogue; beside() makes one of rows that are not in both"
    )


class _Whole:
    """What a catalogue and all its views share, worked out once."""

    def __init__(self, file: CatalogueFile) -> None:
        self.file, self.rows = file, file.interventions

    @cached_property
    def names(self) -> Lookup:
        return Lookup(self.rows, self.file.retired)

    @cached_property
    def masks(self) -> Masks:
        return Masks(self.rows)


class Catalogue:
    """An ordered, immutable set of interventions.

    A catalogue is made by :meth:`from_records`, or is a view of another:
    :meth:`where`, slices and the set operators give views, which keep the
    order of the catalogue they came from.

    Args:
        whole: all the rows, as a document or as another catalogue holds them.
        mask: which of them are in, a bit for each; all of them if None.

    >>> from imh_evidence import interventions
    >>> interventions["PCIT"].name
    'Parent Child Interaction Therapy'
    """

    __slots__ = ("__weakref__", "_mask", "_whole")
    _whole: _Whole
    _mask: int

    def __init__(self, whole: CatalogueFile | _Whole, mask: int | None = None) -> None:
        whole = _Whole(whole) if isinstance(whole, CatalogueFile) else whole
        if not isinstance(whole, _Whole):
            raise WrongType(
                "Catalogue(...)", whole, "a document; Catalogue.from_records takes rows"
            )
        every = (1 << len(whole.rows)) - 1
        object.__setattr__(self, "_whole", whole)
        object.__setattr__(self, "_mask", every if mask is None else mask)

    def __setattr__(self, name: str, value: object) -> None:
        msg = f"a Catalogue does not change; cannot set {name!r}"
        raise AttributeError(msg)

    def __delattr__(self, name: str) -> None:
        msg = f"a Catalogue does not change; cannot delete {name!r}"
        raise AttributeError(msg)

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __reduce__(self) -> tuple[type[Catalogue], tuple[CatalogueFile, int]]:
        return Catalogue, (self._whole.file, self._mask)

    # -- Making and keeping --------------------------------------------------

    @classmethod
    def from_records(
        cls,
        records: Iterable[Intervention],
        *,
        source: Source | str = "unnamed",
        groups: Iterable[TheoryGroup] = (),
        retired: Iterable[RetiredId] = (),
    ) -> Catalogue:
        """A catalogue of its own from records.

        Args:
            records: interventions, in the order to keep.
            source: where they come from, or its title.
            groups: the headings they stand under.
            retired: ids used once.

        Raises:
            Faults: if records share an id, name or alias, or do not go together
                with the groups and retired ids; with every fault.
            WrongType: if something is no Intervention, group, retired id or source
                where one is meant.

        >>> from imh_evidence import Catalogue, interventions
        >>> len(Catalogue.from_records(interventions[:2], source="Our service"))
        2
        """
        rows = _all_of(records, Intervention, "from_records(...)")
        return _made(
            source=_source_of(source),
            groups=_all_of(groups, TheoryGroup, "from_records(...), groups"),
            interventions=rows,
            retired=_all_of(retired, RetiredId, "from_records(...), retired"),
        )

    @classmethod
    def load(cls, file: str | PathLike[str] | bytes | IO[bytes]) -> Catalogue:
        """A catalogue from a JSON file of at most 32 MB.

        Args:
            file: a path, the bytes of a file, or a file open for bytes.

        Raises:
            Faults: with every fault of the file.
            UnknownValue: for a path that does not end in ``.json``.
            OSError: if the file cannot be read.

        >>> from imh_evidence import Catalogue, interventions
        >>> Catalogue.load(interventions.to_json().encode()) == interventions
        True
        """
        if isinstance(file, str | PathLike):
            data, name = read_bytes(file), Path(file).name  # what is not there has no ending
            _check_ending(file)
        elif isinstance(file, bytes):
            data, name = file, "bytes"
        elif hasattr(file, "read"):
            data, name = file.read(MAX_BYTES + 1), str(getattr(file, "name", "file"))
        else:
            raise WrongType("load(...)", file, "a path, bytes, or a file open for bytes")
        return cls(CATALOGUE.from_json(data, name))

    def save(self, path: str | PathLike[str], *, replace: bool = False) -> None:
        """Write the catalogue to a JSON file, which reads back as an equal catalogue.

        Args:
            path: the file, whose name ends in ``.json``.
            replace: whether a file that exists is replaced.

        Raises:
            UnknownValue: for a path that does not end in ``.json``.
            FileExistsError: if the file exists and is not to be replaced.
            OSError: if the file cannot be written; it is then as it was.

        >>> from imh_evidence import interventions
        >>> interventions.save("table.xls")
        Traceback (most recent call last):
        ...
        imh_evidence.model.errors.UnknownValue: the ending of a catalogue file's name: found 'table.xls', expected one of '.json'
        """
        _check_ending(path)
        CATALOGUE.save(self.file(), path, replace=replace)

    def file(self) -> CatalogueFile:
        """The catalogue as a document."""
        return attrs.evolve(
            self._whole.file,
            theories=_local_theories(self),
            groups=self.groups,
            interventions=tuple(self),
            origins=self.origins,
        )

    def to_json(self) -> str:
        """The catalogue as the text of a catalogue file, the same in every process.

        >>> from imh_evidence import interventions
        >>> interventions.to_json().splitlines()[1]
        '  "schema": "urn:imh-evidence:schema:catalogue:1",'
        """
        return CATALOGUE.to_json(self.file())

    def to_dicts(self) -> list[dict[str, Any]]:
        """The rows as plain JSON values, an object each.

        >>> from imh_evidence import interventions
        >>> interventions.to_dicts()[0]["efficacy"]
        {'low': 'medium', 'high': 'high'}
        """
        return [row.to_dict() for row in self]

    def beside(self, other: Catalogue, *, source: Source | str | None = None) -> Catalogue:
        """These rows and then another catalogue's, each with where it comes from.

        Rows are not merged: two that share an id, name or alias are a clash.

        Args:
            other: the catalogue to stand next to this one.
            source: what to call the two together; by default both titles.

        Raises:
            Faults: with every clash of names, theories and groups.
            WrongType: if the other is no Catalogue.

        >>> from imh_evidence import Catalogue, interventions
        >>> ours = Catalogue.from_records(interventions[:2], source="Ours")
        >>> both = ours.beside(interventions[2:])
        >>> both.origin("FNP").title, both.origin("EPEC").title
        ('Ours', 'Infant mental health')
        """
        if not isinstance(other, Catalogue):
            raise WrongType("beside(...)", other, "a Catalogue")
        return _made(
            source=_source_of(source or f"{self.source.title} + {other.source.title}"),
            groups=tuple(dict.fromkeys((*self.groups, *other.groups))),
            interventions=(*self, *other),
            retired=tuple(dict.fromkeys((*self.retired, *other.retired))),
            origins=(*self._all_origins(), *other._all_origins()),
        )

    # -- Where rows come from ------------------------------------------------

    @property
    def source(self) -> Source:
        """Where the rows come from."""
        return self._whole.file.source

    @property
    def retired(self) -> tuple[RetiredId, ...]:
        """Ids used once, and what took their place."""
        return self._whole.file.retired

    @property
    def groups(self) -> tuple[TheoryGroup, ...]:
        """The headings that rows in here stand under."""
        numbers = {row.theory_group for row in self}
        return tuple(each for each in self._whole.file.groups if each.number in numbers)

    @property
    def origins(self) -> tuple[Origin, ...]:
        """The sources of rows that were added from elsewhere, with their ids."""
        ids = {row.id for row in self}
        kept = (
            Origin(each.source, tuple(one for one in each.ids if one in ids))
            for each in self._whole.file.origins
        )
        return tuple(each for each in kept if each.ids)

    def _all_origins(self) -> tuple[Origin, ...]:
        """The origin of every row in here, this catalogue's own source among them."""
        elsewhere = {one for origin in self.origins for one in origin.ids}
        own = tuple(row.id for row in self if row.id not in elsewhere)
        return (*((Origin(self.source, own),) if own else ()), *self.origins)

    def origin(self, key: str | Intervention) -> Source:
        """Where a row comes from; the catalogue's source, unless it was added.

        Args:
            key: an id, name or alias, or the row.

        Raises:
            UnknownIntervention: if no row in here answers to the key.
        """
        row = self[key.id if isinstance(key, Intervention) else key]
        origins = (each.source for each in self._whole.file.origins if row.id in each.ids)
        return next(origins, self.source)

    # -- Rows ----------------------------------------------------------------

    def __iter__(self) -> Iterator[Intervention]:
        return rows_of(self._mask, self._whole.rows)

    def __reversed__(self) -> Iterator[Intervention]:
        return reversed(tuple(self))

    def __len__(self) -> int:
        return self._mask.bit_count()

    def __contains__(self, item: object) -> bool:
        """Whether a row, or the row of an id, name or alias, is in here."""
        if isinstance(item, Intervention):
            return self.get(item.id) == item
        return isinstance(item, str) and self.get(item) is not None

    @overload
    def __getitem__(self, key: SupportsIndex | str) -> Intervention: ...
    @overload
    def __getitem__(self, key: slice) -> Catalogue: ...
    def __getitem__(self, key: SupportsIndex | str | slice) -> Intervention | Catalogue:
        """The row at a position or with an id, name or alias; a slice is a view.

        Raises:
            IndexError: for a position outside the catalogue.
            UnknownIntervention: for a key that names none of its rows.
            WrongType: for a key of another type, or a slice that steps back.
        """
        if isinstance(key, str):
            found = self.get(key)
            return self._missed(key) if found is None else found
        if isinstance(key, slice):
            return self._slice(key)
        if isinstance(key, bool) or not hasattr(key, "__index__"):
            raise WrongType("catalogue[...]", key, "a position, a slice, or an id, name or alias")
        at = as_index(key)
        size = len(self)
        if not -size <= at < size:
            msg = f"position {at} is outside a catalogue of {size} interventions"
            raise IndexError(msg)
        return next(islice(self, at % size, None))

    def _missed(self, key: str) -> Intervention:
        position = self._whole.names.position(key)
        if position is not None:
            raise UnknownIntervention(key, outside_view=self._whole.rows[position].id)
        raise self._whole.names.unknown(key)

    def _slice(self, key: slice) -> Catalogue:
        if key.step is not None and (isinstance(key.step, bool) or key.step < 1):
            expected = "a positive step: order is the catalogue's"
            raise WrongType("catalogue[::step]", key.step, expected)
        places = tuple(rows_of(self._mask, range(len(self._whole.rows))))[key]
        return Catalogue(self._whole, sum(1 << place for place in places))

    @overload
    def get(self, key: str, default: None = None) -> Intervention | None: ...
    @overload
    def get(self, key: str, default: T) -> Intervention | T: ...
    def get(self, key: str, default: T | None = None) -> Intervention | T | None:
        """The row with an id, name or alias, or the default.

        >>> from imh_evidence import interventions
        >>> interventions.get("no such programme") is None
        True
        """
        if not isinstance(key, str):
            raise WrongType("get(...)", key, "an id, name or alias")
        position = self._whole.names.position(key)
        if position is None or not self._mask >> position & 1:
            return default
        return self._whole.rows[position]

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids, in order."""
        return tuple(row.id for row in self)

    # -- Sets ----------------------------------------------------------------

    def _masks(self, other: Catalogue, operation: str) -> tuple[int, int]:
        if self._whole.rows != other._whole.rows:
            raise DifferentUniverses(operation, (self.source.title, other.source.title))
        return self._mask, other._mask

    def _joined(self, other: object, sign: str, join: Callable[[int, int], int]) -> Any:
        if not isinstance(other, Catalogue):
            return NotImplemented
        return Catalogue(self._whole, join(*self._masks(other, sign)))

    def __or__(self, other: Catalogue) -> Catalogue:
        return self._joined(other, "|", or_)  # type: ignore[no-any-return]

    def __and__(self, other: Catalogue) -> Catalogue:
        return self._joined(other, "&", and_)  # type: ignore[no-any-return]

    def __xor__(self, other: Catalogue) -> Catalogue:
        return self._joined(other, "^", xor)  # type: ignore[no-any-return]

    def __sub__(self, other: Catalogue) -> Catalogue:
        return self._joined(other, "-", lambda mine, theirs: mine & ~theirs)  # type: ignore[no-any-return]

    def _is_within(self, other: object, sign: str) -> Any:
        if not isinstance(other, Catalogue):
            return NotImplemented
        mine, theirs = self._masks(other, sign)
        return mine & ~theirs == 0

    def __le__(self, other: Catalogue) -> bool:
        return self._is_within(other, "<=")  # type: ignore[no-any-return]

    def __lt__(self, other: Catalogue) -> bool:
        if not isinstance(other, Catalogue):
            return NotImplemented
        return self._is_within(other, "<") and len(self) < len(other)

    def __ge__(self, other: Catalogue) -> bool:
        if not isinstance(other, Catalogue):
            return NotImplemented
        return other <= self

    def __gt__(self, other: Catalogue) -> bool:
        if not isinstance(other, Catalogue):
            return NotImplemented
        return other < self

    def isdisjoint(self, other: Catalogue) -> bool:
        """Whether no row is in both.

        Raises:
            DifferentUniverses: if the two are not views of the same rows.
        """
        if not isinstance(other, Catalogue):
            raise WrongType("isdisjoint(...)", other, "a Catalogue")
        mine, theirs = self._masks(other, "isdisjoint()")
        return mine & theirs == 0

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Catalogue):
            return NotImplemented
        return len(self) == len(other) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(self.ids)

    # -- Questions -----------------------------------------------------------

    def where(
        self, criteria: Criteria | None = None, /, **conditions: Unpack[Conditions]
    ) -> Catalogue:
        """The records that meet every condition, as a view.

        Args:
            criteria: a question made beforehand; then no other argument.
            theory: a theory, its slug, or several of them (any of).
            audience: an audience, its slug, or several (any of). A row for
                both audiences meets either; ``where(audience="targeted") -
                where(audience="universal")`` leaves those for one alone.
            practice_level: a type of practice, its slug, or several (any of).
            evidence: a level, its slug, or several (any of).
            efficacy: :func:`certainly` or :func:`possibly` within bounds, or an
                :class:`EfficacyRange` for that very print.
            is_suite: whether the row is a suite of programmes.

        Raises:
            UnknownField: for another keyword, with the nearest.
            UnknownValue: for a value that is no member, with the nearest, and for
                an empty collection.
            AmbiguousLevel: for a bare efficacy level.
            WrongType: for a value of another type.

        >>> from imh_evidence import certainly, interventions
        >>> interventions.where(
        ...     audience="universal", efficacy=certainly(at_least="medium")
        ... ).ids
        ('promoting-first-relationships', 'family-foundations', 'easypeasy')
        >>> interventions.where(is_suite=True).ids
        ('triple-p-suite-of-trainings',)
        """
        if criteria is None:
            if "theory" in conditions:
                conditions["theory"] = self._known(conditions["theory"])
            criteria = Criteria(**conditions)
        elif any(each is not None for each in conditions.values()):
            expected = "Criteria alone or conditions by name alone; use & on the results"
            raise WrongType("where(criteria, ...)", criteria, expected)
        if not isinstance(criteria, Criteria):
            raise WrongType(
                "where(...)", criteria, "Criteria, or conditions by name (audience=...)"
            )
        return Catalogue(self._whole, self._mask & self._whole.masks.answer(criteria))

    def _known(self, theory: TheoryChoice | None) -> TheoryChoice | None:
        """A choice of theories in which this catalogue's own slugs are theories."""
        own = {each.slug: each for each in self._whole.file.theories}
        if isinstance(theory, str):
            return own.get(theory, theory)
        if not own or not isinstance(theory, Iterable):
            return theory
        return [own.get(each, each) if isinstance(each, str) else each for each in theory]

    def search(self, text: str) -> tuple[SearchHit, ...]:
        """The records that hold every word of a text, and where they hold it.

        Args:
            text: words, or parts of words; an empty text finds nothing.

        Returns:
            Hits in the catalogue's order, each with the texts that matched.

        >>> from imh_evidence import interventions
        >>> for hit in interventions.search("nurse"):
        ...     print(hit)
        Family Nurse Partnership (name: Family Nurse Partnership; related, not identical: Nurse-Family Partnership (NFP))
        """
        from ..search import search

        return search(text, self)

    def count_by(
        self,
        facet: Facet,
        other: Facet | None = None,
        /,
        *,
        kind: Literal["memberships", "combinations"] = "memberships",
    ) -> Counts:
        """How many records there are by one facet, or by two.

        Args:
            facet: the facet to count by.
            other: a second facet, for each pair of members.
            kind: ``memberships`` counts a record under each member it holds;
                ``combinations`` counts it once, under its exact set.

        Returns:
            The counts; members that no record holds count 0.

        Raises:
            UnknownValue: for a facet or kind there is not.

        >>> from imh_evidence import interventions
        >>> interventions.count_by("practice_level")["informed"]
        0
        >>> interventions.count_by("audience", kind="combinations").total
        14
        """
        from ..answers import KINDS, checked_facets, combination_counts, membership_counts

        if kind not in KINDS:
            raise UnknownValue("count_by(kind=...)", kind, KINDS)
        facets = checked_facets(facet, other)
        if kind == "combinations":
            return combination_counts(tuple(self), facets)
        return membership_counts(self._whole.masks, self._mask, facets, self.cautions)

    def relations(self) -> Relations:
        """How the efficacy of each two records stands to each other.

        Returns:
            Counts by relation, split by whether audiences are the same, and
            the pairs, which are worked out as they are asked for.

        >>> from imh_evidence import interventions
        >>> interventions.relations()
        <Relations of 91 pairs: above 29, at-least 38, equal 5, undecided 19>
        """
        from ..answers import relations_of

        return relations_of(tuple(self))

    def order_by(self, policy: Policy) -> Ordering:
        """The records laid out for display, which is not a ranking.

        Args:
            policy: ``page`` (as they stand), ``name``, ``efficacy-low-end`` or
                ``efficacy-high-end`` (highest such end first).

        Returns:
            An Ordering, which is no Catalogue, because a set of recommended
            interventions has no best.

        Raises:
            UnknownValue: for a policy there is not.

        >>> from imh_evidence import interventions
        >>> interventions.order_by("name")
        <Ordering of 14 rows by name: display order, not a ranking>
        """
        from ..answers import ordering_of

        return ordering_of(tuple(self), policy)

    @property
    def cautions(self) -> tuple[Caution, ...]:
        """What to bear in mind of these records, as values to show.

        >>> from imh_evidence import interventions
        >>> print(interventions.cautions[0])
        Evidence is High in all 14 rows, so filtering, ranking or colouring them by it says nothing.
        """
        from ..answers import cautions_in

        return cautions_in(self._whole.masks, self._mask)

    # -- Taking it elsewhere -------------------------------------------------

    @overload
    def to_frame(self, library: Literal["pandas"]) -> pd.DataFrame: ...
    @overload
    def to_frame(self, library: Literal["polars"]) -> pl.DataFrame: ...
    @overload
    def to_frame(self, library: Literal["pyarrow"]) -> pa.Table: ...
    def to_frame(self, library: Library) -> Any:
        """The records as a data frame, a row each, levels in ordered types.

        Levels are an ordered Categorical in pandas, an Enum in polars and an
        ordered dictionary in Arrow. ``pd.DataFrame(catalogue)`` is no such
        frame: pandas takes records one by one, into one column of objects.

        Args:
            library: ``pandas``, ``polars`` or ``pyarrow``.

        Raises:
            UnknownValue: for a library there is not.
            MissingExtra: if the library is not installed.

        >>> from imh_evidence import interventions
        >>> frame = interventions.to_frame("polars")
        >>> frame.shape, frame["efficacy_low"].dtype
        ((14, 20), Enum(categories=['Low', 'Medium', 'High']))
        """
        from ..interop.frames import to_frame

        return to_frame(self, library)

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The records as an Arrow stream, a fresh one at each call.

        Libraries that take Arrow streams take a catalogue as it is; levels are
        plain text in it. See :meth:`to_frame` for ordered types.

        >>> import polars as pl
        >>> from imh_evidence import interventions
        >>> pl.DataFrame(interventions).shape
        (14, 20)
        """
        from ..interop.frames import arrow_stream

        return arrow_stream(self, requested_schema)

    # -- Looking -------------------------------------------------------------

    def __repr__(self) -> str:
        count, cautions = len(self), len(self.cautions)
        source = ", ".join(filter(None, (self.source.title, self.source.updated)))
        return (
            f"<Catalogue of {count} intervention{'' if count == 1 else 's'}: {source}; "
            f"{cautions} caution{'' if cautions == 1 else 's'}>"
        )

    def _repr_html_(self) -> str:
        from ..views.cards import catalogue_card

        return catalogue_card(self).to_html()

    def _ipython_key_completions_(self) -> list[str]:
        return list(self.ids)


def _local_theories(rows: Iterable[Intervention]) -> tuple[LocalTheory, ...]:
    """The theories that rows bring along, by slug."""
    found = {each: None for row in rows for each in row.theories if isinstance(each, LocalTheory)}
    return tuple(sorted(found, key=lambda each: each.slug))


def _made(**parts: Any) -> Catalogue:
    """A catalogue of parts, if they go together.

    Raises:
        Faults: with every clash.
    """
    file = CatalogueFile(theories=_local_theories(parts["interventions"]), **parts)
    plain, title = CATALOGUE.to_plain(file), file.source.title
    if file.theories:
        # Theories of its own may clash with each other and with the published ones.
        CATALOGUE.from_plain(plain, title)
    elif faults := tuple(CATALOGUE.checks(plain)):
        raise Faults(title, faults)
    return Catalogue(file)


def _check_ending(path: str | PathLike[str]) -> None:
    if Path(path).suffix.lower() != ".json":
        what = "the ending of a catalogue file's name"
        raise UnknownValue(what, Path(path).name, (".json",))


def _all_of(values: Iterable[T], kind: type[T], what: str) -> tuple[T, ...]:
    """The values, if each of them is of a kind."""
    given: object = values
    if not isinstance(given, Iterable):
        raise WrongType(what, given, f"{kind.__name__} records")
    several = tuple(values)
    for value in several:
        if not isinstance(value, kind):
            raise WrongType(what, value, f"{kind.__name__} records")
    return several


def _source_of(source: Source | str) -> Source:
    """A source, from itself or from its title."""
    given: object = source
    if isinstance(given, Source):
        return given
    if isinstance(given, str):
        return Source(given)
    raise WrongType("source=...", given, "a Source, or its title")


def as_catalogue(value: object) -> Catalogue:
    """The value, if it is a catalogue.

    Raises:
        WrongType: if it is something else.
    """
    if not isinstance(value, Catalogue):
        raise WrongType("catalogue", value, "a Catalogue, such as interventions")
    return value
