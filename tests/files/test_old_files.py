"""A catalogue file that people have kept still loads, with the values it had.

The fixture is never changed; what it holds is typed here by hand.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from imh_evidence import (
    Audience,
    Catalogue,
    EfficacyLevel,
    EfficacyRange,
    EvidenceLevel,
    Intervention,
    LocalTheory,
    PracticeLevel,
    Theory,
    TheoryGroup,
)
from imh_evidence.model.notice import Source
from imh_evidence.model.records import (
    CellProvenance,
    Origin,
    Provenance,
    RelatedProgramme,
    RetiredId,
)


FIXTURES = Path(__file__).parent / "fixtures"

PLAY = LocalTheory("play-theory", "Play Theory")
PAGE_SUM = "0c7b8e0774ab54eaff0bd1feff31bba134cadbcb38526f3cb9ab2ddf030a0dc1"

SING = Intervention(
    id="sing-and-sway",
    name='Sing "and" Sway',
    theories=(PLAY,),
    audiences=(Audience.UNIVERSAL,),
    practice_levels=(PracticeLevel.INFORMED,),
    evidence=EvidenceLevel.LOW,
    efficacy=EfficacyRange(EfficacyLevel.LOW, EfficacyLevel.LOW),
    aliases=("S&S", "=1+1"),
    related=(RelatedProgramme("Sing and Play", "for school children", "SAP"),),
)
NOT_MISSING = Intervention(
    id="na",
    name="NA",
    theories=(Theory.ATTACHMENT, PLAY),
    audiences=(Audience.UNIVERSAL, Audience.TARGETED),
    practice_levels=(PracticeLevel.SKILLED, PracticeLevel.SPECIALIST),
    evidence=EvidenceLevel.MEDIUM,
    efficacy=EfficacyRange(EfficacyLevel.LOW, EfficacyLevel.HIGH),
    is_suite=True,
)
TWO_LINES = Intervention(
    id="two-lines",
    name="Two\nlines \U0001f9f8 \u202eback",
    theories=(Theory.PSYCHOEDUCATION,),
    audiences=(Audience.TARGETED,),
    practice_levels=(PracticeLevel.ENHANCED,),
    evidence=EvidenceLevel.HIGH,
    efficacy=EfficacyRange(EfficacyLevel.MEDIUM, EfficacyLevel.HIGH),
    provenance=Provenance(
        (
            CellProvenance(
                field="efficacy",
                rule="read aloud",
                printed="Medium to High",
                line=7,
                source="our minutes",
                edition="2024-05",
                checksum="0" * 64,
            ),
        ),
        edition="2024-05",
        checksum="0" * 64,
    ),
)
OURS = Source(
    title="Our service",
    container="Our handbook",
    publisher="Our board",
    address="www.example.org",
    updated="2024-05",
    sha256="f" * 64,
)


class TestCatalogueFiles:
    @pytest.fixture(name="catalogue")
    def _catalogue(self) -> Catalogue:
        return Catalogue.load(FIXTURES / "catalogue-1.json")

    def test_keep_their_source_and_retired_ids(self, catalogue: Catalogue) -> None:
        """What the file says of itself is what it said."""
        assert Source("Ours and the page's", updated="2024-06") == catalogue.source
        assert (
            RetiredId("sing-along", ("sing-and-sway", "na"), "split in two"),
        ) == catalogue.retired

    def test_keep_their_own_rows(self, catalogue: Catalogue) -> None:
        """Every value of a service's own rows is what it was."""
        assert (SING, NOT_MISSING, TWO_LINES) == tuple(catalogue)[:3]

    def test_keep_their_provenance(self, catalogue: Catalogue) -> None:
        """A cell's place and rule are on the record that was read."""
        cell = catalogue["two-lines"].provenance["efficacy"]

        assert ("Medium to High", 7, "our minutes", "2024-05") == (
            cell.printed,
            cell.line,
            cell.source,
            cell.edition,
        )

    def test_keep_a_published_row(self, catalogue: Catalogue) -> None:
        """A row of the page of April 2023 is as that page prints it."""
        row = catalogue["FNP"]

        assert 4 == len(catalogue)
        assert "family-nurse-partnership" == row.id
        assert "Family Nurse Partnership" == row.name
        assert (Theory.ATTACHMENT,) == row.theories
        assert (Audience.TARGETED,) == row.audiences
        assert (PracticeLevel.ENHANCED,) == row.practice_levels
        assert EvidenceLevel.HIGH is row.evidence
        assert EfficacyRange(EfficacyLevel.LOW, EfficacyLevel.LOW) == row.efficacy
        assert True is row.recommended
        assert 1 == row.theory_group
        assert ("2023-04", PAGE_SUM) == (row.provenance.edition, row.provenance.checksum)
        assert ("Low", 74) == (row.provenance["efficacy"].printed, row.provenance["efficacy"].line)
        assert (
            TheoryGroup(1, "Attachment Theory", (Theory.ATTACHMENT,), 58, 56),
        ) == catalogue.groups

    def test_keep_the_origin_of_each_row(self, catalogue: Catalogue) -> None:
        """Rows that were put together still say where each comes from."""
        assert [OURS, OURS, OURS] == [catalogue.origin(row) for row in catalogue[:3]]
        page = catalogue.origin("FNP")
        assert ("Infant mental health", "2023-04", PAGE_SUM) == (
            page.title,
            page.updated,
            page.sha256,
        )
        assert (
            Origin(OURS, ("sing-and-sway", "na", "two-lines")),
            Origin(page, ("family-nurse-partnership",)),
        ) == catalogue.origins

    def test_answer_questions(self, catalogue: Catalogue) -> None:
        """The file's own theory is one to ask for."""
        assert ("sing-and-sway", "na") == catalogue.where(theory=PLAY).ids
        assert SING == catalogue["=1+1"]
