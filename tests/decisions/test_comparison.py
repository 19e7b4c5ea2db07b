"""compare puts a few interventions side by side, and says what the print decides."""

from __future__ import annotations

import json
from typing import Any

import attrs
import pytest

from imh_evidence import Catalogue, EfficacyRange, InvalidCriteria, interventions
from imh_evidence.decisions import Comparison, LocalFacts, compare

from .making import amended, local_fact, table_with


FACTS = LocalFacts(
    [
        local_fact("FNP", "cost", 1250, "GBP"),
        local_fact("PCIT", "Cost", 900, "GBP"),
        local_fact("PCIT", "<b>room</b>", "one\u202e"),
        local_fact("EPEC", "capacity", 12),
    ]
)


@pytest.fixture(name="three")
def _three() -> Comparison:
    return compare("PCIT", interventions["FNP"], "Triple P", facts=FACTS)


class TestAsking:
    def test_takes_records_and_keys(self, three: Comparison) -> None:
        """Records, ids, names and aliases are taken, in the order asked."""
        assert (
            "<Comparison of parent-child-interaction-therapy, family-nurse-partnership, "
            "triple-p-suite-of-trainings>"
        ) == repr(three)
        assert interventions.source == three.source

    @pytest.mark.parametrize("keys", [(), ("FNP",), interventions.ids[:7]])
    def test_takes_two_to_six(self, keys: tuple[str, ...]) -> None:
        """One cannot be compared, and seven do not stand side by side."""
        with pytest.raises(
            InvalidCriteria, match=rf"^compare\(\.\.\.\) of {len(keys)}: give 2 to 6 interventions$"
        ):
            compare(*keys)
        assert 6 == len(compare(*interventions.ids[:6]).rows)

    def test_takes_each_once(self) -> None:
        """A row is not held against itself."""
        with pytest.raises(
            InvalidCriteria, match="'family-nurse-partnership' with itself: give each row once"
        ):
            compare("FNP", "PCIT", "Family Nurse Partnership")

    def test_asks_a_catalogue_of_ones_own(self) -> None:
        """Records are looked up where one says."""
        own = Catalogue.from_records(
            [
                attrs.evolve(amended("FNP"), recommended=None),
                attrs.evolve(amended("PCIT"), recommended=None),
            ],
            source="Ours",
        )
        both = compare(own[0], "PCIT", catalogue=own)

        assert "Ours" == both.source.title
        assert ("nothing said", "nothing said") == {
            each.name: each.values for each in both.attributes()
        }["recommended by the page"]
        assert "recommended" not in {each.id for each in both.cautions}
        assert "local-facts" not in {each.id for each in both.cautions}


class TestAttributes:
    def test_are_those_that_differ_on_request(self, three: Comparison) -> None:
        """What is the same in all is left out."""
        every = three.attributes()
        differing = three.attributes(differences=True)

        assert {"evidence", "recommended by the page"} == {
            each.name for each in every if each not in differing
        }
        assert [each for each in every if len(set(each.values)) > 1] == list(differing)

    def test_say_none_where_there_is_none(self) -> None:
        """A row without aliases says so; the page says nothing of a row that it has not."""
        catalogue = table_with(amended("FNP", aliases=(), recommended=False), amended("PCIT"))
        names = {
            each.name: each.values[0]
            for each in compare(
                "family-nurse-partnership", "PCIT", catalogue=catalogue
            ).attributes()
        }

        assert ("none", "nothing said") == (names["other names"], names["recommended by the page"])


class TestRelations:
    def test_a_shared_level_is_the_lower_end_of_the_upper_row(self) -> None:
        """AT_LEAST names the level that both print."""
        catalogue = table_with(
            amended("FNP", efficacy=EfficacyRange("low", "medium")),
            amended("PCIT", efficacy=EfficacyRange("medium", "high")),
        )

        (told,) = compare("FNP", "PCIT", catalogue=catalogue).relations

        assert "and both print Medium." in told

    def test_each_pair_once(self, three: Comparison) -> None:
        """Three rows have three pairs."""
        assert 3 == len(three.pairs) == len(three.relations)


class TestCautions:
    def test_are_those_of_the_rows_and_of_the_facts(self, three: Comparison) -> None:
        """Nothing is said of counts; the recommendation comes first, local facts last."""
        assert [
            "recommended",
            "evidence-constant",
            "audiences-differ",
            "suite-beside-single",
            "outcomes-may-differ",
            "not-exhaustive",
            "local-facts",
        ] == [each.id for each in three.cautions]
        assert (
            "The page recommends all of these; the choice among them is made with the "
            "Hexagon Tool for your context."
        ) == three.cautions[0].text
        assert (
            "Local facts are the user's own and are not published with the table."
        ) == three.cautions[-1].text


class TestElsewhere:
    def test_dicts(self, three: Comparison) -> None:
        """A flat row for each field has a value under each id."""
        rows = three.to_dicts()

        assert {
            "attribute": "cost",
            "published": False,
            "differs": True,
            "parent-child-interaction-therapy": "900 GBP",
            "family-nurse-partnership": "1,250 GBP",
            "triple-p-suite-of-trainings": "not known",
        } == rows[9]
        assert 11 == len(rows)
        assert 9 == len(three.to_dicts(differences=True))

    @pytest.mark.parametrize("id_", ["attribute", "published", "differs"])
    def test_a_row_with_the_name_of_a_column(self, id_: str) -> None:
        """A table would have two columns of one name; everything else has the row."""
        own = amended("FNP", id=id_, name=id_, aliases=(), recommended=None)
        other = amended("PCIT", recommended=None)
        both = compare(id_, "PCIT", catalogue=Catalogue.from_records([own, other], source="Ours"))

        for act in (both.to_dicts, lambda: both.to_frame("pandas")):
            with pytest.raises(InvalidCriteria) as raised:
                act()
            assert (
                f"a table with a column for {id_!r}: attribute, published, differs are "
                "columns of their own; give the row another id, or take to_json()"
            ) == str(raised.value)
        assert id_ in both.to_text()
        assert [id_, other.id] == json.loads(both.to_json())["interventions"]

    @pytest.mark.parametrize("library", ["pandas", "polars", "pyarrow"])
    @pytest.mark.parametrize("differences", [False, True])
    def test_frames(self, three: Comparison, library: Any, differences: bool) -> None:
        """The same rows, as a frame of the library that is asked for."""
        frame = three.to_frame(library, differences=differences)
        rows = (
            frame.to_dict("records")
            if library == "pandas"
            else getattr(frame, "to_dicts" if library == "polars" else "to_pylist")()
        )

        assert type(frame).__module__.startswith(library)
        assert three.to_dicts(differences=differences) == rows
        assert len(three.to_dicts()) == len(three.to_frame(library))
