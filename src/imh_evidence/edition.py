"""The published edition as a record: where the data are from, and what they are for."""

from datetime import date

import attrs

from .model.errors import WrongType
from .model.notice import Source
from .model.record import Record, tuple_of
from .model.works import Author, Work
from .tables.citations import Style, cite


__all__ = ["Dataset", "Term", "Vocabulary"]


@attrs.frozen
class Term(Record):
    """One term of a vocabulary.

    Args:
        slug: its name in files and questions.
        label: its name as printed.
        also_printed: other forms the page prints.
        meaning: its meaning in our words, or None where the page gives none.
    """

    slug: str
    label: str
    also_printed: tuple[str, ...] = attrs.field(default=(), converter=tuple_of)
    meaning: str | None = None


@attrs.frozen
class Vocabulary(Record):
    """The terms of one facet.

    Args:
        name: the facet.
        ordered: whether the terms are listed low to high.
        standing: whose terms and order they are.
        terms: the terms.
    """

    name: str
    ordered: bool
    standing: str
    terms: tuple[Term, ...] = attrs.field(converter=tuple_of)


@attrs.frozen(repr=False)
class Dataset(Record):
    """The published edition: what is packaged, where it is from, what it is for.

    Args:
        edition: year and month of the page, as ``YYYY-MM``.
        version: version of the data, apart from the code's.
        checked: the day on which the data were last held against a copy of the
            page, as ``YYYY-MM-DD``.
        review_due: the day by which they are to be held against it again, as
            ``YYYY-MM-DD``. The page names no such day; the rule, a year, is ours.
        source: the page, with the checksum of its text.
        intended_use: what the data are for.
        not_for: what they are not for.
        notice: what is known of rights, and what was left out.
        vocabularies: the terms of each facet.

    >>> from imh_evidence import dataset
    >>> dataset.edition, dataset.source.sha256[:8]
    ('2023-04', '0c7b8e07')
    """

    edition: str
    version: str
    checked: str
    review_due: str
    source: Source
    intended_use: tuple[str, ...] = attrs.field(converter=tuple_of)
    not_for: tuple[str, ...] = attrs.field(converter=tuple_of)
    notice: str
    vocabularies: tuple[Vocabulary, ...] = attrs.field(converter=tuple_of)

    def is_current(self, *, on: date) -> bool:
        """Whether the data need no review yet on a day.

        Args:
            on: the day to ask about; the library never looks at a clock.

        Returns:
            Whether the day is no later than ``review_due``. A later day
            says that nobody looked, and nothing of the page.

        >>> from datetime import date
        >>> from imh_evidence import dataset
        >>> dataset.is_current(on=date(2027, 1, 1)), dataset.is_current(on=date(2030, 1, 1))
        (True, False)
        """
        if not isinstance(on, date):
            raise WrongType("is_current(on=...)", on, "a date")
        return on.isoformat()[:10] <= self.review_due

    def cite(self, style: Style = "text") -> str:
        """How to cite the page, with the version of the data it was read from.

        Args:
            style: ``text``, ``bibtex``, ``ris`` or ``csl-json``.

        Raises:
            UnknownValue: for a style there is not, with the nearest.

        >>> from imh_evidence import dataset
        >>> print(dataset.cite()[:50])
        NHS Education for Scotland with the Scottish Gover
        """
        return cite([self.work()], style)

    def work(self) -> Work:
        """What a citation of the page says."""
        year, month = self.edition.split("-")
        publisher = self.source.publisher or ""
        return Work(
            key=f"matrix-infant-mental-health-{year}",
            kind="webpage",
            title=self.source.title,
            authors=(Author(publisher, publisher),),
            year=int(year),
            month=int(month),
            container=self.source.container,
            publisher=publisher,
            url=self.source.address,
            note=(
                f"imh_evidence data version {self.version}, edition {self.edition}, "
                f"to be reviewed by {self.review_due}; "
                f"sha256 of the page's text {self.source.sha256}"
            ),
        )

    def __repr__(self) -> str:
        return f"<Dataset edition {self.edition}, version {self.version}>"
