"""A catalogue described in Croissant 1.1, which is a schema.org Dataset, beside its CSV."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ..documents.jsontext import canonical
from ..tables.citations import cite
from .bundles import write_bundle
from .csvtables import csv_table
from .datapackage import web_address
from .notice import notice_of
from .tabulating import tables_of


if TYPE_CHECKING:
    from os import PathLike

    from ..catalogue.catalogue import Catalogue
    from ..model.notice import Source
    from .notice import Notice
    from .tables import Field, Table

__all__ = ["CROISSANT", "write_croissant"]

#: The file that describes the others.
CROISSANT = "croissant.json"

_CONFORMS = "http://mlcommons.org/croissant/1.1"

_TYPES = {"text": "sc:Text", "number": "sc:Integer", "flag": "sc:Boolean"}

# What the words of a description stand for, as Croissant 1.1 has them.
_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    **{
        word: f"cr:{word}"
        for word in (
            "arrayShape",
            "citeAs",
            "column",
            "containedIn",
            "equivalentProperty",
            "extract",
            "field",
            "fileObject",
            "fileProperty",
            "fileSet",
            "format",
            "includes",
            "isArray",
            "isLiveDataset",
            "jsonPath",
            "key",
            "md5",
            "parentField",
            "path",
            "recordSet",
            "references",
            "regex",
            "repeated",
            "replace",
            "samplingRate",
            "separator",
            "source",
            "subField",
            "transform",
        )
    },
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "description": {"@container": "@language"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "name": {"@container": "@language"},
    "rai": "http://mlcommons.org/croissant/RAI/",
    "sc": "https://schema.org/",
}


def write_croissant(catalogue: Catalogue, path: str | PathLike[str]) -> None:
    """Write a catalogue as CSV with a Croissant description: a folder, or a zip.

    The CSV files are those of :func:`write_datapackage`, so that both
    descriptions can stand in one folder. No licence is stated, as none is
    known; what is known stands as ``usageInfo``.

    Args:
        catalogue: the catalogue, whole or a view.
        path: the folder; a path that ends in ``.zip`` is a zip.

    Raises:
        WrongType: for what is no catalogue, or no path.
        OSError: if something cannot be written.

    >>> import json
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from imh_evidence import interventions
    >>> with TemporaryDirectory() as folder:
    ...     write_croissant(interventions, folder)
    ...     described = json.loads(Path(folder, "croissant.json").read_text())
    >>> described["name"], described["datePublished"]
    ('Infant mental health', '2023-04')
    """
    tables = tables_of(catalogue)
    files = {f"{table.name}.csv": csv_table(table) for table in tables}
    held = {table.name for table in tables if table.rows}
    described = {
        **_dataset(notice_of(catalogue)),
        "distribution": [_file(name, data) for name, data in files.items()],
        "recordSet": [_record_set(table, held) for table in tables],
    }
    write_bundle(path, {**files, CROISSANT: canonical(described).encode()})


def _dataset(notice: Notice) -> dict[str, Any]:
    from ..published import dataset

    source = notice.source
    publisher = source.publisher and {"@type": "sc:Organization", "name": source.publisher}
    described: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "name": notice.title,
        "description": "\n".join(notice.lines()),
        "conformsTo": _CONFORMS,
        "url": web_address(source.address),
        "creator": publisher,
        "publisher": publisher,
        "datePublished": notice.updated,
        "version": notice.data_version,
        "citeAs": cite([dataset.work()], "bibtex") if notice.edition else None,
        # Not "license": none was found, and none is claimed.
        "usageInfo": {
            "@type": "sc:CreativeWork",
            "name": "What is known of rights",
            "text": notice.licence,
        },
        "isBasedOn": [_work(source) for source in notice.sources],
    }
    return _known(described)


def _work(source: Source) -> dict[str, Any]:
    described = {
        "@type": "sc:CreativeWork",
        "name": source.title,
        "url": web_address(source.address),
        "datePublished": source.updated,
        "sha256": source.sha256,
    }
    return _known(described)


def _known(described: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in described.items() if value is not None}


def _file(name: str, data: bytes) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": name,
        "name": name,
        "contentUrl": name,
        "contentSize": f"{len(data)} B",
        "encodingFormat": "text/csv",
        "sha256": sha256(data).hexdigest(),
    }


def _id(table: str, column: str) -> str:
    # A name in an address: a theory of one's own may have any letters.
    return f"{table}/{quote(column, safe='')}"


def _record_set(table: Table, held: set[str]) -> dict[str, Any]:
    # Readers join tables as they read, and fail at one without rows.
    targets = {
        each.field: _id(each.table, each.target) for each in table.foreign if each.table in held
    }
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.description,
        "key": [{"@id": _id(table.name, column)} for column in table.key],
        "field": [_field(table.name, field, targets.get(field.name)) for field in table.fields],
    }


def _field(table: str, field: Field, target: str | None) -> dict[str, Any]:
    described: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": _id(table, field.name),
        "name": field.name,
        "description": field.description,
        "dataType": _TYPES[field.kind],
        "source": {"fileObject": {"@id": f"{table}.csv"}, "extract": {"column": field.name}},
    }
    if target is not None:
        described["references"] = {"field": {"@id": target}}
    return described
