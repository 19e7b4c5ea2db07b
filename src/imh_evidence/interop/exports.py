"""The formats a catalogue or the bibliography is exported in, by name."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import attrs

from ..model.errors import UnknownValue
from ..model.record import Record


if TYPE_CHECKING:
    from collections.abc import Callable
    from os import PathLike

    from ..catalogue.catalogue import Catalogue

__all__ = ["BIBLIOGRAPHIES", "FORMATS", "Format", "export", "format_named"]


@attrs.frozen
class Format(Record):
    """One format.

    Args:
        name: its name.
        module: the module of this room that writes it.
        function: the function of that module.
    """

    name: str
    module: str
    function: str

    @property
    def write(self) -> Callable[..., None]:
        """What writes it; nothing of it is imported before."""
        module = import_module(f".{self.module}", __package__)
        found: Callable[..., None] = getattr(module, self.function)
        return found


#: The formats of a catalogue.
FORMATS = (
    Format("json", "forms", "write_json"),
    Format("people-csv", "forms", "write_people_csv"),
    Format("excel", "workbook", "write_workbook"),
    Format("datapackage", "datapackage", "write_datapackage"),
    Format("croissant", "croissant", "write_croissant"),
    Format("sqlite", "sqlite", "write_sqlite"),
)

#: The formats of the page's references.
BIBLIOGRAPHIES = (
    Format("bibtex", "bibliography", "write_bibtex"),
    Format("ris", "bibliography", "write_ris"),
    Format("csl-json", "bibliography", "write_csl_json"),
)


def format_named(name: str) -> Format:
    """The format of a name.

    Raises:
        UnknownValue: for a format there is not, with the nearest that is.
    """
    known = {each.name: each for each in (*FORMATS, *BIBLIOGRAPHIES)}
    # A name is compared and not hashed: what is given may be anything.
    if name not in [*known]:
        raise UnknownValue("the format of an export", name, tuple(known))
    return known[name]


def export(catalogue: Catalogue, form: str, path: str | PathLike[str]) -> None:
    """Write a catalogue in the format of a name.

    Args:
        catalogue: the catalogue, whole or a view.
        form: its name, such as ``sqlite``.
        path: the file, or the folder.

    Raises:
        UnknownValue: for a format there is not, or one of references.
        WrongType: for what is no catalogue, or no path.
        MissingExtra: where the format needs a library that is not installed.
        OSError: if something cannot be written.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from imh_evidence import interventions
    >>> with TemporaryDirectory() as folder:
    ...     export(interventions, "sqlite", Path(folder, "table.sqlite"))
    ...     print(Path(folder, "table.sqlite").read_bytes()[:13])
    b'SQLite format'
    """
    known = {each.name: each for each in FORMATS}
    if form not in [*known]:
        raise UnknownValue("the format of a catalogue", form, tuple(known))
    known[form].write(catalogue, path)
