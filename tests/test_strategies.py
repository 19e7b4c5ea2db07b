"""The strategies reach the corners, work for every public type, and cost nobody who does not import them."""

from __future__ import annotations

import importlib
import subprocess
import sys
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

import imh_evidence
from imh_evidence import (
    Audience,
    Catalogue,
    Criteria,
    EffectClaim,
    EfficacyLevel,
    EfficacyRange,
    EvidenceLevel,
    Intervention,
    Limits,
    LocalTheory,
    MissingExtra,
    PracticeLevel,
    PrevalenceEstimate,
    Reference,
    Relation,
    Theory,
    TheoryGroup,
    Topic,
)
from imh_evidence.criteria import EfficacyBounds, Reading
from imh_evidence.strategies import (
    catalogues,
    criteria,
    efficacy_bounds,
    efficacy_ranges,
    groups,
    interventions,
    local_theories,
    names,
    published,
)


if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy


PUBLIC_TYPES: list[Any] = [
    Audience,
    Catalogue,
    Criteria,
    EffectClaim,
    EfficacyLevel,
    EfficacyRange,
    EvidenceLevel,
    Intervention,
    Limits,
    LocalTheory,
    PracticeLevel,
    PrevalenceEstimate,
    Reference,
    Relation,
    Theory,
    TheoryGroup,
    Topic,
]

# The same examples on every run, and the first that fits: none is made simpler.
FIXED = settings(
    derandomize=True, database=None, max_examples=5_000, phases=[Phase.generate]
)


def reach(strategy: SearchStrategy[Any], condition: Callable[[Any], Any]) -> Any:
    """A value that a strategy gives and a condition holds for."""
    return find(strategy, condition, settings=FIXED)


def drawn(strategy: SearchStrategy[Any], count: int = 1_000) -> list[Any]:
    """Many values that a strategy gives."""
    values = []

    @settings(FIXED, max_examples=count, suppress_health_check=list(HealthCheck))
    @given(strategy)
    def draw(value: Any) -> None:
        values.append(value)

    draw()
    return values


def in_a_fresh_process(code: str) -> str:
    """What some code prints in a Python of its own."""
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


class TestFromType:
    """``st.from_type`` knows every public type."""

    @pytest.mark.parametrize("kind", PUBLIC_TYPES)
    def test_gives_that_type(self, kind: Any) -> None:
        """A value drawn for a type is of that very type."""

        @settings(max_examples=10)
        @given(st.from_type(kind))
        def draw(value: object) -> None:
            assert type(value) is kind

        draw()

    def test_none_is_forgotten(self) -> None:
        """The list above holds every public class that is no error and no id."""
        public = {name: getattr(imh_evidence, name) for name in imh_evidence.__all__}

        expected = {
            kind
            for kind in public.values()
            if isinstance(kind, type)
            and not issubclass(kind, Exception)
            and kind is not imh_evidence.InterventionId
        }

        assert set(PUBLIC_TYPES) == expected

    @pytest.mark.parametrize(
        ("kind", "name"),
        [
            (EffectClaim, "claims"),
            (PrevalenceEstimate, "prevalence"),
            (Reference, "references"),
        ],
    )
    def test_what_stands_around_the_table(self, kind: Any, name: str) -> None:
        """Claims, figures and references are the published ones, as none can be made up."""
        expected = set(getattr(imh_evidence.topic, name))

        assert set(drawn(st.from_type(kind))) == expected

    def test_headings(self) -> None:
        """Headings are the published ones."""
        assert set(drawn(st.from_type(TheoryGroup))) == set(imh_evidence.groups)

    def test_the_topic(self) -> None:
        """The topic is the published one."""
        assert set(drawn(st.from_type(Topic), 5)) == {imh_evidence.topic}

    @pytest.mark.parametrize("kind", [Intervention, Catalogue, Criteria])
    def test_inside_other_types(self, kind: Any) -> None:
        """A type is resolved inside a container, too."""
        assert type(reach(st.from_type(list[kind]), bool)[0]) is kind


class TestRanges:
    """Ranges, and conditions on them."""

    def test_each_of_the_six(self) -> None:
        """Every range there is comes up."""
        expected = {
            EfficacyRange("low", "low"),
            EfficacyRange("low", "medium"),
            EfficacyRange("low", "high"),
            EfficacyRange("medium", "medium"),
            EfficacyRange("medium", "high"),
            EfficacyRange("high", "high"),
        }

        assert set(drawn(efficacy_ranges())) == expected

    def test_every_relation(self) -> None:
        """Two ranges in every relation come up."""
        pairs = drawn(st.tuples(efficacy_ranges(), efficacy_ranges()))

        assert {a.relation(b) for a, b in pairs} == set(Relation)

    @pytest.mark.parametrize("reading", Reading)
    @pytest.mark.parametrize(
        ("least", "most"), [(True, False), (False, True), (True, True)]
    )
    def test_every_kind_of_bounds(
        self, reading: Reading, least: bool, most: bool
    ) -> None:
        """Both readings come up with either bound and with two."""

        def fits(bounds: EfficacyBounds) -> bool:
            return (
                bounds.reading is reading
                and (bounds.at_least is not None) is least
                and (bounds.at_most is not None) is most
            )

        assert fits(reach(efficacy_bounds(), fits))


class TestInterventions:
    """Rows."""

    @pytest.mark.parametrize(
        ("field", "members"),
        [
            ("theories", Theory),
            ("audiences", Audience),
            ("practice_levels", PracticeLevel),
        ],
    )
    def test_every_member_of_a_set(self, field: str, members: Any) -> None:
        """Every member comes up, alone and beside others."""
        sets = [frozenset(getattr(row, field)) for row in drawn(interventions())]

        alone = {member for each in sets if len(each) == 1 for member in each}
        beside = {member for each in sets if len(each) > 1 for member in each}

        assert alone == beside == set(members)

    def test_every_level_of_evidence(self) -> None:
        """Every level of evidence comes up, though the page prints only High."""
        levels = {row.evidence for row in drawn(interventions(), 100)}

        assert levels == set(EvidenceLevel)

    def test_every_range(self) -> None:
        """Rows print each of the six ranges."""
        ranges = {row.efficacy for row in drawn(interventions())}

        assert len(ranges) == 6

    def test_three_theories(self) -> None:
        """A row may stand under three theories, each once."""
        row = reach(interventions(), lambda row: len(row.theories) == 3)

        assert len(set(row.theories)) == 3

    @pytest.mark.parametrize("field", ["aliases", "related", "provenance", "is_suite"])
    def test_what_a_row_may_lack(self, field: str) -> None:
        """Rows with and without aliases, related programmes, provenance, and suites come up."""
        assert {bool(getattr(row, field)) for row in drawn(interventions(), 200)} == {
            True,
            False,
        }

    def test_local_theories(self) -> None:
        """Given a strategy for theories, rows hold local ones beside published ones."""
        theories = local_theories() | st.sampled_from(Theory)

        row = reach(
            interventions(theories=theories),
            lambda row: {type(each) for each in row.theories} == {Theory, LocalTheory},
        )

        assert len(row.theories) >= 2

    def test_published_theories_by_default(self) -> None:
        """Without one, rows hold published theories alone."""
        rows = drawn(interventions(), 300)

        assert {type(each) for row in rows for each in row.theories} == {Theory}

    @given(interventions())
    def test_none_is_recommended(self, row: Intervention) -> None:
        """A row made up is not recommended, and stands in no group of the page."""
        assert row.recommended is None
        assert row.theory_group is None

    @given(local_theories())
    def test_local_slugs_are_their_own(self, theory: LocalTheory) -> None:
        """No local theory has the slug of a published one."""
        assert theory.slug not in {each.value for each in Theory}

    def test_every_published_row(self) -> None:
        """Each of the published rows comes up."""
        ids = {row.id for row in drawn(published())}

        assert ids == set(imh_evidence.interventions.ids)

    def test_every_group(self) -> None:
        """Each of the published headings comes up."""
        assert set(drawn(groups())) == set(imh_evidence.groups)


class TestNames:
    """Names as people and spreadsheets spoil them."""

    @pytest.mark.parametrize(
        "character",
        [
            "<",
            "&",
            '"',
            "'",
            "=",
            "\n",
            "\t",
            ",",
            ";",
            "\u00a0",
            "\u202e",
            "\U0001f9f8",
        ],
    )
    def test_hostile_characters(self, character: str) -> None:
        """Markup, formulae, line ends, separators and directions come up inside names."""
        assert character in reach(names(), lambda name: character in name)

    @pytest.mark.parametrize("name", ["NA", "None", "=1+1", "Child First", "High"])
    def test_names_that_look_like_something_else(self, name: str) -> None:
        """Names that read as missing, as formulae, as rows or as labels come up."""
        assert reach(names(), lambda drawn: drawn == name) == name

    def test_letters_of_other_scripts(self) -> None:
        """Letters outside ASCII come up."""
        name = reach(names(), lambda n: any(c.isalpha() and c > "\u024f" for c in n))

        assert not name.isascii()

    @given(names())
    def test_hold_something_to_look_up(self, name: str) -> None:
        """No name is made of spaces and dashes alone."""
        row = Intervention(
            "row",
            name,
            (Theory.ATTACHMENT,),
            frozenset(Audience),
            frozenset(PracticeLevel),
            EvidenceLevel.LOW,
            EfficacyRange("low", "low"),
        )

        assert Catalogue.from_records([row])[name] is row


class TestCatalogues:
    """Catalogues."""

    @pytest.mark.parametrize("size", [0, 1, 2, 5])
    def test_sizes(self, size: int) -> None:
        """Catalogues of none, of one and of several come up."""
        catalogue = reach(catalogues(), lambda each: len(each) == size)

        assert len(catalogue) == size

    @given(catalogues(min_size=2, max_size=3))
    @settings(max_examples=30)
    def test_bounds_on_size(self, catalogue: Catalogue) -> None:
        """Sizes keep to the bounds given."""
        assert 2 <= len(catalogue) <= 3

    def test_published_rows_beside_new_ones(self) -> None:
        """Published rows come up beside new ones."""
        catalogue = reach(
            catalogues(), lambda each: {row.recommended for row in each} == {True, None}
        )

        assert len(catalogue) >= 2

    def test_only_the_rows_given(self) -> None:
        """Given a strategy for rows, a catalogue holds no others."""

        @settings(max_examples=30)
        @given(catalogues(rows=published()))
        def draw(catalogue: Catalogue) -> None:
            assert all(row in imh_evidence.interventions for row in catalogue)

        draw()

    def test_every_caution(self) -> None:
        """Catalogues with each caution, and with the last alone, come up."""
        sets = [
            {caution.id for caution in each.cautions}
            for each in drawn(catalogues(max_size=4), 500)
        ]

        assert set().union(*sets) == {
            "evidence-constant",
            "audiences-differ",
            "suite-beside-single",
            "memberships-exceed-rows",
            "outcomes-may-differ",
            "not-exhaustive",
        }
        assert {"not-exhaustive"} in sets

    @pytest.mark.parametrize(
        "relation",
        [Relation.ABOVE, Relation.AT_LEAST, Relation.EQUAL, Relation.UNDECIDED],
    )
    def test_every_relation_of_a_pair(self, relation: Relation) -> None:
        """Catalogues in which two rows stand in each relation come up."""
        catalogue = reach(
            catalogues(max_size=3), lambda each: any(each.relations().pairs(relation))
        )

        assert any(
            relation
            in {a.efficacy.relation(b.efficacy), b.efficacy.relation(a.efficacy)}
            for a, b in combinations(catalogue, 2)
        )


class TestCriteria:
    """Questions."""

    FACETS = ("theory", "audience", "practice_level", "evidence", "efficacy")

    @pytest.mark.parametrize("facet", FACETS)
    def test_one_condition(self, facet: str) -> None:
        """A question on each facet alone comes up."""

        def alone(asked: Criteria) -> bool:
            return [f for f in self.FACETS if getattr(asked, f) is not None] == [facet]

        assert alone(reach(criteria(), alone))

    def test_none_and_all(self) -> None:
        """The question without a condition comes up, and one with all of them."""
        assert reach(criteria(), lambda asked: asked == Criteria()) == Criteria()
        assert reach(
            criteria(),
            lambda asked: None not in [getattr(asked, f) for f in self.FACETS],
        )

    @pytest.mark.parametrize(
        ("facet", "scale"),
        [
            ("theory", Theory),
            ("audience", Audience),
            ("practice_level", PracticeLevel),
            ("evidence", EvidenceLevel),
        ],
    )
    def test_every_member(self, facet: str, scale: Any) -> None:
        """Every member of a facet is asked for."""
        asked = [getattr(each, facet) for each in drawn(criteria())]

        assert {member for each in asked for member in each or ()} == set(scale)

    @pytest.mark.parametrize("kind", [EfficacyBounds, EfficacyRange])
    def test_both_kinds_of_efficacy(self, kind: type) -> None:
        """Bounds on the range come up, and the very print."""
        asked = reach(criteria(), lambda asked: isinstance(asked.efficacy, kind))

        assert type(asked.efficacy) is kind

    def test_answers_of_some_and_of_none(self) -> None:
        """Questions that some published rows meet come up, and some that none meets."""
        table = imh_evidence.interventions

        assert reach(criteria(), lambda asked: 0 < len(table.where(asked)) < len(table))
        assert reach(criteria(), lambda asked: len(table.where(asked)) == 0)


class TestFreshProcesses:
    """What is imported when."""

    @pytest.mark.parametrize(
        "code",
        [
            "import imh_evidence",
            "import imh_evidence; imh_evidence.load()",
            "from imh_evidence import interventions; interventions.where(audience='targeted')",
        ],
    )
    def test_the_library_alone(self, code: str) -> None:
        """Using the library does not import Hypothesis."""
        asked = f"{code}\nimport sys; print('hypothesis' in sys.modules)"

        assert in_a_fresh_process(asked) == "False"

    @pytest.mark.parametrize(
        "code",
        [
            "from imh_evidence.strategies import interventions",
            "import imh_evidence.strategies",
            "import hypothesis; from imh_evidence.strategies import interventions",
            "import imh_evidence; import hypothesis.strategies",
            "import imh_evidence._hypothesis",
        ],
    )
    def test_whichever_is_imported_first(self, code: str) -> None:
        """The entry point registers every type, also where it runs in the middle of importing us."""
        kinds = ", ".join(kind.__name__ for kind in PUBLIC_TYPES)
        asked = "\n".join(
            (
                code,
                "from hypothesis import given, settings, strategies as st",
                f"from imh_evidence import {kinds}",
                f"for kind in [{kinds}]:",
                "    @settings(max_examples=2, database=None)",
                "    @given(st.from_type(kind))",
                "    def draw(value):",
                "        assert type(value) is kind",
                "    draw()",
                "print('fine')",
            )
        )

        assert in_a_fresh_process(asked) == "fine"

    def test_importing_hypothesis_reads_no_data(self) -> None:
        """Where the package is installed, Hypothesis is imported without reading the table."""
        asked = (
            "import hypothesis, sys\n"
            "module = sys.modules.get('imh_evidence.published')\n"
            "print(bool(module and module._loaded))"
        )

        assert in_a_fresh_process(asked) == "False"


def test_without_hypothesis_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Hypothesis is missing, the error says how to install it."""
    name = "imh_evidence.strategies"
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    monkeypatch.delitem(sys.modules, name)

    with pytest.raises(MissingExtra) as raised:
        importlib.import_module(name)
    assert (
        "imh_evidence.strategies needs hypothesis, which is not installed; "
        'run: pip install "imh-evidence[strategies]"'
    ) == str(raised.value)
