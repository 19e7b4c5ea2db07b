"""Around the table: references, claims and their verdicts, citations."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Any

import attrs
import pytest

from imh_evidence import (
    EfficacyRange,
    LocalTheory,
    UnknownField,
    UnknownValue,
    WrongType,
    dataset,
    interventions,
    references,
    topic,
)
from imh_evidence.citations import Author, Work, cite
from imh_evidence.records import Provenance


CLAIMS = {claim.id: claim for claim in topic.claims}


class TestReferences:
    def test_are_found_by_number_and_position(self) -> None:
        """The page counts from one, positions from nought."""
        assert references.numbered(8) is references[7]
        assert [1, 2] == [reference.number for reference in references[:2]]
        assert "<References 1, 2>" == repr(references[:2])
        assert "<References none>" == repr(references[:0])
        assert 10 == len(list(references)) == len(references)

    def test_an_unknown_number_is_refused(self) -> None:
        """A number the page does not have is told with those it has."""
        with pytest.raises(UnknownValue, match="reference number: found 11"):
            references.numbered(11)

    def test_belong_to_claims_and_estimates(self) -> None:
        """A claim or estimate leads to its references, or to none."""
        assert [9] == [
            r.number for r in topic.references_for(CLAIMS["components-of-programmes"])
        ]
        assert [8] == [r.number for r in topic.references_for(topic.prevalence[2])]
        assert 0 == len(topic.references_for(CLAIMS["attachment-targeted"]))

    def test_other_things_have_no_references(self) -> None:
        """A caveat is no claim."""
        with pytest.raises(WrongType, match="an EffectClaim or PrevalenceEstimate"):
            topic.references_for(topic.caveats[0])  # type: ignore[arg-type]


class TestVerdicts:
    def test_are_asked_of_records(self) -> None:
        """A key where records are meant is refused, and no verdict is made up."""
        claim: Any = CLAIMS["social-learning-targeted"]

        with pytest.raises(WrongType, match=r"^verdict\(...\): found 'F' \(str\)"):
            claim.verdict("FNP")
        with pytest.raises(WrongType, match=r"^verdict\(...\): found None"):
            claim.verdict(None)

    def test_pass_over_rows_that_are_not_the_pages(self) -> None:
        """A service's own group of the same number is another group."""
        claim = CLAIMS["psychoeducation-universal"]
        own = attrs.evolve(
            interventions["EasyPeasy"],
            theories=(LocalTheory("play", "Play"),),
            recommended=None,
            provenance=Provenance(),
        )

        assert (own.theory_group,) == claim.theory_groups
        assert "matches-table" == claim.verdict(interventions).outcome
        assert ("cannot-tell", ()) == (
            claim.verdict([own]).outcome,
            claim.verdict([own]).reaching,
        )

    def test_blame_shared_cells_only_where_there_are_some(self) -> None:
        """A row for one audience that prints other levels speaks against a claim."""
        claim = CLAIMS["psychoeducation-universal"]
        low = attrs.evolve(
            interventions["EasyPeasy"], efficacy=EfficacyRange("low", "low")
        )

        assert (
            "The claim is Medium; rows for universal audiences alone span Low, rows "
            "that reach them Low."
        ) == claim.verdict([low]).reason

    def test_name_the_rows_and_hulls_behind_them(self) -> None:
        """A verdict tells which rows serve the audience alone, and which reach it."""
        verdict = CLAIMS["social-learning-targeted"].verdict(interventions)

        assert (
            "parent-child-interaction-therapy",
            "parents-plus-parenting-when-separated",
        ) == verdict.only
        assert EfficacyRange("medium", "high") == verdict.only_hull
        assert 6 == len(verdict.reaching)
        assert EfficacyRange("low", "high") == verdict.reaching_hull
        assert "matches-if-merged" == verdict.outcome
        assert "span Medium–High" in verdict.reason

    def test_tell_when_no_row_serves_the_audience_alone(self) -> None:
        """Without such a row the table cannot tell, and says why."""
        verdict = CLAIMS["attachment-universal"].verdict(interventions)

        assert ((), None) == (verdict.only, verdict.only_hull)
        assert (
            "promoting-first-relationships",
            "parents-as-first-teachers",
        ) == verdict.reaching
        assert "cannot be split by audience" in verdict.reason

    def test_follow_the_rows_they_are_given(self) -> None:
        """A verdict is computed: other rows, another verdict."""
        claim = CLAIMS["cbt-attachment-universal"]
        changed = [
            attrs.evolve(row, efficacy=EfficacyRange("low", "low"))
            for row in interventions
        ]

        assert "matches-table" == claim.verdict(interventions).outcome
        assert "cannot-tell" == claim.verdict(changed).outcome
        assert "cannot-tell" == claim.verdict([]).outcome

    def test_claims_on_the_inside_of_programmes_are_not_testable(self) -> None:
        """A claim without audience and levels is told apart from one that fails."""
        verdict = CLAIMS["responsive-caregiving"].verdict(interventions)
        bare = attrs.evolve(CLAIMS["highest-levels"], not_testable_because=None)

        assert "not-testable" == verdict.outcome
        assert "inside programmes" in verdict.reason
        assert "names no audience" in bare.verdict(interventions).reason


class TestProvenance:
    def test_is_looked_up_by_field(self) -> None:
        """Each cell of a row tells its print, line, rule, edition and checksum."""
        cell = interventions["EasyPeasy"].provenance["audiences"]

        assert ("Universal\u00a0", 172) == (cell.printed, cell.line)
        assert "no-break space" in cell.rule
        assert ("2023-04", dataset.source.sha256) == (cell.edition, cell.checksum)

    def test_is_a_mapping(self) -> None:
        """Fields are listed, counted and asked for as in any mapping."""
        provenance = interventions["FNP"].provenance

        assert "efficacy" in provenance
        assert "cost" not in provenance
        assert len(provenance) == len(list(provenance)) == 9
        assert provenance.get("cost") is None
        assert repr(provenance).startswith("<Provenance of name, theories, audiences")

    def test_an_unknown_field_is_refused(self) -> None:
        """A field that was never read is told with those that were."""
        with pytest.raises(
            UnknownField, match="provenance.*'efficacy'.*nearest is 'efficacy'"
        ):
            interventions["FNP"].provenance["eficacy"]


class TestCite:
    def test_text_names_page_edition_and_version(self) -> None:
        """The plain citation leads to the page and to the version of the data."""
        text = dataset.cite()

        for part in (
            "(April 2023)",
            "Infant mental health.",
            "The Matrix",
            "https://www.matrix.nhs.scot/",
            "data version 1.0.0",
            "sha256",
        ):
            assert part in text
        assert text.endswith(".\n")

    @pytest.mark.parametrize(
        ("style", "parts"),
        [
            (
                "bibtex",
                [
                    "@misc{matrix-infant-mental-health-2023,",
                    "  year = {2023},",
                    "  month = apr,",
                    r"imh\_evidence",
                ],
            ),
            ("ris", ["TY  - ELEC", "PY  - 2023", "DA  - 2023/04//", "ER  - "]),
        ],
    )
    def test_styles_have_their_fields(self, style: Any, parts: list[str]) -> None:
        """BibTeX and RIS name the fields that managers of references read."""
        lines = dataset.cite(style)

        for part in parts:
            assert part in lines

    def test_csl_is_json(self) -> None:
        """CSL-JSON is a list of one item with a date in parts."""
        (item,) = json.loads(dataset.cite("csl-json"))

        assert {"date-parts": [[2023, 4]]} == item["issued"]
        assert dataset.source.address == item["URL"]

    def test_an_unknown_style_is_refused(self) -> None:
        """A style that is not there is told with those that are."""
        apa: Any = "apa"
        with pytest.raises(UnknownValue, match="'text', 'bibtex', 'ris', 'csl-json'"):
            dataset.cite(apa)

    def test_a_work_may_lack_parts(self) -> None:
        """What is not known of a work is left out, and what TeX would read is escaped."""
        bare = Work(
            key="k",
            kind="webpage",
            title="50% {of} ~a^b\\c",
            authors=(Author("A", "A"),),
            year=2020,
        )

        assert "A (2020). 50% {of} ~a^b\\c.\n" == cite(bare, "text")
        assert (
            r"{{50\% \{of\} \textasciitilde{}a\textasciicircum{}b\textbackslash{}c}}"
            in cite(bare, "bibtex")
        )
        assert "month" not in cite(bare, "bibtex")
        assert "DA  - 2020///" in cite(bare, "ris")
        assert [[2020]] == json.loads(cite(bare, "csl-json"))[0]["issued"]["date-parts"]


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
        with pytest.raises(WrongType, match="a date"):
            dataset.is_current(on="2026-01-01")  # type: ignore[arg-type]


class TestPrints:
    def test_short(self) -> None:
        """Reprs say what a thing is, not all that it holds."""
        assert "<Dataset edition 2023-04, version 1.0.0>" == repr(dataset)
        assert "<Topic 'Infant mental health', updated 2023-04>" == repr(topic)
