"""What is entered in an assessment by words of a command, and what it replaces."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..model.errors import ImhEvidenceError
from .options import SHOWN_OF_A_WORD, UnfitOptions, cut


if TYPE_CHECKING:
    import argparse

    from ..decisions import HexagonAssessment, HexagonIndicator, ProgrammeRating, SiteScore

__all__ = ["filled_in"]


def filled_in(assessment: HexagonAssessment, options: argparse.Namespace) -> HexagonAssessment:
    """The assessment with what the options say, or everything wrong with them."""
    missing = [f"--{each}" for each in ("assessor", "date") if not getattr(options, each)]
    if missing:
        msg = f"--set says what was found; {' and '.join(missing)} must say by whom and when"
        raise UnfitOptions(msg)
    wrong, entered = [], set()
    for entry in options.entries:
        try:
            indicator, value = _entry(entry)
            if indicator in entered:
                msg = f"{indicator.value} has a value already; give one"
                raise UnfitOptions(msg)
            assessment = _with(assessment, indicator, value, options)
            entered.add(indicator)
        except ImhEvidenceError as error:
            wrong.append(f"--set {cut(entry)}: {error}")
    if wrong:
        raise UnfitOptions("\n".join(wrong))
    return assessment


def _entry(text: str) -> tuple[HexagonIndicator, str]:
    """An indicator and its value, from the word that says them."""
    from ..decisions import HexagonIndicator

    name, sign, value = text.partition("=")
    if not sign:
        raise UnfitOptions("give an indicator and its value, such as need=4")
    return HexagonIndicator(name.strip().lower()), value


def _with(
    assessment: HexagonAssessment,
    indicator: HexagonIndicator,
    value: str,
    options: argparse.Namespace,
) -> HexagonAssessment:
    who = options.assessor.strip()
    if indicator.kind == "programme":
        rating = _standing_rating(assessment, indicator, who, options.address)
        return assessment.rate(
            indicator,
            value,
            read_on=options.date,
            address=options.address if rating is None else rating.address,
            read_by=who,
            note=_note(rating) if options.note is None else options.note,
        )
    score = _standing_score(assessment, indicator, who)
    return assessment.score(
        indicator,
        _whole_number(value),
        assessor=who,
        date=options.date,
        note=_note(score) if options.note is None else options.note,
    )


def _standing_score(
    assessment: HexagonAssessment, indicator: HexagonIndicator, who: str
) -> SiteScore | None:
    """The score that another one by the same assessor takes the place of."""
    scores = assessment.scores_of(indicator)
    return next((each for each in scores if each.assessor == who), None)


def _standing_rating(
    assessment: HexagonAssessment, indicator: HexagonIndicator, who: str, address: str | None
) -> ProgrammeRating | None:
    """The rating that another one takes the place of.

    Without an address that is the one at the Framework's address; where the
    Framework has none, the only one that the same person read.
    """
    ratings = assessment.ratings_of(indicator)
    known = [each.address for each in assessment.framework_entries]
    if address is not None:
        address = address.strip()
    elif len(known) == 1:
        address = known[0]
    elif not known:
        own = {each.address for each in ratings if each.read_by == who}
        address = own.pop() if len(own) == 1 else None
    return next((each for each in ratings if each.address == address), None)


def _note(entry: ProgrammeRating | SiteScore | None) -> str:
    return "" if entry is None else entry.note


def _whole_number(text: str) -> Any:
    """The number of a text of digits; any other text as it is, to be refused."""
    spelt = text.strip()
    # Longer numbers are no score, and Python refuses to read very long ones.
    short = len(spelt) <= SHOWN_OF_A_WORD
    return int(spelt) if short and spelt.isdecimal() and spelt.isascii() else spelt
