"""Works that can be cited, and what is printed of them."""

from typing import Literal

import attrs

from .record import Record, tuple_of


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
class Publication(Record):
    """What is printed of a work.

    Args:
        authors: its authors in printed order.
        year: year of publication.
        title: its title.
        container: the larger work it is part of, such as a journal or a series.
        volume: volume of a journal.
        issue: issue of a volume.
        pages: pages, or the number of an article.
        doi: DOI without a resolver.
        pmid: PubMed id.
        pmcid: PubMed Central id.
        url: its address.
        note: anything else, such as further dates.
    """

    authors: tuple[Author, ...] = attrs.field(converter=tuple_of)
    year: int
    title: str
    container: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    doi: str | None = None
    pmid: str | None = None
    pmcid: str | None = None
    url: str | None = None
    note: str | None = None


@attrs.frozen(kw_only=True)
class Work(Publication):
    """What a citation needs to know of a work, besides what is printed of it.

    Args:
        key: its key in a bibliography.
        kind: what it is.
        month: month of publication, 1 to 12, or None.
        publisher: who published it.
    """

    key: str
    kind: Kind
    month: int | None = None
    publisher: str | None = None
