"""The data that a page is held against."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from .wording import ADVICE, MEANINGS, WORDING


if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..catalogue.catalogue import Catalogue
    from ..edition import Dataset
    from ..model.topic import Topic
    from .wording import Meaning, Wording

__all__ = ["Held", "packaged"]


@attrs.frozen
class Held:
    """An edition of the data, and which words of its page it rests on.

    Args:
        interventions: the rows, with their groups.
        topic: what stands around the table, with the references.
        dataset: the edition and its source.
        meanings: by subject and field, the key words that values stand for.
        wording: fingerprints of the sentences that facts rest on.
        advice: fingerprint of the sentences over each heading.
    """

    interventions: Catalogue
    topic: Topic
    dataset: Dataset
    meanings: Mapping[tuple[str, str], Meaning]
    wording: tuple[Wording, ...]
    advice: tuple[int, str]


def packaged() -> Held:
    """The published edition that comes with the library."""
    from ..published import dataset, interventions, topic

    return Held(interventions, topic, dataset, MEANINGS, WORDING, ADVICE)
