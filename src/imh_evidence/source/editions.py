"""What changed from one catalogue to another, row by row and field by field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from ..catalogue.catalogue import Catalogue
from ..model.errors import shown
from ..model.notice import Source
from ..model.record import Record, plain
from ..model.records import Intervention, Origin, RetiredId, TheoryGroup
from .changes import Change, Renaming
from .page import UnfitDiff


if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["Diff", "Side", "diff"]

_FIELDS = tuple(
    field.name for field in attrs.fields(Intervention) if field.name not in {"id", "name"}
)


@attrs.frozen
class Side(Record):
    """What one of two catalogues has beside its rows.

    Args:
        ids: the ids of its rows, in order.
        source: where its rows come from.
        groups: the headings that they stand under.
        retired: the ids used once.
        origins: the sources of rows that come from elsewhere.
    """

    ids: tuple[str, ...]
    source: Source
    groups: tuple[TheoryGroup, ...]
    retired: tuple[RetiredId, ...]
    origins: tuple[Origin, ...]


@attrs.frozen(repr=False)
class Diff(Record):
    """What changed from an old catalogue to a new one.

    Args:
        before: the old one, beside its rows.
        after: the new one, beside its rows.
        removed: rows of the old one alone.
        added: rows of the new one alone.
        renamed: rows of both under another name or id, in the old order.
        changed: fields of rows of both, in the old order.
    """

    before: Side
    after: Side
    removed: tuple[Intervention, ...]
    added: tuple[Intervention, ...]
    renamed: tuple[Renaming, ...]
    changed: tuple[Change, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed, neither rows nor what stands beside them."""
        return self.before == self.after and not (self.renamed or self.changed)

    @property
    def beside(self) -> tuple[str, ...]:
        """What changed beside the rows, in sentences."""
        told = [
            f"the source's {field.name} was {_text(old)}, is now {_text(new)}"
            for field in attrs.fields(Source)
            if (old := getattr(self.before.source, field.name))
            != (new := getattr(self.after.source, field.name))
        ]
        for what, old_all, new_all in (
            ("heading", self.before.groups, self.after.groups),
            ("retired id", self.before.retired, self.after.retired),
            ("origin", self.before.origins, self.after.origins),
        ):
            old_texts, new_texts = _labels(old_all), _labels(new_all)
            told += [f"gone: {what} {each}" for each in old_texts if each not in new_texts]
            told += [f"new: {what} {each}" for each in new_texts if each not in old_texts]
            if old_all != new_all and old_texts == new_texts:
                told.append(f"what is kept with a {what} changed")
        if self._moved:
            told.append("the order of the rows changed")
        return tuple(told)

    @property
    def _moved(self) -> bool:
        """Whether the rows of both catalogues stand in another order."""
        gone = {record.id for record in self.removed}
        fresh = {record.id for record in self.added}
        new_ids = {each.old_id: each.new_id for each in self.renamed}
        old = [new_ids.get(id_, id_) for id_ in self.before.ids if id_ not in gone]
        return old != [id_ for id_ in self.after.ids if id_ not in fresh]

    def to_plain(self) -> dict[str, Any]:
        """The same as plain JSON values."""
        return {
            "is_empty": self.is_empty,
            "added": [plain(record) for record in self.added],
            "removed": [plain(record) for record in self.removed],
            "renamed": [attrs.asdict(each) for each in self.renamed],
            "changed": [each.to_plain() for each in self.changed],
            "beside": [*self.beside],
            "rows": {"old": len(self.before.ids), "new": len(self.after.ids)},
        }

    def _sentences(self) -> Iterator[str]:
        for record in self.removed:
            yield f"removed: {shown(record.name)} ({record.id})"
        for record in self.added:
            yield f"added: {shown(record.name)} ({record.id})"
        for renaming in self.renamed:
            yield f"renamed: {renaming}"
        for change in self.changed:
            yield f"changed: {change}"
        for sentence in self.beside:
            yield f"beside the rows: {sentence}"

    def __str__(self) -> str:
        lines = [*self._sentences()] or ["nothing changed"]
        old, new = len(self.before.ids), len(self.after.ids)
        lines.append(f"compared: {old} rows with {new}")
        return "\n".join(lines)

    def __repr__(self) -> str:
        return (
            f"<Diff: {len(self.removed)} removed, {len(self.added)} added, "
            f"{len(self.renamed)} renamed, {len(self.changed)} changed fields>"
        )


def diff(
    old: Iterable[Intervention],
    new: Iterable[Intervention],
    *,
    renamed: Mapping[str, str] | None = None,
) -> Diff:
    """What changed from one catalogue to another, by row and field.

    Rows with the same id are the same row. A row with another id is the same
    row only where something says so: ``renamed``, or a retired id that exactly
    one id replaced. Otherwise one row is removed and another added.

    Args:
        old: a catalogue, or interventions.
        new: a catalogue, or interventions.
        renamed: ids of the old catalogue, each with its id in the new one.

    Raises:
        UnfitDiff: if ``renamed`` names a row that is not there, or one twice.

    >>> from imh_evidence import interventions, source
    >>> print(source.diff(interventions, interventions))
    nothing changed
    compared: 14 rows with 14
    """
    was, now = _catalogue(old), _catalogue(new)
    olds = {record.id: record for record in was}
    news = {record.id: record for record in now}
    same = _same_rows(was, now, renamed or {})
    renamings, changes = [], []
    for id_, new_id in same.items():
        one, other = olds[id_], news[new_id]
        if (one.id, one.name) != (other.id, other.name):
            renamings.append(Renaming(one.id, other.id, one.name, other.name))
        changes += [
            Change(id_, field, getattr(one, field), getattr(other, field))
            for field in _FIELDS
            if getattr(one, field) != getattr(other, field)
        ]
    kept = set(same.values())
    return Diff(
        before=_side(was),
        after=_side(now),
        removed=tuple(record for record in was if record.id not in same),
        added=tuple(record for record in now if record.id not in kept),
        renamed=tuple(renamings),
        changed=tuple(changes),
    )


def _catalogue(rows: Iterable[Intervention]) -> Catalogue:
    return rows if isinstance(rows, Catalogue) else Catalogue.from_records(rows)


def _side(catalogue: Catalogue) -> Side:
    origins: dict[Source, list[str]] = {}
    for id_ in catalogue.ids:
        source = catalogue.origin(id_)
        if source != catalogue.source:
            origins.setdefault(source, []).append(id_)
    return Side(
        catalogue.ids,
        catalogue.source,
        catalogue.groups,
        catalogue.retired,
        tuple(Origin(source, tuple(ids)) for source, ids in origins.items()),
    )


def _same_rows(old: Catalogue, new: Catalogue, renamed: Mapping[str, str]) -> dict[str, str]:
    """Each id of a row in both, in the old order, with its id in the new one."""
    for id_, new_id in renamed.items():
        if id_ not in old.ids or new_id not in new.ids:
            place, missing = ("old", id_) if id_ not in old.ids else ("new", new_id)
            raise UnfitDiff(
                f"renamed={{{id_!r}: {new_id!r}}}: the {place} catalogue has no id "
                f"{missing!r}; give ids as .ids lists them"
            )
    if len(set(renamed.values())) < len(renamed):
        raise UnfitDiff("renamed=...: two rows cannot become one; leave one out")
    told = dict(renamed)
    # Forwards, the new catalogue says what it retired; backwards, the old one.
    replaced = [
        (retired.id, *retired.replaced_by)
        for retired in new.retired
        if len(retired.replaced_by) == 1
    ] + [
        (*retired.replaced_by, retired.id)
        for retired in old.retired
        if len(retired.replaced_by) == 1
    ]
    for id_, new_id in replaced:
        ours = [pair for pair in replaced if id_ == pair[0] or new_id == pair[1]]
        only_here = id_ in old.ids and new_id in new.ids
        elsewhere = id_ in new.ids or new_id in old.ids
        free = id_ not in told and new_id not in told.values()
        if only_here and not elsewhere and free and len(set(ours)) == 1:
            told[id_] = new_id
    kept = {id_ for id_ in old.ids if id_ in new.ids and id_ not in told}
    told |= {id_: id_ for id_ in kept if id_ not in told.values()}
    return {id_: told[id_] for id_ in old.ids if id_ in told}


def _labels(kept: Iterable[TheoryGroup | RetiredId | Origin]) -> list[str]:
    return [shown(_label(each)) for each in kept]


def _label(kept: TheoryGroup | RetiredId | Origin) -> str:
    if isinstance(kept, TheoryGroup):
        return kept.label
    return kept.id if isinstance(kept, RetiredId) else kept.source.title


def _text(value: str | None) -> str:
    return "nothing" if value is None else shown(value)
