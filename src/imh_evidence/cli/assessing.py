"""Verbs that plan for a service: hexagon, workforce, coverage."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..documents.jsontext import canonical
from ..interop.notice import notice_of
from ..model.errors import UnknownValue, printable, shown
from ..model.record import plain
from ..model.scales import PracticeLevel
from .entering import filled_in
from .options import FINE, OF_FILE, UnfitOptions, about, catalogue_of, cut, file_name, same_place


if TYPE_CHECKING:
    import argparse

    from ..catalogue.catalogue import Catalogue
    from ..decisions import HexagonAssessment, Matching
    from ..interop.notice import Notice
    from .options import Verbs

__all__ = ["add"]

# What the names of files end in that no list of programmes is kept in.
_NO_LISTS = (".json", ".xlsx", ".xls", ".ods", ".docx", ".pdf")


def add(verbs: Verbs) -> None:
    """Add the verbs to the command."""
    _add_hexagon(verbs)
    workforce = verbs.add_parser(
        "workforce",
        parents=[OF_FILE],
        help="say which rows print the types of practice that you have",
    )
    workforce.add_argument(
        "practice_levels",
        nargs="+",
        metavar="TYPE",
        help=f"your types of practice: {', '.join(each.value for each in PracticeLevel)}",
    )
    workforce.set_defaults(run=_workforce)

    coverage = verbs.add_parser(
        "coverage", parents=[OF_FILE], help="hold your own list of programmes beside the table"
    )
    coverage.add_argument("names", nargs="*", metavar="NAME", help="a programme")
    coverage.add_argument(
        "--list", type=file_name, metavar="FILE", help="a text file of programmes, one a line"
    )
    coverage.add_argument(
        "--confirm",
        action="append",
        default=[],
        metavar="NAME=KEY",
        help="say which row a name that is not exact stands for",
    )
    coverage.set_defaults(run=_coverage)


def _add_hexagon(verbs: Verbs) -> None:
    hexagon = verbs.add_parser(
        "hexagon",
        parents=[OF_FILE],
        help="read, write and show an assessment with the Hexagon Tool; several files "
        "are shown beside each other",
    )
    hexagon.add_argument(
        "files", nargs="+", type=file_name, metavar="FILE", help="an assessment file (.json)"
    )
    hexagon.add_argument(
        "--intervention", metavar="KEY", help="begin or go on with the file, of this intervention"
    )
    hexagon.add_argument("--service", help="the service that assesses, for a new file")
    hexagon.add_argument(
        "--set",
        action="append",
        default=[],
        dest="entries",
        metavar="INDICATOR=VALUE",
        help="fill in an indicator: a score from 1 to 5 for need, fit and capacity, "
        "or what was read for usability, supports and evidence",
    )
    hexagon.add_argument("--assessor", help="who scored or read it")
    hexagon.add_argument("--date", help="the day of it, as YYYY-MM-DD")
    hexagon.add_argument(
        "--note",
        help="why, or anything to add; without it a note that is there is kept, and "
        "--note '' takes it away",
    )
    hexagon.add_argument("--address", help="where a programme indicator was read")
    hexagon.set_defaults(run=_hexagon)


# -- hexagon -------------------------------------------------------------------


def _hexagon(options: argparse.Namespace) -> tuple[int, str]:
    from ..decisions import HexagonAssessment

    catalogue = catalogue_of(options)
    writes = options.intervention is not None or options.entries
    _refuse_idle(options, writes=bool(writes))
    if len(options.files) > 1:
        if writes:
            raise UnfitOptions(
                "one file is written at a time: leave out --intervention and --set to show several"
            )
        for i, file in enumerate(options.files):
            if any(same_place(file, each) for each in options.files[:i]):
                raise UnfitOptions(f"{printable(file)} is given twice; give it once")
        read = [HexagonAssessment.load(file, catalogue=catalogue) for file in options.files]
        return FINE, _panel_shown(read, options)
    (file,) = options.files
    if not writes:
        return FINE, _shown(HexagonAssessment.load(file, catalogue=catalogue), options)
    assessment = _begun(Path(file), options, catalogue)
    if options.entries:
        assessment = filled_in(assessment, options)
    assessment.save(file)
    kept = "" if options.json else f"\nSaved in {printable(file)}.\n"
    return FINE, _shown(assessment, options) + kept


def _refuse_idle(options: argparse.Namespace, *, writes: bool) -> None:
    """Refuse options that nothing would come of."""
    said_of_entries = ("assessor", "date", "note", "address")
    if not options.entries:
        idle = [f"--{name}" for name in said_of_entries if getattr(options, name) is not None]
        if idle:
            msg = f"{idle[0]} is said of what is filled in; give --set INDICATOR=VALUE too"
            raise UnfitOptions(msg)
    if options.service is not None and not writes:
        raise UnfitOptions("--service is said of a file that is begun; give --intervention KEY too")


def _begun(path: Path, options: argparse.Namespace, catalogue: Catalogue) -> HexagonAssessment:
    """The assessment in a file; a new one where there is no file yet."""
    from ..decisions import HexagonAssessment

    if path.exists():
        assessment = HexagonAssessment.load(path, catalogue=catalogue)
        told = f"{printable(path.name)} is about {assessment.intervention!r}"
        if options.intervention is not None:
            wanted = catalogue[options.intervention].id
            if wanted != assessment.intervention:
                msg = f"{told}, not {wanted!r}: give another file"
                raise UnfitOptions(msg)
        if options.service not in (None, assessment.service):
            service = "no service" if assessment.service is None else assessment.service
            msg = f"{told} for {printable(service)}: give another file, or no --service"
            raise UnfitOptions(msg)
        return assessment
    if options.intervention is None:
        msg = f"there is no {printable(path.name)} yet: begin it with --intervention KEY"
        raise UnfitOptions(msg)
    if path.suffix.lower() != ".json":
        raise UnknownValue("the ending of an assessment's name", path.name, (".json",))
    return HexagonAssessment.of(options.intervention, catalogue=catalogue, service=options.service)


def _shown(assessment: HexagonAssessment, options: argparse.Namespace) -> str:
    from ..views.assessment import assessment_text

    if not options.json:
        return assessment_text(assessment)
    return canonical(
        {
            "assessment": assessment.to_plain(),
            "disagreements": [each.to_plain() for each in assessment.disagreements],
            "open_questions": [plain(each) for each in assessment.open_questions],
            "framework": [plain(each) for each in assessment.framework_entries],
            "cautions": [plain(each) for each in assessment.cautions],
        }
    )


def _panel_shown(assessments: list[HexagonAssessment], options: argparse.Namespace) -> str:
    from ..decisions import beside
    from ..views.assessment import panel_text

    panel = beside(*assessments)
    return canonical(panel.to_plain()) if options.json else panel_text(panel)


# -- workforce and coverage ------------------------------------------------------


def _workforce(options: argparse.Namespace) -> tuple[int, str]:
    from ..decisions import workforce
    from ..views.planning import workforce_text

    catalogue = catalogue_of(options)
    words = ",".join(options.practice_levels).lower().split(",")
    levels: list[Any] = [each.strip() for each in words]
    reach = workforce(levels, catalogue=catalogue)
    notice = notice_of(catalogue)
    if options.json:
        return FINE, canonical({**about(notice), **reach.to_plain()})
    return FINE, workforce_text(reach, _footer(notice))


def _coverage(options: argparse.Namespace) -> tuple[int, str]:
    from ..decisions import coverage, match
    from ..views.planning import coverage_text

    catalogue = catalogue_of(options)
    names = [each.strip() for each in options.names]
    if "" in names:
        raise UnfitOptions("a name of your list is empty; leave it out")
    if options.list is not None:
        names += _lines(Path(options.list))
    if not names:
        raise UnfitOptions("name the programmes of your list, or give a --list of them")
    confirmed = _confirmed(options.confirm)
    matching = match(names, catalogue=catalogue)
    for name, key in confirmed.items():
        _refuse_needless(name, key, matching)
    matching = matching.confirm(confirmed)
    covered = coverage(matching)
    notice = notice_of(catalogue)
    if options.json:
        return FINE, canonical({**about(notice), **covered.to_plain()})
    return FINE, coverage_text(covered, _footer(notice))


def _lines(path: Path) -> list[str]:
    """The lines of a text file that are not empty."""
    if path.suffix.lower() in _NO_LISTS:
        msg = (
            f"{printable(path.name)} is no list by its ending; give a text file with a "
            "programme on each line"
        )
        raise UnfitOptions(msg)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        msg = f"{printable(path.name)}, byte {error.start}: {error.reason}; save it as UTF-8"
        raise UnfitOptions(msg) from None
    return [line.strip() for line in text.splitlines() if line.strip()]


def _confirmed(texts: list[str]) -> dict[str, str]:
    """The names that a person says are certain rows."""
    confirmed: dict[str, str] = {}
    for text in texts:
        name, sign, key = map(str.strip, text.rpartition("="))
        if not (name and sign and key):
            told = "give a name and its row, such as NAME=child-first"
            raise UnfitOptions(f"--confirm {cut(text)}: {told}")
        if confirmed.setdefault(name, key) != key:
            told = f"{cut(name)} is confirmed as {cut(confirmed[name])} already"
            raise UnfitOptions(f"--confirm {cut(text)}: {told}; give one row")
    return confirmed


def _refuse_needless(name: str, key: str, matching: Matching) -> None:
    """Refuse to confirm a name that is not there, or that needs nobody to."""
    found = next((each for each in matching.matches if each.name == name), None)
    if found is None:
        told = f"{shown(name)} is not in your list"
    elif found.kind == "exact":
        told = f"{shown(name)} is exactly {found.intervention!r}; leave it out"
    else:
        return
    raise UnfitOptions(f"--confirm {cut(f'{name}={key}')}: {told}")


def _footer(notice: Notice) -> list[str]:
    """Where the rows come from, and how they may be used."""
    from ..views.content import edition_lines

    advice = [] if notice.advice is None else [notice.advice]
    return [*advice, " ".join(edition_lines(notice))]
