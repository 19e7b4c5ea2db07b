"""The page and its references as files that managers of references read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import attrs

from ..documents.files import save_bytes
from ..model.errors import WrongType
from ..model.topic import Reference
from ..tables import citations
from ..tables.citations import cite
from .arguments import as_path
from .notice import ADVICE


if TYPE_CHECKING:
    from os import PathLike

    from ..tables.citations import Style

__all__ = ["write_bibtex", "write_csl_json", "write_ris"]


def write_bibtex(
    path: str | PathLike[str],
    references: Iterable[Reference] | None = None,
    *,
    corrected: bool = False,
) -> None:
    """Write the page and its references as BibTeX, whole or not at all.

    The page comes first; its note names the edition, the version of the data
    and the checksum of the text.

    Args:
        path: the file; one that is there is replaced in one step.
        references: the references; by default all of the page.
        corrected: give corrected values where they are known, each marked;
            by default the page's own.

    Raises:
        WrongType: for what is no path, or no reference.
        OSError: if the file cannot be written; it is then as it was.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from imh_evidence import topic
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "references.bib")
    ...     write_bibtex(path, topic.references_for(topic.claims[0]))
    ...     print(path.read_text(encoding="utf-8").count("@"))
    2
    """
    _write(path, references, "bibtex", corrected=corrected)


def write_ris(
    path: str | PathLike[str],
    references: Iterable[Reference] | None = None,
    *,
    corrected: bool = False,
) -> None:
    """Write the page and its references as RIS, whole or not at all.

    Args:
        path: the file; one that is there is replaced in one step.
        references: the references; by default all of the page.
        corrected: give corrected values where they are known, each marked.

    Raises:
        WrongType: for what is no path, or no reference.
        OSError: if the file cannot be written; it is then as it was.
    """
    _write(path, references, "ris", corrected=corrected)


def write_csl_json(
    path: str | PathLike[str],
    references: Iterable[Reference] | None = None,
    *,
    corrected: bool = False,
) -> None:
    """Write the page and its references as CSL-JSON, whole or not at all.

    Args:
        path: the file; one that is there is replaced in one step.
        references: the references; by default all of the page.
        corrected: give corrected values where they are known, each marked.

    Raises:
        WrongType: for what is no path, or no reference.
        OSError: if the file cannot be written; it is then as it was.
    """
    _write(path, references, "csl-json", corrected=corrected)


def _write(
    path: str | PathLike[str],
    references: Iterable[Reference] | None,
    style: Style,
    *,
    corrected: bool,
) -> None:
    from .. import published

    target = as_path(path)
    chosen = published.references if references is None else references
    if not isinstance(chosen, Iterable):
        raise WrongType("references", chosen, "several references, such as references")
    chosen = tuple(chosen)
    for each in chosen:
        if not isinstance(each, Reference):
            raise WrongType("references", each, "records of references")
    page = published.dataset.work()
    page = attrs.evolve(page, note=f"{page.note}. {ADVICE}")
    works = [page, *(citations.corrected(e) if corrected else e.work() for e in chosen)]
    save_bytes(target, cite(works, style).encode(), replace=True)
