"""The library beside a transcription of the page made by another hand.

``transcription.json`` was typed from the page without sight of the data. What
is compared here are the library's public objects, cell by cell, with their
lines. What the transcription cannot hold (other names, corrections, verdicts)
is typed in below.
"""

from __future__ import annotations

import hashlib
import os
import re
from calendar import month_name
from pathlib import Path

import pytest
from tests.edition import COUNT, NAMES, ROWS, TRANSCRIPTION

from imh_evidence import dataset, groups, interventions, references, topic


each_row = pytest.mark.parametrize("place", range(COUNT), ids=NAMES)


# -- A parser of its own ------------------------------------------------------


def terms(printed: str) -> set[str]:
    """The slugs of a cell such as ``Universal and targeted``."""
    return {word for word in re.findall("[a-z]+", printed.lower()) if word != "and"}


def ends(printed: str) -> tuple[str, str]:
    """The slugs at both ends of a cell such as ``Low -Medium``."""
    found = re.findall("low|medium|high", printed.lower())
    return found[0], found[-1]


#: What the page's prose calls each level of the table.
LEVEL_OF = {"small": "low", "medium": "medium", "large": "high"}


def sizes(printed: str | None) -> tuple[str, str] | None:
    """The levels of a wording such as ``small to large``; none for none."""
    if printed is None:
        return None
    found = [LEVEL_OF[word] for word in re.findall("small|medium|large", printed)]
    return found[0], found[-1]


#: The theory that each printed form stands for.
THEORY_OF = {
    "Attachment Theory": "attachment",
    "Attachment": "attachment",
    "Social Learning Theory": "social-learning",
    "Family Systems Theory": "family-systems",
    "Cognitive Learning Theory": "cognitive-learning",
    "Cognitive Behavioural Theory (CBT)": "cognitive-behavioural",
    "Cognitive Behaviour Therapy (CBT)": "cognitive-behavioural",
    "Psychoanalytic Psychotherapy": "psychoanalytic-psychotherapy",
    "Developmental Psychopathology": "developmental-psychopathology",
    "Psychoeducation": "psychoeducation",
}


def theories(heading: str) -> list[str]:
    """The slugs of the theories in a heading, in printed order."""
    return [THEORY_OF[form.strip()] for form in heading.split("/")]


# -- The table ----------------------------------------------------------------


def test_the_rows_are_those_of_the_page() -> None:
    """The library has the page's rows, with its names, in its order."""
    assert [row["name"] for row in ROWS] == [row.name for row in interventions]


@each_row
@pytest.mark.parametrize(
    ("field", "cell"),
    [
        ("audiences", "who_for"),
        ("name", "name"),
        ("practice_levels", "practice"),
        ("evidence", "evidence"),
        ("efficacy", "efficacy"),
    ],
)
def test_a_cell_keeps_its_printed_text_and_line(place: int, field: str, cell: str) -> None:
    """Provenance has each cell's text to the space, and the line it stands on."""
    expected = (ROWS[place][cell], ROWS[place][f"{cell}_line"], "the page")
    kept = interventions[place].provenance[field]

    assert expected == (kept.printed, kept.line, kept.source)


@each_row
def test_a_row_holds_what_is_printed(place: int) -> None:
    """A row's values are what an independent reading of its cells gives."""
    printed, row = ROWS[place], interventions[place]

    assert terms(printed["who_for"]) == {each.value for each in row.audiences}
    assert terms(printed["practice"]) == {each.value for each in row.practice_levels}
    assert printed["evidence"] == row.evidence.label
    assert ends(printed["efficacy"]) == (row.efficacy.low.value, row.efficacy.high.value)


@each_row
def test_a_row_stands_under_its_heading(place: int) -> None:
    """A row has the group, theories and recommendation that stand over it."""
    row = interventions[place]
    group = TRANSCRIPTION["groups"][ROWS[place]["group"] - 1]
    heading, recommended = row.provenance["theories"], row.provenance["recommended"]

    assert ROWS[place]["group"] == row.theory_group
    assert theories(group["heading"]) == [each.value for each in row.theories]
    assert (group["heading"], group["heading_line"]) == (heading.printed, heading.line)
    assert group["recommendation_line"] == recommended.line
    assert row.recommended is True


def test_groups_are_the_headings() -> None:
    """The library has the page's headings, with their lines and recommendations."""
    expected = [
        (
            group["number"],
            group["heading"],
            theories(group["heading"]),
            group["heading_line"],
            group["recommendation_line"],
        )
        for group in TRANSCRIPTION["groups"]
    ]

    assert expected == [
        (
            group.number,
            group.label,
            [theory.value for theory in group.theories],
            group.line,
            group.recommendation_line,
        )
        for group in groups
    ]


# -- Names that the page does not have ----------------------------------------

#: Per row: aliases of the same programme.
ALIASES = {
    "attachment-and-biobehavioural-catch-up": {"ABC", "Attachment and Biobehavioral Catch-up"},
    "family-nurse-partnership": {"FNP"},
    "promoting-first-relationships": {"PFR"},
    "parents-as-first-teachers": {"PAFT"},
    "parent-child-interaction-therapy": {"PCIT", "Parent-Child Interaction Therapy"},
    "incredible-years-parents-and-toddlers-programme": {
        "IY Toddler",
        "IY Toddler Basic",
        "Incredible Years Parents and Toddler Programme",
    },
    "family-check-up": {"FCU"},
    "parents-plus-parenting-when-separated": {
        "PP-PWS",
        "ParentsPlus Parenting When Separated",
        "Parents Plus - Parenting when Separated Programme",
    },
    "triple-p-suite-of-trainings": {"Triple P", "Triple P - Positive Parenting Program"},
    "empowering-parent-empowering-communities": {
        "EPEC",
        "Empowering Parents, Empowering Communities",
    },
    "family-foundations": {"FF"},
    "child-first": {"Child and Family Interagency Resource, Support, and Training"},
    "child-parent-psychotherapy": {"CPP", "Child-Parent Psychotherapy"},
    "easypeasy": {"EasyPeasy app"},
}


@pytest.mark.parametrize(
    ("alias", "id_"), [(alias, id_) for id_, names in ALIASES.items() for alias in sorted(names)]
)
def test_an_alias_finds_its_row(alias: str, id_: str) -> None:
    """Each of these names finds the row of the programme that it names."""
    assert id_ == interventions[alias].id


@pytest.mark.parametrize(
    "name",
    [
        "Nurse-Family Partnership",
        "NFP",
        "Parents as Teachers",
        "PAT",
        "Selected Triple P",
        "Primary Care Triple P",
        "Standard Triple P",
        "Triple P Online",
        "Baby Triple P",
        "Chicago Parent Program",
    ],
)
def test_a_related_programme_finds_no_row(name: str) -> None:
    """A related programme is not in the table, so its name finds nothing."""
    assert name not in interventions


# -- Around the table ---------------------------------------------------------


def test_the_edition_is_the_text_that_was_transcribed() -> None:
    """Every part of the data names the checksum and the month of the transcribed text."""
    month, year = TRANSCRIPTION["updated"].split()
    edition = f"{year}-{[*month_name].index(month):02}"
    expected = {(edition, TRANSCRIPTION["sha256"])}

    assert [edition] * 3 == [dataset.edition, dataset.source.updated, topic.updated]
    assert TRANSCRIPTION["sha256"] == dataset.source.sha256
    assert expected == {(row.provenance.edition, row.provenance.checksum) for row in interventions}
    assert expected == {
        (cell.edition, cell.checksum) for row in interventions for cell in row.provenance.cells
    }


def test_prevalence_figures_are_the_page_s() -> None:
    """Each figure on prevalence has its ends, reference and line, in page order."""
    expected = [
        (each["figure"], each["low"], each["high"], (each["reference"],), each["line"])
        for each in TRANSCRIPTION["prevalence"]
    ]

    assert expected == [
        (each.printed, each.low_percent, each.high_percent, each.references, each.line)
        for each in topic.prevalence
    ]


# -- Claims -------------------------------------------------------------------

#: What each wording of the page on whom a claim is about is read as.
AUDIENCE_OF = {
    None: None,
    "targeted populations": "targeted",
    "universally": "universal",
    "IMH difficulties, or other risk factors": "targeted",
    "more community-based populations": "universal",
    "targeted to families": "targeted",
    "Universal": "universal",
}


each_claim = pytest.mark.parametrize("place", range(len(TRANSCRIPTION["claims"])))


def test_there_are_as_many_claims_as_transcribed() -> None:
    """The library has the page's claims and no more."""
    assert len(TRANSCRIPTION["claims"]) == len(topic.claims)


@each_claim
def test_a_claim_is_about_groups_under_the_theories_it_names(place: int) -> None:
    """A claim's groups all stand under each of the theories that the page names."""
    chosen = topic.claims[place].theory_groups
    headings = [TRANSCRIPTION["groups"][number - 1]["heading"] for number in chosen]
    named = [
        theory.replace("Psychotherapeutic", "Psychotherapy")
        for theory in TRANSCRIPTION["claims"][place]["theories_named"]
    ]

    assert bool(chosen) is bool(named)
    assert all(theory in heading for heading in headings for theory in named)


@each_claim
def test_a_verdict_rests_on_the_rows_of_the_claim_s_groups(place: int) -> None:
    """A verdict has the span of the rows for one audience, and of all that reach it."""
    claim = topic.claims[place]
    if claim.audience is None:
        return
    verdict = claim.verdict(interventions)
    rows = [row for row in ROWS if row["group"] in claim.theory_groups]
    audience = claim.audience.value
    order = [*LEVEL_OF.values()]

    for hull, chosen in (
        (verdict.only_hull, [r for r in rows if terms(r["who_for"]) == {audience}]),
        (verdict.reaching_hull, [r for r in rows if audience in terms(r["who_for"])]),
    ):
        levels = [order.index(end) for row in chosen for end in ends(row["efficacy"])]
        expected = (order[min(levels)], order[max(levels)]) if levels else None
        assert expected == (hull and (hull.low.value, hull.high.value))


@each_claim
def test_a_claim_is_the_page_s(place: int) -> None:
    """A claim has the sizes, audience, reference and line of the page, in order."""
    printed, claim = TRANSCRIPTION["claims"][place], topic.claims[place]
    reference = printed["reference"]

    assert (
        printed["sizes"],
        sizes(printed["sizes"]),
        AUDIENCE_OF[printed["audience_wording"]],
        () if reference is None else (reference,),
        printed["line"],
    ) == (
        claim.printed,
        claim.claimed and (claim.claimed.low.value, claim.claimed.high.value),
        claim.audience and claim.audience.value,
        claim.references,
        claim.line,
    )


# -- References ---------------------------------------------------------------


def test_citations_stand_where_the_page_has_them() -> None:
    """Each reference is cited once, on the line where the page cites it."""
    expected = [(each["reference"], each["line"]) for each in TRANSCRIPTION["citations"]]

    assert expected == [(each.number, each.cited_on) for each in references]


each_reference = pytest.mark.parametrize("number", range(1, len(TRANSCRIPTION["references"]) + 1))


@each_reference
@pytest.mark.parametrize(
    "field",
    [
        "number",
        "year",
        "title",
        "container",
        "volume",
        "issue",
        "pages",
        "doi",
        "pmid",
        "pmcid",
        "url",
        "line",
    ],
)
def test_a_reference_has_the_page_s_values(number: int, field: str) -> None:
    """Every field of a reference is as printed, also where the print is mistaken."""
    printed = TRANSCRIPTION["references"][number - 1]

    assert printed[field] == getattr(references.numbered(number), field)


def joined(authors: str) -> str:
    """Authors with a comma and nothing else between them."""
    return re.sub(r", & | and ", ", ", authors)


@each_reference
def test_a_reference_has_the_page_s_authors(number: int) -> None:
    """Joined again, the authors of a reference are those printed, in order."""
    printed = TRANSCRIPTION["references"][number - 1]["authors"]
    authors = references.numbered(number).authors

    assert joined(printed) == ", ".join(author.printed for author in authors)


# -- The page itself ----------------------------------------------------------


@pytest.fixture(name="page", scope="module")
def _page() -> bytes:
    """The page's text, from the file that IMH_EVIDENCE_PAGE names."""
    name = os.environ.get("IMH_EVIDENCE_PAGE")
    if not name:
        pytest.fail("set IMH_EVIDENCE_PAGE to a file that holds the page's text")
    return Path(name).read_bytes()


@pytest.fixture(name="lines", scope="module")
def _lines(page: bytes) -> list[str]:
    """The page's lines, counted from 1."""
    return ["", *page.decode("utf-8").split("\n")]


@pytest.mark.heavy
@pytest.mark.page
def test_the_checksum_is_that_of_the_page(page: bytes) -> None:
    """The published checksum is that of the page's bytes."""
    assert hashlib.sha256(page).hexdigest() == dataset.source.sha256


@pytest.mark.heavy
@pytest.mark.page
def test_every_printed_cell_stands_on_its_line(lines: list[str]) -> None:
    """The text of each cell is on the line that its provenance names."""
    cells = [
        (row.id, field, cell.printed, cell.line)
        for row in interventions
        for field, cell in row.provenance.items()
        if cell.printed is not None
    ]

    assert len(cells) == COUNT * 6
    assert [] == [
        (id_, field)
        for id_, field, printed, line in cells
        if line is None or printed not in lines[line]
    ]


@pytest.mark.heavy
@pytest.mark.page
def test_a_row_is_its_cells_and_nothing_else(lines: list[str]) -> None:
    """The cells of a row, in the order of the table, are all that its lines hold."""
    order = ("audiences", "name", "practice_levels", "evidence", "efficacy")

    def bare(text: str) -> str:
        return "".join(text.split())

    for row in interventions:
        cells = [row.provenance[field] for field in order]
        numbers = [cell.line or 0 for cell in cells]
        whole = "".join(lines[min(numbers) : max(numbers) + 1])

        assert sorted(numbers) == numbers
        assert bare("".join(cell.printed or "" for cell in cells)) == bare(whole)


@pytest.mark.heavy
@pytest.mark.page
def test_headings_and_recommendations_stand_on_their_lines(lines: list[str]) -> None:
    """Each heading and the recommendation over it are on the lines named for them."""
    heading = re.compile(r"Based on (.+) [Ii]ncluding:\s*")
    over = [lines[group.recommendation_line or 0] for group in groups]
    found = [heading.fullmatch(lines[group.line or 0]) for group in groups]

    assert [group.label for group in groups] == [each and each[1] for each in found]
    assert all("all recommended" in line for line in over)
    assert len(set(over)) == 1


@pytest.mark.heavy
@pytest.mark.page
def test_figures_and_sizes_stand_on_their_lines(lines: list[str]) -> None:
    """What is printed of a figure or a claim is on the line named for it."""
    printed = [(each.printed, each.line) for each in topic.prevalence]
    printed += [(each.printed, each.line) for each in topic.claims if each.printed]

    assert [] == [(text, line) for text, line in printed if text not in lines[line]]


@pytest.mark.heavy
@pytest.mark.page
def test_references_stand_on_their_lines(lines: list[str]) -> None:
    """A reference begins on its line with its number, and holds its own values."""
    missing = []
    for each in references:
        text = lines[each.line] + " " + lines[each.line + 1]
        values = [
            f"{each.number}. {each.authors[0].printed}",
            *(author.printed for author in each.authors),
            str(each.year),
            each.title,
            each.container,
            each.volume,
            each.issue,
            each.pages,
            each.doi,
            each.pmid,
            each.pmcid,
            each.url,
            *(each.note or "").split("; "),
        ]
        missing += [(each.number, v) for v in values if v and v not in text]

    assert [] == missing


@pytest.mark.heavy
@pytest.mark.page
def test_citations_stand_on_their_lines(lines: list[str]) -> None:
    """The numbers in the page's brackets are those of the references cited there."""
    found = [
        (int(number), i)
        for i, line in enumerate(lines)
        for bracket in re.findall(r"\(REF ([0-9, ]+)\)", line)
        for number in bracket.split(",")
    ]

    assert [(each.number, each.cited_on) for each in references] == found


@pytest.mark.heavy
@pytest.mark.page
def test_what_a_finding_quotes_stands_on_the_citing_line(lines: list[str]) -> None:
    """The page's side of a finding is in the page's words, on the line that cites."""
    quoted = [
        (each.cited_on, part)
        for each in references
        for correction in each.corrections
        if correction.field == "finding"
        for part in (correction.printed or "").split("; ")
    ]

    assert quoted
    assert [] == [(line, part) for line, part in quoted if part not in lines[line]]
