"""A catalogue as a Data Package 2.0: tables as CSV, and one file that describes them.

Its CSV is for programs: a name that looks like a formula stands as it is, so open
it with what imports text as text.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from ..documents.jsontext import canonical
from ..model.names import slug
from .bundles import write_bundle
from .csvtables import csv_table
from .notice import notice_of
from .tabulating import tables_of


if TYPE_CHECKING:
    from os import PathLike

    from ..catalogue.catalogue import Catalogue
    from ..model.notice import Source
    from .notice import Notice
    from .tables import Field, Table

__all__ = ["DESCRIPTOR", "web_address", "write_datapackage"]

#: The file that describes the others.
DESCRIPTOR = "datapackage.json"

_PROFILES = "https://datapackage.org/profiles/2.0"

_TYPES = {"text": "string", "number": "integer", "flag": "boolean"}

_WEB = re.compile(r"https?://[\w.-]+(:\d+)?([/?#][\w/.~:?#@!$&'()*+,;=%-]*)?", re.ASCII)


def write_datapackage(catalogue: Catalogue, path: str | PathLike[str]) -> None:
    """Write a catalogue as a Data Package: a folder, or a zip.

    Args:
        catalogue: the catalogue, whole or a view.
        path: the folder; a path that ends in ``.zip`` is a zip.

    Raises:
        WrongType: for what is no catalogue, or no path.
        OSError: if something cannot be written.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from imh_evidence import interventions
    >>> with TemporaryDirectory() as folder:
    ...     write_datapackage(interventions, folder)
    ...     Path(folder, "interventions.csv").exists()
    True
    """
    tables = tables_of(catalogue)
    files = {f"{table.name}.csv": csv_table(table) for table in tables}
    resources = [_resource(table, files[f"{table.name}.csv"]) for table in tables]
    described = {**_package(notice_of(catalogue)), "resources": resources}
    # The descriptor comes last: it holds the checksums of the others.
    write_bundle(path, {**files, DESCRIPTOR: canonical(described).encode()})


def web_address(text: str | None) -> str | None:
    """An address that other programs take for one of the web, or None."""
    return text if text and _WEB.fullmatch(text) else None


def _package(notice: Notice) -> dict[str, Any]:
    homepage = web_address(notice.source.address)
    words = re.sub(r"[^a-z0-9]+", "-", slug(notice.title)).strip("-")
    described = {
        "$schema": f"{_PROFILES}/datapackage.json",
        "name": words or "catalogue",
        "title": notice.title,
        "description": "\n".join(notice.lines()),
        "version": notice.data_version,
        "homepage": homepage,
        "sources": [_source(source) for source in notice.sources],
        "notice": notice.to_plain(),
    }
    return {key: value for key, value in described.items() if value is not None}


def _source(source: Source) -> dict[str, str]:
    described = {
        "title": source.title,
        "path": web_address(source.address),
        "version": source.updated,
    }
    return {key: value for key, value in described.items() if value is not None}


def _resource(table: Table, data: bytes) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "$schema": f"{_PROFILES}/tableschema.json",
        "fields": [_field(field) for field in table.fields],
        "missingValues": [""],
        "primaryKey": [*table.key],
    }
    if table.foreign:
        schema["foreignKeys"] = [
            {"fields": [each.field], "reference": {"resource": each.table, "fields": [each.target]}}
            for each in table.foreign
        ]
    return {
        "$schema": f"{_PROFILES}/dataresource.json",
        "name": table.name,
        "type": "table",
        "path": f"{table.name}.csv",
        "description": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{sha256(data).hexdigest()}",
        "schema": schema,
    }


def _field(field: Field) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": field.name,
        "type": _TYPES[field.kind],
        "description": field.description,
    }
    constraints: dict[str, Any] = {"required": True} if field.required else {}
    if field.unique:
        constraints["unique"] = True
    if field.accepted:
        # Categories say what there is; not every program refuses what there is not.
        described["categories"] = [*field.accepted]
        described["categoriesOrdered"] = field.ordered
        constraints["enum"] = [*field.accepted]
    if constraints:
        described["constraints"] = constraints
    return described
