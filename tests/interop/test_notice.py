"""Every exported file names its source, its edition, and how its rows are to be used."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import attrs
import pytest
from tests.edition import COUNT, NAMES, ROWS, TRANSCRIPTION
from tests.interop.page import EDITION, universal

from imh_evidence import Catalogue, EfficacyRange, dataset, interventions
from imh_evidence.interop.notice import (
    ADVICE,
    is_published,
    notice_of,
    notice_of_row,
    published_notice,
    without_recommendation,
)
from imh_evidence.model.notice import Source


@pytest.fixture(name="edition", scope="module")
def _edition() -> dict[str, Any]:
    """The edition as the data file has it."""
    path = Path(__file__).parents[2] / "src/imh_evidence/data/edition.json"
    plain: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return plain


class TestPublishedRows:
    def test_name_the_edition_and_the_advice(self, edition: dict[str, Any]) -> None:
        """The published table names its page, edition, version, checksum and advice."""
        facts = notice_of(interventions).to_plain()

        assert {
            "title": "Infant mental health",
            "container": "The Matrix: A Guide to Delivering Evidence Based "
            "Psychological Therapies and Interventions in Scotland",
            "publisher": "NHS Education for Scotland with the Scottish Government",
            "address": "https://www.matrix.nhs.scot/evidence-summaries/"
            "prevention-and-early-intervention/infant-mental-health",
            "updated": EDITION,
            "edition": EDITION,
            "data_version": edition["version"],
            "sha256": TRANSCRIPTION["sha256"],
            "advice": "All are recommended; choose with the Hexagon Tool for your context.",
            "licence": edition["notice"],
        } == facts

    def test_say_that_they_are_a_selection(self) -> None:
        """A view is told apart from the whole table, and is else the same."""
        whole = notice_of(interventions)
        view = notice_of(interventions.where(audience="universal"))

        assert whole.selection is None
        count = sum(map(universal, ROWS))
        assert str(view.selection).startswith(f"{count} of the {COUNT} published rows")
        assert whole == attrs.evolve(view, selection=None)
        assert str(notice_of(interventions[:0]).selection).startswith(f"0 of the {COUNT}")

    def test_claim_no_licence(self) -> None:
        """The notice says that no licence was found, and names none."""
        licence = notice_of(interventions).licence

        assert "No licence of the page's text was found" in licence
        assert not any(name in licence for name in ("MIT", "CC", "Open Government"))


class TestOwnRows:
    def test_have_their_own_source_and_no_advice(self) -> None:
        """A service's own catalogue is neither the page's nor recommended by it."""
        source = Source("Ours", publisher="Our board", updated="2024-05")
        notice = notice_of(Catalogue.from_records([], source=source))

        assert ("Ours", "2024-05") == (notice.title, notice.updated)
        assert (None, None, None) == (notice.edition, notice.data_version, notice.advice)
        assert notice.selection is None
        assert "none is claimed" in notice.licence

    def test_do_not_borrow_the_page(self) -> None:
        """Rows that differ from the page's are not its edition, whatever they claim."""
        row = attrs.evolve(interventions["EasyPeasy"], name="Easy", recommended=None, aliases=())
        row = attrs.evolve(row, id="easy")
        claimed = Catalogue.from_records([row], source=dataset.source)

        assert notice_of(claimed).edition is None
        assert notice_of(claimed).advice is None

    def test_name_what_was_added(self) -> None:
        """Rows from the page in a catalogue of one's own keep the page as a source."""
        ours = Catalogue.from_records(interventions[:2], source="Ours")
        both = notice_of(ours.beside(interventions[2:], source="Both"))

        assert ["Both", "Ours", "Infant mental health"] == [source.title for source in both.sources]
        assert both.advice is None
        assert both.licence.endswith(dataset.notice)
        assert both.lines()[-2:] == ("Rows also from: Ours", "Rows also from: Infant mental health")


class TestRowsWithoutARecommendation:
    def test_are_named_by_letter(self) -> None:
        """Whatever their order, the names are the same; of many, five and a count."""
        own = [attrs.evolve(row, recommended=None) for row in interventions[:7]]
        two = "; ".join(sorted(NAMES[:2]))

        assert two == without_recommendation([own[1], interventions[2], own[0]])
        assert without_recommendation(own).endswith("; and 2 more")
        assert 5 == without_recommendation(own).count("; ")
        assert "" == without_recommendation(interventions)


class TestOneRow:
    def test_is_the_pages_only_as_published(self) -> None:
        """Of a file that keeps the page's source, an edited row is not the page's."""
        kept, edited = interventions[:2]
        edited = attrs.evolve(edited, efficacy=EfficacyRange("high", "high"), recommended=None)
        mixed = Catalogue.from_records([kept, edited], source=dataset.source)

        assert [True, False] == [is_published(mixed, row) for row in mixed]
        assert published_notice() == notice_of_row(mixed, kept)
        assert (dataset.source, None, None) == (
            notice_of_row(mixed, edited).source,
            notice_of_row(mixed, edited).edition,
            notice_of_row(mixed, edited).advice,
        )

    def test_is_known_where_it_was_added(self) -> None:
        """A row from the page keeps its notice among a service's own rows."""
        ours = Catalogue.from_records(
            [attrs.evolve(interventions[0], recommended=None)], source="Ours"
        )
        both = ours.beside(interventions[1:], source="Both")

        assert "Ours" == notice_of_row(both, both[0]).title
        assert ADVICE == notice_of_row(both, both[1]).advice
