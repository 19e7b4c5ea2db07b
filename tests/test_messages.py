"""What each error of scales, criteria and catalogues says, to the letter."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from imh_evidence import (
    AmbiguousLevel,
    Audience,
    Catalogue,
    Criteria,
    DifferentUniverses,
    EfficacyLevel,
    EfficacyRange,
    EvidenceLevel,
    InvalidCatalogue,
    InvalidCriteria,
    InvalidRange,
    LocalTheory,
    PracticeLevel,
    Theory,
    UnknownIntervention,
    UnknownValue,
    WrongType,
    certainly,
    interventions,
    possibly,
)
from imh_evidence.errors import ImhEvidenceError
from imh_evidence.records import Intervention, RetiredId, Source


LOW, MEDIUM, HIGH = EfficacyLevel
EXACT = EfficacyRange("low", "low")

THEORIES = (
    "'attachment', 'social-learning', 'family-systems', 'cognitive-learning', "
    "'cognitive-behavioural', 'psychoanalytic-psychotherapy', "
    "'developmental-psychopathology', 'psychoeducation'"
)


def raised(act: Callable[[], object]) -> ImhEvidenceError:
    """The error of ours that an act ends in."""
    with pytest.raises(ImhEvidenceError) as caught:
        act()
    return caught.value


def criteria(**body: Any) -> Criteria:
    """Criteria from plain values of the known schema."""
    return Criteria.from_plain({"schema": "urn:imh-evidence:schema:criteria:1", **body})


@pytest.fixture(name="ours")
def _ours() -> Catalogue:
    return Catalogue.from_records(interventions[:2], source="Ours")


@pytest.fixture(name="theirs")
def _theirs() -> Catalogue:
    return Catalogue.from_records(interventions[1:3], source="Theirs")


class TestWrongTypes:
    @pytest.mark.parametrize(
        ("act", "what", "value", "expected"),
        [
            (lambda: Audience(3), "Audience", 3, "one of its own members or 'universal', 'targeted'"),
            (lambda: EvidenceLevel(LOW), "EvidenceLevel", LOW, "one of its own members or 'low', 'medium', 'high'"),
            (lambda: EvidenceLevel.LOW < LOW, "EvidenceLevel.LOW < ...", LOW, "a member of EvidenceLevel: levels are ordered within one scale only"),  # type: ignore[operator]
            (lambda: PracticeLevel.SKILLED <= "enhanced", "PracticeLevel.SKILLED <= ...", "enhanced", "a member of PracticeLevel: levels are ordered within one scale only"),  # type: ignore[operator]
            (lambda: HIGH > None, "EfficacyLevel.HIGH > ...", None, "a member of EfficacyLevel: levels are ordered within one scale only"),  # type: ignore[operator]
            (lambda: MEDIUM >= 2, "EfficacyLevel.MEDIUM >= ...", 2, "a member of EfficacyLevel: levels are ordered within one scale only"),  # type: ignore[operator]
            (lambda: EfficacyRange.parse(3), "EfficacyRange.parse(...)", 3, "text such as 'Low - High'"),  # type: ignore[arg-type]
            (lambda: EXACT.relation("low"), "relation(...)", "low", "an EfficacyRange"),  # type: ignore[arg-type]
            (lambda: EXACT.same_range(LOW), "same_range(...)", LOW, "an EfficacyRange"),  # type: ignore[arg-type]
            (lambda: Criteria(practice_level=3), "practice_level", 3, "PracticeLevel members or their slugs"),  # type: ignore[arg-type]
            (lambda: Criteria(practice_level=["skilled", 4]), "practice_level", 4, "PracticeLevel members or their slugs"),  # type: ignore[list-item]
            (lambda: Criteria(theory={"play": 1}), "theory", {"play": 1}, "Theory members or their slugs"),  # type: ignore[dict-item]
            (lambda: Criteria(theory=b"attachment"), "theory", b"attachment", "Theory members or their slugs"),  # type: ignore[arg-type]
            (lambda: Criteria(efficacy=["high"]), "efficacy", ["high"], "certainly(...), possibly(...) or an EfficacyRange"),  # type: ignore[arg-type]
            (lambda: certainly(at_least=3), "at_least", 3, "an EfficacyLevel or its slug"),  # type: ignore[arg-type]
            (lambda: Criteria.from_json(None), "criteria from JSON", None, "text or bytes of JSON"),  # type: ignore[arg-type]
            (lambda: Criteria.from_plain([]), "criteria", [], "an object"),
            (lambda: criteria(theory="play"), "criteria.theory", "play", "a list of slugs"),
            (lambda: criteria(audience="universal"), "criteria.audience", "universal", "a list of slugs"),
            (lambda: criteria(practice_level={}), "criteria.practice_level", {}, "a list of slugs"),
            (lambda: criteria(evidence="high"), "criteria.evidence", "high", "a list of slugs"),
            (lambda: criteria(theory=[{"slug": 3, "label": "P"}]), "criteria.theory.slug", 3, "text"),
            (lambda: criteria(theory=[{"slug": "p", "label": []}]), "criteria.theory.label", [], "text"),
            (lambda: criteria(efficacy="low"), "criteria.efficacy", "low", "an object"),
            (lambda: criteria(efficacy={"equals": "low"}), "criteria.efficacy.equals", "low", "an object"),
            (lambda: criteria(efficacy={"possibly": "low"}), "criteria.efficacy.possibly", "low", "an object"),
            (lambda: Catalogue.from_records([1]), "from_records(...)", 1, "Intervention records"),  # type: ignore[list-item]
            (lambda: Catalogue.load(3), "load(...)", 3, "a path, bytes, or a file open for bytes"),  # type: ignore[arg-type]
            (lambda: interventions.extend([]), "extend(...)", [], "a Catalogue"),  # type: ignore[arg-type]
            (lambda: interventions[1.5], "catalogue[...]", 1.5, "a position, a slice, or an id, name or alias"),  # type: ignore[call-overload]
            (lambda: interventions[True], "catalogue[...]", True, "a position, a slice, or an id, name or alias"),
            (lambda: interventions[::-1], "catalogue[::step]", -1, "a positive step: order is the catalogue's"),
            (lambda: interventions[::0], "catalogue[::step]", 0, "a positive step: order is the catalogue's"),
            (lambda: interventions.get(3), "get(...)", 3, "an id, name or alias"),  # type: ignore[call-overload]
            (lambda: interventions.where("universal"), "where(...)", "universal", "Criteria, or conditions by name (audience=...)"),  # type: ignore[arg-type]
            (lambda: interventions.isdisjoint([]), "isdisjoint(...)", [], "a Catalogue"),  # type: ignore[arg-type]
        ],
    )  # fmt: skip
    def test_say_what_for_what_and_what_instead(
        self, act: Callable[[], object], what: str, value: object, expected: str
    ) -> None:
        """A value of a wrong type is shown with its type, beside what is accepted."""
        error = raised(act)

        assert isinstance(error, WrongType)
        assert (what, value, expected) == (error.what, error.value, error.expected)
        assert (
            f"{what}: found {value!r} ({type(value).__name__}), expected {expected}"
        ) == str(error)

    @pytest.mark.parametrize("facet", ["audience", "evidence", "efficacy", "theory"])
    def test_a_question_is_asked_in_one_way(self, facet: str) -> None:
        """Criteria beside conditions by name are refused, whichever facet it is."""
        question = Criteria(audience="universal")
        values: dict[str, Any] = {
            "audience": "targeted",
            "evidence": "high",
            "efficacy": certainly(at_least="low"),
            "theory": "attachment",
        }

        error = raised(lambda: interventions.where(question, **{facet: values[facet]}))

        assert isinstance(error, WrongType)
        assert question is error.value
        assert (
            "where(criteria, ...): found Criteria(audience='universal') (Criteria), "
            "expected Criteria alone or conditions by name alone; use & on the results"
        ) == str(error)

    def test_beside_theories_of_ones_own(self) -> None:
        """A catalogue with theories of its own refuses the same values as any other."""
        own = Catalogue.from_records([played()])

        error = raised(lambda: own.where(theory=[["play"]]))  # type: ignore[list-item]

        assert (
            "theory: found ['play'] (list), expected Theory members or their slugs"
        ) == str(error)


def played(**changes: Any) -> Intervention:
    """A row under a theory of its own and a published one."""
    fields: dict[str, Any] = {
        "id": "bear",
        "name": "Bear",
        "theories": (LocalTheory("play", "Play Theory"), Theory.ATTACHMENT),
        "audiences": frozenset([Audience.UNIVERSAL]),
        "practice_levels": frozenset([PracticeLevel.SKILLED]),
        "evidence": EvidenceLevel.LOW,
        "efficacy": EXACT,
    }
    return Intervention(**{**fields, **changes})


class TestUnknownValues:
    @pytest.mark.parametrize(
        ("act", "text"),
        [
            (lambda: Audience("univeral"), "Audience: found 'univeral', expected one of 'universal', 'targeted'; the nearest is 'universal'"),
            (lambda: EvidenceLevel("x"), "EvidenceLevel: found 'x', expected one of 'low', 'medium', 'high'"),
            (lambda: EfficacyRange("low", "hgih"), "EfficacyLevel: found 'hgih', expected one of 'low', 'medium', 'high'; the nearest is 'high'"),  # type: ignore[arg-type]
            (lambda: EXACT.certainly_at_least("hi"), "EfficacyLevel: found 'hi', expected one of 'low', 'medium', 'high'; the nearest is 'high'"),  # type: ignore[arg-type]
            (lambda: possibly(at_least="higher"), "at_least: found 'higher', expected one of 'low', 'medium', 'high'; the nearest is 'high'"),  # type: ignore[arg-type]
            (lambda: Criteria(audience="univeral"), "audience: found 'univeral', expected one of 'universal', 'targeted'; the nearest is 'universal'"),  # type: ignore[arg-type]
            (lambda: Criteria(theory=["play"]), f"theory: found 'play', expected one of {THEORIES}"),  # type: ignore[list-item]
            (lambda: Criteria(efficacy="hihg"), "efficacy: found 'hihg', expected one of 'low', 'medium', 'high'; the nearest is 'high'"),  # type: ignore[arg-type]
            (lambda: Criteria.from_plain({"schema": "x"}), "criteria schema: found 'x', expected one of 'urn:imh-evidence:schema:criteria:1'"),
            (lambda: criteria(audiences=[]), "a key of criteria: found 'audiences', expected one of 'schema', 'theory', 'audience', 'practice_level', 'evidence', 'efficacy'; the nearest is 'audience'"),
            (lambda: criteria(theory=[{"slug": "p", "lable": "P"}]), "a key of criteria.theory: found 'lable', expected one of 'slug', 'label'; the nearest is 'label'"),
            (lambda: criteria(efficacy={"equal": {}}), "a key of criteria.efficacy: found 'equal', expected one of 'certainly', 'possibly', 'equals'; the nearest is 'equals'"),
            (lambda: criteria(efficacy={"equals": {"lo": "low"}}), "a key of criteria.efficacy.equals: found 'lo', expected one of 'low', 'high'; the nearest is 'low'"),
            (lambda: criteria(efficacy={"certainly": {"at_leats": "low"}}), "a key of criteria.efficacy.certainly: found 'at_leats', expected one of 'at_least', 'at_most'; the nearest is 'at_least'"),
            (lambda: Catalogue.load(b"{}", "jsn"), "the form of a catalogue file: found 'jsn', expected one of 'json', 'jsonl', 'csv'; the nearest is 'json'"),  # type: ignore[arg-type]
            (lambda: Catalogue.load(b"{}", "people-csv"), "the form of a catalogue file: found 'people-csv', expected one of 'json', 'jsonl', 'csv'"),
            (lambda: Catalogue.load(__file__), "the ending of a catalogue file's name: found 'test_messages.py', expected one of '.json', '.jsonl', '.ndjson', '.csv'"),
            (lambda: interventions.save("table.json", "xls"), "the form of a catalogue file: found 'xls', expected one of 'json', 'jsonl', 'csv', 'people-csv'"),  # type: ignore[arg-type]
            (lambda: interventions.count_by("audience", kind="members"), "count_by(kind=...): found 'members', expected one of 'memberships', 'combinations'; the nearest is 'memberships'"),  # type: ignore[arg-type]
        ],
    )  # fmt: skip
    def test_come_with_the_accepted_and_the_nearest(
        self, act: Callable[[], object], text: str
    ) -> None:
        """A value that is not known is told beside those that are, and the nearest."""
        error = raised(act)

        assert isinstance(error, UnknownValue)
        assert text == str(error)


class TestRanges:
    @pytest.mark.parametrize(
        ("act", "text"),
        [
            (lambda: EfficacyRange("high", "low"), "efficacy range High to Low: its low end is above its high end; swap them"),
            (lambda: EfficacyRange.parse("High - Low"), "efficacy range High to Low: its low end is above its high end; swap them"),
            (lambda: EfficacyRange.parse("High Medium"), "efficacy range 'High Medium': expected one level (Low, Medium, High) or two with a dash between them"),
            (lambda: EfficacyRange.parse("Low-Medium-High"), "efficacy range 'Low-Medium-High': expected one level (Low, Medium, High) or two with a dash between them"),
        ],
    )  # fmt: skip
    def test_that_are_none_say_why(self, act: Callable[[], object], text: str) -> None:
        """A pair of levels, or a text, that makes no range is shown as given."""
        error = raised(act)

        assert isinstance(error, InvalidRange)
        assert text == str(error)


class TestQuestions:
    @pytest.mark.parametrize(
        ("act", "text"),
        [
            (certainly, "certainly(): it has no bound; give at_least, at_most or both, each one of 'low', 'medium', 'high'"),
            (possibly, "possibly(): it has no bound; give at_least, at_most or both, each one of 'low', 'medium', 'high'"),
            (lambda: Criteria.from_plain({}), 'criteria: they name no schema; add "schema": "urn:imh-evidence:schema:criteria:1"'),
            (lambda: certainly(at_least="high", at_most="low"), "certainly(at_least='high', at_most='low'): no level is both; at_least must not be above at_most"),
            (lambda: Criteria(audience=[]), "audience: an empty collection: it would match nothing; leave audience out to match any, or give some of 'universal', 'targeted'"),
            (lambda: Criteria(theory=()), f"theory: an empty collection: it would match nothing; leave theory out to match any, or give some of {THEORIES}"),
            (lambda: criteria(efficacy={}), "criteria.efficacy: expected exactly one of certainly, possibly, equals"),
            (lambda: criteria(efficacy={"certainly": {"at_least": "low"}, "possibly": {"at_least": "high"}}), "criteria.efficacy: expected exactly one of certainly, possibly, equals"),
            (lambda: criteria(efficacy={"equals": {"low": "low"}}), "criteria.efficacy.equals: it has no 'high'; give both ends"),
            (lambda: criteria(efficacy={"equals": {"high": "low"}}), "criteria.efficacy.equals: it has no 'low'; give both ends"),
            (lambda: Criteria.from_json(b"\xff"), "criteria: byte 0: found invalid start byte, expected UTF-8"),
            (
                lambda: Criteria.from_json('{"evidence": [], "evidence": [], "theory": [{"slug": "a", "slug": "b"}]}'),
                "criteria: $: found the key 'evidence' more than once, expected each key once; $.theory[0]: found the key 'slug' more than once, expected each key once",
            ),
        ],
    )  # fmt: skip
    def test_that_cannot_be_asked_say_why(
        self, act: Callable[[], object], text: str
    ) -> None:
        """A question that nothing could answer, or that cannot be read, says why."""
        error = raised(act)

        assert isinstance(error, InvalidCriteria)
        assert text == str(error)

    @pytest.mark.parametrize("level", ["medium", MEDIUM])
    def test_with_a_bare_level_are_told_the_two_readings(self, level: Any) -> None:
        """A bare level is refused with the three questions it could mean."""
        error = raised(lambda: Criteria(efficacy=level))

        assert isinstance(error, AmbiguousLevel)
        assert (
            "efficacy='medium' can be read in two ways, as a row prints a range: "
            "certainly(at_least='medium') asks for the whole range, "
            "possibly(at_least='medium') for part of it; "
            "EfficacyRange('medium', 'medium') asks for that very print"
        ) == str(error)

    def test_that_are_lawful_read_as_sentences(self) -> None:
        """Several members of a facet are joined by or, both bounds by and."""
        question = Criteria(
            theory=["psychoeducation", "attachment"],
            audience=["targeted", "universal"],
            practice_level=["specialist", "skilled"],
            evidence=["high", "low"],
            efficacy=possibly(at_least="low", at_most="medium"),
        )

        assert (
            "stands under Attachment Theory or Psychoeducation; "
            "reaches universal or targeted audiences; "
            "is delivered by Skilled or Specialist practice; "
            "prints evidence Low or High; "
            "part of the printed efficacy range is at least Low and at most Medium"
        ) == str(question)


class TestFiles:
    @pytest.mark.parametrize("form", [None, "json"])
    def test_bytes_are_called_bytes(self, form: Any) -> None:
        """What has no name is called by what it is."""
        error = raised(lambda: Catalogue.load(b"[]", form))

        assert "bytes: 1 fault\n  $: found [], expected an object" == str(error)

    def test_a_path_is_called_by_its_last_part(self, tmp_path: Path) -> None:
        """An error names the file and not the folders of somebody's machine."""
        path = tmp_path / "ours.json"
        path.write_bytes(b"[]")

        error = raised(lambda: Catalogue.load(path))

        assert "ours.json: 1 fault\n  $: found [], expected an object" == str(error)

    def test_an_open_file_is_called_by_its_name(self) -> None:
        """An open file is called by its name if it has one, and is taken for JSON."""
        named, nameless = io.BytesIO(b"[]"), io.BytesIO(b"[]")
        named.name = "ours"

        assert "ours: 1 fault\n  $: found [], expected an object" == str(
            raised(lambda: Catalogue.load(named))
        )
        assert "file: 1 fault\n  $: found [], expected an object" == str(
            raised(lambda: Catalogue.load(nameless))
        )

    def test_an_open_file_is_read_as_json(self) -> None:
        """An open file needs no form if it is JSON."""
        file = io.BytesIO(interventions.to_json().encode())

        assert interventions == Catalogue.load(file)


class TestRecords:
    def test_a_retired_id_is_not_in_use(self) -> None:
        """Records made by hand are refused if one has an id that is retired."""
        error = raised(
            lambda: Catalogue.from_records(
                [played()], source="Ours", retired=[RetiredId("bear", (), "gone")]
            )
        )

        assert isinstance(error, InvalidCatalogue)
        assert (
            "Ours: 1 fault\n"
            "  $.retired[0].id: found 'bear', which a row has, "
            "expected an id no longer in use"
        ) == str(error)

    def test_without_a_source_are_unnamed(self) -> None:
        """Records that come from nowhere in particular say so."""
        assert Source("unnamed") == Catalogue.from_records([played()]).source

    def test_shared_names_are_told_by_both_titles(
        self, ours: Catalogue, theirs: Catalogue
    ) -> None:
        """Two catalogues that share a row do not make one; each shared name is told."""
        error = raised(lambda: ours.extend(theirs))

        once = "expected each id, name and alias to name one intervention"
        assert isinstance(error, InvalidCatalogue)
        assert (
            "Ours + Theirs: 3 faults\n"
            f"  Theirs[0].id: found 'family-nurse-partnership', which Ours[1] has too, {once}\n"
            f"  Theirs[0].name: found 'Family Nurse Partnership', which Ours[1] has too, {once}\n"
            f"  Theirs[0].aliases[0]: found 'FNP', which Ours[1] has too, {once}"
        ) == str(error)


class TestKeys:
    @pytest.mark.parametrize(
        ("key", "text"),
        [
            ("FPN", "no intervention has the id, name or alias 'FPN'; did you mean 'family-nurse-partnership'? search looks inside names"),
            ("xyzzy", "no intervention has the id, name or alias 'xyzzy'; search looks inside names"),
            ("", "the key is empty; give an id, name or alias"),
            ("EPEC", "'EPEC' is 'empowering-parent-empowering-communities', which the whole catalogue has and this view of it does not; ask the catalogue the view came from"),
        ],
    )  # fmt: skip
    def test_that_name_nothing_say_what_to_do(self, key: str, text: str) -> None:
        """A miss says what is spelt alike, or where the record is, or where to look."""
        error = raised(lambda: interventions[:2][key])

        assert isinstance(error, UnknownIntervention)
        assert (key, text) == (error.key, str(error))

    @pytest.mark.parametrize("key", ["old-cub", "Old Cub"])
    def test_that_are_retired_say_what_to_ask_for(self, key: str) -> None:
        """A retired id is no key, however it is spelt, and names what took its place."""
        retired = [
            RetiredId("kit", (), "gone"),
            RetiredId("old-cub", ("bear",), "grown"),
        ]
        toys = Catalogue.from_records([played()], retired=retired)

        error = raised(lambda: toys[key])

        assert isinstance(error, UnknownIntervention)
        assert (key, ("bear",)) == (error.key, error.suggestions)
        assert (
            f"no intervention has the id, name or alias {key!r}; "
            "'old-cub' is retired (grown); ask for 'bear'"
        ) == str(error)


class TestUniverses:
    @pytest.mark.parametrize(
        ("act", "operation"),
        [
            (lambda a, b: a | b, "|"),
            (lambda a, b: a & b, "&"),
            (lambda a, b: a - b, "-"),
            (lambda a, b: a ^ b, "^"),
            (lambda a, b: a <= b, "<="),
            (lambda a, b: a < b, "<"),
            (lambda a, b: a.isdisjoint(b), "isdisjoint()"),
        ],
    )
    def test_that_differ_are_not_compared(
        self,
        act: Callable[[Catalogue, Catalogue], object],
        operation: str,
        ours: Catalogue,
        theirs: Catalogue,
    ) -> None:
        """Sets of different universes are refused, by operation and titles."""
        error = raised(lambda: act(ours, theirs))

        assert isinstance(error, DifferentUniverses)
        assert (operation, ("Ours", "Theirs")) == (error.operation, error.sources)
        assert (
            f"{operation} between catalogues of different universes "
            "('Ours' and 'Theirs'): sets are compared within one universe; "
            "take views of one catalogue, which extend() makes of rows that are not in both"
        ) == str(error)
