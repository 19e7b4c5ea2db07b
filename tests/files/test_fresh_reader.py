"""A reader made anew knows what it is given, checks it once, and tells every fault."""

from __future__ import annotations

from typing import Any

import pytest
from cattrs import Converter

from imh_evidence import (
    Audience,
    Catalogue,
    EfficacyLevel,
    EfficacyRange,
    EvidenceLevel,
    Intervention,
    InvalidCatalogue,
    LocalTheory,
    PracticeLevel,
    Theory,
)
from imh_evidence.background import Scope
from imh_evidence.codec import (
    LIMITS,
    Limits,
    Reader,
    _member,
    _members,
    _ranges,
    read,
)
from imh_evidence.reading import CatalogueFile
from imh_evidence.records import (
    CellProvenance,
    Provenance,
    RelatedProgramme,
    RetiredId,
    Source,
    TheoryGroup,
)


PLAY = LocalTheory("play", "Play Theory")

AUDIENCES = "audience: 'universal', 'targeted'"
PRACTICE_LEVELS = "practice level: 'informed', 'skilled', 'enhanced', 'specialist'"
EVIDENCE = "evidence level: 'low', 'medium', 'high'"
EFFICACY = "efficacy level: 'low', 'medium', 'high'"
THEORIES = (
    "theory: 'attachment', 'social-learning', 'family-systems', "
    "'cognitive-learning', 'cognitive-behavioural', 'psychoanalytic-psychotherapy', "
    "'developmental-psychopathology', 'psychoeducation'"
)
DECLARED = ", or one that the file declares under 'theories'"
FIELDS = (
    "id, name, theories, audiences, practice_levels, evidence, efficacy, "
    "theory_group, recommended, is_suite, aliases, related"
)
CELL = "field, rule, printed, line, source, edition, checksum"
WRITABLE = "text without control characters and half characters"


def plain_row(**changes: Any) -> dict[str, Any]:
    """A lawful row as plain values, with changes; None leaves a key out."""
    whole = {
        "id": "bear",
        "name": "Bear",
        "theories": ["attachment"],
        "audiences": ["universal"],
        "practice_levels": ["skilled"],
        "evidence": "low",
        "efficacy": {"low": "low", "high": "medium"},
        **changes,
    }
    return {key: value for key, value in whole.items() if value is not None}


def told(
    reader: Reader, raw: object, kind: Any, path: str = "$"
) -> list[tuple[str, str, str, str | None]]:
    """What a reader says is wrong with a value, which it then does not give."""
    record, faults = reader.structure(raw, kind, path)

    assert None is record
    return [(each.path, each.found, each.expected, each.nearest) for each in faults]


@pytest.fixture(name="many", params=[False, True], ids=["few", "many"])
def _many(request: pytest.FixtureRequest) -> bool:
    """Whether readers are made for many records, which they read in another way."""
    return bool(request.param)


@pytest.fixture(name="reader")
def _reader(many: bool) -> Reader:
    return Reader(many=many)


@pytest.fixture(name="whole")
def _whole() -> Intervention:
    """A record that fills every field."""
    cells = (
        CellProvenance("name", "words", "Bear", 7, "the page", "2023-04", "ab"),
        CellProvenance("id", "slug", source="ours", edition="2023-04", checksum="ab"),
    )
    return Intervention(
        id="bear",
        name="Bear",
        theories=(PLAY, Theory.ATTACHMENT),
        audiences=frozenset([Audience.TARGETED, Audience.UNIVERSAL]),
        practice_levels=frozenset([PracticeLevel.ENHANCED, PracticeLevel.SKILLED]),
        evidence=EvidenceLevel.MEDIUM,
        efficacy=EfficacyRange("low", "high"),
        theory_group=2,
        recommended=True,
        is_suite=True,
        aliases=("Ted", "Teddy"),
        related=(RelatedProgramme("Doll", "another toy", "D"),),
        provenance=Provenance(cells, "2023-04", "ab"),
    )


PLAIN = {
    "id": "bear",
    "name": "Bear",
    "theories": ["play", "attachment"],
    "audiences": ["universal", "targeted"],
    "practice_levels": ["skilled", "enhanced"],
    "evidence": "medium",
    "efficacy": {"low": "low", "high": "high"},
    "theory_group": 2,
    "recommended": True,
    "is_suite": True,
    "aliases": ["Ted", "Teddy"],
    "related": [{"name": "Doll", "note": "another toy", "abbreviation": "D"}],
    "provenance": {
        "edition": "2023-04",
        "checksum": "ab",
        "cells": {
            "name": {"printed": "Bear", "line": 7, "rule": "words"},
            "id": {"rule": "slug", "source": "ours"},
        },
    },
}


class TestThereAndBack:
    def test_writes_every_field(self, whole: Intervention, many: bool) -> None:
        """Plain values are slugs, lists in scale order, and what is not the default."""
        assert PLAIN == Reader([PLAY], many=many).to_plain(whole)

    def test_leaves_defaults_out(self, reader: Reader) -> None:
        """A field that holds its default is not written."""
        record, _ = reader.structure(plain_row(), Intervention)

        assert plain_row() == reader.to_plain(record)

    def test_reads_every_field(self, whole: Intervention, many: bool) -> None:
        """A reader that is given a theory reads what was written of it."""
        assert (whole, []) == Reader([PLAY], many=many).structure(PLAIN, Intervention)

    def test_reads_lawful_values_once(self, whole: Intervention, many: bool) -> None:
        """A value that is lawful is not read a second time, in detail."""
        reader = Reader([PLAY], many=many)
        reader.structure(PLAIN, Intervention)

        assert None is reader._detailed

    def test_keeps_books_only_in_detail(self, reader: Reader) -> None:
        """Only the second reading, which is for faults, pays for noting places."""
        reader.structure({}, Source)

        assert False is reader._quick.detailed_validation
        assert reader._detailed is not None
        assert True is reader._detailed.detailed_validation

    def test_reads_the_same_twice(self, many: bool) -> None:
        """What a reader remembers of one value changes nothing in the next."""
        reader = Reader([PLAY], many=many)
        first, _ = reader.structure(PLAIN, Intervention)
        again, _ = reader.structure(PLAIN, Intervention)

        assert first == again
        assert isinstance(first, Intervention)
        assert isinstance(again, Intervention)
        assert first.audiences is again.audiences
        assert first.efficacy is again.efficacy

    def test_provenance_may_do_without_cells(self, reader: Reader) -> None:
        """An edition alone is a provenance, and so is nothing."""
        assert (Provenance((), "2023-04"), []) == reader.structure(
            {"edition": "2023-04"}, Provenance
        )
        assert (Provenance(), []) == reader.structure({}, Provenance)

    def test_a_cell_may_stand_on_the_first_line(self, reader: Reader) -> None:
        """Lines are counted from 1."""
        raw = {"cells": {"name": {"rule": "words", "line": 1}}}

        assert (
            Provenance((CellProvenance("name", "words", None, 1),)),
            [],
        ) == reader.structure(raw, Provenance)

    def test_reads_the_rest_of_a_file(self, reader: Reader) -> None:
        """Groups, retired ids and origins are lists of records."""
        raw = {
            "source": {"title": "Ours", "updated": "2024-01"},
            "groups": [{"number": 1, "label": "A", "theories": ["attachment"]}],
            "interventions": [],
            "retired": [{"id": "cub", "replaced_by": ["bear"], "note": "grown"}],
        }

        file = CatalogueFile(
            source=Source("Ours", updated="2024-01"),
            groups=(TheoryGroup(1, "A", (Theory.ATTACHMENT,)),),
            interventions=(),
            retired=(RetiredId("cub", ("bear",), "grown"),),
        )
        assert (file, []) == reader.structure(raw, CatalogueFile)
        assert None is reader._detailed
        assert {
            **raw,
            "interventions": [],
        } == reader.to_plain(file)

    @pytest.mark.parametrize("member", [*Audience, *PracticeLevel, *EvidenceLevel])
    def test_reads_a_member_of_any_vocabulary(
        self, member: Any, reader: Reader
    ) -> None:
        """A slug alone, or in a list, is read as the vocabulary it was asked for."""
        kind: Any = type(member)
        many = frozenset[kind]

        assert (member, []) == reader.structure(member.value, kind)
        assert (frozenset([member]), []) == reader.structure([member.value], many)


class TestRemembering:
    def test_equal_lists_are_built_once(self) -> None:
        """The second list that is equal costs a look-up."""
        built = []

        def build(members: list[int]) -> tuple[int, ...]:
            built.append(members)
            return tuple(members)

        hook = _members({"a": 1, "b": 2}, "letter", build)

        assert ((1, 2), (1, 2), (2, 1)) == (
            hook(["a", "b"], tuple),
            hook(["a", "b"], tuple),
            hook(["b", "a"], tuple),
        )
        assert [[1, 2], [2, 1]] == built

    def test_equal_ranges_are_checked_once(self) -> None:
        """The second range that is equal costs a look-up."""
        checked: list[str] = []
        one = _member({level.value: level for level in EfficacyLevel}, "level")

        def level(raw: Any, kind: Any) -> EfficacyLevel:
            checked.append(raw)
            return one(raw, kind)

        converter = Converter()
        converter.register_structure_hook(EfficacyLevel, level)
        hook = _ranges(converter)
        spread = {"low": "low", "high": "high"}

        assert hook(spread, None) is hook(dict(spread), None)
        assert ["low", "high"] == checked

    def test_a_third_key_does_not_hide_behind_a_known_range(
        self, reader: Reader
    ) -> None:
        """A range that was read before is still refused with a key too many."""
        spread = {"low": "low", "high": "high"}
        reader.structure(spread, EfficacyRange)

        assert [("$.mid", "an unknown key", "one of low, high", None)] == told(
            reader, {**spread, "mid": "medium"}, EfficacyRange
        )


class TestFaults:
    @pytest.mark.parametrize(
        ("kind", "raw", "faults"),
        [
            (str, 3, [("$", "3", "text", None)]),
            (str, "a\x07", [("$", "the character '\\x07'", WRITABLE, None)]),
            (str, "a \ud800", [("$", "the character '\\ud800'", WRITABLE, None)]),
            (int, True, [("$", "True", "a whole number", None)]),
            (int, "3", [("$", "'3'", "a whole number", None)]),
            (bool, 1, [("$", "1", "true or false", None)]),
            (Audience, "targetted", [("$", "'targetted'", AUDIENCES, "targeted")]),
            (Audience, None, [("$", "None", AUDIENCES, None)]),
            (PracticeLevel, "skiled", [("$", "'skiled'", PRACTICE_LEVELS, "skilled")]),
            (EvidenceLevel, "hgh", [("$", "'hgh'", EVIDENCE, "high")]),
            (EfficacyLevel, "lo", [("$", "'lo'", EFFICACY, "low")]),
            (EfficacyLevel, ["low"], [("$", "['low']", EFFICACY, None)]),
            (Source, "Ours", [("$", "'Ours'", "an object", None)]),
            (Source, {}, [("$.title", "nothing", "this key", None)]),
            (
                Source,
                {"title": 3, "titel": "A"},
                [
                    ("$.title", "3", "text", None),
                    ("$.titel", "an unknown key", "one of title, container, publisher, address, updated, sha256", "title"),
                ],
            ),
            (RetiredId, {"id": "a", "replaced_by": "b", "note": "c"}, [("$.replaced_by", "'b'", "a list", None)]),
            (
                RetiredId,
                {"id": "a", "replaced_by": ["b", 3, "c", 4], "note": "c"},
                [("$.replaced_by[1]", "3", "text", None), ("$.replaced_by[3]", "4", "text", None)],
            ),
            (
                tuple[RetiredId, ...],
                [{"id": "a", "replaced_by": [], "note": "b"}, 3],
                [("$[1]", "3", "an object", None)],
            ),
        ],
    )  # fmt: skip
    def test_of_a_value(
        self, kind: Any, raw: object, faults: list[tuple[str, ...]], reader: Reader
    ) -> None:
        """Each kind of value says what it takes; lists and objects say where."""
        assert faults == told(reader, raw, kind)

    @pytest.mark.parametrize(
        ("kind", "one", "choices"),
        [
            (Audience, "audience", AUDIENCES),
            (PracticeLevel, "practice level", PRACTICE_LEVELS),
            (EvidenceLevel, "evidence level", EVIDENCE),
            (EfficacyLevel, "efficacy level", EFFICACY),
        ],
    )
    def test_of_a_set(self, kind: Any, one: str, choices: str, reader: Reader) -> None:
        """A set of members is a list of slugs, of which there is one and each is once."""
        first = next(iter(kind)).value
        many = frozenset[kind]

        assert [("$", "'low'", "a list of slugs", None)] == told(reader, "low", many)
        assert [("$", "an empty list", f"at least one {one}", None)] == told(
            reader, [], many
        )
        assert [("$[1]", f"{first!r}", f"each {one} once", None)] == told(
            reader, [first, first], many
        )
        assert [("$[0]", "3", choices, None), ("$[2]", "[]", choices, None)] == told(
            reader, [3, first, []], many
        )

    @pytest.mark.parametrize(
        ("raw", "faults"),
        [
            ([], [("$.theories", "an empty list", "at least one theory", None)]),
            (
                ["atachment"],
                [("$.theories[0]", "'atachment'", THEORIES + DECLARED, "attachment")],
            ),
            (["play"], [("$.theories[0]", "'play'", THEORIES + DECLARED, None)]),
            (
                ["attachment", "psychoeducation", "attachment"],
                [("$.theories[2]", "'attachment'", "each theory once", None)],
            ),
        ],
    )
    def test_of_a_combination(
        self, raw: object, faults: list[tuple[str, ...]], reader: Reader
    ) -> None:
        """A combination of theories keeps its order and holds each theory once."""
        assert faults == told(reader, plain_row(theories=raw), Intervention)

    def test_of_a_combination_with_given_theories(self, many: bool) -> None:
        """Theories that a reader is given are among the accepted, after the published."""
        assert [
            ("$.theories[0]", "'ply'", f"{THEORIES}, 'play'{DECLARED}", "play")
        ] == told(Reader([PLAY], many=many), plain_row(theories=["ply"]), Intervention)

    @pytest.mark.parametrize(
        ("raw", "faults"),
        [
            ("low", [("$", "'low'", 'an object with "low" and "high"', None)]),
            ({}, [("$.low", "nothing", "this key", None), ("$.high", "nothing", "this key", None)]),
            ({"low": "low"}, [("$.high", "nothing", "this key", None)]),
            (
                {"low": "lo", "high": ["high"]},
                [("$.low", "'lo'", EFFICACY, "low"), ("$.high", "['high']", EFFICACY, None)],
            ),
            ({"low": "high", "high": "low"}, [("$", "High to Low", "a low end that is not above the high", None)]),
            (
                {"low": "lo", "high": "low", "hi": 1},
                [("$.low", "'lo'", EFFICACY, "low"), ("$.hi", "an unknown key", "one of low, high", "high")],
            ),
        ],
    )  # fmt: skip
    def test_of_a_range(
        self, raw: object, faults: list[tuple[str, ...]], reader: Reader
    ) -> None:
        """A range has two ends in order, and nothing else."""
        assert faults == told(reader, raw, EfficacyRange)
        assert faults == told(reader, raw, EfficacyRange)

    @pytest.mark.parametrize(
        ("raw", "faults"),
        [
            ([], [("$", "[]", "an object", None)]),
            ({"cell": {}}, [("$.cell", "an unknown key", "one of cells, edition, checksum", "cells")]),
            (
                {"edition": 3, "checksum": [], "cells": 4},
                [
                    ("$.edition", "3", "text", None),
                    ("$.checksum", "[]", "text", None),
                    ("$.cells", "4", "an object of cells by field", None),
                ],
            ),
            (
                {"cells": {"nam": {}, "id": 3, "name": {"printed": 4}}},
                [
                    ("$.cells.nam", "a cell of no field", f"a field: {FIELDS}", "name"),
                    ("$.cells.id", "3", "an object", None),
                    ("$.cells.name.rule", "nothing", "this key", None),
                    ("$.cells.name.printed", "4", "text", None),
                ],
            ),
            (
                {"cells": {"name": {"rule": "x", "line": 0}, "id": {"rule": "x", "line": -3}}},
                [
                    ("$.cells.name.line", "0", "a line, counted from 1", None),
                    ("$.cells.id.line", "-3", "a line, counted from 1", None),
                ],
            ),
            ({"cells": {"name": {"rule": "x", "line": "7"}}}, [("$.cells.name.line", "'7'", "a whole number", None)]),
            (
                {"cells": {"name": {"rule": "x", "checksum": "y", "edition": "z", "field": "name"}}},
                [(f"$.cells.name.{key}", "an unknown key", f"one of {CELL}", key) for key in ("checksum", "edition", "field")],
            ),
            ({"cells": {"name": {"rule": "x", "lines": 1}}}, [("$.cells.name.lines", "an unknown key", f"one of {CELL}", "line")]),
        ],
    )  # fmt: skip
    def test_of_a_provenance(
        self, raw: object, faults: list[tuple[str, ...]], reader: Reader
    ) -> None:
        """Every cell and what all cells share is checked, each with its place."""
        assert faults == told(reader, raw, Provenance)

    def test_of_many_kinds_at_once(self, reader: Reader) -> None:
        """All that is wrong in a row comes in the order of its fields."""
        raw = plain_row(
            name=None,
            audiences=["universal", "all"],
            evidence="x",
            is_suite="no",
            related=[{"name": "Doll", "note": "x"}, {"name": 3}],
            alias=[],
        )

        assert [
            ("row.name", "nothing", "this key", None),
            ("row.audiences[1]", "'all'", AUDIENCES, None),
            ("row.evidence", "'x'", EVIDENCE, None),
            ("row.is_suite", "'no'", "true or false", None),
            ("row.related[1].name", "3", "text", None),
            ("row.related[1].note", "nothing", "this key", None),
            ("row.alias", "an unknown key", f"one of {FIELDS}, provenance", "aliases"),
        ] == told(reader, raw, Intervention, "row")

    def test_says_the_same_again(self, reader: Reader) -> None:
        """A reader that has told faults goes on reading, and tells them again."""
        raw = plain_row(evidence="x")
        first = told(reader, raw, Intervention)
        lawful, none = reader.structure(plain_row(), Intervention)

        assert isinstance(lawful, Intervention)
        assert [] == none
        assert [("$.evidence", "'x'", EVIDENCE, None)] == first
        assert first == told(reader, raw, Intervention)


class TestLimits:
    def test_by_default(self) -> None:
        """Without a word from the caller, files are large and texts are short."""
        assert Limits(size=268_435_456, records=1_000_000, text=10_000) == LIMITS

    def test_a_text_may_be_as_long_as_the_limit(self, many: bool) -> None:
        """The limit on a text is the length of the longest one accepted."""
        reader = Reader(limits=Limits(text=4), many=many)

        assert ("Bear", []) == reader.structure("Bear", str)
        assert [("$", "5 characters", "at most 4", None)] == told(reader, "Bears", str)

    @pytest.mark.parametrize("text", ["a\tb", "a\nb", "a\r", "a\u00a0b", "", "\u00e9"])
    def test_white_space_is_text(self, reader: Reader, text: str) -> None:
        """Tabs, line ends and no-break spaces can be shown and written."""
        assert (text, []) == reader.structure(text, str)

    def test_a_file_is_read_within_the_limits_given(self) -> None:
        """Limits that a caller gives hold for every text of a file."""
        text = (
            b'{"schema": "urn:imh-evidence:schema:catalogue:1",'
            b' "source": {"title": "Ours"}, "interventions": []}'
        )

        with pytest.raises(InvalidCatalogue) as caught:
            Catalogue.load(text, limits=Limits(text=3))

        assert (
            "bytes: 1 fault\n  $.source.title: found 4 characters, expected at most 3"
        ) == str(caught.value)
        assert 0 == len(Catalogue.load(text, limits=Limits(text=4)))


class TestOtherFiles:
    def test_a_lawful_value_is_a_record(self) -> None:
        """A file of ours is read as the record it holds."""
        raw = {"start": "birth", "end_months": 36, "about": "years"}

        assert Scope("birth", 36, "years") == read(Scope, raw, "scope.json")

    def test_names_the_file_and_the_fault(self) -> None:
        """A file that is not lawful is named, with its faults."""
        raw = {"start": "birth", "end_months": "36", "about": "years"}

        with pytest.raises(InvalidCatalogue) as caught:
            read(Scope, raw, "scope.json")

        assert (
            "scope.json: 1 fault\n  $.end_months: found '36', expected a whole number"
        ) == str(caught.value)
