"""The terminal: each verb prints text for people, or JSON for programs.

A module per kind of verb; each adds its own to the command.
"""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import suppress
from io import TextIOWrapper
from typing import TYPE_CHECKING

from ..model.errors import Faults, ImhEvidenceError, printable
from . import asking, assessing, checking, deciding, exporting, looking
from .options import FAILED, FINE, FOUND, OF_FILE


if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

__all__ = ["main", "parser"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: the words after the program's name; those of this process
            by default.

    Returns:
        0 if all is well, 1 if something was found wrong, 2 if the command
        could not run.
    """
    for stream in (sys.stdout, sys.stderr):
        # Whatever the locale says, the text is UTF-8. Of a file name that is no text
        # the odd bytes are shown as JSON escapes them.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if sys.stdout is None:
        return _failed("the standard output is closed; open it, or send it to a file")
    try:
        options = _options(arguments)
        code, text = options.run(options)
    except SystemExit:
        # The words were answered with help, or with what is wrong in them.
        _written(sys.stderr)
        if _printed("") == FINE:
            raise
        return FAILED
    except (KeyboardInterrupt, OSError, ImhEvidenceError) as error:
        return _stopped(error)
    return _printed(text) or int(code)


def _stopped(error: BaseException) -> int:
    """Say in a line what stopped a command, and give its exit code."""
    if isinstance(error, BrokenPipeError):
        # The reader of a pipe that was written to has seen enough.
        return FINE
    if isinstance(error, KeyboardInterrupt):
        return _failed("interrupted")
    if isinstance(error, OSError):
        name = "" if error.filename is None else f"{printable(str(error.filename))}: "
        return _failed(f"{name}{error.strerror or error}")
    invalid = isinstance(error, Faults)
    return _failed(str(error), FOUND if invalid else FAILED)


def _printed(text: str) -> int:
    """Print an answer: whether it could be."""
    problem = _written(sys.stdout, text)
    # What a reader that is gone did not want to see is no problem.
    if problem is None or isinstance(problem, BrokenPipeError):
        return FINE
    return _failed(f"the standard output: {problem.strerror}")


def _failed(text: str, code: int = FAILED) -> int:
    """Say in a line what went wrong, and give the exit code."""
    _written(sys.stderr, f"imh-evidence: {text}\n")
    return code


def _written(stream: TextIO | None, text: str = "") -> OSError | None:
    """Write to a stream; what keeps it from taking any more, if anything does."""
    if stream is not None:
        try:
            stream.write(text)
            stream.flush()
        except OSError as error:
            # Keep Python from writing the rest at exit.
            with suppress(OSError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
            return error
    return None


def parser() -> argparse.ArgumentParser:
    """What reads the words of a command."""
    from .. import __version__

    reader = argparse.ArgumentParser(
        allow_abbrev=False,
        prog="imh-evidence",
        description="The published table of recommended psychological interventions "
        "for infant mental health. Without a command: the table.",
        epilog="Exit status: 0 if all is well. 1 if something was found: a difference "
        "by verify, diff or shortlist --replay; a fault by check; a fault in a file "
        "that another command is to ask. 2 if the command could not run: for a wrong "
        "option or a file that cannot be read, and where differences are looked for, "
        "for a file with faults too.",
        parents=[OF_FILE],
    )
    reader.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    reader.set_defaults(run=asking.print_table)
    verbs = reader.add_subparsers(title="commands", metavar="COMMAND")
    for kind in (asking, checking, deciding, assessing, exporting, looking):
        kind.add(verbs)
    for verb in verbs.choices.values():
        verb.allow_abbrev = False
    return reader


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    # Not as defaults: the verbs share the options, and would put them back.
    unsaid = argparse.Namespace(json=False, catalogue=None, where=())
    reader = parser()
    options = reader.parse_args(arguments, unsaid)
    if options.catalogue is not None and not options.asks_catalogue:
        reader.error("this command does not ask a catalogue; leave out --catalogue")
    return options
