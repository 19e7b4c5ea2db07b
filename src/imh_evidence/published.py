"""The published edition: read from ``data/`` once, on first use, by one thread.

A look-up in the table reads the table and nothing else. Imports come before
the lock, and no module touches a name of this one while it is imported, so the
lock and the import system never wait for each other.
"""

from __future__ import annotations

from threading import RLock
from typing import TYPE_CHECKING, Any

from .catalogue.catalogue import Catalogue
from .documents import packaged
from .documents.catalogue_file import CatalogueFile


if TYPE_CHECKING:
    from collections.abc import Callable

    from .edition import Dataset
    from .model.records import TheoryGroup
    from .model.topic import References, Topic

    interventions: Catalogue
    groups: tuple[TheoryGroup, ...]
    topic: Topic
    references: References
    dataset: Dataset

__all__ = ["dataset", "groups", "interventions", "load", "references", "topic"]

_lock = RLock()
_loaded: dict[str, Any] = {}


def _supply(name: str) -> Any:
    build = _BUILDERS.get(name)
    if build is None:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    if name not in _loaded:
        with _lock:
            if name not in _loaded:
                _loaded.update(build())
    return _loaded[name]


if not TYPE_CHECKING:
    __getattr__ = _supply


def load() -> None:
    """Read all of the published data now, instead of each part on first use.

    Safe from any thread, and done once however often it is called.

    >>> import imh_evidence
    >>> imh_evidence.load()
    """
    for name in _BUILDERS:
        _supply(name)


def _build_table() -> dict[str, Any]:
    table = packaged.table()
    file = CatalogueFile(table.source, (), table.groups, table.rows, table.retired)
    return {"interventions": Catalogue(file), "groups": table.groups}


def _build_background() -> dict[str, Any]:
    from .edition import Dataset

    topic, data = packaged.topic(), packaged.data
    source = {"source": data("interventions.json")["source"]}
    dataset = packaged.made(Dataset, data("edition.json") | data("vocabularies.json") | source)
    return {"topic": topic, "references": topic.references, "dataset": dataset}


_BUILDERS: dict[str, Callable[[], dict[str, Any]]] = {
    "interventions": _build_table,
    "groups": _build_table,
    "topic": _build_background,
    "references": _build_background,
    "dataset": _build_background,
}
