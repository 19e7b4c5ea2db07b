"""Catalogue files with the notice: the forms of ``Catalogue.save``, for handing on."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from ..catalogue.catalogue import as_catalogue
from ..documents.files import save_bytes
from ..model.scales import joined
from .arguments import as_path
from .notice import notice_of


if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from os import PathLike

    from ..catalogue.catalogue import Catalogue
    from ..documents.catalogue_file import CatalogueFile

__all__ = ["write_json", "write_people_csv"]


def write_json(catalogue: Catalogue, path: str | PathLike[str]) -> None:
    """Write a catalogue as JSON.

    ``Catalogue.load`` reads it back exactly.

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
    save_bytes(as_path(path), as_catalogue(catalogue).to_json().encode(), replace=True)


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
    target = as_path(path)
    notice = notice_of(catalogue).lines()
    lines = _people_text(as_catalogue(catalogue).file(), notice)
    save_bytes(target, "".join(lines).encode(), replace=True)


_PEOPLE = (
    "For people, not to be read back: intervention",
    "Theory",
    "Who for",
    "Type of psychological practice",
    "Evidence",
    "Efficacy",
    "Also known as",
    "Recommended by the source",
    "Source",
)


def _people_text(file: CatalogueFile, notice: tuple[str, ...]) -> Iterator[str]:
    """People's CSV, a line at a time."""
    # Spreadsheets take a byte-order mark as the sign of UTF-8.
    yield "\ufeff" + _cells(_PEOPLE)
    origins = {id_: origin.source for origin in file.origins for id_ in origin.ids}
    for row in file.interventions:
        source = origins.get(row.id, file.source)
        cells = (
            row.name,
            " / ".join(theory.label for theory in row.theories),
            joined(row.audiences),
            joined(row.practice_levels),
            row.evidence.label,
            str(row.efficacy),
            "; ".join(row.aliases),
            "yes" if row.recommended else "",
            ", ".join(filter(None, (source.title, source.updated))),
        )
        yield _cells([_unformulated(cell) for cell in cells])
    blank = [""] * (len(_PEOPLE) - 1)
    for line in ("", *notice) if notice else ():
        yield _cells([_unformulated(line), *blank])


def _unformulated(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.lstrip()[:1] in _FORMULA or cell[:1] in _FORMULA else cell


_FORMULA = frozenset("=+-@\t\r\n|%\uff1d\uff0b\uff0d\uff20")


def _cells(cells: Iterable[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return text.getvalue()
