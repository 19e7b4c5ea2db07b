"""What callers hand over: paths and days, or the error that says what was meant."""

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path

from ..model.errors import WrongType


__all__ = ["as_day", "as_path"]


def as_path(path: object) -> Path:
    """The path, if it is one that a file can have.

    Raises:
        WrongType: for what is no path, and for a text that no system takes for one.

    >>> as_path("table.json").suffix
    '.json'
    """
    name = os.fspath(path) if isinstance(path, str | os.PathLike) else None
    if not isinstance(name, str):
        raise WrongType("path", path, "a path, as text or a pathlib.Path")
    try:
        fits = b"\0" not in os.fsencode(name)
    except UnicodeEncodeError:
        fits = False
    if not fits:
        raise WrongType("path", name, "one without null and half characters")
    return Path(name)


def as_day(made: object) -> date | None:
    """The day that a file is to give as its own, or None for one that follows from it.

    Raises:
        WrongType: for what is no day.

    >>> from datetime import datetime, timezone
    >>> as_day(datetime(2026, 11, 23, 9, tzinfo=timezone.utc))
    datetime.date(2026, 11, 23)
    """
    if made is not None and not isinstance(made, date):
        raise WrongType("made", made, "a datetime.date, or None")
    return made.date() if isinstance(made, datetime) else made
