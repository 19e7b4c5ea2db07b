"""One change from one catalogue to another, in a sentence and as JSON."""

from __future__ import annotations

from typing import Any

import attrs

from ..model.errors import shown
from ..model.record import Record, plain
from ..model.scales import joined


__all__ = ["Change", "Renaming"]


@attrs.frozen
class Change(Record):
    """A field of a row that is in both catalogues, and is not the same in both.

    Args:
        id: the id of the row in the old catalogue.
        field: the field.
        old: what it was.
        new: what it is now.
    """

    id: str
    field: str
    old: Any
    new: Any

    def __str__(self) -> str:
        if self.field == "provenance":
            return f"{self.id}: where its cells were read changed"
        told = (_told(self.field, value) for value in (self.old, self.new))
        return "{}: {} was {}, is now {}".format(self.id, self.field.replace("_", " "), *told)

    def to_plain(self) -> dict[str, Any]:
        """The same as plain JSON values."""
        return {
            "id": self.id,
            "field": self.field,
            "old": _plain(self.old),
            "new": _plain(self.new),
        }


@attrs.frozen
class Renaming(Record):
    """A row that is in both catalogues under another name or id.

    Args:
        old_id: its id in the old catalogue.
        new_id: its id in the new one, which may be the same.
        old_name: its old name.
        new_name: its new name.
    """

    old_id: str
    new_id: str
    old_name: str
    new_name: str

    def __str__(self) -> str:
        return (
            f"{shown(self.old_name)} ({self.old_id}) is now {shown(self.new_name)} ({self.new_id})"
        )


def _told(field: str, value: Any) -> str:
    """A value as a sentence shows it."""
    if field in ("audiences", "practice_levels"):
        return joined(value)
    if field == "theories":
        return shown(" / ".join(f"{each.label} ({each.value})" for each in value))
    if isinstance(value, tuple):
        names = [each if isinstance(each, str) else each.name for each in value]
        return ", ".join(map(shown, names)) or "nothing"
    return "nothing" if value is None else str(value)


def _plain(value: Any) -> Any:
    """A value as the JSON of a row has it; local theories with their labels."""
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if attrs.has(type(value)):
        return plain(value)
    return getattr(value, "value", value)
