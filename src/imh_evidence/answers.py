"""What a catalogue answers beyond rows: counts, relations, an order for display.

Each answer carries the cautions of the rows it is about. They are values, for
a program to show, and never warnings.
"""

from __future__ import annotations

from functools import reduce
from itertools import product
from operator import and_
from typing import Any, Literal

import attrs

from .model.errors import UnknownField, UnknownValue
from .model.record import Record
from .model.scales import (
    Audience,
    EfficacyLevel,
    EfficacyRange,
    EvidenceLevel,
    PracticeLevel,
    Relation,
    Theory,
    in_scale_order,
)


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .catalogue.masks import Masks
    from .model.records import Intervention

__all__ = ["Caution", "Count", "Counts", "Ordering", "Pair", "Relations", "cautions_of"]

Facet = Literal["theory", "audience", "practice_level", "evidence", "efficacy"]
Policy = Literal["page", "name", "efficacy-low-end", "efficacy-high-end"]

FACETS: tuple[Facet, ...] = ("theory", "audience", "practice_level", "evidence", "efficacy")
KINDS = ("memberships", "combinations")
POLICIES: tuple[Policy, ...] = ("page", "name", "efficacy-low-end", "efficacy-high-end")


@attrs.frozen
class Caution(Record):
    """Something to bear in mind when these rows are read together.

    Args:
        id: its slug.
        text: the caution in a sentence.
    """

    id: str
    text: str

    def __str__(self) -> str:
        return self.text


def cautions_of(rows: Iterable[Intervention]) -> tuple[Caution, ...]:
    """What to bear in mind of these rows, whatever order they come in.

    Args:
        rows: any interventions.

    Returns:
        The cautions, in one fixed order.
    """
    rows = tuple(rows)
    return _cautions(
        len(rows),
        list({row.evidence for row in rows}),
        audiences_differ=len({row.audiences for row in rows}) > 1,
        suites_differ=len({row.is_suite for row in rows}) > 1,
        shared=any(
            len(value) > 1
            for field in _FIELDS.values()
            for value in {getattr(row, field) for row in rows}
        ),
    )


def cautions_in(masks: Masks, mask: int) -> tuple[Caution, ...]:
    """What to bear in mind of the rows in a mask, without looking at any."""
    return _cautions(
        mask.bit_count(),
        [level for level, bits in masks.by("evidence").items() if bits & mask],
        audiences_differ=any(0 != b & mask != mask for b in masks.by("audience").values()),
        suites_differ=0 != masks.by("is_suite").get(True, 0) & mask != mask,
        shared=any(masks.several(facet) & mask for facet in _FIELDS),
    )


def _cautions(
    rows: int,
    evidence: list[EvidenceLevel],
    *,
    audiences_differ: bool,
    suites_differ: bool,
    shared: bool,
) -> tuple[Caution, ...]:
    several = rows > 1
    cautions = []
    if several and len(evidence) == 1:
        (level,) = evidence
        which = {2: "both rows"}.get(rows, f"all {rows} rows")
        cautions.append(
            Caution(
                "evidence-constant",
                f"Evidence is {level} in {which}, so filtering, ranking or colouring them "
                "by it says nothing.",
            )
        )
    if audiences_differ:
        cautions.append(
            Caution(
                "audiences-differ",
                "The rows serve different audiences, and an efficacy cell cannot be "
                "split by audience.",
            )
        )
    if suites_differ:
        cautions.append(
            Caution("suite-beside-single", "A suite of programmes stands beside single programmes.")
        )
    if shared:
        cautions.append(
            Caution(
                "memberships-exceed-rows",
                "Some rows hold several theories, audiences or types of practice, so "
                "counts of memberships exceed the number of rows.",
            )
        )
    if several:
        cautions.append(
            Caution(
                "outcomes-may-differ",
                "The outcome, comparator and follow-up behind an efficacy level are "
                "not given, so any comparison may cross outcomes.",
            )
        )
    cautions.append(
        Caution(
            "not-exhaustive",
            "The table is not an exhaustive list: absence from it is not a negative finding.",
        )
    )
    return tuple(cautions)


# -- Counts ------------------------------------------------------------------


@attrs.frozen
class Count(Record):
    """How many rows hold one member, or one pair of members.

    Args:
        key: the member; a tuple of two for two facets; a tuple of the members
            of a set where exact combinations are counted.
        rows: the number of rows.
    """

    key: Any
    rows: int


@attrs.frozen(repr=False)
class Counts(Record):
    """Counts of rows by one facet or two, saying what was counted.

    Args:
        facets: the facets counted by.
        kind: ``memberships``, where a row counts once for each member it holds,
            or ``combinations``, where it counts once, under its exact set.
        counts: the counts, in scale order.
        rows: how many rows were counted.
        cautions: what to bear in mind of the rows.

    >>> from imh_evidence import interventions
    >>> by_audience = interventions.count_by("audience")
    >>> by_audience["universal"], by_audience["targeted"], by_audience.counts_rows_twice
    (8, 12, True)
    """

    facets: tuple[Facet, ...]
    kind: Literal["memberships", "combinations"]
    counts: tuple[Count, ...]
    rows: int
    cautions: tuple[Caution, ...]

    @property
    def total(self) -> int:
        """The sum of the counts, which may exceed the rows."""
        return sum(count.rows for count in self.counts)

    @property
    def counts_rows_twice(self) -> bool:
        """Whether some row is counted more than once."""
        return self.total > self.rows

    def __getitem__(self, key: Any) -> int:
        wanted = _key_text(key, self.facets)
        for count in self.counts:
            if _key_text(count.key, self.facets) == wanted:
                return count.rows
        raise UnknownField(
            f"counts by {' and '.join(self.facets)}",
            wanted,
            tuple(_key_text(count.key, self.facets) for count in self.counts),
        )

    def __iter__(self) -> Iterator[Count]:
        return iter(self.counts)

    def __len__(self) -> int:
        return len(self.counts)

    def to_plain(self) -> dict[str, Any]:
        """The counts as plain JSON values."""
        return {
            "facets": list(self.facets),
            "kind": self.kind,
            "counts": [{"key": _plain_key(count.key), "rows": count.rows} for count in self.counts],
            "rows": self.rows,
            "total": self.total,
            "counts_rows_twice": self.counts_rows_twice,
            "cautions": [caution.text for caution in self.cautions],
        }

    def __repr__(self) -> str:
        cells = ", ".join(
            f"{_key_text(count.key, self.facets)} {count.rows}"
            for count in self.counts
            if count.rows
        )
        note = "; counts a row more than once" if self.counts_rows_twice else ""
        return (
            f"<Counts of {self.kind} by {' and '.join(self.facets)} over "
            f"{self.rows} rows: {cells or 'none'}{note}>"
        )


def _key_text(key: Any, facets: tuple[Facet, ...]) -> str:
    """A key as text: ``universal x skilled``, and ``universal+targeted`` for a set."""
    parts = key if len(facets) > 1 and isinstance(key, tuple | list) else [key]
    return " x ".join(
        "+".join(_slug(each) for each in part) if isinstance(part, tuple | list) else _slug(part)
        for part in parts
    )


def _slug(member: Any) -> str:
    return str(getattr(member, "value", member))


def _plain_key(key: Any) -> Any:
    if isinstance(key, tuple):
        return [_plain_key(part) for part in key]
    return _slug(key)


def membership_counts(
    masks: Masks, mask: int, facets: tuple[Facet, ...], cautions: tuple[Caution, ...]
) -> Counts:
    """Counts of the rows in a mask by each member, or each pair of members."""
    members = [masks.members(facet, _SCALES[facet]).items() for facet in facets]
    counts = []
    for chosen in product(*members):
        keys = tuple(key for key, _ in chosen)
        rows = reduce(and_, (bits for _, bits in chosen), mask).bit_count()
        counts.append(Count(keys if len(facets) > 1 else keys[0], rows))
    return Counts(facets, "memberships", tuple(counts), mask.bit_count(), cautions)


_SCALES: dict[str, Any] = {
    "theory": Theory,
    "audience": Audience,
    "practice_level": PracticeLevel,
    "evidence": EvidenceLevel,
    "efficacy": EfficacyLevel,
}


def combination_counts(rows: tuple[Intervention, ...], facets: tuple[Facet, ...]) -> Counts:
    """Counts of rows by their exact sets of members."""
    found: dict[Any, int] = {}
    for row in rows:
        keys = tuple(_combination(row, facet) for facet in facets)
        key = keys if len(facets) > 1 else keys[0]
        found[key] = found.get(key, 0) + 1
    counts = tuple(Count(key, found[key]) for key in sorted(found, key=_places))
    return Counts(facets, "combinations", counts, len(rows), cautions_of(rows))


def _places(key: Any) -> tuple[Any, ...]:
    """Where a key stands: sets member by member, ranges by low end and high end."""
    if isinstance(key, EfficacyRange):
        return key.low.rank, key.high.rank
    if isinstance(key, tuple):
        return tuple(map(_places, key))
    return key.rank, key.value


def _combination(row: Intervention, facet: Facet) -> Any:
    if facet == "evidence":
        return row.evidence
    if facet == "efficacy":
        return row.efficacy
    members: Iterable[Any] = getattr(row, _FIELDS[facet])
    return in_scale_order(members)


_FIELDS = {"theory": "theories", "audience": "audiences", "practice_level": "practice_levels"}


def checked_facets(*facets: Facet | None) -> tuple[Facet, ...]:
    """The facets that are given, or UnknownValue with those there are."""
    given: list[Facet] = [facet for facet in facets if facet is not None]
    unknown = [str(facet) for facet in given if facet not in FACETS]
    if unknown:
        raise UnknownValue("facet", unknown[0], FACETS)
    return tuple(given)


# -- Relations ---------------------------------------------------------------


@attrs.frozen
class Pair(Record):
    """Two rows and how the efficacy of the first stands to that of the second.

    Args:
        first: the row that is above or at least the other, where one is.
        second: the other.
        relation: ABOVE, AT_LEAST, EQUAL or UNDECIDED.
    """

    first: Intervention
    second: Intervention
    relation: Relation

    @property
    def same_audiences(self) -> bool:
        """Whether the two serve exactly the same audiences."""
        return self.first.audiences == self.second.audiences

    @property
    def same_range(self) -> bool:
        """Whether the two print the same efficacy, which does not make it equal."""
        return self.first.efficacy.same_range(self.second.efficacy)


@attrs.frozen
class RelationCount(Record):
    """How many pairs of rows stand in a relation.

    Args:
        relation: the relation.
        pairs: the number of pairs.
        same_audiences: how many of them serve exactly the same audiences.
    """

    relation: Relation
    pairs: int
    same_audiences: int

    @property
    def different_audiences(self) -> int:
        """How many of the pairs serve different audiences."""
        return self.pairs - self.same_audiences


#: A pair is named from its upper row, so the mirrored relations do not occur.
PAIR_RELATIONS = (Relation.ABOVE, Relation.AT_LEAST, Relation.EQUAL, Relation.UNDECIDED)


@attrs.frozen(repr=False)
class Relations(Record):
    """How the efficacy ranges of each two rows stand to each other.

    Args:
        rows: the rows compared.
        counts: the pairs by relation, split by whether audiences are the same.
        cautions: what to bear in mind of the rows.

    >>> from imh_evidence import interventions
    >>> for count in interventions.relations().counts:
    ...     print(count.relation.value, count.pairs, count.same_audiences)
    above 29 9
    at-least 38 17
    equal 5 1
    undecided 19 4
    """

    rows: tuple[Intervention, ...]
    counts: tuple[RelationCount, ...]
    cautions: tuple[Caution, ...]

    def pairs(self, *relations: Relation) -> Iterator[Pair]:
        """The pairs, one at a time; those in the given relations, or all.

        Args:
            relations: any of ABOVE, AT_LEAST, EQUAL, UNDECIDED. BELOW and
                AT_MOST are these pairs seen from the other side.

        Raises:
            UnknownValue: for another relation.
        """
        for each in relations:
            if each not in PAIR_RELATIONS:
                raise UnknownValue(
                    "relation of a pair", each, tuple(r.value for r in PAIR_RELATIONS)
                )
        return self._pairs(relations or PAIR_RELATIONS)

    def _pairs(self, relations: tuple[Relation, ...]) -> Iterator[Pair]:
        for i, first in enumerate(self.rows):
            for second in self.rows[i + 1 :]:
                relation = first.efficacy.relation(second.efficacy)
                pair = Pair(first, second, relation)
                if relation not in PAIR_RELATIONS:
                    pair = Pair(second, first, relation.reverse)
                if pair.relation in relations:
                    yield pair

    def __len__(self) -> int:
        return sum(count.pairs for count in self.counts)

    def to_plain(self) -> dict[str, Any]:
        """The relations as plain JSON values, pairs by id."""
        return {
            "counts": [
                {
                    "relation": count.relation.value,
                    "pairs": count.pairs,
                    "same_audiences": count.same_audiences,
                    "different_audiences": count.different_audiences,
                }
                for count in self.counts
            ],
            "pairs": [
                {
                    "first": pair.first.id,
                    "relation": pair.relation.value,
                    "second": pair.second.id,
                    "same_audiences": pair.same_audiences,
                    "same_range": pair.same_range,
                }
                for pair in self.pairs()
            ],
            "cautions": [caution.text for caution in self.cautions],
        }

    def __repr__(self) -> str:
        cells = ", ".join(f"{c.relation.value} {c.pairs}" for c in self.counts)
        return f"<Relations of {len(self)} pairs: {cells}>"


def relations_of(rows: tuple[Intervention, ...]) -> Relations:
    """How each two of the rows stand, counted by what they print, not pair by pair."""
    kinds: dict[tuple[Any, Any], int] = {}
    for row in rows:
        kind = (row.efficacy, row.audiences)
        kinds[kind] = kinds.get(kind, 0) + 1
    pairs = dict.fromkeys(PAIR_RELATIONS, 0)
    same = dict.fromkeys(PAIR_RELATIONS, 0)
    listed = list(kinds.items())
    for i, ((efficacy, audiences), count) in enumerate(listed):
        for (other, other_audiences), others in listed[i:]:
            relation = efficacy.relation(other)
            relation = relation if relation in pairs else relation.reverse
            itself = efficacy == other and audiences == other_audiences
            number = count * (count - 1) // 2 if itself else count * others
            pairs[relation] += number
            same[relation] += number if audiences == other_audiences else 0
    counts = tuple(RelationCount(each, pairs[each], same[each]) for each in pairs)
    return Relations(rows, counts, cautions_of(rows))


# -- Order for display -------------------------------------------------------


@attrs.frozen(repr=False)
class Ordering(Record):
    """Rows in an order for display, which is not a ranking.

    Args:
        policy: the rule the rows were laid out by.
        rows: the rows.
        cautions: what to bear in mind of them.
    """

    policy: Policy
    rows: tuple[Intervention, ...]
    cautions: tuple[Caution, ...]

    #: What to print beside the rows.
    note = "display order, not a ranking"

    def __iter__(self) -> Iterator[Intervention]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def to_plain(self) -> dict[str, Any]:
        """The order as plain JSON values, rows by id."""
        return {
            "policy": self.policy,
            "note": self.note,
            "rows": [row.id for row in self.rows],
            "cautions": [caution.text for caution in self.cautions],
        }

    def __repr__(self) -> str:
        return f"<Ordering of {len(self)} rows by {self.policy}: {self.note}>"


def ordering_of(rows: tuple[Intervention, ...], policy: str) -> Ordering:
    """The rows laid out by a policy; rows it does not tell apart go by id."""
    if policy not in POLICIES:
        raise UnknownValue("order_by(...)", policy, POLICIES)
    by_id = sorted(rows, key=lambda row: row.id)
    laid_out: Iterable[Intervention] = rows
    if policy == "name":
        laid_out = sorted(by_id, key=lambda row: row.name.lower())
    elif policy == "efficacy-low-end":
        laid_out = sorted(by_id, key=lambda row: row.efficacy.low, reverse=True)
    elif policy == "efficacy-high-end":
        laid_out = sorted(by_id, key=lambda row: row.efficacy.high, reverse=True)
    return Ordering(policy, tuple(laid_out), cautions_of(rows))
