"""Notebook cards show what the text shows, escaped."""

from __future__ import annotations

from html.parser import HTMLParser

import attrs
import pytest

from imh_evidence import Catalogue, interventions
from imh_evidence.records import Source


class Reader(HTMLParser):
    """Collects texts, and checks that tags close in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.texts: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """Remember an open tag."""
        self.open.append(tag)
        self.seen.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the last open tag."""
        assert tag == self.open.pop()

    def handle_data(self, data: str) -> None:
        """Remember a text."""
        self.texts.append(data)


@pytest.fixture(name="table")
def _table() -> Reader:
    return Reader(interventions._repr_html_())


class TestCatalogueCard:
    def test_holds_every_row_and_its_levels(self, table: Reader) -> None:
        """The card has a row for each intervention and closes what it opens."""
        assert [] == table.open
        assert {record.name for record in interventions} <= set(table.texts)
        assert 15 == table.seen.count("tr")
        assert {"Low–Medium", "Universal and Targeted", "Skilled and Enhanced"} <= set(
            table.texts
        )

    def test_ends_in_cautions_edition_and_source(self, table: Reader) -> None:
        """Cautions stand below the rows, and the footer names edition and source."""
        assert {str(caution) for caution in interventions.cautions} <= set(table.texts)
        assert (
            "Edition and source: Infant mental health; NHS Education for Scotland with the "
            "Scottish Government; 2023-04; https://www.matrix.nhs.scot/evidence-summaries/"
            "prevention-and-early-intervention/infant-mental-health"
        ) == table.texts[-1]

    def test_escapes_what_it_shows(self) -> None:
        """A hostile name or source is shown as text."""
        hostile = "<script>alert(1)</script>"
        own = attrs.evolve(interventions[0], name=hostile, aliases=(), recommended=None)
        html = Catalogue.from_records([own], source=Source(hostile))._repr_html_()

        assert "script" not in Reader(html).seen
        assert 2 == html.count("&lt;script&gt;")

    def test_leaves_out_what_would_flood_a_notebook(self) -> None:
        """Beyond a hundred rows the card counts the rest."""
        rows = [
            attrs.evolve(
                interventions[0], id=f"r{i}", name=f"R{i}", aliases=(), recommended=None
            )
            for i in range(103)
        ]
        html = Catalogue.from_records(rows)._repr_html_()

        assert "and 3 more" in Reader(html).texts
        assert "R100" not in html
