"""How a work is cited: as text, BibTeX, RIS or CSL-JSON."""

import json
from typing import Literal

import attrs

from .errors import UnknownValue
from .scales import Value


__all__ = ["STYLES", "Author", "Style", "Work", "cite"]

Style = Literal["text", "bibtex", "ris", "csl-json"]

STYLES: tuple[Style, ...] = ("text", "bibtex", "ris", "csl-json")

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@attrs.frozen
class Author(Value):
    """An author of a reference; an organisation has a family name only.

    Args:
        printed: the name as the page prints it.
        family: family name, or the name of an organisation.
        given: given names or initials, or None.
    """

    printed: str
    family: str
    given: str | None = None


@attrs.frozen(kw_only=True)
class Work(Value):
    """What a citation needs to know of a work.

    Args:
        key: its key in a bibliography.
        kind: what it is.
        title: its title.
        authors: its authors.
        year: year of publication.
        month: month of publication, 1 to 12, or None.
        container: the larger work it is part of.
        publisher: who published it.
        url: its address.
        note: anything to say beside it.
    """

    key: str
    kind: Literal["webpage"]
    title: str
    authors: tuple[Author, ...]
    year: int
    month: int | None = None
    container: str | None = None
    publisher: str | None = None
    url: str | None = None
    note: str | None = None


def cite(work: Work, style: Style) -> str:
    """A work in one of the styles, ending in a line end.

    Raises:
        UnknownValue: for a style there is not.
    """
    if style not in STYLES:
        raise UnknownValue("cite(...)", style, STYLES)
    writers = {"text": _text, "bibtex": _bibtex, "ris": _ris, "csl-json": _csl}
    return writers[style](work)


def _text(work: Work) -> str:
    names = ", ".join(author.printed for author in work.authors)
    date = str(work.year)
    if work.month:
        date = f"{_MONTHS[work.month - 1]} {date}"
    parts = [f"{names} ({date}). {work.title}."]
    if work.container:
        parts.append(f"In {work.container}.")
    parts.extend(f"{part}." for part in (work.url, work.note) if part)
    return " ".join(parts) + "\n"


# Characters that TeX reads as commands.
_TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "&%$#_{}"},
    }
)


def _bibtex(work: Work) -> str:
    # Double braces keep an organisation's name, and the capitals of a title, whole.
    fields = {
        "author": " and ".join(
            f"{{{_tex(author.printed)}}}" for author in work.authors
        ),
        "title": f"{{{_tex(work.title)}}}",
        "year": str(work.year),
        "howpublished": _tex(work.container),
        "publisher": _tex(work.publisher),
        "url": work.url,
        "note": _tex(work.note),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    if work.month:
        # A macro of BibTeX's own, which each style spells in its way.
        lines.append(f"  month = {_MONTHS[work.month - 1][:3].lower()},")
    return "\n".join((f"@misc{{{work.key},", *lines, "}")) + "\n"


def _tex(text: str | None) -> str | None:
    return text.translate(_TEX) if text else None


def _ris(work: Work) -> str:
    date = f"{work.year}/{work.month:02}//" if work.month else f"{work.year}///"
    tags = [
        ("TY", "ELEC"),
        ("ID", work.key),
        *(("AU", author.printed) for author in work.authors),
        ("TI", work.title),
        ("T2", work.container),
        ("PB", work.publisher),
        ("PY", str(work.year)),
        ("DA", date),
        ("UR", work.url),
        ("N1", work.note),
    ]
    lines = [f"{tag}  - {value}" for tag, value in tags if value]
    return "\n".join((*lines, "ER  - ")) + "\n"


def _csl(work: Work) -> str:
    date = [work.year, work.month] if work.month else [work.year]
    item = {
        "id": work.key,
        "type": work.kind,
        "title": work.title,
        "author": [{"literal": author.printed} for author in work.authors],
        "issued": {"date-parts": [date]},
        "container-title": work.container,
        "publisher": work.publisher,
        "URL": work.url,
        "note": work.note,
    }
    kept = {name: value for name, value in item.items() if value}
    return json.dumps([kept], indent=2, ensure_ascii=False) + "\n"
