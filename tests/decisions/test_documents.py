"""A document names its schema, may be sealed, and tells every fault with its path."""

import datetime as dt
import json
from enum import Enum
from typing import Any

import attrs
import pytest

from imh_evidence import Faults, LocalTheory, Theory, WrongType
from imh_evidence.decisions import documents
from imh_evidence.decisions.codec import Hook
from imh_evidence.decisions.documents import (
    DATE,
    MOMENT,
    NUMBER,
    SCALAR,
    Document,
    Moment,
    Scalar,
    checksum_of,
    members_of,
    read_date,
    read_moment,
    urn,
)
from imh_evidence.decisions.fields import filled


class Letter(Enum):
    """An enumeration to read and write."""

    A = "a"
    B = "b"


@attrs.frozen(kw_only=True)
class Page:
    """A record with a field of each kind."""

    title: str = attrs.field(validator=filled("the title"))
    day: dt.date
    value: Scalar = 0
    number: int | float = 0
    letter: Letter = Letter.A
    when: Moment | None = None
    note: str | None = None
    under: tuple[Theory | LocalTheory, ...] = ()


HOOKS: tuple[Hook, ...] = (DATE, MOMENT, NUMBER, SCALAR, members_of(Letter, "letter"))
PAGE: Document[Any] = Document("page", Page, HOOKS)
SEALED: Document[Any] = Document("page", Page, HOOKS, sealed=True)
DAY = dt.date(2026, 11, 23)


class Day(dt.date):
    """A day of another library's own."""


def told(plain: Any, document: Document[Any] = PAGE) -> list[str]:
    """The faults of plain values, as people read them."""
    with pytest.raises(Faults) as raised:
        document.from_plain(plain)
    return [str(fault) for fault in raised.value.faults]


def body(**fields: Any) -> dict[str, Any]:
    """A lawful page as plain values, with some of them otherwise."""
    return {"schema": "urn:imh-evidence:schema:page:1", "title": "x", "day": "2026-11-23", **fields}


class TestWriting:
    def test_names_its_schema_first(self) -> None:
        """The schema is a URN with a version, and defaults are left out."""
        expected = body()

        plain = PAGE.to_plain(Page(title="x", day=DAY))

        assert expected == plain
        assert ["schema", "title", "day"] == list(plain)
        assert "urn:imh-evidence:schema:page:1" == PAGE.schema == urn("page")
        assert "urn:imh-evidence:schema:page:3" == Document("page", Page, version=3).schema

    def test_a_seal_is_the_checksum_of_the_rest(self) -> None:
        """A sealed document carries the sha256 of what it holds otherwise."""
        plain = SEALED.to_plain(Page(title="x", day=DAY))

        assert checksum_of(body()) == plain["checksum"]
        assert ["schema", "checksum", "title", "day"] == list(plain)
        assert 64 == len(plain["checksum"])

    def test_every_kind_of_field_comes_back(self) -> None:
        """Dates, times, numbers, texts and members read as what they were."""
        page = Page(
            title="é",
            day=DAY,
            value="about 5",
            number=2.5,
            letter=Letter.B,
            when=dt.datetime(2026, 11, 23, 10, 30, tzinfo=dt.UTC),
            note="n",
        )
        text = PAGE.to_json(page)

        assert page == PAGE.from_json(text)
        assert page == PAGE.from_json(text.encode())
        assert "2026-11-23T10:30:00+00:00" == json.loads(text)["when"]
        assert DAY == PAGE.from_plain(body(when="2026-11-23")).when
        assert None is PAGE.from_plain(body(when=None)).when

    def test_a_file_is_written_and_read(self, tmp_path: Any) -> None:
        """A document in a file is the document, and faults name the file."""
        page = Page(title="x", day=DAY)
        PAGE.save(page, tmp_path / "page.json")

        assert page == PAGE.load(tmp_path / "page.json")
        assert PAGE.to_json(page) == (tmp_path / "page.json").read_text("utf-8")

        (tmp_path / "page.json").write_text("[]")
        with pytest.raises(Faults, match=r"^page\.json: 1 fault"):
            PAGE.load(str(tmp_path / "page.json"))

    def test_theories_of_ones_own_are_declared(self) -> None:
        """A document declares the theories its records use, by slug, each once."""
        play, arts = LocalTheory("play", "Play"), LocalTheory("arts", "Arts")
        document: Document[Any] = Document(
            "page",
            Page,
            HOOKS,
            theories_of=lambda page: [each for each in page.under if isinstance(each, LocalTheory)],
        )
        page = Page(title="x", day=DAY, under=(play, Theory.ATTACHMENT, arts))
        plain = document.to_plain(page)

        assert [{"slug": "arts", "label": "Arts"}, {"slug": "play", "label": "Play"}] == plain[
            "theories"
        ]
        assert page == document.from_plain(plain)
        assert "theories" not in document.to_plain(Page(title="x", day=DAY))
        assert Page(title="x", day=DAY) == document.from_plain(body())

        plain["theories"] = [{"slug": 5, "label": "Arts"}]
        assert [
            "$.theories[0].slug: found 5, expected text",
            (
                "$.under[0]: found 'play', expected theory: 'attachment', "
                "'social-learning', 'family-systems', 'cognitive-learning', "
                "'cognitive-behavioural', 'psychoanalytic-psychotherapy', "
                "'developmental-psychopathology', 'psychoeducation', or one that the "
                "file declares under 'theories'"
            ),
        ] == told(plain, document)[:2]


class TestFaults:
    def test_text_that_is_no_json(self) -> None:
        """Broken text is told with its line and column."""
        with pytest.raises(Faults) as raised:
            PAGE.from_json('{"schema": ')

        assert (
            "line 1, column 12: found text that is not JSON (Expecting value), expected JSON"
            == str(raised.value.faults[0])
        )
        assert "page" == raised.value.origin

    def test_values_that_are_no_object(self) -> None:
        """A list or a number is no document."""
        assert ["$: found [], expected an object"] == told([])

    def test_a_document_that_is_too_large(
        self, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A text or a file is read up to the cap, and refused beyond it."""
        text = json.dumps(body())
        pages: Document[Any] = Document("page", Page, HOOKS)
        path = tmp_path / "page.json"
        path.write_text(text)

        monkeypatch.setattr(documents, "MAX_BYTES", len(text))
        assert "x" == pages.from_json(text).title == pages.load(path).title
        monkeypatch.setattr(documents, "MAX_BYTES", len(text) - 1)
        for read, given in ((pages.from_json, text), (pages.load, path)):
            with pytest.raises(Faults) as raised:
                read(given)
            assert ["$"] == [fault.place for fault in raised.value.faults]

    @pytest.mark.parametrize(
        ("schema", "fault"),
        [
            (
                "urn:imh-evidence:schema:page:2",
                (
                    "$.schema: found 'urn:imh-evidence:schema:page:2', expected "
                    "'urn:imh-evidence:schema:page:1'; this version of the library reads "
                    "no 2"
                ),
            ),
            (
                "urn:imh-evidence:schema:decision:1",
                (
                    "$.schema: found 'urn:imh-evidence:schema:decision:1', expected "
                    "'urn:imh-evidence:schema:page:1'"
                ),
            ),
            (None, "$.schema: found None, expected 'urn:imh-evidence:schema:page:1'"),
        ],
    )
    def test_another_schema(self, schema: Any, fault: str) -> None:
        """Another version or kind is the one fault that is told."""
        assert [fault] == told(body(schema=schema, title=5))

    def test_no_schema(self) -> None:
        """A document without a schema is none."""
        assert ["$.schema: found nothing, expected 'urn:imh-evidence:schema:page:1'"] == told(
            {"title": "x"}
        )

    def test_repeated_keys(self) -> None:
        """A key that stands twice is told and not chosen from."""
        with pytest.raises(Faults, match=r"\$\.title: found this key more than once"):
            PAGE.from_json(json.dumps(body())[:-1] + ', "title": "y"}')

    def test_all_faults_at_once(self) -> None:
        """Each wrong value, unknown key and missing key is told with its path."""
        plain = body(value=None, number="5", letter="c", when=3, extra=1, note=7)
        del plain["day"]

        assert [
            "$.day: found nothing, expected this key",
            "$.value: found None for a value, expected text or a number",
            "$.number: found '5' for a value, expected a number",
            "$.letter: found 'c', expected a letter: 'a', 'b'",
            "$.when: found 3, expected text of a date or a time",
            "$.note: found 7, expected text",
            (
                "$.extra: found an unknown key, expected one of title, day, value, "
                "number, letter, when, note, under"
            ),
        ] == told(plain)

    def test_a_value_near_an_accepted_one(self) -> None:
        """What is spelt alike is suggested."""

        class Word(Enum):
            HOLDS = "holds"
            FAILS = "fails"

        document: Document[Any] = Document(
            "word",
            attrs.make_class("W", {"word": attrs.field(type=Word)}),
            (members_of(Word, "word"),),
        )

        assert [
            "$.word: found 'hold', expected a word: 'holds', 'fails' (the nearest is 'holds')"
        ] == told({"schema": document.schema, "word": "hold"}, document)
        plain = document.to_plain(document.kind(Word.FAILS))
        assert "fails" == plain["word"]
        assert Word.FAILS is document.from_plain(plain).word
        assert ["$.word: found [], expected a word: 'holds', 'fails'"] == told(
            {"schema": document.schema, "word": []}, document
        )

    def test_what_a_record_refuses(self) -> None:
        """An error of a record's own is a fault at the record's place."""
        assert ["$: found ' ' for the title, expected text that is not empty"] == told(
            body(title=" ")
        )

    @pytest.mark.parametrize("day", ["2026-13-01", "20261123", "2026-11-23T10:00", ""])
    def test_a_day_that_is_none(self, day: str) -> None:
        """A day has one form."""
        assert [f"$.day: found {day!r} for date, expected a date such as '2026-11-23'"] == told(
            body(day=day)
        )

    def test_a_day_that_is_no_text(self) -> None:
        """A number is no day."""
        assert ["$.day: found 5, expected text of a date"] == told(body(day=5))

    @pytest.mark.parametrize("text", ["a\x00b", "\ud800"])
    def test_text_that_cannot_be_shown(self, text: str) -> None:
        """Control characters and half characters are refused in values too."""
        assert [
            (
                f"$.value: found {text!r} for a value, expected text without control "
                "characters and half characters"
            )
        ] == told(body(value=text))


class TestSeal:
    def test_a_tampered_document_is_refused(self) -> None:
        """A checksum that is not the rest's is told with the one it should be."""
        plain = SEALED.to_plain(Page(title="x", day=DAY))
        right = plain["checksum"]
        plain["title"] = "y"
        expected = checksum_of(body(title="y"))

        assert [
            (
                f"$.checksum: found {right!r}, expected {expected!r}, so the document was "
                "changed after it was written"
            )
        ] == told(plain, SEALED)

    def test_a_sealed_kind_needs_its_seal(self) -> None:
        """A document of a sealed kind without a checksum is refused."""
        assert [
            ("$.checksum: found nothing, expected the checksum that the document was written with")
        ] == told(body(), SEALED)
        assert Page(title="x", day=DAY) == PAGE.from_plain(body())

    def test_a_seal_is_checked_where_none_is_needed(self) -> None:
        """A checksum in a document that need not have one must be right."""
        good = body(checksum=checksum_of(body()))

        assert Page(title="x", day=DAY) == PAGE.from_plain(good)
        assert told(body(checksum="0"))[0].startswith("$.checksum: found '0', expected '")

    def test_a_value_that_json_has_not(self) -> None:
        """A number that JSON lacks is the one fault, and there is no checksum of it."""
        sealed = json.dumps(body(checksum="0", value=float("nan")))

        with pytest.raises(Faults) as raised:
            SEALED.from_json(sealed)

        assert ["$.value"] == [each.place for each in raised.value.faults]


class TestParts:
    def test_dates(self) -> None:
        """A day is a date or its text, and a time is no day."""
        assert DAY == read_date(DAY) == read_date("2026-11-23")
        assert dt.date is type(read_date(Day(2026, 11, 23)))
        for wrong in (dt.datetime(2026, 11, 23, tzinfo=dt.UTC), "x" * 10, 5):
            with pytest.raises(WrongType, match="^date: found"):
                read_date(wrong)

    def test_moments(self) -> None:
        """A moment is a day, a time, or the text of either."""
        noon = dt.datetime(2026, 11, 23, 12, 0)  # noqa: DTZ001 -- people give no zone

        assert noon == read_moment(noon) == read_moment("2026-11-23T12:00")
        assert DAY == read_moment(DAY) == read_moment("2026-11-23")
        for wrong in ("T", "2026-11-23 12:00", 5, None):
            with pytest.raises(
                WrongType,
                match=r"^now: found .*, expected a date such as '2026-11-23', or a "
                r"time such as '2026-11-23T10:30'$",
            ):
                read_moment(wrong, "now")
