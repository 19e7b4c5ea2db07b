"""Everything that is compared, each with its line, its print and our value."""

from __future__ import annotations

import hashlib

import attrs
import pytest

from imh_evidence import source
from imh_evidence.model.topic import Pointer
from imh_evidence.source.findings import same_print

from .short import PAGE, held


#: Kind, subject, field, line, what is printed, and what we have if it reads otherwise.
EVERYTHING: list[tuple[object, ...]] = [
    ("date", "topic", "updated", 8, "2031-06"),
    ("date", "dataset", "updated", 8, "2031-06"),
    ("date", "source", "updated", 8, "2031-06"),
    ("title", "topic", "title", 6, "Care in the early years"),
    ("scope", "ages", "ages", 13, "pregnancy; 24"),
    ("scope", "readers", "readers", 17, "nurses; planners; teachers"),
    ("scope", "exclusions", "exclusions", 19, "surgical; unrelated to play", "operations; what has nothing to do with play"),
    ("heading", "1", "label", 29, "Attachment Theory"),
    ("heading", "1", "theories", 29, "attachment"),
    ("recommendation", "1", "recommended", 27, "True"),
    ("recommendation", "1", "wording", 27, "the same"),
    ("heading", "2", "label", 48, "Social Learning Theory/Cognitive Behavioural Theory (CBT)"),
    ("heading", "2", "theories", 48, "social-learning; cognitive-behavioural"),
    ("recommendation", "2", "recommended", 46, "True"),
    ("recommendation", "2", "wording", 46, "the same"),
    ("heading", "headings", "order", 29, "1; 2"),
    ("row", "high-five-steady-steps", "name", 33, "High Five, Steady Steps"),
    ("row", "high-five-steady-steps", "theory_group", 33, "Attachment Theory", "1"),
    ("cell", "high-five-steady-steps", "audiences", 31, "Universal and targeted", "Universal and Targeted"),
    ("cell", "high-five-steady-steps", "practice_levels", 35, "Skilled and Enhanced"),
    ("cell", "high-five-steady-steps", "evidence", 37, "High"),
    ("cell", "high-five-steady-steps", "efficacy", 39, "Low -Medium"),
    ("row", "calm-harbour-visits", "name", 43, "Calm Harbour Visits"),
    ("row", "calm-harbour-visits", "theory_group", 43, "Attachment Theory", "1"),
    ("cell", "calm-harbour-visits", "audiences", 41, "Targeted"),
    ("cell", "calm-harbour-visits", "practice_levels", 45, "Enhanced"),
    ("cell", "calm-harbour-visits", "evidence", 45, "Medium"),
    ("cell", "calm-harbour-visits", "efficacy", 45, "Low"),
    ("row", "skilled-hands", "name", 50, "Skilled Hands"),
    ("row", "skilled-hands", "theory_group", 50, "Social Learning Theory/Cognitive Behavioural Theory (CBT)", "2"),
    ("cell", "skilled-hands", "audiences", 50, "Universal\u00a0", "Universal"),
    ("cell", "skilled-hands", "practice_levels", 50, "Specialist"),
    ("cell", "skilled-hands", "evidence", 50, "High"),
    ("cell", "skilled-hands", "efficacy", 50, "Medium - High", "Medium–High"),
    ("row", "group 1", "order", 29, "high-five-steady-steps; calm-harbour-visits"),
    ("row", "group 2", "order", 48, "skilled-hands"),
    ("figure", "sleep", "printed", 15, "12-15%"),
    ("figure", "sleep", "low_percent", 15, "12"),
    ("figure", "sleep", "high_percent", 15, "15"),
    ("figure", "sleep", "approximate", 15, "True"),
    ("figure", "sleep", "references", 15, "1"),
    ("population", "sleep", "population", 15, "young children; general population; Norse study", "small children at large"),
    ("condition", "sleep", "condition", 15, "sleep disorders", "too little sleep"),
    ("claim", "attachment", "theories", 21, "attachment"),
    ("claim", "attachment", "audience", 21, "targeted"),
    ("claim", "attachment", "printed", 21, "small to medium"),
    ("claim", "attachment", "claimed", 21, "Low–Medium"),
    ("claim", "attachment", "times_greater", 21, None),
    ("claim", "attachment", "references", 21, ""),
    ("claim", "attachment", "highest", 21, "False"),
    ("claim", "visits", "theories", 21, ""),
    ("claim", "visits", "audience", 21, None),
    ("claim", "visits", "printed", 21, None),
    ("claim", "visits", "claimed", 21, None),
    ("claim", "visits", "times_greater", 21, "3"),
    ("claim", "visits", "references", 21, "2"),
    ("claim", "visits", "highest", 21, "False"),
    ("citation", "1", "number", 15, "1"),
    ("citation", "2", "number", 21, "2"),
    ("reference", "1", "number", 52, "1"),
    ("reference", "1", "authors", 52, "Aas B; Dahl CE; Eik F"),
    ("reference", "1", "year", 52, "2029"),
    ("reference", "1", "title", 52, "Sleep in the valley: a first count"),
    ("reference", "1", "container", 52, "Norse J Sleep"),
    ("reference", "1", "volume", 52, "4"),
    ("reference", "1", "issue", 52, "2"),
    ("reference", "1", "pages", 52, "10-19"),
    ("reference", "1", "doi", 52, None),
    ("reference", "1", "pmid", 52, None),
    ("reference", "1", "pmcid", 52, None),
    ("reference", "1", "url", 52, None),
    ("reference", "1", "note", 52, None),
    ("reference", "2", "number", 54, "2"),
    ("reference", "2", "authors", 54, "Valley Board"),
    ("reference", "2", "year", 54, "2030"),
    ("reference", "2", "title", 54, "Two visits a week"),
    ("reference", "2", "container", 54, None),
    ("reference", "2", "volume", 54, None),
    ("reference", "2", "issue", 54, None),
    ("reference", "2", "pages", 54, None),
    ("reference", "2", "doi", 54, None),
    ("reference", "2", "pmid", 54, None),
    ("reference", "2", "pmcid", 54, None),
    ("reference", "2", "url", 54, "www.valley.example"),
    ("reference", "2", "note", 54, None),
    ("reference", "references", "order", 52, "1; 2"),
    ("claim", "attachment", "wording", 21, "the same"),
    ("scope", "readers", "wording", 17, "the same"),
]  # fmt: skip


def described(comparison: source.Comparison) -> tuple[object, ...]:
    """A comparison but for whether it agrees."""
    return attrs.astuple(comparison)[:-1]


def mismatches(page: str, **beside: object) -> set[tuple[object, ...]]:
    """Everything in which a page differs from the data, with line, print and value."""
    data = attrs.evolve(held(), **beside)  # type: ignore[arg-type]
    found = source.verify(page, against=data).mismatches
    return {described(each) for each in found}


class TestAgreements:
    def test_have_line_print_and_value(self) -> None:
        """Each part of the page is compared, in the order of the parts."""
        found = source.verify(PAGE, against=held()).comparisons
        checksum = hashlib.sha256(PAGE.encode()).hexdigest()
        expected = [each if len(each) > 5 else (*each, each[4]) for each in EVERYTHING]

        assert [*expected, ("checksum", "page", "sha256", 1, checksum, checksum)] == [
            described(each) for each in found
        ]
        assert all(each.agrees is True for each in found)


class TestPrint:
    @pytest.mark.parametrize(
        ("one", "other", "expected"),
        [
            ("Low -Medium", "Low\u2013Medium", True),
            ("a \u2212 b / c , d", "a-b/c,d", True),
            ("a  b", "a b", True),
            ("a b", "ab", False),
            ("Xa", "-a", False),
            ("X a", "Xa", False),
            ("a", None, False),
            (None, None, True),
        ],
    )
    def test_is_the_same(self, one: str | None, other: str | None, *, expected: bool) -> None:
        """Spaces and kinds of dash make no difference in print; letters do."""
        assert expected is same_print(one, other)
        assert expected is same_print(other, one)


TIDE = "Targeted Tide Pools Skilled High Low"
HANDS = "Universal\u00a0 Skilled Hands Specialist High Medium - High"
VISITS = "Targeted\n\nCalm Harbour Visits\n\nEnhanced Medium Low\n"
SECOND = "Social Learning Theory/Cognitive Behavioural Theory (CBT)"


class TestMismatches:
    @pytest.mark.parametrize(
        ("old", "new", "expected"),
        [
            ("Care in", "Help in", ("changed-title", "topic", "title", 6, "Help in the early years", "Care in the early years")),
            ("to 24 months of age", "on", ("changed-scope", "ages", "ages", None, None, "pregnancy; 24")),
            ("nurses", "doctors", ("changed-scope", "readers", "readers", 17, "doctors; planners; teachers", "nurses; planners; teachers")),
            ("is for nurses", "is of nurses", ("changed-scope", "readers", "readers", None, "", "nurses; planners; teachers")),
            ("surgical", "dental", ("changed-scope", "exclusions", "exclusions", 19, "dental; unrelated to play", "operations; what has nothing to do with play")),
            ("Attachment Theory Including", "Attachment Including", ("changed-heading", "1", "label", 29, "Attachment", "Attachment Theory")),
            ("Calm Harbour Visits", "Harbour Calls", ("renamed-row", "calm-harbour-visits", "name", 43, "Harbour Calls", "Calm Harbour Visits")),
            (VISITS, "", ("vanished-row", "calm-harbour-visits", "row", None, None, "Calm Harbour Visits")),
            (HANDS, f"{HANDS}\n{TIDE}", ("new-row", "tide-pools", "row", 51, "Tide Pools", None)),
            ("Enhanced Medium Low", "Enhanced Low Low", ("changed-cell", "calm-harbour-visits", "evidence", 45, "Low", "Medium")),
            ("Low -Medium", "Low to Medium", ("changed-cell", "high-five-steady-steps", "efficacy", 39, "Low to Medium", "Low -Medium")),
            ("About 12", "Exactly 12", ("changed-figure", "sleep", "approximate", 15, "False", "True")),
            ("About 12-15% of", "Many", ("vanished-figure", "sleep", "figure", None, None, "12-15%")),
            ("Norse study (REF 1).", "Norse study (REF 1). Of adults, 3% had none.", ("new-figure", "3%", "figure", 15, "3%", None)),
            ("young", "older", ("changed-population", "sleep", "population", 15, "older children; general population; Norse study", "small children at large")),
            ("sleep disorders", "speech disorders", ("changed-condition", "sleep", "condition", 15, "speech disorders", "too little sleep")),
            ("targeted households", "universal settings", ("changed-claim", "attachment", "audience", 21, "universal", "targeted")),
            ("Attachment Theory work", "CBT and Psychoeducation work", ("changed-claim", "attachment", "theories", 21, "cognitive-behavioural; psychoeducation", "attachment")),
            ("three times", "four times", ("changed-claim", "visits", "times_greater", 21, "4", "3")),
            ("small to medium effects", "some effects", ("vanished-claim", "attachment", "claim", None, None, "Attachment work helps.")),
            ("in targeted households", "in all targeted households", ("changed-claim", "attachment", "wording", 21, "other words", "12 words as of edition 2031-06")),
            ("to use in the valley.", "to use with care.", ("changed-scope", "readers", "wording", 17, "other words", "13 words as of edition 2031-06")),
            ("This information", "Universal CBT has large effects. This information", ("new-claim", "new", "claim", 17, "large", None)),
            ("This information", "Here are highest levels of evidence and efficacy. This information", ("new-claim", "new", "claim", 17, "highest levels", None)),
            ("Aas B", "Aas C", ("changed-reference", "1", "authors", 52, "Aas C; Dahl CE; Eik F", "Aas B; Dahl CE; Eik F")),
            ("2. Valley Board (2030). Two visits a week. Retrieved from www.valley.example.", "", ("vanished-reference", "2", "reference", None, None, "Two visits a week")),
            ("\nThanks", "\n3. Gran H (2001). Three visits.\n\nThanks", ("new-reference", "3", "reference", 56, "Three visits", None)),
        ],
    )  # fmt: skip
    def test_have_line_print_and_value(
        self, old: str, new: str, expected: tuple[object, ...]
    ) -> None:
        """One mismatch says where it is, what is printed there and what we have."""
        assert 1 == PAGE.count(old)
        assert {expected} == mismatches(PAGE.replace(old, new))

    def test_of_claims_that_rest_on_references(self) -> None:
        """A claim with no sizes is told by its references."""
        page = PAGE.replace(
            "This information",
            "Effects (REFS 1, 2) (REF 1). Here are effects (REF 1, 2). This information",
        )

        assert ("new-claim", "new", "claim", 17, "1; 2", None) in mismatches(page)

    def test_of_headings_of_one_label(self) -> None:
        """Of two headings with one label, the rows say which is which."""
        first, second = held().interventions.groups
        same = attrs.evolve(second, label=first.label, theories=first.theories)
        rows = [attrs.evolve(row, theories=first.theories) for row in held().interventions]
        data = type(held().interventions).from_records(
            rows, source=held().interventions.source, groups=[first, same]
        )
        page = PAGE.replace(SECOND, first.label)
        one, two = page.index("These"), page.rindex("These")
        end = page.index("1. Aas")
        turned = page[:one] + page[two:end] + page[one:two] + page[end:]

        assert set() == mismatches(page, interventions=data)
        assert {("reordered-headings", "headings", "order", 29, "2; 1", "1; 2")} == (
            mismatches(turned, interventions=data)
        )

    def test_of_headings_that_change_rows(self) -> None:
        """A heading is known by its label, though its rows stand elsewhere."""
        page = (
            PAGE.replace(SECOND, "Second")
            .replace("Attachment Theory Including", f"{SECOND} Including")
            .replace("Second", "Attachment Theory")
        )

        assert {
            ("reordered-headings", "headings", "order", 29, "2; 1", "1; 2"),
            *(
                ("moved-row", id_, "theory_group", line, SECOND, "1")
                for id_, line in (("high-five-steady-steps", 33), ("calm-harbour-visits", 43))
            ),
            ("moved-row", "skilled-hands", "theory_group", 50, "Attachment Theory", "2"),
        } == mismatches(page)

    def test_of_a_row_that_moved(self) -> None:
        """A row under another heading is told with both headings."""
        page = PAGE.replace(VISITS, "").replace(HANDS, f"{HANDS}\n{VISITS}")

        assert {
            ("moved-row", "calm-harbour-visits", "theory_group", 48, SECOND, "1")
        } == mismatches(page)

    def test_of_a_row_that_has_no_heading_with_us(self) -> None:
        """A row of ours under no heading is told as such."""
        data = held()
        rows = [attrs.evolve(data.interventions[0], theory_group=None), *data.interventions[1:]]
        other = type(data.interventions).from_records(
            rows, source=data.dataset.source, groups=data.interventions.groups
        )

        assert {
            ("moved-row", "high-five-steady-steps", "theory_group", 33, "Attachment Theory", None)
        } == mismatches(PAGE, interventions=other)

    def test_of_recommendations(self) -> None:
        """A sentence that is gone has no line; one in other words stands as printed."""
        missing = "\n".join(line for line in PAGE.split("\n") if "recommended" not in line)
        start = PAGE.index("These interventions")
        other = PAGE[:start] + PAGE[start:].replace("suits you", "suits  us", 1)

        assert {
            ("changed-recommendation", number, "recommended", None, "False", "True")
            for number in ("1", "2")
        } == mismatches(missing)
        assert {
            (
                *("changed-recommendation", "1", "wording", 27),
                (
                    "These interventions, tried in the valley, are all recommended. "
                    "Ask the valley's own board which one suits us."
                ),
                "18 words in the data's edition",
            )
        } == mismatches(other)

    def test_of_pointers(self) -> None:
        """The ages of another resource have its name, and a line where they are told."""
        pointers = (Pointer("Valley Board", "care from birth to 18 years"),)
        topic = attrs.evolve(held().topic, pointers=pointers)
        page = PAGE.replace(
            "Nobody should", "The board cares from birth to 21 years. Nobody should"
        )

        both = page.replace("Nobody should", "It cares from birth to 18 years. Nobody should")

        assert {
            ("changed-pointer", "Valley Board", "ages", 13, "birth; 252", "birth; 216")
        } == mismatches(page, topic=topic)
        assert {("changed-scope", "ages", "ages", 13, "birth; 252", "pregnancy; 24")} == mismatches(
            both, topic=topic
        )
        assert {
            ("changed-pointer", "Valley Board", "ages", None, None, "birth; 216")
        } == mismatches(PAGE, topic=topic)

    def test_of_the_checksum(self) -> None:
        """Another checksum has both, and is no mismatch."""
        (*_, found) = source.verify(f"{PAGE}\n", against=held()).comparisons

        assert (
            *("other-checksum", "page", "sha256", 1),
            hashlib.sha256(f"{PAGE}\n".encode()).hexdigest(),
            hashlib.sha256(PAGE.encode()).hexdigest(),
        ) == described(found)
        assert not found.agrees
