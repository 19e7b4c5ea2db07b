"""HTML that a browser saved, reduced to the text that it shows."""

from __future__ import annotations

import re
from html.parser import HTMLParser


TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

__all__ = ["is_markup", "reduced"]

# What begins and ends a line of its own.
_BLOCKS: Final = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "br", "button"),
        *("caption", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption"),
        *("figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header"),
        *("hr", "html", "li", "main", "nav", "ol", "option", "p", "pre", "section"),
        *("select", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr"),
        "ul",
    }
)

# Blocks whose line ends count as such: text that stands in no other block was
# wrapped in HTML by hand. A break has no end, so it never counts as open.
_OPEN: Final = frozenset({"body", "br", "hr", "html"})

# What a browser does not show as text.
_UNSHOWN: Final = frozenset(
    {"head", "noscript", "script", "style", "svg", "template", "textarea", "title"}
)


class _Reducer(HTMLParser):
    """Collects what is shown; a block stands on lines of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden: list[str] = []
        self._open: list[str] = []
        self._lists: list[int | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "body":
            # Some browsers leave the head without an end.
            self._hidden.clear()
        if tag in _UNSHOWN:
            self._hidden.append(tag)
        if tag in _BLOCKS:
            self.parts.append("\n")
            if tag not in _OPEN:
                self._open.append(tag)
        if tag in {"ol", "ul"}:
            start = dict(attrs).get("start") or "1"
            number = int(start) if re.fullmatch("[0-9]{1,4}", start) else 1
            self._lists.append(number if tag == "ol" else None)
        if tag == "li" and self._lists and self._lists[-1] is not None:
            self.parts.append(f"{self._lists[-1]}. ")
            self._lists[-1] += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in self._hidden:
            while self._hidden.pop() != tag:
                pass
        if tag in _BLOCKS:
            self.parts.append("\n")
        if tag in self._open:
            while self._open.pop() != tag:
                pass
        if tag in {"ol", "ul"} and self._lists:
            self._lists.pop()

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        if self._open and "pre" not in self._open:
            # Inside a block, a line end is a space like any other.
            data = re.sub(r"[ \t\r\n\f]+", " ", data)
        self.parts.append(data)


def is_markup(text: str) -> bool:
    """Whether a text is HTML rather than the text of a page."""
    return text.lstrip("\ufeff \t\r\n").startswith("<")


def reduced(markup: str) -> str:
    r"""The text that HTML shows, a line for each block.

    >>> reduced("<p>Caf&eacute;<br>open<script>no()</script></p>")
    'Café\nopen'
    """
    reducer = _Reducer()
    reducer.feed(markup)
    reducer.close()
    lines = "".join(reducer.parts).split("\n")
    return "\n".join(line for line in map(_trimmed, lines) if line)


def _trimmed(line: str) -> str:
    return line.strip(" ")
