"""Every code block in the docs, and every docstring example, is a test."""

from __future__ import annotations

from doctest import ELLIPSIS

from sybil import Sybil
from sybil.parsers import doctest, myst


pytest_collect_file = (
    Sybil(
        parsers=[
            myst.DocTestDirectiveParser(ELLIPSIS),
            myst.PythonCodeBlockParser(doctest_optionflags=ELLIPSIS),
        ],
        patterns=["README.md", "*/docs/*.md"],
    )
    + Sybil(
        parsers=[doctest.DocTestParser(ELLIPSIS)],
        patterns=["*/imh_evidence/*.py"],
    )
).pytest()
