"""A second, plain way to put rows in piles: world by world, over slugs and codes.

In a world, one printed level of efficacy applies. A bound on the whole range is
asked of that level; everything else is the same in every world.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.reference import Model, Question, Row


if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tests.reference import Codes

__all__ = ["Worlds"]

Known = dict[tuple[str, str], tuple[Any, str | None]]


class Worlds:
    """The piles of rows, worked out by trying every printed level."""

    def __init__(self, coding: Codes, facts: Iterable[Any]) -> None:
        self._model = Model(coding)
        self._known: Known = {
            (each.intervention, each.name): (each.value, each.unit) for each in facts
        }

    def contradicts(self, musts: Sequence[Any]) -> bool:
        """Whether no level at all lies within every bound on the whole range."""
        bounds = [
            question.efficacy
            for question in map(_question, musts)
            if question and question.efficacy and question.efficacy[0] == "certainly"
        ]
        return not any(
            all(self._model.admits(asked, (level, level)) for asked in bounds)
            for level in ("low", "medium", "high")
        )

    def holding(self, condition: Any, record: Any) -> str:
        """Whether one condition holds: in every world, in some, in none, or unknown."""
        found = self._truths(condition, record)
        if None in found:
            return "not-known"
        if all(found):
            return "holds"
        return "in-part" if any(found) else "fails"

    def pile(self, musts: Sequence[Any], record: Any) -> str:
        """The pile of a row, from what is true in each world."""
        worlds = list(zip(*(self._truths(must, record) for must in musts), strict=True)) or [()]
        if all(False in world for world in worlds):
            return "does-not-meet"
        if any(None in world for world in worlds):
            return "not-known"
        if any(False in world for world in worlds):
            return "depends-on-the-range"
        return "meets"

    def _truths(self, condition: Any, record: Any) -> list[bool | None]:
        """Whether a condition is true of a row, in each world."""
        row = Row.of(record)
        worlds = self._model.levels(row.efficacy)
        question = _question(condition)
        if question is None:
            return [self._of_fact(condition, record.id)] * len(worlds)
        plain = Question(question.members, None, question.is_suite)
        if self._model.failing(plain, row):
            return [False] * len(worlds)
        asked = question.efficacy
        if asked is None:
            return [True] * len(worlds)
        if asked[0] == "certainly":
            return [self._model.admits(asked, (level, level)) for level in worlds]
        return [self._model.admits(asked, row.efficacy)] * len(worlds)

    def _of_fact(self, condition: Any, id_: str) -> bool | None:
        value, unit = self._known.get((id_, condition.name), (None, None))
        if value is None or unit != condition.unit:
            return None
        if condition.one_of:
            alike = [x for x in condition.one_of if isinstance(x, str) is isinstance(value, str)]
            return value in alike if alike else None
        if isinstance(value, str):
            return None
        low, high = condition.at_least, condition.at_most
        return (low is None or low <= value) and (high is None or value <= high)


def _question(condition: Any) -> Question | None:
    return Question.of(condition) if hasattr(condition, "efficacy") else None
