"""Notebook cards show what the text shows, escaped."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import attrs
import pytest
from hypothesis import given
from tests.edition import COUNT, ROWS
from tests.laws.drawing import efficacy_ranges

from imh_evidence import Catalogue, Criteria, EfficacyRange, Intervention, groups, interventions
from imh_evidence.decisions import (
    HexagonAssessment,
    beside,
    compare,
    coverage,
    shortlist,
    workforce,
)
from imh_evidence.interop.notice import ADVICE
from imh_evidence.model.notice import Source
from imh_evidence.strategies import catalogues
from imh_evidence.views.bars import range_bar, scale_bar


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
        """Remember an open tag; a column of a table holds nothing."""
        if tag != "col":
            self.open.append(tag)
        self.seen.append(tag)

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        """Remember a tag that holds nothing."""
        self.seen.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the last open tag."""
        assert tag == self.open.pop()

    def handle_data(self, data: str) -> None:
        """Remember a text that people read, which a style is not."""
        if self.open and self.open[-1] not in {"style", "title", "desc"}:
            self.texts.append(data)

    @property
    def words(self) -> list[str]:
        """All that is read, word by word."""
        return " ".join(self.texts).split()


#: What a row would be called that wants to be more than a name.
HOSTILE = "<script>alert(1)</script>"


def _own(name: str) -> Intervention:
    return attrs.evolve(interventions[0], name=name, aliases=(), recommended=None)


@pytest.fixture(name="table")
def _table() -> Reader:
    return Reader(interventions._repr_html_())


class TestBars:
    @given(efficacy_ranges())
    def test_have_a_cell_for_each_level_and_fill_the_printed_ones(
        self, efficacy: EfficacyRange
    ) -> None:
        """Of three cells in scale order, those of the levels in the range are filled."""
        filled = re.findall(r'fill="(\w+)"', range_bar(efficacy))
        expected = ["none"] * 3
        words = str(efficacy).split("\u2013")
        scale = ["Low", "Medium", "High"]
        for place in range(scale.index(words[0]), scale.index(words[-1]) + 1):
            expected[place] = "currentColor"

        assert expected == filled

    def test_say_what_they_show(self) -> None:
        """A bar has a title and a description for those who do not see it."""
        bar = range_bar(EfficacyRange("low", "medium"))

        assert 'role="img"' in bar
        assert "<title>Efficacy: Low\u2013Medium</title>" in bar
        assert "<desc>Filled: Low, Medium, on the scale Low, Medium, High.</desc>" in bar

    def test_escape_what_they_are_called(self) -> None:
        """A hostile title is shown as text."""
        bar = scale_bar(["<a>"], [], f"{HOSTILE}\x1b")

        assert ["svg", "title", "desc", "rect"] == Reader(bar).seen
        assert "\x1b" not in bar


class TestCatalogueCard:
    def test_holds_every_row_and_its_levels(self, table: Reader) -> None:
        """The card has a row for each intervention and closes what it opens."""
        assert [] == table.open
        assert {record.name for record in interventions} <= set(table.texts)
        assert COUNT + len(groups) + 1 == table.seen.count("tr")
        assert COUNT == table.seen.count("svg")
        assert {str(record.efficacy) for record in interventions} <= set(table.texts)

    @given(catalogues())
    def test_says_how_many_there_are_and_whose(self, catalogue: Catalogue) -> None:
        """Count, three cautions at most and the source are on the card, and every level."""
        html = catalogue._repr_html_()
        read = Reader(html)
        *cautions, standing = [each.text for each in catalogue.cautions]
        noted = [each for each in cautions if each in read.texts]

        assert [] == read.open
        assert f"{len(catalogue)} programme{'' if len(catalogue) == 1 else 's'}." in read.texts
        assert cautions[:3] == noted
        assert standing in " ".join(read.texts)
        assert [str(row.efficacy) for row in catalogue] == re.findall(r"</svg>([^<]*)</td>", html)

    def test_says_that_the_page_recommends_its_own_rows(self, table: Reader) -> None:
        """The advice stands over published rows alone, and the publisher is named."""
        ours = Reader(Catalogue.from_records([_own("Ours")])._repr_html_())

        assert ADVICE in " ".join(table.texts)
        assert ADVICE not in " ".join(ours.texts)
        assert str(interventions.source.publisher) in " ".join(table.texts)

    def test_escapes_what_it_shows(self) -> None:
        """A hostile name or source is shown as text."""
        html = Catalogue.from_records([_own(HOSTILE)], source=Source(HOSTILE))._repr_html_()

        assert "script" not in Reader(html).seen
        assert f"Source: {HOSTILE}." in Reader(html).texts

    def test_shows_what_would_steer_the_display(self) -> None:
        """Characters that turn the direction of text stand escaped."""
        html = Catalogue.from_records([_own("play\u202e time")])._repr_html_()

        assert "play\\u202e time" in Reader(html).texts


class TestInterventionCard:
    @pytest.mark.parametrize("record", interventions, ids=lambda record: record.id)
    def test_says_what_the_page_prints(self, record: Intervention) -> None:
        """What the page prints of a row, and its other names, are on its card."""
        read = Reader(record._repr_html_())
        printed = ROWS[interventions.ids.index(record.id)]
        efficacy = re.sub(" ?- ?", "\u2013", printed["efficacy"])

        assert [] == read.open
        assert {printed["name"], printed["evidence"], efficacy} <= set(read.texts)
        assert {each.strip(";") for name in record.aliases for each in name.split()} <= {
            word.strip(";") for word in read.words
        }

    def test_draws_the_range(self) -> None:
        """The bar stands before the efficacy."""
        html = interventions["EPEC"]._repr_html_()

        assert 1 == html.count("<svg")
        assert "</svg>Low\u2013Medium</td>" in html

    def test_escapes_what_it_shows(self) -> None:
        """A hostile name is shown as text."""
        html = _own(HOSTILE)._repr_html_()

        assert "script" not in Reader(html).seen
        assert HOSTILE in Reader(html).texts


def _assessed() -> HexagonAssessment:
    made = HexagonAssessment.of("Child First", service=HOSTILE)
    made = made.rate("usability", "3+", read_on="2026-10-05")
    made = made.rate("usability", "99 - -99", read_on="2026-10-06", address="https://x.example")
    return made.score("need", 2, assessor=HOSTILE, date="2026-10-05")


def _filled(html: str) -> list[str]:
    """The filled cells of each bar, by position: ``--x`` is High alone."""
    return [
        "".join("-x"[fill == "currentColor"] for fill in re.findall(r'fill="(\w+)"', bar))
        for bar in re.findall(r"<svg.*?</svg>", html)
    ]


class TestCardsOfDecisions:
    def test_comparison_has_a_bar_for_each_efficacy(self) -> None:
        """The words are those of its HTML, and each range is drawn before its print."""
        both = compare("FNP", "PCIT", "Triple P")
        card = both._repr_html_()

        assert ["x--", "--x", "xxx"] == _filled(card)
        assert Reader(both.to_html()).words == Reader(card).words
        assert "svg" not in both.to_html()

    def test_decision_has_a_bar_for_each_row(self) -> None:
        """The words are those of its page, and each range is drawn before its print."""
        decision = shortlist(interventions, must=Criteria(audience="universal"))
        card = decision._repr_html_()

        assert COUNT == len(_filled(card))
        assert Reader(decision.to_brief().fragment).words == Reader(card).words
        assert "svg" not in decision.to_brief().fragment

    def test_assessment_has_a_bar_for_each_rating_and_score(self) -> None:
        """A plus fills what it may stand for, and what was not rated fills nothing."""
        card = _assessed()._repr_html_()

        assert ["--xxx", "-----", "-x---"] == _filled(card)
        assert card.startswith('<div class="imh-card"')

    def test_all_are_whole_and_escaped(self) -> None:
        """No tag comes from a text, and every tag is closed."""
        for shown in (
            _assessed(),
            beside(_assessed()),
            workforce("skilled"),
            coverage([HOSTILE]),
            compare("FNP", "PCIT"),
            shortlist(interventions, must=Criteria(audience="universal")),
        ):
            read = Reader(shown._repr_html_())

            assert [] == read.open
            assert "script" not in read.seen
