"""Asking at a terminal for what an assessment is to be filled in with."""

from __future__ import annotations

import datetime as dt
import sys
from io import TextIOWrapper
from typing import TYPE_CHECKING, TypeVar

from ..decisions import SiteScore
from ..decisions.documents import read_date
from ..decisions.indicators import indicators_of
from ..errors import ImhEvidenceError, printable
from .entering import standing_rating, standing_score, whole_number


if TYPE_CHECKING:
    from collections.abc import Callable

    from ..decisions import HexagonAssessment, HexagonIndicator

__all__ = ["Filling"]

T = TypeVar("T")


class Filling:
    """A conversation that fills in an assessment, and keeps every answer at once.

    Questions go to standard error, so that what the command prints can be
    piped. An answer that is none is told in a line, and asked for again; an
    empty one leaves things as they are, notes too; the end of the input ends it.

    Args:
        assessment: the assessment so far.
        keep: called with the assessment after each answer.
    """

    def __init__(
        self, assessment: HexagonAssessment, keep: Callable[[HexagonAssessment], None]
    ) -> None:
        self._assessment = assessment
        self._keep = keep

    def run(self) -> HexagonAssessment:
        """Ask until everything was asked or the input ends."""
        if isinstance(sys.stdin, TextIOWrapper):
            # What is no UTF-8 shows as such instead of ending the conversation.
            sys.stdin.reconfigure(encoding="utf-8", errors="replace")
        try:
            self._ask_all()
        except (EOFError, KeyboardInterrupt):
            self._say("")
        return self._assessment

    def _ask_all(self) -> None:
        self._say(
            f"{printable(self._assessment.name)}. An empty answer leaves things as they "
            "are. What each number means is said in the Hexagon Tool."
        )
        who = self._ask("Who assesses or reads", _name)
        day = self._ask("Date (YYYY-MM-DD)", read_date) if who else None
        if not who or day is None:
            self._say("Without a name and a date nothing is filled in.")
            return
        for indicator in indicators_of("site"):
            self._score(indicator, who, day)
        addresses: list[str | None] = [
            entry.address for entry in self._assessment.framework_entries
        ]
        for address in addresses or [None]:
            if address is not None:
                self._say(f"As read at {address}")
            for indicator in indicators_of("programme"):
                self._rate(indicator, who, day, address)

    def _score(self, indicator: HexagonIndicator, who: str, day: dt.date) -> None:
        before = standing_score(self._assessment, indicator, who)
        note = "" if before is None else before.note

        def scored(answer: str) -> HexagonAssessment:
            return self._assessment.score(
                indicator, whole_number(answer), assessor=who, date=day, note=note
            )

        found = self._ask(f"{indicator}, 1 to 5", scored)
        if found is None:
            return
        self._take(found)
        (entry,) = (each for each in found.scores_of(indicator) if each.assessor == who)

        def explained(answer: str) -> HexagonAssessment:
            return found.score(
                indicator, entry.score, assessor=who, date=day, note=answer.strip()
            )

        so_far = f" (so far: {printable(note)})" if note else ""
        noted = self._ask(f"Why {entry.score}{so_far}", explained)
        if noted is not None:
            self._take(noted)

    def _rate(
        self,
        indicator: HexagonIndicator,
        who: str,
        day: dt.date,
        address: str | None,
    ) -> None:
        before = standing_rating(self._assessment, indicator, who, address)

        def rated(answer: str) -> HexagonAssessment:
            return self._assessment.rate(
                indicator,
                answer,
                read_on=day,
                address=address if before is None else before.address,
                read_by=who,
                note="" if before is None else before.note,
            )

        found = self._ask(f"{indicator}, as printed", rated)
        if found is not None:
            self._take(found)

    def _take(self, assessment: HexagonAssessment) -> None:
        self._assessment = assessment
        self._keep(assessment)

    def _ask(self, question: str, read: Callable[[str], T]) -> T | None:
        """What an answer stands for; None for an empty one."""
        while True:
            sys.stderr.write(f"{question}: ")
            sys.stderr.flush()
            answer = sys.stdin.readline()
            if not answer:
                raise EOFError
            if not answer.strip():
                return None
            try:
                return read(answer.rstrip("\r\n"))
            except ImhEvidenceError as error:
                self._say(str(error))

    def _say(self, text: str) -> None:
        sys.stderr.write(f"{text}\n")


def _name(answer: str) -> str:
    """A name that a file can hold."""
    return SiteScore("need", 1, answer, dt.date.min).assessor
