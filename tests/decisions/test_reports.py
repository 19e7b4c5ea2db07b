"""People see the same content in a terminal and in HTML, wrapped and escaped."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest

from imh_evidence import dataset
from imh_evidence.answers import Caution
from imh_evidence.decisions import HexagonAssessment, beside, coverage, workforce
from imh_evidence.views.assessment import assessment_card, assessment_text, panel_card, panel_text
from imh_evidence.views.planning import coverage_card, coverage_text, workforce_card, workforce_text
from imh_evidence.views.reports import Part, Report, Table, report_text


if TYPE_CHECKING:
    from collections.abc import Callable

CAUTION = Caution("c", "Take <care>.")
DAY = "2026-10-05"
SOURCE = (
    "Source: Infant mental health, NHS Education for Scotland with the Scottish "
    f"Government, {dataset.edition}."
)


def filled() -> HexagonAssessment:
    """An assessment with everything that can be in one."""
    made = HexagonAssessment.of("Child First", service="<b>Our</b> service")
    made = made.rate("usability", "3+", read_on=DAY, read_by="R", note="n & m")
    made = made.rate("usability", "99 - -99", read_on=DAY, address="https://x.example")
    made = made.score("need", 4, assessor="A <i>", date=DAY, note="waiting")
    made = made.score("need", 2, assessor="B", date=DAY)
    return made.score("fit", 3, assessor="B", date=DAY)


def other() -> HexagonAssessment:
    """Another row with little in it."""
    made = HexagonAssessment.of("FNP").rate("evidence", "4 - 5", read_on=DAY)
    return made.score("fit", 1, assessor="B", date=DAY)


PAIRS: dict[str, tuple[Callable[[], str], Callable[[], str]]] = {
    "assessment": (lambda: assessment_text(filled()), lambda: assessment_card(filled())),
    "empty": (
        lambda: assessment_text(HexagonAssessment.of("FNP")),
        lambda: assessment_card(HexagonAssessment.of("FNP")),
    ),
    "panel": (
        lambda: panel_text(beside(filled(), other())),
        lambda: panel_card(beside(filled(), other())),
    ),
    "workforce": (
        lambda: workforce_text(workforce("skilled")),
        lambda: workforce_card(workforce("skilled")),
    ),
    "coverage": (
        lambda: coverage_text(coverage(["FNP", "<i>", "Child Frist"]), [SOURCE]),
        lambda: coverage_card(coverage(["FNP", "<i>", "Child Frist"])),
    ),
}


def within(card: str) -> str:
    """What stands in a card, without its frame, its style and its drawings."""
    beside = r"<style>.*?</style>|<svg.*?</svg>|</?(?:div|span)[^>]*>"
    return re.sub(beside, "", card, flags=re.DOTALL)


class Words(HTMLParser):
    """The texts of an HTML fragment, and whether its tags are closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        """A tag is opened."""
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """The tag that was opened last is closed."""
        assert tag == self.open.pop()

    def handle_data(self, data: str) -> None:
        """A text stands between tags."""
        self.texts.append(data)


@pytest.mark.parametrize("name", PAIRS)
class TestBothForms:
    def test_have_the_same_words(self, name: str) -> None:
        """Each word of the HTML is in the text, and the other way round."""
        text, card = (make() for make in PAIRS[name])
        parser = Words()
        parser.feed(within(card))
        # Cells that wrap in a terminal mix with their neighbours, so words are counted.
        words = [word for part in parser.texts for word in part.split()]
        ruled = re.sub(r"^[-= ]{3,}$", "", text, flags=re.MULTILINE)
        shown = [word for word in ruled.split() if word != "-"]

        assert [] == parser.open
        assert sorted(word for word in words if word != "-") == sorted(shown)

    def test_text_fits_a_terminal(self, name: str) -> None:
        """No line is wider than 80 columns, but for an address."""
        text = PAIRS[name][0]()

        assert [] == [
            line for line in text.splitlines() if len(line) > 80 and "https://" not in line
        ]
        assert text.endswith("\n")
        assert not text.endswith("\n\n")

    def test_html_escapes_what_people_wrote(self, name: str) -> None:
        """No tag comes from a text."""
        html = within(PAIRS[name][1]())
        tags = set(re.findall(r"</?(\w+)", html))

        assert tags <= {
            "section", "h2", "h3", "table", "thead", "tbody", "tr", "th", "td", "ul",
            "li", "footer", "p", "small",
        }  # fmt: skip
        assert "Bear in mind" in unescape(html)


class TestReport:
    REPORT = Report(
        "A title",
        (
            Part("Nothing"),
            Part("A list", ["one", "two"]),
            Part("A table", table=Table(("K", "V"), [("a", "1"), ("b <", "")])),
        ),
        (CAUTION,),
        ["From here.", "And there."],
    )

    def test_nothing_steers_a_terminal(self) -> None:
        """Control characters stand escaped in titles, headings, cells and lists."""
        part = Part("h\x1b", ["i\x1b"], Table(("c\x1b",), [("d\x1b",)]))
        text = report_text(Report("t\x1b", (part,), (), ["f\x1b"]))

        assert "\x1b" not in text
        assert 6 == text.count("\\x1b")

    def test_a_wide_table_is_wrapped(self) -> None:
        """The widest columns give way until the rows fit."""
        table = Table(("Key", "Much"), [("k", "word " * 40)])
        lines = report_text(Report("T", (Part("P", table=table),), ())).splitlines()

        assert "---  " + "-" * 75 == lines[6]
        assert "k    " + "word " * 14 + "word" == lines[7]
        assert "     " + "word " * 9 + "word" == lines[9]
