"""What is shown is a report: it renders itself as terminal text, HTML and Markdown.

Each rendering holds the same facts, and nothing in a text can steer it: control
characters stand escaped, and markup of the rendering is shown as text.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import zip_longest
from typing import Any, Literal, get_args
from unicodedata import category, east_asian_width

import attrs

from .errors import UnknownValue, WrongType, printable
from .record import Record, instance, text, tuple_of
from .table import Column, Table, cell_text


__all__ = ["WIDTH", "Caution", "Item", "Part", "Report", "display_width", "range_boxes"]

#: Columns of a terminal that nobody has widened.
WIDTH = 80

#: How many cautions a reader is shown; all are in ``.cautions``.
SHOWN_CAUTIONS = 3

#: A line of text, or a tuple of lines that belong under the line before them.
Item = str | tuple[str, ...]
Layout = Literal["table", "bare", "upright"]

# A line of a table: what it is, and its cells, each with its column.
_Line = tuple[Literal["head", "row", "group", "note"], list[tuple[str, Column]]]


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


def _items(value: Iterable[Any]) -> tuple[Any, ...]:
    items = tuple(
        _items(each) if isinstance(each, tuple | list) else each for each in tuple_of(value)
    )
    for each in items:
        if not isinstance(each, str | tuple):
            raise WrongType("lines of a report", each, "text")
    return items


@attrs.frozen
class Part(Record):
    """A part of a report: a table, lines of text, or both.

    Args:
        heading: what it holds, in a few words; None for no heading.
        items: lines of text; a tuple of lines belongs under the line before it.
        table: a table, which stands above the lines.
        bullets: whether the lines are marked as a list.
        layout: ``table`` with a line of headings; ``bare`` without, if the cells
            speak for themselves; ``upright``, a heading and a value on each line.
        group: name of a column whose values stand as headings between the rows.
        note: name of a column whose values stand under the rows.

    Raises:
        UnknownValue: for another layout, or a column that the table does not have.
        WrongType: for lines that are not text.
    """

    heading: str | None = None
    items: tuple[Item, ...] = attrs.field(default=(), converter=_items)
    table: Table | None = None
    bullets: bool = False
    layout: Layout = "table"
    group: str | None = None
    note: str | None = None

    def __attrs_post_init__(self) -> None:
        if self.layout not in get_args(Layout):
            raise UnknownValue("layout", self.layout, get_args(Layout))
        for name in (self.group, self.note):
            if self.table and name is not None:
                self.table.column(name)

    @property
    def listed(self) -> bool:
        """Whether the lines stand as a list, or each as a paragraph."""
        under = any(isinstance(item, tuple) for item in self.items)
        return self.bullets or bool(self.heading) or under

    @property
    def lines(self) -> list[tuple[str, list[str]]]:
        """Each line as it is shown, with the lines that belong under it."""
        found: list[tuple[str, list[str]]] = []
        for item in self.items:
            if isinstance(item, str):
                found.append((_clean(item), []))
            elif found:
                found[-1][1].extend(map(_clean, item))
            else:
                found += [(_clean(each), []) for each in item]
        return found

    def table_lines(self, layout: Layout) -> Iterator[_Line]:
        """The lines of the table as they are shown; a row may take several."""
        columns = self.table.columns if self.table else ()
        apart = {column.name: column for column in columns}
        group, note = (apart.pop(name or "", None) for name in (self.group, self.note))
        side = [(_clean(column.heading), column) for column in apart.values()]
        if layout != "upright" and side:
            yield "head", side
        last = None if layout == "upright" else ""
        for row in self.table.rows if self.table else ():
            cells = {
                column.name: _clean(cell_text(cell))
                for column, cell in zip(columns, row, strict=True)
            }
            above = cells[group.name] if group else ""
            if above != last or layout == "upright":
                yield "group", [(above, group)] if group and above else []
                last = above
            values = [(cells[column.name], column) for _, column in side]
            if layout != "upright":
                yield "row", values
            else:
                for (heading, _), (cell, column) in zip(side, values, strict=True):
                    if cell:
                        kept = column if column.kind == "range" else _PLAIN
                        yield "row", [(heading, _PLAIN), (cell, kept)]
            if note and cells[note.name]:
                yield "note", [(cells[note.name], note)]


_PLAIN = Column("heading")


@attrs.frozen(repr=False)
class Report(Record):
    """Something to show: as text for a terminal, as HTML and as Markdown.

    Args:
        title: what it is, or the question it answers.
        parts: the answer, short parts first.
        cautions: what to bear in mind; a reader is shown the first three. What
            was not understood is no caution: it is a part, which is never cut.
        foot: lines that close it, such as the source.

    >>> report = Report("Staff", [Part("Not covered: 1", ["Child First"])],
    ...     [Caution("suite", "Triple P is a suite.")], ["Source: the page."])
    >>> print(report)
    Staff
    =====
    <BLANKLINE>
    Not covered: 1
      Child First
    <BLANKLINE>
    Please note
    - Triple P is a suite.
    <BLANKLINE>
    Source: the page.
    """

    title: str = attrs.field(validator=instance(str, "text"))
    parts: tuple[Part, ...] = attrs.field(default=(), converter=tuple_of)
    cautions: tuple[Caution, ...] = attrs.field(default=(), converter=tuple_of)
    foot: tuple[str, ...] = attrs.field(default=(), converter=_items)

    @property
    def shown(self) -> tuple[Part, ...]:
        """The parts as a reader is shown them; cautions and foot are the last."""
        cautions = [each.text for each in self.cautions[:SHOWN_CAUTIONS]]
        notes = [Part("Please note", cautions, bullets=True)] if cautions else []
        return (*self.parts, *notes, Part(items=self.foot))

    def to_text(self, width: int = WIDTH) -> str:
        """The report as lines of text, none wider than asked unless one word is.

        Args:
            width: columns of the terminal.
        """
        title = _wrapped(_clean(self.title), width)
        title.append("=" * max(map(display_width, title)))
        blocks = [title, *(_part_lines(part, width) for part in self.shown)]
        return "\n\n".join("\n".join(block) for block in blocks if any(block)) + "\n"

    def to_html(self) -> str:
        """The report as a card, in the colours of the page it stands on."""
        title = escape(_clean(self.title))
        parts = "".join(_part_html(part, title) for part in self.shown)
        return (
            '<div class="imh-card tex2jax_ignore mathjax_ignore" role="group" '
            f'aria-label="{title}"><style>{_STYLE}</style><h2>{title}</h2>{parts}</div>'
        )

    def to_markdown(self) -> str:
        """The report as Markdown with tables, as GitHub and notebooks read it."""
        blocks = [f"# {_markdown(_clean(self.title))}"]
        for part in self.shown:
            blocks += filter(None, _part_markdown(part))
        return "\n\n".join(blocks) + "\n"

    def _repr_html_(self) -> str:
        return self.to_html()

    def __str__(self) -> str:
        return self.to_text().removesuffix("\n")

    def __repr__(self) -> str:
        return f"<Report {self.title!r}>"


def _clean(value: str) -> str:
    """A text on one line, without anything that could steer what shows it."""
    return printable(" ".join(value.split()))


# -- Text ----------------------------------------------------------------------


def display_width(value: str) -> int:
    r"""How many columns of a terminal a text takes: a wide character takes two.

    >>> display_width("Cafe\u0301"), display_width("\u5bb6\u65cf")
    (4, 4)
    """
    if value.isascii():
        return len(value)
    return sum(
        (1 + (east_asian_width(each) in "WF")) * (category(each) not in ("Mn", "Me"))
        for each in value
    )


def _wrapped(value: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """Lines no wider than asked; a word that is wider stands on a line of its own."""
    lines, line = [], first
    for number, word in enumerate(value.split(" ")):
        longer = f"{line} {word}" if number else line + word
        if number and display_width(longer) > width:
            lines.append(line)
            longer = rest + word
        line = longer
    return [*lines, line]


def _part_lines(part: Part, width: int) -> list[str]:
    indent = "  " if part.heading and not part.bullets else ""
    mark = indent + "- " * part.bullets
    found = _wrapped(_clean(part.heading), width) if part.heading else []
    found += [indent + line for line in _table_text(part, width - len(indent))]
    for line, under in part.lines:
        found += _wrapped(line, width, mark, " " * len(mark))
        for each in under:
            found += _wrapped(each, width, "  " + mark, "  " + " " * len(mark))
    return [line.rstrip() for line in found]


def _table_text(part: Part, width: int) -> list[str]:
    lines = [*part.table_lines(part.layout)]
    widths = _widths(lines[part.layout == "bare" :], width)
    if sum(widths) + 2 * len(widths) - 2 > width:
        lines = [*part.table_lines("upright")]
        widths = _widths(lines, width)
    found: list[str] = []
    for what, cells in lines:
        if what == "note":
            found += _wrapped(cells[0][0], width, "  ", "  ")
        elif what == "group":
            found += [""] * bool(found)
            found += [line for cell, _ in cells for line in _wrapped(cell, width)]
        elif what == "row" or part.layout == "table":
            found += _row_text(cells, widths)
            found += ["  ".join("-" * each for each in widths)] * (what == "head")
    return found


def _widths(lines: Sequence[_Line], room: int) -> list[int]:
    """How wide each column is: within the room, unless the words do not fit in it."""
    rows = [cells for what, cells in lines if what in ("head", "row")]
    columns = [[cell for cell, _ in column] for column in zip(*rows, strict=True)]
    sizes = [[*map(display_width, column)] for column in columns]
    usual = [1 + sum(each) / len(each) for each in sizes]
    least = [max(map(display_width, " ".join(each).split(" "))) for each in columns]
    wide = [max(min(max(each), room), n) for each, n in zip(sizes, least, strict=True)]
    while sum(wide) > room - 2 * len(wide) + 2:
        loose = [at for at, each in enumerate(wide) if each > least[at]]
        if not loose:
            break
        # The column that loses least is the one whose usual cell is the shortest.
        wide[max(loose, key=lambda at: wide[at] / usual[at])] -= 1
    return wide


def _row_text(cells: list[tuple[str, Column]], widths: list[int]) -> Iterator[str]:
    wrapped = [_wrapped(cell, at) for (cell, _), at in zip(cells, widths, strict=True)]
    for line in zip_longest(*wrapped, fillvalue=""):
        blanks = [" " * (at - display_width(w)) for w, at in zip(line, widths, strict=True)]
        numbers = [column.kind == "number" for _, column in cells]
        parts = zip(line, blanks, numbers, strict=True)
        yield "  ".join(b + word if number else word + b for word, b, number in parts)


# -- HTML ----------------------------------------------------------------------

# Grey at this opacity shows on white as on black. Front ends have rules of their own
# for tables; the class is doubled so that these come before them.
_STYLE = """
.imh-card { line-height: 1.45; overflow-x: auto; }
.imh-card h2 { font-size: 1.15em; margin: 0 0 .4em; }
.imh-card :is(h3, caption) { font-size: 1em; font-weight: 600; text-align: left; margin: .4em 0; }
.imh-card :is(p, ul) { margin: 0 0 .4em; padding: 0; }
.imh-card li { margin-left: 1.2em; }
.imh-card.imh-card table { border-collapse: collapse; margin: 0 0 .6em; }
.imh-card.imh-card :is(th, td) { text-align: left; vertical-align: top; white-space: normal;
  padding: .3em .8em .3em .4em; border-bottom: 1px solid rgba(128, 128, 128, .45); }
.imh-card.imh-card .imh-number { text-align: right; }
.imh-card .imh-boxes { vertical-align: -2px; margin-right: .4em; }
.imh-card .imh-unseen { position: absolute; clip-path: inset(50%); }
"""


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
    low, _, high = re.sub(" to ", "\u2013", value).partition("\u2013")
    high = high or low
    if low not in scale or high not in scale:
        return ""
    filled = range(scale.index(low), scale.index(high) + 1)
    boxes = "".join(
        f'<rect x="{at * 21 + 1}" y="1" width="18" height="12" rx="2" stroke='
        f'"currentColor" fill="{"currentColor" if at in filled else "none"}"/>'
        for at in range(len(scale))
    )
    size = f'width="{len(scale) * 21}" height="14"'
    return f'<svg class="imh-boxes" aria-hidden="true" {size}>{boxes}</svg>'


def _part_html(part: Part, title: str) -> str:
    heading = escape(_clean(part.heading or ""))
    shown = f"<h3>{heading}</h3>" if heading and not part.table else ""
    if part.table:
        caption = heading or f'<span class="imh-unseen">{title}</span>'
        shown = f"<table><caption>{caption}</caption>{_table_html(part)}</table>"
    if not part.listed:
        return shown + "".join(f"<p>{escape(line)}</p>" for line, _ in part.lines)
    lines = ""
    for line, under in part.lines:
        below = "".join(f"<li>{escape(each)}</li>" for each in under)
        lines += f"<li>{escape(line)}{f'<ul>{below}</ul>' if below else ''}</li>"
    return f"{shown}<ul>{lines}</ul>" if lines else shown


_SPANNING = {"group": 'th scope="rowgroup"', "note": "td"}


def _table_html(part: Part) -> str:
    html, width = "<tbody>", 2
    for what, cells in part.table_lines(part.layout):
        made = ""
        for at, (cell, column) in enumerate(cells):
            tag = "td" if at else 'th scope="row"'
            if what == "head":
                tag, width = 'th scope="col"', len(cells)
            elif what != "row":
                tag = f'{_SPANNING[what]} colspan="{width}"'
            number = ' class="imh-number"' * (column.kind == "number")
            boxes = range_boxes(column.vocabulary, cell) if column.kind == "range" else ""
            made += f"<{tag}{number}>{boxes}{escape(cell)}</{tag[:2]}>"
        line = f"<tr>{made}</tr>" if made else ""
        if what == "head":
            unseen = ' class="imh-unseen"' * (part.layout == "bare")
            html = f"<thead{unseen}>{line}</thead><tbody>"
        else:
            html += "</tbody><tbody>" * (what == "group") + line
    return html + "</tbody>"


# -- Markdown ------------------------------------------------------------------


def _markdown(value: str) -> str:
    """A clean text that Markdown shows as it is; an address stays an address."""
    value = re.sub(r"([\\`*_\[\]~$#])", r"\\\1", value)
    value = escape(value, quote=False).replace("|", "&#124;")
    return re.sub(r"^(\d*)([!-%'-/:-@{}^])", r"\1\\\2", value)


def _part_markdown(part: Part) -> Iterator[str]:
    yield f"## {_markdown(_clean(part.heading))}" if part.heading else ""
    rows, width = [], 0
    for what, cells in part.table_lines(part.layout):
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
    mark = "- " * part.listed
    lines = [
        "\n  - ".join([mark + _markdown(line), *map(_markdown, under)])
        for line, under in part.lines
    ]
    yield ("\n" if part.listed else "\n\n").join(lines)
