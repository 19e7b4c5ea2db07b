"""The published page: read in any layout, and found changed wherever it is changed.

Expected values come from the transcription that another hand made of the page.
The page's text is not part of this project; ``IMH_EVIDENCE_PAGE`` names a file.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.edition import COUNT, TRANSCRIPTION

from imh_evidence import interventions, source

from .short import in_html


if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = [pytest.mark.heavy, pytest.mark.page]

GROUPS = len(TRANSCRIPTION["groups"])
PARTS = ("who_for", "name", "practice", "evidence", "efficacy")
FIELDS = {
    "who_for": "audiences",
    "practice": "practice_levels",
    "evidence": "evidence",
    "efficacy": "efficacy",
}
IDS = interventions.ids


@pytest.fixture(name="text", scope="module")
def _text() -> str:
    """The page's text, from the file that IMH_EVIDENCE_PAGE names."""
    name = os.environ.get("IMH_EVIDENCE_PAGE")
    if not name:
        pytest.fail("set IMH_EVIDENCE_PAGE to a file that holds the page's text")
    return Path(name).read_bytes().decode("utf-8")


@pytest.fixture(name="page", scope="module")
def _page(text: str) -> source.Page:
    return source.parse(text)


def spans(text: str, row: dict[str, Any]) -> dict[str, tuple[int, int]]:
    """Where the cells of a transcribed row stand in the text."""
    lines = text.split("\n")
    found, at = {}, 0
    for part in PARTS:
        begins = sum(len(line) + 1 for line in lines[: row[f"{part}_line"] - 1])
        start = text.index(row[part], max(begins, at))
        at = start + len(row[part])
        found[part] = (start, at)
    return found


def replaced(text: str, line: int, old: str, new: str) -> str:
    """The text with one piece of a line in place of another."""
    lines = text.split("\n")
    assert old in lines[line - 1]
    lines[line - 1] = lines[line - 1].replace(old, new, 1)
    return "\n".join(lines)


def laid_out(text: str, within: str, between: str) -> str:
    """The page with its cells set apart in one way and its rows in another."""
    for row in reversed(TRANSCRIPTION["rows"]):
        places = spans(text, row)
        cells = within.join(row[part] for part in PARTS)
        start, end = places["who_for"][0], places["efficacy"][1]
        text = f"{text[:start]}{between}{cells}{between}{text[end:]}"
    return text


def found(text: str) -> set[tuple[str, str, str]]:
    """Kind, subject and field of everything in which a page differs."""
    return {(each.kind, each.subject, each.field) for each in source.verify(text).mismatches}


LAYOUTS: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "each cell on a line": lambda text: laid_out(text, "\n", "\n"),
    "each cell on a line, gaps": lambda text: laid_out(text, "\n\n\n", "\n\n"),
    "each row on a line": lambda text: laid_out(text, " ", "\n"),
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "no blank lines": lambda text: re.sub(r"\n\s*\n", "\n", text),
    "runs of spaces": lambda text: text.replace(" ", "   "),
    "wrapped": lambda text: "Updated".join(
        part if not at else re.sub(r"(?<=[a-z]) (?=[a-z])", "\n", part)
        for at, part in enumerate(text.split("Updated"))
    ),
    "HTML": in_html,
    "HTML, cells": lambda text: in_html(laid_out(text, "\n", "\n")),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_mismatch(layout: str, text: str) -> None:
    """The published page agrees with the packaged data in every layout."""
    verification = source.verify(LAYOUTS[layout](text))
    compared = verification.compared

    assert () == verification.mismatches
    assert (COUNT * 4, COUNT * 2 + GROUPS, GROUPS * 2 + 1) == (
        compared["cell"],
        compared["row"],
        compared["heading"],
    )
    assert (3, 3, 3 * 5 + 3) == (compared["population"], compared["condition"], compared["figure"])
    assert 10 * 13 + 1 == compared["reference"]
    assert 1 == compared["checksum"]
    assert (layout == "as it is") is ("checksum" in {each.kind for each in verification.agreements})


# -- What is read, beside the transcription ------------------------------------


@pytest.mark.parametrize("place", range(COUNT), ids=IDS)
def test_rows(place: int, page: source.Page) -> None:
    """Each cell has the transcribed text and line, and the rule that the data give."""
    expected, row = TRANSCRIPTION["rows"][place], page.rows[place]
    provenance = interventions[place].provenance

    assert expected["group"] == row.group
    for cell, part in zip(row.cells, ("name", *FIELDS), strict=True):
        assert (expected[part], expected[f"{part}_line"]) == (cell.printed, cell.line)
        assert provenance[cell.field].rule == cell.rule


def test_groups(page: source.Page) -> None:
    """Headings and the recommendations over them are as transcribed."""
    assert [
        (each["number"], each["heading"], each["heading_line"], each["recommendation_line"])
        for each in TRANSCRIPTION["groups"]
    ] == [(each.number, each.label, each.line, each.recommendation_line) for each in page.groups]
    assert all(each.recommended for each in page.groups)


def test_date_and_figures(page: source.Page) -> None:
    """Date, checksum and figures are as transcribed."""
    assert (TRANSCRIPTION["updated"], TRANSCRIPTION["sha256"]) == (
        page.updated_printed,
        page.sha256,
    )
    assert [
        (each["figure"], each["low"], each["high"], (each["reference"],), each["line"])
        for each in TRANSCRIPTION["prevalence"]
    ] == [
        (each.printed, each.low_percent, each.high_percent, each.references, each.line)
        for each in page.figures
    ]


def test_claims(page: source.Page) -> None:
    """Sizes, references and lines of claims are as transcribed."""
    assert [
        (
            each["sizes"],
            () if each["reference"] is None else (each["reference"],),
            each["line"],
            len(each["theories_named"]),
        )
        for each in TRANSCRIPTION["claims"]
    ] == [(each.printed, each.references, each.line, len(each.theories)) for each in page.claims]


def test_citations(page: source.Page) -> None:
    """The marks are as transcribed."""
    assert [(each["reference"], each["line"]) for each in TRANSCRIPTION["citations"]] == [
        (each.number, each.line) for each in page.citations
    ]


@pytest.mark.parametrize("place", range(10))
def test_references(place: int, page: source.Page) -> None:
    """The fields of a reference are as transcribed."""
    expected = dict(TRANSCRIPTION["references"][place])
    authors = re.sub(r", & | and (?=\S+ [A-Z]+$)", ", ", expected.pop("authors"))
    reference = page.references[place]

    assert expected == {field: getattr(reference, field) for field in expected}
    assert authors == ", ".join(reference.authors)


# -- Alterations ---------------------------------------------------------------

OTHER = {
    "who_for": ["Universal", "Targeted", "Universal and targeted"],
    "practice": ["Informed", "Skilled", "Enhanced", "Specialist", "Skilled and Enhanced"],
    "evidence": ["Low", "Medium", "High"],
    "efficacy": ["Low", "Medium", "High", "Low - Medium", "Medium - High", "Low - High"],
}


def other_cells(row: dict[str, Any], part: str) -> Iterator[str]:
    """Every other value that the cell might have."""
    bare = re.sub(r"\s*-\s*", " - ", row[part].strip())
    yield from (value for value in OTHER[part] if value != bare)


@pytest.mark.parametrize("part", FIELDS)
@pytest.mark.parametrize("place", range(COUNT), ids=IDS)
def test_any_cell(place: int, part: str, text: str) -> None:
    """A cell with any other value is found, and nothing else is."""
    row = TRANSCRIPTION["rows"][place]
    start, end = spans(text, row)[part]

    for value in other_cells(row, part):
        altered = f"{text[:start]}{value}{text[end:]}"

        assert {("changed-cell", IDS[place], FIELDS[part])} == found(altered)


@pytest.mark.parametrize("part", FIELDS)
@pytest.mark.parametrize("place", range(COUNT), ids=IDS)
def test_any_cell_lost_or_unknown(place: int, part: str, text: str) -> None:
    """A cell that is gone, or that nobody can read, is refused near its line."""
    row = TRANSCRIPTION["rows"][place]
    start, end = spans(text, row)[part]
    lines = {
        row["who_for_line"],
        row["efficacy_line"],
        TRANSCRIPTION["rows"][max(place - 1, 0)]["who_for_line"],
    }
    first, last = min(lines), max(lines)

    for value in ("", "Unheard"):
        with pytest.raises(source.UnreadablePage) as caught:
            source.parse(f"{text[:start]}{value}{text[end:]}")
        places = [int(fault.place.split()[1]) for fault in caught.value.faults]

        assert [] == [line for line in places if not first <= line <= last]


@pytest.mark.parametrize("place", range(COUNT), ids=IDS)
def test_any_name_or_row(place: int, text: str) -> None:
    """A row that is renamed, gone or new is found, and nothing else is."""
    row = TRANSCRIPTION["rows"][place]
    places = spans(text, row)
    start, end = places["name"]
    renamed = f"{text[:start]}Another Name{text[end:]}"

    assert {("renamed-row", IDS[place], "name")} == found(renamed)

    start, end = places["who_for"][0], places["efficacy"][1]
    new = f"{text[:end]}\nTargeted\nAnother Name\nSkilled Low High{text[end:]}"

    assert {("new-row", "another-name", "row")} == found(new)

    alone = sum(each["group"] == row["group"] for each in TRANSCRIPTION["rows"]) == 1
    gone = f"{text[:start]}{text[end:]}"
    if alone:
        with pytest.raises(source.UnreadablePage, match="rows under each heading"):
            source.parse(gone)
    else:
        assert {("vanished-row", IDS[place], "row")} == found(gone)


@pytest.mark.parametrize("place", range(9))
def test_any_heading(place: int, text: str) -> None:
    """A heading that names another theory is found, and nothing else is."""
    group = TRANSCRIPTION["groups"][place]
    first, *_ = group["heading"].split("/")
    altered = replaced(text, group["heading_line"], first.strip(), "Play Theory")

    assert {
        ("changed-heading", str(place + 1), "label"),
        ("changed-heading", str(place + 1), "theories"),
    } == found(altered)


@pytest.mark.parametrize("place", range(9))
def test_any_recommendation(place: int, text: str) -> None:
    """A recommendation that is withdrawn, or reads otherwise, is found."""
    line = TRANSCRIPTION["groups"][place]["recommendation_line"]
    number = str(place + 1)

    assert {("changed-recommendation", number, "recommended")} == found(
        replaced(text, line, "are all", "are not all")
    )
    assert {("changed-recommendation", number, "wording")} == found(
        replaced(text, line, "context", "liking")
    )


@pytest.mark.parametrize("month", ["May 2023", "April 2024"])
def test_date(month: str, text: str) -> None:
    """Another date is found, and nothing else is."""
    assert {
        ("changed-date", subject, "updated") for subject in ("topic", "dataset", "source")
    } == found(text.replace(TRANSCRIPTION["updated"], month))


FIGURES = ["disorder-to-6-years", "disorder-at-18-months", "disorganised-attachment"]


@pytest.mark.parametrize("place", range(3), ids=FIGURES)
def test_any_figure(place: int, text: str) -> None:
    """Another figure is found at the end that changed, and nothing else is."""
    figure = TRANSCRIPTION["prevalence"][place]
    low, high = str(figure["low"]), str(figure["high"])
    ends = {"low_percent": low, "high_percent": high}
    for field, old in ends.items():
        changed = {field} if low != high else set(ends)
        new = figure["figure"].replace(old, str(int(old) + 1))

        assert {
            ("changed-figure", FIGURES[place], each) for each in {*changed, "printed"}
        } == found(text.replace(figure["figure"], new))


@pytest.mark.parametrize(
    ("id_", "kind", "old", "new"),
    [
        ("disorder-to-6-years", "population", "up to 6 years", "up to 8 years"),
        ("disorder-to-6-years", "population", "disorders in children", "disorders in boys"),
        ("disorder-to-6-years", "condition", "rates of disorders", "rates of difficulties"),
        ("disorder-at-18-months", "population", "key Danish", "key Swedish"),
        ("disorder-at-18-months", "population", "18-month-old", "24-month-old"),
        ("disorder-at-18-months", "population", "general population presenting",
         "clinical population presenting"),
        ("disorder-at-18-months", "condition", "serious mental", "mild mental"),
        ("disorganised-attachment", "population", "of young children", "of older children"),
        ("disorganised-attachment", "population", "general population will",
         "adult population will"),
        ("disorganised-attachment", "condition", "disorganised attachment with",
         "insecure attachment with"),
        ("disorganised-attachment", "condition", "main caregiver", "other caregiver"),
    ],
)  # fmt: skip
def test_population_and_condition(id_: str, kind: str, old: str, new: str, text: str) -> None:
    """A key word of whom or of what that changed is found, and nothing else is."""
    assert 1 == text.count(old)
    assert {(f"changed-{kind}", id_, kind)} == found(text.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("until 36 months.", "until 48 months.", {("scope", "ages", "ages")}),
        ("until 36 months of", "until 48 months of", {("scope", "ages", "ages")}),
        ("to 18 years", "to 21 years", {("pointer", "Early Intervention Framework", "ages")}),
        ("over 100 ", "over 90 ", {("pointer", "Early Intervention Framework", "wording")}),
        ("commissioners", "parents", {("scope", "readers", "readers")}),
        ("pharmacological", "surgical", {("scope", "exclusions", "exclusions")}),
        ("is still developing", "is settled", {("caveat", "hard-to-measure", "wording")}),
        ("where there may be risks", "with many risks", {("definition", "universal", "wording")}),
        ("four times", "five times", {("claim", "responsive-caregiving", "times_greater")}),
        ("consistency;", "warmth;", {("claim", "components-of-programmes", "wording")}),
        ("from small to large, when", "from small to medium, when",
         {("claim", "attachment-targeted", f) for f in ("printed", "claimed")}),
        ("and small effect", "and medium effect",
         {("claim", "attachment-universal", f) for f in ("printed", "claimed")}),
        ("small-large", "small-medium",
         {("claim", f"social-learning-{a}", f) for a in ("targeted", "universal")
          for f in ("printed", "claimed")}),
        ("from small to large.", "from medium to large.",
         {("claim", "psychoanalytic-targeted", f) for f in ("printed", "claimed")}),
        ("medium-large", "small-large",
         {("claim", "cbt-attachment-universal", f) for f in ("printed", "claimed")}),
        ("and medium effect", "and large effect",
         {("claim", "psychoeducation-universal", f) for f in ("printed", "claimed")}),
        ("by Social Learning", "by Cognitive Learning",
         {("claim", f"social-learning-{a}", "theories") for a in ("targeted", "universal")}),
        ("upon Psychoanalytic", "upon some",
         {("claim", "psychoanalytic-targeted", "theories")}),
        ("and Psychoeducation", "and Attachment",
         {("claim", "psychoeducation-universal", "theories")}),
        ("targeted to families", "universal to families",
         {("claim", "psychoanalytic-targeted", "audience")}),
        ("highest levels of evidence and efficacy", "high levels of evidence and efficacy",
         {("vanished", "highest-levels", "claim")}),
        ("(REF 2, 3)", "(REF 3)", {("vanished-citation", "2", "number")}),
    ],
)  # fmt: skip
def test_scope_and_claims(
    old: str, new: str, expected: set[tuple[str, str, str]], text: str
) -> None:
    """What changed around the table is found by its name, and nothing else is."""
    assert 1 == text.count(old)
    named = {
        (
            {"vanished": "vanished-claim"}.get(kind)
            or (kind if "-" in kind else f"changed-{kind}"),
            subject,
            field,
        )
        for kind, subject, field in expected
    }

    assert named == found(text.replace(old, new))


@pytest.mark.parametrize("number", range(1, 11))
def test_any_citation(number: int, text: str) -> None:
    """A mark that points elsewhere is found as one gone and one new."""
    mark = rf"(\(REF (?:\d+, )?){number}(?=[,)])"
    altered, count = re.subn(mark, r"\g<1>77", text)
    mismatches = found(altered)

    assert 1 == count
    assert {("vanished-citation", str(number), "number"), ("new-citation", "77", "number")} == {
        each for each in mismatches if "citation" in each[0]
    }
    assert {"references"} >= {field for kind, _, field in mismatches if "citation" not in kind}


NOTED = {"doi": {"doi", "url"}, "url": {"doi", "url"}}


@pytest.mark.parametrize("number", range(1, 11))
def test_any_field_of_a_reference(number: int, text: str) -> None:
    """A field of a reference that changed is found, and nothing else is."""
    reference = TRANSCRIPTION["references"][number - 1]
    start = text.index(f"\n{number}. {reference['authors'][:8]}") + 1
    tail = text[start:]
    after = 0
    for field in ("authors", "year", "title", "container", "volume", "issue", "pages"):
        value = reference[field]
        if value is None:
            continue
        at = tail.index(str(value), 0 if field == "year" else after)
        after = at + len(str(value)) if field != "year" else after
        new = str(value + 1) if field == "year" else f"{value}X"
        altered = f"{text[:start]}{tail[:at]}{new}{tail[at + len(str(value)) :]}"

        # The further dates of two references begin with the year.
        fields = {"year", "note"} if field == "year" and number in {5, 6} else {field}

        assert {("changed-reference", str(number), each) for each in fields} == (found(altered))
    for field in ("doi", "pmid", "pmcid", "url"):
        value = reference[field]
        if value is not None:
            altered = f"{text[:start]}{tail.replace(value, f'{value}9', 1)}"
            fields = NOTED.get(field, {field}) if number == 8 else {field}

            assert {("changed-reference", str(number), each) for each in fields} == (found(altered))


@pytest.mark.parametrize("number", range(1, 11))
def test_any_reference_gone(number: int, text: str) -> None:
    """A reference that is gone is found, and nothing else is."""
    lines = text.split("\n")
    at = TRANSCRIPTION["references"][number - 1]["line"] - 1
    del lines[at : at + (2 if number == 8 else 1)]

    assert {("vanished-reference", str(number), "reference")} == found("\n".join(lines))


# -- Nothing crashes -----------------------------------------------------------


def is_found(text: str) -> bool:
    """Whether a page is refused or differs; any other error fails the test."""
    try:
        return not source.verify(text).agrees
    except source.UnreadablePage:
        return True


def test_prefixes(text: str) -> None:
    """Whatever the page is cut to, before its thanks, is refused or differs."""
    end = text.index("Thanks to")

    assert [] == [at for at in range(0, end - 40, 53) if not is_found(text[:at])]


def test_lines_deleted_duplicated_and_swapped(text: str) -> None:
    """No line of the table or the references may go, come twice or change places."""
    lines = text.split("\n")
    first, last = 58, 193
    quiet = []
    for at in range(len(lines)):
        held = lines[at].strip() and first <= at + 1 <= last
        swapped = [*lines]
        other = next((i for i in range(at + 1, last) if lines[i].strip()), at)
        swapped[at], swapped[other] = swapped[other], swapped[at]
        for change, altered in (
            ("deleted", lines[:at] + lines[at + 1 :]),
            ("duplicated", lines[: at + 1] + lines[at:]),
            ("swapped", swapped),
        ):
            noticed = is_found("\n".join(altered))
            same = change == "swapped" and lines[at].strip() == lines[other].strip()
            if held and not noticed and not same:
                quiet.append((change, at + 1))

    assert [] == quiet
