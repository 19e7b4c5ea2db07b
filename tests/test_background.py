"""Around the table: references, claims and their verdicts, citations."""

from __future__ import annotations

import json
from calendar import month_name
from datetime import date, datetime, timedelta
from typing import Any

import attrs
import pytest

from imh_evidence import (
    Audience,
    EfficacyRange,
    Intervention,
    LocalTheory,
    UnknownField,
    UnknownValue,
    WrongType,
    dataset,
    interventions,
    references,
    topic,
)
from imh_evidence.model.records import Provenance
from imh_evidence.model.works import Author, Work
from imh_evidence.tables.citations import cite


class TestReferences:
    def test_are_found_by_number_and_position(self) -> None:
        """The page counts from one, positions from nought."""
        assert references.numbered(8) is references[7]
        assert [1, 2] == [reference.number for reference in [*references][:2]]
        assert len(references) == len(list(references))
        with pytest.raises(UnknownValue):
            references.numbered(len(references) + 1)

    def test_belong_to_claims_and_estimates(self) -> None:
        """A claim or estimate leads to the references it rests on, or to none."""
        statements: list[Any] = [*topic.claims, *topic.prevalence]
        for statement in statements:
            found = topic.references_for(statement)

            assert [*statement.references] == [each.number for each in found]


# A claim on targeted audiences: a span from Low to High, in the first group.
CLAIM = attrs.evolve(
    next(claim for claim in topic.claims if claim.claimed),
    audience=Audience.TARGETED,
    claimed=EfficacyRange("low", "high"),
    theory_groups=(1,),
)


def row(low: Any, high: Any, *audiences: Audience) -> Intervention:
    """A row of the first group with a range and audiences."""
    first = next(row for row in interventions if row.theory_group == 1)
    return attrs.evolve(first, efficacy=EfficacyRange(low, high), audiences=audiences)


class TestVerdicts:
    @pytest.mark.parametrize(
        ("rows", "outcome", "only", "reaching"),
        [
            ([row("low", "high", Audience.TARGETED)], "matches-table", 1, 1),
            (
                [row("low", "low", Audience.TARGETED), row("high", "high", *Audience)],
                "matches-if-merged",
                1,
                2,
            ),
            ([row("low", "low", Audience.TARGETED)], "cannot-tell", 1, 1),
            ([row("low", "low", *Audience)], "cannot-tell", 0, 1),
            ([row("low", "high", Audience.UNIVERSAL)], "cannot-tell", 0, 0),
            ([], "cannot-tell", 0, 0),
        ],
    )
    def test_follow_the_rows_they_are_given(
        self, rows: list[Intervention], outcome: str, only: int, reaching: int
    ) -> None:
        """The rows for the audience alone decide, and then all that reach it."""
        verdict = CLAIM.verdict(rows)

        assert outcome == verdict.outcome
        assert (only, reaching) == (len(verdict.only), len(verdict.reaching))

    def test_pass_over_rows_that_are_not_the_pages(self) -> None:
        """A service's own group of the same number is another group."""
        own = attrs.evolve(
            row("low", "high", Audience.TARGETED),
            theories=(LocalTheory("play", "Play"),),
            recommended=None,
            provenance=Provenance(),
        )

        assert () == CLAIM.verdict([own]).reaching

    def test_of_a_claim_without_levels_is_that_it_is_not_testable(self) -> None:
        """A claim without audience and levels is told apart from one that fails."""
        bare = attrs.evolve(CLAIM, audience=None, claimed=None)

        assert "not-testable" == bare.verdict(interventions).outcome

    def test_are_asked_of_records(self) -> None:
        """A key where records are meant is refused, and no verdict is made up."""
        for wrong in ("FNP", None):
            with pytest.raises(WrongType):
                CLAIM.verdict(wrong)  # type: ignore[arg-type]


class TestProvenance:
    def test_is_a_mapping(self) -> None:
        """Fields are listed, counted and asked for as in any mapping."""
        provenance = interventions["FNP"].provenance

        assert "efficacy" in provenance
        assert "cost" not in provenance
        assert len(provenance) == len(list(provenance)) == len(provenance.cells)
        assert provenance.get("cost") is None

    def test_an_unknown_field_is_refused(self) -> None:
        """A field that was never read is told with those that were."""
        with pytest.raises(UnknownField) as caught:
            interventions["FNP"].provenance["eficacy"]

        assert ("eficacy", "efficacy") == (caught.value.value, caught.value.nearest)


class TestCite:
    def test_names_page_edition_and_version(self) -> None:
        """The citation leads to the page and to the version of the data, in each style."""
        year, month = map(int, dataset.edition.split("-"))
        text = dataset.cite()
        (item,) = json.loads(cite([dataset.work()], "csl-json"))

        assert f"({month_name[month]} {year})" in text
        assert dataset.version in text
        assert (dataset.source.address or "") in text
        assert f"  year = {{{year}}}," in cite([dataset.work()], "bibtex")
        assert f"DA  - {year}/{month:02}//" in cite([dataset.work()], "ris")
        assert {"date-parts": [[year, month]]} == item["issued"]
        assert dataset.source.address == item["URL"]

    def test_an_unknown_style_is_refused(self) -> None:
        """A style that is not there is told with those that are."""
        apa: Any = "apa"
        with pytest.raises(UnknownValue) as caught:
            cite([dataset.work()], apa)

        assert ("text", "bibtex", "ris", "csl-json") == caught.value.accepted

    def test_a_work_may_lack_parts(self) -> None:
        """What is not known of a work is left out, and what TeX would read is escaped."""
        bare = Work(
            key="k",
            kind="webpage",
            title="50% {of} ~a^b\\c",
            authors=(Author("A", "A"),),
            year=2020,
        )

        assert "A (2020). 50% {of} ~a^b\\c.\n" == cite([bare], "text")
        assert r"{{50\% \{of\} \textasciitilde{}a\textasciicircum{}b\textbackslash{}c}}" in cite(
            [bare], "bibtex"
        )
        assert "month" not in cite([bare], "bibtex")
        assert "DA  - 2020///" in cite([bare], "ris")
        assert [[2020]] == json.loads(cite([bare], "csl-json"))[0]["issued"]["date-parts"]


class TestReview:
    def test_is_due_on_a_day(self) -> None:
        """Data are current until the day on which a review is due, and not after."""
        due = date.fromisoformat(dataset.review_due)

        assert dataset.is_current(on=due)
        assert not dataset.is_current(on=due + timedelta(days=1))
        assert dataset.is_current(on=datetime(due.year, due.month, due.day, 23))  # noqa: DTZ001
        assert dataset.checked < dataset.review_due

    def test_takes_a_date(self) -> None:
        """A text is no day."""
        with pytest.raises(WrongType):
            dataset.is_current(on="2026-01-01")  # type: ignore[arg-type]
