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
from imh_evidence.decisions import Decision, Override, Pile, compare, fact, shortlist
from imh_evidence.model.notice import Source
from imh_evidence.views.brief import Brief, sheet_of
from imh_evidence.views.piles import decision_text

from .making import amended, local_fact


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
                for id_ in interventions.ids
                if id_ not in {"child-parent-psychotherapy", "easypeasy"}
            ),
        ],
        overrides=[
            Override(intervention="FNP", pile="meets", reason="it runs here", who="B. Lead"),
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
    def test_puts_each_row_in_its_pile(self, decision: Decision) -> None:
        """Each pile has its rows in the order of the table, and overrides beside them."""
        piles = {heading: [row.name for row in rows] for heading, rows in sheet_of(decision).piles}

        assert {
            f"Meets ({len(decision.meets)}, and 1 put here by people)": [
                *(row.name for row in decision.meets),
                "Family Nurse Partnership",
            ],
            **{
                f"{pile.label.capitalize()} ({len(decision.pile(pile))})": [
                    row.name for row in decision.pile(pile)
                ]
                for pile in Pile
                if pile is not Pile.MEETS
            },
        } == piles

    def test_says_evidence_where_it_differs(self) -> None:
        """Rows of several levels of evidence are told apart by it; else it says nothing."""
        low = attrs.evolve(
            amended("FNP", id="ours", name="Ours", aliases=()),
            recommended=None,
            evidence=EvidenceLevel.LOW,
        )
        mixed = Catalogue.from_records([low, interventions["PCIT"]], source="Mixed")
        (rows,) = (rows for head, rows in sheet_of(shortlist(mixed)).piles if "Meets" in head)

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
        (unknown,) = (rows for heading, rows in sheet_of(decision).piles if "Not known" in heading)

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

    def test_cites_its_sources(self, decision: Decision) -> None:
        """The page is cited, the local facts too, and every caution is there."""
        sheet = sheet_of(decision)

        assert dataset.cite().strip() == sheet.citation
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
            f"Ours. Us. https://example.org. Checksum of the rows judged: {decision.rows_sha256}."
        ) == sheet.citation
        assert sheet_of(bare).citation.startswith("Ours. Checksum of the rows judged: ")
        assert ("nothing was asked",) == sheet.piles[0][1][0].why


class TestHtml:
    def test_shows_hostile_text_as_text(self) -> None:
        """What people typed is escaped, and cannot steer."""
        decision = shortlist(
            interventions,
            must=fact(HOSTILE, equals="<i>"),
            question=HOSTILE,
            overrides=[Override(intervention="FNP", pile="meets", reason="<b>", who="<img src=x>")],
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
        assert "<Brief: Which programmes for a mixed universal and targeted offer?>" == repr(brief)
        assert brief.fragment.startswith("<article>\n<h1>")


class TestMarkdown:
    def test_shows_hostile_text_as_text(self) -> None:
        """Marks of Markdown and HTML are escaped, so that a cell stays a cell."""
        decision = shortlist(interventions, question=HOSTILE + "\nand `$x$` _y_ [z] & \\")

        assert (
            "# \\<script\\>alert('1')\\</script\\> \\| \\*a\\* \\\\u202e\\[2J\\\\nand "
            "\\`\\$x\\$\\` \\_y\\_ \\[z\\] &amp; \\\\"
        ) == decision.to_brief().markdown.splitlines()[0]


class TestFiles:
    @pytest.mark.parametrize(("name", "kind"), [("a.html", "html"), ("a.MD", "markdown")])
    def test_are_written(self, decision: Decision, tmp_path: Any, name: str, kind: str) -> None:
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
    def test_cannot_steer_a_terminal(self) -> None:
        """What people typed is escaped, and a long title is not underlined for ever."""
        text = decision_text(shortlist(interventions, question=HOSTILE + "x" * 200))

        assert "\u202e" not in text
        assert "=" * 80 + "\n" in text
        assert "=" * 81 not in text


class TestComparison:
    def test_shows_hostile_text_as_text(self) -> None:
        """What people typed is escaped in both forms."""
        both = compare("FNP", "PCIT", facts=[local_fact("FNP", "<script>", "<img>\u202e")])

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
