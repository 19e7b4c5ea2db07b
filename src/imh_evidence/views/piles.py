"""A shortlist, and what a replay of one found, as text for a terminal."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

from ..model.errors import printable
from .brief import OPEN, sheet_of
from .text import WIDTH, bullets


if TYPE_CHECKING:
    from ..decisions.decision import Decision
    from ..decisions.replaying import Replay

__all__ = ["decision_text", "replay_text"]


def decision_text(decision: Decision) -> str:
    """The piles of a decision, with the reason for each row."""
    sheet = sheet_of(decision)
    lines = [_filled(sheet.title), "=" * min(len(printable(sheet.title)), WIDTH)]
    lines += [_filled(sheet.about), ""]
    for heading, labelled in (("Must", sheet.must), ("Wish", sheet.wish)):
        if labelled:
            lines.append(f"{heading}:")
            lines += bullets(f"{label} {text}" for label, text in labelled)
    if sheet.wish:
        lines.append(OPEN)
    for heading, rows in sheet.piles:
        lines += ["", heading, "-" * len(heading)]
        for row in rows:
            lines.append(_filled(f"{row.name}: efficacy {row.efficacy}; {row.practice}"))
            lines += bullets(row.why)
            if row.wishes:
                lines += bullets([f"wishes: {', '.join(row.wishes)}"])
    for heading, texts in (
        ("What is not known", sheet.not_known),
        ("Local facts from", sheet.sources),
        ("To bear in mind", sheet.cautions),
    ):
        if texts:
            lines += ["", f"{heading}:", *bullets(texts)]
    return "\n".join(lines) + "\n"


def replay_text(replay: Replay) -> str:
    """What would differ, a paragraph for each change, and the cautions."""
    before, after = replay.before, replay.after
    lines = [_filled(before.question or "Shortlist of interventions"), ""]
    if replay.is_empty:
        lines.append("Nothing would differ.")
    lines += bullets(map(str, replay.effects))
    lines += bullets(replay.overrides_to_revisit)
    lines += [
        "",
        f"Rows: {len(before.rows)} then, {len(after.rows)} now.",
        _filled(f"Edition: {before.edition or 'none'} then, {after.edition or 'none'} now."),
        "",
        *bullets(caution.text for caution in after.cautions),
    ]
    return "\n".join(lines) + "\n"


def _filled(text: str) -> str:
    return fill(printable(text), WIDTH)
