"""How engines compare a name: exactly, after one finite table of literal replacements.

The table is the whole rule. Nothing in it depends on a locale, a Unicode
version or a regular expression engine, so that a data frame or a database can
apply it literally and reach the same answer.
"""

from __future__ import annotations


__all__ = ["DASHES", "REPLACEMENTS", "spelt"]

#: Hyphen-minus, soft hyphen, hyphen, no-break hyphen, figure dash, en dash, em
#: dash, horizontal bar, minus sign.
DASHES = "-\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212"

#: Each character that is replaced, and by what. Runs of spaces then become
#: one, and spaces at the ends go.
REPLACEMENTS: tuple[tuple[str, str], ...] = (
    *((dash, " ") for dash in DASHES),
    # tab, line ends, and the no-break, thin, hair, narrow and ideographic spaces
    *((space, " ") for space in "\t\n\r\u00a0\u2007\u2009\u200a\u202f\u3000"),
    (",", " "),
    # apostrophes and the marks typed for them
    *((mark, "") for mark in "'\u2018\u2019\u02bc\u00b4`"),
    ("&", " and "),
    ("\u00ae", ""),
    ("\u2122", ""),
    *((chr(ord("A") + i), chr(ord("a") + i)) for i in range(26)),
)

_TABLE = str.maketrans(dict(REPLACEMENTS))


def spelt(text: str) -> str:
    """The form of a name, id or alias under which it is looked up.

    Args:
        text: any text.

    Returns:
        The text after :data:`REPLACEMENTS`, with runs of spaces made one and
        none at the ends.

    >>> spelt("Parent\u2011Child  Interaction Therapy")
    'parent child interaction therapy'
    """
    if text.isascii():
        # Letters, digits, spaces and hyphens are nearly all there is, and quicker.
        plain = text.lower().replace("-", " ")
        if plain.replace(" ", "").isalnum():
            return " ".join(plain.split())
    return " ".join(filter(None, text.translate(_TABLE).split(" ")))
