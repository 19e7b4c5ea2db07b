"""People see the same content in a terminal and in HTML, wrapped and escaped."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest

from imh_evidence.answers import Caution
from imh_evidence.decisions import HexagonAssessment, beside, coverage, match, workforce
from imh_evidence.views.assessment import (
    assessment_card,
    assessment_text,
    panel_card,
    panel_text,
)
from imh_evidence.views.planning import (
    coverage_card,
    coverage_text,
    workforce_card,
    workforce_text,
)
from imh_evidence.views.reports import Part, Report, Table, report_card, report_text


if TYPE_CHECKING:
    from collections.abc import Callable

CAUTION = Caution("c", "Take <care>.")
DAY = "2026-10-05"
SOURCE = (
    "Source: Infant mental health, NHS Education for Scotland with the Scottish "
    "Government, 2023-04."
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
    "assessment": (
        lambda: assessment_text(filled()),
        lambda: assessment_card(filled()),
    ),
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
            line
            for line in text.splitlines()
            if len(line) > 80 and "https://" not in line
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

    def test_as_text(self) -> None:
        """Parts that say nothing are left out; cautions and footer come last."""
        expected = """\
A title
=======

A list
------
- one
- two

A table
-------
K    V
---  -
a    1
b <

Bear in mind
------------
- Take <care>.

From here.

And there.
"""

        assert expected == report_text(self.REPORT)

    def test_as_html(self) -> None:
        """The same content stands in headings, lists and a table with scopes."""
        expected = (
            "<section><h2>A title</h2>"
            "<h3>A list</h3><ul><li>one</li><li>two</li></ul>"
            '<h3>A table</h3><table><thead><tr><th scope="col">K</th>'
            '<th scope="col">V</th></tr></thead><tbody>'
            '<tr><th scope="row">a</th><td>1</td></tr>'
            '<tr><th scope="row">b &lt;</th><td></td></tr></tbody></table>'
            "<h3>Bear in mind</h3><ul><li>Take &lt;care&gt;.</li></ul>"
            "<footer><p><small>From here.</small></p>"
            "<p><small>And there.</small></p></footer></section>"
        )

        assert expected == within(report_card(self.REPORT))

    def test_without_a_footer(self) -> None:
        """A report without a footer ends with its cautions."""
        report = Report("T", (), (CAUTION,))

        assert "T\n=\n\nBear in mind\n------------\n- Take <care>.\n" == report_text(
            report
        )
        assert "footer" not in within(report_card(report))

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

    def test_many_columns_keep_a_least_width(self) -> None:
        """Columns are made no narrower than six, however many there are."""
        table = Table(("column",) * 3 + ("a longer heading",) * 12, [["x" * 20] * 15])
        lines = report_text(Report("T", (Part("P", table=table),), ())).splitlines()
        rule = next(line for line in lines if line.startswith("------ "))

        assert ["-" * 6] * 15 == rule.split()

    def test_a_long_title_is_wrapped(self) -> None:
        """A title wider than the terminal is broken, and its rule is not."""
        lines = report_text(Report("word " * 30, (), ())).splitlines()

        assert "word " * 15 + "word" == lines[0]
        assert "=" * 80 == lines[2]


class TestAssessment:
    def test_shows_every_indicator(self) -> None:
        """What is filled in, what is not, who scored and who did not."""
        text = assessment_text(filled())

        for line in (
            "Hexagon assessment: Child First, for <b>Our</b> service",
            "Usability  3+           3–5        2026-10-05  R   n & m; Child First",
            "Usability  99 - -99     not rated  2026-10-05      https://x.example",
            "Supports   not entered",
            "Evidence   not entered",
            "Need       4         A <i>     2026-10-05  waiting",
            "Need       2         B         2026-10-05",
            "Fit        3         B         2026-10-05",
            "Fit        unscored  A <i>",
            "Capacity   unscored",
            "- Need of Child First was scored differently: 4 (A <i>, 2026-10-05), 2 (B,",
            "Table: edition 2023-04, data version 1.0.0.",
            "Hexagon Tool: Metz and Louison, National Implementation Research Network, 2018,",
        ):
            assert line in text.splitlines()

    def test_shows_what_the_framework_does_not_state(self) -> None:
        """A blank of the Framework is shown as not stated."""
        text = " ".join(
            assessment_text(HexagonAssessment.of("Family Foundations")).split()
        )

        assert (
            "- Family Foundations (audience not stated; ages not stated; in Scotland: "
            "not stated; seen on a stored copy, date unknown): "
            "https://earlyinterventionframework.nhs.scot/self-assessment/?programmeId=2071"
            in text
        )

    def test_a_rating_without_an_address_has_no_note(self) -> None:
        """Where nothing is to be added there is nothing."""
        text = assessment_text(other())

        assert "Evidence   4 - 5        4\u20135      2026-10-05" in text.splitlines()


class TestPanel:
    def test_lays_interventions_side_by_side(self) -> None:
        """Each indicator tells each row's ratings, scores and who has not scored."""
        text = panel_text(beside(filled(), other()))

        for line in (
            "Hexagon assessments: Child First beside Family Nurse Partnership",
            "Supports (programme) not entered not entered",
            "Evidence (programme) not entered 4\u20135 (read 2026-10-05)",
            "Need (site) 4 (A <i>); 2 (B) unscored",
            "Fit (site) 3 (B); unscored (A <i>) 1 (B)",
            "Capacity (site) unscored unscored",
            "Need 4 (2026-10-05): waiting 2 (2026-10-05)",
            "Fit unscored 3 (2026-10-05)",
        ):
            assert line in [" ".join(each.split()) for each in text.splitlines()]
        assert (
            "<td>3\u20135 (read 2026-10-05); not rated (read 2026-10-05)</td>"
            in panel_card(beside(filled(), other()))
        )
        assert (
            "Site indicators of Child First, by assessor\n"
            "-------------------------------------------\n"
            "Indicator  A <i>                    B\n" in text
        )

    def test_lays_assessors_of_one_row_side_by_side(self) -> None:
        """One row alone is told by assessor, and not beside itself."""
        text = panel_text(beside(filled()))

        assert text.startswith("Hexagon assessments: Assessors of Child First\n")
        assert "side by side" not in text

    def test_leaves_out_assessors_where_nobody_scored(self) -> None:
        """A row that nobody scored has no table of assessors."""
        empty = HexagonAssessment.of("EPEC")
        text = panel_text(beside(empty, other()))

        assert "of Empowering Parent, Empowering Communities, by" not in text
        assert "Site indicators of Family Nurse Partnership, by assessor" in text


class TestPlanning:
    def test_workforce_tells_each_place(self) -> None:
        """Rows stand under whether their types are yours, and what each type adds."""
        text = workforce_text(workforce(["skilled", "specialist"]))
        headings = [
            "Rows for Skilled and Specialist staff",
            "Every printed type of practice is among yours",
            "Some are; these are not",
            "None is; these would be needed",
            "What one further type would add",
            "Bear in mind",
        ]

        assert headings == [line for line in text.splitlines() if line in headings]
        assert "Further type  Then some types yours" in text
        assert "Informed      none " in text

    def test_coverage_tells_each_place(self) -> None:
        """The places, the rows in the list, and what is not counted."""
        text = coverage_text(coverage(["FNP", "Family Nurse Partnership", "x y z"]))
        headings = [
            "Your list beside the table",
            "By audience and type of practice",
            "In your list",
            "Not in this table, which is no negative finding",
            "Named more than once; counted once",
            "Bear in mind",
        ]

        assert headings == [line for line in text.splitlines() if line in headings]
        assert "Type of practice  Universal" in text
        assert "To be confirmed" not in text
        assert "To be confirmed by a person; not counted" in coverage_text(
            coverage(["Child Frist"])
        )

    def test_coverage_keeps_what_a_person_confirmed(self) -> None:
        """A confirmed name stands beside its row, as it was written in the list."""
        named = match(["Child Frist"]).confirm({"Child Frist": "child-first"})
        lines = coverage_text(coverage(named)).splitlines()
        at = lines.index("Confirmed by a person to be in this table")

        assert "- Child Frist: Child First" == lines[at + 2]
