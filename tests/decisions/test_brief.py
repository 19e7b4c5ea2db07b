"""The brief says on one page what was asked, what was found, and what is not known."""

from __future__ import annotations

import re
import shutil
import subprocess
from html.parser import HTMLParser
from typing import Any

import attrs
import pytest

from imh_evidence import (
    Catalogue,
    Criteria,
    EvidenceLevel,
    UnknownValue,
    certainly,
    dataset,
    interventions,
)
from imh_evidence.decisions import Decision, Override, compare, fact, shortlist
from imh_evidence.records import Source
from imh_evidence.views.brief import OPEN, Brief, sheet_of
from imh_evidence.views.comparison import comparison_html, comparison_text
from imh_evidence.views.piles import decision_text, replay_text

from .making import amended, local_fact, table_with


HOSTILE = "<script>alert('1')</script> | *a* \u202e[2J"


@pytest.fixture(name="decision")
def _decision() -> Decision:
    return shortlist(
        interventions,
        must=[
            Criteria(audience="universal", efficacy=certainly(at_least="medium")),
            fact("cost", at_most=500, unit="GBP per family"),
        ],
        wish=[
            Criteria(theory="attachment"),
            fact("youngest age", at_most=12, unit="months"),
            fact("format", equals="group"),
        ],
        facts=[
            local_fact("FF", "cost", 300, "GBP per family"),
            local_fact("EasyPeasy", "cost", 40, "GBP per family"),
            local_fact("Triple P", "cost", 350, "GBP per family"),
            *(
                local_fact(id_, "youngest age", 0, "months")
                for id_ in interventions.ids[:12]
            ),
        ],
        overrides=[
            Override(
                intervention="FNP",
                pile="meets",
                reason="it runs here",
                who="B. Lead",
            ),
            Override(intervention="FF", pile="meets", reason="agreed", who="C. Board"),
        ],
        question="Which programmes for a mixed universal and targeted offer?",
        when="2026-11-20",
    )


class _Page(HTMLParser):
    """The texts of a page by the element they stand in, and whether tags close."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.texts: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attributes: Any) -> None:
        if tag not in {"meta", "col"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert tag == self.open.pop()

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append((self.open[-1], data))


def texts(html: str, *tags: str) -> list[str]:
    """The texts of a page in some elements."""
    page = _Page()
    page.feed(html)
    page.close()
    assert [] == page.open
    return [text for tag, text in page.texts if tag in tags]


class TestSheet:
    def test_says_what_was_asked(self, decision: Decision) -> None:
        """The question, the time, the edition, the musts and the wishes are told."""
        sheet = sheet_of(decision)

        assert (
            "Which programmes for a mixed universal and targeted offer?" == sheet.title
        )
        assert (
            "Made 2026-11-20. Infant mental health, edition 2023-04, data 1.0.0: 14 rows "
            "judged, in the order of the table and in no other. Checksum of the rows: "
            f"{decision.rows_sha256[:12]}."
        ) == sheet.about
        assert (
            ("M1", "reaches universal audiences"),
            ("M2", "the whole printed efficacy range is at least Medium"),
            ("M3", "cost is at most 500 GBP per family"),
        ) == sheet.must
        assert (
            ("W1", "stands under Attachment Theory"),
            ("W2", "youngest age is at most 12 months"),
            ("W3", "format is group"),
        ) == sheet.wish

    def test_puts_each_row_in_its_pile(self, decision: Decision) -> None:
        """Each pile has its rows in the order of the table, and overrides beside them."""
        piles = {
            heading: [row.name for row in rows]
            for heading, rows in sheet_of(decision).piles
        }

        assert {
            "Meets (2, and 1 put here by people)": [
                "Family Foundations",
                "EasyPeasy",
                "Family Nurse Partnership",
            ],
            "Depends on the range (1)": ["Triple P suite of trainings"],
            "Does not meet (8)": [row.name for row in decision.does_not_meet],
            "Not known (3)": [row.name for row in decision.not_known],
        } == piles

    def test_says_why(self, decision: Decision) -> None:
        """Each row has its efficacy beside who it is for, its reasons and its wishes."""
        rows = {
            (heading, row.name): row
            for heading, rows in sheet_of(decision).piles
            for row in rows
        }
        told = rows["Meets (2, and 1 put here by people)", "Family Foundations"]
        moved = rows["Meets (2, and 1 put here by people)", "Family Nurse Partnership"]
        stays = rows["Does not meet (8)", "Family Nurse Partnership"]
        depends = rows["Depends on the range (1)", "Triple P suite of trainings"]
        unknown = rows[
            "Not known (3)", "Incredible Years Parents and Toddlers Programme"
        ]

        assert ("Medium–High (Universal)", "Enhanced") == (told.efficacy, told.practice)
        assert (
            "every must holds",
            "cost: 300 GBP per family",
            "put in 'meets' by C. Board: agreed",
        ) == told.why
        assert ("W1", "W2", "W3\u00a0open") == told.wishes
        assert (
            "put in 'meets' by B. Lead: it runs here",
            "the conditions put it in 'does not meet'",
        ) == moved.why
        assert (
            "M1 does not hold (who for: Targeted)",
            "M2 does not hold (efficacy: Low, Targeted)",
            "put in 'meets' by B. Lead: it runs here",
        ) == stays.why
        assert (
            (
                "M2 holds at part of the printed range (efficacy: Low–High, Universal and "
                "Targeted)"
            ),
        ) == depends.why
        assert ("W2", "W3\u00a0open") == depends.wishes
        assert (
            (
                "M2 holds at part of the printed range (efficacy: Low–High, Universal and "
                "Targeted)"
            ),
            "M3 is not known (cost: not known)",
        ) == unknown.why

    def test_says_evidence_where_it_differs(self) -> None:
        """Rows of several levels of evidence are told apart by it; else it says nothing."""
        low = attrs.evolve(
            amended("FNP", id="ours", name="Ours", aliases=()),
            recommended=None,
            evidence=EvidenceLevel.LOW,
        )
        mixed = Catalogue.from_records([low, interventions["PCIT"]], source="Mixed")
        (rows,) = (
            rows for head, rows in sheet_of(shortlist(mixed)).piles if "Meets" in head
        )

        assert ["Low (Targeted); evidence Low", "High (Targeted); evidence High"] == [
            row.efficacy for row in rows
        ]

    def test_says_what_cannot_be_compared(self) -> None:
        """A fact in another unit is shown with why it tells nothing."""
        decision = shortlist(
            interventions[:2],
            must=fact("cost", at_most=500, unit="GBP"),
            facts=[local_fact("FNP", "cost", 410, "EUR")],
        )
        (unknown,) = (
            rows for heading, rows in sheet_of(decision).piles if "Not known" in heading
        )

        assert [
            ("M1 is not known (cost: not known)",),
            (
                "M1 is not known (cost: 410 EUR, which cannot be compared, as the condition is in GBP)",
            ),
        ] == [row.why for row in unknown]

    def test_says_what_is_not_known(self, decision: Decision) -> None:
        """Missing facts are told by the shorter list: those that lack it, or have it."""
        assert (
            (
                "Whether cost is at most 500 GBP per family: known only for Triple P suite of "
                "trainings; Family Foundations; EasyPeasy."
            ),
            (
                "Whether youngest age is at most 12 months: not known for Child Parent "
                "Psychotherapy; EasyPeasy."
            ),
            "Whether format is group: known for no row.",
        ) == sheet_of(decision).not_known
        assert () == sheet_of(shortlist(interventions)).not_known

    def test_half_of_the_rows_are_named_as_lacking(self) -> None:
        """Where as many rows lack a fact as have it, those that lack it are named."""
        decision = shortlist(
            interventions[:2],
            wish=fact("a", at_most=5),
            facts=[local_fact("FNP", "a", 5)],
        )

        assert (
            "Whether a is at most 5: not known for Attachment and Biobehavioural Catch Up.",
        ) == sheet_of(decision).not_known

    def test_a_fact_that_every_row_has_is_known(self) -> None:
        """What is known of every row is not told as missing."""
        decision = shortlist(
            interventions[1:2],
            wish=fact("a", at_most=5),
            facts=[local_fact("FNP", "a", 6)],
        )

        assert () == sheet_of(decision).not_known

    def test_cites_its_sources(self, decision: Decision) -> None:
        """The page is cited, the local facts too, and every caution is there."""
        sheet = sheet_of(decision)

        assert dataset.cite("text").strip() == sheet.citation
        assert ("quotation 12, 2026-10-01, A. Analyst",) == sheet.sources
        assert tuple(each.text for each in decision.cautions) == sheet.cautions

    def test_of_rows_of_ones_own(self) -> None:
        """Without a question, a time or an edition, the sheet says what there is."""
        own = Catalogue.from_records(
            [attrs.evolve(amended("FNP"), recommended=None)],
            source=Source("Ours", publisher="Us", address="https://example.org"),
        )
        decision = shortlist(own)
        sheet = sheet_of(decision)
        bare = attrs.evolve(decision, source=Source("Ours"))

        assert "Shortlist of interventions" == sheet.title
        assert sheet.about.startswith("Ours: 1 row judged, in the order of")
        assert (
            f"Ours. Us. https://example.org. Checksum of the rows judged: "
            f"{decision.rows_sha256}."
        ) == sheet.citation
        assert sheet_of(bare).citation.startswith("Ours. Checksum of the rows judged: ")
        assert ("nothing was asked",) == sheet.piles[0][1][0].why


class TestHtml:
    def test_has_every_part_in_order(self, decision: Decision) -> None:
        """Headings, piles, lists and the footer stand in one order, and every tag closes."""
        html = decision.to_brief().html

        assert html.startswith('<!DOCTYPE html>\n<html lang="en-GB">')
        assert [
            "Which programmes for a mixed universal and targeted offer?",
            "What is not known",
            "To bear in mind",
        ] == texts(html, "h1", "h2")
        assert [
            "Intervention",
            "Efficacy (who for)",
            "Practice",
            "Why it stands here",
            "Wishes it meets",
            "Meets (2, and 1 put here by people)",
            "Family Foundations",
        ] == texts(html, "th")[:7]
        assert [
            "Medium–High (Universal)",
            "Enhanced",
            "every must holds; cost: 300 GBP per family; put in 'meets' by C. Board: agreed",
            "W1, W2, W3\u00a0open",
        ] == texts(html, "td")[:4]
        assert 15 + 4 + 5 == len(texts(html, "th"))
        assert len(decision.cautions) + 3 == len(texts(html, "li"))
        assert [
            "Must:",
            "M1",
            "M2",
            "M3",
            "Wish:",
            "W1",
            "W2",
            "W3",
            "Local facts from:",
        ] == texts(html, "strong")
        assert texts(html, "footer")[0].startswith("Source: NHS Education for Scotland")
        assert " quotation 12, 2026-10-01, A. Analyst." in texts(html, "p")
        assert f" format is group. {OPEN}" in texts(html, "p")
        assert " cost is at most 500 GBP per family." in texts(html, "p")

    def test_leaves_out_what_there_is_not(self) -> None:
        """Without musts, wishes and facts their headings are not there."""
        html = shortlist(interventions).to_brief().html

        assert [] == texts(html, "strong")
        assert ["Shortlist of interventions", "To bear in mind"] == texts(
            html, "h1", "h2"
        )

    def test_shows_hostile_text_as_text(self) -> None:
        """What people typed is escaped, and cannot steer."""
        decision = shortlist(
            interventions,
            must=fact(HOSTILE, equals="<i>"),
            question=HOSTILE,
            overrides=[
                Override(
                    intervention="FNP", pile="meets", reason="<b>", who="<img src=x>"
                )
            ],
        )
        html = decision.to_brief().html

        assert "<script>" not in html
        assert "<img" not in html
        assert "\u202e" not in html
        assert HOSTILE.replace("\u202e", "\\u202e") in texts(html, "h1")

    def test_is_shown_by_a_notebook(self, decision: Decision) -> None:
        """A notebook shows the fragment, which is the document's body."""
        brief = decision.to_brief()

        assert brief.fragment in brief._repr_html_()
        assert texts(brief.fragment, "td") == [
            each for each in texts(decision._repr_html_(), "td") if each
        ]
        assert f"<body>\n{brief.fragment}</body>" in brief.html
        assert (
            "<Brief: Which programmes for a mixed universal and targeted offer?>"
            == repr(brief)
        )
        assert brief.fragment.startswith("<article>\n<h1>")


class TestMarkdown:
    def test_has_every_part_in_order(self, decision: Decision) -> None:
        """Headings, lists and tables say what the page says."""
        markdown = decision.to_brief().markdown
        lines = markdown.splitlines()

        assert [
            "# Which programmes for a mixed universal and targeted offer?",
            "## Must",
            "## Wish",
            "## Meets (2, and 1 put here by people)",
            "## Depends on the range (1)",
            "## Does not meet (8)",
            "## Not known (3)",
            "## What is not known",
            "## To bear in mind",
        ] == [line for line in lines if line.startswith("#")]
        at = lines.index("## Meets (2, and 1 put here by people)")
        assert [
            "",
            (
                "| Intervention | Efficacy (who for) | Practice | Why it stands here | "
                "Wishes it meets |"
            ),
            "| --- | --- | --- | --- | --- |",
            (
                "| Family Foundations | Medium–High (Universal) | Enhanced | every must "
                "holds; cost: 300 GBP per family; put in 'meets' by C. Board: agreed | W1, "
                "W2, W3\u00a0open |"
            ),
        ] == lines[at + 1 : at + 5]
        assert "- M1: reaches universal audiences" in lines
        assert ["- W3: format is group", f"- {OPEN}"] == lines[at - 3 : at - 1]
        assert "Local facts from: quotation 12, 2026-10-01, A. Analyst." in lines
        assert lines[-1].startswith("Source: NHS Education for Scotland")
        assert markdown == str(decision.to_brief())

    def test_leaves_out_what_there_is_not(self) -> None:
        """An empty pile has its heading and no table."""
        markdown = shortlist(interventions).to_brief().markdown

        assert 1 == markdown.count("\n| --- | --- |")
        assert "## Not known (0)\n\n## To bear in mind" in markdown
        assert "## Must" not in markdown
        assert OPEN not in markdown
        assert "Local facts from" not in markdown

    def test_shows_hostile_text_as_text(self) -> None:
        """Marks of Markdown and HTML are escaped, so that a cell stays a cell."""
        decision = shortlist(
            interventions, question=HOSTILE + "\nand `$x$` _y_ [z] & \\"
        )

        assert (
            "# \\<script\\>alert('1')\\</script\\> \\| \\*a\\* \\\\u202e\\[2J\\\\nand "
            "\\`\\$x\\$\\` \\_y\\_ \\[z\\] &amp; \\\\"
        ) == decision.to_brief().markdown.splitlines()[0]


class TestFiles:
    @pytest.mark.parametrize(
        ("name", "kind"), [("a.html", "html"), ("a.MD", "markdown")]
    )
    def test_are_written(
        self, decision: Decision, tmp_path: Any, name: str, kind: str
    ) -> None:
        """The ending says which form is written."""
        brief = decision.to_brief()
        brief.save(tmp_path / name)

        assert getattr(brief, kind) == (tmp_path / name).read_text("utf-8")

    def test_of_other_kinds_are_refused(self, tmp_path: Any) -> None:
        """Another ending is told with those there are."""
        with pytest.raises(
            UnknownValue,
            match=r"^the ending of the name of a brief: found 'a\.pdf', expected one of '\.html', '\.md'",
        ):
            Brief("a", "b", "c").save(tmp_path / "a.pdf")


class TestText:
    def test_says_what_the_brief_says(self, decision: Decision) -> None:
        """The terminal has the piles with their reasons, in 80 columns."""
        text = decision_text(decision)

        assert text.startswith(
            "Which programmes for a mixed universal and targeted offer?\n"
            "==========================================================\n"
            "Made 2026-11-20. Infant mental health, edition 2023-04, data 1.0.0: 14 rows\n"
        )
        for part in (
            "\n\nMust:\n- M1 reaches universal audiences\n",
            "\nWish:\n- W1 stands under Attachment Theory\n",
            f"- W3 format is group\n{OPEN}\n\nMeets (2, and 1 put here by people)\n",
            (
                "\n\nMeets (2, and 1 put here by people)\n-----------------------------------\n"
                "Family Foundations: efficacy Medium–High (Universal); Enhanced\n"
                "- every must holds\n- cost: 300 GBP per family\n"
                "- put in 'meets' by C. Board: agreed\n- wishes: W1, W2, W3\u00a0open\n"
                "EasyPeasy: efficacy Medium (Universal); Skilled\n"
                "- every must holds\n- cost: 40 GBP per family\n"
                "- wishes: W2\u00a0open, W3\u00a0open\n"
            ),
            (
                "\n\nWhat is not known:\n- Whether cost is at most 500 GBP per family: known "
                "only for Triple P suite of\n  trainings; Family Foundations; EasyPeasy.\n"
            ),
            "\n\nLocal facts from:\n- quotation 12, 2026-10-01, A. Analyst\n",
            "\n\nTo bear in mind:\n- The page recommends all of the 14 rows judged;",
        ):
            assert part in text
        assert [] == [line for line in text.splitlines() if len(line) > 80]
        assert text.endswith("not a negative\n  finding.\n")

    def test_leaves_out_what_there_is_not(self) -> None:
        """Without musts, wishes and facts their headings are not there."""
        text = decision_text(shortlist(interventions))

        for part in (
            "Must:",
            "Wish:",
            "What is not known:",
            "Local facts",
            "wishes:",
            OPEN,
        ):
            assert part not in text

    def test_cannot_steer_a_terminal(self) -> None:
        """What people typed is escaped, and a long title is not underlined for ever."""
        text = decision_text(shortlist(interventions, question=HOSTILE + "x" * 200))

        assert "\u202e" not in text
        assert "=" * 80 + "\n" in text
        assert "=" * 81 not in text

    def test_of_a_replay(self, decision: Decision) -> None:
        """A replay says what would differ, what to revisit, and the editions."""
        again = decision.replay(table_with(without="family-foundations"))
        text = replay_text(again)

        assert text.startswith(
            "Which programmes for a mixed universal and targeted offer?\n\n"
            "- Family Foundations: was in 'meets', is no longer among the rows\n"
            "- Family Foundations was put in 'meets' by C. Board: agreed; its row changed\n"
            "  since\n\n"
            "Rows: 14 then, 13 now.\nEdition: 2023-04 then, 2023-04 now.\n\n"
            "- The page recommends all of the 13 rows judged;"
        )
        assert "Nothing would differ" not in text

    def test_of_a_replay_that_finds_nothing(self) -> None:
        """Nothing is an answer."""
        own = Catalogue.from_records([], source="Ours")
        text = replay_text(shortlist(own).replay(own))

        assert text.startswith(
            "Shortlist of interventions\n\nNothing would differ.\n\nRows: 0 then, 0 now.\n"
            "Edition: none then, none now.\n\n- The table is not"
        )


class TestComparison:
    def test_stands_side_by_side_while_it_fits(self) -> None:
        """Two or three rows have columns, and what does not fit is wrapped."""
        text = comparison_text(compare("FNP", "PCIT"), differences=True)

        assert [
            "              Family Nurse Partnership         Parent Child Interaction Therapy",
            "-" * 80,
            "theory        Attachment Theory                Social Learning Theory /",
            "                                               Attachment Theory",
            "type of       Enhanced                         Specialist",
            "practice",
            "efficacy (who Low (Targeted)                   High (Targeted)",
            "for)",
            "other names   FNP                              PCIT; Parent-Child Interaction",
            "                                               Therapy",
            "not the same  Nurse-Family Partnership         none",
            "as",
            "",
            "- Efficacy: every level printed for Parent Child Interaction Therapy (High,",
            "  Targeted) is above every one for Family Nurse Partnership (Low, Targeted).",
            "",
            "- The page recommends all of these; the choice among them is made with the",
            "  Hexagon Tool for your context.",
        ] == text.splitlines()[:18]
        assert text.endswith(
            "\nSource: Infant mental health, NHS Education for Scotland with the "
            "Scottish\nGovernment, 2023-04.\n"
        )
        assert (
            "              Family Nurse          EasyPeasy             Parent Child"
        ) == comparison_text(compare("FNP", "EasyPeasy", "PCIT")).splitlines()[0]

    def test_stands_row_by_row_where_it_does_not_fit(self) -> None:
        """Four rows stand below each other under each field."""
        lines = comparison_text(compare("FNP", "PCIT", "EPEC", "FF")).splitlines()

        assert (
            "Family Nurse Partnership; Parent Child Interaction Therapy; Empowering "
            "Parent,"
        ) == lines[0]
        at = lines.index("who for:")
        assert [
            "  Family Nurse Partnership: Targeted",
            "  Parent Child Interaction Therapy: Targeted",
            "  Empowering Parent, Empowering Communities: Universal and Targeted",
            "  Family Foundations: Universal",
        ] == lines[at + 1 : at + 5]
        assert [] == [line for line in lines if len(line) > 80]

    def test_puts_local_facts_apart(self) -> None:
        """Local facts stand under a heading of their own, once."""
        both = compare(
            "FNP",
            "PCIT",
            facts=[local_fact("FNP", "cost", 5), local_fact("FNP", "age", 0)],
        )
        text, html = both.to_text(), both.to_html()

        assert (
            "\n\nLocal facts, not published:\n"
            "cost          5                                not known\n"
            "age           0                                not known\n\n- Efficacy"
        ) in text
        assert 1 == text.count("Local facts, not published")
        assert 1 == html.count("Local facts, not published")
        assert (
            '<tr><th colspan="3" scope="rowgroup">Local facts, not published</th></tr>'
            in html
        )
        assert text == comparison_text(both)
        assert html == comparison_html(both)

    def test_says_when_nothing_differs(self) -> None:
        """Two rows that print the same in every field say so."""
        twin = amended("FNP", id="twin", name="Twin")
        both = compare("family-nurse-partnership", "twin", catalogue=table_with(twin))

        assert both.to_text(differences=True).startswith(
            "The rows do not differ in any field.\n\n- Efficacy: Family Nurse"
        )
        assert "Nurse-Family" not in both.to_html(differences=True)

    def test_is_html_for_a_document(self) -> None:
        """The table has a head of names, a row for each field, and lists below."""
        html = compare("FNP", "PCIT").to_html()

        assert [
            "Family Nurse Partnership",
            "Parent Child Interaction Therapy",
            "theory",
            "who for",
        ] == texts(html, "th")[:4]
        assert [
            "Attachment Theory",
            "Social Learning Theory / Attachment Theory",
            "Targeted",
        ] == texts(html, "td")[:3]
        assert 1 + 4 == len(texts(html, "li"))
        assert [
            "Source: Infant mental health; NHS Education for Scotland with the Scottish "
            "Government; 2023-04; " + str(dataset.source.address)
        ] == texts(html, "small")

    def test_shows_hostile_text_as_text(self) -> None:
        """What people typed is escaped in both forms."""
        both = compare(
            "FNP", "PCIT", facts=[local_fact("FNP", "<script>", "<img>\u202e")]
        )

        assert "<script>" not in both.to_html()
        assert "<img>" not in both.to_html()
        assert "\u202e" not in both.to_html() + both.to_text()


@pytest.mark.heavy
def test_the_brief_fits_one_page(decision: Decision, tmp_path: Any) -> None:
    """Printed by a browser, the brief of the whole table is one page of A4."""
    chromium = shutil.which("chromium") or "chromium"
    decision.to_brief().save(tmp_path / "brief.html")
    subprocess.run(
        [
            chromium,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            f"--user-data-dir={tmp_path / 'profile'}",
            "--no-pdf-header-footer",
            f"--print-to-pdf={tmp_path / 'brief.pdf'}",
            (tmp_path / "brief.html").as_uri(),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    pdf = (tmp_path / "brief.pdf").read_bytes()

    assert 1 == len(re.findall(rb"/Type\s*/Page\b", pdf))
