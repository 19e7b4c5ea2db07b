"""Whatever is given for anything, the errors of this room are of the one family."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from imh_evidence import ImhEvidenceError, UnknownValue, WrongType, interventions
from imh_evidence.decisions import (
    AssessmentPanel,
    Decision,
    FactCondition,
    HexagonAssessment,
    HexagonIndicator,
    Holding,
    LocalFact,
    LocalFacts,
    Override,
    Pile,
    ProgrammeRating,
    RatingRange,
    SiteScore,
    beside,
    compare,
    coverage,
    early_intervention_framework,
    fact,
    match,
    parse_condition,
    shortlist,
    workforce,
)

from .making import local_fact


if TYPE_CHECKING:
    from collections.abc import Callable

DAY = "2026-10-01"
FNP = HexagonAssessment.of("FNP")
NOTHING = shortlist(interventions[:2])
FACTS = LocalFacts([local_fact("FNP", "cost", 5)])
COST = fact("cost", at_most=5)

#: Whatever people may give by mistake.
ODD: dict[str, Any] = {
    "a number": 5,
    "below zero": -1,
    "a fraction": 1.5,
    "true": True,
    "nothing": None,
    "bytes": b"ab",
    "an empty text": "",
    "a name of nothing": "nobody",
    "half a character": "\ud800",
    "nul": "a\0b",
    "a list of numbers": [5],
    "a list of nothing": [None],
    "a set": frozenset({"a"}),
    "a mapping": {"a": 1},
    "an object": object(),
    "a class": int,
    "a long number": 10**4000,
    "no number": float("nan"),
    "a row": interventions[0],
    "a slice": slice(2),
}

#: Each public function and method, with something for each of its arguments.
ACTS: dict[str, Callable[[Any], Any]] = {
    "compare": lambda x: compare("FNP", x),
    "compare(catalogue)": lambda x: compare("FNP", "EPEC", catalogue=x),
    "compare(facts)": lambda x: compare("FNP", "EPEC", facts=x),
    "shortlist": shortlist,
    "shortlist(must)": lambda x: shortlist(interventions, must=x),
    "shortlist(wish)": lambda x: shortlist(interventions, wish=x),
    "shortlist(facts)": lambda x: shortlist(interventions, facts=x),
    "shortlist(overrides)": lambda x: shortlist(interventions, overrides=x),
    "shortlist(question)": lambda x: shortlist(interventions, question=x),
    "shortlist(when)": lambda x: shortlist(interventions, when=x),
    "Decision.pile": NOTHING.pile,
    "Decision.judgement": NOTHING.judgement,
    "Decision.override": NOTHING.override,
    "Decision.moved_to": NOTHING.moved_to,
    "Decision.findings": NOTHING.findings,
    "Decision.reasons": NOTHING.reasons,
    "Decision.wishes_met": NOTHING.wishes_met,
    "Decision.wishes_open": NOTHING.wishes_open,
    "Decision.lacks": lambda x: NOTHING.lacks(x, COST),
    "Decision.lacks(condition)": lambda x: NOTHING.lacks("FNP", x),
    "Decision.replay": NOTHING.replay,
    "Decision.replay(facts)": lambda x: NOTHING.replay(interventions, x),
    "Decision.save": NOTHING.save,
    "Decision.load": Decision.load,
    "Decision.from_json": Decision.from_json,
    "fact": lambda x: fact(x, at_most=5),
    "fact(at_least)": lambda x: fact("cost", at_least=x),
    "fact(at_most)": lambda x: fact("cost", at_most=x),
    "fact(equals)": lambda x: fact("cost", equals=x),
    "fact(one_of)": lambda x: fact("cost", one_of=x),
    "fact(equals, one_of)": lambda x: fact("cost", equals=1, one_of=x),
    "fact(unit)": lambda x: fact("cost", at_most=5, unit=x),
    "FactCondition": lambda x: FactCondition("cost", one_of=x),
    "FactCondition.admits": COST.admits,
    "Holding": Holding,
    "Pile": Pile,
    "parse_condition": parse_condition,
    "parse_condition(theories)": lambda x: parse_condition("theory=play", x),
    "Override": lambda x: Override(intervention=x, pile="meets", reason="r", who="w"),
    "Override(pile)": lambda x: Override(
        intervention="FNP", pile=x, reason="r", who="w"
    ),
    "Override(reason)": lambda x: Override(
        intervention="FNP", pile="meets", reason=x, who="w"
    ),
    "Override(who)": lambda x: Override(
        intervention="FNP", pile="meets", reason="r", who=x
    ),
    "LocalFact": lambda x: local_fact(x, "cost", 5),
    "LocalFact(name)": lambda x: local_fact("FNP", x, 5),
    "LocalFact(value)": lambda x: local_fact("FNP", "cost", x),
    "LocalFact(unit)": lambda x: local_fact("FNP", "cost", 5, x),
    "LocalFact(date)": lambda x: LocalFact(
        intervention="FNP", name="cost", value=5, source="s", date=x, who="w"
    ),
    "LocalFacts": LocalFacts,
    "LocalFacts.get": lambda x: FACTS.get(x, "cost"),
    "LocalFacts.get(name)": lambda x: FACTS.get("FNP", x),
    "LocalFacts.within": FACTS.within,
    "LocalFacts.from_json": LocalFacts.from_json,
    "LocalFacts.load": LocalFacts.load,
    "LocalFacts.save": FACTS.save,
    "LocalFacts.save_form": lambda x: LocalFacts.save_form(x, interventions, ["a"]),
    "LocalFacts.save_form(catalogue)": lambda x: LocalFacts.save_form(
        "a.xlsx", x, ["a"]
    ),
    "LocalFacts.save_form(names)": lambda x: LocalFacts.save_form(
        "a.xlsx", interventions, x
    ),
    "HexagonAssessment.of": HexagonAssessment.of,
    "HexagonAssessment.of(catalogue)": lambda x: HexagonAssessment.of(
        "FNP", catalogue=x
    ),
    "HexagonAssessment.of(service)": lambda x: HexagonAssessment.of("FNP", service=x),
    "HexagonAssessment(ratings)": lambda x: HexagonAssessment(
        intervention="a", name="a", ratings=x
    ),
    "HexagonAssessment(scores)": lambda x: HexagonAssessment(
        intervention="a", name="a", scores=x
    ),
    "HexagonAssessment(edition)": lambda x: HexagonAssessment(
        intervention="a", name="a", edition=x
    ),
    "rate": lambda x: FNP.rate(x, "5", read_on=DAY),
    "rate(printed)": lambda x: FNP.rate("usability", x, read_on=DAY),
    "rate(read_on)": lambda x: FNP.rate("usability", "5", read_on=x),
    "rate(address)": lambda x: FNP.rate("usability", "5", read_on=DAY, address=x),
    "rate(read_by)": lambda x: FNP.rate("usability", "5", read_on=DAY, read_by=x),
    "rate(note)": lambda x: FNP.rate("usability", "5", read_on=DAY, note=x),
    "score": lambda x: FNP.score(x, 5, assessor="A", date=DAY),
    "score(score)": lambda x: FNP.score("need", x, assessor="A", date=DAY),
    "score(assessor)": lambda x: FNP.score("need", 5, assessor=x, date=DAY),
    "score(date)": lambda x: FNP.score("need", 5, assessor="A", date=x),
    "score(note)": lambda x: FNP.score("need", 5, assessor="A", date=DAY, note=x),
    "ratings_of": FNP.ratings_of,
    "scores_of": FNP.scores_of,
    "HexagonAssessment.from_json": HexagonAssessment.from_json,
    "HexagonAssessment.from_json(catalogue)": lambda x: HexagonAssessment.from_json(
        FNP.to_json(), catalogue=x
    ),
    "HexagonAssessment.load": HexagonAssessment.load,
    "HexagonAssessment.save": FNP.save,
    "HexagonIndicator": HexagonIndicator,
    "ProgrammeRating": lambda x: ProgrammeRating(x, "5", DAY),
    "SiteScore": lambda x: SiteScore(x, 5, "A", DAY),
    "RatingRange": lambda x: RatingRange(x, 5),
    "RatingRange(high)": lambda x: RatingRange(1, x),
    "RatingRange.parse": RatingRange.parse,
    "certainly_at_least": RatingRange(1, 5).certainly_at_least,
    "possibly_at_least": RatingRange(1, 5).possibly_at_least,
    "beside": beside,
    "AssessmentPanel.cell": lambda x: AssessmentPanel((FNP,)).cell(x, "need"),
    "AssessmentPanel.cell(indicator)": lambda x: AssessmentPanel((FNP,)).cell("a", x),
    "AssessmentPanel.cells": AssessmentPanel((FNP,)).cells,
    "AssessmentPanel.assessors_of": AssessmentPanel((FNP,)).assessors_of,
    "workforce": workforce,
    "workforce(catalogue)": lambda x: workforce("skilled", catalogue=x),
    "WorkforceReach.lacking": workforce("skilled").lacking,
    "match": match,
    "match(a name)": lambda x: match([x]),
    "match(catalogue)": lambda x: match(["FNP"], catalogue=x),
    "Matching.of_kind": match(["FNP"]).of_kind,
    "Matching.confirm": match(["a"]).confirm,
    "Matching.confirm(a row)": lambda x: match(["a"]).confirm({"a": x}),
    "coverage": coverage,
    "coverage(catalogue)": lambda x: coverage(["FNP"], catalogue=x),
    "Coverage.cell": lambda x: coverage(["FNP"]).cell(x, "skilled"),
    "Coverage.cell(practice_level)": lambda x: coverage(["FNP"]).cell("universal", x),
    "entries_of": early_intervention_framework().entries_of,
    "without_entry": early_intervention_framework().without_entry,
    "disagreements": early_intervention_framework().disagreements,
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_errors_are_of_the_family(
    act: Callable[[Any], Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Anything at all is either taken, or refused with an error that can be shown."""
    monkeypatch.chdir(tmp_path)
    for value in ODD.values():
        # A file that is not there, or a folder, is the system's own story.
        with suppress(OSError):
            try:
                act(value)
            except ImhEvidenceError as error:
                told = str(error)
                assert all(line.isprintable() for line in told.splitlines())


class TestSaying:
    @pytest.mark.parametrize(
        ("act", "said"),
        [
            ("compare(facts)", "LocalFacts(...): found 5 (int), expected LocalFact records"),
            ("shortlist(facts)", "LocalFacts(...): found 5 (int), expected LocalFact records"),
            ("shortlist(overrides)", "overrides of a shortlist: found 5 (int), expected Override records"),
            ("LocalFacts", "LocalFacts(...): found 5 (int), expected LocalFact records"),
            ("LocalFacts.get", "the name of an intervention: found 5 (int), expected text"),
            ("LocalFacts.get(name)", "the name of a fact: found 5 (int), expected text"),
            ("LocalFacts.within", "catalogue: found 5 (int), expected a Catalogue, such as interventions"),
            ("LocalFacts.load", "the path of a file: found 5 (int), expected text or a path"),
            ("LocalFacts.save_form(names)", "names of facts: found 5 (int), expected several, such as ['cost']"),
            ("LocalFacts.save_form(catalogue)", "catalogue: found 5 (int), expected a Catalogue, such as interventions"),
            ("Decision.judgement", "a row of a decision: found 5 (int), expected its id, name or alias"),
            ("FactCondition.admits", "admits(...): found 5 (int), expected a LocalFact, or None"),
            ("HexagonAssessment.of(catalogue)", "catalogue: found 5 (int), expected a Catalogue, such as interventions"),
            ("coverage", "match(...): found 5 (int), expected several names, such as ['FNP']"),
            ("match(catalogue)", "catalogue: found 5 (int), expected a Catalogue, such as interventions"),
            ("entries_of", "entries_of(...): found 5 (int), expected an intervention or its id"),
            ("without_entry", "without_entry(...): found 5 (int), expected Intervention records"),
            ("disagreements", "disagreements(...): found 5 (int), expected Intervention records"),
        ],
    )  # fmt: skip
    def test_what_was_wrong(self, act: str, said: str) -> None:
        """The error says for what it was given, and what would be taken."""
        with pytest.raises(WrongType) as raised:
            ACTS[act](5)

        assert said == str(raised.value)

    @pytest.mark.parametrize("path", ["a\0.json", "\ud800.json", 5, b"a.json"])
    def test_of_a_path(self, path: Any) -> None:
        """What the system has no name for is refused before it is asked."""
        for act in (LocalFacts.load, FACTS.save, Decision.load, FNP.save):
            with pytest.raises(
                WrongType, match="^the path of a file: found .* or a path$"
            ):
                act(path)

    def test_of_a_number_of_any_length(self) -> None:
        """A number that Python does not write out is told all the same."""
        for act in (
            "fact(at_most)",
            "fact(equals)",
            "LocalFact(value)",
            "score(score)",
        ):
            with pytest.raises(ImhEvidenceError, match="a whole number of 19932 bits"):
                ACTS[act](10**6000)


class TestForms:
    @pytest.mark.parametrize("name", ["form.txt", "form.json", "form", "xlsx"])
    def test_end_as_what_they_are(self, tmp_path: Path, name: str) -> None:
        """A form that :meth:`load` would not take is not written."""
        with pytest.raises(UnknownValue) as raised:
            LocalFacts.save_form(tmp_path / name, interventions, ["cost"])

        assert (
            "the ending of the name of a file of local facts: found "
            f"{name!r}, expected one of '.xlsx'"
        ) == str(raised.value).split(";")[0]
        assert [] == list(tmp_path.iterdir())

    @pytest.mark.parametrize("wrong", [5, None, "", " ", "\x1b"])
    def test_name_facts_as_facts_are_named(self, tmp_path: Path, wrong: Any) -> None:
        """A name that no fact has is refused before it is filled in."""
        with pytest.raises(WrongType, match="^the name of a fact: found "):
            LocalFacts.save_form(tmp_path / "form.xlsx", interventions, ["cost", wrong])
        assert [] == list(tmp_path.iterdir())
