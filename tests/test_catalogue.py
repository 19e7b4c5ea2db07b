"""A catalogue is an ordered, immutable set that is looked up exactly."""

from __future__ import annotations

import json
from typing import Any

import attrs
import pytest
from tests.edition import COUNT, NAMES

from imh_evidence import (
    Audience,
    Catalogue,
    DifferentUniverses,
    EfficacyRange,
    EvidenceLevel,
    Faults,
    Intervention,
    InterventionId,
    InvalidRange,
    LocalTheory,
    PracticeLevel,
    Theory,
    UnknownIntervention,
    UnknownValue,
    WrongType,
    interventions,
)
from imh_evidence.model.notice import Source
from imh_evidence.model.records import RelatedProgramme, RetiredId, TheoryGroup


def row(name: str, /, **fields: Any) -> Intervention:
    """A lawful row of a service's own."""
    given: dict[str, Any] = {
        "id": name.lower().replace(" ", "-"),
        "name": name,
        "theories": (Theory.ATTACHMENT,),
        "audiences": (Audience.UNIVERSAL,),
        "practice_levels": (PracticeLevel.SKILLED,),
        "evidence": EvidenceLevel.LOW,
        "efficacy": EfficacyRange("low", "medium"),
    }
    return Intervention(**{**given, **fields})


@pytest.fixture(name="targeted")
def _targeted() -> Catalogue:
    return interventions.where(audience="targeted")


@pytest.fixture(name="universal")
def _universal() -> Catalogue:
    return interventions.where(audience="universal")


class TestPositions:
    def test_rows_stand_in_page_order(self) -> None:
        """The published rows are those of the page, in its order, forwards and back."""
        assert NAMES == [record.name for record in interventions]
        assert NAMES[::-1] == [record.name for record in reversed(interventions)]
        assert COUNT == len(interventions) == len(set(interventions))
        assert [*InterventionId] == [*interventions.ids]
        assert [*interventions.ids] == interventions._ipython_key_completions_()

    def test_refuses_positions_outside(self) -> None:
        """A position outside is an IndexError, on both sides."""
        assert interventions[COUNT - 1] is interventions[-1]
        assert interventions[-COUNT] is interventions[0]
        for at in (COUNT, -COUNT - 1):
            with pytest.raises(IndexError):
                interventions[at]

    @pytest.mark.parametrize("step", [-1, 0, True])
    def test_slices_keep_the_order(self, step: int) -> None:
        """A slice that would turn the order round is refused."""
        with pytest.raises(WrongType, match="a positive step"):
            interventions[::step]

    @pytest.mark.parametrize("key", [1.5, True, None, Audience.UNIVERSAL, ("FNP",)])
    def test_refuses_keys_of_other_types(self, key: Any) -> None:
        """A key that is no position, slice or name is an error that says so."""
        with pytest.raises(WrongType, match="a position, a slice, or an id") as caught:
            interventions[key]

        assert key is caught.value.value


class TestLookUp:
    @pytest.mark.parametrize(
        "key",
        [
            "family-nurse-partnership",
            "Family Nurse Partnership",
            "FNP",
            "fnp",
            " family  NURSE\u00a0partnership ",
            InterventionId.FAMILY_NURSE_PARTNERSHIP,
        ],
    )
    def test_finds_by_id_name_or_alias(self, key: str) -> None:
        """Each form of a name finds its record, and `get` and `in` agree."""
        assert "family-nurse-partnership" == interventions[key].id
        assert interventions[key] is interventions.get(key)
        assert key in interventions

    def test_a_miss_suggests_and_does_not_guess(self) -> None:
        """A misspelt name is a KeyError that names records spelt alike."""
        with pytest.raises(UnknownIntervention, match="did you mean 'child-first'") as caught:
            interventions["Child Frist"]

        assert isinstance(caught.value, KeyError)
        assert "Child Frist" == caught.value.key
        assert "child-first" == caught.value.suggestions[0]
        assert interventions.get("Child Frist") is None
        assert 0 == interventions.get("Child Frist", 0)
        assert "Child Frist" not in interventions

    def test_a_miss_may_be_part_of_a_name(self) -> None:
        """Words that all stand in one name are told with that name's row."""
        with pytest.raises(UnknownIntervention) as caught:
            interventions["Incredible Years"]

        assert ("incredible-years-parents-and-toddlers-programme",) == caught.value.suggestions

    def test_another_programme_is_not_suggested_again(self) -> None:
        """Of a related programme it is said that it is another, and no more."""
        with pytest.raises(UnknownIntervention) as caught:
            interventions["Nurse-Family Partnership"]

        assert "is not Family Nurse Partnership" in str(caught.value)
        assert "did you mean" not in str(caught.value)

    @pytest.mark.parametrize(
        ("key", "note"),
        [
            ("NFP", "Nurse-Family Partnership is not Family Nurse Partnership"),
            ("Parents as Teachers", "Parents as Teachers is not Parents as First Teachers"),
            ("triple p online", "Triple P Online is not Triple P suite of trainings"),
        ],
    )
    def test_a_related_programme_is_no_match(self, key: str, note: str) -> None:
        """A related programme's name finds nothing, and the error says what it is."""
        with pytest.raises(UnknownIntervention) as caught:
            interventions[key]

        assert note in str(caught.value)

    def test_a_view_says_when_only_it_lacks_a_record(self, universal: Catalogue) -> None:
        """A record outside the view is missed with a pointer to the whole catalogue."""
        with pytest.raises(UnknownIntervention, match="in the whole catalogue") as caught:
            universal["FNP"]

        assert "family-nurse-partnership" == caught.value.outside_view
        assert universal.get("FNP") is None
        assert "FNP" not in universal

    def test_a_retired_id_says_what_replaced_it(self) -> None:
        """An id used once is missed with what to ask for instead."""
        own = Catalogue.from_records(
            [row("Bear")],
            retired=[RetiredId("teddy", ("bear",), "renamed"), RetiredId("doll", (), "gone")],
        )

        with pytest.raises(UnknownIntervention) as caught:
            own["Teddy"]
        assert ("bear",) == caught.value.suggestions
        assert "'teddy' is retired (renamed); ask for 'bear'" in str(caught.value)
        with pytest.raises(UnknownIntervention, match="has no successor"):
            own["doll"]

    def test_contains_records_and_never_raises(self, universal: Catalogue) -> None:
        """`in` takes a record or a key, and anything else is not in."""
        fnp = interventions["FNP"]

        assert fnp in interventions
        assert fnp not in universal
        assert attrs.evolve(fnp, name="Other") not in interventions
        assert attrs.evolve(fnp, id="other") not in interventions
        assert 0 not in interventions
        assert None not in interventions


class TestSearch:
    def test_says_what_matched(self) -> None:
        """A hit names each field that holds a word, related programmes as such."""
        (hit,) = interventions.search("nurse")

        assert "family-nurse-partnership" == hit.intervention.id
        assert [
            ("name", "Family Nurse Partnership"),
            ("related, not identical", "Nurse-Family Partnership (NFP)"),
        ] == [(match.field, match.text) for match in hit.matches]

    def test_finds_by_each_kind_of_text(self) -> None:
        """Names, aliases, related programmes, theories, audiences and practice count."""
        fields = {
            match.field
            for text in (
                "EasyPeasy app",
                "Chicago",
                "Psychopathology",
                "Universal",
                "Skilled",
                "Behaviour Therapy",
            )
            for hit in interventions.search(text)
            for match in hit.matches
        }

        assert {
            "name",
            "alias",
            "related, not identical",
            "theory",
            "heading",
            "audience",
            "practice level",
        } == fields

    @pytest.mark.parametrize("text", ["", "  ", "no such word"])
    def test_finds_nothing_for_nothing(self, text: str) -> None:
        """An empty text finds nothing, not everything."""
        assert () == interventions.search(text)

    def test_searches_within_a_view(self, universal: Catalogue) -> None:
        """A view searches its own records."""
        assert () == universal.search("nurse")

    def test_refuses_other_types(self) -> None:
        """A search is for text."""
        with pytest.raises(WrongType, match="search"):
            interventions.search(3)  # type: ignore[arg-type]


class TestWhere:
    def test_no_condition_is_everything(self) -> None:
        """Without a condition the answer is the catalogue."""
        assert interventions == interventions.where()

    def test_own_theories_are_found_by_slug(self) -> None:
        """A catalogue's own theories are asked for by member or slug, alone or among others."""
        play = LocalTheory("play", "Play Theory")
        own = Catalogue.from_records([row("Doll", theories=(play,)), row("Bear")])
        slug: Any = "play"

        assert ("doll",) == own.where(theory=play).ids
        assert ("doll",) == own.where(theory=slug).ids
        assert ("doll", "bear") == own.where(theory=[slug, "attachment", Theory.ATTACHMENT]).ids
        assert ("bear",) == own.where(theory=Theory.ATTACHMENT).ids
        with pytest.raises(UnknownValue):
            interventions.where(theory=slug)


class TestSets:
    def test_other_universes_are_refused(self, universal: Catalogue) -> None:
        """Sets of two universes do not mix, and the error names both sources."""
        own = Catalogue.from_records([row("Bear")], source="Our service")

        for operation in ("__or__", "__and__", "__sub__", "__xor__", "__le__", "__lt__"):
            with pytest.raises(DifferentUniverses, match="'Our service'"):
                getattr(universal, operation)(own)
        with pytest.raises(DifferentUniverses, match="beside"):
            universal.isdisjoint(own)

    def test_equal_records_make_one_universe(self) -> None:
        """Two universes of equal records in the same order are one."""
        one = Catalogue.from_records([row("Bear"), row("Doll")])
        other = Catalogue.from_records([row("Bear"), row("Doll")])

        assert one == one[:1] | other[1:]

    @pytest.mark.parametrize(
        "operation",
        [
            "__or__",
            "__and__",
            "__sub__",
            "__xor__",
            "__le__",
            "__lt__",
            "__ge__",
            "__gt__",
            "__eq__",
        ],
    )
    def test_other_types_are_left_to_python(self, operation: str) -> None:
        """A catalogue and a plain set do not mix."""
        assert NotImplemented is getattr(interventions, operation)({"FNP"})

    def test_equality_is_records_and_order(self) -> None:
        """Equal means the same records in the same order, in any universe."""
        bear, doll = row("Bear"), row("Doll")
        both = Catalogue.from_records([bear, doll])
        turned = Catalogue.from_records([doll, bear])

        assert both != turned
        assert both[:1] == turned[1:]
        assert hash(both[:1]) == hash(turned[1:])
        assert both != both[:1]
        assert both != [bear, doll]


class TestFromRecords:
    def test_a_view_can_become_a_universe(self, universal: Catalogue) -> None:
        """Records of a view make a catalogue of their own, with its own source."""
        own = Catalogue.from_records(universal, source=Source("Our service"))

        assert universal == own
        assert "Our service" == own.source.title
        with pytest.raises(UnknownIntervention, match="no intervention has"):
            own["family-nurse-partnership"]

    def test_groups_are_those_with_rows(self) -> None:
        """A catalogue lists the headings that its rows stand under."""
        groups = (
            TheoryGroup(1, "One", (Theory.ATTACHMENT,)),
            TheoryGroup(2, "Two", (Theory.PSYCHOEDUCATION,)),
        )
        own = Catalogue.from_records([row("Bear", theory_group=1)], groups=groups)

        assert groups[:1] == own.groups

    def test_all_clashes_of_records_are_told_at_once(self) -> None:
        """Names that records share come in one error."""
        with pytest.raises(Faults) as caught:
            Catalogue.from_records(
                [
                    row("Bear", aliases=("Ted",)),
                    row("Doll", aliases=("TED",)),
                    row("Bear", id="bear-2"),
                    row("Dice", id="doll"),
                ],
                source="Ours",
            )

        assert [
            "$.interventions[1].aliases[0]",
            "$.interventions[2].name",
            "$.interventions[3].id",
        ] == [fault.place for fault in caught.value.faults]
        assert "which $.interventions[0] has too" in str(caught.value)
        assert str(caught.value).startswith("Ours: 3 faults")

    def test_what_stands_beside_records_goes_with_them(self) -> None:
        """Groups, retired ids and rows that do not go together are told."""
        numbered = [
            TheoryGroup(1, "One", (Theory.ATTACHMENT,)),
            TheoryGroup(1, "Two", (Theory.PSYCHOEDUCATION,)),
        ]
        with pytest.raises(Faults) as caught:
            Catalogue.from_records(
                [row("Bear", theory_group=3)],
                groups=numbered,
                retired=[RetiredId("bear", (), "gone")],
            )

        assert ["$.groups[1].number", "$.interventions[0].theory_group", "$.retired[0].id"] == [
            fault.place for fault in caught.value.faults
        ]

    @pytest.mark.parametrize(
        ("made", "told"),
        [
            ({"records": 5}, "from_records(...): found 5 (int)"),
            ({"groups": [1]}, "from_records(...), groups: found 1 (int)"),
            ({"retired": ["x"]}, "from_records(...), retired: found 'x' (str)"),
            ({"source": 3}, "source=...: found 3 (int)"),
        ],
    )
    def test_other_things_are_refused_where_they_stand(
        self, made: dict[str, Any], told: str
    ) -> None:
        """What is no record of its kind is told with the argument it was given for."""
        with pytest.raises(WrongType) as caught:
            Catalogue.from_records(**{"records": [row("Bear")], **made})

        assert str(caught.value).startswith(told)

    def test_a_whole_is_called_something(self, universal: Catalogue) -> None:
        """Two catalogues are not put together under a name that nothing could show."""
        own = Catalogue.from_records([row("Bear")])

        with pytest.raises(Faults, match="title: .* text that can be seen"):
            own.beside(universal, source=" ")
        with pytest.raises(WrongType, match="a Source, or its title"):
            own.beside(universal, source=5)  # type: ignore[arg-type]


class TestRecords:
    def test_take_members_slugs_and_labels_in_any_order(self) -> None:
        """However members are given, the row holds each once, in scale order."""
        made = row(
            "Bear",
            theories="attachment",
            audiences=["targeted", "Universal", Audience.TARGETED],
            practice_levels=iter(["ENHANCED", "skilled"]),
            evidence="High",
            efficacy="Low - Medium",
            aliases=["Ted"],
        )

        assert (Theory.ATTACHMENT,) == made.theories
        assert (Audience.UNIVERSAL, Audience.TARGETED) == made.audiences
        assert (PracticeLevel.SKILLED, PracticeLevel.ENHANCED) == made.practice_levels
        assert EvidenceLevel.HIGH is made.evidence
        assert EfficacyRange("low", "medium") == made.efficacy
        assert ("Ted",) == made.aliases

    @pytest.mark.parametrize(
        ("field", "value", "error"),
        [
            ("id", "bear\ud800", Faults),
            ("id", "Bear 2", Faults),
            ("name", "-", Faults),
            ("name", "Bear\ud800", Faults),
            ("name", "Bear\x1b[2J", Faults),
            ("name", "\u200b", Faults),
            ("aliases", ("Ted\udfff",), Faults),
            ("name", 5, WrongType),
            ("aliases", (5,), WrongType),
            ("aliases", "Ted", WrongType),
            ("theories", (), UnknownValue),
            ("theories", "atachment", UnknownValue),
            ("audiences", frozenset(), UnknownValue),
            ("audiences", {"everyone"}, UnknownValue),
            ("practice_levels", None, WrongType),
            ("related", None, WrongType),
            ("evidence", None, WrongType),
            ("evidence", EfficacyRange("low", "low"), WrongType),
            ("efficacy", 3, WrongType),
            ("efficacy", "high-low", InvalidRange),
            ("provenance", None, WrongType),
        ],
    )
    def test_refuse_what_they_cannot_hold(
        self, field: str, value: Any, error: type[Exception]
    ) -> None:
        """A wrong value is refused when the record is made, of every kind."""
        with pytest.raises(error):
            attrs.evolve(interventions[0], **{field: value})

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("theory_group", "1"),
            ("theory_group", True),
            ("recommended", 1),
            ("is_suite", 1),
            ("related", ("x",)),
        ],
    )
    def test_refuse_other_types(self, field: str, value: Any) -> None:
        """Numbers, flags and records are of their own types."""
        with pytest.raises(WrongType, match=f"^{field} of Intervention"):
            attrs.evolve(interventions[0], **{field: value})

    @pytest.mark.parametrize("title", ["", " ", "bell \x07", "half \ud800"])
    def test_a_source_has_a_title_that_can_be_shown(self, title: str) -> None:
        """A source is called something, and a related programme too."""
        with pytest.raises(Faults):
            Source(title)
        with pytest.raises(Faults):
            RelatedProgramme("x", title)
        with pytest.raises(Faults):
            Source("x", publisher=title)

    def test_a_source_is_told_in_text(self) -> None:
        """What is known of a source is text."""
        with pytest.raises(WrongType, match="^address of Source"):
            Source("x", address=5)  # type: ignore[arg-type]
        with pytest.raises(WrongType, match="^number of TheoryGroup"):
            TheoryGroup("1", "One", (Theory.ATTACHMENT,))  # type: ignore[arg-type]


class TestValue:
    def test_does_not_change(self) -> None:
        """Nothing of a catalogue or a record can be set or deleted."""
        with pytest.raises(AttributeError, match="does not change"):
            interventions.source = None  # type: ignore[misc, assignment]
        with pytest.raises(AttributeError, match="does not change"):
            del interventions._mask
        with pytest.raises(AttributeError):
            interventions[0].name = "x"  # type: ignore[misc]

    def test_json_names_source_and_own_theories(self) -> None:
        """A catalogue's JSON carries its source and the theories it declares."""
        play = LocalTheory("play", "Play Theory")
        own = Catalogue.from_records([row("Doll", theories=(play,))], source="Ours")
        plain = json.loads(own.to_json())

        assert {"title": "Ours"} == plain["source"]
        assert [{"slug": "play", "label": "Play Theory"}] == plain["theories"]
        assert own == Catalogue.load(own.to_json().encode())
        assert ["play"] == plain["interventions"][0]["theories"]
        assert () == own.retired
