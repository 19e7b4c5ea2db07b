"""Which words of the page each fact of ours rests on.

Facts around the table are kept in our own words. Two small tables tie them to
the page without copying it: the key words that stand for each of our values,
and a fingerprint of each sentence that a fact rests on. A fingerprint is a
number of words and a checksum of them, so it shows that a sentence changed and
not what it said.
"""

from __future__ import annotations

import hashlib
import re
from string import ascii_lowercase, ascii_uppercase
from typing import TYPE_CHECKING

import attrs

from ..model.record import Record


if TYPE_CHECKING:
    from collections.abc import Mapping

    from .sheet import Sheet

__all__ = ["ADVICE", "MEANINGS", "WORDING", "Meaning", "Wording", "fingerprint", "found"]


@attrs.frozen
class Meaning(Record):
    """The key words of the page that a value of ours stands for.

    Args:
        page: the key words, in printed order.
        ours: what our own words must hold for them.
    """

    page: tuple[str, ...]
    ours: tuple[str, ...]


#: By subject and field, what the page and the data are to say.
MEANINGS: Mapping[tuple[str, str], Meaning] = {
    ("disorder-to-6-years", "population"): Meaning(
        ("children", "up to 6 years", "older children", "adolescents"),
        ("children", "up to 6 years"),
    ),
    ("disorder-to-6-years", "condition"): Meaning(("disorders",), ("disorder",)),
    ("disorder-at-18-months", "population"): Meaning(
        (*("children", "under 3", "Danish study", "18-month-old", "infants"), "general population"),
        ("infants", "18 months", "general population", "Danish"),
    ),
    ("disorder-at-18-months", "condition"): Meaning(
        ("serious mental health disorders",), ("serious", "disorder")
    ),
    ("disorganised-attachment", "population"): Meaning(
        ("young children", "general population"), ("young children", "general population")
    ),
    ("disorganised-attachment", "condition"): Meaning(
        ("disorganised attachment", "main caregiver"),
        ("attachment", "disorganised", "main caregiver"),
    ),
    ("exclusions", "exclusions"): Meaning(
        ("pharmacological", "not informed by psychological theory"),
        ("medic", "not informed by psychological theory"),
    ),
}


@attrs.frozen
class Wording(Record):
    """The fingerprint of a sentence, and what of ours rests on it.

    Args:
        kind: the kind of fact.
        subjects: ids of the facts.
        words: how many words it has.
        digest: the first half of their sha256, in hexadecimal.
    """

    kind: str
    subjects: tuple[str, ...]
    words: int
    digest: str


# The rule that the fingerprints were made by, which stays as it is: dashes and commas
# are spaces, apostrophes and the marks of a trade name go.
_PRINTED = str.maketrans(
    {
        **dict.fromkeys("-,\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212", " "),
        **dict.fromkeys("'`\u00b4\u02bc\u2018\u2019\u00ae\u2122", ""),
        **dict(zip(ascii_uppercase, ascii_lowercase, strict=True)),
        "&": " and ",
    }
)


def _bare(text: str) -> list[str]:
    return [word for part in re.findall(r"\S+", text) for word in _split(part)]


def _split(part: str) -> list[str]:
    return part.translate(_PRINTED).split()


def _digest(words: list[str]) -> str:
    whole = " ".join(words).encode(errors="surrogatepass")
    return hashlib.sha256(whole).hexdigest()[:32]


def fingerprint(sentence: str) -> tuple[int, str]:
    r"""How many words a sentence has, and their checksum.

    Capitals, commas, apostrophes, dashes and line ends make no difference.

    >>> fingerprint("So it goes.") == fingerprint("so  it\ngoes.")
    True
    """
    words = _bare(sentence)
    return len(words), _digest(words)


def found(sheet: Sheet, wording: tuple[Wording, ...]) -> dict[Wording, int]:
    """Each sentence that stands on a page, with the line it begins on.

    A sentence begins a line or follows the end of another.

    Args:
        sheet: the page.
        wording: the sentences to look for.
    """
    words: list[str] = []
    begins: dict[int, int] = {}
    for number, line in enumerate(sheet.flat.split("\n"), 1):
        begins[len(words)] = number
        for part in re.findall(r"\S+", line):
            words += _split(part)
            if part.endswith((".", "?", "!", ":", ")")):
                begins[len(words)] = number
    places: dict[Wording, int] = {}
    for each in wording:
        for start, number in begins.items():
            if _digest(words[start : start + each.words]) == each.digest:
                places[each] = number
                break
    return places


#: Each sentence of the page that a fact of ours rests on, in page order.
WORDING: tuple[Wording, ...] = (
    Wording("citation", ("1",), 70, "ffeece95c1b96e7b6d6080750b6e1524"),
    Wording("citation", ("2", "3"), 47, "3b601b3cb7e140a0bbf98505a5ca1985"),
    Wording("citation", ("4",), 32, "13f6f3a75da4409f91ae001e5c30e888"),
    Wording("citation", ("5",), 41, "d2e4348c78da390df902d35fc76804cc"),
    Wording("figure", ("disorder-to-6-years",), 27, "cd01d676d9969dd515b3ffab9713d062"),
    Wording(
        "figure",
        ("disorder-at-18-months", "under-threes-less-known"),
        43,
        "fe8de1d5a1664a224cd5c0d774b8fa14",
    ),
    Wording("figure", ("disorganised-attachment",), 42, "361190740e62215bd91ebdd43a857d1d"),
    Wording("caveat", ("more-where-risk",), 21, "ae18a12d65a77dca6853d8560ec8584d"),
    Wording("pointer", ("Early Intervention Framework",), 44, "71958f4fed3f5536c7dac35935b21ac3"),
    Wording("pointer", ("Hexagon Tool",), 75, "97ee531b5270bfcb24c723d558f7e80a"),
    Wording("pointer", ("Early Intervention Framework",), 33, "c9ee58d1b4701a72b11c08cfe651767a"),
    Wording("pointer", ("Good Practice Guidance",), 24, "799896357887737649de0876de81e3f4"),
    Wording("scope", ("ages",), 39, "491f92436b334a8d7b51641407f8d892"),
    Wording("scope", ("ages",), 34, "5a94d3546f71eed7c9a4a154c07256bd"),
    Wording("scope", ("readers",), 23, "f2472467932b1b79c240d709064c8dd6"),
    Wording("scope", ("exclusions",), 16, "3409b9d5935552297e743dbd4db45f3f"),
    Wording("definition", ("infant mental health",), 27, "5b76277b113f1adc94147cb5e5696870"),
    Wording("definition", ("infant mental health",), 23, "16e1b3d94d3836cd3bc050ba3e0822cb"),
    Wording(
        "definition",
        ("universal", "targeted", "targeted-covers-two"),
        50,
        "8c7cd21b8ed04ab556339676563829f2",
    ),
    Wording("caveat", ("not-exhaustive",), 48, "439bd92743fac09d88a4408369f002e4"),
    Wording("caveat", ("not-exhaustive", "highest-levels"), 40, "b4fae7e988c6cff964a34564cca265f8"),
    Wording("claim", ("highest-levels", "not-exhaustive"), 32, "00264c0760923b62f634e760bd3f39d9"),
    Wording(
        "caveat",
        ("hard-to-measure", "uk-evidence-developing"),
        33,
        "d8fa5bb55d8c543b36c14c8f1c978977",
    ),
    Wording("claim", ("components-of-programmes",), 36, "5f13e9f1428247f59233282502d8a71c"),
    Wording("claim", ("responsive-caregiving",), 43, "866842235bb075e63ac7c73241ed63ff"),
    Wording(
        "claim",
        ("attachment-targeted", "attachment-universal"),
        41,
        "00af8162d6add29a39ae1f3fd95e4250",
    ),
    Wording(
        "claim",
        ("social-learning-targeted", "social-learning-universal"),
        41,
        "9cf8495daa4add1b2f901e631d76c9c0",
    ),
    Wording("claim", ("psychoanalytic-targeted",), 19, "2754857e0e7ff8d4b625797e24ca633f"),
    Wording(
        "claim",
        ("cbt-attachment-universal", "psychoeducation-universal"),
        23,
        "cf05c65a01b390f60cfa1a3e0fa03643",
    ),
)

#: The sentences that stand over each heading.
ADVICE = (24, "381b391b1b5b12432f6fd2dcb3a48c0f")
