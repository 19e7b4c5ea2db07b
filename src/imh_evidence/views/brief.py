"""A decision on a page: HTML and Markdown that paste into a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from ..decisions.conditions import FactCondition, Holding
from ..decisions.piles import Pile
from ..interop.arguments import as_path
from ..model.errors import UnknownValue, printable
from ..model.record import Record
from ..model.scales import joined
from .bars import range_bar
from .cards import card, safe


if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from os import PathLike

    from ..decisions.decision import Decision
    from ..model.records import Intervention
    from ..model.scales import EfficacyRange

__all__ = ["Brief", "Sheet", "SheetRow", "brief_of", "decision_card", "sheet_of"]

ENDINGS = (".html", ".md")

#: What a wish that is called open is.
OPEN = "(Open: it depends on the range, or on a fact that is not known.)"


@attrs.frozen(repr=False)
class Brief(Record):
    """A decision on a page. Made by ``decision.to_brief()``.

    Args:
        title: what was decided.
        fragment: the page as HTML to paste into a document.
        markdown: the page as Markdown.
    """

    title: str
    fragment: str
    markdown: str

    @property
    def html(self) -> str:
        """The page as a whole HTML document, laid out for A4."""
        return (
            '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
            f"<title>{safe(self.title)}</title>\n<style>{_STYLE}</style>\n</head>\n"
            f"<body>\n{self.fragment}</body>\n</html>\n"
        )

    def save(self, path: str | PathLike[str]) -> None:
        """Write the page to a file, whole or not at all.

        Args:
            path: a file whose name ends in ``.html`` or ``.md``.

        Raises:
            UnknownValue: for another ending.
            WrongType: for what is no path.
            OSError: if the file cannot be written; it is then as it was.
        """
        from ..documents.files import save_bytes

        target = as_path(path)
        ending = target.suffix.lower()
        if ending not in ENDINGS:
            raise UnknownValue("the ending of the name of a brief", target.name, ENDINGS)
        text = self.html if ending == ".html" else self.markdown
        save_bytes(target, text.encode(), replace=True)

    def __str__(self) -> str:
        return self.markdown

    def __repr__(self) -> str:
        return f"<Brief: {printable(self.title)}>"

    def _repr_html_(self) -> str:
        return card(self.title, self.fragment)


# -- What stands on it --------------------------------------------------------


@attrs.frozen
class SheetRow(Record):
    """One row of a shortlist as it stands on a page.

    Args:
        name: its name.
        efficacy: its printed efficacy, with who it is for beside it.
        practice: the types of practice that deliver it.
        why: why it is in its pile.
        wishes: the labels of wishes that hold, and of those that are open: that
            depend on the range, or on a fact that is not known.
    """

    name: str
    efficacy: str
    practice: str
    why: tuple[str, ...]
    wishes: tuple[str, ...]


@attrs.frozen
class Sheet(Record):
    """What stands on a page about a decision, in words and in order.

    Args:
        title: what was decided.
        about: when, from what, and how many rows.
        must: the musts, each with the label that rows refer to.
        wish: the wishes, likewise.
        piles: each pile's heading with its rows.
        not_known: local facts that were asked for and are missing.
        sources: where the local facts are from, each once.
        cautions: what to bear in mind.
        citation: how to cite the source.
    """

    title: str
    about: str
    must: tuple[tuple[str, str], ...]
    wish: tuple[tuple[str, str], ...]
    piles: tuple[tuple[str, tuple[SheetRow, ...]], ...]
    not_known: tuple[str, ...]
    sources: tuple[str, ...]
    cautions: tuple[str, ...]
    citation: str


def sheet_of(decision: Decision) -> Sheet:
    """What to say of a decision on a page."""
    return Sheet(
        title=decision.question or "Shortlist of interventions",
        about=_about(decision),
        must=_labelled("M", decision.must),
        wish=_labelled("W", decision.wish),
        piles=tuple((_heading(decision, pile), tuple(_rows(decision, pile))) for pile in Pile),
        not_known=tuple(_missing(decision)),
        sources=tuple(dict.fromkeys(each.origin for each in decision.facts)),
        cautions=tuple(each.text for each in decision.cautions),
        citation=_citation(decision),
    )


def _about(decision: Decision) -> str:
    source = [decision.source.title]
    if decision.edition is not None:
        source += [f"edition {decision.edition}", f"data {decision.data_version}"]
    made = "" if decision.when is None else f"Made {decision.when.isoformat()}. "
    count = len(decision.rows)
    return (
        f"{made}{', '.join(source)}: {count} row{'' if count == 1 else 's'} judged, "
        f"in the order of the table and in no other. Checksum of the rows: "
        f"{decision.rows_sha256[:12]}."
    )


def _labelled(letter: str, conditions: Iterable[object]) -> tuple[tuple[str, str], ...]:
    return tuple((f"{letter}{i}", str(each)) for i, each in enumerate(conditions, 1))


def _heading(decision: Decision, pile: Pile) -> str:
    added = sum(
        decision.judgement(each.intervention).pile is not pile for each in decision.moved_to(pile)
    )
    beside = f", and {added} put here by people" if added else ""
    return f"{pile.label.capitalize()} ({len(decision.pile(pile))}{beside})"


def _rows(decision: Decision, pile: Pile) -> Iterator[SheetRow]:
    for row in decision.pile(pile):
        yield _row(decision, row, (*_why(decision, row), *_moved(decision, row)))
    for override in decision.moved_to(pile):
        judgement = decision.judgement(override.intervention)
        if judgement.pile is not pile:
            row = next(each for each in decision.rows if each.id == judgement.id)
            computed = f"the conditions put it in '{judgement.pile.label}'"
            yield _row(decision, row, (str(override), computed))


def _row(decision: Decision, row: Intervention, why: tuple[str, ...]) -> SheetRow:
    wishes = []
    for (label, _), how in zip(
        _labelled("W", decision.wish), decision.judgement(row.id).wishes, strict=True
    ):
        if how is Holding.HOLDS:
            wishes.append(label)
        elif how is not Holding.FAILS:
            wishes.append(f"{label}\u00a0open")
    # One cell serves all the audiences of a row, so they stand beside it.
    efficacy = f"{row.efficacy} ({joined(row.audiences)})"
    if len({each.evidence for each in decision.rows}) > 1:
        efficacy += f"; evidence {row.evidence}"
    practice = joined(row.practice_levels)
    return SheetRow(row.name, efficacy, practice, why, tuple(wishes))


def _why(decision: Decision, row: Intervention) -> Iterator[str]:
    judgement = decision.judgement(row.id)
    findings = decision.findings(row.id)
    if judgement.pile is Pile.MEETS:
        yield "every must holds" if findings else "nothing was asked"
        for finding in findings:
            if isinstance(finding.condition, FactCondition):
                yield finding.value
        return
    for (label, _), finding in zip(_labelled("M", decision.must), findings, strict=True):
        if judgement.decides(finding.holding):
            yield f"{label} {finding.holding.label} ({finding.value})"


def _moved(decision: Decision, row: Intervention) -> Iterator[str]:
    override = decision.override(row.id)
    if override is not None:
        yield str(override)


def _missing(decision: Decision) -> Iterator[str]:
    """The facts that conditions ask for, each with the rows that lack it."""
    asked = dict.fromkeys(
        each for each in (*decision.must, *decision.wish) if isinstance(each, FactCondition)
    )
    for condition in asked:
        lacking = {row.id for row in decision.rows if decision.lacks(row.id, condition)}
        known = [row.name for row in decision.rows if row.id not in lacking]
        if lacking and len(lacking) <= len(known):
            names = [row.name for row in decision.rows if row.id in lacking]
            yield f"Whether {condition}: not known for {'; '.join(names)}."
        elif lacking and known:
            yield f"Whether {condition}: known only for {'; '.join(known)}."
        elif lacking:
            yield f"Whether {condition}: known for no row."


def _citation(decision: Decision) -> str:
    from ..published import dataset

    judged = (decision.source, decision.edition, decision.data_version)
    if judged == (dataset.source, dataset.edition, dataset.version):
        return dataset.cite().strip()
    source = decision.source
    parts = (source.title, source.container, source.publisher, source.updated)
    text = ". ".join(filter(None, parts))
    where = f" {source.address}." if source.address else ""
    return f"{text}.{where} Checksum of the rows judged: {decision.rows_sha256}."


# -- As HTML ------------------------------------------------------------------

_COLUMNS = (
    "Intervention",
    "Efficacy (who for)",
    "Practice",
    "Why it stands here",
    "Wishes it meets",
)

_WIDTHS = (
    "<colgroup>"
    + "".join(f'<col style="width: {share}%">' for share in (25, 20, 11, 30, 14))
    + "</colgroup>"
)

_STYLE = """
@page { size: A4; margin: 12mm; }
body { font: 8pt/1.22 sans-serif; color: #111; margin: 0; }
h1 { font-size: 13pt; margin: 0 0 2mm; }
h2 { font-size: 9pt; margin: 2mm 0 0.8mm; }
p { margin: 1mm 0 1.5mm; }
ul { margin: 0; padding-left: 4mm; }
table { border-collapse: collapse; width: 100%; }
th, td { border-top: 0.2mm solid #999; padding: 0.5mm 1.5mm 0.5mm 0; text-align: left;
  vertical-align: top; font-weight: normal; }
thead th, th[scope=rowgroup] { font-weight: bold; }
th[scope=rowgroup] { background: #eee; padding-left: 1mm; }
footer { font-size: 7pt; margin-top: 2mm; overflow-wrap: anywhere; }
@media screen {
  body { font-size: 11pt; margin: 2rem auto; max-width: 64rem; padding: 0 1rem; }
  footer { font-size: 10pt; }
}
"""


def _html(sheet: Sheet, printed: Mapping[str, EfficacyRange]) -> str:
    """The page as HTML; with a bar before the efficacy of rows whose range is given."""
    head = "".join(f'<th scope="col">{column}</th>' for column in _COLUMNS)
    body = []
    for heading, rows in sheet.piles:
        span = f'colspan="{len(_COLUMNS)}" scope="rowgroup"'
        body.append(f"<tr><th {span}>{safe(heading)}</th></tr>")
        for row in rows:
            cells = (row.practice, "; ".join(row.why), ", ".join(row.wishes))
            bar = range_bar(printed[row.name]) if row.name in printed else ""
            told = f"<td>{bar}{safe(row.efficacy)}</td>"
            told += "".join(f"<td>{safe(cell)}</td>" for cell in cells)
            body.append(f'<tr><th scope="row">{safe(row.name)}</th>{told}</tr>')
    parts = [
        f"<h1>{safe(sheet.title)}</h1>",
        f"<p>{safe(sheet.about)}</p>",
        _html_line("Must", sheet.must),
        _html_line("Wish", sheet.wish, f" {OPEN}"),
        f"<table>{_WIDTHS}<thead><tr>{head}</tr></thead>\n<tbody>",
        "\n".join(body),
        "</tbody></table>",
        _html_list("What is not known", sheet.not_known),
        _html_list("To bear in mind", sheet.cautions),
        _html_sources(sheet.sources),
        f"<footer>Source: {safe(sheet.citation)}</footer>",
    ]
    return "<article>\n" + "\n".join(filter(None, parts)) + "\n</article>\n"


def _html_line(heading: str, labelled: tuple[tuple[str, str], ...], note: str = "") -> str:
    """Conditions one after the other, each behind its label."""
    told = "; ".join(f"<strong>{label}</strong> {safe(text)}" for label, text in labelled)
    return f"<p><strong>{heading}:</strong> {told}.{note}</p>" if told else ""


def _html_list(heading: str, texts: Iterable[str]) -> str:
    items = "".join(f"<li>{safe(text)}</li>" for text in texts)
    return f"<h2>{heading}</h2>\n<ul>{items}</ul>" if items else ""


def _html_sources(sources: tuple[str, ...]) -> str:
    told = safe("; ".join(sources))
    return f"<p><strong>Local facts from:</strong> {told}.</p>" if told else ""


# -- As Markdown --------------------------------------------------------------


def _markdown(sheet: Sheet) -> str:
    lines = [f"# {_plain(sheet.title)}", "", _plain(sheet.about), ""]
    lines += _bullets("Must", (f"{label}: {text}" for label, text in sheet.must))
    wishes = [f"{label}: {text}" for label, text in sheet.wish]
    lines += _bullets("Wish", [*wishes, OPEN] if wishes else [])
    for heading, rows in sheet.piles:
        lines += [f"## {_plain(heading)}", ""]
        if not rows:
            continue
        lines.append(f"| {' | '.join(_COLUMNS)} |")
        lines.append(f"|{' --- |' * len(_COLUMNS)}")
        for row in rows:
            cells = (
                row.name,
                row.efficacy,
                row.practice,
                "; ".join(row.why),
                ", ".join(row.wishes),
            )
            lines.append(f"| {' | '.join(map(_plain, cells))} |")
        lines.append("")
    lines += _bullets("What is not known", sheet.not_known)
    lines += _bullets("To bear in mind", sheet.cautions)
    if sheet.sources:
        lines += [f"Local facts from: {_plain('; '.join(sheet.sources))}.", ""]
    lines.append(f"Source: {_plain(sheet.citation)}")
    return "\n".join(lines) + "\n"


def _bullets(heading: str, texts: Iterable[str]) -> list[str]:
    items = [f"- {_plain(text)}" for text in texts]
    return [f"## {heading}", "", *items, ""] if items else []


def _plain(text: str) -> str:
    """Text that Markdown shows as it is."""
    text = printable(text)
    for mark in "\\`*_[]<>#|~$":
        text = text.replace(mark, f"\\{mark}")
    return text.replace("&", "&amp;")


def brief_of(decision: Decision) -> Brief:
    """The page of a decision."""
    sheet = sheet_of(decision)
    return Brief(sheet.title, _html(sheet, {}), _markdown(sheet))


def decision_card(decision: Decision) -> str:
    """A decision as a card: its page, with a bar before each efficacy."""
    sheet = sheet_of(decision)
    return card(sheet.title, _html(sheet, {row.name: row.efficacy for row in decision.rows}))
