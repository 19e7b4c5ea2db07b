"""The sheets of the template: their names, their columns, and what is said of each."""

from __future__ import annotations

from ..model.scales import Audience, EfficacyLevel, PracticeLevel
from .sheets import Heading


__all__ = ["COLUMNS", "FACTS", "GUIDE", "SPARE", "YES"]

#: How many rows offer their choices beyond those that are filled in.
SPARE = 500

YES = "Yes"
GUIDE = "How to fill in"

_LEVELS = tuple(level.label for level in EfficacyLevel)
_NAMES = f"Interventions!$A$2:$A${SPARE + 1}"
_THEORIES = "Theories!$A$2:$A$100"

#: What the first sheet asks of the source, by the key of a catalogue file.
FACTS = {
    "title": ("Title", "The title of your list. Needed."),
    "container": ("Part of", "The larger work it is part of."),
    "publisher": ("Publisher", "Who answers for it."),
    "address": ("Address", "Where it can be read."),
    "updated": ("Updated", "The year and month, for example 2026-04."),
    "sha256": ("Checksum", "The sha256 of a text it was read from, if there is one."),
}


def _yes(title: str, prompt: str, *, required: bool = True, width: int = 12) -> Heading:
    return Heading(title=title, required=required, choices=(YES,), prompt=prompt, width=width)


def _theory(*, prompt: str = "") -> Heading:
    return Heading(
        title="Theory", numbered=True, choices=_THEORIES, strict=False, prompt=prompt, width=26
    )


def _intervention(says: str) -> Heading:
    return Heading(title="Intervention", choices=_NAMES, strict=False, prompt=says, width=40)


#: The columns of each sheet that is a list.
COLUMNS: dict[str, tuple[Heading, ...]] = {
    "About": (
        Heading(title="Of your list", width=16),
        Heading(title="Your answer", width=70),
        Heading(title="What to write", required=False, width=60),
    ),
    "Interventions": (
        Heading(title="Name", prompt="The name as people write it.", width=32),
        Heading(
            title="Id",
            required=False,
            prompt="What programs call it: lower-case words joined by hyphens. Leave "
            "it empty to have it made from the name. Do not change it later.",
            width=22,
        ),
        _theory(
            prompt="Choose a theory. One that is not in the list can be added on the "
            "sheet Theories."
        ),
        *(_yes(member.label, "Yes, if it is for this audience.") for member in Audience),
        *(
            _yes(member.label, "Yes, if this type of psychological practice delivers it.")
            for member in PracticeLevel
        ),
        Heading(
            title="Evidence", choices=_LEVELS, prompt="How good the evidence base is.", width=12
        ),
        Heading(
            title="Efficacy, low end",
            choices=_LEVELS,
            prompt="How large the reported effects are: the lowest level reported.",
            width=13,
        ),
        Heading(
            title="Efficacy, high end",
            choices=_LEVELS,
            prompt="The highest level reported; for a single level the same again.",
            width=13,
        ),
        _yes("Suite", "Yes for a suite of programmes.", required=False),
        _yes(
            "Recommended by its source",
            "Yes, if your list says so of this row; it is the list's own statement.",
            required=False,
            width=17,
        ),
    ),
    "Theories": (
        Heading(title="Label", prompt="Its name as people read it.", width=40),
        Heading(
            title="Slug", prompt="Its name in files: lower-case words joined by hyphens.", width=32
        ),
    ),
    "Other names": (
        _intervention("Which intervention is also known by this name."),
        Heading(title="Other name", prompt="One name in each row.", width=50),
    ),
    "Related programmes": (
        _intervention("Which intervention is easily taken for the programme."),
        Heading(title="Programme", prompt="The name of the other one.", width=40),
        Heading(title="Note", prompt="How it is related.", width=50),
        Heading(title="Abbreviation", required=False, width=16),
    ),
}
