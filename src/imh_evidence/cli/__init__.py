"""The terminal: each verb prints text for people, or JSON for programs.

A module per kind of verb; each adds its own to the command.
"""

from __future__ import annotations

import argparse
import os
import sys
from io import TextIOWrapper
from typing import TYPE_CHECKING

from ..errors import ImhEvidenceError, InvalidCatalogue, InvalidDocument, printable
from . import asking, assessing, checking, deciding, exporting, looking
from .options import FAILED, FINE, FOUND, OF_FILE


if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]


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
        # Whatever the locale says, the text is UTF-8.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    options = _options(arguments)
    try:
        code, text = options.run(options)
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has seen enough; keep Python from writing the rest at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except OSError as error:
        name = printable(str(error.filename))
        sys.stderr.write(f"imh-evidence: {name}: {error.strerror}\n")
        return FAILED
    except ImhEvidenceError as error:
        sys.stderr.write(f"imh-evidence: {error}\n")
        invalid = isinstance(error, InvalidCatalogue | InvalidDocument)
        return FOUND if invalid else FAILED
    return int(code)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    from .. import __version__

    parser = argparse.ArgumentParser(
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
    parser.add_argument(
        "--version", action="version", version=f"%(prog)s {__version__}"
    )
    parser.set_defaults(run=asking.print_table)
    verbs = parser.add_subparsers(title="commands", metavar="COMMAND")
    for kind in (asking, checking, deciding, assessing, exporting, looking):
        kind.add(verbs)
    # Not as defaults: the verbs share the options, and would put them back.
    unsaid = argparse.Namespace(json=False, catalogue=None, where=())
    options = parser.parse_args(arguments, unsaid)
    if options.catalogue is not None and not options.asks_catalogue:
        parser.error("this command does not ask a catalogue; leave out --catalogue")
    return options
