"""What is not installed is asked for by its install line, and only where used."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from imh_evidence import Criteria, MissingExtra, interventions
from imh_evidence.interop import frames


FRAME = pl.DataFrame({"programme": ["FNP"], "audience_targeted": [True]})

USES: dict[str, tuple[str, str, Callable[[], Any]]] = {
    "pandas": ("pandas", "engines", lambda: interventions.to_frame("pandas")),
    "polars": ("polars", "engines", lambda: interventions.to_frame("polars")),
    "pyarrow": ("pyarrow", "engines", lambda: interventions.to_frame("pyarrow")),
    "arro3.core": ("arro3-core", "arrow", interventions.__arrow_c_stream__),
    "narwhals.stable.v2": (
        "narwhals",
        "frames",
        lambda: frames.filter(FRAME, Criteria(audience="targeted")),
    ),
    "narwhals": ("narwhals", "frames", lambda: frames.annotate(FRAME)),
}


class TestMissingExtra:
    @pytest.mark.parametrize("module", USES)
    def test_says_how_to_install_it(self, monkeypatch: pytest.MonkeyPatch, module: str) -> None:
        """The error names what needs the library, and the line that installs it."""
        library, extra, use = USES[module]
        for name in [each for each in sys.modules if each.split(".")[0] == "narwhals"]:
            if module.startswith("narwhals"):
                monkeypatch.delitem(sys.modules, name)
        monkeypatch.setitem(sys.modules, module, None)
        with pytest.raises(MissingExtra) as caught:
            use()

        assert f'run: pip install "imh-evidence[{extra}]"' in str(caught.value)
        assert f" needs {library}, which is not installed; " in str(caught.value)
        assert (library, extra) == (caught.value.library, caught.value.extra)


class TestImports:
    def test_wait_until_they_are_needed(self) -> None:
        """Importing the room imports no library of frames."""
        code = "import imh_evidence.interop.frames, sys; print(*sys.modules)"
        ran = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )
        libraries = {"narwhals", "pandas", "polars", "pyarrow", "duckdb", "arro3"}

        assert set() == libraries & set(ran.stdout.split())
