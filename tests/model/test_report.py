"""What a report looks like, in each rendering."""

from textwrap import dedent
from typing import Any

import pytest

from imh_evidence.model.errors import WrongType
from imh_evidence.model.report import Caution, Part, Report, display_width, range_boxes
from imh_evidence.model.table import Column, Table


FAMILIES = Table(
    "families",
    [
        Column("name", "Programme"),
        Column("efficacy", "Efficacy", "range", vocabulary=["Low", "Medium", "High"]),
        Column("cost", "Cost", "number"),
        Column("theory", "Theory"),
        Column("why", "Why"),
    ],
    [
        ("Family Foundations", "Medium–High", 300, "Attachment", None),
        ("EasyPeasy", "Medium", 40, "Attachment", 'Added: "it runs here".'),
        ("Child First", "varies", None, None, None),
    ],
)
GROUPED = Part("Meets both: 2", table=FAMILIES, group="theory", note="why")


def shown(*parts: Part) -> str:
    """The text of parts, without the title."""
    return Report("T", parts).to_text().removeprefix("T\n\n")


def looks_like(expected: str) -> str:
    """A text as it is written in a test."""
    return dedent(expected).lstrip("\n")


class TestText:
    def test_stands_in_blocks(self) -> None:
        """Title, parts, three cautions and the foot, each after an empty line."""
        cautions = [Caution(f"c{number}", f"Caution {number}.") for number in range(5)]
        report = Report(
            "Which programmes?",
            [
                Part(items=["You would also like: Attachment."]),
                Part("Find out next", ["Cost", "Time"]),
            ],
            cautions,
            ["Source: the page."],
        )

        assert (
            looks_like("""
                Which programmes?

                You would also like: Attachment.

                Find out next
                  Cost
                  Time

                Please note
                - Caution 0.
                - Caution 1.
                - Caution 2.

                Source: the page.
                """)
            == report.to_text()
        )
        assert 5 == len(report.cautions)

    def test_wraps_under_the_first_word(self) -> None:
        """The second line of an item starts below the first word of it."""
        part = Part("Notes", ["word " * 20], bullets=True)

        assert [7, 9] == [
            line.index("word") + 5 * (line[0] == "-") + 7 * (line[0] == " ")
            for line in shown(part).splitlines()[1:]
        ]

    def test_aligns_columns_with_groups_and_notes(self) -> None:
        """Numbers stand at the right, groups above their rows, notes below."""
        assert looks_like("""
                Meets both: 2
                  Programme           Efficacy     Cost
                  ------------------  -----------  ----

                  Attachment
                  Family Foundations  Medium–High   300
                  EasyPeasy           Medium         40
                    Added: "it runs here".

                  Child First         varies
                """) == shown(GROUPED)

    def test_can_do_without_headings_or_stand_upright(self) -> None:
        """Bare rows have no headings; upright ones have one on each line."""
        table = Table("t", FAMILIES.columns[:3], [row[:3] for row in FAMILIES.rows[1:]])

        assert "EasyPeasy    Medium  40\nChild First  varies\n" == shown(
            Part(table=table, layout="bare")
        )
        assert looks_like("""
                Programme  EasyPeasy
                Efficacy   Medium
                Cost       40

                Programme  Child First
                Efficacy   varies
                """) == shown(Part(table=table, layout="upright"))

    def test_stands_upright_if_the_words_do_not_fit_side_by_side(self) -> None:
        """A table of very many columns is shown a cell to a line, not broken."""
        columns = [Column(f"column{number}") for number in range(12)]
        text = shown(Part(table=Table("t", columns, [["elephants"] * 12])))

        assert 12 == len(text.splitlines())
        assert "column11  elephants" == text.splitlines()[-1]

    def test_wraps_words_next_to_one_that_is_too_wide(self) -> None:
        """A long address stands out alone; it does not widen what stands above it."""
        table = Table("t", [Column("a"), Column("b")], [("word " * 30, "x" * 100)])
        lines = Report("T", [Part(table=table)]).to_text(40).splitlines()

        assert ["b  " + "x" * 100] == [line for line in lines if len(line) > 40]

    def test_aligns_wide_characters(self) -> None:
        """Characters that take two columns, or none, are counted as such."""
        table = Table("t", [Column("a"), Column("b")], [("家族", 1), ("Café", 2)])

        assert "家族  1\nCafe\u0301  2\n" == shown(
            Part(table=Table("t", table.columns, [("家族", 1), ("Cafe\u0301", 2)]), layout="bare")
        )
        assert 7 == display_width("家族Cafe\u0301") - 1

    def test_leaves_out_what_is_empty(self) -> None:
        """A report of nothing is its title; a table of nothing, its headings."""
        assert "T\n" == Report("T").to_text()
        assert "a\n-\n" == shown(Part(table=Table("t", [Column("a")])))
        assert "" == shown(Part(table=Table("t", [Column("a")]), group="a")).strip("T\n")

    def test_is_what_a_report_prints(self) -> None:
        """``print`` gives the text, ``repr`` one line."""
        report = Report("T", [Part(items=["a"])])

        assert report.to_text() == f"{report}\n"
        assert "<Report 'T'>" == repr(report)


class TestHtml:
    def test_is_a_table_that_readers_aloud_understand(self) -> None:
        """Headings have a scope, the caption says what it is, groups span the rows."""
        html = Report("T", [GROUPED]).to_html()

        assert "<caption>Meets both: 2</caption>" in html
        assert '<thead><tr><th scope="col">Programme</th>' in html
        assert '<th scope="rowgroup" colspan="3">Attachment</th>' in html
        assert '<th scope="row">EasyPeasy</th>' in html
        assert '<td colspan="3">Added: &quot;it runs here&quot;.</td>' in html
        assert '<td class="imh-number">40</td>' in html

    def test_draws_boxes_before_a_range(self) -> None:
        """A range has its boxes, in each layout; other words stand alone."""
        for layout in ("table", "bare", "upright"):
            html = Report("T", [Part(table=FAMILIES, layout=layout)]).to_html()

            assert 2 == html.count("<svg")
            assert "</svg>Medium–High</td>" in html

    def test_has_lists_and_paragraphs(self) -> None:
        """Lines with bullets are a list, others a paragraph each."""
        html = Report("T", [Part("H", ["a", "b"], bullets=True), Part(items=["c"])]).to_html()

        assert "<h3>H</h3><ul><li>a</li><li>b</li></ul><p>c</p></div>" in html

    def test_fixes_no_colour(self) -> None:
        """The card reads on dark pages and on light ones, and holds no script."""
        html = Report("T", [GROUPED])._repr_html_()

        assert "#" not in html
        assert "color:" not in html
        assert "background" not in html

    def test_hides_the_headings_of_bare_tables_from_sight_alone(self) -> None:
        """They are still read aloud."""
        html = Report("T", [Part(table=FAMILIES, layout="bare")]).to_html()

        assert '<thead class="imh-unseen"><tr><th scope="col">Programme</th>' in html


class TestMarkdown:
    def test_has_tables_and_lists(self) -> None:
        """Groups and notes are rows of one cell."""
        listed = Part("H", ["a", "b"], bullets=True)
        report = Report("T", [GROUPED, listed], (), ["1. foot", "2"])

        assert (
            looks_like("""
                # T

                ## Meets both: 2

                | Programme | Efficacy | Cost |
                | --- | --- | --: |
                | Attachment |  |  |
                | Family Foundations | Medium–High | 300 |
                | EasyPeasy | Medium | 40 |
                | Added: "it runs here". |  |  |
                | Child First | varies |  |

                ## H

                - a
                - b

                1\\. foot

                2
                """)
            == report.to_markdown()
        )

    def test_shows_markup_as_text(self) -> None:
        """Nothing that Markdown knows is left as it was; an address is."""
        text = "a|b *c* `d` <e> [f](g) https://example.org/h_i"
        expected = "a&#124;b \\*c\\* \\`d\\` &lt;e&gt; \\[f\\](g) https://example.org/h\\_i"

        assert f"# T\n\n{expected}\n" == Report("T", foot=[text]).to_markdown()

    def test_lists_upright_tables(self) -> None:
        """Each value stands behind its heading."""
        table = Table("t", FAMILIES.columns[:2], [FAMILIES.rows[0][:2]])
        report = Report("T", [Part(table=table, layout="upright")])

        assert (
            "# T\n\n- Programme: Family Foundations\n- Efficacy: Medium–High\n"
            == report.to_markdown()
        )


@pytest.mark.parametrize("items", ["text", [1], ["a", ["b"]]])
def test_lines_are_text(items: Any) -> None:
    """A text is no list of lines, and a line is nothing but text."""
    with pytest.raises(WrongType):
        Part(items=items)

    with pytest.raises(WrongType):
        Report("T", foot=items)


@pytest.mark.parametrize(
    ("value", "filled"),
    [
        ("Low", [0]),
        ("Low–High", [0, 1, 2]),
        ("Medium to High", [1, 2]),
        ("", None),
        ("varies", None),
        ("Low–Huge", None),
    ],
)
def test_boxes_fill_the_levels_of_a_range(value: str, filled: list[int] | None) -> None:
    """Of three boxes those in the range are filled; of another text there are none."""
    boxes = range_boxes(("Low", "Medium", "High"), value).split("<rect")[1:]

    assert (filled or []) == [at for at, box in enumerate(boxes) if 'fill="currentColor"' in box]
    assert (3 if filled else 0) == len(boxes)
