"""A service's list is matched by name alone, and people confirm the rest."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imh_evidence import (
    Audience,
    Catalogue,
    PracticeLevel,
    UnknownField,
    UnknownIntervention,
    UnknownValue,
    WrongType,
    interventions,
)
from imh_evidence.decisions import Coverage, CoverageCell, Matching, NameMatch, coverage, match
from imh_evidence.model.records import RetiredId
from imh_evidence.strategies import catalogues

from .making import amended


TRANSCRIPTION = Path(__file__).parents[1] / "transcription.json"
AUDIENCES = ["universal", "targeted"]
LEVELS = ["informed", "skilled", "enhanced", "specialist"]
FNP = "family-nurse-partnership"


@pytest.fixture(name="page", scope="module")
def _page() -> list[dict[str, Any]]:
    """The page's rows, copied by hand, with sets read anew from the print."""
    rows = json.loads(TRANSCRIPTION.read_text(encoding="utf-8"))["rows"]
    return [
        {
            "name": row["name"],
            "audience": re.findall("|".join(AUDIENCES), row["who_for"].lower()),
            "level": re.findall("|".join(LEVELS), row["practice"].lower()),
        }
        for row in rows
    ]


class TestMatching:
    @pytest.mark.parametrize(
        "name", ["FNP", FNP, "Family Nurse Partnership", "family  nurse-partnership"]
    )
    def test_ids_names_and_aliases_are_exact(self, name: str) -> None:
        """What a look-up finds is exact, under the name that was given."""
        assert (NameMatch(name, "exact", FNP),) == match([name]).matches

    def test_interventions_are_taken_as_they_are(self) -> None:
        """A record in the list is matched by its id."""
        assert (NameMatch(FNP, "exact", FNP),) == match([interventions[FNP]]).matches

    def test_near_misses_are_for_a_person(self) -> None:
        """A name spelt alike is no match, and says what it may be."""
        (found,) = match(["Child Frist"]).matches

        assert ("near", None, ("child-first",)) == (
            found.kind,
            found.intervention,
            found.suggestions,
        )
        assert "may be meant for 'child-first'" == found.told

    def test_related_programmes_are_told_apart(self) -> None:
        """A programme that is easily taken for a row's is named as another."""
        (found,) = match(["NFP"]).matches

        assert ("near", None) == (found.kind, found.intervention)
        assert str(found.told).startswith(
            "Nurse-Family Partnership is not Family Nurse Partnership"
        )

    def test_what_is_like_nothing_is_none(self) -> None:
        """A programme that the table has not is kept, and nothing is said of it."""
        assert (NameMatch("Our own group", "none"),) == match(["Our own group"]).matches

    def test_a_retired_id_is_told(self) -> None:
        """An id that was used once says what to ask for now."""
        retired = RetiredId("old-name", (FNP,), "renamed")
        own = Catalogue.from_records(interventions, source="Ours", retired=[retired])
        (found,) = match(["old-name"], catalogue=own).matches

        assert ("near", (FNP,)) == (found.kind, found.suggestions)
        assert (
            f"'old-name' is retired (renamed); ask for {FNP!r}; may be meant for {FNP!r}"
            == found.told
        )

    def test_a_row_outside_a_view_is_told(self) -> None:
        """A row that only the whole catalogue has is not counted in a view."""
        view = interventions.where(audience="universal")
        (found,) = match(["FNP"], catalogue=view).matches

        assert (
            NameMatch("FNP", "near", told=f"{FNP!r} is in the whole catalogue, not here") == found
        )

    def test_rows_are_counted_once_in_the_tables_order(self) -> None:
        """A row named twice is one row, and the repeated name is told."""
        found = match(["EPEC", "FNP", "Family Nurse Partnership", "epec", "x"])

        assert (FNP, "empowering-parent-empowering-communities") == tuple(
            row.id for row in found.rows
        )
        assert ("Family Nurse Partnership", "epec") == found.repeated

    def test_names_are_kept_by_kind(self) -> None:
        """Names of a kind are found in the order given, and counted in the repr."""
        found = match(["zzzz", "FNP", "Child Frist", "EPEC"])

        assert ["FNP", "EPEC"] == [each.name for each in found.of_kind("exact")]
        assert ["zzzz", "Child Frist"] == [each.name for each in found.of_kind("near", "none")]
        assert "<Matching of 1 name: 1 exact, 0 confirmed, 0 near, 0 none>" == repr(match(["FNP"]))
        assert "<Matching of 4 names: 2 exact, 0 confirmed, 1 near, 1 none>" == repr(found)

    def test_one_text_is_no_list(self) -> None:
        """A text in place of several is refused, and not taken letter by letter."""
        with pytest.raises(WrongType) as raised:
            match("FNP")

        assert "match(...): found 'FNP' (str), expected several names, such as ['FNP']" == str(
            raised.value
        )

    def test_a_record_of_elsewhere_is_refused(self) -> None:
        """A row of another table is not a published one, even under its id."""
        own = amended("FNP", name="Our nurses", aliases=(), recommended=None)
        table = Catalogue.from_records([own], source="Ours")

        with pytest.raises(WrongType, match="expected a record of the catalogue; give"):
            match([own])
        with pytest.raises(WrongType, match="expected a record of the catalogue; give"):
            match([interventions[FNP]], catalogue=table)
        assert (NameMatch(FNP, "exact", FNP),) == match([own], catalogue=table).matches


class TestConfirming:
    @pytest.fixture(name="found")
    def _found(self) -> Matching:
        return match(["FNP", "Child Frist", "Our nurses"])

    @pytest.mark.parametrize("key", [0, -1, slice(2), None, amended("EPEC")])
    def test_takes_keys_and_records_of_the_table(self, found: Matching, key: Any) -> None:
        """A place in the table is no row's name, nor is a record of elsewhere."""
        with pytest.raises(WrongType, match=r"^confirm\(\.\.\.\): found "):
            found.confirm({"Our nurses": key})

    def test_makes_a_name_count(self, found: Matching) -> None:
        """A confirmed name is its row; the others stay as they are."""
        after = found.confirm({"Child Frist": "Child First", "Our nurses": "FNP"})

        assert (
            NameMatch("FNP", "exact", FNP),
            NameMatch("Child Frist", "confirmed", "child-first"),
            NameMatch("Our nurses", "confirmed", FNP),
        ) == after.matches
        assert ("Our nurses",) == after.repeated
        assert found.catalogue is after.catalogue
        assert found.confirm({}) == found

    def test_leaves_the_rest_open(self, found: Matching) -> None:
        """A name that nobody confirmed is as it was."""
        after = found.confirm({"Child Frist": "child-first"})

        assert found.matches[2] == after.matches[2]
        assert "<Matching of 3 names: 1 exact, 1 confirmed, 0 near, 1 none>" == repr(after)

    def test_takes_names_of_the_list_only(self, found: Matching) -> None:
        """A name that is not open is refused, with those that are."""
        with pytest.raises(UnknownField) as raised:
            found.confirm({"FNP": "child-first"})

        assert "confirm(...): found 'FNP', expected one of 'Child Frist', 'Our nurses'" == str(
            raised.value
        )

    def test_takes_rows_of_the_catalogue_only(self, found: Matching) -> None:
        """A key that names no row is the look-up's own error."""
        with pytest.raises(UnknownIntervention, match="'nobody'"):
            found.confirm({"Our nurses": "nobody"})


class TestCoverage:
    @pytest.fixture(name="covered")
    def _covered(self) -> Coverage:
        return coverage(["FNP", "EPEC", "Child Frist"])

    def test_is_the_pages_table_by_audience_and_type(self, page: list[dict[str, Any]]) -> None:
        """Each place holds the rows that the page prints there."""
        covered = coverage(["Family Check-Up"])
        found = {
            (cell.audience.value, cell.practice_level.value): (
                [row.name for row in cell.table],
                [row.name for row in cell.yours],
            )
            for cell in covered.cells
        }
        expected = {}
        for audience in AUDIENCES:
            for level in LEVELS:
                names = [
                    row["name"]
                    for row in page
                    if audience in row["audience"] and level in row["level"]
                ]
                yours = [name for name in names if name == "Family Check-Up"]
                expected[audience, level] = (names, yours)

        assert expected == found
        assert list(expected) == list(found)

    @pytest.mark.parametrize(
        ("audience", "level", "kind", "text"),
        [
            ("targeted", "enhanced", "in-list", "1 in your list; the table has 8"),
            ("universal", "enhanced", "not-in-list", "none in your list; the table has 5"),
            ("universal", "specialist", "not-in-table", "no row in this table"),
            ("targeted", "informed", "not-in-table", "no row in this table"),
            ("targeted", "specialist", "not-in-list", "none in your list; the table has 2"),
        ],
    )
    def test_none_of_yours_is_told_from_none_at_all(
        self, covered: Coverage, audience: str, level: str, kind: str, text: str
    ) -> None:
        """An empty place says whether the table has a row there."""
        cell = covered.cell(audience, level)

        assert (kind, text) == (cell.kind, str(cell))

    def test_a_cell_is_asked_by_member_or_slug(self, covered: Coverage) -> None:
        """Members and slugs name the same place; there is no other."""
        cell = covered.cell(Audience.TARGETED, PracticeLevel.SKILLED)

        assert cell == covered.cell("targeted", "skilled")
        assert (Audience.TARGETED, PracticeLevel.SKILLED) == (cell.audience, cell.practice_level)
        with pytest.raises(UnknownValue):
            covered.cell("everybody", "skilled")
        with pytest.raises(UnknownValue):
            covered.cell("targeted", "expert")

    def test_near_misses_are_kept_and_not_counted(self, covered: Coverage) -> None:
        """A name to be confirmed is in no place until it is."""
        confirmed = covered.matching.confirm({"Child Frist": "child-first"})

        assert 2 == len(covered.matching.rows)
        assert "1 in your list; the table has 8" == str(covered.cell("targeted", "enhanced"))
        assert "2 in your list; the table has 8" == str(
            coverage(confirmed).cell("targeted", "enhanced")
        )

    def test_a_view_is_a_list_too(self) -> None:
        """The rows of a catalogue are a portfolio as they stand."""
        covered = coverage(interventions.where(practice_level="specialist"))

        assert ["not-in-table"] * 3 + ["not-in-list"] * 2 + ["in-list"] == sorted(
            (cell.kind for cell in covered.cells if cell.practice_level.value != "skilled"),
            reverse=True,
        )

    def test_asks_the_catalogue_it_is_given(self) -> None:
        """The table is the catalogue that is given."""
        view = interventions.where(audience="universal")
        covered = coverage(["EPEC"], catalogue=view)

        assert view is covered.matching.catalogue
        assert "no row in this table" == str(covered.cell("targeted", "specialist"))

    def test_a_matching_has_its_own_catalogue(self) -> None:
        """A catalogue beside a matching would be one too many."""
        with pytest.raises(WrongType) as raised:
            coverage(match(["FNP"]), catalogue=interventions)

        assert "coverage(catalogue=...)" == raised.value.what
        assert interventions == raised.value.value
        assert "no catalogue beside a Matching, which has its own" == (raised.value.expected)


class TestLaws:
    @given(catalogues(min_size=1), st.data())
    def test_order_of_the_list_is_nothing(self, catalogue: Catalogue, data: st.DataObject) -> None:
        """A list in another order covers the same, row by row."""
        listed = data.draw(st.lists(st.sampled_from(list(catalogue))))
        turned = data.draw(st.permutations(listed))

        assert (
            coverage(listed, catalogue=catalogue).cells
            == coverage(turned, catalogue=catalogue).cells
        )

    @given(catalogues(min_size=1), st.data())
    def test_every_row_stands_in_each_of_its_places(
        self, catalogue: Catalogue, data: st.DataObject
    ) -> None:
        """A row is in a place exactly if it holds the audience and the type."""
        listed = data.draw(st.sets(st.sampled_from(catalogue.ids)))
        covered = coverage(listed, catalogue=catalogue)
        for cell in covered.cells:
            here: list[CoverageCell] = [cell]
            for each, rows in ((here[0].table, catalogue.ids), (cell.yours, listed)):
                expected = [
                    row
                    for row in catalogue
                    if row.id in rows
                    and cell.audience in row.audiences
                    and cell.practice_level in row.practice_levels
                ]

                assert expected == list(each)
