"""What the explorer's script is given: rows, scales and texts, as plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..answers import cautions_of
from ..decisions.framework import early_intervention_framework
from ..decisions.hexagons import HexagonAssessment
from ..decisions.indicators import HexagonIndicator, hexagon_cautions
from ..interop.notice import is_published, is_recommended
from ..interop.spelling import DASHES, REPLACEMENTS
from ..model.scales import (
    Audience,
    EfficacyLevel,
    EvidenceLevel,
    LocalTheory,
    PracticeLevel,
    Theory,
    in_scale_order,
    joined,
)
from ..search import heading_of


if TYPE_CHECKING:
    from ..catalogue.catalogue import Catalogue
    from ..decisions.framework import AudienceDisagreement, FrameworkEntry
    from ..model.records import Intervention

__all__ = ["facets_of", "given", "related_texts", "scale_of"]


def facets_of(catalogue: Catalogue) -> list[tuple[str, str]]:
    """The facets that the page asks by, with their headings."""
    facets = [
        ("theory", "Theory"),
        ("audience", "Who for"),
        ("practice_level", "Type of psychological practice"),
    ]
    # Where every row prints one level, asking by it says nothing.
    if len({record.evidence for record in catalogue}) > 1:
        facets.append(("evidence", "Evidence"))
    return facets


def scale_of(catalogue: Catalogue, facet: str) -> tuple[Any, ...]:
    """The members of a facet in scale order, the catalogue's own theories last."""
    if facet != "theory":
        return tuple(_SCALES[facet])
    own = {
        theory
        for record in catalogue
        for theory in record.theories
        if isinstance(theory, LocalTheory)
    }
    return in_scale_order({*Theory, *own})


_SCALES: dict[str, Any] = {
    "audience": Audience,
    "practice_level": PracticeLevel,
    "evidence": EvidenceLevel,
}


def related_texts(record: Intervention) -> list[str]:
    """Related programmes, as a search looks at them."""
    return [
        f"{each.name} ({each.abbreviation})" if each.abbreviation else each.name
        for each in record.related
    ]


def given(catalogue: Catalogue, shown: list[Intervention]) -> dict[str, Any]:
    """All that the script knows, about the rows in the order they stand in."""
    from ..published import dataset

    facets = [name for name, _ in facets_of(catalogue)]
    scales = {name: scale_of(catalogue, name) for name in ("theory", *_SCALES)}
    scales["level"] = tuple(EfficacyLevel)
    return {
        "facets": facets,
        "orders": {name: [m.value for m in members] for name, members in scales.items()},
        "labels": {
            name: {member.value: member.label for member in members}
            for name, members in scales.items()
        },
        "replacements": REPLACEMENTS,
        "cautions": [
            [caution.id, caution.text] for caution in catalogue.cautions if caution.id != _CONSTANT
        ],
        "constant": _constant(shown),
        "rows": [
            {**_plain(record), "published": is_published(catalogue, record)} for record in shown
        ],
        "edition": dataset.edition,
        "data_version": dataset.version,
        "hexagon": _hexagon(shown),
    }


_CONSTANT = "evidence-constant"


def _constant(shown: list[Intervention]) -> list[str]:
    """The caution on evidence, parted where its level and number of rows stand."""
    if not shown:
        return []
    text = cautions_of((shown[0],) * 3)[0].text
    before, _, rest = text.partition(shown[0].evidence.label)
    between, _, after = rest.partition("all 3")
    return [before, between, after]


def _plain(record: Intervention) -> dict[str, Any]:
    return {
        "id": record.id,
        "name": record.name,
        "theories": [theory.value for theory in record.theories],
        "audiences": [each.value for each in in_scale_order(record.audiences)],
        "practice_levels": [each.value for each in in_scale_order(record.practice_levels)],
        "evidence": record.evidence.value,
        "efficacy": [record.efficacy.low.value, record.efficacy.high.value],
        "aliases": list(record.aliases),
        "related": related_texts(record),
        "heading": heading_of(record),
        "suite": record.is_suite,
        "recommended": is_recommended(record),
    }


# -- What the Hexagon form is given ------------------------------------------

_OTHER_SCALE = "framework-another-scale"


def _hexagon(shown: list[Intervention]) -> dict[str, Any]:
    """Indicators, cautions, where the rows are described, and how ratings are spelt."""
    framework = early_intervention_framework()
    empty = HexagonAssessment(intervention="any", name="any")
    published = bool(shown) and all(map(is_recommended, shown))
    cautions = hexagon_cautions(published=published)
    entries = {record.id: framework.entries_of(record) for record in shown}
    differing = {each.intervention: each for each in framework.disagreements(shown)}
    return {
        "schema": empty.to_plain()["schema"],
        "indicators": [[each.value, each.label, each.kind] for each in HexagonIndicator],
        "cautions": [
            # The Framework's own notes say this too.
            *(each.text for each in cautions if each.id != _OTHER_SCALE),
            *framework.notes,
        ],
        "framework": {
            id_: [_entry(each, differing.get(id_)) for each in found]
            for id_, found in entries.items()
            if found
        },
        "absent": (
            f"The copies of the {framework.name} that were seen have no entry for this "
            f"row, which says nothing against it; look at {framework.address}."
        ),
        "dashes": DASHES,
        "spaces": "".join(each for each, to in REPLACEMENTS if to == " " and each.isspace()),
    }


def _entry(entry: FrameworkEntry, differing: AudienceDisagreement | None) -> dict[str, str]:
    told = [
        f"for: {joined(entry.classification) or 'not stated'}",
        f"ages: {entry.ages or 'not stated'}",
        f"in Scotland: {entry.in_scotland}",
        entry.seen,
        entry.scope_note,
        None if differing is None else str(differing),
    ]
    return {
        "programme": entry.programme,
        "address": entry.address,
        "told": "; ".join(filter(None, told)),
    }
