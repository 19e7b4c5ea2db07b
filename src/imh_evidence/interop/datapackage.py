"""A catalogue as a Data Package 2.0: tables as CSV, and one file that describes them.

The package reads back exactly. Its CSV is for programs: a name that looks like
a formula stands as it is, so open it with what imports text as text.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from ..errors import Fault, InvalidCatalogue, shown
from ..jsontext import MAX_SIZE, canonical, flaws, parse_json
from ..names import slug
from .bundles import Bundle, write_bundle
from .csvtables import csv_table, missing_mark, read_csv_table, text_of
from .notice import notice_of
from .rebuilding import TABLES, catalogue_of
from .tabulating import tables_of


if TYPE_CHECKING:
    from os import PathLike

    from ..catalogue import Catalogue
    from ..records import Source
    from .notice import Notice
    from .tables import Field, Table

__all__ = ["DESCRIPTOR", "read_datapackage", "web_address", "write_datapackage"]

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
    mark = missing_mark(tables)
    files = {f"{table.name}.csv": csv_table(table, mark) for table in tables}
    resources = [_resource(table, files[f"{table.name}.csv"], mark) for table in tables]
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


def _resource(table: Table, data: bytes, mark: str) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "$schema": f"{_PROFILES}/tableschema.json",
        "fields": [_field(field) for field in table.fields],
        "missingValues": [mark],
        "primaryKey": [*table.key],
    }
    if table.foreign:
        schema["foreignKeys"] = [
            {
                "fields": [each.field],
                "reference": {"resource": each.table, "fields": [each.target]},
            }
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


def read_datapackage(path: str | PathLike[str]) -> Catalogue:
    """The catalogue of a Data Package that :func:`write_datapackage` wrote.

    Args:
        path: the folder or zip.

    Raises:
        WrongType: for what is no path.
        InvalidCatalogue: with every fault, also for a file that was changed
            since, and for tables that disagree.
        OSError: if a file cannot be read.

    >>> from tempfile import TemporaryDirectory
    >>> from imh_evidence import interventions
    >>> with TemporaryDirectory() as folder:
    ...     write_datapackage(interventions, folder)
    ...     read_datapackage(folder) == interventions
    True
    """
    bundle = Bundle(path, MAX_SIZE)
    described = parse_json(bundle.read(DESCRIPTOR), DESCRIPTOR)
    wrong = [*flaws(described)]
    hashes, marks = _described(described, wrong)
    if wrong:
        raise InvalidCatalogue(f"{bundle.name}/{DESCRIPTOR}", wrong)
    found = {}
    for name in TABLES:
        data = bundle.read(f"{name}.csv")
        have = f"sha256:{sha256(data).hexdigest()}"
        if have != hashes[name]:
            raise bundle.fault(
                f"{name}.csv", shown(have), f"{shown(hashes[name])}, as described"
            )
        found[name] = read_csv_table(data, f"{name}.csv", bundle.name, marks[name])
    (mark,) = {*marks.values()}
    return catalogue_of(found, bundle.name, written=_back(mark))


def _back(mark: str) -> Any:
    written = text_of(mark)
    return lambda cell: None if cell is None else written(cell)


def _described(
    described: object, wrong: list[Fault]
) -> tuple[dict[str, str], dict[str, str]]:
    """The checksum and the mark of each table, by its name."""
    hashes: dict[str, str] = {}
    marks: dict[str, str] = {}
    body: Any = described
    resources: Any = body.get("resources") if isinstance(body, dict) else None
    tables: list[Any] = resources if isinstance(resources, list) else []
    for i, each in enumerate(tables):
        try:
            name, hash_ = each["name"], each["hash"]
            (mark,) = each["schema"]["missingValues"]
            if not all(isinstance(text, str) for text in (name, hash_, mark)):
                raise TypeError
            if each["path"] != f"{name}.csv":
                raise ValueError
        except (KeyError, TypeError, ValueError):
            expected = "a table as this library describes it"
            wrong.append(Fault(f"$.resources[{i}]", shown(each), expected))
        else:
            hashes[name], marks[name] = hash_, mark
    wrong += (
        Fault("$.resources", f"no {name}", "this table")
        for name in TABLES
        if name not in hashes
    )
    if len({*marks.values()}) > 1:
        wrong.append(Fault("$.resources", "several missingValues", "one for all"))
    return hashes, marks
