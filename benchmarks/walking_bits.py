"""Ways to turn a bit set into records, so that the choice is made by measuring.

Each way is timed for all records and for the first hundred, over a million
rows, on bit sets from dense to nearly empty. Ways that take one bit at a time
off a long int are quadratic, so they run on nearly empty sets alone.

    python benchmarks/walking_bits.py
"""

from __future__ import annotations

import argparse
import sys
from itertools import chain, compress, islice
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from imh_evidence.index import bits_of, rows_of


if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from benchmarks.reporting import duration, introduce, machine, medians, save, show

    Rows = tuple[Any, ...]
    Way = Callable[[int, Rows], Iterator[Any]]
else:
    from reporting import duration, introduce, machine, medians, save, show

SHARES = {"half": 0.5, "1 in 40": 0.025, "1 in 1,000": 0.001, "1 in 100,000": 1e-5}
# Beyond this many set bits, taking them off one by one takes minutes.
FEW = 2_000
FIRST = 100

_TRUTH = bytes.maketrans(b"01", b"\x00\x01")
_OFFSETS = [tuple(i for i in range(8) if byte >> i & 1) for byte in range(256)]
_FLAGS = [bytes(byte >> i & 1 for i in range(8)) for byte in range(256)]
# Bytes in a block, and how many set bits in one are few.
_BLOCK, _SPARSE = 512, 200


def lowest_bit(bits: int, rows: Rows) -> Iterator[Any]:
    """Takes the lowest bit off until none is left."""
    while bits:
        low = bits & -bits
        yield rows[low.bit_length() - 1]
        bits ^= low


def words(bits: int, rows: Rows) -> Iterator[Any]:
    """Takes the lowest bit off each word of 64 bits."""
    size = (bits.bit_length() + 63) // 64 * 8
    start = 0
    for whole in memoryview(bits.to_bytes(size, sys.byteorder)).cast("Q"):
        word = whole
        while word:
            low = word & -word
            yield rows[start + low.bit_length() - 1]
            word ^= low
        start += 64


def byte_offsets(bits: int, rows: Rows) -> Iterator[Any]:
    """Looks up the positions that each byte holds."""
    for number, byte in enumerate(_bytes(bits)):
        if byte:
            start = number * 8
            for offset in _OFFSETS[byte]:
                yield rows[start + offset]


def byte_flags(bits: int, rows: Rows) -> Iterator[Any]:
    """Looks up eight flags for each byte and compresses by all of them."""
    return compress(rows, b"".join(map(_FLAGS.__getitem__, _bytes(bits))))


def find_digits(bits: int, rows: Rows) -> Iterator[Any]:
    """Finds the next 1 in the binary digits."""
    return find_digits_from(bin(bits)[:1:-1], rows, 0)


def blocks(bits: int, rows: Rows) -> Iterator[Any]:
    """Walks blocks as they are asked for: few bits by finding, more by compress."""
    return chain.from_iterable(_blocks(bits, rows))


def _blocks(bits: int, rows: Rows) -> Iterator[Iterable[Any]]:
    raw = _bytes(bits)
    for start in range(0, len(raw), _BLOCK):
        block = int.from_bytes(raw[start : start + _BLOCK], "little")
        if not block:
            continue
        digits = bin(block)[:1:-1]
        first = start * 8
        if block.bit_count() > _SPARSE:
            selectors = digits.encode().translate(_TRUTH)
            yield compress(rows[first : first + len(selectors)], selectors)
        else:
            yield find_digits_from(digits, rows, first)


def find_digits_from(digits: str, rows: Rows, first: int) -> Iterator[Any]:
    at = digits.find("1")
    while at >= 0:
        yield rows[first + at]
        at = digits.find("1", at + 1)


def whole_digits(bits: int, rows: Rows) -> Iterator[Any]:
    """Compresses by all binary digits at once."""
    return compress(rows, bin(bits)[:1:-1].encode().translate(_TRUTH))


def _bytes(bits: int) -> bytes:
    return bits.to_bytes((bits.bit_length() + 7) // 8, "little")


WAYS: dict[str, Way] = {
    "rows_of, as the library does": rows_of,
    "compress by all digits": whole_digits,
    "blocks: find or compress": blocks,
    "compress by flags of bytes": byte_flags,
    "offsets of bytes": byte_offsets,
    "lowest bit of words": words,
    "find in the digits": find_digits,
    "lowest bit of the int": lowest_bit,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--size", type=int, default=1_000_000, help="number of rows")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write figures here")
    options = parser.parse_args()
    introduce()
    rows: Rows = tuple(object() for _ in range(options.size))
    figures: dict[str, Any] = {"machine": machine(), "size": options.size}
    for title, wanted in (("all records", None), (f"first {FIRST}", FIRST)):
        times = {
            share: _timed(_bits(rate, options.size), rows, wanted)
            for share, rate in SHARES.items()
        }
        figures[title] = times
        show(
            f"{title}, {options.size:,} rows, by share of bits set",
            ("", *SHARES),
            [
                (
                    way,
                    *(duration(t[way]) if way in t else "-" for t in times.values()),
                )
                for way in WAYS
            ],
        )
    save(options.json, figures)
    return 0


def _bits(rate: float, size: int) -> int:
    random = Random(20230401)
    return bits_of(bytes(random.random() < rate for _ in range(size)))


def _timed(bits: int, rows: Rows, wanted: int | None) -> dict[str, float]:
    expected = tuple(islice(rows_of(bits, rows), wanted))
    calls = {}
    for name, way in WAYS.items():
        if way is lowest_bit and wanted is None and bits.bit_count() > FEW:
            continue

        def call(way: Way = way) -> tuple[Any, ...]:
            return tuple(islice(way(bits, rows), wanted))

        if call() != expected:
            sys.exit(f"{name} gives other records")
        calls[name] = call
    times: dict[str, float] = medians(calls)
    return times


if __name__ == "__main__":
    sys.exit(main())
