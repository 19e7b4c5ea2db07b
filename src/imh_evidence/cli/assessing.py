"""Verbs that plan for a service: hexagon, workforce, coverage."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..codec import to_plain
from ..errors import ImhEvidenceError, printable
from ..jsontext import canonical
from ..scales import PracticeLevel
from .options import (
    FINE,
    OF_FILE,
    SHOWN_OF_A_WORD,
    UnfitOptions,
    about,
    catalogue_of,
    cut,
)


if TYPE_CHECKING:
    import argparse

    from ..catalogue import Catalogue
    from ..decisions import (
        HexagonAssessment,
        HexagonIndicator,
        ProgrammeRating,
        SiteScore,
    )
    from .options import Verbs

__all__ = ["add", "standing_rating", "standing_score", "whole_number"]


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
        "coverage",
        parents=[OF_FILE],
        help="hold your own list of programmes beside the table",
    )
    coverage.add_argument("names", nargs="*", metavar="NAME", help="a programme")
    coverage.add_argument(
        "--list", metavar="FILE", help="a text file of programmes, one a line"
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
    hexagon.add_argument("files", nargs="+", metavar="FILE", help="an assessment file")
    hexagon.add_argument(
        "--intervention",
        metavar="KEY",
        help="begin or go on with the file, of this intervention; at a terminal, asks "
        "for what is to be filled in",
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
                "one file is written at a time: leave out --intervention and --set to "
                "show several"
            )
        read = [
            HexagonAssessment.load(file, catalogue=catalogue) for file in options.files
        ]
        return FINE, _panel_shown(read, options)
    (file,) = options.files
    if not writes:
        return FINE, _shown(HexagonAssessment.load(file, catalogue=catalogue), options)
    assessment = _begun(Path(file), options, catalogue)
    if options.entries:
        assessment = _filled_in(assessment, options)
    assessment.save(file)
    if not options.entries and _is_terminal():
        from .filling import Filling

        assessment = Filling(assessment, lambda each: each.save(file)).run()
    return FINE, _shown(assessment, options)


def _is_terminal() -> bool:
    """Whether there is somebody to ask: either stream may be closed."""
    return sys.stdin is not None and sys.stderr is not None and sys.stdin.isatty()


def _refuse_idle(options: argparse.Namespace, *, writes: bool) -> None:
    """Refuse options that nothing would come of."""
    said_of_entries = ("assessor", "date", "note", "address")
    if not options.entries:
        idle = [
            f"--{name}"
            for name in said_of_entries
            if getattr(options, name) is not None
        ]
        if idle:
            msg = f"{idle[0]} is said of what is filled in; give --set INDICATOR=VALUE too"
            raise UnfitOptions(msg)
    if options.service is not None and not writes:
        raise UnfitOptions(
            "--service is said of a file that is begun; give --intervention KEY too"
        )


def _begun(
    path: Path, options: argparse.Namespace, catalogue: Catalogue
) -> HexagonAssessment:
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
        msg = (
            f"there is no {printable(path.name)} yet: begin it with --intervention KEY"
        )
        raise UnfitOptions(msg)
    return HexagonAssessment.of(
        options.intervention, catalogue=catalogue, service=options.service
    )


def _filled_in(
    assessment: HexagonAssessment, options: argparse.Namespace
) -> HexagonAssessment:
    """The assessment with what the options say, or everything wrong with them."""
    missing = [
        f"--{each}" for each in ("assessor", "date") if not getattr(options, each)
    ]
    if missing:
        msg = f"--set says what was found; {' and '.join(missing)} must say by whom and when"
        raise UnfitOptions(msg)
    wrong = []
    for entry in options.entries:
        try:
            assessment = _with(assessment, entry, options)
        except ImhEvidenceError as error:
            wrong.append(f"--set {cut(entry)}: {error}")
    if wrong:
        raise UnfitOptions("\n".join(wrong))
    return assessment


def _with(
    assessment: HexagonAssessment, entry: str, options: argparse.Namespace
) -> HexagonAssessment:
    from ..decisions import HexagonIndicator

    name, sign, value = entry.partition("=")
    if not sign:
        raise UnfitOptions("give an indicator and its value, such as need=4")
    indicator = HexagonIndicator(name.strip().lower())
    who = options.assessor.strip()
    if indicator.kind == "programme":
        rating = standing_rating(assessment, indicator, who, options.address)
        return assessment.rate(
            indicator,
            value,
            read_on=options.date,
            address=options.address if rating is None else rating.address,
            read_by=who,
            note=_note(rating) if options.note is None else options.note,
        )
    score = standing_score(assessment, indicator, who)
    return assessment.score(
        indicator,
        whole_number(value),
        assessor=who,
        date=options.date,
        note=_note(score) if options.note is None else options.note,
    )


def standing_score(
    assessment: HexagonAssessment, indicator: HexagonIndicator, who: str
) -> SiteScore | None:
    """The score that another one by the same assessor takes the place of."""
    scores = assessment.scores_of(indicator)
    return next((each for each in scores if each.assessor == who), None)


def standing_rating(
    assessment: HexagonAssessment,
    indicator: HexagonIndicator,
    who: str,
    address: str | None,
) -> ProgrammeRating | None:
    """The rating that another one takes the place of.

    Without an address that is the one at the Framework's address; where the
    Framework has none, the only one that the same person read.
    """
    ratings = assessment.ratings_of(indicator)
    known = [each.address for each in assessment.framework_entries]
    if address is None and len(known) == 1:
        address = known[0]
    elif address is None and not known:
        own = {each.address for each in ratings if each.read_by == who}
        address = own.pop() if len(own) == 1 else None
    return next((each for each in ratings if each.address == address), None)


def _note(entry: ProgrammeRating | SiteScore | None) -> str:
    return "" if entry is None else entry.note


def whole_number(text: str) -> Any:
    """The number of a text of digits; any other text as it is, to be refused."""
    spelt = text.strip()
    # Longer numbers are no score, and Python refuses to read very long ones.
    short = len(spelt) <= SHOWN_OF_A_WORD
    return int(spelt) if short and spelt.isdecimal() and spelt.isascii() else spelt


def _shown(assessment: HexagonAssessment, options: argparse.Namespace) -> str:
    from ..views.assessment import assessment_text

    if not options.json:
        return assessment_text(assessment)
    return canonical(
        {
            "assessment": assessment.to_plain(),
            "disagreements": [each.to_plain() for each in assessment.disagreements],
            "open_questions": [to_plain(each) for each in assessment.open_questions],
            "framework": [to_plain(each) for each in assessment.framework_entries],
            "cautions": [to_plain(each) for each in assessment.cautions],
        }
    )


def _panel_shown(
    assessments: list[HexagonAssessment], options: argparse.Namespace
) -> str:
    from ..decisions import beside
    from ..views.assessment import panel_text

    panel = beside(*assessments)
    return canonical(panel.to_plain()) if options.json else panel_text(panel)


# -- workforce and coverage ------------------------------------------------------


def _workforce(options: argparse.Namespace) -> tuple[int, str]:
    from ..decisions import workforce
    from ..views.planning import workforce_text

    catalogue = catalogue_of(options)
    reach = workforce(
        [each.lower() for each in options.practice_levels], catalogue=catalogue
    )
    told = about(catalogue.source)
    if options.json:
        return FINE, canonical({**told, **reach.to_plain()})
    return FINE, workforce_text(reach, _footer(told))


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
    matching = match(names, catalogue=catalogue).confirm(_confirmed(options.confirm))
    covered = coverage(matching)
    told = about(catalogue.source)
    if options.json:
        return FINE, canonical({**told, **covered.to_plain()})
    return FINE, coverage_text(covered, _footer(told))


def _lines(path: Path) -> list[str]:
    """The lines of a text file that are not empty."""
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


def _footer(told: dict[str, Any]) -> list[str]:
    """Where the rows come from, and how they may be used."""
    source = f"Source: {told['source']['title']}"
    if "edition" not in told:
        return [f"{source}."]
    version = f"edition {told['edition']} (data version {told['data_version']})"
    return [told["advice"], f"{source}, {version}."]
