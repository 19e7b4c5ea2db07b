"""Reading takes what the format says and nothing else, and tells every fault."""

from __future__ import annotations

import json
from typing import Any

import pytest

from imh_evidence import Catalogue, InvalidCatalogue, LocalTheory, interventions
from imh_evidence.background import Topic
from imh_evidence.codec import read
from imh_evidence.formats import CATALOGUE_SCHEMA
from imh_evidence.interop.notice import is_recommended
from imh_evidence.jsontext import parse_json


def body(**changes: Any) -> dict[str, Any]:
    """A lawful catalogue file of one row, with changes."""
    return {
        "schema": CATALOGUE_SCHEMA,
        "source": {"title": "Ours"},
        "interventions": [row()],
        **changes,
    }


def row(**changes: Any) -> dict[str, Any]:
    """A lawful row, with changes; None leaves a key out."""
    whole = {
        "id": "bear",
        "name": "Bear",
        "theories": ["attachment"],
        "audiences": ["universal"],
        "practice_levels": ["skilled", "enhanced"],
        "evidence": "low",
        "efficacy": {"low": "low", "high": "medium"},
        **changes,
    }
    return {key: value for key, value in whole.items() if value is not None}


def load(document: object) -> Catalogue:
    """The catalogue of a lawful document."""
    return Catalogue.load(json.dumps(document).encode())


def faults_of(document: object) -> list[tuple[str, str, str, str | None]]:
    """The faults that reading a document gives."""
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    with pytest.raises(InvalidCatalogue) as caught:
        Catalogue.load(data)
    return [(f.path, f.found, f.expected, f.nearest) for f in caught.value.faults]


class TestCatalogueFile:
    def test_reads_a_minimal_file(self) -> None:
        """A row needs its facets and a name; everything else has a default."""
        (record,) = load(body())

        assert "bear" == record.id
        assert (None, False, (), ()) == (
            record.recommended,
            record.is_suite,
            record.aliases,
            record.related,
        )
        assert 0 == len(record.provenance)

    def test_accepts_a_byte_order_mark(self) -> None:
        """Bytes and text may start with a byte-order mark."""
        text = "\ufeff" + json.dumps(body())

        assert load(body()) == Catalogue.load(text.encode())

    def test_reads_declared_theories(self) -> None:
        """A theory of the file's own is known if the file declares it."""
        declared = body(
            theories=[{"slug": "play", "label": "Play Theory"}],
            interventions=[row(theories=["play", "attachment"])],
        )
        file = load(declared)

        assert LocalTheory("play", "Play Theory") == file[0].theories[0]
        assert file == Catalogue.load(file.to_json().encode())

    def test_provenance_is_written_once_and_read_for_each_cell(self) -> None:
        """Edition and checksum stand once in the file and on every cell."""
        plain = interventions.to_dicts()[0]["provenance"]
        cell = interventions[0].provenance["name"]

        assert "edition" not in plain["cells"]["name"]
        assert (plain["edition"], plain["checksum"]) == (cell.edition, cell.checksum)


LOW_TO_HIGH = "efficacy level: 'low', 'medium', 'high'"


class TestFaults:
    @pytest.mark.parametrize(
        ("document", "fault"),
        [
            (b"\xff", ("byte 0", "invalid start byte", "UTF-8", None)),
            (b"{,}", ("line 1, column 2", "text that is no JSON (Expecting property name enclosed in double quotes)", "JSON", None)),
            (b"", ("$", "an empty text", "JSON", None)),
            (b"\xef\xbb\xbf \r\n\t\n", ("$", "an empty text", "JSON", None)),
            (b"[" * 100_000, ("$", "lists or objects nested too deep", "at most 40 levels", None)),
            (b"[]", ("$", "[]", "an object", None)),
            (body(schema=None), ("$.schema", "nothing", repr(CATALOGUE_SCHEMA), None)),
            (body(schema="urn:x"), ("$.schema", "'urn:x'", repr(CATALOGUE_SCHEMA), None)),
            (body(source="Ours"), ("$.source", "'Ours'", "an object", None)),
            (body(interventions={}), ("$.interventions", "{}", "a list", None)),
            (body(interventions=[3]), ("$.interventions[0]", "3", "an object", None)),
            (body(intervention=[]), ("$.intervention", "an unknown key", "one of source, notice, theories, groups, interventions, retired, origins", "interventions")),
            (body(theories=[{"slug": "play"}]), ("$.theories[0].label", "nothing", "this key", None)),
            (body(theories=[{"slug": "attachment", "label": "Mine"}]), ("$.theories[0].slug", "'attachment'", "a slug that no other theory has", None)),
            (body(theories=[{"slug": "Play", "label": "Play"}]), ("$.theories[0].slug", "'Play'", "a slug, such as 'play-theory'", None)),
            (body(groups=[{"number": 1, "label": "A", "theories": ["attachment"]}] * 2), ("$.groups[1].number", "1", "a number that no other group has", None)),
            (body(retired=[{"id": "Bear", "replaced_by": [], "note": "x"}]), ("$.retired[0].id", "'Bear'", "a slug", None)),
            (body(retired=[{"id": "bear", "replaced_by": [], "note": "x"}]), ("$.retired[0].id", "'bear', which a row has", "an id no longer in use", None)),
            (body(origins=[{"source": {"title": "A"}, "ids": ["bea"]}]), ("$.origins[0].ids[0]", "'bea'", "the id of a row", None)),
            (body(theories={}), ("$.theories", "{}", "a list", None)),
            (body(source={"title": " "}), ("$.source.title", "' '", "a title to show", None)),
            (body(source={"title": "A", "updated": "2024-13"}), ("$.source.updated", "'2024-13'", "a month, as YYYY-MM", None)),
            (body(theories=[{"slug": "play", "label": " "}]), ("$.theories[0].label", "' '", "a label to show", None)),
            (body(schema="urn:imh-evidence:schema:catalogue:2", x=1), ("$.schema", "'urn:imh-evidence:schema:catalogue:2'", repr(CATALOGUE_SCHEMA), None)),
        ],
    )  # fmt: skip
    def test_of_the_file(self, document: Any, fault: tuple[str, ...]) -> None:
        """What is wrong with the file as a whole is told with its place."""
        assert [fault] == faults_of(document)

    @pytest.mark.parametrize(
        ("changes", "fault"),
        [
            ({"name": None}, (".name", "nothing", "this key", None)),
            ({"name": 3}, (".name", "3", "text", None)),
            ({"is_suite": 1}, (".is_suite", "1", "true or false", None)),
            ({"theory_group": True}, (".theory_group", "True", "a whole number", None)),
            ({"evidence": "hgh"}, (".evidence", "'hgh'", "evidence level: 'low', 'medium', 'high'", "high")),
            ({"evidence": ["high"]}, (".evidence", "['high']", "evidence level: 'low', 'medium', 'high'", None)),
            ({"audiences": "universal"}, (".audiences", "'universal'", "a list of slugs", None)),
            ({"audiences": []}, (".audiences", "an empty list", "at least one audience", None)),
            ({"audiences": ["all"]}, (".audiences[0]", "'all'", "audience: 'universal', 'targeted'", None)),
            ({"audiences": ["universal", "universal"]}, (".audiences[1]", "'universal'", "each audience once", None)),
            ({"audiences": [["universal"]]}, (".audiences[0]", "['universal']", "audience: 'universal', 'targeted'", None)),
            ({"efficacy": "low"}, (".efficacy", "'low'", 'an object with "low" and "high"', None)),
            ({"efficacy": {"low": "low"}}, (".efficacy.high", "nothing", "this key", None)),
            ({"efficacy": {"low": "low", "high": "hih"}}, (".efficacy.high", "'hih'", LOW_TO_HIGH, "high")),
            ({"efficacy": {"low": ["low"], "high": "high"}}, (".efficacy.low", "['low']", LOW_TO_HIGH, None)),
            ({"efficacy": {"low": "high", "high": "low"}}, (".efficacy", "High to Low", "a low end that is not above the high", None)),
            ({"efficacy": {"low": "low", "high": "high", "mid": 1}}, (".efficacy.mid", "an unknown key", "one of low, high", None)),
            ({"provenance": []}, (".provenance", "[]", "an object", None)),
            ({"provenance": {"cell": {}}}, (".provenance.cell", "an unknown key", "one of cells, edition, checksum", "cells")),
            ({"provenance": {"cells": []}}, (".provenance.cells", "[]", "an object of cells by field", None)),
            ({"provenance": {"cells": {"name": []}}}, (".provenance.cells.name", "[]", "an object", None)),
            ({"provenance": {"cells": {"name": {}}}}, (".provenance.cells.name.rule", "nothing", "this key", None)),
            ({"provenance": {"cells": {"name": {"rule": "x", "field": "id"}}}}, (".provenance.cells.name.field", "an unknown key", "one of field, rule, printed, line, source, edition, checksum", "field")),
            ({"provenance": {"edition": 3}}, (".provenance.edition", "3", "text", None)),
            ({"provenance": {"cells": {"names": {"rule": "x"}}}}, (".provenance.cells.names", "a cell of no field", "a field: id, name, theories, audiences, practice_levels, evidence, efficacy, theory_group, recommended, is_suite, aliases, related", "name")),
            ({"provenance": {"cells": {"name": {"rule": "x", "line": 0}}}}, (".provenance.cells.name.line", "0", "a line, counted from 1", None)),
            ({"provenance": {"cells": {"name": {"rule": "x", "edition": "y"}}}}, (".provenance.cells.name.edition", "an unknown key", "one of field, rule, printed, line, source, edition, checksum", "edition")),
            ({"name": "Be\x07ar"}, (".name", "the character '\\x07'", "text without control characters and half characters", None)),
            ({"name": "Bear \ud800"}, (".name", "the character '\\ud800'", "text without control characters and half characters", None)),
            ({"related": [{"name": "x"}]}, (".related[0].note", "nothing", "this key", None)),
            ({"alias": ["x"]}, (".alias", "an unknown key", "one of id, name, theories, audiences, practice_levels, evidence, efficacy, theory_group, recommended, is_suite, aliases, related, provenance", "aliases")),
            ({"id": "Bear"}, (".id", "'Bear'", "a slug, such as 'bear'", None)),
            ({"aliases": ["-"]}, (".aliases[0]", "'-'", "a name with a letter or digit in it", None)),
        ],
    )  # fmt: skip
    def test_of_a_row(self, changes: dict[str, Any], fault: tuple[str, ...]) -> None:
        """What is wrong with a row is told with the path to it."""
        path, *rest = fault

        assert [("$.interventions[0]" + path, *rest)] == faults_of(
            body(interventions=[row(**changes)])
        )

    def test_between_rows(self) -> None:
        """Names that two rows share, and groups that are not there, are told too."""
        rows = [row(aliases=["Ted"]), row(id="ted", name="Doll", theory_group=2)]
        groups = [{"number": 1, "label": "One", "theories": ["attachment"]}]

        assert [
            (
                "$.interventions[1].id",
                "'ted', which $.interventions[0] has too",
            ),
            ("$.interventions[1].theory_group", "2"),
        ] == [fault[:2] for fault in faults_of(body(interventions=rows, groups=groups))]

    def test_an_alias_stands_in_its_row_once(self) -> None:
        """A row's alias that is written twice is told at the second; other spellings stay."""
        aliases = ["Ted", "TED", "Bear", "Ted", "Teddy", "Ted"]

        assert [
            (
                f"$.interventions[0].aliases[{i}]",
                "'Ted' once more",
                "each alias once",
                None,
            )
            for i in (3, 5)
        ] == faults_of(body(interventions=[row(aliases=aliases)]))
        assert 5 == len(
            load(body(interventions=[row(aliases=[*aliases[:3], "T", "U"])]))[0].aliases
        )

    def test_a_row_stands_under_a_group_of_its_theories(self) -> None:
        """A heading of other theories than the row's is a fault."""
        groups = [{"number": 1, "label": "One", "theories": ["psychoeducation"]}]

        assert [
            (
                "$.interventions[0].theory_group",
                "1",
                "a group of the row's theories, not psychoeducation",
                None,
            )
        ] == faults_of(body(interventions=[row(theory_group=1)], groups=groups))

    def test_a_recommendation_is_the_statement_of_its_file(self) -> None:
        """A file may recommend any row; the page recommends its own, cell for cell."""
        (published,) = interventions[:1].to_dicts()
        changed = {**published, "id": "changed", "name": "Changed", "aliases": []}
        own = load(body(interventions=[published, changed, row(recommended=True)]))

        assert [True] * 3 == [each.recommended for each in own]
        assert [True, False, False] == [is_recommended(each) for each in own]

    def test_name_what_was_read(self) -> None:
        """The text of the error begins with the file, also where it is no JSON."""
        with pytest.raises(InvalidCatalogue) as caught:
            Catalogue.load(b"{,}")

        assert (
            "bytes: 1 fault\n  line 1, column 2: found text that is no JSON (Expecting "
            "property name enclosed in double quotes), expected JSON"
        ) == str(caught.value)

    def test_all_at_once(self) -> None:
        """Faults of several kinds and places come in one error."""
        text = json.dumps(
            body(schema=1, interventions=[row(evidence="x"), 3, row(name=4)])
        ).replace('"name": 4', '"name": 4, "name": 4')

        assert [
            "$.schema",
            "$.interventions[0].evidence",
            "$.interventions[1]",
            "$.interventions[2]",
            "$.interventions[2].name",
            "$.interventions[2].id",
        ] == [fault[0] for fault in faults_of(text.encode())]


class TestJsonText:
    def test_repeated_keys_are_told_with_their_place(self) -> None:
        """A key given twice would be lost in silence elsewhere."""
        text = json.dumps(body()).replace(
            '"title": "Ours"', '"title": "A", "title": "B"'
        )

        assert [
            ("$.source", "the key 'title' more than once", "each key once", None)
        ] == (faults_of(text.encode()))

    @pytest.mark.parametrize(
        ("number", "found"),
        [
            ("NaN", "NaN"),
            ("-Infinity", "-Infinity"),
            ("9" * 5000, "999999999999999... (5000 digits)"),
            ("-" + "9" * 16, "-99999999999999... (16 digits)"),
            ("1.0", "1.0"),
        ],
    )
    def test_only_short_whole_numbers_are_numbers(
        self, number: str, found: str
    ) -> None:
        """A number that is not finite, not whole or far too long is a fault."""
        text = json.dumps(body(interventions=[row(theory_group=77)])).replace(
            "77", number
        )

        assert [
            ("$.interventions[0].theory_group", found, "a whole number", None)
        ] == faults_of(text.encode())

    @pytest.mark.parametrize("number", [999_999_999_999_999, -999_999_999_999_999])
    def test_a_sign_is_no_digit(self, number: int) -> None:
        """Numbers below zero may be as long as those above."""
        assert number == parse_json(str(number), "x.json")

    def test_nesting_has_a_bound_of_its_own(self) -> None:
        """Nesting that JSON still takes is refused where no format of ours needs it."""
        deep = json.loads("[" * 60 + "]" * 60)
        found = faults_of(body(interventions=[row(aliases=deep)]))

        assert "lists or objects nested too deep" in [fault[1] for fault in found]

    def test_other_files_are_read_as_strictly(self) -> None:
        """Faults in any file name the file."""
        raw = parse_json('{"title": 3, "title": 4}', "topic.json")

        with pytest.raises(InvalidCatalogue, match="topic.json: ") as caught:
            read(Topic, raw, "topic.json")

        paths = [fault.path for fault in caught.value.faults]
        assert "$" == paths[0]
        assert {"$.title", "$.scope", "$.claims"} <= set(paths)

    def test_only_a_repeated_key_may_be_wrong(self) -> None:
        """A file whose values are all lawful is still refused for a repeated key."""
        raw = parse_json(
            '{"start": "x", "end_months": 1, "about": "x", "about": "x"}', "x"
        )

        with pytest.raises(InvalidCatalogue, match="'about' more than once"):
            read(type(interventions_scope()), raw, "x")


def interventions_scope() -> Any:
    """The scope of the published topic."""
    from imh_evidence import topic

    return topic.scope
