"""What a page and the data have alike, what they have not, and by what name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import attrs
import pytest
from tests.edition import COUNT

from imh_evidence import dataset, source
from imh_evidence.model.topic import Pointer

from .short import LAYOUTS, PAGE, held


if TYPE_CHECKING:
    from collections.abc import Callable

    from imh_evidence.source.held import Held


@pytest.fixture(name="data", scope="module")
def _data() -> Held:
    return held()


def found(page: str, data: Held) -> set[tuple[str, str, str]]:
    """Kind, subject and field of everything in which a page differs."""
    verification = source.verify(page, against=data)
    return {(each.kind, each.subject, each.field) for each in verification.mismatches}


COUNTS = {
    "date": 3,
    "title": 1,
    "scope": 4,
    "heading": 5,
    "recommendation": 4,
    "row": 8,
    "cell": 12,
    "figure": 5,
    "population": 1,
    "condition": 1,
    "claim": 15,
    "citation": 2,
    "reference": 27,
    "checksum": 1,
}


@LAYOUTS
def test_no_mismatch_however_laid_out(lay_out: Callable[[str], str], data: Held) -> None:
    """The page agrees with its data in every layout, and all of it was compared."""
    verification = source.verify(lay_out(PAGE), against=data)

    assert () == verification.mismatches
    assert verification.agrees
    assert COUNTS == verification.compared


ROW_2 = "Targeted\n\nCalm Harbour Visits\n\nEnhanced Medium Low\n"
ROW_1 = "Universal and targeted\n\nHigh Five, Steady Steps\n\nSkilled and Enhanced\n\nHigh\n\nLow -Medium\n"
NEW_GROUP = (
    "These interventions, tried in the valley, are all recommended. Ask the valley's "
    "own board which one suits you.\nBased on Psychoeducation Including:\n"
    "Universal Tide Pools Skilled High Low\n\n1. Aas"
)
HANDS = "Universal\u00a0 Skilled Hands Specialist High Medium - High"


def row(id_: str, field: str, kind: str = "changed-cell") -> tuple[str, str, str]:
    """What is found of a row."""
    return kind, id_, field


def reference(number: int, *fields: str) -> set[tuple[str, str, str]]:
    """What is found of a reference."""
    return {("changed-reference", str(number), field) for field in fields}


CITED_2 = {("changed-claim", "visits", "references")}

#: Old text, new text, and everything that is found.
ALTERATIONS: list[tuple[str, str, set[tuple[str, str, str]]]] = [
    (
        "June 2031",
        "July 2031",
        {("changed-date", each, "updated") for each in ("topic", "dataset", "source")},
    ),
    ("Care in", "Help in", {("changed-title", "topic", "title")}),
    # -- the table
    ("Targeted\n", "Universal\n", {row("calm-harbour-visits", "audiences")}),
    ("Universal and targeted", "Targeted", {row("high-five-steady-steps", "audiences")}),
    ("Skilled and Enhanced", "Enhanced", {row("high-five-steady-steps", "practice_levels")}),
    ("Specialist High", "Informed High", {row("skilled-hands", "practice_levels")}),
    ("Enhanced Medium Low", "Enhanced Low Low", {row("calm-harbour-visits", "evidence")}),
    ("Enhanced Medium Low", "Enhanced Medium Low - High", {row("calm-harbour-visits", "efficacy")}),
    ("Low -Medium", "Low -High", {row("high-five-steady-steps", "efficacy")}),
    ("Low -Medium", "low -medium", {row("high-five-steady-steps", "efficacy")}),
    ("Low -Medium", "Low to Medium", {row("high-five-steady-steps", "efficacy")}),
    ("Medium - High", "Medium", {row("skilled-hands", "efficacy")}),
    ("Calm Harbour", "Calm Haven", {row("calm-harbour-visits", "name", "renamed-row")}),
    ("Calm Harbour Visits", "Harbour Calls", {row("calm-harbour-visits", "name", "renamed-row")}),
    ("Calm Harbour", "Calm-Harbour", {row("calm-harbour-visits", "name", "renamed-row")}),
    (
        "Calm Harbour Visits\n\nEnhanced Medium",
        "Harbour Calls\n\nEnhanced High",
        {row("calm-harbour-visits", "name", "renamed-row"), row("calm-harbour-visits", "evidence")},
    ),
    (
        "Calm Harbour Visits\n\nEnhanced Medium",
        "Calm Haven Visits\n\nEnhanced High",
        {
            row("calm-harbour-visits", "row", "vanished-row"),
            row("calm-haven-visits", "row", "new-row"),
        },
    ),
    (ROW_2, "", {row("calm-harbour-visits", "row", "vanished-row")}),
    (
        HANDS,
        f"{HANDS}\nTargeted Tide Pools Skilled High Low",
        {row("tide-pools", "row", "new-row")},
    ),
    (HANDS, f"{HANDS}\n{HANDS}", {row("skilled-hands", "row", "new-row")}),
    (f"{ROW_1}\n{ROW_2}", f"{ROW_2}\n{ROW_1}", {row("group 1", "order", "reordered-rows")}),
    ("1. Aas", NEW_GROUP, {row("tide-pools", "row", "new-row"), ("new-heading", "3", "label")}),
    (
        "Attachment Theory Including",
        "Family Systems Theory Including",
        {("changed-heading", "1", "label"), ("changed-heading", "1", "theories")},
    ),
    ("Attachment Theory Including", "Attachment Including", {("changed-heading", "1", "label")}),
    (
        "are all recommended. Ask the valley's own board which one suits you.\n\nBased on Att",
        "are listed, and some recommended. Ask.\n\nBased on Att",
        {("changed-recommendation", "1", "recommended")},
    ),
    (
        "suits you.\n\nBased on Att",
        "suits us.\n\nBased on Att",
        {("changed-recommendation", "1", "wording")},
    ),
    # -- around it
    ("to 24 months", "to 30 months", {("changed-scope", "ages", "ages")}),
    ("pregnancy", "birth", {("changed-scope", "ages", "ages")}),
    ("to 24 months of age", "on", {("changed-scope", "ages", "ages")}),
    ("nurses", "doctors", {("changed-scope", "readers", "readers")}),
    ("is for nurses, planners and teachers", "is free", {("changed-scope", "readers", "readers")}),
    ("to use in the valley.", "to use with care.", {("changed-scope", "readers", "wording")}),
    ("surgical", "dental", {("changed-scope", "exclusions", "exclusions")}),
    ("does not cover", "covers", {("changed-scope", "exclusions", "exclusions")}),
    (
        "12-15%",
        "12-16%",
        {("changed-figure", "sleep", "printed"), ("changed-figure", "sleep", "high_percent")},
    ),
    (
        "12-15%",
        "11-15%",
        {("changed-figure", "sleep", "printed"), ("changed-figure", "sleep", "low_percent")},
    ),
    ("About 12", "Exactly 12", {("changed-figure", "sleep", "approximate")}),
    ("About 12-15% of", "Many", {("vanished-figure", "sleep", "figure")}),
    (
        "Norse study (REF 1).",
        "Norse study (REF 1). Of adults, 3% had none.",
        {("new-figure", "3%", "figure")},
    ),
    ("young", "older", {("changed-population", "sleep", "population")}),
    ("general", "coastal", {("changed-population", "sleep", "population")}),
    ("Norse study", "Danish study", {("changed-population", "sleep", "population")}),
    ("sleep disorders", "speech disorders", {("changed-condition", "sleep", "condition")}),
    (
        "small to medium",
        "small to large",
        {("changed-claim", "attachment", "printed"), ("changed-claim", "attachment", "claimed")},
    ),
    ("targeted households", "universal settings", {("changed-claim", "attachment", "audience")}),
    (
        "Attachment Theory work",
        "Psychoeducation work",
        {("changed-claim", "attachment", "theories")},
    ),
    (
        "Attachment Theory work has brought small to medium",
        "Psychoeducation work has brought large",
        {("changed-claim", "attachment", each) for each in ("theories", "printed", "claimed")},
    ),
    ("small to medium effects", "some effects", {("vanished-claim", "attachment", "claim")}),
    (
        "in targeted households",
        "in all targeted households",
        {("changed-claim", "attachment", "wording")},
    ),
    ("three times", "four times", {("changed-claim", "visits", "times_greater")}),
    (
        "This information",
        "Universal CBT has large effects. This information",
        {("new-claim", "new", "claim")},
    ),
    (
        "This information",
        "Here are highest levels of evidence and efficacy. This information",
        {("new-claim", "new", "claim")},
    ),
    (
        "This information",
        "There are effects (REF 1). This information",
        {("new-claim", "new", "claim"), ("new-citation", "1", "number")},
    ),
    (
        "(REF 2)",
        "(REF 3)",
        {*CITED_2, ("vanished-citation", "2", "number"), ("new-citation", "3", "number")},
    ),
    (
        "(REF 1)",
        "",
        {("changed-figure", "sleep", "references"), ("vanished-citation", "1", "number")},
    ),
    ("1. Aas", "3. Aas", reference(1, "number")),
    ("Aas B", "Aas C", reference(1, "authors")),
    ("(2029)", "(2028)", reference(1, "year")),
    ("first count", "second count", reference(1, "title")),
    ("Norse J Sleep", "Norse J Rest", reference(1, "container")),
    ("Sleep, 4 (2)", "Sleep, 5 (2)", reference(1, "volume")),
    ("4 (2)", "4 (3)", reference(1, "issue")),
    ("10-19", "10-20", reference(1, "pages")),
    ("10-19.", "10-19. doi: 10.10/abc", reference(1, "doi")),
    ("10-19.", "10-19. PMID: 12", reference(1, "pmid")),
    ("10-19.", "10-19. PMCID: PMC12", reference(1, "pmcid")),
    ("10-19.", "10-19. Epub 2028.", reference(1, "note")),
    ("www.valley.example", "www.valley.test", reference(2, "url")),
    (
        "2. Valley Board (2030). Two visits a week. Retrieved from www.valley.example.",
        "",
        {("vanished-reference", "2", "reference")},
    ),
    (
        "\nThanks",
        "\n3. Gran H (2001). Three visits.\n\nThanks",
        {("new-reference", "3", "reference")},
    ),
]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    ALTERATIONS,
    ids=[f"{old[:20]!r} to {new[:20]!r}" for old, new, _ in ALTERATIONS],
)
def test_an_alteration_is_named(
    old: str, new: str, expected: set[tuple[str, str, str]], data: Held
) -> None:
    """One alteration of the page is found, named for what it is, and nothing else is."""
    assert old in PAGE

    assert expected == found(PAGE.replace(old, new, 1), data)


def test_row_moved(data: Held) -> None:
    """A row that stands under another heading moved; it neither vanished nor is new."""
    page = PAGE.replace(ROW_2, "").replace(HANDS, f"{HANDS}\n{ROW_2}")

    assert {row("calm-harbour-visits", "theory_group", "moved-row")} == found(page, data)


def test_group_vanished(data: Held) -> None:
    """A heading that is gone is told apart from its rows that are gone."""
    start = PAGE.rindex("These interventions")
    page = PAGE[:start] + PAGE[PAGE.index("1. Aas") :]

    assert {
        ("vanished-heading", "2", "label"),
        row("skilled-hands", "row", "vanished-row"),
    } == found(page, data)


def test_groups_change_places(data: Held) -> None:
    """Headings in another order are told, and their rows did not move."""
    first, second = PAGE.index("These"), PAGE.rindex("These")
    end = PAGE.index("1. Aas")
    page = PAGE[:first] + PAGE[second:end] + PAGE[first:second] + PAGE[end:]

    assert {("reordered-headings", "headings", "order")} == found(page, data)


def test_references_change_places(data: Held) -> None:
    """References in another order are told."""
    first, second = PAGE.index("1. Aas"), PAGE.index("2. Valley")
    end = PAGE.index("Thanks")
    page = PAGE[:first] + PAGE[second:end] + PAGE[first:second] + PAGE[end:]

    assert {("reordered-references", "references", "order")} == found(page, data)


def test_a_row_of_a_heading_that_is_not_ours(data: Held) -> None:
    """A row of ours under a heading that we have not moved there."""
    page = (
        PAGE.replace(ROW_2, "")
        .replace("1. Aas", NEW_GROUP)
        .replace(
            "Universal Tide Pools Skilled High Low",
            f"Universal Tide Pools Skilled High Low\n{ROW_2}",
        )
    )

    assert {
        row("calm-harbour-visits", "theory_group", "moved-row"),
        row("tide-pools", "row", "new-row"),
        ("new-heading", "3", "label"),
    } == found(page, data)


def test_recommendation_missing(data: Held) -> None:
    """A heading with no recommendation over it is told."""
    page = "\n".join(line for line in PAGE.split("\n") if "recommended" not in line)

    assert {("changed-recommendation", number, "recommended") for number in ("1", "2")} == found(
        page, data
    )


def test_figures_are_known_by_their_references(data: Held) -> None:
    """Of two figures, the one with our reference is ours, and the other is new."""
    page = PAGE.replace("About 12-15%", "Of adults, 12% had none (REF 2). About 13-15%").replace(
        "greater effects than homes with none (REF 2)", "greater effects (REF 2)"
    )
    kinds = found(page, data)

    assert ("new-figure", "12%", "figure") in kinds
    assert ("changed-figure", "sleep", "low_percent") in kinds
    assert ("changed-figure", "sleep", "references") not in kinds


class TestPointers:
    @pytest.fixture(name="pointing")
    def _pointing(self, data: Held) -> Held:
        pointers = (Pointer("Valley Board", "care from birth to 18 years"),)
        return attrs.evolve(data, topic=attrs.evolve(data.topic, pointers=pointers))

    def page(self, years: str) -> str:
        """The short page, with the ages of the resource it points to."""
        return PAGE.replace(
            "Nobody should", f"The board cares from birth to {years}. Nobody should"
        )

    def test_agrees(self, pointing: Held) -> None:
        """The ages of another resource are compared with ours of it."""
        assert set() == found(self.page("18 years"), pointing)

    def test_differs(self, pointing: Held) -> None:
        """Other ages of another resource are not taken for the page's own."""
        assert {("changed-pointer", "Valley Board", "ages")} == (
            found(self.page("21 years"), pointing)
        )

    def test_vanished(self, pointing: Held) -> None:
        """Ages of another resource that are gone are told."""
        assert {("changed-pointer", "Valley Board", "ages")} == found(PAGE, pointing)


class TestData:
    """The data may be at fault as well."""

    def test_value_without_key_words(self, data: Held) -> None:
        """A value for which no key words are known is a mismatch, not an agreement."""
        meanings = {
            key: value for key, value in data.meanings.items() if key != ("sleep", "population")
        }
        other = attrs.evolve(data, meanings=meanings)

        assert {("changed-population", "sleep", "population")} == found(PAGE, other)

    def test_value_that_does_not_say_it(self, data: Held) -> None:
        """A value in our words has to hold what the key words stand for."""
        (estimate,) = data.topic.prevalence
        wrong = attrs.evolve(estimate, population="people at large")
        topic = attrs.evolve(data.topic, prevalence=(wrong,))

        assert {("changed-population", "sleep", "population")} == (
            found(PAGE, attrs.evolve(data, topic=topic))
        )

    def test_row_without_group(self, data: Held) -> None:
        """A row of ours under no heading is not where the page has it."""
        rows = [attrs.evolve(data.interventions[0], theory_group=None), *data.interventions[1:]]
        other = type(data.interventions).from_records(
            rows, source=data.dataset.source, groups=data.interventions.groups
        )

        assert {row("high-five-steady-steps", "theory_group", "moved-row")} == (
            found(PAGE, attrs.evolve(data, interventions=other))
        )


class TestReport:
    def test_checksum_is_told_and_is_no_mismatch(self, data: Held) -> None:
        """A page laid out otherwise has another checksum, which is told apart."""
        plain = source.verify(PAGE + "\n", against=data).to_plain()

        assert plain["agrees"]
        assert ["other-checksum"] == [each["kind"] for each in plain["checksum"]]
        assert ["checksum"] == [
            each["kind"] for each in source.verify(PAGE, against=data).to_plain()["checksum"]
        ]

    def test_json(self, data: Held) -> None:
        """The same report is plain JSON."""
        plain = source.verify(PAGE.replace("June", "July"), against=data).to_plain()

        assert plain == json.loads(json.dumps(plain))
        assert ("2031-06", False, COUNTS) == (plain["edition"], plain["agrees"], plain["compared"])
        assert {
            "kind": "changed-date",
            "subject": "topic",
            "field": "updated",
            "line": 8,
            "printed": "2031-07",
            "ours": "2031-06",
            "agrees": False,
        } == plain["mismatches"][0]
        assert 89 - 3 - 1 == len(plain["agreements"])


def test_against_the_packaged_data() -> None:
    """By default a page is held against the published data, which it is not of."""
    verification = source.verify(PAGE)
    kinds = [each.kind for each in verification.mismatches]

    assert dataset.edition == verification.edition
    assert [COUNT, 3] == [kinds.count("vanished-row"), kinds.count("new-row")]
    assert "vanished-heading" in kinds
