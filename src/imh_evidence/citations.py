"""How a work is cited: as text, BibTeX, RIS or CSL-JSON."""

import json
from collections.abc import Iterable
from typing import Any, Literal

import attrs

from .errors import UnknownValue
from .scales import Value


__all__ = ["STYLES", "Author", "Kind", "Style", "Work", "cite", "cite_all"]

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


Kind = Literal["webpage", "article", "report", "book"]


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
        container: the larger work it is part of, such as a journal or a series.
        publisher: who published it.
        volume: volume of a journal.
        issue: issue of a volume.
        pages: pages, or the number of an article.
        doi: DOI without a resolver.
        pmid: PubMed id.
        pmcid: PubMed Central id.
        url: its address.
        note: anything to say beside it.
    """

    key: str
    kind: Kind
    title: str
    authors: tuple[Author, ...]
    year: int
    month: int | None = None
    container: str | None = None
    publisher: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    doi: str | None = None
    pmid: str | None = None
    pmcid: str | None = None
    url: str | None = None
    note: str | None = None


@attrs.frozen
class _Words:
    """What each style calls a kind of work, and the larger work it is part of."""

    bibtex: str
    ris: str
    csl: str
    bibtex_container: str
    ris_container: str
    csl_container: str


_KINDS: dict[Kind, _Words] = {
    "webpage": _Words(
        "misc", "ELEC", "webpage", "howpublished", "T2", "container-title"
    ),
    "article": _Words(
        "article", "JOUR", "article-journal", "journal", "JO", "container-title"
    ),
    "report": _Words("techreport", "RPRT", "report", "type", "M3", "genre"),
    "book": _Words("book", "BOOK", "book", "series", "T3", "collection-title"),
}


def cite(work: Work, style: Style) -> str:
    """A work in one of the styles, ending in a line end.

    Raises:
        UnknownValue: for a style there is not.
    """
    return cite_all((work,), style)


def cite_all(works: Iterable[Work], style: Style) -> str:
    """Works in one of the styles, one after the other, as one file would hold them.

    Raises:
        UnknownValue: for a style there is not.
    """
    if style not in STYLES:
        raise UnknownValue("cite(...)", style, STYLES)
    if style == "csl-json":
        items = [_csl(work) for work in works]
        return json.dumps(items, indent=2, ensure_ascii=False) + "\n"
    writers = {"text": _text, "bibtex": _bibtex, "ris": _ris}
    between = "" if style == "text" else "\n"
    return between.join(map(writers[style], works))


def _text(work: Work) -> str:
    names = ", ".join(author.printed for author in work.authors)
    date = str(work.year)
    if work.month:
        date = f"{_MONTHS[work.month - 1]} {date}"
    parts = [f"{names} ({date}). {work.title}."]
    if work.container and work.kind == "article":
        issue = f"({work.issue})" if work.issue else ""
        place = f"{work.volume or ''}{issue}"
        told = ", ".join(filter(None, (work.container, place, work.pages)))
        parts.append(f"{told}.")
    elif work.container:
        parts.append(f"In {work.container}.")
    doi = f"doi:{work.doi}" if work.doi else None
    parts.extend(f"{part}." for part in (doi, work.url, work.note) if part)
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
    words = _KINDS[work.kind]
    publisher = "institution" if work.kind == "report" else "publisher"
    fields = {
        "author": " and ".join(map(_bibtex_author, work.authors)),
        "title": f"{{{_tex(work.title)}}}",
        "year": str(work.year),
        words.bibtex_container: _tex(work.container),
        publisher: _tex(work.publisher),
        "volume": _tex(work.volume),
        "number": _tex(work.issue),
        "pages": _tex("--".join(work.pages.split("-", 1))) if work.pages else None,
        "doi": work.doi,
        "pmid": work.pmid,
        "pmcid": work.pmcid,
        "url": work.url,
        "note": _tex(work.note),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    if work.month:
        # A macro of BibTeX's own, which each style spells in its way.
        lines.append(f"  month = {_MONTHS[work.month - 1][:3].lower()},")
    return "\n".join((f"@{words.bibtex}{{{work.key},", *lines, "}")) + "\n"


def _bibtex_author(author: Author) -> str:
    if author.given is None:
        return f"{{{_tex(author.printed)}}}"
    family = str(_tex(author.family))
    # Words of one family name stay one name, whatever their first letters.
    family = f"{{{family}}}" if " " in family else family
    return f"{family}, {_tex(author.given)}"


def _tex(text: str | None) -> str | None:
    return text.translate(_TEX) if text else None


def _ris(work: Work) -> str:
    date = f"{work.year}/{work.month:02}//" if work.month else f"{work.year}///"
    words = _KINDS[work.kind]
    first, _, last = (work.pages or "").partition("-")
    tags = [
        ("TY", words.ris),
        ("ID", work.key),
        *(("AU", _ris_author(author)) for author in work.authors),
        ("TI", work.title),
        (words.ris_container, work.container),
        ("PB", work.publisher),
        ("PY", str(work.year)),
        ("DA", date),
        ("VL", work.volume),
        ("IS", work.issue),
        ("SP", first),
        ("EP", last),
        ("DO", work.doi),
        ("AN", work.pmid),
        ("C2", work.pmcid),
        ("UR", work.url),
        ("N1", work.note),
    ]
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in tags if value]
    return "\n".join((*lines, "ER  - ")) + "\n"


def _ris_author(author: Author) -> str:
    if author.given is None:
        return author.printed
    return f"{author.family}, {author.given}"


def _csl(work: Work) -> dict[str, Any]:
    date = [work.year, work.month] if work.month else [work.year]
    words = _KINDS[work.kind]
    item = {
        "id": work.key,
        "type": words.csl,
        "title": work.title,
        "author": [_csl_author(author) for author in work.authors],
        "issued": {"date-parts": [date]},
        words.csl_container: work.container,
        "publisher": work.publisher,
        "volume": work.volume,
        "issue": work.issue,
        "page": work.pages,
        "DOI": work.doi,
        "PMID": work.pmid,
        "PMCID": work.pmcid,
        "URL": work.url,
        "note": work.note,
    }
    return {name: value for name, value in item.items() if value}


def _csl_author(author: Author) -> dict[str, str]:
    if author.given is None:
        return {"literal": author.printed}
    return {"family": author.family, "given": author.given}
