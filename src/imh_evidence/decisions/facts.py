"""Local facts: what the page does not give and a choice needs, from the user.

They stand beside the published fields and never among them. A fact that is
not given is not known; nothing is assumed in its place.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from ..answers import Caution
from ..catalogue.catalogue import as_catalogue
from ..documents.files import save_bytes
from ..model.errors import Fault, Faults, UnknownIntervention, UnknownValue, WrongType, shown
from ..model.names import name_key
from ..model.record import Record
from ..model.scales import counted
from .documents import DATE, SCALAR, Document, Scalar, read_date
from .fields import filled, finite, records_of, writable


if TYPE_CHECKING:
    from ..catalogue.catalogue import Catalogue

__all__ = ["FACTS", "NOT_KNOWN", "OWN_FACTS", "LocalFact", "LocalFacts", "facts_of", "in_words"]

#: How the names of files of local facts end.
ENDINGS = (".json", ".xlsx")

#: What people read where a fact is missing.
NOT_KNOWN = "not known"


#: What to bear in mind wherever local facts stand beside published fields.
OWN_FACTS = Caution(
    "local-facts", "Local facts are the user's own and are not published with the table."
)


def in_words(value: Scalar, unit: str | None = None) -> str:
    """A value with its unit, as people read it.

    >>> in_words(1250, "GBP per family")
    '1,250 GBP per family'
    """
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = value if isinstance(value, str) else f"{value:,}"
    return f"{text} {unit}" if unit else text


def _scalar(value: Any) -> Scalar:
    if isinstance(value, str) and value.strip():
        return writable(_VALUE, value)
    return finite(_VALUE, value, "a number, or text that is not empty")


_VALUE = "the value of a fact"


def _date(value: Any) -> dt.date:
    return read_date(value, "the date of a fact")


@attrs.frozen(kw_only=True)
class LocalFact(Record):
    """One thing known of an intervention where it would be delivered.

    Args:
        intervention: its id, name or alias.
        name: what is known of it, such as ``cost`` or ``youngest age``; any
            name will do.
        value: a number or text.
        unit: what a number counts, such as ``GBP per family``, or None.
        source: where it is from.
        date: the day it was true, or was read.
        who: who says so.

    Raises:
        WrongType: for an empty text, or a value of another type.

    >>> cost = LocalFact(
    ...     intervention="EPEC",
    ...     name="cost",
    ...     value=410,
    ...     unit="GBP per family",
    ...     source="finance, quotation 12",
    ...     date="2026-10-01",
    ...     who="A. Analyst",
    ... )
    >>> print(cost)
    cost: 410 GBP per family (finance, quotation 12, 2026-10-01, A. Analyst)
    """

    intervention: str = attrs.field(validator=filled("the intervention of a fact"))
    name: str = attrs.field(validator=filled("the name of a fact"))
    value: Scalar = attrs.field(converter=_scalar)
    unit: str | None = attrs.field(
        default=None, validator=filled("the unit of a fact", or_none=True)
    )
    source: str = attrs.field(validator=filled("the source of a fact"))
    date: dt.date = attrs.field(converter=_date)
    who: str = attrs.field(validator=filled("who says a fact"))

    @property
    def words(self) -> str:
        """The value with its unit."""
        return in_words(self.value, self.unit)

    @property
    def origin(self) -> str:
        """Where it is from, when, and who says so."""
        return f"{self.source}, {self.date.isoformat()}, {self.who}"

    def __str__(self) -> str:
        return f"{self.name}: {self.words} ({self.origin})"


def _facts(value: Any) -> tuple[LocalFact, ...]:
    return records_of("LocalFacts(...)", LocalFact, value)


@attrs.frozen(repr=False)
class LocalFacts(Record):
    """Local facts of any number of interventions, each fact once.

    Args:
        facts: the facts.

    Raises:
        Faults: if a fact is given twice, with every such fact.
        WrongType: if something is no LocalFact.

    >>> facts = LocalFacts(
    ...     [
    ...         LocalFact(
    ...             intervention="EasyPeasy",
    ...             name="waiting time",
    ...             value=2,
    ...             unit="weeks",
    ...             source="the team's log",
    ...             date="2026-10-01",
    ...             who="A. Manager",
    ...         )
    ...     ]
    ... )
    >>> facts
    <LocalFacts: 1 fact of 1 intervention>
    >>> print(facts.get("easypeasy", "Waiting time").words)
    2 weeks
    """

    facts: tuple[LocalFact, ...] = attrs.field(default=(), converter=_facts)

    def __attrs_post_init__(self) -> None:
        seen: dict[tuple[str, str], int] = {}
        faults = []
        for i, fact in enumerate(self.facts):
            first = seen.setdefault(_key(fact.intervention, fact.name), i)
            if first != i:
                found = f"{shown(fact.name)} of {shown(fact.intervention)} again"
                expected = f"it once; $.facts[{first}] gives it too"
                faults.append(Fault(f"$.facts[{i}]", found, expected))
        if faults:
            raise Faults("local facts", tuple(faults))

    def __iter__(self) -> Iterator[LocalFact]:
        return iter(self.facts)

    def __len__(self) -> int:
        return len(self.facts)

    @property
    def names(self) -> tuple[str, ...]:
        """What is known of some intervention, each once, in the order of the facts."""
        names: dict[str, str] = {}
        for fact in self.facts:
            names.setdefault(name_key(fact.name), fact.name)
        return tuple(names.values())

    def get(self, intervention: str, name: str) -> LocalFact | None:
        """The fact of an intervention by its name, or None if it is not known.

        Args:
            intervention: the id, name or alias under which the fact was given.
            name: the name of the fact; capitals and dashes do not matter.
        """
        wanted = _key(intervention, name)
        for fact in self.facts:
            if _key(fact.intervention, fact.name) == wanted:
                return fact
        return None

    def within(self, catalogue: "Catalogue") -> "LocalFacts":
        """The same facts under the ids of a catalogue.

        Args:
            catalogue: the catalogue, or a view of it; facts of rows that only
                the whole of it has are kept.

        Raises:
            Faults: with every intervention that the catalogue has
                not, and every fact that is given under two names of one.
            WrongType: for what is no catalogue.
        """
        catalogue = as_catalogue(catalogue)
        facts, faults = [], []
        for i, fact in enumerate(self.facts):
            try:
                id_ = catalogue[fact.intervention].id
            except UnknownIntervention as error:
                if error.outside_view is None:
                    path = f"$.facts[{i}].intervention"
                    title = shown(catalogue.source.title)
                    expected = f"an id, name or alias in {title}"
                    near = next(iter(error.suggestions), None)
                    faults.append(Fault(path, shown(fact.intervention), expected, near))
                    continue
                id_ = error.outside_view
            facts.append(attrs.evolve(fact, intervention=id_))
        if faults:
            raise Faults("local facts", tuple(faults))
        return LocalFacts(facts)

    # -- Files ---------------------------------------------------------------

    def to_json(self) -> str:
        """The facts as the text of a document; :meth:`from_json` reads it.

        >>> LocalFacts.from_json(LocalFacts().to_json())
        <LocalFacts: 0 facts of 0 interventions>
        """
        return FACTS.to_json(self)

    @classmethod
    def from_json(cls, data: str | bytes) -> "LocalFacts":
        """Facts from the text of a document.

        Raises:
            Faults: with every fault.
        """
        return FACTS.from_json(data)

    def save(self, path: str | PathLike[str]) -> None:
        """Write the facts to a file: JSON, or a sheet of Excel.

        Args:
            path: a file whose name ends in ``.json`` or ``.xlsx``; one that is
                there is replaced in one step.

        Raises:
            Faults: if they are more than a file that is read may hold.
            UnknownValue: for another ending.
            MissingExtra: for a sheet, if openpyxl is not installed.
            OSError: if the file cannot be written; it is then as it was.
        """
        if _ending(path) == ".json":
            FACTS.save(self, path)
        else:
            from .fact_sheets import facts_to_xlsx

            save_bytes(path, facts_to_xlsx(self), replace=True)

    @staticmethod
    def save_form(path: str | PathLike[str], catalogue: "Catalogue", names: Iterable[str]) -> None:
        """Write a sheet of Excel for people to fill in, which :meth:`load` reads.

        Args:
            path: a file whose name ends in ``.xlsx``; one that is there is
                replaced in one step.
            catalogue: the interventions, a row for each of them and each name.
            names: what is wanted of each, such as ``cost``.

        Raises:
            UnknownValue: for another ending.
            WrongType: for one text where several names are meant, and for a name
                that is no text, or an empty one.
            MissingExtra: if openpyxl is not installed.
            OSError: if the file cannot be written; it is then as it was.
        """
        from .fact_sheets import fact_form

        _ending(path, (".xlsx",))
        if isinstance(names, str) or not isinstance(names, Iterable):
            raise WrongType("names of facts", names, "several, such as ['cost']")
        wanted = tuple(names)
        for name in wanted:
            filled("the name of a fact")(None, None, name)
        save_bytes(path, fact_form(as_catalogue(catalogue), wanted), replace=True)

    @classmethod
    def load(cls, path: str | PathLike[str]) -> "LocalFacts":
        """Facts from a file that :meth:`save` wrote, or that a person made.

        Raises:
            Faults: with every fault.
            UnknownValue: for an ending that there is not.
            OSError: if the file cannot be read.
        """
        if _ending(path) == ".json":
            return FACTS.load(path)
        from .fact_sheets import facts_from_xlsx

        return facts_from_xlsx(FACTS.read(path), Path(path).name)

    def __repr__(self) -> str:
        count = len(self.facts)
        rows = len({name_key(fact.intervention) for fact in self.facts})
        told = f"{counted(count, 'fact')} of {counted(rows, 'intervention')}"
        return f"<LocalFacts: {told}>"


def _key(intervention: str, name: str) -> tuple[str, str]:
    return name_key(intervention), name_key(name)


def facts_of(given: LocalFacts | Iterable[LocalFact] | None) -> LocalFacts:
    """Local facts from records, or from nothing.

    Args:
        given: the facts, or None.

    Raises:
        Faults: if a fact is given twice.
        WrongType: if something is no LocalFact.
    """
    if isinstance(given, LocalFacts):
        return given
    return LocalFacts(() if given is None else given)


def _ending(path: str | PathLike[str], accepted: Iterable[str] = ENDINGS) -> str:
    name = Path(path).name
    ending = Path(name).suffix.lower()
    if ending not in accepted:
        what = "the ending of the name of a file of local facts"
        raise UnknownValue(what, name, tuple(accepted))
    return ending


#: How local facts are written and read.
FACTS = Document("facts", LocalFacts, (DATE, SCALAR))
