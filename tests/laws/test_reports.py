"""Every rendering of a report holds the same facts, and no text in it can steer it."""

from collections import Counter
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imh_evidence.model.report import Caution, Part, Report, display_width
from imh_evidence.model.table import Column, Table, cell_text


HOSTILE = [
    "<script>alert(1)</script>",
    "</td></table>",
    "a | b || c",
    "|---|",
    "`code` ``",
    "**bold** _it_ ~~no~~",
    "[x](javascript:a)",
    "![x](http://a/b.png)",
    "# heading",
    "## closed ##",
    "- item",
    "1. first",
    "12) twelfth",
    "===",
    "---",
    "+ plus",
    "> said",
    "&lt; &amp;",
    "back\\slash \\",
    "\\|",
    "\x1b[31mred",
    "\u202eright\u202c to left",
    "\x00\x07bell",
    "tab\tand\nline\r\nbreak\u2028 here",
    "$x^2$",
    ":::note",
    "{% raw %}",
    "- [ ] task",
    "*",
    "|",
    "'quoted' \"twice\"",
    "\u5bb6\u65cf\u5411\u3051\u30d7\u30ed\u30b0\u30e9\u30e0",
    "Cafe\u0301",
    "a\u00a0b",
    "\ud800",
    "https://example.org/" + "long/" * 20,
]
texts = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=30), st.text("ab |", max_size=200))
seen = texts.filter(lambda each: bool(each.split()))
cells: Any = st.one_of(texts, st.none(), st.booleans(), st.integers(), st.floats())
VISIBLE = "abcdefghijklmnopqrstuvwxyz<>|*_`#-"


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """A table of up to five columns, with hostile headings and cells."""
    kinds: Any = st.sampled_from(["text", "number", "range"])
    headings = draw(st.lists(st.text(VISIBLE, min_size=1, max_size=12), min_size=1, max_size=5))
    columns = [
        Column(f"c{at}", heading, draw(kinds), vocabulary=["Low", "High"])
        for at, heading in enumerate(headings)
    ]
    row = st.tuples(*[cells for _ in columns])
    return Table("t", columns, draw(st.lists(row, max_size=4)))


@st.composite
def parts(draw: st.DrawFn) -> Part:
    """A part with a table, lines or both, in any layout."""
    table = draw(st.none() | tables())
    names = [each.name for each in table.columns] if table else []
    apart = draw(st.permutations(names))[:2] if len(names) > 2 else []
    return Part(
        draw(st.none() | seen),
        draw(st.lists(seen, max_size=3)),
        table,
        draw(st.booleans()),
        draw(st.sampled_from(["table", "bare", "upright"])),
        draw(st.sampled_from([None, *apart[:1]])),
        draw(st.sampled_from([None, *apart[1:]])),
    )


cautions = st.builds(Caution, st.just("id"), st.text(VISIBLE, min_size=1))
reports = st.builds(
    Report,
    seen,
    st.lists(parts(), max_size=3),
    st.lists(cautions, max_size=5),
    st.lists(seen, max_size=2),
)


def escaped(text: str) -> str:
    """How a text must read wherever it is shown: one line, nothing that steers."""
    return "".join(
        each if each.isprintable() else ascii(each)[1:-1] for each in " ".join(text.split())
    )


def facts(report: Report) -> list[str]:
    """Every text that each rendering must hold."""
    found = [report.title, *report.foot, *map(str, report.cautions[:3])]
    for part in report.parts:
        found += [part.heading] if part.heading else []
        found += part.items
        if part.table:
            found += [cell_text(cell) for row in part.table.rows for cell in row]
    return [escaped(each) for each in found if each.split()]


def letters(text: str) -> Counter[str]:
    """The characters of a text, whatever the lines it stands on."""
    return Counter(text.replace(" ", "").replace("\n", ""))


class Reader(HTMLParser):
    """Reads a card as a browser would, and refuses tags that do not nest."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.texts: list[str] = []
        self.feed(html)
        self.close()
        assert [] == self.open

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        """Remember an open tag."""
        assert len(attrs) == len(dict(attrs))

        self.open.append(tag)
        self.tags.add(tag)
        self.texts.append("")

    def handle_startendtag(self, tag: str, attrs: Any) -> None:
        """A box of a drawing holds nothing."""
        assert "rect" == tag

    def handle_endtag(self, tag: str) -> None:
        """Close the last open tag."""
        assert tag == self.open.pop()

        self.texts.append("")

    def handle_data(self, data: str) -> None:
        """Remember a text that people read, which a style is not."""
        if self.open[-1] != "style":
            self.texts[-1] += data


ALLOWED = {
    *("div", "style", "h2", "h3", "p", "ul", "li", "svg"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td"),
}


@given(reports)
def test_text_holds_every_fact(report: Report) -> None:
    """Wrapped or not, every cell, line, caution and foot line is in the text."""
    text = report.to_text()
    whole = letters(text)

    for fact in facts(report):
        assert not letters(fact) - whole
        assert {*fact.split(" ")} <= {*text.split()}


@given(reports, st.sampled_from([80, 40]))
def test_lines_are_no_wider_than_asked(report: Report, width: int) -> None:
    """A line is wider than asked only if it holds one word besides its label."""
    for line in report.to_text(width).splitlines():
        words = [each for each in line.split() if each != "-"]
        labels = 12 + 4

        assert display_width(line) <= width or (max(map(display_width, words)) > width - labels - 2)


@given(reports)
def test_html_holds_every_fact_as_text(report: Report) -> None:
    """A card nests, holds no tag but its own, and each fact stands in it unbroken."""
    reader = Reader(report.to_html())

    assert reader.tags <= ALLOWED
    assert {*facts(report)} <= {*reader.texts}


@given(reports)
def test_markdown_holds_every_fact_as_text(report: Report) -> None:
    """Read by a parser of Markdown, nothing in a text has become markup."""
    markdown = pytest.importorskip("markdown_it").MarkdownIt("commonmark").enable("table")
    found: set[str] = set()
    kinds: set[str] = set()
    for token in markdown.parse(report.to_markdown()):
        kinds.add(token.type.removesuffix("_open").removesuffix("_close"))
        if token.type == "inline":
            kinds |= {each.type for each in token.children}
            found.add("".join(each.content for each in token.children))
    told = [each for each in facts(report) if each not in found]

    assert kinds <= {
        *("heading", "paragraph", "inline", "text", "text_special"),
        *("bullet_list", "list_item"),
        *("table", "thead", "tbody", "tr", "th", "td"),
    }
    assert all(any(each in line for line in found) for each in told)


@given(reports)
def test_markdown_tables_keep_their_columns(report: Report) -> None:
    """No cell ends a table early or adds a column to it."""
    lines = report.to_markdown().splitlines()
    tables = [part for part in report.parts if part.table and part.layout != "upright"]

    rows = [line for line in lines if line.startswith("| ")]
    widths = {line.count("|") for line in rows}

    assert widths <= {
        1 + len(part.table.columns) - bool(part.group) - bool(part.note)
        for part in tables
        if part.table
    }


@given(reports)
def test_nothing_steers_what_shows_it(report: Report) -> None:
    """No control character, escape or mark of direction is left in any rendering."""
    for shown in (report.to_text(), report.to_html(), report.to_markdown()):
        assert shown.replace("\n", "").isprintable()


@given(reports)
def test_reports_are_equal_by_value(report: Report) -> None:
    """A report made of the same values is equal and shown alike."""
    again = Report(report.title, report.parts, report.cautions, report.foot)

    assert report.to_dict() == again.to_dict() or "nan" in str(report)
    assert str(report) + "\n" == again.to_text()
