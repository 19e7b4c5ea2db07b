"""What the page says around its table: scope, prevalence, claims and references.

Kept apart from the rows, because a look-up in the table needs none of it.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Literal, SupportsIndex
from unicodedata import normalize

import attrs

from .errors import UnknownValue, WrongType
from .names import slug
from .record import Record, tuple_of
from .records import Intervention
from .scales import Audience, EfficacyRange
from .works import Publication, Work


VerdictOutcome = Literal["matches-table", "matches-if-merged", "cannot-tell", "not-testable"]


@attrs.frozen
class Correction(Record):
    """What stands elsewhere of a value that the page prints, or leaves out.

    Args:
        field: the field of the reference, or ``finding``.
        note: what the difference is.
        source: where the corrected value comes from; never the page.
        printed: the page's value, or None where it prints none.
        corrected: the corrected value, or None where there is none to give.
    """

    field: str
    note: str
    source: str
    printed: str | None = None
    corrected: str | None = None


@attrs.frozen(kw_only=True)
class Reference(Publication):
    """A numbered reference of the page, with the page's own values.

    Args:
        number: its number on the page.
        cited_for: what the page cites it for, in our words.
        cited_on: line of the citation in the source's text.
        line: line of the reference in the source's text.
        corrections: what is known to be otherwise.

    >>> from imh_evidence import references
    >>> references.numbered(8).pages
    '224-249'
    >>> [c.corrected for c in references.numbered(8).corrections if c.field == "pages"]
    ['225-249']
    """

    number: int
    cited_for: str
    cited_on: int
    line: int
    corrections: tuple[Correction, ...] = attrs.field(default=(), converter=tuple_of)

    @property
    def key(self) -> str:
        """Its key in a bibliography, from first author and year as printed.

        The key stays the same when corrected values are asked for.

        >>> from imh_evidence import references
        >>> references.numbered(3).key
        'bachmann-2021'
        """
        family = normalize("NFKD", self.authors[0].family)
        return f"{slug(family.encode('ascii', 'ignore').decode())}-{self.year}"

    def work(self) -> Work:
        """What a citation of it says, by the page's own values.

        Returns:
            A journal article where the page prints a volume, a report elsewhere.

        >>> from imh_evidence import references
        >>> references.numbered(8).work().kind
        'article'
        """
        fields: Any = {each.name: getattr(self, each.name) for each in attrs.fields(Publication)}
        if self.volume:
            return Work(key=self.key, kind="article", **fields)
        first = self.authors[0]
        publisher = None if first.given else first.family
        return Work(key=self.key, kind="report", publisher=publisher, **fields)


@attrs.frozen(repr=False)
class References(Record):
    """References in the order of their numbers.

    Args:
        items: the references.

    >>> from imh_evidence import references
    >>> len(references), references.numbered(10).container
    (10, 'PLoS Med')
    """

    items: tuple[Reference, ...] = attrs.field(converter=tuple_of)

    def __iter__(self) -> Iterator[Reference]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, index: SupportsIndex) -> Reference:
        return self.items[index]

    def numbered(self, number: int) -> Reference:
        """The reference with a number, as the page counts them.

        Raises:
            UnknownValue: if no reference here has the number.
        """
        numbered = {each.number: each for each in self.items}
        if number not in numbered:
            raise UnknownValue("reference number", number, tuple(map(str, numbered)))
        return numbered[number]

    def __repr__(self) -> str:
        numbers = ", ".join(str(each.number) for each in self.items)
        return f"<References {numbers or 'none'}>"


@attrs.frozen
class Scope(Record):
    """What the page is about.

    Args:
        start: where the ages begin.
        end_months: the age at which they end, in months.
        about: the subject, in our words.
    """

    start: str
    end_months: int
    about: str


@attrs.frozen
class Definition(Record):
    """A term of the page and its meaning in our words.

    Args:
        term: the term.
        meaning: its meaning.
        standing: whose definition it is.
    """

    term: str
    meaning: str
    standing: str


@attrs.frozen
class Caveat(Record):
    """Something to bear in mind, in our words.

    Args:
        id: its slug.
        text: the caveat.
        line: line of the source's text it rests on, or None.
    """

    id: str
    text: str
    line: int | None = None


@attrs.frozen
class Pointer(Record):
    """Another resource the page points to.

    Args:
        name: its name.
        about: what it is, in our words.
        address: its address, or None.
    """

    name: str
    about: str
    address: str | None = None


@attrs.frozen
class PrevalenceEstimate(Record):
    """A figure on how common a difficulty is.

    Args:
        id: its slug.
        printed: the figure as printed.
        low_percent: its lower end, in percent.
        high_percent: its upper end, in percent; the same for a single figure.
        population: among whom.
        condition: of what.
        references: numbers of the references it rests on.
        line: its line in the source's text.
        approximate: whether the page says about or around.

    >>> from imh_evidence import topic
    >>> [(e.printed, e.condition) for e in topic.prevalence][0]
    ('17%', 'disorder of mental health')
    """

    id: str
    printed: str
    low_percent: int
    high_percent: int
    population: str
    condition: str
    references: tuple[int, ...] = attrs.field(converter=tuple_of)
    line: int
    approximate: bool = False


@attrs.frozen
class Verdict(Record):
    """Whether the table bears out one of the page's own claims.

    Args:
        outcome: ``matches-table`` if rows with only the claim's audience span
            the claimed levels; ``matches-if-merged`` if only the rows that
            reach the audience do; ``cannot-tell`` if neither does, either because
            rows for both audiences hide it or because the rows speak against it;
            ``not-testable`` if the claim is not about the table's columns.
        reason: the outcome in words.
        only: ids of the rows with only the claim's audience.
        only_hull: lowest to highest level over those rows, or None.
        reaching: ids of the rows that reach the claim's audience.
        reaching_hull: lowest to highest level over those rows, or None.
    """

    outcome: VerdictOutcome
    reason: str
    only: tuple[str, ...] = attrs.field(default=(), converter=tuple_of)
    only_hull: EfficacyRange | None = None
    reaching: tuple[str, ...] = attrs.field(default=(), converter=tuple_of)
    reaching_hull: EfficacyRange | None = None


@attrs.frozen
class EffectClaim(Record):
    """A statement of the page on effects, in our words, with our reading of it.

    Args:
        id: its slug.
        statement: what is claimed.
        line: its line in the source's text.
        theory_groups: numbers of the groups it is about.
        audience: the audience it is about, or None.
        printed: the sizes as printed, or None.
        claimed: the sizes read as levels, or None.
        readings: each assumption made in reading it.
        components: parts of programmes it names.
        outcomes: outcomes it names.
        times_greater: how many times greater an effect it names, or None.
        not_testable_because: why the table cannot bear on it, or None.
        references: numbers of the references it rests on.
    """

    id: str
    statement: str
    line: int
    theory_groups: tuple[int, ...] = attrs.field(default=(), converter=tuple_of)
    audience: Audience | None = None
    printed: str | None = None
    claimed: EfficacyRange | None = None
    readings: tuple[str, ...] = attrs.field(default=(), converter=tuple_of)
    components: tuple[str, ...] = attrs.field(default=(), converter=tuple_of)
    outcomes: tuple[str, ...] = attrs.field(default=(), converter=tuple_of)
    times_greater: int | None = None
    not_testable_because: str | None = None
    references: tuple[int, ...] = attrs.field(default=(), converter=tuple_of)

    def verdict(self, catalogue: Iterable[Intervention]) -> Verdict:
        """Whether a table bears the claim out: prose against table, no new evidence.

        Args:
            catalogue: the rows to hold it against; usually ``interventions``.
                Rows that were not read from the page are passed over.

        Returns:
            The outcome, with the rows and both hulls behind it.

        Raises:
            WrongType: if something in it is no Intervention.

        >>> from imh_evidence import interventions, topic
        >>> for claim in topic.claims:
        ...     print(claim.id, claim.verdict(interventions).outcome)
        components-of-programmes not-testable
        responsive-caregiving not-testable
        attachment-targeted matches-table
        attachment-universal cannot-tell
        social-learning-targeted matches-if-merged
        social-learning-universal matches-if-merged
        psychoanalytic-targeted matches-table
        cbt-attachment-universal matches-table
        psychoeducation-universal matches-table
        highest-levels not-testable
        """
        if self.audience is None or self.claimed is None:
            reason = self.not_testable_because or "it names no audience and levels"
            return Verdict("not-testable", f"Not testable: {reason}.")
        under = [row for row in tuple_of(catalogue) if _is_under(row, self.theory_groups)]
        reaching = [row for row in under if self.audience in row.audiences]
        only = [row for row in reaching if len(row.audiences) == 1]
        only_hull, reaching_hull = _hull(only), _hull(reaching)
        outcome: VerdictOutcome = "cannot-tell"
        if self.claimed in (only_hull, reaching_hull):
            outcome = "matches-table" if only_hull == self.claimed else "matches-if-merged"
        reason = (
            f"The claim is {self.claimed}. Rows for {self.audience} audiences alone span "
            f"{only_hull or 'nothing'}, all rows that reach them {reaching_hull or 'nothing'}"
        )
        if len(reaching) > len(only):
            reason += "; the page gives one efficacy for Universal and Targeted together"
        ids = [tuple(row.id for row in part) for part in (only, reaching)]
        return Verdict(outcome, f"{reason}.", ids[0], only_hull, ids[1], reaching_hull)


def _is_under(row: Intervention, groups: tuple[int, ...]) -> bool:
    """Whether a row stands under one of the page's groups, which it was read from.

    A service numbers the groups of its own catalogue as it likes.
    """
    if not isinstance(row, Intervention):
        raise WrongType("verdict(...)", row, "an Intervention")
    return row.theory_group in groups and "theories" in row.provenance


def _hull(rows: list[Intervention]) -> EfficacyRange | None:
    ends = [end for row in rows for end in (row.efficacy.low, row.efficacy.high)]
    return EfficacyRange(min(ends), max(ends)) if ends else None


@attrs.frozen(repr=False)
class Topic(Record):
    """The page around its table, in our words.

    Args:
        title: the page's title.
        updated: the year and month the page gives itself, as ``YYYY-MM``.
        scope: what it is about.
        readers: whom it is for.
        exclusions: what it does not cover.
        definitions: its terms.
        caveats: what to bear in mind.
        prevalence: its figures on prevalence.
        claims: its statements on effects.
        pointers: resources it points to.
        references: its references.

    >>> from imh_evidence import topic
    >>> topic.scope.end_months
    36
    """

    title: str
    updated: str
    scope: Scope
    readers: tuple[str, ...] = attrs.field(converter=tuple_of)
    exclusions: tuple[str, ...] = attrs.field(converter=tuple_of)
    definitions: tuple[Definition, ...] = attrs.field(converter=tuple_of)
    caveats: tuple[Caveat, ...] = attrs.field(converter=tuple_of)
    prevalence: tuple[PrevalenceEstimate, ...] = attrs.field(converter=tuple_of)
    claims: tuple[EffectClaim, ...] = attrs.field(converter=tuple_of)
    pointers: tuple[Pointer, ...] = attrs.field(converter=tuple_of)
    references: References = References(())

    def references_for(self, statement: EffectClaim | PrevalenceEstimate) -> References:
        """The references that a claim or a prevalence estimate rests on.

        Args:
            statement: one of this topic's claims or estimates.

        Returns:
            Its references; none where the page cites none.

        >>> from imh_evidence import topic
        >>> topic.references_for(topic.prevalence[0])
        <References 6>
        """
        return References(map(self.references.numbered, statement.references))

    def __repr__(self) -> str:
        return f"<Topic {self.title!r}, updated {self.updated}>"
