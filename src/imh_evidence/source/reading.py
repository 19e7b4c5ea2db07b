"""From a page's text, or the HTML of it, to records; or every reason why not."""

from __future__ import annotations

import hashlib

from ..model.errors import Fault, WrongType
from .bibliography import read_references
from .markup import is_markup, reduced
from .page import Page, UnreadablePage
from .prose import (
    read_ages,
    read_citations,
    read_claims,
    read_date,
    read_exclusions,
    read_figures,
    read_readers,
)
from .sheet import Sheet
from .table import Table


__all__ = ["parse"]


def parse(text: str | bytes) -> Page:
    """What a published page says, each fact with its line.

    Args:
        text: the page's text, or HTML that a browser saved, which is first
            reduced to text; lines are counted in the text. Bytes are UTF-8, or
            UTF-16 with a byte-order mark.

    Raises:
        UnreadablePage: if something on it cannot be read; with every such
            place and its line.
        WrongType: if it is neither text nor bytes.

    >>> from imh_evidence import source
    >>> try:
    ...     source.parse("nothing like it")
    ... except source.UnreadablePage as error:
    ...     print(len(error.faults))
    3
    """
    shown = _decoded(text)
    if is_markup(shown):
        try:
            shown = reduced(shown)
        except AssertionError:
            # The standard library's parser gives up on some declarations.
            fault = Fault("line 1", "a broken declaration", "HTML or text")
            raise UnreadablePage((fault,)) from None
    sheet = Sheet(shown.replace("\r\n", "\n"))
    faults: list[Fault] = []
    title, title_line, printed, updated, updated_line = read_date(sheet, faults)
    table = Table(sheet, faults)
    citations = read_citations(sheet, table.start, faults)
    references = read_references(sheet, table.end, faults)
    if faults:
        raise UnreadablePage(tuple(sorted(faults, key=_line_of)))
    raw = text if isinstance(text, bytes) else text.encode(errors="surrogatepass")
    return Page(
        title=title,
        title_line=title_line,
        updated_printed=printed,
        updated=updated,
        updated_line=updated_line,
        groups=tuple(table.groups),
        rows=tuple(table.rows),
        ages=read_ages(sheet, table.start),
        readers=read_readers(sheet, table.start),
        exclusions=read_exclusions(sheet, table.start),
        figures=read_figures(sheet, table.start),
        claims=read_claims(sheet, table.start),
        citations=citations,
        references=references,
        sha256=hashlib.sha256(raw).hexdigest(),
        text=sheet.text,
    )


def _decoded(text: str | bytes) -> str:
    if isinstance(text, str):
        return text
    if not isinstance(text, bytes):
        raise WrongType("parse(...)", text, "the text of a page, or its bytes")
    utf_16 = text.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        return text.decode("utf-16" if utf_16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = text[: error.start].count(b"\n") + 1
        fault = Fault(f"line {line}", error.reason, "text in UTF-8")
        raise UnreadablePage((fault,)) from None


def _line_of(fault: Fault) -> int:
    return int(fault.place.removeprefix("line "))
