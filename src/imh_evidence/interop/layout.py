"""The sheets of the template: their names, their columns, and what is said of each."""

from __future__ import annotations

from ..scales import Audience, EfficacyLevel, PracticeLevel
from .sheets import Heading


__all__ = [
    "ALWAYS",
    "COLUMNS",
    "FACTS",
    "GUIDE",
    "SPARE",
    "YES",
]

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
    return Heading(
        title=title, required=required, choices=(YES,), prompt=prompt, width=width
    )


def _theory(*, prompt: str = "") -> Heading:
    return Heading(
        title="Theory",
        numbered=True,
        choices=_THEORIES,
        strict=False,
        prompt=prompt,
        width=26,
    )


def _intervention(says: str) -> Heading:
    return Heading(
        title="Intervention", choices=_NAMES, strict=False, prompt=says, width=40
    )


#: The sheets that every template has; the others are added where there is a use.
ALWAYS = (
    "About",
    "Interventions",
    "Theories",
    "Other names",
    "Related programmes",
    "Retired ids",
)

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
        *(
            _yes(member.label, "Yes, if it is for this audience.")
            for member in Audience
        ),
        *(
            _yes(
                member.label, "Yes, if this type of psychological practice delivers it."
            )
            for member in PracticeLevel
        ),
        Heading(
            title="Evidence",
            choices=_LEVELS,
            prompt="How good the evidence base is.",
            width=12,
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
        Heading(
            title="Group",
            required=False,
            prompt="The number of its heading on the sheet Groups.",
            text=False,
            width=10,
        ),
        _yes(
            "Recommended by the published page",
            "For rows of the published page only: a recommendation is the page's to give.",
            required=False,
            width=17,
        ),
    ),
    "Theories": (
        Heading(title="Label", prompt="Its name as people read it.", width=40),
        Heading(
            title="Slug",
            prompt="Its name in files: lower-case words joined by hyphens.",
            width=32,
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
    "Retired ids": (
        Heading(title="Id", prompt="An id that is no longer in use.", width=32),
        Heading(title="Replaced by", numbered=True, required=False, width=32),
        Heading(title="Note", prompt="Why it was retired.", width=50),
    ),
    "Groups": (
        Heading(title="Number", text=False, width=10),
        Heading(title="Label", width=60),
        _theory(),
        Heading(title="Line", required=False, text=False, width=10),
        Heading(title="Recommendation line", required=False, text=False, width=24),
    ),
    "Provenance": (
        _intervention("Whose cell was read."),
        Heading(title="Field", required=False, width=18),
        Heading(title="Printed", required=False, width=40),
        Heading(title="Line", required=False, text=False, width=10),
        Heading(title="Rule", required=False, width=44),
        Heading(title="Source", required=False, width=30),
        Heading(title="Edition", required=False, width=12),
        Heading(title="Checksum", required=False, width=30),
    ),
    "Origins": (
        _intervention("Which intervention comes from elsewhere."),
        *(
            Heading(title=title, required=key == "title", width=30)
            for key, (title, _) in FACTS.items()
        ),
        # Tells origins apart that are of one source and stand beside each other.
        Heading(title="Origin", required=False, text=False, width=10),
    ),
}
