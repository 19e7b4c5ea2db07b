"""Catalogue files with the notice: the forms of ``Catalogue.save``, for handing on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..catalogue import as_catalogue
from .arguments import as_path
from .notice import notice_of


if TYPE_CHECKING:
    from os import PathLike

    from ..catalogue import Catalogue
    from ..formats import Form

__all__ = ["write_json", "write_people_csv"]


def write_json(catalogue: Catalogue, path: str | PathLike[str]) -> None:
    """Write a catalogue as JSON with its notice, whole or not at all.

    ``Catalogue.load`` reads it back exactly; the notice is for readers.

    Args:
        catalogue: the catalogue, whole or a view.
        path: the file; one that is there is replaced in one step.

    Raises:
        WrongType: for what is no catalogue, or no path.
        OSError: if the file cannot be written; it is then as it was.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from imh_evidence import Catalogue, interventions
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "table.json")
    ...     write_json(interventions, path)
    ...     Catalogue.load(path) == interventions
    True
    """
    _save(catalogue, path, "json")


def write_people_csv(catalogue: Catalogue, path: str | PathLike[str]) -> None:
    """Write a catalogue as a CSV of labels for a spreadsheet; the notice stands below.

    It is not read back. No cell is one that a spreadsheet takes for a formula.

    Args:
        catalogue: the catalogue, whole or a view.
        path: the file; one that is there is replaced in one step.

    Raises:
        WrongType: for what is no catalogue, or no path.
        OSError: if the file cannot be written; it is then as it was.
    """
    _save(catalogue, path, "people-csv")


def _save(catalogue: Catalogue, path: str | PathLike[str], form: Form) -> None:
    target = as_path(path)
    notice = notice_of(catalogue).lines()
    as_catalogue(catalogue).save(target, form, notice=notice)
