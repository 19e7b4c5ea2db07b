"""The package supplies its names on first use, cheaply, once, and from anywhere."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.edition import COUNT

import imh_evidence
from imh_evidence import published


CONTRACT = {
    "interventions groups topic references dataset load",
    "Audience EvidenceLevel EfficacyLevel EfficacyRange PracticeLevel Theory",
    "LocalTheory Relation Intervention TheoryGroup Topic Reference",
    "PrevalenceEstimate EffectClaim Catalogue Criteria certainly possibly",
    "ImhEvidenceError Faults UnknownIntervention UnknownValue __version__",
}
PACKAGE = Path(imh_evidence.__file__).parent
FIRST_LOOK_UP = "from imh_evidence import interventions; interventions['FNP']"


def python(*arguments: str, **options: Any) -> str:
    """What a fresh Python prints; a failure shows what it said."""
    done: subprocess.CompletedProcess[str] = subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
        **options,
    )
    assert (0, "") == (done.returncode, done.stderr)
    return done.stdout


def modules_after(code: str) -> set[str]:
    """The modules that a fresh Python has once it has run some code."""
    return set(python("-c", f"{code}\nimport sys; print(*sys.modules)").split())


class TestNames:
    def test_the_contract_is_there(self) -> None:
        """Every promised name is public and is what its home holds."""
        names = {name for line in CONTRACT for name in line.split()}

        assert names <= set(imh_evidence.__all__)
        for name in imh_evidence.__all__:
            assert getattr(imh_evidence, name) is not None

    def test_dir_is_exact(self) -> None:
        """`dir` lists the public names and nothing else."""
        assert sorted(imh_evidence.__all__) == dir(imh_evidence)

    def test_an_unknown_name_is_an_attribute_error(self) -> None:
        """A misspelt name says which module lacks it."""
        with pytest.raises(AttributeError, match="'imh_evidence' has no attribute 'x'"):
            imh_evidence.x  # type: ignore[attr-defined] # noqa: B018
        with pytest.raises(AttributeError, match=r"published' has no attribute 'x'"):
            published.x  # type: ignore[attr-defined] # noqa: B018

    def test_modules_say_what_is_theirs(self) -> None:
        """Every `__all__` is sorted as ruff sorts it and names things that exist."""
        for path in PACKAGE.glob("[a-z]*.py"):
            module = __import__(f"imh_evidence.{path.stem}", fromlist=["x"])

            assert all(hasattr(module, name) for name in module.__all__), path


class TestColdStart:
    def test_importing_the_package_imports_nothing_else(self) -> None:
        """After import only the package itself is new."""
        new = modules_after("import imh_evidence") - modules_after("pass")

        assert {"imh_evidence"} == new

    def test_a_first_look_up_imports_no_more_than_it_needs(self) -> None:
        """A look-up reads the table alone: no difflib, no criteria, no validators."""
        after = modules_after(FIRST_LOOK_UP)
        banned = {"difflib", "jsonschema", "hypothesis", "narwhals", "pandas", "polars", "pyarrow"}
        unneeded = {
            f"imh_evidence.{name}"
            for name in (
                "answers",
                "background",
                "citations",
                "criteria",
                "index",
                "strategies",
                "views",
            )
        }

        assert set() == after & (banned | unneeded)
        assert {"attr", "cattrs", "importlib_resources"} <= after


class TestLoading:
    def test_many_threads_load_once(self) -> None:
        """Sixty-four threads that touch the data first at once get the same objects."""
        code = """
import sys, threading
sys.setswitchinterval(1e-6)
import imh_evidence
from imh_evidence.documents import packaged
calls = []
def counted(name, _real=packaged.data):
    calls.append(name)
    return _real(name)
packaged.data = counted
barrier = threading.Barrier(64)
got = []
def touch(i):
    barrier.wait()
    names = ("interventions", "topic", "dataset", "groups", "references")
    got.append([id(getattr(imh_evidence, names[(i + k) % 5])) for k in range(5)])
threads = [threading.Thread(target=touch, args=(i,)) for i in range(64)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
imh_evidence.load()
print(len(got), len({frozenset(ids) for ids in got}), *sorted(calls))
"""
        assert [
            "64",
            "1",
            "edition.json",
            # The table reads it, and the edition for its source.
            "interventions.json",
            "interventions.json",
            "references.json",
            "topic.json",
            "vocabularies.json",
        ] == python("-c", code).split()


class TestAnywhere:
    @pytest.mark.parametrize(
        "flags", [["-I"], ["-OO"], ["-W", "error"], ["-X", "dev"], ["-I", "-OO", "-W", "error"]]
    )
    def test_runs_under_any_flags(self, flags: list[str]) -> None:
        """The table prints under each of Python's stricter ways to run."""
        assert f"{COUNT} interventions." in python(*flags, "-m", "imh_evidence")

    def test_writes_utf8_whatever_the_locale(self) -> None:
        """A locale of plain ASCII does not keep the table from printing."""
        environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}

        assert "Medium\u2013High" in python("-m", "imh_evidence", env=environment)

    def test_runs_from_a_directory_it_cannot_write(self, tmp_path: Path) -> None:
        """The package writes nothing beside itself."""
        copied = tmp_path / "imh_evidence"
        shutil.copytree(PACKAGE, copied, ignore=shutil.ignore_patterns("__pycache__"))
        before = sorted(tmp_path.rglob("*"))
        for path in [tmp_path, *before]:
            path.chmod(0o555 if path.is_dir() else 0o444)
        code = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); {FIRST_LOOK_UP}; import imh_evidence; imh_evidence.load(); print(imh_evidence.__file__)"

        assert str(copied / "__init__.py") == python("-B", "-c", code).strip()
        assert before == sorted(tmp_path.rglob("*"))
        for path in [tmp_path, *before]:
            path.chmod(0o755)

    def test_runs_from_a_zip(self, tmp_path: Path) -> None:
        """Data are read from a zip as they are from a folder."""
        archive = shutil.make_archive(str(tmp_path / "app"), "zip", PACKAGE.parent, "imh_evidence")
        code = f"import sys; sys.path.insert(0, {archive!r}); import imh_evidence; imh_evidence.load(); print(imh_evidence.__file__, len(imh_evidence.interventions))"

        assert [f"{archive}/imh_evidence/__init__.py", str(COUNT)] == python("-c", code).split()
