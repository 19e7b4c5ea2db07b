"""Catalogue: an ordered, immutable set of interventions that answers questions."""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack, overload

from .documents.catalogue_file import CATALOGUE, CatalogueFile
from .documents.files import read_bytes, save_bytes
from .documents.jsontext import MAX_BYTES
from .model.criteria import Conditions, Criteria
from .model.errors import Faults, UnknownValue, WrongType
from .model.notice import Source
from .model.records import Intervention, Origin, RetiredId, TheoryGroup
from .model.scales import LocalTheory, Theory
from .universe import Universe
from .view import View


if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import IO, Literal, TypeVar

    import pandas as pd
    import polars as pl
    import pyarrow as pa  # type: ignore[import-untyped]

    from .answers import Caution, Counts, Facet, Ordering, Policy, Relations
    from .interop.native import Library
    from .model.scales import TheoryChoice
    from .search import SearchHit

    T = TypeVar("T")

__all__ = ["Catalogue", "as_catalogue"]


class Catalogue(View):
    """An ordered, immutable set of interventions.

    A catalogue is made by :meth:`from_records`, or is a view of another:
    :meth:`where`, slices and the set operators give views, which keep the
    order of the catalogue they came from.

    >>> from imh_evidence import interventions
    >>> interventions
    <Catalogue of 14 interventions: Infant mental health, 2023-04; 6 cautions>
    >>> interventions["PCIT"].name
    'Parent Child Interaction Therapy'
    """

    __slots__ = ()

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

        Returns:
            A catalogue whose universe is these records.

        Raises:
            Faults: if two records share an id, name or alias, or a
                record breaks a rule of the format; with every fault.
            WrongType: if something is no Intervention, group, retired id or
                source where one is meant.

        >>> from imh_evidence import Catalogue, interventions
        >>> mine = Catalogue.from_records(interventions[:2], source="Our service")
        >>> mine
        <Catalogue of 2 interventions: Our service; 3 cautions>
        """
        what = "from_records(...)"
        records = _all_of(records, Intervention, what)
        groups = _all_of(groups, TheoryGroup, f"{what}, groups")
        retired = _all_of(retired, RetiredId, f"{what}, retired")
        origin = _source_of(source)
        file = CatalogueFile(origin, _local_theories(records), groups, records, retired)
        return cls(_checked(file))

    @classmethod
    def load(cls, file: str | PathLike[str] | bytes | IO[bytes]) -> Catalogue:
        """A catalogue from a JSON file of at most 32 MB.

        Args:
            file: a path, the bytes of a file, or a file open for bytes.

        Returns:
            A catalogue whose universe is the file's rows.

        Raises:
            Faults: with every fault of the file.
            UnknownValue: for a path that does not end in ``.json``.
            OSError: if the file cannot be read.

        >>> from imh_evidence import Catalogue, interventions
        >>> Catalogue.load(interventions.to_json().encode()) == interventions
        True
        """
        if isinstance(file, str | PathLike):
            path = Path(file)
            # Read first: no ending is wrong of a file that is not there.
            data = read_bytes(path)
            if path.suffix.lower() != ".json":
                what = "the ending of a catalogue file's name"
                raise UnknownValue(what, path.name, (".json",))
            return cls.of(CATALOGUE.from_json(data, path.name))
        if isinstance(file, bytes):
            return cls.of(CATALOGUE.from_json(file, "bytes"))
        if not hasattr(file, "read"):
            expected = "a path, bytes, or a file open for bytes"
            raise WrongType("load(...)", file, expected)
        name = str(getattr(file, "name", "file"))
        return cls.of(CATALOGUE.from_json(file.read(MAX_BYTES + 1), name))

    @classmethod
    def of(cls, file: CatalogueFile) -> Catalogue:
        """The catalogue of a document that was read."""
        return cls(_universe(file))

    def save(self, path: str | PathLike[str], *, replace: bool = False) -> None:
        """Write the catalogue to a JSON file, which reads back as an equal catalogue.

        Args:
            path: the file.
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
        if Path(path).suffix.lower() != ".json":
            what = "the ending of a catalogue file's name"
            raise UnknownValue(what, Path(path).name, (".json",))
        save_bytes(path, self.to_json().encode(), replace=replace)

    def extend(self, other: Catalogue, *, source: Source | str | None = None) -> Catalogue:
        """This catalogue's records and then another's, as a universe of their own.

        Each row keeps its origin; see :meth:`origin`. Rows are not merged: two
        that share an id, name or alias are a clash.

        Args:
            other: the catalogue to add.
            source: what to call the whole; by default both titles.

        Raises:
            Faults: with every clash of names, theories and groups.
            WrongType: if the other is no Catalogue.

        >>> from imh_evidence import Catalogue, interventions
        >>> ours = Catalogue.from_records(interventions[:2], source="Ours")
        >>> both = ours.extend(interventions[2:])
        >>> both.origin("FNP").title, both.origin("EPEC").title
        ('Ours', 'Infant mental health')
        """
        if not isinstance(other, Catalogue):
            raise WrongType("extend(...)", other, "a Catalogue")
        if source is None:
            source = f"{self.source.title} + {other.source.title}"
        source = _source_of(source)
        mine, theirs = self.file(), other.file()
        file = CatalogueFile(
            source=source,
            theories=tuple(dict.fromkeys((*mine.theories, *theirs.theories))),
            groups=tuple(dict.fromkeys((*mine.groups, *theirs.groups))),
            interventions=(*mine.interventions, *theirs.interventions),
            retired=tuple(dict.fromkeys((*mine.retired, *theirs.retired))),
            origins=(*self._all_origins(), *other._all_origins()),
        )
        return Catalogue(_checked(file))

    def origin(self, key: str | Intervention) -> Source:
        """Where a record comes from; the catalogue's source, unless it was added.

        Args:
            key: an id, name or alias, or the record.

        Raises:
            UnknownIntervention: if no record in here answers to the key.
        """
        record = self[key.id if isinstance(key, Intervention) else key]
        for origin in self._universe.origins:
            if record.id in origin.ids:
                return origin.source
        return self.source

    def _origins(self, ids: frozenset[str]) -> tuple[Origin, ...]:
        """Origins of some of the records, each in the order it lists them."""
        kept = (
            Origin(origin.source, tuple(id_ for id_ in origin.ids if id_ in ids))
            for origin in self._universe.origins
        )
        return tuple(origin for origin in kept if origin.ids)

    def _all_origins(self) -> tuple[Origin, ...]:
        """Origins of all records in here, this catalogue's own source among them."""
        origins = self.origins
        elsewhere = {id_ for origin in origins for id_ in origin.ids}
        own = tuple(id_ for id_ in self.ids if id_ not in elsewhere)
        return (*((Origin(self.source, own),) if own else ()), *origins)

    @property
    def source(self) -> Source:
        """Where the records come from."""
        return self._universe.source

    @property
    def retired(self) -> tuple[RetiredId, ...]:
        """Ids used once, and what took their place."""
        return self._universe.retired

    @property
    def origins(self) -> tuple[Origin, ...]:
        """The sources of rows that were added from elsewhere, with their ids."""
        return self._origins(frozenset(self.ids))

    @property
    def groups(self) -> tuple[TheoryGroup, ...]:
        """The headings that records in here stand under."""
        numbers = {record.theory_group for record in self}
        return tuple(each for each in self._universe.groups if each.number in numbers)

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
        from .search import search

        return search(text, self)

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
        if criteria is not None and any(each is not None for each in conditions.values()):
            expected = "Criteria alone or conditions by name alone; use & on the results"
            raise WrongType("where(criteria, ...)", criteria, expected)
        if criteria is None:
            if "theory" in conditions:
                conditions["theory"] = self._known(conditions["theory"])
            criteria = Criteria(**conditions)
        bits = self._universe.index.answer(criteria)
        return Catalogue(self._universe, bits if self._bits is None else bits & self._bits)

    def _known(self, theory: TheoryChoice | None) -> TheoryChoice | None:
        """A choice of theories in which this catalogue's own slugs are theories."""
        own = self._universe.index.local
        if not own or theory is None or isinstance(theory, Theory | LocalTheory):
            return theory
        if isinstance(theory, str):
            return own.get(theory, theory)
        return [own.get(each, each) if isinstance(each, str) else each for each in theory]

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
        from .answers import KINDS, checked_facets, combination_counts, membership_counts

        if kind not in KINDS:
            raise UnknownValue("count_by(kind=...)", kind, KINDS)
        facets = checked_facets(facet, other)
        if kind == "combinations":
            return combination_counts(tuple(self), facets)
        return membership_counts(self._universe.index, self._mask, facets, self.cautions)

    def relations(self) -> Relations:
        """How the efficacy of each two records stands to each other.

        Returns:
            Counts by relation, split by whether audiences are the same, and
            the pairs, which are worked out as they are asked for.

        >>> from imh_evidence import interventions
        >>> interventions.relations()
        <Relations of 91 pairs: above 29, at-least 38, equal 5, undecided 19>
        """
        from .answers import relations_of

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
        from .answers import ordering_of

        return ordering_of(tuple(self), policy)

    @property
    def cautions(self) -> tuple[Caution, ...]:
        """What to bear in mind of these records, as values to show.

        >>> from imh_evidence import interventions
        >>> print(interventions.cautions[0])
        Evidence is High in all 14 rows, so filtering, ranking or colouring them by it says nothing.
        """
        from .answers import cautions_in

        return cautions_in(self._universe.index, self._mask)

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
        from .interop.frames import to_frame

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
        from .interop.frames import arrow_stream

        return arrow_stream(self, requested_schema)

    def to_dicts(self) -> list[dict[str, Any]]:
        """The records as plain JSON values, one object each.

        >>> from imh_evidence import interventions
        >>> interventions.to_dicts()[0]["efficacy"]
        {'low': 'medium', 'high': 'high'}
        """
        return [record.to_dict() for record in self]

    def to_json(self) -> str:
        """The catalogue as the text of a catalogue file.

        The same catalogue gives the same text in every process.

        >>> from imh_evidence import interventions
        >>> interventions.to_json().splitlines()[1]
        '  "schema": "urn:imh-evidence:schema:catalogue:1",'
        """
        return CATALOGUE.to_json(self.file())

    def file(self) -> CatalogueFile:
        """The catalogue as a document."""
        records = tuple(self)
        return CatalogueFile(
            source=self.source,
            theories=_local_theories(records),
            groups=self.groups,
            interventions=records,
            retired=self.retired,
            origins=self.origins,
        )

    def __reduce__(self) -> tuple[Callable[..., Catalogue], tuple[Any, ...]]:
        whole = self._universe
        about = (whole.source, whole.groups, whole.retired, whole.origins)
        return _restore, (whole.records, *about, self._bits)

    # -- Looking -------------------------------------------------------------

    def __repr__(self) -> str:
        count, cautions = len(self), len(self.cautions)
        source = ", ".join(filter(None, (self.source.title, self.source.updated)))
        return (
            f"<Catalogue of {count} intervention{'' if count == 1 else 's'}: {source}; "
            f"{cautions} caution{'' if cautions == 1 else 's'}>"
        )

    def _repr_html_(self) -> str:
        from .views.cards import catalogue_card

        return catalogue_card(self).to_html()

    def _ipython_key_completions_(self) -> list[str]:
        return list(self.ids)


def _local_theories(rows: Iterable[Intervention]) -> tuple[LocalTheory, ...]:
    """The theories that rows bring along, by slug."""
    found = {each: None for row in rows for each in row.theories if isinstance(each, LocalTheory)}
    return tuple(sorted(found, key=lambda each: each.slug))


def _universe(file: CatalogueFile) -> Universe:
    about = (file.source, file.groups, file.retired, file.origins)
    return Universe(file.interventions, *about)


def _checked(file: CatalogueFile) -> Universe:
    """The rows of a catalogue that was put together, if they go together.

    Raises:
        Faults: with every clash.
    """
    plain, title = CATALOGUE.to_plain(file), file.source.title
    if "theories" in plain:
        # Theories of its own may clash with each other and with the published ones.
        CATALOGUE.from_plain(plain, title)
    elif faults := tuple(CATALOGUE.checks(plain)):
        raise Faults(title, faults)
    return _universe(file)


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


def _restore(  # noqa: PLR0913, PLR0917 -- what a pickle holds
    records: tuple[Intervention, ...],
    source: Source,
    groups: tuple[TheoryGroup, ...],
    retired: tuple[RetiredId, ...],
    origins: tuple[Origin, ...],
    bits: int | None,
) -> Catalogue:
    return Catalogue(Universe(records, source, groups, retired, origins), bits)


def as_catalogue(value: object) -> Catalogue:
    """The value, if it is a catalogue.

    Raises:
        WrongType: if it is something else.
    """
    if not isinstance(value, Catalogue):
        raise WrongType("catalogue", value, "a Catalogue, such as interventions")
    return value
