"""How each part of a page is compared with the data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .findings import Comparison, beside, in_order, paired, same_print, told
from .prose import read_ages
from .sheet import Sheet
from .tabular import compared_tables
from .wording import found


if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..model.topic import EffectClaim, PrevalenceEstimate, Reference, Topic
    from .held import Held
    from .page import Page, PageClaim, PageFigure, PageList

__all__ = ["compared"]

_REFERENCE_FIELDS = (
    *("number", "authors", "year", "title", "container", "volume", "issue"),
    *("pages", "doi", "pmid", "pmcid", "url", "note"),
)


def compared(page: Page, held: Held) -> Iterator[Comparison]:
    """Everything that a page and the data are compared in.

    Args:
        page: the page.
        held: the data.
    """
    made = [
        *_dates(page, held),
        *_scope(page, held),
        *compared_tables(page, held),
        *_figures(page, held),
        *_claims(page, held),
        *_citations(page, held),
        *_references(page, held),
    ]
    yield from made
    yield from _wording(page, held, made)
    sha256 = held.dataset.source.sha256
    agrees = page.sha256 == sha256
    kind = "checksum" if agrees else "other-checksum"
    yield Comparison(kind, "page", "sha256", 1, page.sha256, sha256, agrees)


# -- Date, title and scope -----------------------------------------------------


def _dates(page: Page, held: Held) -> Iterator[Comparison]:
    topic, dataset = held.topic, held.dataset
    for subject, ours in (
        ("topic", topic.updated),
        ("dataset", dataset.edition),
        ("source", dataset.source.updated),
    ):
        yield beside("date", subject, "updated", page.updated_line, page.updated, ours)
    agrees = same_print(page.title, topic.title)
    yield beside("title", "topic", "title", page.title_line, page.title, topic.title, agrees=agrees)


def _scope(page: Page, held: Held) -> Iterator[Comparison]:
    topic = held.topic
    span = (topic.scope.start, topic.scope.end_months)
    pointed = [
        (pointer.name, (match.start, match.end_months))
        for pointer in topic.pointers
        for match in read_ages(Sheet(pointer.about), len(pointer.about))
    ]
    pairs, vanished, rest = paired(
        pointed,
        page.ages,
        lambda ours, on: ours[1] == (on.start, on.end_months),
        lambda _, on: span != (on.start, on.end_months),
    )
    for (name, ours), on in pairs:
        printed = (on.start, on.end_months)
        yield beside("pointer", name, "ages", on.line, printed, ours)
    for name, ours in vanished:
        yield beside("pointer", name, "ages", None, None, ours)
    for on in rest:
        printed = (on.start, on.end_months)
        yield beside("scope", "ages", "ages", on.line, printed, span)
    if not rest:
        yield beside("scope", "ages", "ages", None, None, span)
    line, items = _listed(page.readers)
    yield beside("scope", "readers", "readers", line, items, topic.readers)
    line, items = _listed(page.exclusions)
    yield _meant(held, "scope", ("exclusions", "exclusions"), line, items, topic)


def _listed(listed: PageList | None) -> tuple[int | None, tuple[str, ...]]:
    return (listed.line, listed.items) if listed else (None, ())


def _meant(  # noqa: PLR0913, PLR0917 -- the fields of a comparison
    held: Held,
    base: str,
    about: tuple[str, str],
    line: int | None,
    printed: tuple[str, ...],
    record: Topic | PrevalenceEstimate,
) -> Comparison:
    """A comparison of the page's key words with a value in our own words."""
    subject, field = about
    ours = getattr(record, field)
    meaning = held.meanings.get(about)
    agrees = (
        meaning is not None
        and printed == meaning.page
        and all(words in str(told(ours)) for words in meaning.ours)
    )
    return beside(base, subject, field, line, printed, ours, agrees=agrees)


# -- Figures -------------------------------------------------------------------


def _figures(page: Page, held: Held) -> Iterator[Comparison]:
    pairs, vanished, new = paired(
        held.topic.prevalence,
        page.figures,
        lambda ours, on: same_print(ours.printed, on.printed) and ours.references == on.references,
        lambda ours, on: ours.references == on.references,
        lambda ours, on: same_print(ours.printed, on.printed),
        lambda *_: True,
    )
    for ours, on in pairs:
        yield from _figure(ours, on, held)
    for ours in vanished:
        yield Comparison("vanished-figure", ours.id, "figure", None, None, ours.printed)
    for on in new:
        yield Comparison("new-figure", on.printed, "figure", on.line, on.printed, None)


def _figure(ours: PrevalenceEstimate, on: PageFigure, held: Held) -> Iterator[Comparison]:
    printed = same_print(on.printed, ours.printed)
    yield beside("figure", ours.id, "printed", on.line, on.printed, ours.printed, agrees=printed)
    for field in ("low_percent", "high_percent", "approximate", "references"):
        yield beside("figure", ours.id, field, on.line, getattr(on, field), getattr(ours, field))
    for field in ("population", "condition"):
        words = getattr(on, field)
        yield _meant(held, field, (ours.id, field), on.line, words, ours)


# -- Claims --------------------------------------------------------------------


def _claims(page: Page, held: Held) -> Iterator[Comparison]:
    def theories(claim: EffectClaim) -> frozenset[str]:
        """The theories that all of a claim's groups stand under."""
        stand = [
            {theory.value for theory in group.theories}
            for group in held.interventions.groups
            if group.number in claim.theory_groups
        ]
        return frozenset(set.intersection(*stand)) if stand else frozenset()

    def subject(claim: EffectClaim) -> tuple[object, ...]:
        audience = claim.audience and claim.audience.value
        return theories(claim), audience, claim.references, _is_highest(claim)

    def on_page(claim: PageClaim) -> tuple[object, ...]:
        return (frozenset(claim.theories), claim.audience, claim.references, claim.highest)

    pairs, vanished, new = paired(
        held.topic.claims,
        page.claims,
        lambda ours, on: (*subject(ours), ours.printed) == (*on_page(on), on.printed),
        lambda ours, on: subject(ours) == on_page(on),
        lambda ours, on: ours.references and ours.references == on.references,
        lambda ours, on: (
            ours.printed and (subject(ours)[1], ours.printed) == (on.audience, on.printed)
        ),
        lambda ours, on: ours.printed and theories(ours) == frozenset(on.theories),
        lambda ours, on: bool(ours.printed) == bool(on.printed),
    )
    for ours, on in pairs:
        audience = ours.audience and ours.audience.value
        for field, has, expected in (
            ("theories", tuple(sorted(on.theories)), tuple(sorted(theories(ours)))),
            ("audience", on.audience, audience),
            ("printed", on.printed, ours.printed),
            ("claimed", on.claimed, ours.claimed),
            ("times_greater", on.times_greater, ours.times_greater),
            ("references", on.references, ours.references),
            ("highest", on.highest, _is_highest(ours)),
        ):
            yield beside("claim", ours.id, field, on.line, has, expected)
    for ours in vanished:
        yield Comparison("vanished-claim", ours.id, "claim", None, None, ours.statement)
    for on in new:
        told_on = on.printed or told(on.references) or "highest levels"
        yield Comparison("new-claim", "new", "claim", on.line, told_on, None)


def _is_highest(claim: EffectClaim) -> bool:
    """Whether a claim sets the table above what is not in it."""
    return claim.claimed is None and not claim.references


# -- Citations and references --------------------------------------------------


def _citations(page: Page, held: Held) -> Iterator[Comparison]:
    pairs, vanished, new = paired(
        held.topic.references, page.citations, lambda ours, on: ours.number == on.number
    )
    for ours, on in pairs:
        number = str(ours.number)
        yield beside("citation", number, "number", on.line, on.number, ours.number)
    for ours in vanished:
        number = str(ours.number)
        yield Comparison("vanished-citation", number, "number", None, None, number)
    for on in new:
        number = str(on.number)
        yield Comparison("new-citation", number, "number", on.line, number, None)


def _references(page: Page, held: Held) -> Iterator[Comparison]:
    pairs, vanished, new = paired(
        held.topic.references,
        page.references,
        lambda ours, on: same_print(ours.title, on.title),
        lambda ours, on: ours.number == on.number,
    )
    for ours, on in pairs:
        for field in _REFERENCE_FIELDS:
            has, expected = getattr(on, field), _field(ours, field)
            agrees = same_print(told(has), told(expected))
            yield beside(
                "reference", str(ours.number), field, on.line, has, expected, agrees=agrees
            )
    for ours in vanished:
        number = str(ours.number)
        yield Comparison("vanished-reference", number, "reference", None, None, ours.title)
    for on in new:
        number = str(on.number)
        yield Comparison("new-reference", number, "reference", on.line, on.title, None)
    yield in_order(
        "reference",
        "references",
        [str(ours.number) for ours, _ in pairs],
        [str(ours.number) for ours, _ in sorted(pairs, key=lambda pair: pair[1].line)],
        page.references[0].line,
    )


def _field(reference: Reference, field: str) -> Any:
    if field == "authors":
        return tuple(author.printed for author in reference.authors)
    return getattr(reference, field)


# -- The words that facts rest on ----------------------------------------------


def _wording(page: Page, held: Held, made: Iterable[Comparison]) -> Iterator[Comparison]:
    """Sentences that changed where nothing that was read in them did."""
    lines = {each.subject: each.line for each in made if each.agrees}
    differs = {each.subject for each in made if not each.agrees}
    places = found(Sheet(page.text), held.wording)
    for each in held.wording:
        subject = each.subjects[0]
        if each in places:
            yield Comparison(
                each.kind, subject, "wording", places[each], "the same", "the same", agrees=True
            )
        elif differs.isdisjoint(each.subjects):
            yield Comparison(
                f"changed-{each.kind}",
                subject,
                "wording",
                lines.get(subject),
                "other words",
                f"{each.words} words as of edition {held.dataset.edition}",
            )
