"""What a row stands under: the heading of its group, or its theories."""

from __future__ import annotations

from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from ..catalogue.catalogue import Catalogue
    from ..model.records import Intervention

__all__ = ["theories_of", "under_headings"]


def theories_of(record: Intervention) -> str:
    """The theories of a row as one text, in printed order.

    >>> from imh_evidence import interventions
    >>> theories_of(interventions["Child Parent Psychotherapy"])
    'Psychoanalytic Psychotherapy / Attachment Theory / Developmental Psychopathology'
    """
    return " / ".join(theory.label for theory in record.theories)


def under_headings(catalogue: Catalogue) -> list[tuple[str, Intervention]]:
    """Each row with the heading that it stands under, in order.

    >>> from imh_evidence import interventions
    >>> under_headings(interventions[-1:])[0][0]
    'Psychoeducation'
    """
    labels: dict[int | None, str] = {group.number: group.label for group in catalogue.groups}
    return [
        (labels.get(record.theory_group) or theories_of(record), record) for record in catalogue
    ]
