"""How words and names are compared: two functions, used by every part of the library."""

import re
from collections.abc import Callable
from unicodedata import category, normalize


_SPELT = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc\u00b4`\u2032", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033", '"'),
        # Letters and marks that are drawn as nothing; the others are of category Cf.
        **dict.fromkeys("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0", ""),
        **dict.fromkeys((*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)), ""),
    }
)
_KEYED = str.maketrans({"-": " ", ",": " ", "'": "", '"': "", ".": "", "&": " and "})
_MARKS = re.compile("\\((?:r|tm)\\)|[\u00ae\u2122]")
_PLAIN = re.compile("[A-Za-z0-9 -]+")


def _settled(step: Callable[[str], str], text: str) -> str:
    """A text after a step that is taken until it changes nothing more."""
    while (after := step(text)) != text:
        text = after
    return text


def _folded(text: str) -> str:
    if not text.isascii():
        # Marks such as the acute accent would otherwise come apart into two.
        text = normalize("NFC", text).translate(_SPELT)
        text = normalize("NFKC", normalize("NFKC", text).casefold())
        text = "".join(each for each in text if category(each) != "Cf")
    return " ".join(text.translate(_SPELT).lower().split())


def _keyed(text: str) -> str:
    return _folded(_folded(_MARKS.sub("", text.casefold())).translate(_KEYED))


def fold(text: str) -> str:
    r"""A text as sentences, levels and units are compared.

    Case, compatible forms and composition do not matter, nor do characters that
    nobody sees; all spaces, dashes and quotes are one.

    >>> fold("LOW\u00a0\u2013  Medium") == fold("Low - medium")
    True
    """
    return _settled(_folded, text)


def name_key(text: str) -> str:
    r"""A name, id or alias as it is looked up: folded, and without punctuation.

    Dashes and commas are spaces; apostrophes, full stops and the marks of a trade
    name go; ``&`` is ``and``.

    >>> name_key("Parent\u2011Child  Interaction Therapy\u2122")
    'parent child interaction therapy'
    """
    if _PLAIN.fullmatch(text):  # as most are, and there may be many
        return " ".join(text.lower().replace("-", " ").split())
    return _settled(_keyed, text)


def slug(text: str) -> str:
    """The id made from a name.

    >>> slug("Empowering Parent, Empowering Communities")
    'empowering-parent-empowering-communities'
    """
    return name_key(text).replace(" ", "-")
