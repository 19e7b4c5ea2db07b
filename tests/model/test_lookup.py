"""A name is found exactly or not at all; what is suggested is never another programme."""

from __future__ import annotations

import pytest

from imh_evidence import interventions
from imh_evidence.model.lookup import Lookup, name_forms
from imh_evidence.model.records import Intervention, RelatedProgramme, RetiredId


NAMES = Lookup(interventions)
RELATED = [(row, programme) for row in interventions for programme in row.related]
#: How public lists spell a programme; each takes its name and abbreviation.
SPELLINGS = (
    "{0}",
    "{0} ({1})",
    "The {0}",
    "{0} program",
    "{0} programme",
    "{0} Programs",
    "{0} Programmes",
    "“{0}”",
    "'{0}'",
    "{0}.",
    "{2}",
    "THE {0} PROGRAM ({1})",
)


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize(
    ("row", "programme"), RELATED, ids=[programme.name for _, programme in RELATED]
)
def test_a_related_programme_is_named_and_never_suggested(
    spelling: str, row: Intervention, programme: RelatedProgramme
) -> None:
    """However a related programme is written, no row is offered in its place."""
    dashed = programme.name.replace("-", "\u2013").replace(" ", "\u2010")
    name = spelling.format(programme.name, programme.abbreviation or "UK", dashed)

    assert NAMES.position(name) is None
    error = NAMES.unknown(name)
    assert () == error.suggestions
    assert any(programme.name in note and row.id in note for note in error.related)


def slips(name: str) -> list[str]:
    """Twelve slips of the keyboard in a name."""
    middle = len(name) // 2
    return [
        name[1:],
        name[:-1],
        name[:middle] + name[middle + 1 :],
        name[:middle] + name[middle] * 2 + name[middle + 1 :],
        name[0] * 2 + name[1:],
        name + name[-1],
        name[:2] + name[3] + name[2] + name[4:],
        name[:-2] + name[-1] + name[-2],
        "x" + name[1:],
        name[:-1] + "x",
        name[:middle] + "e" + name[middle:],
        name.upper() + "s",
    ]


@pytest.mark.parametrize("row", interventions, ids=interventions.ids)
def test_a_slip_of_the_keyboard_is_still_offered(row: Intervention) -> None:
    """A true slip is found or leads to its row."""
    missed = [
        slip
        for slip in slips(row.name)
        if NAMES.position(slip) is None and row.id not in NAMES.unknown(slip).suggestions
    ]

    assert [] == missed


@pytest.mark.parametrize(
    "typed",
    [
        "Fam\u00adily Found\u200bations",
        "\ufeffFamily Foundations",
        "Family\u2003Foundations",
        "Family Foundations\u200e",
        "FAMILY FOUNDATIONS.",
    ],
)
def test_pasted_marks_do_not_hide_a_name(typed: str) -> None:
    """A name that reads right is found, whatever was pasted with it."""
    position = NAMES.position(typed)

    assert position is not None
    assert "Family Foundations" == NAMES.rows[position].name


def test_a_retired_id_says_what_to_ask_for() -> None:
    """An id that was used once leads to its successor."""
    retired = RetiredId("old-one", ("family-foundations",), "renamed")
    error = Lookup(interventions, [retired]).unknown("Old one")

    assert ("family-foundations",) == error.suggestions
    assert str(retired) == error.retired


def test_forms_of_a_name() -> None:
    """Brackets, an article and the word programme do not make another name."""
    assert ("child first", "cf") == name_forms("The Child First Programme (CF)")
    assert () == name_forms("( )")


def test_a_name_with_another_programme_in_brackets_is_not_suggested() -> None:
    """A list that takes two programmes for one is shown both, and guesses neither."""
    error = NAMES.unknown("Family Nurse Partnership (NFP)")

    assert () == error.suggestions
    assert any("Nurse-Family Partnership" in note for note in error.related)
