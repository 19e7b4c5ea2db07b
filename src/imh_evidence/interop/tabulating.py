"""A catalogue as tables with keys, for formats that are made of tables.

The first table is the flat one; the others hold what a flat table cannot:
sets, orders, names, sources and where each cell was read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..catalogue.catalogue import as_catalogue
from ..model.scales import (
    Audience,
    EfficacyLevel,
    EvidenceLevel,
    LocalTheory,
    PracticeLevel,
    Theory,
    in_scale_order,
)
from .columns import columns_of
from .tables import Field, ForeignKey, Table


if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ..catalogue.catalogue import Catalogue
    from ..model.notice import Source
    from ..model.records import Intervention
    from .tables import Cell, Kind

    # Name, description, columns, what a row has in them, and the vocabulary they are from.
    _OfEach = tuple[
        str,
        str,
        tuple[Field, ...],
        Callable[[Intervention], Iterable[tuple[Cell, ...]]],
        str | None,
    ]

__all__ = ["tables_of"]


def tables_of(catalogue: Catalogue) -> tuple[Table, ...]:
    """The tables of a catalogue, each after those that it refers to.

    Args:
        catalogue: the catalogue, whole or a view.

    Raises:
        WrongType: for what is no catalogue.

    >>> from imh_evidence import interventions
    >>> tables_of(interventions[:1])[7].name
    'interventions'
    """
    catalogue = as_catalogue(catalogue)
    return (
        *_vocabularies(catalogue),
        _sources(catalogue),
        _groups(catalogue),
        _interventions(catalogue),
        *_members(catalogue),
    )


def _text(name: str, description: str, **options: Any) -> Field:
    return Field(name, "text", description, **options)


def _number(name: str, description: str, **options: Any) -> Field:
    return Field(name, "number", description, **options)


_PLACE = _number("place", "Its place on its scale, low to high; no quantity.")
_POSITION = _number("position", "Its place in the list it is from, counted from 0.")


def _own_theories(catalogue: Catalogue) -> list[LocalTheory]:
    own = {
        theory: None
        for record in catalogue
        for theory in record.theories
        if isinstance(theory, LocalTheory)
    }
    return sorted(own, key=lambda theory: theory.slug)


def _vocabularies(catalogue: Catalogue) -> Iterable[Table]:
    yield Table(
        "theories",
        "The theories: the published ones, and the catalogue's own.",
        (
            _text("slug", "Its name in questions."),
            _text("label", "Its name as people read it."),
            Field("published", "flag", "Whether it is a theory of the published page."),
        ),
        ("slug",),
        (
            *((theory.value, theory.label, True) for theory in Theory),
            *((own.slug, own.label, False) for own in _own_theories(catalogue)),
        ),
    )
    for name, scale, says in (
        ("audiences", Audience, "Who an intervention may be for."),
        ("practice_levels", PracticeLevel, "Types of psychological practice."),
        ("evidence_levels", EvidenceLevel, "How good an evidence base may be."),
        ("efficacy_levels", EfficacyLevel, "How large reported effects may be."),
    ):
        ordered = scale is not Audience
        yield Table(
            name,
            says,
            (
                _text("slug", "Its name in questions."),
                _text("label", "Its name as printed.", unique=True),
                *((_PLACE,) if ordered else ()),
            ),
            ("slug",),
            tuple(
                (member.value, member.label, *((place,) if ordered else ()))
                for place, member in enumerate(scale)
            ),
        )


def _origins(catalogue: Catalogue) -> list[Source]:
    """The sources of rows: the catalogue's own, then those of rows from elsewhere."""
    elsewhere = (origin.source for origin in catalogue.origins)
    return [*dict.fromkeys((catalogue.source, *elsewhere))]


def _sources(catalogue: Catalogue) -> Table:
    says = {
        "title": "Title of the page or document.",
        "container": "The larger work it is part of.",
        "publisher": "Who published it.",
        "address": "Where it was read.",
        "updated": "The year and month it gives itself, as YYYY-MM.",
        "sha256": "Checksum of the text that was read, in hexadecimal.",
    }
    return Table(
        "sources",
        "Where the rows come from; number 0 is the catalogue's own source.",
        (
            _number("number", "Its number in this file."),
            *(_text(name, each, required=name == "title") for name, each in says.items()),
        ),
        ("number",),
        tuple(
            (number, *(getattr(source, name) for name in says))
            for number, source in enumerate(_origins(catalogue))
        ),
    )


def _groups(catalogue: Catalogue) -> Table:
    return Table(
        "theory_groups",
        "The headings that rows stand under.",
        (
            _number("number", "Its place on the page, counted from 1."),
            _text("label", "The heading as printed."),
            _number("line", "Its line in the source's text.", required=False),
            _number(
                "recommendation_line", "Line of the recommendation over the group.", required=False
            ),
        ),
        ("number",),
        tuple(
            (each.number, each.label, each.line, each.recommendation_line)
            for each in catalogue.groups
        ),
    )


_SCALES = {
    "evidence": "evidence_levels",
    "efficacy_low": "efficacy_levels",
    "efficacy_high": "efficacy_levels",
}


def _interventions(catalogue: Catalogue) -> Table:
    columns = columns_of(catalogue)
    kinds: dict[str, Kind] = {"number": "number", "flag": "flag"}
    numbers = {group.number for group in catalogue.groups}
    groups = {record.theory_group for record in catalogue} - {None}
    sources = _origins(catalogue)
    elsewhere = {
        id_: sources.index(origin.source) for origin in catalogue.origins for id_ in origin.ids
    }
    foreign = [
        *(ForeignKey(name, table, "label") for name, table in _SCALES.items()),
        ForeignKey("source", "sources", "number"),
    ]
    if groups <= numbers:  # a catalogue need not say what its groups are
        foreign.append(ForeignKey("theory_group", "theory_groups", "number"))
    return Table(
        "interventions",
        "The rows, flat: one column for each member of a set, and the levels.",
        (
            *(
                Field(
                    column.name,
                    kinds.get(column.kind, "text"),
                    column.description,
                    column.kind != "number",
                    column.labels,
                    column.kind == "level",
                )
                for column in columns
            ),
            _text("also_known_as", "Its other names, for reading.", required=False),
            Field(
                "recommended",
                "flag",
                "Whether its source says it is recommended; empty where it does not say.",
                required=False,
            ),
            Field("is_suite", "flag", "Whether it is a suite of programmes."),
            _text("edition", "The edition its cells were read in.", required=False),
            _text(
                "checksum", "Checksum (sha256) of the text its cells were read in.", required=False
            ),
            _number("source", "The number of the source it comes from."),
            _POSITION,
        ),
        ("id",),
        tuple(
            (
                *(column.value(record) for column in columns),
                "; ".join(record.aliases) if record.aliases else None,
                record.recommended,
                record.is_suite,
                record.provenance.edition,
                record.provenance.checksum,
                elsewhere.get(record.id, 0),
                position,
            )
            for position, record in enumerate(catalogue)
        ),
        tuple(foreign),
    )


def _members(catalogue: Catalogue) -> Iterable[Table]:
    """The tables with several rows for an intervention, each numbered in its order."""
    of_each: tuple[_OfEach, ...] = (
        (
            "intervention_theories",
            "The theories that an intervention stands under, in printed order.",
            (_text("theory", "The slug of the theory."),),
            lambda row: ((each.value,) for each in row.theories),
            "theories",
        ),
        (
            "intervention_audiences",
            "Who an intervention is for.",
            (_text("audience", "Its slug."),),
            lambda row: ((each.value,) for each in in_scale_order(row.audiences)),
            "audiences",
        ),
        (
            "intervention_practice_levels",
            "The types of practice that deliver an intervention.",
            (_text("practice_level", "Its slug."),),
            lambda row: ((each.value,) for each in in_scale_order(row.practice_levels)),
            "practice_levels",
        ),
        (
            "intervention_efficacy_levels",
            "Every level in the efficacy range that an intervention prints.",
            (_text("efficacy_level", "Its slug."),),
            lambda row: ((each.value,) for each in in_scale_order(row.efficacy.levels)),
            "efficacy_levels",
        ),
        (
            "aliases",
            "Other names of the same intervention.",
            (_text("name", "The other name."),),
            lambda row: ((alias,) for alias in row.aliases),
            None,
        ),
        (
            "related_programmes",
            "Programmes that are easily taken for an intervention, and are others.",
            (
                _text("name", "The other programme's name."),
                _text("note", "How it is related."),
                _text("abbreviation", "Its abbreviation.", required=False),
            ),
            lambda row: ((r.name, r.note, r.abbreviation) for r in row.related),
            None,
        ),
        (
            "cells",
            "Where the value of each field was read, and by what rule.",
            (
                _text("field", "The field of the intervention."),
                _text("printed", "The text as printed.", required=False),
                _number("line", "Its line in the source's text.", required=False),
                _text("rule", "How the printed text was read."),
                _text("source", "The page, or words that say it is not from the page."),
            ),
            lambda row: (
                (c.field, c.printed, c.line, c.rule, c.source) for c in row.provenance.cells
            ),
            None,
        ),
    )
    for name, says, fields, cells, vocabulary in of_each:
        foreign = [ForeignKey("intervention", "interventions", "id")]
        if vocabulary is not None:
            foreign.append(ForeignKey(fields[0].name, vocabulary, "slug"))
        yield Table(
            name,
            says,
            (_text("intervention", "The id of the intervention."), _POSITION, *fields),
            ("intervention", "position"),
            tuple(
                (record.id, position, *held)
                for record in catalogue
                for position, held in enumerate(cells(record))
            ),
            tuple(foreign),
        )
