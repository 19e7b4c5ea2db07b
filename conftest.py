"""Every code block in the docs, and every docstring example, is a test."""

from __future__ import annotations

import os
from doctest import ELLIPSIS

import pytest
from sybil import Sybil
from sybil.parsers import doctest, myst


pytest_collect_file = (
    Sybil(
        parsers=[
            myst.DocTestDirectiveParser(ELLIPSIS),
            myst.PythonCodeBlockParser(doctest_optionflags=ELLIPSIS),
        ],
        patterns=["README.md", "docs/*.md"],
    )
    + Sybil(
        parsers=[doctest.DocTestParser(ELLIPSIS)],
        patterns=["*/imh_evidence/*.py", "*/imh_evidence/*/*.py"],
    )
).pytest()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a skipped test is a failure: it would pass without having looked."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
