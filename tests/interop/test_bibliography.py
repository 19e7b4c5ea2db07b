"""The page's references as managers of references read them: the page's values, or marked."""

from __future__ import annotations

import json
import re
from importlib import import_module
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from tests.edition import TRANSCRIPTION
from tests.interop.page import EDITION

from imh_evidence import Reference, dataset, references
from imh_evidence.interop import write_bibtex, write_csl_json, write_ris
from imh_evidence.interop.notice import ADVICE
from imh_evidence.model.topic import Correction
from imh_evidence.model.works import Author, Work
from imh_evidence.tables import citations
from imh_evidence.tables.citations import Style, cite


if TYPE_CHECKING:
    from pathlib import Path

bibtexparser: Any = import_module("bibtexparser")
rispy: Any = import_module("rispy")

#: What the page prints of each reference, copied by hand.
PRINTED: dict[int, dict[str, Any]] = {each["number"]: each for each in TRANSCRIPTION["references"]}

ARTICLES = (3, 5, 6, 7, 8, 9, 10)

KEYS = (
    "centre-on-the-developing-child-at-harvard-university-2016",
    "first-1001-days-2021",
    "bachmann-2021",
    "national-scientific-council-on-the-developing-child-2020",
    "lyons-ruth-2017",
    "von-klitzing-2015",
    "skovgaard-2010",
    "van-ijzendoorn-1999",
    "kaminski-2008",
    "jeong-2021",
)


def written(style: Style, *, corrected: bool = False) -> str:
    """All references in a style."""
    return cite([citations.corrected(e) if corrected else e.work() for e in references], style)


def bibtex(text: str) -> dict[str, dict[str, str]]:
    """The entries that bibtexparser finds, each with its fields."""
    library = bibtexparser.parse_string(text)
    assert [] == library.failed_blocks
    return {
        entry.key: {"ENTRYTYPE": entry.entry_type}
        | {field.key: str(field.value) for field in entry.fields}
        for entry in library.entries
    }


def plain(text: str) -> str:
    """A value of BibTeX without its braces and backslashes."""
    return re.sub(r"[{}\\]", "", text)


class TestKeys:
    def test_are_stable(self) -> None:
        """Keys are those that documents already cite, whatever values are asked for."""
        assert KEYS == tuple(each.key for each in references)
        assert KEYS == tuple(citations.corrected(each).key for each in references)
        assert [*KEYS] == [*bibtex(written("bibtex", corrected=True))]

    def test_take_letters_that_every_program_takes(self) -> None:
        """Marks over letters go, so that the key can be typed."""
        author = Author("Döhnert M", "Döhnert", "M")

        assert "dohnert-2016" == attrs.evolve(references[0], authors=(author,)).key


class TestBibtex:
    def test_has_what_the_page_prints(self) -> None:
        """Every value stands in the page's own text of the reference."""
        names = {"container": "journal", "issue": "number"}
        for number, entry in enumerate(bibtex(written("bibtex")).values(), 1):
            printed = PRINTED[number]
            for field in ("title", "volume", "issue", "doi", "pmid", "pmcid", "url"):
                found = plain(entry.get(names.get(field, field), ""))

                assert (printed[field] or "") == found
            assert str(printed["year"]) == entry["year"]
            assert (printed["pages"] or "") == entry.get("pages", "").replace("--", "-")
            container = entry.get("journal", entry.get("type", ""))
            assert (printed["container"] or "") == container

    def test_tells_articles_from_reports(self) -> None:
        """A reference with a volume is an article; the others are reports."""
        kinds = [each["ENTRYTYPE"] for each in bibtex(written("bibtex")).values()]

        assert ["article" if number in ARTICLES else "techreport" for number in PRINTED] == kinds
        for entry in bibtex(written("bibtex")).values():
            needed = "journal" if entry["ENTRYTYPE"] == "article" else "institution"

            assert {"author", "title", "year", needed} <= {*entry}

    def test_keeps_names_whole(self) -> None:
        """An organisation is one name, and so are the words of a family name."""
        entries = bibtex(written("bibtex"))

        assert "{First 1001 Days}" == entries["first-1001-days-2021"]["author"]
        assert "{Ramos de Oliveira}, CV" in entries["jeong-2021"]["author"]
        assert 11 == len(entries["lyons-ruth-2017"]["author"].split(" and "))


class TestRis:
    def test_has_what_the_page_prints(self) -> None:
        """What rispy reads are the page's values."""
        entries = rispy.loads(written("ris"))

        assert [*KEYS] == [each["id"] for each in entries]
        for number, entry in enumerate(entries, 1):
            printed = PRINTED[number]
            for field in ("title", "volume", "doi"):
                assert (printed[field] or "") == entry.get(field, "")
            assert str(printed["year"]) == entry["year"]
            ends = (entry.get("start_page"), entry.get("end_page"))
            assert (printed["pages"] or "") == "-".join(filter(None, ends))
            assert (printed["issue"] or "") == entry.get("number", "")
            assert ([printed["url"]] if printed["url"] else []) == entry.get("urls", [])
        assert ["JOUR" if number in ARTICLES else "RPRT" for number in PRINTED] == [
            each["type_of_reference"] for each in entries
        ]
        assert ("695", "705") == (entries[4]["start_page"], entries[4]["end_page"])
        assert "e1003602" == entries[9]["start_page"]

    def test_holds_no_line_but_its_own(self) -> None:
        """A line end in a value does not start a field."""
        work = Work(
            key="k",
            kind="book",
            title="A\nER  - ",
            authors=(Author("B", "B"),),
            year=2000,
            container="Series",
        )
        (entry,) = rispy.loads(cite([work], "ris"))

        assert "A ER -" == entry["title"]
        assert "BOOK" == entry["type_of_reference"]


class TestCsl:
    def test_has_what_the_page_prints(self) -> None:
        """Items have the names that CSL gives to the page's values."""
        items = json.loads(written("csl-json"))

        assert [*KEYS] == [each["id"] for each in items]
        assert {"family": "Bachmann", "given": "CJ"} == items[2]["author"][0]
        assert {"literal": "First 1001 Days"} == items[1]["author"][0]
        assert ("article-journal", "report") == (items[2]["type"], items[3]["type"])
        assert "Working Paper No. 15" == items[3]["genre"]
        assert [[2021]] == items[2]["issued"]["date-parts"]
        assert ("78-87", "63") == (items[2]["page"], items[2]["volume"])


class TestText:
    def test_names_journal_and_place(self) -> None:
        """A reference reads as people write it."""
        text = cite((references.numbered(6).work(), references[0].work()), "text")

        assert "(2015). Mental Disorders in Early Childhood. Dtsch Arztebl Int, " in text
        assert "112(21-22), 375-86. doi:10.3238/arztebl.2015.0375." in text
        assert 2 == len(text.splitlines())
        assert "57, 1-30." in cite([references.numbered(7).work()])


class TestCorrections:
    def test_are_given_on_request_and_marked(self) -> None:
        """A corrected value comes with the page's own beside it."""
        entries = bibtex(written("bibtex", corrected=True))
        third, eighth = entries["bachmann-2021"], entries["van-ijzendoorn-1999"]

        assert ("2022", "10.1111/jcpp.13461") == (third["year"], third["doi"])
        assert "year 2022 (the page prints 2021;" in third["note"]
        assert "doi 10.1111/jcpp.13461 (not printed)" in third["note"]
        assert "225--249" == eighth["pages"]
        assert "Corrected: pages 225-249 (the page prints 224-249; first page)" == (eighth["note"])
        assert "Center on the Developing Child" in entries[KEYS[0]]["author"]
        assert "PMC8109838" == entries["jeong-2021"]["pmcid"]

    def test_leave_alone_what_cannot_be_corrected(self) -> None:
        """Where nothing better is known, the page's value stays and that is said."""
        entry = bibtex(written("bibtex", corrected=True))[KEYS[0]]

        assert "www.developingchild.harvard.edu" == entry["url"]
        assert "Not corrected: url (the page prints www." in entry["note"]

    def test_are_not_given_unasked(self) -> None:
        """By default nothing is corrected and nothing is marked."""
        for text in (written("bibtex"), written("ris"), written("csl-json")):
            assert "orrected" not in text
            assert "10.1111/jcpp.13461" not in text
        assert "225-249" in written("ris", corrected=True).replace(
            "SP  - 225\nEP  - 249", "225-249"
        )
        assert "225-249" in written("csl-json", corrected=True)

    def test_of_one_author_leave_the_others(self) -> None:
        """A corrected name replaces the name it corrects."""
        changed: Reference = attrs.evolve(
            references.numbered(8),
            corrections=(
                Correction("authors", "spelling", "us", "Schuengel, C.", "Schuengel, Carlo"),
            ),
        )
        names = [each.printed for each in citations.corrected(changed).authors]

        assert "Schuengel, Carlo" == names[1]
        assert "Van Ijzendoorn, M. H." == names[0]


class TestFiles:
    @pytest.mark.parametrize(
        ("write", "read"),
        [
            (write_bibtex, lambda text: [*bibtex(text)]),
            (write_ris, lambda text: [each["id"] for each in rispy.loads(text)]),
            (write_csl_json, lambda text: [each["id"] for each in json.loads(text)]),
        ],
    )
    def test_hold_the_page_and_its_references(self, tmp_path: Path, write: Any, read: Any) -> None:
        """The page comes first, with edition, version, checksum and advice."""
        path, again = tmp_path / "refs", tmp_path / "again"
        write(path)
        write(again)
        text = path.read_text(encoding="utf-8")

        assert [f"matrix-infant-mental-health-{EDITION[:4]}", *KEYS] == read(text)
        for part in (EDITION, dataset.version, str(dataset.source.sha256), ADVICE):
            assert part in text
        assert path.read_bytes() == again.read_bytes()

    def test_hold_the_references_that_are_chosen(self, tmp_path: Path) -> None:
        """References of one claim are written with the page and no others."""
        write_ris(tmp_path / "refs", [references[7]], corrected=True)
        page, entry = rispy.loads((tmp_path / "refs").read_text(encoding="utf-8"))

        assert "Infant mental health" == page["title"]
        assert "225" == entry["start_page"]
