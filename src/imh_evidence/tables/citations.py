"""Citations as people read them, and as reference managers do: BibTeX, RIS and CSL-JSON."""

import json
from collections.abc import Callable, Iterable
from typing import Any, Literal, NamedTuple

import attrs

from ..model.errors import UnknownValue
from ..model.topic import Correction, Reference
from ..model.works import Author, Kind, Work


Style = Literal["text", "bibtex", "ris", "csl-json"]


MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


class _Words(NamedTuple):
    """What each style calls a kind of work, and the larger work it is part of."""

    bibtex: str
    ris: str
    csl: str
    bibtex_container: str
    ris_container: str
    csl_container: str


_KINDS: dict[Kind, _Words] = {
    "webpage": _Words("misc", "ELEC", "webpage", "howpublished", "T2", "container-title"),
    "article": _Words("article", "JOUR", "article-journal", "journal", "JO", "container-title"),
    "report": _Words("techreport", "RPRT", "report", "type", "M3", "genre"),
    "book": _Words("book", "BOOK", "book", "series", "T3", "collection-title"),
}


def cite(works: Iterable[Work], style: Style = "text") -> str:
    """Works in one of the styles, one after the other, as one file would hold them.

    Raises:
        UnknownValue: for a style there is not, with the nearest.

    >>> from imh_evidence import references
    >>> print(cite([references.numbered(10).work()], "bibtex").splitlines()[0])
    @article{jeong-2021,
    """
    if style not in STYLES:
        raise UnknownValue("the style of a citation", style, STYLES)
    return _WRITERS[style](works)


def corrected(reference: Reference) -> Work:
    """A reference with the corrected values that are known, each marked in the note.

    Its key stays that of the page's own values.

    >>> from imh_evidence import references
    >>> corrected(references.numbered(8)).note
    'Corrected: pages 225-249 (the page prints 224-249; first page)'
    """
    work, fields = reference.work(), attrs.fields_dict(Work)
    known = [each for each in reference.corrections if each.field in fields]
    notes = "; ".join([*filter(None, [reference.note]), *map(_marked, known)])
    changes: Any = {each.field: _value(reference, each) for each in known if each.corrected}
    if work.publisher and "authors" in changes:
        changes["publisher"] = changes["authors"][0].family
    return attrs.evolve(work, **changes | {"note": notes or None})


def _marked(correction: Correction) -> str:
    said = correction.note
    if correction.printed is not None:
        said = f"the page prints {correction.printed}; {said}"
    if correction.corrected is None:
        return f"Not corrected: {correction.field} ({said})"
    return f"Corrected: {correction.field} {correction.corrected} ({said})"


def _value(reference: Reference, correction: Correction) -> Any:
    value = correction.corrected or ""
    if correction.field == "authors":
        return tuple(
            Author(value, value) if author.printed == correction.printed else author
            for author in reference.authors
        )
    return int(value) if correction.field == "year" else value


def _as_text(works: Iterable[Work]) -> str:
    return "".join(map(_cited, works))


def _cited(work: Work) -> str:
    names = ", ".join(author.printed for author in work.authors)
    date = f"{MONTHS[work.month - 1]} {work.year}" if work.month else work.year
    parts = [f"{names} ({date}). {work.title}"]
    if work.container and work.kind == "article":
        issue = f"({work.issue})" if work.issue else ""
        where = (work.container, f"{work.volume or ''}{issue}", work.pages)
        parts.append(", ".join(filter(None, where)))
    elif work.container:
        parts.append(f"In {work.container}")
    parts += filter(None, (work.doi and f"doi:{work.doi}", work.url, work.note))
    return " ".join(f"{part}." for part in parts) + "\n"


def _csl_json(works: Iterable[Work]) -> str:
    return json.dumps([_csl(each) for each in works], indent=2, ensure_ascii=False) + "\n"


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
        lines.append(f"  month = {MONTHS[work.month - 1][:3].lower()},")
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


_WRITERS: dict[Style, Callable[[Iterable[Work]], str]] = {
    "text": _as_text,
    "bibtex": lambda works: "\n".join(map(_bibtex, works)),
    "ris": lambda works: "\n".join(map(_ris, works)),
    "csl-json": _csl_json,
}
#: The styles there are.
STYLES: tuple[Style, ...] = tuple(_WRITERS)
