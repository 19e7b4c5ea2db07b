"""What several verbs take, and what all of them answer with."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from ..catalogue.catalogue import Catalogue
from ..model.errors import Faults, ImhEvidenceError, UnknownValue, printable
from ..model.record import plain


if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    from ..interop.notice import Notice

    Verbs: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001

__all__ = [
    "AS_JSON",
    "FAILED",
    "FINE",
    "FOUND",
    "OF_FILE",
    "SHOWN_OF_A_WORD",
    "UncomparableFile",
    "UnfitOptions",
    "about",
    "catalogue_of",
    "comparing",
    "cut",
    "file_name",
    "is_output",
    "load",
    "refuse_existing",
    "refuse_input",
    "same_place",
]

#: How much of a word of the command an error repeats.
SHOWN_OF_A_WORD = 80

#: Nothing to report; something was found wrong; the command could not run.
FINE, FOUND, FAILED = 0, 1, 2


@attrs.define(slots=False, repr=False)
class UnfitOptions(ImhEvidenceError, ValueError):
    """Options of a verb that do not go together, or with its files."""

    #: What does not, and what to do.
    problem: str

    _says = "{problem}"


def file_name(word: str) -> str:
    """The name of a file, which an unset variable of a shell is not.

    Raises:
        argparse.ArgumentTypeError: if it is empty.
    """
    if not word:
        msg = "the name of a file is empty"
        raise argparse.ArgumentTypeError(msg)
    return word


def cut(word: str) -> str:
    """A word of the command as an error repeats it."""
    more = "..." if len(word) > SHOWN_OF_A_WORD else ""
    return f"{printable(word[:SHOWN_OF_A_WORD])}{more}"


@attrs.define(slots=False, repr=False)
class UncomparableFile(ImhEvidenceError, ValueError):
    """A file with faults, where a verb was to say what differs from it."""

    #: Every fault, a line each.
    told: str

    _says = "{told}"


@contextmanager
def comparing() -> Iterator[None]:
    """Let a verb that exits 1 for a difference fail for a file with faults.

    Raises:
        UncomparableFile: for a file with faults, with every one.
    """
    try:
        yield
    except Faults as error:
        raise UncomparableFile(str(error)) from None


# A verb that is given no option leaves what was said before the verb as it is.
#: A verb that prints JSON on request.
AS_JSON = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
AS_JSON.add_argument("--json", action="store_true", help="print JSON")
AS_JSON.set_defaults(asks_catalogue=False)

#: A verb that asks the published table, or a file.
OF_FILE = argparse.ArgumentParser(
    add_help=False, parents=[AS_JSON], argument_default=argparse.SUPPRESS
)
OF_FILE.add_argument(
    "--catalogue",
    type=file_name,
    metavar="FILE",
    help="a catalogue file of your own (.json, .xlsx) instead of the published table",
)
OF_FILE.set_defaults(asks_catalogue=True)


def catalogue_of(options: argparse.Namespace) -> Catalogue:
    """The catalogue a command is about: the published one, or a file's."""
    from ..published import interventions

    if options.catalogue is None:
        return interventions
    return load(options.catalogue)


def load(name: str) -> Catalogue:
    """The catalogue of a file: a filled-in template, or one of the other forms."""
    if name.lower().endswith(".xlsx"):
        from ..interop.template import read_template

        return read_template(name)
    try:
        return Catalogue.load(name)
    except UnknownValue as error:
        accepted = (*error.accepted, ".xlsx")
        raise UnknownValue(error.what, error.value, accepted) from None


def refuse_existing(name: str) -> None:
    """Refuse to write over a file, which somebody's work may stand in.

    Raises:
        UnfitOptions: if the file is there.
    """
    if Path(name).exists():
        raise UnfitOptions(f"{printable(name)} is there already; give another name")


def refuse_input(name: str | os.PathLike[str], options: argparse.Namespace) -> None:
    """Refuse to write over a file that the command reads, however it is named.

    Raises:
        UnfitOptions: if it is the file of ``--catalogue`` or ``--facts``.
    """
    for option in ("catalogue", "facts"):
        read = getattr(options, option, None)
        if read is not None and same_place(name, read):
            msg = f"{printable(str(name))} is the file of --{option}; give another name"
            raise UnfitOptions(msg)


def same_place(one: str | os.PathLike[str], other: str | os.PathLike[str]) -> bool:
    """Whether two names lead to one file, which need not be there yet."""
    if os.path.realpath(one) == os.path.realpath(other):
        return True
    with suppress(OSError):
        return Path(one).samefile(other)
    return False


def is_output(name: str) -> bool:
    """Whether a file is what answers are printed to, such as /dev/stdout."""
    with suppress(OSError):
        return os.path.samestat(Path(name).stat(), os.fstat(sys.stdout.fileno()))
    return False


def about(notice: Notice) -> dict[str, Any]:
    """What every JSON answer names: the source and, of the published table, more."""
    facts = notice.to_plain()
    more = ("edition", "data_version", "advice")
    known = {name: facts[name] for name in more if name in facts}
    return {"source": plain(notice.source), **known}
