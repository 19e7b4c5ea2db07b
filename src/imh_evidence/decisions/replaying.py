"""replay: what would differ if a decision's question were asked of other rows.

Each change is told by row and field, old and new, with the pile of the row then
and now, and the conditions on that field that hold otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from ..catalogue.catalogue import Catalogue
from ..documents.jsontext import canonical
from ..model.errors import WrongType, printable
from ..model.names import name_key
from ..model.record import Record
from ..model.records import Intervention
from ..model.scales import counted
from ..source import diff
from ..source.changes import Change
from .conditions import FactCondition
from .documents import urn
from .facts import NOT_KNOWN, LocalFacts
from .shortlists import shortlist
from .soundness import indexed


if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .conditions import Condition
    from .decision import Decision
    from .facts import LocalFact
    from .piles import Pile

__all__ = ["Effect", "Replay", "replay"]

#: The schema that a replay written as JSON names.
REPLAY_SCHEMA = urn("replay")


@attrs.frozen
class Effect(Record):
    """One change of a row since a decision, and the row's pile then and now.

    Args:
        name: the name of the row.
        change: its id, the field, the old value and the new one.
        was: the pile in the decision, or None for a row that was not judged.
        now: the pile with every change of the row, or None for a row that is
            no longer there.
        conditions: sentences on the musts and wishes that ask of what changed,
            and hold otherwise now.
    """

    name: str
    change: Change
    was: Pile | None
    now: Pile | None
    conditions: tuple[str, ...] = ()

    @property
    def moves(self) -> bool:
        """Whether the row is in another pile than it was."""
        return self.was is not self.now

    def __str__(self) -> str:
        if self.was is None or self.now is None:
            return printable(f"{self.name}: {self._place()}")
        told = str(self.change).removeprefix(f"{self.change.id}: ")
        place = f"it stays in '{self.now.label}'"
        if self.moves:
            place = f"it moves from '{self.was.label}' to '{self.now.label}'"
        parts = (told, place, *self.conditions)
        return printable(f"{self.name}: {'; '.join(parts)}")

    def _place(self) -> str:
        """What became of a row that was not judged, or is no longer there."""
        if self.now is not None:
            label = self.now.label
            return f"not among the rows that were judged, is now; it goes to '{label}'"
        gone = "is no longer among the rows"
        return gone if self.was is None else f"was in '{self.was.label}', {gone}"

    def to_plain(self) -> dict[str, Any]:
        """The same as plain JSON values, with the sentence."""
        return {
            **self.change.to_plain(),
            "name": self.name,
            "was": _slug(self.was),
            "now": _slug(self.now),
            "conditions": [*self.conditions],
            "sentence": str(self),
        }


def _slug(pile: Pile | None) -> str | None:
    return None if pile is None else pile.value


@attrs.frozen(repr=False)
class Replay(Record):
    """A decision asked again of other rows or facts.

    Args:
        before: the decision as it was made.
        after: the same question, asked now.
        effects: every change with its effect, in the order of the decision's
            rows; rows that were not judged come last.
    """

    before: Decision
    after: Decision
    effects: tuple[Effect, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed, neither a field nor a row nor a fact."""
        return not self.effects

    @property
    def moved(self) -> tuple[Effect, ...]:
        """The changes of rows that are now in another pile."""
        return tuple(each for each in self.effects if each.moves)

    @property
    def overrides_to_revisit(self) -> tuple[str, ...]:
        """Sentences on overrides whose row changed since they were made."""
        changed = {each.change.id: each.name for each in self.effects}
        return tuple(
            f"{printable(changed[each.intervention])} was {printable(str(each))}; "
            "its row changed since"
            for each in self.before.overrides
            if each.intervention in changed
        )

    def to_json(self) -> str:
        """The changes as JSON text, which is written and not read back."""
        return canonical(
            {
                "schema": REPLAY_SCHEMA,
                "edition": {"old": self.before.edition, "new": self.after.edition},
                "data_version": {"old": self.before.data_version, "new": self.after.data_version},
                "rows_sha256": {"old": self.before.rows_sha256, "new": self.after.rows_sha256},
                "is_empty": self.is_empty,
                "effects": [each.to_plain() for each in self.effects],
                "overrides_to_revisit": [*self.overrides_to_revisit],
                "cautions": [each.text for each in self.after.cautions],
            }
        )

    def __str__(self) -> str:
        lines = [str(each) for each in self.effects]
        lines += self.overrides_to_revisit
        return "\n".join(lines or ["nothing would differ"])

    def __repr__(self) -> str:
        rows = len({each.change.id for each in self.effects})
        moved = len({each.change.id for each in self.moved})
        return f"<Replay: {counted(rows, 'row')} changed, {moved} to another pile>"


class _Again:
    """A decision and the same question asked now, row beside row."""

    def __init__(self, before: Decision, after: Decision) -> None:
        self._before, self._after = before, after
        self._facts = indexed(before.facts)
        self._facts_now = indexed(after.facts)
        self._names = _names_by_row(self._facts)
        self._names_now = _names_by_row(self._facts_now)

    def effects(self, old: Intervention, new: Intervention) -> Iterator[Effect]:
        """Every change of a row that is in both."""
        for field in _FIELDS:
            value, value_now = getattr(old, field), getattr(new, field)
            if value != value_now:
                change = Change(old.id, field, value, value_now)
                yield self._effect(old, new, change, field)
        ours, theirs = name_key(old.id), name_key(new.id)
        held, held_now = self._names.get(ours, ()), self._names_now.get(theirs, ())
        for name in dict.fromkeys((*held, *held_now)):
            known = self._facts.get((ours, name))
            known_now = self._facts_now.get((theirs, name))
            if _content(known) != _content(known_now):
                label = next(each.name for each in (known_now, known) if each)
                change = Change(old.id, f"local fact '{label}'", *_both(known, known_now))
                yield self._effect(old, new, change, name)

    def _effect(self, old: Intervention, new: Intervention, change: Change, changed: str) -> Effect:
        was, now = self._before.judgement(old.id), self._after.judgement(new.id)
        asked = [("must", each) for each in self._before.must]
        asked += [("wish", each) for each in self._before.wish]
        held = zip(was.musts + was.wishes, now.musts + now.wishes, strict=True)
        conditions = tuple(
            f"the {kind} '{condition}' {before.label} before and {after.label} now"
            for (kind, condition), (before, after) in zip(asked, held, strict=True)
            if before is not after and _asks_of(condition, changed)
        )
        return Effect(old.name, change, was.pile, now.pile, conditions)


def _asks_of(condition: Condition, changed: str) -> bool:
    """Whether a condition is on a field of rows, or on the fact of this name."""
    if isinstance(condition, FactCondition):
        return name_key(condition.name) == changed
    return _FACETS.get(changed) in condition.asked


def _names_by_row(index: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """The names of local facts, by the id of their row."""
    names: dict[str, list[str]] = {}
    for id_, name in index:
        names.setdefault(id_, []).append(name)
    return {id_: tuple(each) for id_, each in names.items()}


_FIELDS = tuple(field.name for field in attrs.fields(Intervention) if field.name != "provenance")

#: The fields that conditions ask of, each with the name that they ask it by.
_FACETS = {
    "theories": "theory",
    "audiences": "audience",
    "practice_levels": "practice_level",
    "evidence": "evidence",
    "efficacy": "efficacy",
    "is_suite": "is_suite",
}


def _content(known: LocalFact | None) -> tuple[object, ...] | None:
    """A fact apart from the id and the spelling of the name it is kept under."""
    if known is None:
        return None
    return known.value, known.unit, known.origin


def _both(old: LocalFact | None, new: LocalFact | None) -> tuple[str, str]:
    """Two states of a fact in words: with their sources, if only those differ."""
    words = [NOT_KNOWN if each is None else each.words for each in (old, new)]
    if words[0] == words[1]:
        words = [
            NOT_KNOWN if each is None else f"{each.words} ({each.origin})" for each in (old, new)
        ]
    return words[0], words[1]


def replay(
    decision: Decision, catalogue: Catalogue, facts: LocalFacts | Iterable[LocalFact] | None = None
) -> Replay:
    """Ask a decision's question again, and tell every change with its effect.

    Args:
        decision: the decision.
        catalogue: the rows now. Where the decision judged a view, give the
            same view of the catalogue now: every other row counts as new.
        facts: the local facts now; those of the decision by default.

    Returns:
        The changes; none where the rows and facts are what they were.

    Raises:
        Faults: if a fact is of an intervention that there is not.

    >>> from imh_evidence import interventions
    >>> print(replay(shortlist(interventions), interventions))
    nothing would differ
    """
    if not isinstance(catalogue, Catalogue):
        raise WrongType("replay(...)", catalogue, "a Catalogue")
    found = diff(decision.rows, catalogue)
    news = {each.old_id: each.new_id for each in found.renamed}
    gone = {row.id for row in found.removed}
    if facts is None:
        facts = [
            attrs.evolve(each, intervention=news.get(each.intervention, each.intervention))
            for each in decision.facts
            if each.intervention not in gone
        ]
    after = shortlist(
        catalogue, must=decision.must, wish=decision.wish, facts=facts, question=decision.question
    )
    asked, rows = _Again(decision, after), {row.id: row for row in after.rows}
    effects: list[Effect] = []
    for row in decision.rows:
        if row.id in gone:
            judgement = decision.judgement(row.id)
            change = Change(row.id, "row", "there", "not there")
            effects.append(Effect(row.name, change, judgement.pile, None))
        else:
            effects += asked.effects(row, rows[news.get(row.id, row.id)])
    for added in found.added:
        judgement = after.judgement(added.id)
        change = Change(added.id, "row", "not there", "there")
        effects.append(Effect(added.name, change, None, judgement.pile))
    return Replay(decision, after, tuple(effects))
