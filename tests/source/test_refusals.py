"""What cannot be read is refused, with its lines, all at once, and nothing crashes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imh_evidence import source

from .short import PAGE


LINES = PAGE.split("\n")


def faults(page: str | bytes) -> list[str]:
    """Everything that is said to be wrong with a page."""
    with pytest.raises(source.UnreadablePage) as caught:
        source.parse(page)
    return [str(fault) for fault in caught.value.faults]


def read(page: str | bytes) -> bool:
    """Whether a page can be read; any other error is a failure of the test."""
    try:
        source.parse(page)
    except source.UnreadablePage as error:
        numbers = [int(fault.place.removeprefix("line ")) for fault in error.faults]
        assert numbers == sorted(numbers)
        assert numbers
        return False
    return True


COLUMNS = "expected the names of the columns above it, from Who for? to Efficacy"
ROW = (
    "a row: Universal or Targeted, a name, a type of practice, "
    "a level of evidence, a level or range of efficacy"
)
#: What is told of a recommendation that stands over nothing.
THESE = "'These interventions, tried in the valley'"
HEADING = "expected a heading after each such sentence: Based on ..."


@pytest.mark.parametrize(
    ("old", "new", "line", "expected"),
    [
        ("June 2031", "Juno 2031", 8, "found 'Updated Juno 2031', expected a month and year"),
        ("Updated", "Changed", 1, "found nothing, expected a month and year"),
        ("Who for?", "Whose?", 29, f"found 'Based on Attachment Theory Including:', {COLUMNS}"),
        ("(REF 1)", "(REF one)", 15, "found '(REF one)', expected numbers of references after REF"),
        ("Calm Harbour Visits\n", "\n", 41, "a row"),
        ("Targeted\n", "\n", 43, "a row"),
        ("Targeted\n", "Everyone\n", 41, "a row"),
        (
            "Enhanced Medium Low",
            "Enhanced Medium",
            41,
            f"found 'Targeted Calm Harbour Visits Enhanced Medium', expected {ROW}",
        ),
        ("Enhanced Medium Low", "Medium Low", 41, "a row"),
        ("Enhanced Medium Low", "Enhanced Very Medium Low", 41, "a row"),
        ("Enhanced Medium Low", "Enhanced Medium Low High", 45, "a row"),
        ("Enhanced Medium Low", "\u017fkilled Medium Low", 41, "a row"),
        ("Skilled and Enhanced", "Skilled and", 31, "a row"),
        ("Low -Medium", "Medium -Low", 39, "low end is above"),
        ("Low -Medium", "Low -", 39, "a row"),
        ("Low -Medium", "", 31, "a row"),
        ("Skilled and Enhanced\n\nHigh\n\nLow -Medium", "", 31, "a row"),
        ("High Five, Steady Steps", "and", 31, "a row"),
        ("Including:", "Inkluding:", 27, f"found {THESE}, {HEADING}"),
        ("(CBT) including:", "(CBT) inkluding:", 46, f"found {THESE}, {HEADING}"),
        ("(2029)", "", 52, "expected authors, a year and a title, as references are laid out"),
        ("2. Valley", "1. Valley", 54, "expected one reference 1; another is on line 52"),
        (
            "Universal\u00a0 Skilled Hands Specialist High Medium - High",
            "",
            48,
            "(CBT) including:', expected rows under each heading",
        ),
    ],
)
def test_one_thing_wrong(old: str, new: str, line: int, expected: str) -> None:
    """A page with one thing wrong is refused with its line and what was expected."""
    assert old in PAGE
    first, *_ = found = faults(PAGE.replace(old, new, 1))

    assert 1 == len(found)
    assert first.startswith(f"line {line}: found ")
    assert expected in first


def test_rows_on_one_line_that_run_together() -> None:
    """Where one row on a line lost a cell and another follows, nothing is guessed."""
    page = PAGE.replace(
        "Universal\u00a0 Skilled Hands Specialist High",
        "Targeted One Enhanced High\nTargeted Two Enhanced High Low Universal Three Skilled High",
    )
    line = "Targeted One Enhanced High Targeted Two Enhanced High Low"

    assert [f"line 50: found {line.split(' Targeted Two', maxsplit=1)[0]!r}"] == [
        each.split(",")[0] for each in faults(page)
    ]


def test_rows_on_the_same_line() -> None:
    """Of rows on one line, one that lost a cell runs into the next: both are refused."""
    row = "Targeted One Enhanced High Targeted Two Enhanced High Low"
    page = PAGE.replace("Universal\u00a0 Skilled Hands Specialist High Medium - High", row)

    assert [f"line 50: found {row!r}, expected {ROW}"] == faults(page)


@pytest.mark.parametrize(
    "row",
    [
        "Targeted One Skilled High Two\nEnhanced\nMedium Low",
        "Targeted\nOne Skilled High Two Enhanced\nMedium Low",
    ],
)
def test_names_that_share_a_line(row: str) -> None:
    """A name beside another cell may not hold what ends a row: it could be two rows."""
    page = PAGE.replace("Targeted\n\nCalm Harbour Visits\n\nEnhanced Medium Low", row)

    assert [f"line 41: found {' '.join(row.split())!r}, expected {ROW}"] == faults(page)


def test_no_names_of_columns_above_the_table() -> None:
    """Names of columns below the first heading do not count."""
    (columns,) = (line for line in LINES if "Who for?" in line)
    page = PAGE.replace(columns, "").replace("(CBT) including:", f"(CBT) including: {columns}")

    assert ["line 29"] == [each.split(":")[0] for each in faults(page)]


def test_reference_too_long() -> None:
    """A reference may have two thousand characters, and no more."""
    start, end = PAGE.index("1. Aas") + 3, PAGE.index("\n\n2. Valley")
    longest = "Board (2029). ".ljust(2_000, "x")

    assert read(PAGE[:start] + longest + PAGE[end:])
    assert not read(PAGE[:start] + longest + "x" + PAGE[end:])


def test_reference_far_too_long() -> None:
    """A reference of a length that none has is refused, and quickly."""
    long = ". ".join(["word 1"] * 2_000)

    assert ["line 52"] == [
        each.split(":")[0] for each in faults(PAGE.replace("Sleep in", f"{long} Sleep in"))
    ]


@pytest.mark.parametrize(
    ("page", "line", "found"),
    [
        (b"a\nb\nUpdated \xff\n\n", 3, "invalid start byte"),
        (b"\n\xff", 2, "invalid start byte"),
        (b"\xff\xfe\x00", 1, "truncated data"),
    ],
)
def test_no_text(page: bytes, line: int, found: str) -> None:
    """Bytes that are no text are refused, with the line of the first that is not."""
    assert [f"line {line}: found {found}, expected text in UTF-8"] == faults(page)


# -- Nothing crashes -----------------------------------------------------------


def test_every_prefix() -> None:
    """Whatever the page is cut to, it is read or refused."""
    read_whole = [end for end in range(len(PAGE) + 1) if read(PAGE[:end])]

    assert read_whole[-1] == len(PAGE)
    assert read_whole[0] > PAGE.index("1. Aas")


@pytest.mark.parametrize("at", range(len(LINES)))
def test_every_line_deleted_duplicated_and_swapped(at: int) -> None:
    """A line may go, come twice or change places: the page is read or refused."""
    swapped = [*LINES]
    swapped[at - 1], swapped[at] = swapped[at], swapped[at - 1]
    for lines in (LINES[:at] + LINES[at + 1 :], LINES[: at + 1] + LINES[at:], swapped):
        read("\n".join(lines))


@given(st.text() | st.binary())
def test_random_text(page: str | bytes) -> None:
    """Random text is refused, and never crashes."""
    assert not read(page)


PIECES = re.findall(r"\s+|\w+|[^\w\s]", PAGE)


@given(
    st.lists(
        st.integers(0, len(PIECES) - 8).flatmap(
            lambda at: st.integers(1, 8).map(lambda n: "".join(PIECES[at : at + n]))
        )
        | st.sampled_from(["<", "</p>", "<pre>", "\ud800", "\x00", "\u2028", "(REF ", "Based on "])
        | st.text(max_size=3),
        max_size=60,
    )
)
def test_pieces_of_the_page(pieces: list[str]) -> None:
    """Pieces of the page in any order, and hostile ones, are read or refused."""
    read("".join(pieces))
    read(f"<body>{''.join(pieces)}")
    read(PAGE[:600] + "".join(pieces) + PAGE[600:])
