"""Whatever bytes a file holds, reading gives a catalogue or InvalidCatalogue, soon."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imh_evidence import Catalogue, InvalidCatalogue
from imh_evidence.formats import CATALOGUE_SCHEMA


#: No fault's text is longer, whatever the file holds.
LONGEST_FAULT = 2_000

ROW = {
    "id": "bear",
    "name": "Bear",
    "theories": ["attachment"],
    "audiences": ["universal"],
    "practice_levels": ["skilled"],
    "evidence": "low",
    "efficacy": {"low": "low", "high": "medium"},
}
OTHER_FIELDS = (
    "theory_group",
    "recommended",
    "is_suite",
    "aliases",
    "related",
    "provenance",
)


def head(**changes: Any) -> dict[str, Any]:
    """What a lawful file says of itself, with changes."""
    return {"schema": CATALOGUE_SCHEMA, "source": {"title": "Ours"}, **changes}


def file(**changes: Any) -> dict[str, Any]:
    """A lawful file of one row, with changes to the row."""
    return head(interventions=[{**ROW, **changes}])


def check_faults(error: InvalidCatalogue) -> None:
    """There is a fault, and none is longer than a person reads."""
    assert error.faults
    assert LONGEST_FAULT >= max(len(str(fault)) for fault in error.faults)
    assert str(error).encode()


def outcome(data: bytes) -> str:
    """``read`` or ``refused``, after a look at what came of the file."""
    try:
        catalogue = Catalogue.load(data)
    except InvalidCatalogue as error:
        check_faults(error)
        return "refused"
    again = Catalogue.load(catalogue.to_json().encode())

    assert catalogue == again
    assert catalogue._file() == again._file()
    return "read"


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=10)
    | st.sampled_from(["low", "high", "attachment", "universal", "skilled", "bear"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text(max_size=5)
            | st.sampled_from([*ROW, *OTHER_FIELDS])
            | st.sampled_from(["source", "title", "low", "high", "cells", "slug"]),
            inner,
            max_size=6,
        )
    ),
    max_leaves=12,
)


class TestRandomFiles:
    @given(st.binary() | VALUES.map(lambda value: json.dumps(value).encode()))
    def test_of_bytes_and_of_json(self, data: bytes) -> None:
        """No bytes make anything else than a catalogue or InvalidCatalogue."""
        assert outcome(data) in {"read", "refused"}

    @given(
        st.sampled_from(
            ["source", "theories", "groups", "interventions", "retired", "origins", "x"]
        ),
        VALUES,
    )
    def test_of_one_wrong_part(self, key: str, value: object) -> None:
        """A lawful file with any value in one of its parts is read or refused."""
        data = json.dumps({**file(), key: value}).encode()

        assert outcome(data) in {"read", "refused"}

    @given(st.sampled_from([*ROW, *OTHER_FIELDS]), VALUES)
    def test_of_one_wrong_cell(self, key: str, value: object) -> None:
        """A lawful row with any value in one of its fields is read or refused."""
        assert outcome(json.dumps(file(**{key: value})).encode()) in {"read", "refused"}

    def test_of_accidents(self) -> None:
        """Files with a byte changed, a stretch lost or one repeated: some read, some not."""
        lawful = json.dumps(file(aliases=["Ted"], is_suite=True), indent=1).encode()
        outcomes = set()
        for seed in range(300):
            chance = random.Random(seed)  # noqa: S311
            start, end = sorted(chance.choices(range(len(lawful)), k=2))
            changed = bytes([lawful[start] ^ 1 << chance.randrange(8)])
            middle = chance.choice([changed + lawful[start + 1 : end], b"", lawful])
            outcomes.add(outcome(lawful[:start] + middle + lawful[end:]))

        assert {"read", "refused"} == outcomes


def within(key: str, text: str) -> bytes:
    """A lawful row with a text in the place of one value."""
    return json.dumps(file(**{key: "HERE"})).replace('"HERE"', text).encode()


def keyed(pattern: str) -> str:
    """A JSON object of many keys."""
    return "{" + ",".join(pattern.replace("#", str(i)) for i in range(30_000)) + "}"


LARGE = {
    "brackets": b"[" * 1_000_000,
    "braces": b'{"a":' * 200_000,
    "brackets in a cell": within("aliases", "[" * 100_000),
    "nested to the parser's limit": within("name", "[" * 900 + "]" * 900),
    "digits": within("theory_group", "9" * 1_000_000),
    "digits of a fraction": within("theory_group", "9" * 1_000_000 + ".5"),
    "a long name": within("name", f'"{"n" * 1_000_000}"'),
    "a long key": json.dumps(head() | {"k" * 1_000_000: 1}).encode(),
    "a long key in a row": json.dumps(file(**{"k" * 1_000_000: 1})).encode(),
    "long keys, nested": (b'{"' + b"k" * 99 + b'":') * 40 + b"1" + b"}" * 40,
    "keys twice": keyed('"k#":0').replace("9", "8").encode(),
    "unknown keys": keyed('"interventio#":0').encode(),
    "unknown cells": within("provenance", '{"cells":' + keyed('"nam#":{}') + "}"),
    "one alias many times": within("aliases", json.dumps(["a"] * 50_000)),
    "aliases that are numbers": within("aliases", json.dumps([0] * 50_000)),
    "theories that are none": within("theories", json.dumps(["x"] * 50_000)),
    "rows of one id": json.dumps(head(interventions=[ROW] * 20_000)).encode(),
}


class TestLargeFiles:
    @pytest.mark.parametrize("name", LARGE)
    def test_are_answered_in_few_words(self, name: str) -> None:
        """A file that is all of one thing is refused, or read, and in few words."""
        assert outcome(LARGE[name]) in {"read", "refused"}

    def test_of_many_faults_are_not_read_to_the_end(self) -> None:
        """After thousands of faults the last one says that there are more."""
        with pytest.raises(InvalidCatalogue) as caught:
            Catalogue.load(json.dumps(head(interventions=[0] * 60_000)).encode())

        assert 10_001 == len(caught.value.faults)
        assert "more faults" == caught.value.faults[-1].found

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("audiences", [0] * 1_000),
            ("aliases", [0] * 1_000),
            ("provenance", {"cells": {f"x{i}": {} for i in range(1_000)}}),
        ],
    )
    def test_of_one_wrong_list_are_told_up_to_a_hundred(
        self, field: str, value: object
    ) -> None:
        """A list that is wrong throughout is not read to its end."""
        with pytest.raises(InvalidCatalogue) as caught:
            Catalogue.load(json.dumps(file(**{field: value})).encode())

        assert 101 == len(caught.value.faults)


def test_hidden_text_in_keys_cannot_steer_a_terminal() -> None:
    """A key that is no plain word is shown with its characters escaped."""
    data = json.dumps(head(interventions=[]) | {"a\x1b[31m\n\u202eb": 1}).encode()

    with pytest.raises(InvalidCatalogue) as caught:
        Catalogue.load(data)

    (*_, line) = str(caught.value).split("\n")
    assert line.isprintable()
    assert r"\x1b[31m\n\u202eb" in line
