"""The explorer: a catalogue as one HTML file that works offline and asks no network."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from importlib_resources import files

from .. import __version__
from ..catalogue.catalogue import as_catalogue
from ..documents.files import save_bytes
from ..interop.arguments import as_path
from ..interop.headings import under_headings
from ..interop.notice import notice_of
from ..model.errors import MissingExtra, UnknownValue, printable
from ..model.scales import EfficacyLevel, joined
from .content import advice_on
from .embedded import facets_of, given, related_texts, scale_of


if TYPE_CHECKING:
    from collections.abc import Iterable
    from os import PathLike

    from ..catalogue.catalogue import Catalogue
    from ..edition import Dataset
    from ..model.records import Intervention

__all__ = ["explorer_html", "write_explorer"]

#: The endings of a file that a browser opens as a page.
ENDINGS = (".html", ".htm")

# One script, in this order.
_SCRIPTS = ("asking.js", "comparing.js", "assessing.js", "opening.js")


def explorer_html(catalogue: Catalogue) -> str:
    """A catalogue as a page to look at, ask, compare and assess, in one HTML text.

    The page holds the complete table without JavaScript. With it, the page
    answers questions as ``Catalogue.where`` and ``Catalogue.search``
    do. It loads nothing: its policy lets only its own script and style run.

    Args:
        catalogue: the rows to show; a view shows its own rows.

    Returns:
        The text of the file; the same catalogue gives the same text.

    Raises:
        MissingExtra: if Jinja is not installed.

    >>> from imh_evidence import interventions
    >>> page = explorer_html(interventions)
    >>> page.count("Family Nurse Partnership") > 0, "http-equiv" in page
    (True, True)
    """
    try:
        from jinja2 import Environment, StrictUndefined
        from markupsafe import Markup
    except ImportError:
        raise MissingExtra("the explorer", "Jinja", "explorer") from None
    style, script = _sent("explorer.css"), "".join(map(_sent, _SCRIPTS))
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["shown"] = printable
    page = environment.from_string(_part("explorer.html"))
    groups = _groups(as_catalogue(catalogue))
    shown = [record for _, records in groups for record in records]
    text: str = page.render(
        **_about(catalogue),
        policy=_policy(style, script),
        code_version=__version__,
        # Ours, and free of what would end their element; the page's tests look.
        style=Markup(style),  # noqa: S704 -- our own file
        script=Markup(script),  # noqa: S704 -- our own file
        data=Markup(_inert(given(catalogue, shown))),  # noqa: S704 -- escaped there
        facets=[
            {"name": name, "label": label, "members": _members(catalogue, name)}
            for name, label in facets_of(catalogue)
        ],
        levels=[{"slug": each.value, "label": each.label} for each in EfficacyLevel],
        groups=_shown_groups(catalogue, groups),
        rows=len(shown),
    )
    return text


def write_explorer(catalogue: Catalogue, path: str | PathLike[str]) -> None:
    """Write a catalogue's explorer to a file, whole or not at all.

    Args:
        catalogue: the rows to show.
        path: the file, whose name ends in ``.html`` or ``.htm``; one that is
            there is replaced in one step.

    Raises:
        UnknownValue: for another ending, so that no catalogue file is replaced
            by a page.
        WrongType: for what is no catalogue, or no path.
        MissingExtra: if Jinja is not installed.
        OSError: if the file cannot be written; it is then as it was.

    >>> from imh_evidence import interventions
    >>> write_explorer(interventions, "mine.json")
    Traceback (most recent call last):
    ...
    imh_evidence.model.errors.UnknownValue: the ending of the explorer's name: found 'mine.json', expected one of '.html', '.htm'
    """
    target = as_path(path)
    name = target.name
    if target.suffix.lower() not in ENDINGS:
        raise UnknownValue("the ending of the explorer's name", name, ENDINGS)
    save_bytes(target, explorer_html(catalogue).encode(), replace=True)


def _part(name: str) -> str:
    return files("imh_evidence").joinpath("views", "page", name).read_text("utf-8")


def _sent(name: str) -> str:
    """A style or script without what only its writers need: indents and remarks."""
    lines = (line.strip() for line in _part(name).splitlines())
    return "".join(f"{line}\n" for line in lines if line and line[:2] not in _REMARKS)


_REMARKS = {"//", "/*"}


def _policy(style: str, script: str) -> str:
    """Nothing from anywhere, and of what is here only this style and this script."""
    return (
        f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; "
        "base-uri 'none'; form-action 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


# What could end a script element, or a line of JavaScript, stands escaped.
_ESCAPES = {ord(each): f"\\u{ord(each):04x}" for each in "<>&\u2028\u2029"}


def _inert(plain: object) -> str:
    """Plain values as JSON that no HTML parser reads anything into."""
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)


# -- What stands on the page -------------------------------------------------


def _about(catalogue: Catalogue) -> dict[str, Any]:
    """Edition, source, advice and cautions: of the published table, all we know."""
    from ..published import dataset, topic

    source = catalogue.source
    published = notice_of(catalogue).edition is not None
    caveats = {caveat.id: caveat.text for caveat in topic.caveats}
    return {
        "source": source,
        "edition": dataset if published else None,
        "link": _web(source.address),
        "advice": advice_on(catalogue),
        "cautions": [caution.text for caution in catalogue.cautions],
        "caveats": [caveats[each] for each in _CAVEATS] if published else [],
        "not_for": dataset.not_for if published else [],
        "notice": dataset.notice,
        "terms": _terms(dataset),
        "standing": caveats["categories-imperfect"],
    }


_CAVEATS = ("hard-to-measure", "uk-evidence-developing")


def _web(address: str | None) -> str | None:
    """An address that is safe to link to; any other is shown as text."""
    if address is None:
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in {"http", "https"} and parts.netloc else None


def _terms(dataset: Dataset) -> list[dict[str, str]]:
    return [
        {"label": term.label, "meaning": term.meaning}
        for vocabulary in dataset.vocabularies
        for term in vocabulary.terms
        if term.meaning is not None
    ]


def _members(catalogue: Catalogue, facet: str) -> list[dict[str, Any]]:
    held: set[Any] = set()
    for record in catalogue:
        held.update(_held(record, facet))
    return [
        {"slug": each.value, "label": each.label, "held": each in held}
        for each in scale_of(catalogue, facet)
    ]


def _held(record: Intervention, facet: str) -> Iterable[Any]:
    if facet == "evidence":
        return (record.evidence,)
    return {
        "theory": record.theories,
        "audience": record.audiences,
        "practice_level": record.practice_levels,
    }[facet]


# -- The table ---------------------------------------------------------------


def _groups(catalogue: Catalogue) -> list[tuple[str, list[Intervention]]]:
    """The rows under their headings, each heading where it first appears."""
    found: dict[str, list[Intervention]] = {}
    for heading, record in under_headings(catalogue):
        found.setdefault(heading, []).append(record)
    return list(found.items())


def _shown_groups(
    catalogue: Catalogue, groups: list[tuple[str, list[Intervention]]]
) -> list[dict[str, Any]]:
    shown, at = [], 0
    for label, records in groups:
        rows = [_row(catalogue, record, at + i) for i, record in enumerate(records)]
        shown.append({"label": label, "rows": rows})
        at += len(records)
    return shown


def _row(catalogue: Catalogue, record: Intervention, at: int) -> dict[str, Any]:
    notes = []
    if record.aliases:
        notes.append({"label": "Also", "text": "; ".join(record.aliases)})
    if record.related:
        texts = "; ".join(related_texts(record))
        notes.append({"label": "Related, not identical", "text": texts})
    if record.is_suite:
        notes.append({"label": "Suite", "text": "several programmes in one row"})
    origin = catalogue.origin(record)
    if origin != catalogue.source:
        notes.append({"label": "From", "text": origin.title})
    return {
        "at": at,
        "name": record.name,
        "notes": notes,
        "audience": joined(record.audiences),
        "practice": joined(record.practice_levels),
        "evidence": record.evidence.label,
        "efficacy": str(record.efficacy),
        "bar": " ".join(level.value for level in record.efficacy.levels),
    }
