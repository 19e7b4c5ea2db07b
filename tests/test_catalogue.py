"""A catalogue is an ordered, immutable set that is looked up exactly."""

from __future__ import annotations

import copy
import json
import pickle
from typing import Any

import attrs
import pytest

from imh_evidence import (
    Audience,
    Catalogue,
    DifferentUniverses,
    EfficacyRange,
    EvidenceLevel,
    Intervention,
    InterventionId,
    InvalidCatalogue,
    LocalTheory,
    PracticeLevel,
    Theory,
    UnknownIntervention,
    UnknownValue,
    WrongType,
    certainly,
    groups,
    interventions,
    possibly,
)
from imh_evidence.criteria import Criteria
from imh_evidence.records import (
    CellProvenance,
    Provenance,
    RelatedProgramme,
    RetiredId,
    Source,
    TheoryGroup,
)


IDS: tuple[str, ...] = (
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
)


def row(name: str, /, **fields: Any) -> Intervention:
    """A lawful row of a service's own."""
    given: dict[str, Any] = {
        "id": name.lower().replace(" ", "-"),
        "name": name,
        "theories": (Theory.ATTACHMENT,),
        "audiences": frozenset([Audience.UNIVERSAL]),
        "practice_levels": frozenset([PracticeLevel.SKILLED]),
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
    def test_holds_the_fourteen_rows_in_page_order(self) -> None:
        """The published catalogue iterates its rows in the order of the page."""
        assert 14 == len(interventions)
        assert IDS == interventions.ids
        assert IDS == tuple(record.id for record in interventions)
        assert IDS[::-1] == tuple(record.id for record in reversed(interventions))

    @pytest.mark.parametrize("at", [0, 13, -1, -14])
    def test_finds_by_position(self, at: int) -> None:
        """Positions count from the front, or from the back if negative."""
        assert IDS[at] == interventions[at].id

    @pytest.mark.parametrize("at", [14, -15])
    def test_refuses_positions_outside(self, at: int) -> None:
        """A position outside is an IndexError that names it and the size."""
        with pytest.raises(IndexError, match=f"position {at} .* of 14 interventions"):
            interventions[at]

    def test_positions_count_within_a_view(self, universal: Catalogue) -> None:
        """In a view, positions are the view's own."""
        assert "promoting-first-relationships" == universal[0].id
        assert "easypeasy" == universal[-1].id

    @pytest.mark.parametrize(
        "cut",
        [
            slice(None),
            slice(3),
            slice(-2, None),
            slice(1, 9, 3),
            slice(5, 2),
            slice(99, None),
        ],
    )
    def test_slices_are_views(self, cut: slice, universal: Catalogue) -> None:
        """A slice is a catalogue of the rows a tuple would give."""
        assert IDS[cut] == interventions[cut].ids
        assert universal.ids[cut] == universal[cut].ids
        assert interventions[cut] <= interventions

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

    def test_typed_ids_are_the_published_ids(self) -> None:
        """The typed ids list the catalogue's ids in its order."""
        assert IDS == tuple(InterventionId)

    def test_a_miss_suggests_and_does_not_guess(self) -> None:
        """A misspelt name is a KeyError that names records spelt alike."""
        with pytest.raises(
            UnknownIntervention, match="did you mean 'child-first'"
        ) as caught:
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

        assert (
            "incredible-years-parents-and-toddlers-programme",
        ) == caught.value.suggestions

    def test_another_programme_is_not_suggested_again(self) -> None:
        """Of a related programme it is said that it is another, and no more."""
        with pytest.raises(UnknownIntervention) as caught:
            interventions["Nurse-Family Partnership"]

        assert "is not Family Nurse Partnership" in str(caught.value)
        assert "did you mean" not in str(caught.value)

    def test_a_miss_with_nothing_alike_says_where_to_look(self) -> None:
        """Without suggestions the error names search."""
        with pytest.raises(UnknownIntervention, match="; search looks inside names$"):
            interventions["zzzzzzzz"]

    def test_the_empty_name_is_said_to_be_empty(self) -> None:
        """An empty key is told apart from a misspelt one."""
        with pytest.raises(UnknownIntervention, match="the key is empty"):
            interventions["  "]

    @pytest.mark.parametrize(
        ("key", "note"),
        [
            ("NFP", "Nurse-Family Partnership is not Family Nurse Partnership"),
            (
                "Parents as Teachers",
                "Parents as Teachers is not Parents as First Teachers",
            ),
            ("triple p online", "Triple P Online is not Triple P suite of trainings"),
        ],
    )
    def test_a_related_programme_is_no_match(self, key: str, note: str) -> None:
        """A related programme's name finds nothing, and the error says what it is."""
        with pytest.raises(UnknownIntervention) as caught:
            interventions[key]

        assert note in str(caught.value)

    def test_a_view_says_when_only_it_lacks_a_record(
        self, universal: Catalogue
    ) -> None:
        """A record outside the view is missed with a pointer to the whole catalogue."""
        with pytest.raises(UnknownIntervention, match="whole catalogue has") as caught:
            universal["FNP"]

        assert "family-nurse-partnership" == caught.value.outside_view
        assert universal.get("FNP") is None
        assert "FNP" not in universal

    def test_a_retired_id_says_what_replaced_it(self) -> None:
        """An id used once is missed with what to ask for instead."""
        own = Catalogue.from_records(
            [row("Bear")],
            retired=[
                RetiredId("teddy", ("bear",), "renamed"),
                RetiredId("doll", (), "gone"),
            ],
        )

        with pytest.raises(UnknownIntervention) as caught:
            own["Teddy"]
        assert ("bear",) == caught.value.suggestions
        assert "'teddy' is retired (renamed); ask for 'bear'" in str(caught.value)
        with pytest.raises(UnknownIntervention, match="has no successor"):
            own["doll"]

    def test_get_refuses_other_types(self) -> None:
        """A default is for a name that is not there, not for a key of a wrong type."""
        with pytest.raises(WrongType, match="an id, name or alias"):
            interventions.get(3)  # type: ignore[call-overload]

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

    def test_every_word_must_be_found(self) -> None:
        """Words may be parts of words, in any field and order, and all must be there."""
        ids = [hit.intervention.id for hit in interventions.search("SPECIAL parent")]

        assert ["parent-child-interaction-therapy", "child-parent-psychotherapy"] == ids

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

    def test_finds_cells_as_the_page_prints_them(self) -> None:
        """Words between the members of a cell count, and so does a heading's own wording."""
        both = interventions.where(audience="universal") & interventions.where(
            audience="targeted"
        )
        (cbt,) = interventions.search("Cognitive Behaviour Therapy")

        assert both.ids == tuple(
            hit.intervention.id
            for hit in interventions.search("universal and targeted")
        )
        assert "family-foundations" == cbt.intervention.id
        assert ("heading", "Cognitive Behaviour Therapy (CBT) / Attachment Theory") in [
            (match.field, match.text) for match in cbt.matches
        ]

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
    def test_takes_members_slugs_or_several(self) -> None:
        """A member, its slug and a collection of either ask the same."""
        expected = interventions.where(audience=Audience.UNIVERSAL)

        assert 8 == len(expected)
        assert expected == interventions.where(audience="universal")
        assert expected == interventions.where(audience=["universal"])
        assert expected == interventions.where(audience=frozenset([Audience.UNIVERSAL]))
        assert expected == interventions.where(Criteria(audience="universal"))

    @pytest.mark.parametrize(
        ("efficacy", "count"),
        [
            # By hand from the page: L 3, M 2, H 2, L-M 2, M-H 3, L-H 2.
            (certainly(at_least="low"), 14),
            (certainly(at_least="medium"), 7),
            (certainly(at_least="high"), 2),
            (possibly(at_least="medium"), 11),
            (possibly(at_least="high"), 7),
            (certainly(at_most="high"), 14),
            (certainly(at_most="medium"), 7),
            (certainly(at_most="low"), 3),
            (possibly(at_most="low"), 7),
            (possibly(at_most="medium"), 12),
            (certainly(at_least="medium", at_most="medium"), 2),
            (possibly(at_least="medium", at_most="medium"), 9),
            (EfficacyRange("medium", "high"), 3),
            (EfficacyRange("low", "high"), 2),
        ],
    )
    def test_answers_certainly_and_possibly(self, efficacy: Any, count: int) -> None:
        """Counts of rows by each kind of condition are those counted by hand."""
        assert count == len(interventions.where(efficacy=efficacy))

    def test_combines_facets(self) -> None:
        """Every condition must hold, and any member within a facet will do."""
        found = interventions.where(
            theory="attachment",
            audience="targeted",
            practice_level=["skilled", "specialist"],
            evidence="high",
            efficacy=possibly(at_least="medium"),
        )

        assert (
            "parent-child-interaction-therapy",
            "child-parent-psychotherapy",
        ) == found.ids

    def test_asks_within_a_view(self, targeted: Catalogue) -> None:
        """A question to a view is about the view's rows."""
        both = targeted.where(audience="universal")

        assert both == interventions.where(audience="universal") & targeted
        assert 6 == len(both)

    def test_no_condition_is_everything(self) -> None:
        """Without a condition the answer is the catalogue."""
        assert interventions == interventions.where()

    def test_criteria_stand_alone(self) -> None:
        """Criteria beside conditions by name are refused."""
        with pytest.raises(WrongType, match="use & on the results"):
            interventions.where(Criteria(), audience="universal")

    def test_the_one_positional_argument_is_criteria(self) -> None:
        """A slug without its facet's name is refused."""
        with pytest.raises(WrongType, match="conditions by name"):
            interventions.where("universal")  # type: ignore[arg-type]

    def test_own_theories_are_found_by_slug(self) -> None:
        """A catalogue's own theories are asked for by member or slug, alone or among others."""
        play = LocalTheory("play", "Play Theory")
        own = Catalogue.from_records([row("Doll", theories=(play,)), row("Bear")])
        slug: Any = "play"

        assert ("doll",) == own.where(theory=play).ids
        assert ("doll",) == own.where(theory=slug).ids
        assert ("doll", "bear") == own.where(
            theory=[slug, "attachment", Theory.ATTACHMENT]
        ).ids
        assert ("bear",) == own.where(theory=Theory.ATTACHMENT).ids
        with pytest.raises(UnknownValue):
            interventions.where(theory=slug)


class TestSets:
    def test_operators_are_those_of_sets(
        self, universal: Catalogue, targeted: Catalogue
    ) -> None:
        """Operators agree with sets of ids, and keep page order."""
        mine, theirs = set(universal.ids), set(targeted.ids)

        assert tuple(i for i in IDS if i in mine | theirs) == (universal | targeted).ids
        assert tuple(i for i in IDS if i in mine & theirs) == (universal & targeted).ids
        assert tuple(i for i in IDS if i in mine - theirs) == (universal - targeted).ids
        assert tuple(i for i in IDS if i in mine ^ theirs) == (universal ^ targeted).ids

    def test_only_targeted_is_a_difference(self) -> None:
        """Rows for targeted audiences alone are six, by hand from the page."""
        only = interventions.where(audience="targeted") - interventions.where(
            audience="universal"
        )

        assert 6 == len(only)
        assert only.isdisjoint(interventions.where(audience="universal"))

    def test_comparisons_are_those_of_sets(self, universal: Catalogue) -> None:
        """A view is a proper part of the whole."""
        assert universal < interventions
        assert universal <= interventions
        assert universal <= universal  # noqa: PLR0124 -- reflexive
        assert not universal < universal  # noqa: PLR0124 -- irreflexive
        assert interventions > universal
        assert interventions >= universal
        assert not interventions <= universal
        assert not universal.isdisjoint(interventions)

    def test_other_universes_are_refused(self, universal: Catalogue) -> None:
        """Sets of two universes do not mix, and the error names both sources."""
        own = Catalogue.from_records([row("Bear")], source="Our service")

        for operation in (
            "__or__",
            "__and__",
            "__sub__",
            "__xor__",
            "__le__",
            "__lt__",
        ):
            with pytest.raises(DifferentUniverses, match="'Our service'"):
                getattr(universal, operation)(own)
        with pytest.raises(DifferentUniverses, match="extend"):
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

    def test_isdisjoint_refuses_other_types(self) -> None:
        """Disjoint with a set of ids is a question of wrong type."""
        with pytest.raises(WrongType, match="a Catalogue"):
            interventions.isdisjoint({"FNP"})  # type: ignore[arg-type]

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
            TheoryGroup(2, "Two", ()),
        )
        own = Catalogue.from_records([row("Bear", theory_group=1)], groups=groups)

        assert groups[:1] == own.groups
        assert [1, 2, 3] == [group.number for group in interventions[:7].groups]

    def test_other_things_are_refused(self) -> None:
        """A catalogue is made of records."""
        with pytest.raises(WrongType, match="Intervention records"):
            Catalogue.from_records(["FNP"])  # type: ignore[list-item]

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("id", "bear\ud800"),
            ("name", "Bear\ud800"),
            ("name", "Bear\x1b[2J"),
            ("aliases", ("Ted\udfff",)),
            ("theories", (Theory.ATTACHMENT, Theory.ATTACHMENT)),
        ],
    )
    def test_records_that_no_file_could_hold_are_refused(
        self, field: str, value: Any
    ) -> None:
        """Half characters, control characters and repeats are told before writing."""
        with pytest.raises(InvalidCatalogue) as caught:
            Catalogue.from_records([row("Bear", **{"id": "bear", field: value})])

        assert [f"$.interventions[0].{field}"] == [
            fault.path for fault in caught.value.faults
        ]

    def test_all_faults_of_records_are_told_at_once(self) -> None:
        """Wrong fields, and names shared between records, come in one error."""
        with pytest.raises(InvalidCatalogue) as caught:
            Catalogue.from_records(
                [
                    row("Bear", aliases=("Ted",)),
                    row("Doll", aliases=("TED",), audiences=frozenset(["universal"])),
                    row("Bear", id="Bear 2"),
                    row("-", theories=(), aliases=("x",), is_suite=1),
                ],
                source="Ours",
            )

        assert [
            "$.interventions[1].audiences",
            "$.interventions[1].aliases[0]",
            "$.interventions[2].id",
            "$.interventions[2].name",
            "$.interventions[3].is_suite",
            "$.interventions[3].id",
            "$.interventions[3].name",
        ] == [fault.path for fault in caught.value.faults]
        assert "which $.interventions[0] has too" in str(caught.value)
        assert str(caught.value).startswith("Ours: 7 faults")

    @pytest.mark.parametrize(
        ("field", "value", "expected"),
        [
            ("theory_group", "1", "a whole number or None"),
            ("theory_group", True, "a whole number or None"),
            ("recommended", 1, "True or False or None"),
            ("is_suite", 1, "True or False"),
            ("theories", (), "one or more, each once"),
            ("audiences", frozenset(), "one or more, each once"),
            (
                "theories",
                ("attachment",),
                "a tuple, each of it Theory or LocalTheory",
            ),
            ("related", ("x",), "a tuple, each of it RelatedProgramme"),
            (
                "related",
                (RelatedProgramme("x", "y\x07"),),
                "a tuple, each of it RelatedProgramme",
            ),
            ("provenance", None, "Provenance"),
            (
                "provenance",
                Provenance((CellProvenance("name", "rule", line="1"),)),  # type: ignore[arg-type]
                "Provenance",
            ),
            (
                "aliases",
                (5,),
                (
                    "a tuple, each of it text without control characters and half "
                    "characters"
                ),
            ),
        ],
    )
    def test_fields_hold_what_their_annotations_say(
        self, field: str, value: Any, expected: str
    ) -> None:
        """A record is looked at to its depth before a catalogue takes it."""
        with pytest.raises(InvalidCatalogue) as caught:
            Catalogue.from_records([row("Bear", **{field: value})])

        assert [(f"$.interventions[0].{field}", expected)] == [
            (fault.path, fault.expected) for fault in caught.value.faults
        ]

    @pytest.mark.parametrize(
        ("provenance", "path", "expected"),
        [
            (
                Provenance((CellProvenance("nam", "rule"),)),
                "",
                "a field of the row, each once",
            ),
            (
                Provenance((CellProvenance("name", "rule"),) * 2),
                "",
                "a field of the row, each once",
            ),
            (
                Provenance((CellProvenance("name", "rule", line=0),)),
                ".cells.name.line",
                "a line, counted from 1",
            ),
            (
                Provenance((CellProvenance("name", "rule", edition="2023-04"),)),
                ".cells.name",
                "the edition and checksum of its provenance",
            ),
        ],
    )
    def test_provenance_is_of_fields_and_of_one_source(
        self, provenance: Provenance, path: str, expected: str
    ) -> None:
        """A cell belongs to a field of its row, and to the text the row was read in."""
        with pytest.raises(InvalidCatalogue) as caught:
            Catalogue.from_records([row("Bear", provenance=provenance)])

        assert [(f"$.interventions[0].provenance{path}", expected)] == [
            (fault.path, fault.expected) for fault in caught.value.faults
        ]

    @pytest.mark.parametrize(
        ("made", "path"),
        [
            ({"source": ""}, "$.source.title"),
            ({"source": "bell \x07"}, "$.source.title"),
            ({"source": Source("x", publisher="half \ud800")}, "$.source.publisher"),
            ({"source": Source("x", updated="soon")}, "$.source.updated"),
            ({"source": Source("x", address=5)}, "$.source.address"),  # type: ignore[arg-type]
            ({"source": Source(5)}, "$.source.title"),  # type: ignore[arg-type]
            (
                {"groups": [TheoryGroup("1", "One", (Theory.ATTACHMENT,))]},  # type: ignore[arg-type]
                "$.groups[0].number",
            ),
            ({"retired": [RetiredId("old", (5,), "x")]}, "$.retired[0].replaced_by"),  # type: ignore[arg-type]
        ],
    )
    def test_what_stands_beside_records_is_looked_at_too(
        self, made: dict[str, Any], path: str
    ) -> None:
        """Source, groups and retired ids are told with their places."""
        with pytest.raises(InvalidCatalogue) as caught:
            Catalogue.from_records([row("Bear")], **made)

        assert [path] == [fault.path for fault in caught.value.faults]

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

        with pytest.raises(InvalidCatalogue, match=r"\$\.source\.title"):
            own.extend(universal, source=" ")
        with pytest.raises(WrongType, match="a Source, or its title"):
            own.extend(universal, source=5)  # type: ignore[arg-type]


class TestPickles:
    def test_rows_from_elsewhere_do_not_become_the_pages(self) -> None:
        """Where rows come from, and which ids are retired, survives a pickle."""
        ours = Catalogue.from_records(interventions[:2], source="Ours")
        both = ours.extend(interventions[2:], source=interventions.source)
        retired = Catalogue.from_records(
            interventions,
            source=interventions.source,
            groups=groups,
            retired=[RetiredId("old-id", ("easypeasy",), "renamed")],
        )

        assert "Ours" == pickle.loads(pickle.dumps(both)).origin("FNP").title
        assert retired.retired == pickle.loads(pickle.dumps(retired)).retired
        assert pickle.loads(pickle.dumps(interventions)) is interventions


class TestRecords:
    @pytest.mark.parametrize(
        ("field", "value", "expected"),
        [
            ("theories", [Theory.ATTACHMENT], "a tuple"),
            ("audiences", {Audience.UNIVERSAL}, "a frozenset"),
            ("practice_levels", None, "a frozenset"),
            ("aliases", ["x"], "a tuple"),
            ("related", None, "a tuple"),
            ("evidence", None, "an EvidenceLevel"),
            ("efficacy", "low", "an EfficacyRange"),
        ],
    )
    def test_hold_nothing_that_could_change(
        self, field: str, value: Any, expected: str
    ) -> None:
        """Lists and sets are refused, and so is a row without levels."""
        with pytest.raises(WrongType) as caught:
            attrs.evolve(interventions[0], **{field: value})

        assert f"{field} of a record" == caught.value.what
        assert expected == caught.value.expected


class TestValue:
    def test_does_not_change(self) -> None:
        """Nothing of a catalogue or a record can be set or deleted."""
        with pytest.raises(AttributeError, match="does not change"):
            interventions.source = None  # type: ignore[misc, assignment]
        with pytest.raises(AttributeError, match="does not change"):
            del interventions._bits
        with pytest.raises(AttributeError):
            interventions[0].name = "x"  # type: ignore[misc]

    def test_is_its_own_copy(self) -> None:
        """Copies of unchanging values are the values."""
        assert copy.copy(interventions) is interventions
        assert copy.deepcopy(interventions) is interventions
        assert copy.deepcopy(interventions[0]) is interventions[0]
        assert copy.copy(interventions[0].efficacy) is interventions[0].efficacy

    def test_records_hash_and_print(self) -> None:
        """Records go in sets, and their repr tells what a row says."""
        triple_p = interventions["Triple P"]

        assert 14 == len(set(interventions))
        assert (
            "<Intervention 'triple-p-suite-of-trainings': universal and targeted; "
            "skilled and enhanced; evidence High; efficacy Low–High>"
        ) == repr(triple_p)

    def test_equal_facets_are_one_object(self) -> None:
        """Rows with equal sets and ranges share them."""
        for field in ("audiences", "practice_levels", "theories", "efficacy"):
            values = [getattr(record, field) for record in interventions]

            assert len({id(value) for value in values}) == len(set(values))

    def test_prints_what_it_is(self, universal: Catalogue) -> None:
        """A repr is short: how many, of what edition, how many cautions."""
        assert (
            "<Catalogue of 8 interventions: Infant mental health, 2023-04; 6 cautions>"
        ) == repr(universal)
        assert "<Catalogue of 1 intervention: Ours; 1 caution>" == repr(
            Catalogue.from_records([row("Bear")], source="Ours")
        )

    def test_completes_keys(self) -> None:
        """A notebook completes ids after an opening bracket."""
        assert list(IDS) == interventions._ipython_key_completions_()

    def test_json_names_source_and_own_theories(self) -> None:
        """A catalogue's JSON carries its source and the theories it declares."""
        play = LocalTheory("play", "Play Theory")
        own = Catalogue.from_records([row("Doll", theories=(play,))], source="Ours")
        plain = json.loads(own.to_json())

        assert {"title": "Ours"} == plain["source"]
        assert [{"slug": "play", "label": "Play Theory"}] == plain["theories"]
        assert own.to_dicts() == plain["interventions"]
        assert ["play"] == plain["interventions"][0]["theories"]
        assert () == own.retired
