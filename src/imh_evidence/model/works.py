"""A work that can be cited, and its citation as plain text."""

from collections.abc import Iterable
from typing import Literal

import attrs

from .record import Record


MONTHS = [
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
class Author(Record):
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
class Work(Record):
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


def cite(works: Iterable[Work]) -> str:
    """Works as plain text, a line each."""
    return "".join(map(_cited, works))


def _cited(work: Work) -> str:
    names = ", ".join(author.printed for author in work.authors)
    date = str(work.year)
    if work.month:
        date = f"{MONTHS[work.month - 1]} {date}"
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
