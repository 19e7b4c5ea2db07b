"""What is shown is a report: it renders itself as terminal text, HTML and Markdown.

Each rendering holds the same facts, and nothing in a text can steer it: control
characters stand escaped, and markup of the rendering is shown as text.
"""

import re
from collections.abc import Iterator, Sequence
from html import escape
from itertools import zip_longest
from typing import Literal
from unicodedata import category, east_asian_width

import attrs
from importlib_resources import files

from .errors import printable
from .record import Record, each, of_type, text, tuple_of
from .table import Column, Table, cell_text


#: Columns of a terminal that nobody has widened.
WIDTH = 80

Layout = Literal["table", "bare", "upright"]

# A line of a table: what it is, and its cells, each with its column.
_Line = tuple[Literal["head", "row", "group", "note"], list[tuple[str, Column]]]

# What a cell of an upright table stands in; a range keeps its own column.
_PLAIN = Column("plain")
_text = of_type("text", str)


@attrs.frozen
class Caution(Record):
    """Something to bear in mind when rows are read together.

    Args:
        id: its slug.
        text: the caution in a sentence.
    """

    id: str = attrs.field(validator=text)
    text: str = attrs.field(validator=text)

    def __str__(self) -> str:
        return self.text


@attrs.frozen
class Part(Record):
    """A part of a report: a table, lines of text, or both.

    Args:
        heading: what it holds, in a few words; None for no heading.
        items: lines of text.
        table: a table, which stands above the lines.
        bullets: whether the lines are marked as a list.
        layout: ``table`` with a line of headings; ``bare`` without, if the cells
            speak for themselves; ``upright``, a heading and a value on each line.
        group: name of a column whose values stand as headings between the rows.
        note: name of a column whose values stand under the rows.

    Raises:
        WrongType: for lines that are not text.
    """

    heading: str | None = None
    items: tuple[str, ...] = attrs.field(default=(), converter=tuple_of, validator=each(_text))
    table: Table | None = None
    bullets: bool = False
    layout: Layout = "table"
    group: str | None = None
    note: str | None = None


@attrs.frozen(repr=False)
class Report(Record):
    """Something to show: as text for a terminal, as HTML and as Markdown.

    Args:
        title: what it is, or the question it answers.
        parts: the answer, short parts first.
        cautions: what to bear in mind; a reader is shown the first three. What
            was not understood is no caution: it is a part, which is never cut.
        foot: lines that close it, such as the source.

    Raises:
        WrongType: for a title or lines that are not text.

    >>> report = Report("Staff", [Part("Not covered: 1", ["Child First"])],
    ...     [Caution("suite", "Triple P is a suite.")], ["Source: the page."])
    >>> print(report)
    Staff
    <BLANKLINE>
    Not covered: 1
      Child First
    <BLANKLINE>
    Please note
    - Triple P is a suite.
    <BLANKLINE>
    Source: the page.
    """

    title: str = attrs.field(validator=_text)
    parts: tuple[Part, ...] = attrs.field(default=(), converter=tuple_of)
    cautions: tuple[Caution, ...] = attrs.field(default=(), converter=tuple_of)
    foot: tuple[str, ...] = attrs.field(default=(), converter=tuple_of, validator=each(_text))

    @property
    def shown(self) -> tuple[Part, ...]:
        """The parts as a reader is shown them, then three cautions at most, then the foot."""
        cautions = [each.text for each in self.cautions[:3]]
        notes = [Part("Please note", cautions, bullets=True)] if cautions else []
        return (*self.parts, *notes, Part(items=self.foot))

    def to_text(self, width: int = WIDTH) -> str:
        """The report as lines of text, none wider than asked unless one word is.

        Args:
            width: columns of the terminal.
        """
        title = _wrapped(_clean(self.title), width)
        blocks = [title, *(_part_lines(part, width) for part in self.shown)]
        return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"

    def to_html(self) -> str:
        """The report as a card, in the colours of the page it stands on."""
        title, parts = escape(_clean(self.title)), "".join(map(_part_html, self.shown))
        style = files("imh_evidence").joinpath("model", "report.css").read_text(encoding="utf-8")
        return (
            '<div class="imh-card tex2jax_ignore mathjax_ignore" role="group" '
            f'aria-label="{title}"><style>{style}</style><h2>{title}</h2>{parts}</div>'
        )

    def to_markdown(self) -> str:
        """The report as Markdown with tables, as GitHub and notebooks read it."""
        blocks = [block for part in self.shown for block in _part_markdown(part) if block]
        return "\n\n".join([f"# {_markdown(self.title)}", *blocks]) + "\n"

    _repr_html_ = to_html

    def __str__(self) -> str:
        return self.to_text().removesuffix("\n")

    def __repr__(self) -> str:
        return f"<Report {self.title!r}>"


def _clean(value: str) -> str:
    """A text on one line, without anything that could steer what shows it."""
    return printable(" ".join(value.split()))


def _table_lines(part: Part, layout: str) -> Iterator[_Line]:
    """The lines of a table as they are shown; a row may take several."""
    table = part.table or Table("none", ())
    side = [each for each in table.columns if each.name not in (part.group, part.note)]
    if layout != "upright" and side:
        yield "head", [(_clean(column.heading), column) for column in side]
    last = ""
    for row in table.rows:
        cells = {
            column.name: (_clean(cell_text(cell)), column)
            for column, cell in zip(table.columns, row, strict=True)
        }
        above = cells.get(part.group or "", ("", _PLAIN))
        if above[0] != last or layout == "upright":
            yield "group", [above] * bool(above[0])
            last = above[0]
        values = [cells[column.name] for column in side]
        if layout != "upright":
            yield "row", values
        for cell, column in values if layout == "upright" else ():
            if cell:
                kept = column if column.kind == "range" else _PLAIN
                yield "row", [(_clean(column.heading), _PLAIN), (cell, kept)]
        if part.note and cells[part.note][0]:
            yield "note", [cells[part.note]]


# -- Text ----------------------------------------------------------------------


def display_width(value: str) -> int:
    r"""How many columns of a terminal a text takes: a wide character takes two.

    >>> display_width("Cafe\u0301"), display_width("\u5bb6\u65cf")
    (4, 4)
    """
    if value.isascii():
        return len(value)
    seen = [each for each in value if category(each) not in ("Mn", "Me")]
    return len(seen) + sum(east_asian_width(each) in "WF" for each in seen)


def _wrapped(value: str, width: int, mark: str = "") -> list[str]:
    """Lines no wider than asked, unless one word is; they hang under the first word."""
    lines = [mark]
    for number, word in enumerate(value.split(" ")):
        longer = f"{lines[-1]} {word}" if number else mark + word
        if number and display_width(longer) > width:
            lines.append(" " * len(mark) + word)
        else:
            lines[-1] = longer
    return lines


def _part_lines(part: Part, width: int) -> list[str]:
    indent = "  " if part.heading and not part.bullets else ""
    found = _wrapped(_clean(part.heading), width) if part.heading else []
    found += [indent + line for line in _table_text(part, width - len(indent))]
    for item in part.items:
        found += _wrapped(_clean(item), width, indent + "- " * part.bullets)
    return [line.rstrip() for line in found]


def _table_text(part: Part, width: int) -> list[str]:
    found: list[str] = []
    for layout in (part.layout, "upright"):
        unseen = "head" if layout == "bare" else ""
        lines = [line for line in _table_lines(part, layout) if line[0] != unseen]
        widths = _widths(lines, width)
        if sum(widths) + 2 * len(widths) - 2 <= width:
            break
    else:  # One word alone is too wide: it stands out, and the others are wrapped all the same.
        widths[-1] = max(width - widths[0] - 2, 1)
    for what, cells in lines:
        if what == "note":
            found += _wrapped(cells[0][0], width, "  ")
        elif what == "group":
            found += [""] * bool(found)
            found += _wrapped(cells[0][0], width) if cells else []
        else:
            found += _row_text(cells, widths)
            found += ["  ".join("-" * each for each in widths)] * (what == "head")
    return found


def _widths(lines: Sequence[_Line], room: int) -> list[int]:
    """How wide each column is: within the room, unless the words do not fit in it."""
    rows = [[cell for cell, _ in cells] for what, cells in lines if what in ("head", "row")]
    columns = [*zip(*rows, strict=True)]
    least = [max(map(display_width, " ".join(column).split(" "))) for column in columns]
    whole = [min(max(map(display_width, column)), room) for column in columns]
    wide = [*map(max, whole, least)]
    while sum(wide) + 2 * len(wide) - 2 > room and wide != least:
        # The column that can lose most loses first.
        slack = [at - word for at, word in zip(wide, least, strict=True)]
        wide[slack.index(max(slack))] -= 1
    return wide


def _row_text(cells: list[tuple[str, Column]], widths: list[int]) -> Iterator[str]:
    wrapped = [_wrapped(cell, at) for (cell, _), at in zip(cells, widths, strict=True)]
    for line in zip_longest(*wrapped, fillvalue=""):
        parts = []
        for word, at, (_, column) in zip(line, widths, cells, strict=True):
            blank = " " * (at - display_width(word))
            parts.append(blank + word if column.kind == "number" else word + blank)
        yield "  ".join(parts)


# -- HTML ----------------------------------------------------------------------


def range_boxes(scale: Sequence[str], value: str) -> str:
    """A range of a scale as small boxes, for HTML: those in the range are filled.

    Args:
        scale: the labels from low to high.
        value: one label, or two with a dash or ``to`` between them.

    Returns:
        An inline drawing in the colour of the text around it, to stand next to
        the value in words; empty if the value is not such a range.

    >>> range_boxes(("Low", "Medium", "High"), "Low–Medium").count("<rect")
    3
    """
    ends = re.split("\u2013| to ", value)
    if not {*ends} <= {*scale}:
        return ""
    filled = range(scale.index(ends[0]), scale.index(ends[-1]) + 1)
    boxes = "".join(
        f'<rect x="{at * 21 + 1}" y="1" width="18" height="12" rx="2" stroke="currentColor" '
        f'fill="{"currentColor" if at in filled else "none"}"/>'
        for at in range(len(scale))
    )
    size = f'width="{len(scale) * 21}" height="14"'
    return f'<svg class="imh-boxes" aria-hidden="true" {size}>{boxes}</svg>'


def _part_html(part: Part) -> str:
    heading = escape(_clean(part.heading or ""))
    tag = "caption" if part.table else "h3"
    above = f"<{tag}>{heading}</{tag}>" if heading else ""
    if part.table:
        above = f"<table>{above}{_table_html(part)}</table>"
    tag = "li" if part.bullets else "p"
    items = "".join(f"<{tag}>{escape(_clean(item))}</{tag}>" for item in part.items)
    return above + (f"<ul>{items}</ul>" if items and part.bullets else items)


_TAGS = {
    "head": 'th scope="col"', "row": 'th scope="row"',
    "group": 'th scope="rowgroup" colspan="{}"', "note": 'td colspan="{}"',
}  # fmt: skip


def _table_html(part: Part) -> str:
    html, width = "<tbody>", 2
    for what, cells in _table_lines(part, part.layout):
        line = ""
        for at, (cell, column) in enumerate(cells):
            tag = "td" if at and what == "row" else _TAGS[what].format(width)
            boxes = range_boxes(column.vocabulary, cell) if column.kind == "range" else ""
            kind = f' class="imh-{column.kind}"' if boxes or column.kind == "number" else ""
            line += f"<{tag}{kind}>{boxes}{escape(cell)}</{tag[:2]}>"
        line = f"<tr>{line}</tr>" if line else ""
        if what == "head":
            unseen, width = ' class="imh-unseen"' * (part.layout == "bare"), len(cells)
            html = f"<thead{unseen}>{line}</thead><tbody>"
        else:
            html += "</tbody><tbody>" * (what == "group") + line
    return f"{html}</tbody>".replace("<tbody></tbody>", "")


# -- Markdown ------------------------------------------------------------------


def _markdown(value: str) -> str:
    """A text that Markdown shows as it is; an address stays an address."""
    value = re.sub(r"([\\`*_\[\]~$#])", r"\\\1", _clean(value))
    value = escape(value, quote=False).replace("|", "&#124;")
    return re.sub(r"^(\d*)([!-%'-/:-@{}^])", r"\1\\\2", value)


def _part_markdown(part: Part) -> Iterator[str]:
    yield f"## {_markdown(part.heading)}" if part.heading else ""
    rows, width = [], 0
    for what, cells in _table_lines(part, part.layout):
        made = [_markdown(cell) for cell, _ in cells]
        width = max(width, len(made))
        if part.layout == "upright":
            rows += ["- " + ": ".join(made)] * bool(made)
        elif made:
            rows.append(f"| {' | '.join([*made, *[''] * (width - len(made))])} |")
        if what == "head":
            rules = ["--:" if each.kind == "number" else "---" for _, each in cells]
            rows.append(f"| {' | '.join(rules)} |")
    yield "\n".join(rows)
    mark, gap = ("- ", "\n") if part.bullets else ("", "\n\n")
    yield gap.join(mark + _markdown(item) for item in part.items)
