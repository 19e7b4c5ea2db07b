"""Whatever bytes a file holds, reading gives a catalogue or InvalidCatalogue, soon.

``python tests/files/test_fuzz.py 1000000`` reads that many files outside the
tests and says what came of them; a second number is the seed.
"""

from __future__ import annotations

import json
import random
import re
import sys
import tracemalloc
from collections import Counter
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imh_evidence import (
    Catalogue,
    InvalidCatalogue,
    LocalTheory,
    Theory,
    interventions,
)
from imh_evidence.formats import (
    CATALOGUE_SCHEMA,
    LINES_SCHEMA,
    READABLE,
    Form,
    write_catalogue,
)
from imh_evidence.records import RetiredId, Source
from imh_evidence.tabular import CSV_SCHEMA


if TYPE_CHECKING:
    from collections.abc import Callable


#: No fault's text is longer, whatever the file holds.
LONGEST_FAULT = 2_000


def seeds() -> list[tuple[bytes, Form]]:
    """Lawful files of each form: published rows, rows of one's own, and none.

    Files that declare theories come last: a reader is built for each, which is
    slow, so that the others are taken more often.
    """
    play = LocalTheory("play", "Play Theory")
    names = [
        '"quoted", =1+1',
        "line\nbreak",
        "\u202eright to left",
        "NA",
        "T\u00e9 \U0001f9f8",
    ]
    base = attrs.evolve(
        interventions[1],
        recommended=None,
        theory_group=None,
        aliases=(),
        related=(),
        provenance=type(interventions[1].provenance)(),
    )
    rows = [
        attrs.evolve(
            base,
            id=f"row-{i}",
            name=name,
            aliases=(f"R{i}",),
            theories=(play, Theory.ATTACHMENT),
        )
        for i, name in enumerate(names)
    ]
    plain = Catalogue.from_records(
        [
            attrs.evolve(base, id=f"plain-{i}", name=f"Plain {i} {name}")
            for i, name in enumerate(names)
        ],
        source=Source("Plain", updated="2024-01"),
        retired=[RetiredId("old", ("plain-1",), "merged")],
    )
    own = Catalogue.from_records(
        rows,
        source=Source("Ours", updated="2024-01"),
        retired=[RetiredId("old", ("row-1",), "merged")],
    )
    catalogues = [
        plain,
        interventions[12:13],
        plain[:2].extend(interventions[1:2]),
        Catalogue.from_records([]),
        own,
    ]
    return [
        (b"".join(write_catalogue(each._file(), form)), form)
        for each in catalogues
        for form in READABLE
    ]


# Tokens of the three forms: quoted texts, numbers, words and marks.
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|[A-Za-z_]+|[][{},:\r\n]')

_PIECES = [
    b"null", b"true", b"false", b"0", b"-0", b"-1", b"1.0", b"1e999", b"NaN",
    b"-Infinity", b"9" * 5_000, b"1" * 400 + b".5", b'""', b'"\\ud800"', b'"\\u0000"',
    b'"\\"', b'"NA"', b'"bear"', b'"high"', b'"low"', b'"attachment"', b'"play"',
    b'"universal"', b'"id"', b'"schema"', b'"interventions"', b"[]", b"{}", b"[[]]",
    b'{"low":"high","high":"low"}', b"[" * 2_000, b'{"a":' * 500, b"[" * 60 + b"]" * 60,
    b'"' + b"k" * 3_000 + b'":1,', b"\xef\xbb\xbf", b"\xff", b"\xf0\x9f", b"\xed\xa0\x80",
    b"\x00", b"\x1b[31m", b"\x85", b"\r", b"\r\n", b"\n\n", b",", b'"', b"'", b"=1+1",
    b",,,,,,,,,,,,,,,", b"catalogue", b"intervention", b"//", b"/*", b"\\",
    CATALOGUE_SCHEMA.encode(), LINES_SCHEMA.encode(), CSV_SCHEMA.encode(),
]  # fmt: skip


def _spot(chance: random.Random, data: bytes) -> int:
    return chance.randrange(len(data) + 1)


def _span(chance: random.Random, data: bytes) -> tuple[int, int]:
    start = _spot(chance, data)
    return start, start + min(chance.choice((1, 2, 8, 64, 512)), len(data) - start)


def flip(chance: random.Random, data: bytes, _: bytes) -> bytes:
    """One bit changes."""
    if not data:
        return b"\x80"
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]


def delete(chance: random.Random, data: bytes, _: bytes) -> bytes:
    """A stretch goes."""
    start, end = _span(chance, data)
    return data[:start] + data[end:]


def cut(chance: random.Random, data: bytes, _: bytes) -> bytes:
    """The rest goes, in the middle of a character perhaps."""
    return data[: _spot(chance, data)]


def repeat(chance: random.Random, data: bytes, _: bytes) -> bytes:
    """A stretch comes twice, or many times."""
    start, end = _span(chance, data)
    return data[:end] + data[start:end] * chance.choice((1, 1, 2, 50)) + data[end:]


def splice(chance: random.Random, data: bytes, other: bytes) -> bytes:
    """A stretch of another file comes in."""
    start, end = _span(chance, other)
    at = _spot(chance, data)
    return data[:at] + other[start:end] + data[at:]


def insert(chance: random.Random, data: bytes, _: bytes) -> bytes:
    """Something hostile comes in between."""
    at = _spot(chance, data)
    return data[:at] + chance.choice(_PIECES) + data[at:]


def replace(chance: random.Random, data: bytes, other: bytes) -> bytes:
    """A token becomes another one: of this file, of another, or a hostile one."""
    tokens = [each.span() for each in _TOKEN.finditer(data)]
    if not tokens:
        return data
    start, end = chance.choice(tokens)
    theirs = _TOKEN.findall(chance.choice((data, other)))
    new: bytes = chance.choice(chance.choice((theirs or _PIECES, _PIECES)))
    return data[:start] + new + data[end:]


def turn(chance: random.Random, data: bytes, _: bytes) -> bytes:
    """Two lines change places."""
    lines = data.split(b"\n")
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


# How often a file may be one that declares theories.
_DECLARING = 0.3

MUTATIONS = (flip, delete, cut, repeat, splice, insert, replace, replace, replace, turn)


def mutated(
    chance: random.Random, files: list[tuple[bytes, Form]]
) -> tuple[bytes, Form]:
    """A lawful file after a few accidents, mostly under its own form."""
    data, form = chance.choice(files if chance.random() < _DECLARING else files[:-3])
    for _ in range(chance.choice((1, 1, 1, 2, 3, 5))):
        data = chance.choice(MUTATIONS)(chance, data, chance.choice(files)[0])
    return data, form if chance.random() < 0.97 else chance.choice(READABLE)


def answer(data: bytes, form: Form) -> Catalogue | InvalidCatalogue:
    """What reading gives; anything else than these two leaves as it is."""
    try:
        return Catalogue.load(data, form)
    except InvalidCatalogue as error:
        return error


def outcome(data: bytes, form: Form) -> str:
    """``read`` or ``refused``, after a look at what came of the file."""
    catalogue = answer(data, form)
    if isinstance(catalogue, InvalidCatalogue):
        check_faults(catalogue)
        return "refused"
    for each in READABLE:
        written = b"".join(write_catalogue(catalogue._file(), each))
        again = Catalogue.load(written, each)

        assert catalogue == again
        assert catalogue._file() == again._file()
    return "read"


def check_faults(error: InvalidCatalogue) -> None:
    """There is a fault, and none is longer than a person reads."""
    assert error.faults
    assert LONGEST_FAULT >= max(len(str(fault)) for fault in error.faults)
    assert str(error).encode()


def loop(
    count: int, seed: int, start: int = 0, times: list[float] | None = None
) -> Counter[str]:
    """What came of so many mutated files; a failure names its seed and its bytes.

    Times gets the processor's seconds for each file.
    """
    outcomes: Counter[str] = Counter()
    files = seeds()
    for i in range(start, start + count):
        data, form = mutated(random.Random(f"{seed}:{i}"), files)  # noqa: S311
        started = process_time()
        try:
            outcomes[outcome(data, form)] += 1
        except BaseException as error:
            error.add_note(f"input {i} of seed {seed}, read as {form}: {data!r}")
            raise
        if times is not None:
            times.append(process_time() - started)
    return outcomes


class TestMutatedFiles:
    @pytest.mark.parametrize(("data", "form"), seeds())
    def test_start_from_lawful_ones(self, data: bytes, form: Form) -> None:
        """Each file that is mutated can be read as it is."""
        assert "read" == outcome(data, form)

    def test_are_read_or_refused(self) -> None:
        """A few hundred mutated files are read or refused, some of each."""
        outcomes = loop(300, seed=1)

        assert {"read", "refused"} == {*outcomes}
        assert 300 == outcomes.total()

    @pytest.mark.heavy
    def test_are_read_or_refused_by_the_thousand(self) -> None:
        """Twenty thousand mutated files are read or refused, hundreds of each."""
        outcomes = loop(20_000, seed=2)

        assert 20_000 == outcomes.total()
        assert 500 < min(outcomes["read"], outcomes["refused"])


_PLAIN = st.recursive(
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
            | st.sampled_from(
                [field.name for field in attrs.fields(type(interventions[0]))]
            )
            | st.sampled_from(
                ["source", "title", "low", "high", "cells", "slug", "label"]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=12,
)

_ROW = {
    "id": "bear",
    "name": "Bear",
    "theories": ["attachment"],
    "audiences": ["universal"],
    "practice_levels": ["skilled"],
    "evidence": "low",
    "efficacy": {"low": "low", "high": "medium"},
}


def head(schema: str = CATALOGUE_SCHEMA, **changes: Any) -> dict[str, Any]:
    """What a lawful file says of itself, with changes."""
    return {"schema": schema, "source": {"title": "Ours"}, **changes}


def file(**changes: Any) -> dict[str, Any]:
    """A lawful JSON file of one row, with changes to the row."""
    return head(interventions=[{**_ROW, **changes}])


class TestRandomFiles:
    @given(data=st.binary(), form=st.sampled_from(READABLE))
    def test_of_bytes(self, data: bytes, form: Form) -> None:
        """No bytes make anything else than a catalogue or InvalidCatalogue."""
        assert outcome(data, form) in {"read", "refused"}

    @given(value=_PLAIN)
    def test_of_json(self, value: object) -> None:
        """No JSON value does, whatever it holds."""
        assert outcome(json.dumps(value).encode(), "json") in {"read", "refused"}

    @given(
        key=st.sampled_from(
            ["source", "theories", "groups", "interventions", "retired", "origins", "x"]
        ),
        value=_PLAIN,
    )
    def test_of_one_wrong_part(self, key: str, value: object) -> None:
        """A lawful file with any value in one of its parts is read or refused."""
        data = json.dumps({**file(), key: value}).encode()

        assert outcome(data, "json") in {"read", "refused"}

    @given(
        key=st.sampled_from(
            [
                *_ROW,
                "theory_group",
                "recommended",
                "is_suite",
                "aliases",
                "related",
                "provenance",
            ]
        ),
        value=_PLAIN,
    )
    def test_of_one_wrong_cell(self, key: str, value: object) -> None:
        """A lawful row with any value in one of its fields is read or refused."""
        row = {**_ROW, key: value}
        lines = [head(LINES_SCHEMA), {**_ROW, "id": "doll", "name": "Doll"}, row]

        assert outcome(json.dumps(file(**row)).encode(), "json") in {"read", "refused"}
        assert outcome("\n".join(map(json.dumps, lines)).encode(), "jsonl") in {
            "read",
            "refused",
        }


def several(pattern: str, count: int) -> str:
    """A pattern so many times, with commas between, and each number for its ``#``."""
    return ",".join(pattern.replace("#", str(i)) for i in range(count))


def listed(pattern: str, count: int) -> str:
    """A JSON list of a pattern."""
    return "[" + several(pattern, count) + "]"


def keyed(pattern: str, count: int) -> str:
    """A JSON object of a pattern."""
    return "{" + several(pattern, count) + "}"


def within(key: str, text: str) -> bytes:
    """A lawful row with a text in the place of one value."""
    return json.dumps(file(**{key: "HERE"})).replace('"HERE"', text).encode()


def declaring(count: int, key: str, pattern: str, **changes: Any) -> bytes:
    """A file that declares many of one thing, with a changed row."""
    text = json.dumps({key: "HERE", **file(**changes)})
    return text.replace('"HERE"', listed(pattern, count)).encode()


_THEORY = '{"slug":"t-#","label":"T"}'
_GROUP = '{"number":#,"label":"G","theories":["attachment"]}'

LARGE: dict[str, Callable[[], tuple[bytes, Form]]] = {
    "brackets": lambda: (b"[" * 1_000_000, "json"),
    "braces": lambda: (b'{"a":' * 200_000, "json"),
    "brackets in a cell": lambda: (within("aliases", "[" * 100_000), "json"),
    "nested to the parser's limit": lambda: (within("name", "[" * 900 + "]" * 900), "json"),
    "brackets on a line": lambda: (
        json.dumps(head(LINES_SCHEMA)).encode() + b"\n" + b"[" * 1_000_000,
        "jsonl",
    ),
    "digits": lambda: (within("theory_group", "9" * 1_000_000), "json"),
    "digits of a fraction": lambda: (within("theory_group", "9" * 1_000_000 + ".5"), "json"),
    "a long name": lambda: (within("name", f'"{"n" * 1_000_000}"'), "json"),
    "a long id": lambda: (within("id", f'"{"N" * 9_999}"'), "json"),
    "a long key": lambda: (json.dumps(head() | {"k" * 1_000_000: 1}).encode(), "json"),
    "a long key in a row": lambda: (json.dumps(file(**{"k" * 1_000_000: 1})).encode(), "json"),
    "a long key of a cell": lambda: (
        within("provenance", '{"cells":{"' + "k" * 1_000_000 + '":{}}}'),
        "json",
    ),
    "long keys, nested": lambda: (
        (b'{"' + b"k" * 99 + b'":') * 40 + b'{"a":1,"a":2}' + b"}" * 40,
        "json",
    ),
    "keys, one of them twice": lambda: (
        keyed('"k#":0', 30_000).replace('"k9":', '"k8":').encode(),
        "json",
    ),
    "keys, each of them twice": lambda: (
        keyed('"k#":0', 30_000).replace("9", "8").encode(),
        "json",
    ),
    "unknown keys": lambda: (
        keyed('"interventio#":0', 30_000).encode(),
        "json",
    ),
    "unknown cells": lambda: (
        within("provenance", '{"cells":' + keyed('"nam#":{}', 30_000) + "}"),
        "json",
    ),
    "aliases": lambda: (within("aliases", listed('"a#"', 50_000)), "json"),
    "one alias many times": lambda: (
        within("aliases", listed('"a"', 50_000)),
        "json",
    ),
    "aliases that are numbers": lambda: (within("aliases", listed("0", 50_000)), "json"),
    "theories that are none": lambda: (within("theories", listed('"x"', 50_000)), "json"),
    "one theory many times": lambda: (
        within("theories", listed('"attachment"', 50_000)),
        "json",
    ),
    "theories, all in one row": lambda: (
        declaring(10_000, "theories", _THEORY, theories=[f"t-{i}" for i in range(10_000)]),
        "json",
    ),
    "theories, and others in a row": lambda: (
        declaring(10_000, "theories", _THEORY, theories=["t"] * 1_000),
        "json",
    ),
    "groups": lambda: (declaring(10_000, "groups", _GROUP, theory_group=99_999), "json"),
    "rows without anything": lambda: (
        json.dumps(head(interventions=[{}] * 20_000)).encode(),
        "json",
    ),
    "rows that are numbers": lambda: (
        json.dumps(head(interventions=[0] * 100_000)).encode(),
        "json",
    ),
    "rows of one id": lambda: (
        json.dumps(head(interventions=[_ROW] * 20_000)).encode(),
        "json",
    ),
    "lines that are none": lambda: (
        json.dumps(head(LINES_SCHEMA)).encode() + b"\n{" * 50_000,
        "jsonl",
    ),
    "lines of facets that are none": lambda: (
        json.dumps(head(LINES_SCHEMA)).encode()
        + b"".join(b'\n{"id":"r-%d","name":"R %d","evidence":"hgh"}' % (i, i) for i in range(20_000)),
        "jsonl",
    ),
    "columns": lambda: (b"naem," * 200_000, "csv"),
    "quotes": lambda: (b'"' * 1_000_000, "csv"),
    "short lines": lambda: (
        b"".join(write_catalogue(interventions[:1]._file(), "csv")) + b"x\r\n" * 100_000,
        "csv",
    ),
    "a print that is not the row's": lambda: (
        json.dumps(
            file(
                id="b" * 9_999,
                name="B" * 9_999,
                recommended=True,
                provenance={
                    "checksum": "x",
                    "cells": {
                        "recommended": {"rule": "x"},
                        "name": {"rule": "x", "printed": "z" * 9_999},
                    },
                },
            )
        ).encode(),
        "json",
    ),
}  # fmt: skip


GROWING: dict[str, Callable[[int], Any]] = {
    "rows": lambda n: head(
        interventions=[{**_ROW, "id": f"r-{i}", "name": f"R {i}"} for i in range(n)]
    ),
    "faults": lambda n: head(interventions=[{**_ROW, "evidence": "hgh"}] * n),
    "aliases": lambda n: file(aliases=[f"a{i}" for i in range(n)]),
    "theories": lambda n: head(
        theories=[{"slug": f"t-{i}", "label": "T"} for i in range(n)], interventions=[]
    ),
}


class TestLargeFiles:
    @pytest.mark.parametrize("name", LARGE)
    def test_are_answered_in_bounds(self, name: str) -> None:
        """A file that is all of one thing is answered, and in few words."""
        data, form = LARGE[name]()
        found = answer(data, form)

        if isinstance(found, InvalidCatalogue):
            check_faults(found)

    @pytest.mark.heavy
    @pytest.mark.parametrize("name", LARGE)
    def test_take_memory_in_proportion(self, name: str) -> None:
        """Reading takes some tens of megabytes and a multiple of the file's size."""
        data, form = LARGE[name]()
        tracemalloc.start()
        try:
            answer(data, form)
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()

        assert peak < 40_000_000 + 40 * len(data)

    def test_of_many_faults_are_not_read_to_the_end(self) -> None:
        """After thousands of faults the last one says that there are more."""
        data = json.dumps(head(interventions=[0] * 100_000)).encode()

        with pytest.raises(InvalidCatalogue) as caught:
            Catalogue.load(data)

        assert 10_001 == len(caught.value.faults)
        assert "more faults" == caught.value.faults[-1].found

    @pytest.mark.parametrize("name", GROWING)
    def test_work_grows_with_the_file(self, name: str) -> None:
        """Four times as much in a file is some four times the calls."""
        make = GROWING[name]
        few, many = (calls(json.dumps(make(n)).encode()) for n in (100, 400))

        assert few > 100
        assert many < 5 * few


def calls(data: bytes) -> int:
    """How many functions are called to read a file."""
    count = 0

    def note(frame: Any, event: str, argument: Any) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    answer(data, "json")
    before = sys.getprofile()
    sys.setprofile(note)
    try:
        answer(data, "json")
    finally:
        sys.setprofile(before)
    return count


class TestLines:
    """A line is read by its likeness to earlier ones, which must not show."""

    @pytest.mark.parametrize("separators", [(",", ":"), (", ", ": ")])
    def test_mean_what_they_mean_in_a_json_file(self, separators: Any) -> None:
        """A mutated line is read or refused as the same row in JSON is."""
        assert {"read", "refused"} == {*alike(300, 3, separators)}

    @pytest.mark.heavy
    @pytest.mark.parametrize("separators", [(",", ":"), (", ", ": ")])
    def test_mean_what_they_mean_by_the_thousand(self, separators: Any) -> None:
        """Thousands of mutated lines are read or refused as in JSON."""
        assert 200 < min(alike(8_000, 4, separators).values())


def alike(count: int, seed: int, separators: tuple[str, str]) -> Counter[str]:
    """What came of mutated lines, each after lawful ones and the same as in JSON."""
    spread = {"low": "medium", "high": "high"}
    order = ("id", "name", "audiences", "practice_levels", "theories", *_ROW)
    turned = {key: _ROW[key] for key in order}
    rows: list[dict[str, Any]] = [
        {**_ROW, "id": "doll", "name": "Doll", "aliases": ["Dolly"]},
        _ROW,
        {**_ROW, "id": "duck", "name": "Duck", "efficacy": spread, "theory_group": 1},
        {**_ROW, "id": "kite", "name": "Kite", "audiences": ["universal", "targeted"]},
        {**_ROW, "id": "mole", "name": "Mole", "is_suite": True, "aliases": []},
        {**turned, "id": "nest", "name": "Nest"},
    ]
    lines = [json.dumps(row, separators=separators).encode() for row in rows]
    late = []
    for row in rows:
        changes: dict[str, Any] = {"id": "late", "name": "Late"}
        changes |= {"aliases": ["L"]} if "aliases" in row else {}
        late.append(json.dumps({**row, **changes}, separators=separators).encode())
    # The first part of one line and the last of another name some keys twice.
    parts = [line.partition(b'"practice_levels"') for line in late]
    late += [b"".join([one[0], *other[1:]]) for one in parts for other in parts]
    outcomes: Counter[str] = Counter()
    for i in range(count):
        chance = random.Random(f"{seed}:{i}")  # noqa: S311
        line = chance.choice(late)
        for _ in range(chance.choice((1, 1, 2))):
            line = chance.choice(MUTATIONS)(chance, line, chance.choice(lines))
        line = line.replace(b"\n", b" ").replace(b"\xef\xbb\xbf", b"").strip(b" \r\t")
        if not line:
            continue
        first = json.dumps(head(LINES_SCHEMA)).encode()
        listed = answer(b"\n".join([first, *lines, line]), "jsonl")
        whole = json.dumps(head(interventions="HERE")).encode()
        inside = answer(
            whole.replace(b'"HERE"', b"[" + b",".join([*lines, line]) + b"]"), "json"
        )

        if isinstance(inside, Catalogue) and len(inside) != len(rows) + 1:
            continue  # a comma between two objects makes two rows of one line
        if isinstance(listed, InvalidCatalogue) or isinstance(inside, InvalidCatalogue):
            assert type(listed) is type(inside), line
            outcomes["refused"] += 1
        else:
            assert [*inside] == [*listed], line
            outcomes["read"] += 1
    return outcomes


class TestHiddenText:
    @pytest.mark.parametrize("form", READABLE)
    def test_in_keys_cannot_steer_a_terminal(self, form: Form) -> None:
        """A key that is no plain word is shown with its characters escaped."""
        schema = {"json": CATALOGUE_SCHEMA, "jsonl": LINES_SCHEMA, "csv": CSV_SCHEMA}
        about = head(schema[form], interventions=[]) | {"a\x1b[31m\n\u202eb": 1}
        data = json.dumps(about).encode()
        if form == "csv":
            table = b"".join(write_catalogue(interventions[:0]._file(), "csv"))
            quoted = data.replace(b'"', b'""')
            first, *_ = table.split(b"\r\n")
            data = first + b'\r\ncatalogue,"' + quoted + b'"' + b"," * 14 + b"\r\n"

        with pytest.raises(InvalidCatalogue) as caught:
            Catalogue.load(data, form)

        (*_, line) = str(caught.value).split("\n")
        assert "an unknown key" in line
        assert line.isprintable()
        assert r"\x1b[31m\n\u202eb" in line


# So many files at a time, with a line on each, so that an end in between is no loss.
_BATCH = 10_000


def resident() -> float:
    """The most memory that this process has had, in megabytes."""
    import resource  # there is none on Windows

    unit = 1e6 if sys.platform == "darwin" else 1e3
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def main(arguments: list[str]) -> None:
    """Read so many mutated files and say what came of them, and how fast."""
    count = int(arguments[0]) if arguments else _BATCH
    seed = int(arguments[1]) if len(arguments) > 1 else 0
    started = perf_counter()
    outcomes: Counter[str] = Counter()
    longest = 0.0
    while outcomes.total() < count:
        done = outcomes.total()
        times: list[float] = []
        outcomes += loop(min(_BATCH, count - done), seed, done, times)
        longest = max(longest, *times)
        spent = perf_counter() - started
        print(
            f"{outcomes.total():,} files of seed {seed}: {outcomes['read']:,} read, "
            f"{outcomes['refused']:,} refused, nothing else; "
            f"{spent:.0f} s, {outcomes.total() / spent:,.0f} a second; "
            f"{longest * 1e3:.0f} ms for one at most, {resident():.0f} MB at the peak",
            flush=True,
        )


if __name__ == "__main__":
    main(sys.argv[1:])
