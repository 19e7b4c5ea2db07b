"""Rows as people name them: by a record or a key, in a table of theirs or ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..catalogue.catalogue import as_catalogue
from ..model.errors import WrongType
from ..model.records import Intervention


if TYPE_CHECKING:
    from ..catalogue.catalogue import Catalogue

__all__ = ["catalogue_or_published", "row_of"]


def catalogue_or_published(catalogue: Catalogue | None) -> Catalogue:
    """The catalogue, or the published table where none is given.

    Raises:
        WrongType: if it is something else.
    """
    from ..published import interventions

    return interventions if catalogue is None else as_catalogue(catalogue)


def row_of(what: str, key: object, catalogue: Catalogue) -> Intervention:
    """The row of a catalogue that a record or a key stands for.

    A record of elsewhere is refused, also if a row has its id: it may say
    something else than that row.

    Args:
        what: what it was given for, in an error.
        key: a record of the catalogue, or an id, name or alias.
        catalogue: the catalogue.

    Raises:
        UnknownIntervention: for a key that there is not.
        WrongType: for a record of elsewhere, or something that is neither.
    """
    if isinstance(key, str):
        return catalogue[key]
    if not isinstance(key, Intervention):
        raise WrongType(what, key, "interventions, or ids, names or aliases")
    if key not in catalogue:
        raise WrongType(what, key, "a record of the catalogue; give catalogue=... too")
    return key
