"""The library beside a transcription of the page made by another hand.

``transcription.json`` was typed from the page without sight of the data. What
is compared here are the library's public objects, cell by cell, with their
lines. What the transcription cannot hold (other names, corrections, verdicts)
is typed in below.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from imh_evidence import dataset, groups, interventions, references, topic


TRANSCRIPTION: dict[str, Any] = json.loads(
    Path(__file__).with_name("transcription.json").read_text(encoding="utf-8")
)
ROWS: list[dict[str, Any]] = TRANSCRIPTION["rows"]
IDS = [
    "attachment-and-biobehavioural-catch-up",
    "family-nurse-partnership",
    "promoting-first-relationships",
    "parents-as-first-teachers",
    "parent-child-interaction-therapy",
    "incredible-years-parents-and-toddlers-programme",
    "family-check-up",
    "parents-plus-parenting-when-separated",
    "triple-p-suite-of-trainings",
    "empowering-parent-empowering-communities",
    "family-foundations",
    "child-first",
    "child-parent-psychotherapy",
    "easypeasy",
]

each_row = pytest.mark.parametrize("place", range(14), ids=IDS)


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
    assert tuple(IDS) == interventions.ids


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
def test_a_cell_keeps_its_printed_text_and_line(
    place: int, field: str, cell: str
) -> None:
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
    assert ends(printed["efficacy"]) == (
        row.efficacy.low.value,
        row.efficacy.high.value,
    )


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


def test_evidence_is_high_in_every_row() -> None:
    """The page prints High evidence in all fourteen rows."""
    assert ["High"] * 14 == [row.evidence.label for row in interventions]


def test_which_rows_are_low_and_which_begin_low() -> None:
    """Three rows print Low alone, and four more print a range that begins there."""
    low = [row for row in interventions if row.efficacy.low.value == "low"]
    exact = {row.id for row in low if row.efficacy.is_exact}
    spread = {row.id for row in low if not row.efficacy.is_exact}

    assert exact == {
        "family-nurse-partnership",
        "parents-as-first-teachers",
        "family-check-up",
    }
    assert spread == {
        "incredible-years-parents-and-toddlers-programme",
        "triple-p-suite-of-trainings",
        "empowering-parent-empowering-communities",
        "child-first",
    }


def test_only_the_suite_is_a_suite() -> None:
    """One row is a suite of programmes, and it alone has two types of practice."""
    expected = ["triple-p-suite-of-trainings"]

    assert expected == [row.id for row in interventions if row.is_suite]
    assert expected == [row.id for row in interventions if len(row.practice_levels) > 1]


# -- Names that the page does not have ----------------------------------------

#: Per row: aliases of the same programme.
ALIASES = {
    "attachment-and-biobehavioural-catch-up": {
        "ABC",
        "Attachment and Biobehavioral Catch-up",
    },
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
    "triple-p-suite-of-trainings": {
        "Triple P",
        "Triple P - Positive Parenting Program",
    },
    "empowering-parent-empowering-communities": {
        "EPEC",
        "Empowering Parents, Empowering Communities",
    },
    "family-foundations": {"FF"},
    "child-first": {"Child and Family Interagency Resource, Support, and Training"},
    "child-parent-psychotherapy": {"CPP", "Child-Parent Psychotherapy"},
    "easypeasy": {"EasyPeasy app"},
}

#: Per row: programmes that are related and not identical, with abbreviations.
RELATED = {
    "family-nurse-partnership": {("Nurse-Family Partnership", "NFP")},
    "parents-as-first-teachers": {("Parents as Teachers", "PAT")},
    "triple-p-suite-of-trainings": {
        ("Selected Triple P", None),
        ("Primary Care Triple P", None),
        ("Standard Triple P", None),
        ("Triple P Online", None),
        ("Baby Triple P", None),
    },
    "child-parent-psychotherapy": {("Chicago Parent Program", "CPP")},
}


@pytest.mark.parametrize("id_", IDS)
def test_a_row_has_the_names_people_use(id_: str) -> None:
    """A row has these aliases and related programmes and no others."""
    row = interventions[id_]
    expected = (sorted(ALIASES[id_]), RELATED.get(id_, set()))

    assert expected == (
        sorted(row.aliases),
        {(each.name, each.abbreviation) for each in row.related},
    )


@pytest.mark.parametrize(
    ("alias", "id_"), [(alias, id_) for id_ in IDS for alias in sorted(ALIASES[id_])]
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
    """The library names the checksum and the date of the transcribed text."""
    assert TRANSCRIPTION["sha256"] == dataset.source.sha256
    assert TRANSCRIPTION["updated"] == "April 2023"
    assert ["2023-04"] * 3 == [dataset.edition, dataset.source.updated, topic.updated]


@pytest.mark.parametrize("place", range(14), ids=IDS)
def test_provenance_names_the_text_that_was_transcribed(place: int) -> None:
    """Every cell says which edition and which text it was read in."""
    provenance = interventions[place].provenance
    expected = {("2023-04", TRANSCRIPTION["sha256"])}

    assert expected == {
        (provenance.edition, provenance.checksum),
        *((cell.edition, cell.checksum) for cell in provenance.values()),
    }


def test_the_scope_is_the_page_s() -> None:
    """The page is about the time before birth and up to 36 months."""
    expected = ("Infant mental health", "antenatal", 36)

    assert expected == (topic.title, topic.scope.start, topic.scope.end_months)
    assert ("commissioners", "managers", "trainers", "practitioners") == topic.readers


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


@pytest.mark.parametrize(
    ("id_", "words", "approximate"),
    [
        ("disorder-to-6-years", ("6 years", "disorder"), True),
        ("disorder-at-18-months", ("18 months", "Danish", "serious"), False),
        ("disorganised-attachment", ("general population", "disorganised"), True),
    ],
)
def test_a_figure_says_of_whom_and_of_what(
    id_: str, words: tuple[str, ...], *, approximate: bool
) -> None:
    """A figure keeps its population and condition, and whether the page hedges it."""
    (estimate,) = (each for each in topic.prevalence if each.id == id_)
    told = f"{estimate.population}: {estimate.condition}"

    assert [] == [word for word in words if word not in told]
    assert approximate is estimate.approximate


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

#: The claims in page order: id, groups, verdict.
CLAIMS: list[tuple[str, tuple[int, ...], str]] = [
    ("components-of-programmes", (), "not-testable"),
    ("responsive-caregiving", (), "not-testable"),
    ("attachment-targeted", (1,), "matches-table"),
    ("attachment-universal", (1,), "cannot-tell"),
    ("social-learning-targeted", (2, 3, 4, 5), "matches-if-merged"),
    ("social-learning-universal", (2, 3, 4, 5), "matches-if-merged"),
    ("psychoanalytic-targeted", (7, 8), "matches-table"),
    ("cbt-attachment-universal", (6,), "matches-table"),
    ("psychoeducation-universal", (9,), "matches-table"),
    ("highest-levels", (), "not-testable"),
]


def test_there_are_as_many_claims_as_transcribed() -> None:
    """The library has the page's ten claims and no more."""
    assert len(TRANSCRIPTION["claims"]) == len(topic.claims) == len(CLAIMS) == 10


@pytest.mark.parametrize("place", range(10), ids=[id_ for id_, _, _ in CLAIMS])
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


@pytest.mark.parametrize("place", range(10), ids=[id_ for id_, _, _ in CLAIMS])
def test_a_claim_is_about_groups_under_the_theories_it_names(place: int) -> None:
    """A claim's groups all stand under each of the theories that the page names."""
    claim = topic.claims[place]
    id_, chosen, _ = CLAIMS[place]
    headings = [TRANSCRIPTION["groups"][number - 1]["heading"] for number in chosen]
    named = [
        theory.replace("Psychotherapeutic", "Psychotherapy")
        for theory in TRANSCRIPTION["claims"][place]["theories_named"]
    ]

    assert (id_, chosen) == (claim.id, claim.theory_groups)
    assert bool(chosen) is bool(named)
    assert all(theory in heading for heading in headings for theory in named)


@pytest.mark.parametrize("place", range(10), ids=[id_ for id_, _, _ in CLAIMS])
def test_the_table_bears_a_claim_out_or_not(place: int) -> None:
    """Each claim, held against the page's own table, comes out as worked by hand."""
    assert CLAIMS[place][2] == topic.claims[place].verdict(interventions).outcome


@pytest.mark.parametrize(
    ("place", "only", "reaching"),
    [
        (2, ("low", "high"), ("low", "high")),
        (3, None, ("low", "high")),
        (4, ("medium", "high"), ("low", "high")),
        (5, None, ("low", "high")),
        (6, ("low", "high"), ("low", "high")),
        (7, ("medium", "high"), ("medium", "high")),
        (8, ("medium", "medium"), ("medium", "medium")),
    ],
)
def test_a_verdict_shows_the_spans_it_rests_on(
    place: int, only: tuple[str, str] | None, reaching: tuple[str, str]
) -> None:
    """A verdict has the span of the rows for one audience and of all that reach it."""
    verdict = topic.claims[place].verdict(interventions)
    spans = [
        hull and (hull.low.value, hull.high.value)
        for hull in (verdict.only_hull, verdict.reaching_hull)
    ]

    assert [only, reaching] == spans


def test_the_multiple_that_a_claim_names() -> None:
    """One claim names a multiple, four, and the outcomes it is about."""
    expected = {"responsive-caregiving": (4, 4)}

    assert expected == {
        claim.id: (claim.times_greater, len(claim.outcomes))
        for claim in topic.claims
        if claim.times_greater is not None
    }


def test_readings_that_are_ours_are_kept_with_the_claim() -> None:
    """Each testable claim owns that small is read as Low; one more reads community."""
    testable = [claim for claim in topic.claims if claim.claimed]
    community = [
        claim.id
        for claim in testable
        if any("community" in reading for reading in claim.readings)
    ]

    assert all(any("small" in r for r in claim.readings) for claim in testable)
    assert ["social-learning-universal"] == community


# -- References ---------------------------------------------------------------


def test_citations_stand_where_the_page_has_them() -> None:
    """Each reference is cited once, on the line where the page cites it."""
    expected = [
        (each["reference"], each["line"]) for each in TRANSCRIPTION["citations"]
    ]

    assert expected == [(each.number, each.cited_on) for each in references]


each_reference = pytest.mark.parametrize("number", range(1, 11))


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
    count = {1: 1, 2: 1, 3: 5, 4: 1, 5: 11, 6: 4, 7: 1, 8: 3, 9: 4, 10: 5}[number]

    assert joined(printed) == ", ".join(author.printed for author in authors)
    assert count == len(authors)


@each_reference
def test_an_author_s_parts_make_the_printed_name(number: int) -> None:
    """Family and given names together are the printed name; only people have both."""
    organisations = {1, 2, 4}
    comma = ", " if number in {7, 8, 9} else " "

    assert [] == [
        author.printed
        for author in references.numbered(number).authors
        if author.printed != comma.join(filter(None, (author.family, author.given)))
        or (author.given is None) is not (number in organisations)
    ]


#: What stands elsewhere: number, field, the page's value, the value found.
CORRECTIONS = [
    (
        1,
        "authors",
        "Centre on the Developing Child at Harvard University",
        "Center on the Developing Child at Harvard University",
    ),
    (1, "url", "www.developingchild.harvard.edu", None),
    (2, "url", None, None),
    (
        3,
        "title",
        "A good investment: longer term cost savings of sensitive parenting in childhood",
        "A good investment: longer-term cost savings of sensitive parenting in childhood",
    ),
    (3, "year", "2021", "2022"),
    (3, "doi", None, "10.1111/jcpp.13461"),
    (3, "pmid", None, "34187093"),
    (4, "url", "www.developingchild.harvard.edu", None),
    (7, "container", "Danish Medical Bulletin", "Dan Med Bul"),
    (7, "pages", "1-30", "B4193"),
    (8, "pages", "224-249", "225-249"),
    (9, "doi", None, "10.1007/s10802-007-9201-9"),
    (10, "doi", None, "10.1371/journal.pmed.1003602"),
    (10, "pmid", None, "33970913"),
    (10, "pmcid", None, "PMC8109838"),
]


def test_corrections_stand_beside_the_page_s_values() -> None:
    """The references carry these corrections of fields and no others."""
    assert CORRECTIONS == [
        (reference.number, each.field, each.printed, each.corrected)
        for reference in references
        for each in reference.corrections
        if each.field != "finding"
    ]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (8, ("15%", "middle-class", "two to three times")),
        (9, ("emotional communication", "time out", "0 to 7")),
    ],
)
def test_findings_that_an_abstract_gives_otherwise(
    number: int, words: tuple[str, ...]
) -> None:
    """What an abstract adds to the page's account is noted, and where it is from."""
    (finding,) = (
        each
        for each in references.numbered(number).corrections
        if each.field == "finding"
    )

    assert [] == [word for word in words if word not in (finding.corrected or "")]
    assert finding.source.startswith("not from the page: ")


def test_which_references_have_findings_beside_them() -> None:
    """Only the references whose abstracts say more than the page have a finding."""
    assert [8, 9] == [
        reference.number
        for reference in references
        if any(each.field == "finding" for each in reference.corrections)
    ]


def test_the_date_of_an_issue_is_noted() -> None:
    """The correction of a year says which month the issue is dated."""
    (year,) = (
        each for each in references.numbered(3).corrections if each.field == "year"
    )

    assert "January 2022" in year.note


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

    assert len(cells) == 14 * 6
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
