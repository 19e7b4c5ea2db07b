"""An assessment keeps what people found, shows what is open, and adds nothing up."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from imh_evidence import (
    Catalogue,
    Faults,
    InvalidRating,
    UnknownIntervention,
    UnknownValue,
    WrongType,
    dataset,
    interventions,
)
from imh_evidence.decisions import (
    HEXAGON_CAUTIONS,
    PLUS_READING,
    HexagonAssessment,
    HexagonIndicator,
    ProgrammeRating,
    RatingRange,
    SiteScore,
    beside,
)
from imh_evidence.decisions.documents import checksum_of
from imh_evidence.decisions.indicators import indicators_of


if TYPE_CHECKING:
    from collections.abc import Callable

SCHEMAS = Path(__file__).parents[2] / "src" / "imh_evidence" / "data" / "schema"
FRAMEWORK = "https://earlyinterventionframework.nhs.scot"
CHILD_FIRST = f"{FRAMEWORK}/programmes/child-first"
SIX = ["usability", "supports", "evidence", "need", "fit", "capacity"]
A, B = "A. Assessor", "B. Assessor"
DAY = dt.date(2026, 10, 5)

#: Text that a document can hold, and that is not empty without its spaces.
TEXTS = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=12).filter(
    lambda text: text.strip()
)
DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1))
PRINTS = st.sampled_from(["1", "5", "4 - 5", "3+", "1+ - 4+", "99 - -99", "not rated"])


@st.composite
def assessments(draw: st.DrawFn) -> HexagonAssessment:
    """Assessments of published rows, filled in by several people."""
    made = HexagonAssessment.of(
        draw(st.sampled_from(interventions.ids)), service=draw(st.none() | TEXTS)
    )
    for indicator in draw(st.lists(st.sampled_from(SIX[:3]), max_size=4)):
        made = made.rate(
            indicator,
            draw(PRINTS),
            read_on=draw(DAYS),
            address=draw(st.sampled_from(["https://a.example", "https://b.example"])),
            read_by=draw(st.none() | TEXTS),
            note=draw(st.just("") | TEXTS),
        )
    for indicator in draw(st.lists(st.sampled_from(SIX[3:]), max_size=5)):
        made = made.score(
            indicator,
            draw(st.integers(1, 5)),
            assessor=draw(st.sampled_from([A, B, "C"])),
            date=draw(DAYS),
            note=draw(st.just("") | TEXTS),
        )
    return made


@pytest.fixture(name="empty")
def _empty() -> HexagonAssessment:
    return HexagonAssessment.of("Child First", service="Our service")


@pytest.fixture(name="filled")
def _filled(empty: HexagonAssessment) -> HexagonAssessment:
    return (
        empty.rate("usability", "3+", read_on="2026-10-05", read_by=A)
        .score("need", 4, assessor=A, date="2026-10-05", note="waiting list")
        .score("need", 2, assessor=B, date="2026-10-06", note="few referrals")
        .score("fit", 3, assessor=B, date="2026-10-06")
    )


class TestIndicators:
    def test_are_six_of_two_kinds(self) -> None:
        """Three are the programme's, three the site's, and all go by their names alone."""
        assert SIX == [each.value for each in HexagonIndicator]
        assert ["programme"] * 3 + ["site"] * 3 == [each.kind for each in HexagonIndicator]
        assert SIX[:3] == [each.value for each in indicators_of("programme")]
        assert SIX[3:] == [each.value for each in indicators_of("site")]
        assert ["Usability", "Usability", "HexagonIndicator.USABILITY"] == [
            HexagonIndicator.USABILITY.label,
            str(HexagonIndicator.USABILITY),
            repr(HexagonIndicator.USABILITY),
        ]

    def test_a_misspelt_one_is_told_with_the_nearest(self) -> None:
        """An unknown indicator names the accepted ones."""
        with pytest.raises(UnknownValue) as raised:
            HexagonIndicator("ned")

        assert ("indicator", "ned", tuple(SIX), "need") == (
            raised.value.what,
            raised.value.value,
            raised.value.accepted,
            raised.value.nearest,
        )


class TestRating:
    def test_keeps_what_was_printed(self) -> None:
        """The print stays as it was, and is read anew each time."""
        entry = ProgrammeRating("usability", " 3+ ", "2026-10-05", " here ", " me ", "n")

        assert ("3+", RatingRange(3, 5), DAY, "here", "me", "n") == (
            entry.printed,
            entry.rating,
            entry.read_on,
            entry.address,
            entry.read_by,
            entry.note,
        )
        assert ProgrammeRating("evidence", "99 - -99", DAY).rating is None
        assert (None, None, "") == (
            ProgrammeRating("evidence", "5", DAY).address,
            ProgrammeRating("evidence", "5", DAY).read_by,
            ProgrammeRating("evidence", "5", DAY).note,
        )


class TestScore:
    def test_keeps_who_when_and_why(self) -> None:
        """A score has its assessor, its day and its note."""
        entry = SiteScore("fit", 5, f" {A} ", "2026-10-05", "fits")

        assert (HexagonIndicator.FIT, 5, A, DAY, "fits") == attrs.astuple(entry)
        assert "" == SiteScore("fit", 1, A, DAY).note

    @pytest.mark.parametrize("bad", [0, 6, 2.5, True, "4", None])
    def test_is_a_whole_number_from_one_to_five(self, bad: Any) -> None:
        """Nothing else is a score, and the error names the indicator."""
        with pytest.raises(InvalidRating) as raised:
            SiteScore("capacity", bad, A, DAY)

        expected = f"capacity: found {bad!r}, expected a whole number from 1 to 5"

        assert expected == str(raised.value)


class TestBeginning:
    def test_is_of_a_row(self, empty: HexagonAssessment) -> None:
        """A new assessment names its row, service, edition and version of the data."""
        assert ("child-first", "Child First", "Our service") == (
            empty.intervention,
            empty.name,
            empty.service,
        )
        assert (dataset.edition, dataset.version) == (empty.edition, empty.data_version)
        assert HexagonAssessment.of(interventions["Child First"], service=" Our service ") == empty
        assert HexagonAssessment.of("EPEC").service is None

    def test_of_a_row_of_ones_own_has_no_edition(self) -> None:
        """A service's own row is assessed like any other, and is of no edition."""
        own = attrs.evolve(
            interventions["FNP"],
            id="ours",
            name="Ours",
            aliases=(),
            recommended=None,
            theory_group=None,
        )
        catalogue = Catalogue.from_records([own], source="Our service")
        made = HexagonAssessment.of("Ours", catalogue=catalogue)

        assert ("ours", "Ours", None, None) == (
            made.intervention,
            made.name,
            made.edition,
            made.data_version,
        )
        assert made == HexagonAssessment.from_json(made.to_json(), catalogue=catalogue)
        assert (
            "framework",
            (
                "The copies of the Early Intervention Framework that were seen have no "
                f"entry for this row, which says nothing against it; look at {FRAMEWORK}."
            ),
        ) == attrs.astuple(made.open_questions[-1])

    def test_a_row_of_elsewhere_is_not_the_published_one(self) -> None:
        """A record is of the catalogue that is asked, even where the ids are the same."""
        own = attrs.evolve(interventions["FNP"], name="Our nurses", aliases=(), recommended=None)
        catalogue = Catalogue.from_records([own], source="Our service")
        said = "found <Intervention 'fam.*expected a record of the catalogue; give"

        with pytest.raises(WrongType, match=said):
            HexagonAssessment.of(own)
        with pytest.raises(WrongType, match=said):
            HexagonAssessment.of(interventions["FNP"], catalogue=catalogue)
        assert "Our nurses" == HexagonAssessment.of(catalogue[0], catalogue=catalogue).name

    def test_needs_a_row_that_there_is(self) -> None:
        """An unknown intervention is the look-up's own error."""
        with pytest.raises(UnknownIntervention, match="'child-first'"):
            HexagonAssessment.of("Child Frist")

    def test_has_nothing_filled_in(self, empty: HexagonAssessment) -> None:
        """There is no default: six indicators are missing."""
        assert SIX == [each.value for each in empty.missing]
        assert ((), (), ()) == (empty.ratings, empty.scores, empty.assessors)
        assert (
            "<HexagonAssessment of 'child-first': 3 programme indicators not entered, "
            "3 site indicators unscored>" == repr(empty)
        )


class TestFillingIn:
    def test_gives_a_new_assessment(
        self, empty: HexagonAssessment, filled: HexagonAssessment
    ) -> None:
        """What was there is kept, and the assessment before is as it was."""
        assert () == empty.scores
        assert [
            ("need", 4, A, "waiting list"),
            ("need", 2, B, "few referrals"),
            ("fit", 3, B, ""),
        ] == [(x.indicator.value, x.score, x.assessor, x.note) for x in filled.scores]
        assert ["supports", "evidence", "capacity"] == [each.value for each in filled.missing]
        assert (A, B) == filled.assessors
        assert (
            "<HexagonAssessment of 'child-first': 2 programme indicators not entered, "
            "1 site indicator unscored>" == repr(filled)
        )
        assert "1 programme indicator not entered, 1 site" in repr(
            filled.rate("supports", "5", read_on=DAY)
        )

    def test_scores_are_looked_up_by_indicator(self, filled: HexagonAssessment) -> None:
        """Entries of an indicator are found by its name or its member."""
        assert (4, 2) == tuple(each.score for each in filled.scores_of("need"))
        assert filled.scores_of("fit") == filled.scores_of(HexagonIndicator.FIT)
        assert () == filled.scores_of("capacity")
        assert ("3+",) == tuple(each.printed for each in filled.ratings_of("usability"))
        assert () == filled.ratings_of(HexagonIndicator.SUPPORTS)

    def test_a_score_again_takes_the_place_of_the_first(self, filled: HexagonAssessment) -> None:
        """One assessor has one score of an indicator; others keep theirs."""
        again = filled.score("need", 5, assessor=A, date=DAY)

        assert [(A, 5), (B, 2)] == [(each.assessor, each.score) for each in again.scores_of("need")]
        assert 3 == len(again.scores)

    def test_a_rating_again_takes_the_place_of_the_first(self, filled: HexagonAssessment) -> None:
        """One address has one rating of an indicator; another has its own."""
        again = filled.rate("usability", "2", read_on=DAY).rate(
            "usability", "4", read_on=DAY, address="elsewhere", note="a leaflet"
        )

        assert [("elsewhere", "4", "a leaflet"), (CHILD_FIRST, "2", "")] == [
            (each.address, each.printed, each.note) for each in again.ratings_of("usability")
        ]

    def test_order_of_entering_is_nothing(self) -> None:
        """Assessments with the same entries are equal, whatever came first."""
        one = HexagonAssessment.of("FNP")
        first = one.score("need", 4, assessor=A, date=DAY).score("fit", 3, assessor=B, date=DAY)
        second = one.score("fit", 3, assessor=B, date=DAY).score("need", 4, assessor=A, date=DAY)

        assert first == second
        assert hash(first) == hash(second)

    def test_one_address_of_the_framework_goes_without_saying(
        self, filled: HexagonAssessment
    ) -> None:
        """Where the Framework has one programme, its address is taken."""
        assert CHILD_FIRST == filled.ratings[0].address
        assert (A, DAY) == (filled.ratings[0].read_by, filled.ratings[0].read_on)

    def test_several_addresses_must_be_told_apart(self) -> None:
        """Where it has several, the error lists them."""
        suite = HexagonAssessment.of("Triple P")
        with pytest.raises(WrongType) as raised:
            suite.rate("evidence", "5", read_on=DAY)

        addresses = ", ".join(
            f"{FRAMEWORK}/programmes/{name}"
            for name in ("selected-triple-p", "primary-care-triple-p", "triple-p-online")
        )

        assert (
            "rate(address=...): found None (NoneType), expected one of the Framework's "
            f"for this row: {addresses}" == str(raised.value)
        )
        assert (
            f"{FRAMEWORK}/x"
            == suite.rate("evidence", "5", read_on=DAY, address=f"{FRAMEWORK}/x").ratings[0].address
        )

    def test_no_address_is_needed_where_there_is_none(self) -> None:
        """A row without an entry can be rated without an address."""
        made = HexagonAssessment.of("FNP").rate("evidence", "5", read_on=DAY)

        assert made.ratings[0].address is None

    def test_an_entry_twice_is_refused(self, filled: HexagonAssessment) -> None:
        """An assessment made by hand with two entries for one is told of both."""
        twice = [*filled.scores, *filled.scores[:1]]
        with pytest.raises(Faults) as raised:
            attrs.evolve(filled, scores=twice)

        assert [
            ("$.scores[1]", "need twice for one assessor", "one entry of an indicator by assessor")
        ] == [(x.place, x.found, x.expected) for x in raised.value.faults]
        assert "a Hexagon assessment" == raised.value.origin
        with pytest.raises(Faults) as raised:
            attrs.evolve(filled, ratings=filled.ratings * 3)

        assert [
            ("$.ratings[1]", "usability twice for one address"),
            ("$.ratings[2]", "usability twice for one address"),
        ] == [(x.place, x.found) for x in raised.value.faults]
        assert "one entry of an indicator by address" == raised.value.faults[0].expected


class TestOpenQuestions:
    def test_of_what_is_filled_in(self, filled: HexagonAssessment) -> None:
        """A range, a disagreement, a missing score and a missing note are open."""
        told = [(each.about, str(each)) for each in filled.open_questions]

        assert (
            "usability",
            (
                f"Usability was read as '3+' at {CHILD_FIRST}: any rating from 3 to 5 may "
                f"apply. {PLUS_READING}"
            ),
        ) == told[0]
        assert [
            (
                "need",
                (
                    "Need of Child First was scored differently: 4 (A. Assessor, "
                    "2026-10-05), 2 (B. Assessor, 2026-10-06)."
                ),
            ),
            ("fit", "Fit is unscored by A. Assessor."),
            ("fit", "Fit: no note says why B. Assessor scored it 3."),
            ("capacity", "Capacity is unscored."),
        ] == told[3:7]

    def test_a_single_rating_and_a_note_close_a_question(self) -> None:
        """With one rating, and a score with a reason, an indicator is not open."""
        made = HexagonAssessment.of("FNP")
        for name in SIX[:3]:
            made = made.rate(name, "5", read_on=DAY)
        for name in SIX[3:]:
            made = made.score(name, 1, assessor=A, date=DAY, note="why")

        assert ["framework"] == [each.about for each in made.open_questions]
        assert () == made.missing

    def test_not_rated_stays_open(self) -> None:
        """What was looked up and not rated is told with the day and the place."""
        made = HexagonAssessment.of("FNP").rate("evidence", "99 - -99", read_on=DAY)

        assert [
            "Usability has not been entered.",
            "Supports has not been entered.",
            (
                "Evidence was not rated when it was read on 2026-10-05 at an address that "
                "was not noted."
            ),
        ] == [str(each) for each in made.open_questions[:3]]

    def test_every_programme_of_a_row_is_asked_for(self) -> None:
        """Where a row has several programmes, one rating closes one of them."""
        suite = HexagonAssessment.of("Triple P")
        first = suite.framework_entries[0].address
        made = suite.rate("usability", "5", read_on=DAY, address=first)

        assert [
            (
                "Usability of Primary Care Triple P has not been entered; read it at "
                f"{FRAMEWORK}/programmes/primary-care-triple-p."
            ),
            (
                "Usability of Triple P Online has not been entered; read it at "
                f"{FRAMEWORK}/programmes/triple-p-online."
            ),
        ] == [str(x) for x in made.open_questions if x.about == "usability"]
        assert () == tuple(x for x in made.open_questions if x.about == "framework")


class TestBeside:
    def test_assessors_of_one_intervention_are_read_together(
        self, filled: HexagonAssessment
    ) -> None:
        """Scores from several files of one row stand in one cell, by assessor."""
        other = HexagonAssessment.of("Child First").score("need", 4, assessor="C", date=DAY)
        panel = beside(filled, other)
        cell = panel.cell("child-first", "need")

        assert (("child-first", "Child First"),) == panel.interventions
        assert ("child-first", HexagonIndicator.NEED) == (cell.intervention, cell.indicator)
        assert (A, B, "C") == panel.assessors_of("child-first")
        assert [(A, 4), (B, 2), ("C", 4)] == [(x.assessor, x.score) for x in cell.scores]
        assert () == cell.unscored_by
        assert (A, "C") == panel.cell("child-first", HexagonIndicator.FIT).unscored_by
        assert (A, B, "C") == panel.cell("child-first", "capacity").unscored_by
        assert () == panel.cell("child-first", "evidence").unscored_by
        assert [False, True, True, False, False, True] == [
            each.is_empty for each in panel.cells("child-first")
        ]

    def test_disagreements_are_scores_that_differ(self, filled: HexagonAssessment) -> None:
        """Assessors who scored alike do not disagree; those who did not are named."""
        alike = HexagonAssessment.of("Child First").score("fit", 3, assessor=A, date=DAY)
        (found,) = beside(filled, alike).disagreements

        assert {
            "intervention": "child-first",
            "indicator": "need",
            "scores": [
                {"score": 4, "assessor": A, "date": "2026-10-05", "note": "waiting list"},
                {"score": 2, "assessor": B, "date": "2026-10-06", "note": "few referrals"},
            ],
            "text": "Need of Child First was scored differently: 4 (A. Assessor, "
            "2026-10-05), 2 (B. Assessor, 2026-10-06).",
        } == found.to_plain()
        assert (found,) == filled.disagreements
        assert () == alike.disagreements

    def test_interventions_are_not_held_against_each_other(self) -> None:
        """Different scores of different rows are no disagreement, and nothing sorts them."""
        low = HexagonAssessment.of("FNP").score("need", 1, assessor=A, date=DAY)
        high = HexagonAssessment.of("EPEC").score("need", 5, assessor=A, date=DAY)

        assert () == beside(low, high).disagreements
        for files in ((low, high), (high, low)):
            assert [each.name for each in files] == [
                name for _, name in beside(*files).interventions
            ]

    def test_a_later_score_of_the_same_assessor_shows_as_a_difference(self) -> None:
        """Two files with two scores by one assessor show both, by day."""
        made = HexagonAssessment.of("FNP")
        panel = beside(
            made.score("need", 1, assessor=A, date="2026-10-09"),
            made.score("need", 5, assessor=A, date="2026-10-05"),
        )

        assert [5, 1] == [x.score for x in panel.cell(made.intervention, "need").scores]
        assert 1 == len(panel.disagreements)

    def test_the_same_entry_in_two_files_is_one(self, filled: HexagonAssessment) -> None:
        """A file beside itself tells each entry once."""
        assert beside(filled).cells("child-first") == beside(filled, filled).cells("child-first")

    @given(st.lists(assessments(), min_size=1, max_size=2), st.data())
    def test_order_of_the_files_is_nothing(
        self, made: list[HexagonAssessment], data: st.DataObject
    ) -> None:
        """In any order of the files each cell tells the same."""
        panel = beside(*made)
        turned = beside(*data.draw(st.permutations(made)))

        for each in made:
            assert panel.cells(each.intervention) == turned.cells(each.intervention)
        assert set(panel.disagreements) == set(turned.disagreements)


class TestNothingIsAddedUp:
    def test_there_is_no_total(self, filled: HexagonAssessment) -> None:
        """No public name of an assessment or a panel is a sum, a mean or a rank."""
        words = ("total", "sum", "mean", "average", "rank", "best", "order", "weight")
        names = [*dir(filled), *dir(beside(filled)), *dir(filled.scores[0])]

        assert [] == [
            name
            for name in names
            if not name.startswith("_") and any(word in name for word in words)
        ]

    def test_assessments_have_no_order(self, filled: HexagonAssessment) -> None:
        """An assessment is never before or after another, unscored or not."""
        for other in (filled, HexagonAssessment.of("FNP")):
            with pytest.raises(TypeError):
                sorted([filled, other])

    def test_every_result_says_so(self, filled: HexagonAssessment) -> None:
        """An assessment and a panel carry the same cautions, the first on adding up."""
        texts = [each.text for each in HEXAGON_CAUTIONS]

        assert HEXAGON_CAUTIONS == filled.cautions[:4]
        assert filled.cautions == beside(filled).cautions
        assert [
            "indicators-not-added",
            "scores-describe-a-context",
            "framework-another-scale",
            "meanings-in-the-tool",
        ] == [each.id for each in HEXAGON_CAUTIONS]
        assert (
            "The six indicators are not added or averaged. Each stands by itself, and "
            "one without a score is shown as unscored." == texts[0]
        )
        assert "Scores describe a service's context and put no row before another." == texts[1]
        assert (
            "Ratings read in the Early Intervention Framework and the levels of the "
            "table are different scales, and neither follows from the other." == texts[2]
        )
        assert (
            "What each number means is said in the Hexagon Tool, whose licence does "
            "not let its texts stand here." == texts[3]
        )

    def test_only_published_rows_are_said_to_be_recommended(
        self, filled: HexagonAssessment
    ) -> None:
        """The page says nothing of a service's own rows, alone or beside published ones."""
        own = attrs.evolve(
            filled, intervention="ours", name="Ours", edition=None, data_version=None
        )

        for told in (filled, beside(filled), beside(filled, filled)):
            assert (
                "recommended",
                ("The page recommends every row of its table, whatever a service scores it."),
            ) == attrs.astuple(told.cautions[-1])
            assert 5 == len(told.cautions)
        for told in (own, beside(own), beside(filled, own)):
            assert HEXAGON_CAUTIONS == told.cautions


def resealed(assessment: HexagonAssessment, change: Callable[[dict[str, Any]], object]) -> str:
    """The document of an assessment, changed, under a checksum that fits."""
    plain = assessment.to_plain()
    change(plain)
    plain.pop("checksum", None)
    # The checksum stands for the rest in the order in which it is written.
    return json.dumps({**plain, "checksum": checksum_of(plain)})


def put(*place: Any) -> Callable[[dict[str, Any]], object]:
    """A change: the last of the steps is put where the others lead."""

    def change(plain: Any) -> None:
        *steps, key, value = place
        for step in steps:
            plain = plain[step]
        plain[key] = value

    return change


class TestDocument:
    def test_has_a_schema_a_version_and_a_checksum(self, filled: HexagonAssessment) -> None:
        """The document names its schema and carries the sha256 of the rest."""
        plain = json.loads(filled.to_json())
        rest = {key: value for key, value in plain.items() if key != "checksum"}

        assert "urn:imh-evidence:schema:hexagon-assessment:1" == plain["schema"]
        assert checksum_of(rest) == plain["checksum"]
        assert plain == filled.to_plain()

    @given(assessments())
    def test_is_read_back(self, made: HexagonAssessment) -> None:
        """What was written is read back, and is written the same again."""
        text = made.to_json()
        read = HexagonAssessment.from_json(text)

        assert made == read
        assert text == read.to_json()

    @given(assessments())
    def test_follows_its_schema(self, made: HexagonAssessment) -> None:
        """Every document that is written is valid under the JSON Schema."""
        schema = json.loads(
            (SCHEMAS / "hexagon-assessment.schema.json").read_text(encoding="utf-8")
        )

        assert [] == list(Draft202012Validator(schema).iter_errors(made.to_plain()))

    def test_is_saved_and_loaded(self, filled: HexagonAssessment, tmp_path: Path) -> None:
        """A file holds the document, and is replaced in one step."""
        path = tmp_path / "child-first.json"
        filled.save(path)

        assert filled.to_json().encode() == path.read_bytes()
        assert filled == HexagonAssessment.load(path)
        assert filled == HexagonAssessment.load(str(path), catalogue=interventions)
        assert [path] == list(tmp_path.iterdir())

    def test_a_change_by_hand_is_noticed(self, filled: HexagonAssessment) -> None:
        """A score that was changed in the file no longer fits the checksum."""
        plain = filled.to_plain()
        plain["scores"][0]["score"] = 5
        with pytest.raises(Faults) as raised:
            HexagonAssessment.from_json(json.dumps(plain), origin="mine.json")

        (fault,) = raised.value.faults

        assert ("mine.json", "$.checksum") == (raised.value.origin, fault.place)
        assert "changed after it was written" in fault.expected

    def test_an_unknown_intervention_is_told_with_the_nearest(
        self, filled: HexagonAssessment
    ) -> None:
        """A row that the catalogue has not is one clear error."""
        text = resealed(filled, put("intervention", "child-frist"))
        with pytest.raises(Faults) as raised:
            HexagonAssessment.from_json(text)

        assert (
            "a Hexagon assessment: 1 fault\n"
            "  $.intervention: found 'child-frist', expected the id of an intervention "
            "in the catalogue; give the catalogue that it is in (the nearest is "
            "'child-first')" == str(raised.value)
        )

    @pytest.mark.parametrize(
        ("place", "path", "found"),
        [
            (("scores", 0, "score", 0), "$.scores[0].score", "0 for a score"),
            (("scores", 0, "score", 6), "$.scores[0].score", "6 for a score"),
            (("scores", 0, "score", 2.5), "$.scores[0].score", "2.5 for a score"),
            (("scores", 0, "score", True), "$.scores[0].score", "True for a score"),
            (("scores", 0, "score", "4"), "$.scores[0].score", "'4' for a score"),
            (("scores", 0, "score", None), "$.scores[0].score", "None for a score"),
            (("scores", 0, "indicator", "nee"), "$.scores[0].indicator", "'nee'"),
            (
                ("scores", 0, "indicator", "evidence"),
                "$.scores[0]",
                "'evidence' for a site indicator",
            ),
            (("scores", 0, "date", "today"), "$.scores[0].date", "'today' for date"),
            (("scores", 0, "assessor", ""), "$.scores[0]", "'' for assessor"),
            (("scores", 0, "total", 9), "$.scores[0].total", "an unknown key"),
            (("ratings", 0, "printed", "6"), "$.ratings[0]", "'6' for a rating"),
            (("ratings", 0, "printed", "2.5"), "$.ratings[0]", "'2.5' for a rating"),
            (("ratings", 0, "read_on", 5), "$.ratings[0].read_on", "5"),
            (("ratings", {}), "$.ratings", "{}"),
            (("service", 5), "$.service", "5"),
        ],
    )
    def test_each_fault_has_its_place(
        self, filled: HexagonAssessment, place: Any, path: str, found: str
    ) -> None:
        """A rating of 0, 6 or 2.5, and whatever else is none, is told where it stands."""
        with pytest.raises(Faults) as raised:
            HexagonAssessment.from_json(resealed(filled, put(*place)))

        assert [(path, found)] == [(x.place, x.found) for x in raised.value.faults]

    def test_an_entry_twice_is_told(self, filled: HexagonAssessment) -> None:
        """A document with two scores of one assessor for one indicator is refused."""
        text = resealed(filled, lambda plain: plain["scores"].append(plain["scores"][0]))
        with pytest.raises(Faults) as raised:
            HexagonAssessment.from_json(text)

        assert [("$.scores[1]", "need twice for one assessor")] == [
            (each.place, each.found) for each in raised.value.faults
        ]
