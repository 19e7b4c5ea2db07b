"""compare: a few interventions side by side, field by field and pair by pair."""

from collections.abc import Callable, Iterable
from itertools import combinations
from typing import Any

import attrs

from ..answers import Caution, Pair, cautions_of
from ..catalogue.catalogue import Catalogue
from ..documents.jsontext import canonical
from ..interop.native import FilledColumn, Library, native_frame
from ..interop.notice import is_recommended
from ..model.errors import InvalidCriteria
from ..model.notice import Source
from ..model.record import Record
from ..model.records import Intervention
from ..model.scales import Relation, joined
from .codec import to_plain
from .documents import urn
from .facts import NOT_KNOWN, OWN_FACTS, LocalFact, LocalFacts, facts_of
from .rows import catalogue_or_published, row_of


__all__ = ["Attribute", "Comparison", "compare"]

#: The schema that a comparison written as JSON names.
COMPARISON_SCHEMA = urn("comparison")

#: How many interventions stand side by side.
FEWEST, MOST = 2, 6


@attrs.frozen
class Attribute(Record):
    """One field of the interventions that are compared, side by side.

    Args:
        name: what the field is, as people read it.
        values: the value of each intervention in words, in their order.
        local: whether it is a local fact, and not published.
    """

    name: str
    values: tuple[str, ...]
    local: bool = False

    @property
    def differs(self) -> bool:
        """Whether the interventions do not all have the same."""
        return len(set(self.values)) > 1


@attrs.frozen(repr=False)
class Comparison(Record):
    """Interventions side by side. Made by :func:`compare`.

    Args:
        rows: the interventions, in the order they were asked for.
        facts: local facts of these, by their ids.
        source: where the rows come from.
        cautions: what to bear in mind.
    """

    rows: tuple[Intervention, ...]
    facts: LocalFacts
    source: Source
    cautions: tuple[Caution, ...]

    def attributes(self, *, differences: bool = False) -> tuple[Attribute, ...]:
        """Every field, published ones first and then local facts.

        Args:
            differences: whether to give only those that differ.
        """
        found = (*self._published(), *self._local())
        return tuple(each for each in found if each.differs or not differences)

    def _published(self) -> Iterable[Attribute]:
        for name, words in _FIELDS.items():
            yield Attribute(name, tuple(words(row) for row in self.rows))

    def _local(self) -> Iterable[Attribute]:
        for name in self.facts.names:
            held = (self.facts.get(row.id, name) for row in self.rows)
            values = (NOT_KNOWN if each is None else each.words for each in held)
            yield Attribute(name, tuple(values), local=True)

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """How the efficacy of each two stands to each other."""
        told = []
        for first, second in combinations(self.rows, 2):
            relation = first.efficacy.relation(second.efficacy)
            if relation in {Relation.BELOW, Relation.AT_MOST}:
                told.append(Pair(second, first, relation.reverse))
            else:
                told.append(Pair(first, second, relation))
        return tuple(told)

    @property
    def relations(self) -> tuple[str, ...]:
        """The same in sentences, each with who the two are for."""
        return tuple(_sentence(pair) for pair in self.pairs)

    # -- Taking it elsewhere -------------------------------------------------

    def to_dicts(self, *, differences: bool = False) -> list[dict[str, Any]]:
        """A flat row for each field, with a value under each intervention's id.

        Args:
            differences: whether to give only the fields that differ.

        Raises:
            InvalidCriteria: if the id of an intervention is ``attribute``,
                ``published`` or ``differs``, under which something else stands.
        """
        for id_ in self._ids:
            if id_ in _COLUMNS:
                raise InvalidCriteria(
                    f"a table with a column for {id_!r}",
                    f"{', '.join(_COLUMNS)} are columns of their own; give the row "
                    "another id, or take to_json()",
                )
        return [
            {
                "attribute": each.name,
                "published": not each.local,
                "differs": each.differs,
                **{id_: each.values[i] for i, id_ in enumerate(self._ids)},
            }
            for each in self.attributes(differences=differences)
        ]

    @property
    def _ids(self) -> tuple[str, ...]:
        return tuple(row.id for row in self.rows)

    def to_frame(self, library: Library, *, differences: bool = False) -> Any:
        """The same as a data frame.

        Args:
            library: ``pandas``, ``polars`` or ``pyarrow``.
            differences: whether to give only the fields that differ.

        Raises:
            InvalidCriteria: as by :meth:`to_dicts`.
            UnknownValue: for a library that there is not.
            MissingExtra: if the library is not installed.
        """
        rows = self.to_dicts(differences=differences)
        kinds = {**_COLUMNS, **dict.fromkeys(self._ids, "text")}
        return native_frame(
            library,
            [FilledColumn(name, kind, [row[name] for row in rows]) for name, kind in kinds.items()],
        )

    def to_json(self, *, differences: bool = False) -> str:
        """The comparison as JSON text, which is written and not read back.

        Args:
            differences: whether to give only the fields that differ.
        """
        return canonical(
            {
                "schema": COMPARISON_SCHEMA,
                "source": to_plain(self.source),
                "interventions": [*self._ids],
                "attributes": [
                    {
                        "attribute": each.name,
                        "published": not each.local,
                        "differs": each.differs,
                        "values": [*each.values],
                    }
                    for each in self.attributes(differences=differences)
                ],
                "relations": [
                    {
                        "first": pair.first.id,
                        "relation": pair.relation.value,
                        "second": pair.second.id,
                        "same_audiences": pair.same_audiences,
                        "same_range": pair.same_range,
                        "sentence": _sentence(pair),
                    }
                    for pair in self.pairs
                ],
                "facts": [_plain_fact(each) for each in self.facts],
                "cautions": [each.text for each in self.cautions],
            }
        )

    def to_text(self, *, differences: bool = False) -> str:
        """The comparison as text for a terminal of 80 columns.

        Args:
            differences: whether to give only the fields that differ.
        """
        from ..views.comparison import comparison_text

        return comparison_text(self, differences=differences)

    def to_html(self, *, differences: bool = False) -> str:
        """The comparison as escaped HTML, to paste into a document.

        Args:
            differences: whether to give only the fields that differ.
        """
        from ..views.comparison import comparison_html

        return comparison_html(self, differences=differences)

    def _repr_html_(self) -> str:
        from ..views.comparison import comparison_card

        return comparison_card(self)

    def __repr__(self) -> str:
        return f"<Comparison of {', '.join(self._ids)}>"


#: The columns of a table that are no intervention's, and what they hold.
_COLUMNS = {"attribute": "text", "published": "flag", "differs": "flag"}


def _plain_fact(fact: LocalFact) -> dict[str, Any]:
    plain = {
        "intervention": fact.intervention,
        "name": fact.name,
        "value": fact.value,
        "unit": fact.unit,
        "source": fact.source,
        "date": fact.date.isoformat(),
        "who": fact.who,
    }
    return {key: value for key, value in plain.items() if value is not None}


def _theories(row: Intervention) -> str:
    return " / ".join(theory.label for theory in row.theories)


def _efficacy(row: Intervention) -> str:
    # One cell serves every audience of a row, so they are never apart.
    return f"{row.efficacy} ({joined(row.audiences)})"


def _recommended(row: Intervention) -> str:
    return "yes" if is_recommended(row) else "nothing said"


#: The field that holds the printed efficacy.
EFFICACY = "efficacy (who for)"

_FIELDS: dict[str, Callable[[Intervention], str]] = {
    "theory": _theories,
    "who for": lambda row: joined(row.audiences),
    "type of practice": lambda row: joined(row.practice_levels),
    "evidence": lambda row: row.evidence.label,
    EFFICACY: _efficacy,
    "suite of programmes": lambda row: "yes" if row.is_suite else "no",
    "recommended by the page": _recommended,
    "other names": lambda row: "; ".join(row.aliases) or "none",
    "not the same as": lambda row: "; ".join(each.name for each in row.related) or "none",
}


def _sentence(pair: Pair) -> str:
    """How two rows' printed efficacy stands, in a sentence."""
    first, second = (_named(row) for row in (pair.first, pair.second))
    if pair.relation is Relation.ABOVE:
        said = f"every level printed for {first} is above every one for {second}"
    elif pair.relation is Relation.AT_LEAST:
        said = (
            f"no level printed for {first} is below any for {second}, and both "
            f"print {pair.first.efficacy.low}"
        )
    elif pair.relation is Relation.EQUAL:
        said = f"{first} and {second} print the same single level"
    elif pair.same_range:
        said = (
            f"{first} and {second} print the same range, which does not make their effects the same"
        )
    else:
        said = f"the ranges of {first} and {second} leave open which is above"
    if not pair.same_audiences:
        said += "; they are not for the same audiences"
    if pair.first.is_suite is not pair.second.is_suite:
        said += "; one is a suite of programmes and the other is not"
    return f"Efficacy: {said}."


def _named(row: Intervention) -> str:
    return f"{row.name} ({row.efficacy}, {joined(row.audiences)})"


def compare(
    *interventions: Intervention | str,
    catalogue: Catalogue | None = None,
    facts: LocalFacts | Iterable[LocalFact] | None = None,
) -> Comparison:
    """Put two to six interventions side by side.

    Args:
        interventions: records of the catalogue, or their ids, names or aliases.
        catalogue: where to look them up; the published table by default.
        facts: local facts; they stand apart from published fields, and what
            is missing is shown as not known.

    Raises:
        InvalidCriteria: for fewer than two, more than six, or one given twice.
        Faults: if a fact is of an intervention that there is not.
        UnknownIntervention: for a key that there is not.
        WrongType: for something that is neither a record of the catalogue nor a
            key, and for facts that are none.

    >>> both = compare("PCIT", "FNP")
    >>> print(both.relations[0])
    Efficacy: every level printed for Parent Child Interaction Therapy (High, Targeted) is above every one for Family Nurse Partnership (Low, Targeted).
    >>> [each.name for each in both.attributes(differences=True)][:2]
    ['theory', 'type of practice']
    """
    catalogue = catalogue_or_published(catalogue)
    rows = tuple(row_of("compare(...)", each, catalogue) for each in interventions)
    if not FEWEST <= len(rows) <= MOST:
        raise InvalidCriteria(
            f"compare(...) of {len(rows)}", f"give {FEWEST} to {MOST} interventions"
        )
    ids = [row.id for row in rows]
    repeated = [id_ for i, id_ in enumerate(ids) if id_ in ids[:i]]
    if repeated:
        raise InvalidCriteria(f"compare(...) of {repeated[0]!r} with itself", "give each row once")
    held = LocalFacts(
        each for each in facts_of(facts).within(catalogue) if each.intervention in ids
    )
    return Comparison(rows, held, catalogue.source, _cautions(rows, held))


def _cautions(rows: tuple[Intervention, ...], facts: LocalFacts) -> tuple[Caution, ...]:
    # Nothing is counted here, so what is said of counts is left out.
    cautions = [each for each in cautions_of(rows) if each.id != "memberships-exceed-rows"]
    if all(map(is_recommended, rows)):
        advice = (
            "The page recommends all of these; the choice among them is made with the "
            "Hexagon Tool for your context."
        )
        cautions.insert(0, Caution("recommended", advice))
    if facts:
        cautions.append(OWN_FACTS)
    return tuple(cautions)
