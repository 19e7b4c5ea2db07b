"""The explorer is one file that holds the whole table, and lets in nothing else."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import attrs
import pytest
from tests.edition import COUNT

from imh_evidence import (
    Catalogue,
    EvidenceLevel,
    Intervention,
    LocalTheory,
    MissingExtra,
    UnknownValue,
    dataset,
    interventions,
)
from imh_evidence.cli import main
from imh_evidence.decisions import early_intervention_framework
from imh_evidence.interop.spelling import REPLACEMENTS
from imh_evidence.model.notice import Source
from imh_evidence.views.explorer import explorer_html, write_explorer


HERE = Path(__file__).parent
VOID = {"meta", "input", "link", "br", "img"}


class Reader(HTMLParser):
    """What stands in a page: its tags with their attributes, and its texts by element."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.rows: list[list[str]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attributes: Any) -> None:
        """Remember a tag; a row begins anew."""
        self.tags.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in {"th", "td"}:
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        """Close the last tag that is open."""
        assert tag == self.open.pop()

    def handle_data(self, text: str) -> None:
        """Remember a text, and the cell it stands in."""
        self.texts.append((self.open[-1] if self.open else "", text))
        if {"th", "td"} & set(self.open):
            self.rows[-1][-1] += text

    def of(self, tag: str) -> list[str]:
        """The texts of a kind of element."""
        return [text for within, text in self.texts if within == tag]

    @property
    def all(self) -> str:
        """Everything that is said."""
        said = [text for tag, text in self.texts if tag not in {"script", "style"}]
        return " ".join("".join(said).split())


@pytest.fixture(name="html", scope="module")
def _html() -> str:
    return explorer_html(interventions)


@pytest.fixture(name="page", scope="module")
def _page(html: str) -> Reader:
    return Reader(html)


@pytest.fixture(name="source", scope="module")
def _source() -> dict[str, Any]:
    """The page's table, copied by hand."""
    text = (HERE.parent / "transcription.json").read_text(encoding="utf-8")
    copied: dict[str, Any] = json.loads(text)
    return copied


def data_of(html: str) -> dict[str, Any]:
    """What the page's script is given."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', html)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


def own(**changes: Any) -> Catalogue:
    """A catalogue of one row of one's own."""
    row = Intervention(
        id="sing-and-sway",
        name="Sing and Sway",
        theories=interventions[0].theories,
        audiences=interventions[0].audiences,
        practice_levels=interventions[0].practice_levels,
        evidence=EvidenceLevel.LOW,
        efficacy=interventions[0].efficacy,
    )
    source = changes.pop("source", "Ours")
    return Catalogue.from_records([attrs.evolve(row, **changes)], source=source)


class TestTable:
    def test_holds_every_row_under_its_heading(self, page: Reader, source: dict[str, Any]) -> None:
        """Each heading of the page is followed by its rows, cell by cell."""
        expected = []
        for group in source["groups"]:
            expected.append([group["heading"]])
            expected += [
                [row["name"], *cells_of(row)]
                for row in source["rows"]
                if row["group"] == group["number"]
            ]
        found = [
            [cells[0] if len(cells) == 1 else names(cells[0]), *map(str.strip, cells[1:])]
            for cells in page.rows[1:]
        ]

        assert expected == found

    def test_draws_each_range_beside_its_text(self, page: Reader) -> None:
        """A bar fills a box for each level that the row prints."""
        bars = [at["class"] for tag, at in page.tags if (at.get("class") or "").startswith("bar")]

        assert [
            f"bar {' '.join(level.value for level in row.efficacy.levels)}" for row in interventions
        ] == bars

    def test_names_edition_source_advice_and_cautions(self, page: Reader) -> None:
        """What the data are, where from, how to choose, and what to bear in mind."""
        for part in (
            f"Edition {dataset.edition} (data version {dataset.version})",
            "NHS Education for Scotland with the Scottish Government",
            "All are recommended; choose with the Hexagon Tool for your context.",
            *map(str, interventions.cautions),
            *dataset.not_for,
        ):
            assert part in page.all
        assert interventions.source.address in {at.get("href") for _, at in page.tags}
        assert str(interventions.source.sha256) in page.all

    def test_tells_aliases_and_programmes_that_are_others(self, page: Reader) -> None:
        """A row names its aliases, and apart from them what is easily taken for it."""
        (row,) = (cells for cells in page.rows if cells[0].startswith("Family Nurse"))

        assert "Also: FNP" in row[0]
        assert "Related, not identical: Nurse-Family Partnership (NFP)" in row[0]

    def test_is_written_for_a_browser(self, html: str, page: Reader) -> None:
        """Every element is closed, ids are used once, and the language is told."""
        ids = [at["id"] for _, at in page.tags if "id" in at]

        assert html.startswith("<!DOCTYPE html>\n<html lang=")
        assert [] == page.open
        assert len(ids) == len(set(ids))


def names(cell: str) -> str:
    """The name at the start of a cell, without the notes below it."""
    return re.split(r"Also: |Related, |Suite: ", cell)[0].strip()


def cells_of(row: dict[str, Any]) -> list[str]:
    """The cells of a row of the transcription, as people read them."""
    sets = [re.split(" and ", row[field]) for field in ("who_for", "practice")]
    return [
        *(" and ".join(each.strip().capitalize() for each in members) for members in sets),
        row["evidence"],
        "–".join(re.split(r"\s*-\s*", row["efficacy"])),
    ]


class TestPolicy:
    def test_lets_in_nothing_but_its_own_style_and_script(self, html: str, page: Reader) -> None:
        """The policy names hashes of what stands there, and no other source."""
        (policy,) = (
            at["content"] or ""
            for tag, at in page.tags
            if at.get("http-equiv") == "Content-Security-Policy"
        )
        directives = dict(each.split(" ", 1) for each in policy.split("; "))
        (style,) = page.of("style")
        _, script = page.of("script")

        assert {
            "default-src": "'none'",
            "script-src": hashed(script),
            "style-src": hashed(style),
            "base-uri": "'none'",
            "form-action": "'none'",
            "require-trusted-types-for": "'script'",
            "trusted-types": "'none'",
        } == directives
        assert html.index("Content-Security-Policy") < html.index("<style>")

    def test_has_nothing_to_load_and_nothing_inline(self, page: Reader) -> None:
        """No element fetches, and no attribute is a script or a style."""
        assert not {"img", "link", "iframe", "object", "base"} & {t for t, _ in page.tags}
        names = {name for _, at in page.tags for name in at}
        assert not {"src", "srcset", "style", "srcdoc"} & names
        assert not [name for name in names if name.startswith("on")]

    def test_builds_no_markup_from_text(self, page: Reader) -> None:
        """The script has none of the ways in which a text becomes markup or code."""
        _, script = page.of("script")

        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|Function\(", script
        )

    def test_is_small(self, html: str) -> None:
        """The whole file is no larger than a photograph on a page."""
        assert len(html.encode()) < 70_000


def hashed(text: str) -> str:
    """A text as a policy names it."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


class TestData:
    def test_are_the_rows(self, html: str) -> None:
        """The script is given every row with its facets, in the order of the table."""
        rows = data_of(html)["rows"]

        assert list(interventions.ids) == [row["id"] for row in rows]
        assert {"low", "high"} == set(rows[8]["efficacy"])
        assert ["universal", "targeted"] == rows[8]["audiences"]
        assert all(row["recommended"] and row["published"] for row in rows)

    def test_are_normalised_by_the_librarys_table(self, html: str) -> None:
        """The search replaces what the library replaces."""
        assert [list(pair) for pair in REPLACEMENTS] == data_of(html)["replacements"]

    def test_lead_to_the_framework(self, html: str) -> None:
        """Rows that the Framework describes carry its addresses, and disagreements."""
        told = data_of(html)["hexagon"]["framework"]

        assert {each.intervention for each in early_intervention_framework().entries} == set(told)
        assert 3 == len(told["triple-p-suite-of-trainings"])
        assert "Neither corrects the other." in told["child-first"][0]["told"]
        assert "third year only" in told["easypeasy"][0]["told"]

    def test_recommends_only_what_is_published(self, html: str) -> None:
        """The form says so of the published rows, and not of a service's own."""
        said = "The page recommends every row of its table"
        ours = [*own()]
        pages = [explorer_html(Catalogue.from_records(rows, source="Ours")) for rows in (ours, [])]

        assert [True, False, False] == [
            any(each.startswith(said) for each in data_of(page)["hexagon"]["cautions"])
            for page in (html, *pages)
        ]

    def test_cannot_end_their_element(self) -> None:
        """Names that would end a script, or a line of one, are escaped and kept."""
        hostile = "</script><!--<script>&\u2028\u2029\"'\\ {{ 1 }}"
        html = explorer_html(own(name=hostile))
        block = re.search(r'id="data">(.*?)</script>', html)
        assert block is not None

        assert not set("<>&\u2028\u2029") & set(block[1])
        assert hostile == data_of(html)["rows"][0]["name"]


class TestEscaping:
    HOSTILE = "</script><img src=x onerror=alert(1)>\"'&{{ 7 * 7 }}\u202e"

    def test_shows_hostile_texts_as_texts(self) -> None:
        """Wherever a catalogue's texts stand, they are texts."""
        theory = LocalTheory("play", f"Play {self.HOSTILE}")
        source = Source(
            f"Title {self.HOSTILE}",
            container=f"Container {self.HOSTILE}",
            publisher=f"Publisher {self.HOSTILE}",
            address="javascript:alert(1)",
        )
        catalogue = own(
            name=f"Name {self.HOSTILE}",
            theories=(theory,),
            aliases=(f"Alias {self.HOSTILE}",),
            source=source,
        )
        page = Reader(explorer_html(catalogue))
        shown = self.HOSTILE.replace("\u202e", "\\u202e")

        assert "img" not in {tag for tag, _ in page.tags}
        for part in ("Title", "Container", "Publisher", "Name", "Play", "Alias"):
            assert f"{part} {shown}" in page.all
        assert "javascript:alert(1)" in page.all
        assert {"#table", "#?"} == {at["href"] for _, at in page.tags if "href" in at}

    @pytest.mark.parametrize(
        ("address", "linked"),
        [
            ("https://example.org/a", True),
            ("http://example.org/a", True),
            ("https:example.org", False),
            ("http://[broken", False),
            ("data:text/html,x", False),
            ("the shelf by the door", False),
            (None, False),
        ],
    )
    def test_links_to_web_addresses_only(self, address: str | None, linked: bool) -> None:
        """Any other address is text."""
        page = Reader(explorer_html(own(source=Source("Ours", address=address))))

        assert linked == (address in {at["href"] for _, at in page.tags if "href" in at})
        assert linked or address is None or address in page.all


class TestOtherCatalogues:
    def test_do_not_borrow_the_pages_recommendation(self) -> None:
        """Of rows that the page does not recommend, the file says nothing of it."""
        page = Reader(explorer_html(own()))

        assert "recommend" not in page.all
        assert "Edition" not in page.all
        assert "Not for:" not in page.all

    def test_tell_where_each_row_is_from(self) -> None:
        """Rows that were added say from where; the page's rows keep their edition."""
        both = own(source=Source("Ours", updated="2024-05")).beside(
            interventions[:2], source=Source("Both", updated="2024-06")
        )
        html = explorer_html(both)
        page = Reader(html)

        assert "From: Ours" in page.all
        assert "From: Infant mental health" in page.all
        assert "Updated 2024-06" in page.all
        assert "recommends 2 of these; the others carry no recommendation (" in page.all
        assert [False, True, True] == [row["published"] for row in data_of(html)["rows"]]

    def test_are_asked_by_their_own_theories(self) -> None:
        """A theory of the catalogue's own is a choice, after the published ones."""
        play = LocalTheory("play", "Play Theory")
        html = explorer_html(own(theories=(play,)))

        assert "play" == data_of(html)["orders"]["theory"][-1]
        assert 'name="theory" value="play"' in html
        assert 8 + 1 + 3 == html.count("(in no row)")

    def test_have_each_heading_once(self) -> None:
        """Rows under one heading stand together, wherever the catalogue has them."""
        first, second, third = interventions[0], interventions[4], interventions[1]
        rows = [
            attrs.evolve(row, theory_group=None, recommended=None, provenance=own()[0].provenance)
            for row in (first, second, third)
        ]
        page = Reader(explorer_html(Catalogue.from_records(rows)))
        heads = [cells[0].strip() for cells in page.rows[1:] if len(cells) == 1]

        assert ["Attachment Theory", "Social Learning Theory / Attachment Theory"] == heads

    def test_may_be_empty(self) -> None:
        """A catalogue without rows is a page without rows."""
        html = explorer_html(Catalogue.from_records([], source="Nothing yet"))

        assert [] == data_of(html)["rows"]
        assert "0 of 0 rows: any intervention" in Reader(html).all

    def test_may_be_a_view(self) -> None:
        """A view shows its own rows, with their cautions."""
        view = interventions.where(theory="psychoeducation")
        page = Reader(explorer_html(view))
        count = len(view)

        assert all(row.name in page.all for row in view)
        assert f"{count} of {count} row" in page.all


class TestText:
    def test_is_the_same_in_every_process(self, html: str) -> None:
        """Neither the seed of hashes nor the day changes a byte."""
        code = "from imh_evidence import interventions; from imh_evidence.views.explorer import explorer_html; import sys; sys.stdout.reconfigure(encoding='utf-8', newline=''); sys.stdout.write(explorer_html(interventions))"
        for seed in ("1", "2"):
            done = subprocess.run(
                [sys.executable, "-c", code],
                capture_output=True,
                check=True,
                env={**os.environ, "PYTHONHASHSEED": seed},
            )

            assert html.encode() == done.stdout

    def test_needs_jinja_and_says_so(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Without Jinja one error tells what to install."""
        monkeypatch.setitem(sys.modules, "jinja2", None)

        with pytest.raises(MissingExtra, match=r'pip install "imh-evidence\[explorer\]"'):
            explorer_html(interventions)

    def test_is_written_whole(self, html: str, tmp_path: Path) -> None:
        """The file is the text; one that was there is replaced."""
        path = tmp_path / "table.HTM"
        path.write_text("before")
        write_explorer(interventions, path)

        assert html.encode() == path.read_bytes()
        assert [path] == list(tmp_path.iterdir())

    def test_replaces_no_catalogue(self, tmp_path: Path) -> None:
        """A name that is no page's is refused before anything is written."""
        path = tmp_path / "mine.json"
        path.write_text("precious")

        with pytest.raises(UnknownValue, match=r"'\.html', '\.htm'"):
            write_explorer(interventions, path)
        assert "precious" == path.read_text()


class TestCommand:
    def test_writes_a_file_here_by_default(
        self, html: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
    ) -> None:
        """`explore` writes a page into this directory and names it."""
        monkeypatch.chdir(tmp_path)

        assert 0 == main(["explore"])
        path = tmp_path / "imh-evidence-explorer.html"
        assert html.encode() == path.read_bytes()
        assert (
            f"imh-evidence-explorer.html: {COUNT} interventions, "
            f"{len(html.encode()):,} bytes. "
            "Open it in a browser; it needs no network.\n"
        ) == capsys.readouterr().out

    def test_takes_a_catalogue_and_a_name(self, tmp_path: Path, capsys: Any) -> None:
        """The rows of a file of one's own, in a file named as asked, told as JSON."""
        own().save(tmp_path / "mine.json")
        path = tmp_path / "mine.html"
        arguments = ["--catalogue", str(tmp_path / "mine.json"), "--output", str(path)]

        assert 0 == main(["explore", *arguments, "--json"])
        assert {
            "source": Source("Ours").to_dict(),
            "file": str(path),
            "bytes": path.stat().st_size,
            "interventions": 1,
        } == json.loads(capsys.readouterr().out)
        assert "Sing and Sway" in path.read_text(encoding="utf-8")
        assert 0 == main(["explore", *arguments])
        assert "1 intervention, " in capsys.readouterr().out

    def test_replaces_no_catalogue_through_a_link(self, tmp_path: Path, capsys: Any) -> None:
        """A page's name that leads to the catalogue is refused."""
        mine = tmp_path / "mine.json"
        own().save(mine)
        link = tmp_path / "mine.html"
        link.symlink_to(mine)
        before = mine.read_bytes()

        assert 2 == main(["explore", "--output", str(link), "--catalogue", str(mine)])
        assert "is the file of --catalogue" in capsys.readouterr().err
        assert before == mine.read_bytes()

    def test_prints_nothing_into_the_page(
        self, html: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A page that the command's output goes to holds the page and no more."""
        path = tmp_path / "mine.html"
        with path.open("w") as stream:
            monkeypatch.setattr(sys, "stdout", stream)
            assert 0 == main(["explore", "--output", str(path)])

        assert html.encode() == path.read_bytes()


class TestDocs:
    def test_link_to_the_page_that_their_build_writes(self) -> None:
        """The docs lead to the explorer under the name that the build gives it."""
        docs = HERE.parent.parent / "docs"
        code = (docs / "_ext" / "explorer_page.py").read_text(encoding="utf-8")
        named = re.search(r'NAME = "(.*)"', code)
        assert named is not None

        assert f'href="{named[1]}"' in (docs / "explorer.md").read_text(encoding="utf-8")
        assert (docs / "_static" / "explorer.png").stat().st_size < 80_000
