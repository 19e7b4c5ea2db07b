"""The published edition: read from ``data/`` once, on first use, by one thread.

A look-up in the table reads the table and nothing else. Imports come before
the lock, and no module touches a name of this one while it is imported, so the
lock and the import system never wait for each other.
"""

from __future__ import annotations

from io import BytesIO
from threading import RLock
from typing import TYPE_CHECKING, Any

from importlib_resources import files

from .catalogue import Catalogue
from .codec import read, to_plain
from .formats import read_catalogue
from .jsontext import parse_json
from .universe import Universe


if TYPE_CHECKING:
    from collections.abc import Callable

    from .background import Dataset, References, Topic
    from .records import TheoryGroup

    interventions: Catalogue
    groups: tuple[TheoryGroup, ...]
    topic: Topic
    references: References
    dataset: Dataset

__all__ = [
    "dataset",
    "groups",
    "interventions",
    "load",
    "packaged",
    "references",
    "topic",
]

_lock = RLock()
_loaded: dict[str, Any] = {}


def _supply(name: str) -> Any:
    build = _BUILDERS.get(name)
    if build is None:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    if name not in _loaded:
        if build is _build_background:
            # Imported here and not on top: rows are looked up without it.
            from . import background  # noqa: F401
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


def _data(name: str) -> bytes:
    return files("imh_evidence").joinpath("data", name).read_bytes()


def packaged(name: str) -> dict[str, Any]:
    """What a file of the packaged data holds, as plain values without its schema."""
    body: Any = parse_json(_data(name), name)
    del body["schema"]
    return body  # type: ignore[no-any-return]


def _build_table() -> dict[str, Any]:
    name = "interventions.json"
    file, keys = read_catalogue(BytesIO(_data(name)), name)
    universe = Universe(
        file.interventions, file.source, file.groups, file.retired, keys=keys
    )
    return {"interventions": Catalogue(universe), "groups": file.groups}


def _build_background() -> dict[str, Any]:
    from .background import Dataset, Topic

    references = {"items": packaged("references.json")["references"]}
    topic = read(
        Topic, {**packaged("topic.json"), "references": references}, "topic.json"
    )
    edition = {
        **packaged("edition.json"),
        **packaged("vocabularies.json"),
        "source": to_plain(_supply("interventions").source),
    }
    dataset = read(Dataset, edition, "edition.json")
    return {"topic": topic, "references": topic.references, "dataset": dataset}


_BUILDERS: dict[str, Callable[[], dict[str, Any]]] = {
    "interventions": _build_table,
    "groups": _build_table,
    "topic": _build_background,
    "references": _build_background,
    "dataset": _build_background,
}
