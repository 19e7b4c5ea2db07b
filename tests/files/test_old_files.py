"""Files and pickles that people have kept still load, with the values they had.

The fixtures are never changed; what they hold is typed here by hand.
"""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pytest

from imh_evidence import (
    Audience,
    Catalogue,
    Criteria,
    EfficacyLevel,
    EfficacyRange,
    EvidenceLevel,
    Intervention,
    InvalidCatalogue,
    LocalTheory,
    PracticeLevel,
    Theory,
    TheoryGroup,
    Topic,
    UnknownIntervention,
)
from imh_evidence.records import (
    CellProvenance,
    Origin,
    Provenance,
    RelatedProgramme,
    RetiredId,
    Source,
)


FIXTURES = Path(__file__).parent / "fixtures"

PROTOCOLS = [2, 3, 4, 5]
PLAY = LocalTheory("play-theory", "Play Theory")
PAGE_SUM = "0c7b8e0774ab54eaff0bd1feff31bba134cadbcb38526f3cb9ab2ddf030a0dc1"

SING = Intervention(
    id="sing-and-sway",
    name='Sing "and" Sway',
    theories=(PLAY,),
    audiences=frozenset({Audience.UNIVERSAL}),
    practice_levels=frozenset({PracticeLevel.INFORMED}),
    evidence=EvidenceLevel.LOW,
    efficacy=EfficacyRange(EfficacyLevel.LOW, EfficacyLevel.LOW),
    aliases=("S&S", "=1+1"),
    related=(RelatedProgramme("Sing and Play", "for school children", "SAP"),),
)
NOT_MISSING = Intervention(
    id="na",
    name="NA",
    theories=(Theory.ATTACHMENT, PLAY),
    audiences=frozenset({Audience.UNIVERSAL, Audience.TARGETED}),
    practice_levels=frozenset({PracticeLevel.SKILLED, PracticeLevel.SPECIALIST}),
    evidence=EvidenceLevel.MEDIUM,
    efficacy=EfficacyRange(EfficacyLevel.LOW, EfficacyLevel.HIGH),
    is_suite=True,
)
TWO_LINES = Intervention(
    id="two-lines",
    name="Two\nlines \U0001f9f8 \u202eback",
    theories=(Theory.PSYCHOEDUCATION,),
    audiences=frozenset({Audience.TARGETED}),
    practice_levels=frozenset({PracticeLevel.ENHANCED}),
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
    @pytest.fixture(name="catalogue", params=["json", "jsonl", "csv"])
    def _catalogue(self, request: pytest.FixtureRequest) -> Catalogue:
        return Catalogue.load(FIXTURES / f"catalogue-1.{request.param}")

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
        assert {Audience.TARGETED} == row.audiences
        assert {PracticeLevel.ENHANCED} == row.practice_levels
        assert EvidenceLevel.HIGH is row.evidence
        assert EfficacyRange(EfficacyLevel.LOW, EfficacyLevel.LOW) == row.efficacy
        assert True is row.recommended
        assert 1 == row.theory_group
        assert ("2023-04", PAGE_SUM) == (
            row.provenance.edition,
            row.provenance.checksum,
        )
        assert ("Low", 74) == (
            row.provenance["efficacy"].printed,
            row.provenance["efficacy"].line,
        )
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
        ) == catalogue._file().origins

    def test_answer_questions(self, catalogue: Catalogue) -> None:
        """The file's own theory is one to ask for."""
        assert ("sing-and-sway", "na") == catalogue.where(theory=PLAY).ids
        assert SING is not catalogue["=1+1"]
        assert SING == catalogue["=1+1"]


@pytest.mark.parametrize("protocol", PROTOCOLS)
class TestPickles:
    def load(self, name: str, protocol: int) -> Any:
        """The value of a pickle that was kept."""
        text = (FIXTURES / f"{name}-1.protocol-{protocol}.hex").read_text("ascii")
        data = bytes.fromhex(text)

        assert b"\x80" + bytes([protocol]) == data[:2]
        return pickle.loads(data)

    def test_of_an_intervention(self, protocol: int) -> None:
        """A row is equal to the row it was."""
        row = self.load("intervention", protocol)

        assert type(row) is Intervention
        assert SING == row

    def test_of_a_view(self, protocol: int) -> None:
        """A view is a catalogue of the rows it had, in their order."""
        view = self.load("view", protocol)

        assert type(view) is Catalogue
        assert (
            "parent-child-interaction-therapy",
            "family-check-up",
            "child-parent-psychotherapy",
        ) == view.ids
        assert ["Infant mental health", "2023-04"] == [
            view.source.title,
            view.source.updated,
        ]
        assert [2, 3, 8] == [group.number for group in view.groups]
        assert EfficacyRange(EfficacyLevel.HIGH, EfficacyLevel.HIGH) == (
            view["PCIT"].efficacy
        )
        assert {True} == {row.recommended for row in view}
        assert ("family-check-up",) == view.where(theory="family-systems").ids

    def test_of_a_question(self, protocol: int) -> None:
        """A question asks what it asked."""
        criteria = self.load("criteria", protocol)

        assert type(criteria) is Criteria
        assert (
            "stands under Attachment Theory or Play Theory; reaches targeted audiences; "
            "is delivered by Skilled or Enhanced practice; "
            "the whole printed efficacy range is at least Medium and at most High"
        ) == str(criteria)
        assert criteria.matches(TWO_LINES) is False
        assert frozenset({PracticeLevel.SKILLED, PracticeLevel.ENHANCED}) == (
            criteria.practice_level
        )

    def test_of_the_topic(self, protocol: int) -> None:
        """The topic says what it said of the page of April 2023."""
        topic = self.load("topic", protocol)

        assert type(topic) is Topic
        assert ("Infant mental health", "2023-04") == (topic.title, topic.updated)
        assert ("antenatal", 36) == (topic.scope.start, topic.scope.end_months)
        assert ("commissioners", "managers", "trainers", "practitioners") == (
            topic.readers
        )
        assert (3, 10, 10) == (
            len(topic.prevalence),
            len(topic.claims),
            len(topic.references),
        )
        assert "17%" == topic.prevalence[0].printed

    def test_of_an_unknown_key(self, protocol: int) -> None:
        """An error keeps its fields and its suggestion."""
        error = self.load("error", protocol)

        assert type(error) is UnknownIntervention
        assert ("Child Frist", ("child-first",), None, ()) == (
            error.key,
            error.suggestions,
            error.outside_view,
            error.related,
        )

    def test_of_an_invalid_file(self, protocol: int) -> None:
        """Every fault is kept, with its path and what was expected."""
        error = self.load("invalid", protocol)

        assert type(error) is InvalidCatalogue
        assert "bytes" == error.origin
        assert [
            (
                "$.interventions[0].audiences[0]",
                "'univeral'",
                "audience: 'universal', 'targeted'",
                "universal",
            ),
            (
                "$.interventions[0].efficacy",
                "High to Low",
                "a low end that is not above the high",
                None,
            ),
        ] == [(f.path, f.found, f.expected, f.nearest) for f in error.faults]


def test_every_fixture_is_loaded() -> None:
    """No file is kept that nothing reads."""
    pickles = ["criteria", "error", "intervention", "invalid", "topic", "view"]

    assert sorted(
        ["README.md"]
        + [f"catalogue-1.{form}" for form in ("json", "jsonl", "csv")]
        + [f"{name}-1.protocol-{n}.hex" for name in pickles for n in PROTOCOLS]
    ) == sorted(path.name for path in FIXTURES.iterdir())
