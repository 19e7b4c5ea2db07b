"""All that CI does, a session each: ``nox --list``."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import nox


nox.options.default_venv_backend = "venv"
nox.options.reuse_existing_virtualenvs = True
nox.options.error_on_missing_interpreters = True
nox.options.sessions = ["tests", "lint", "types", "imports", "docs"]

ROOT = Path(__file__).parent
OLDEST = (3, 11)
# CI is to run the tests on this many CPythons beside the one it started with.
OTHER_PYTHONS = 2


@nox.session
def tests(session: nox.Session) -> None:
    """Run the quick tests; arguments go to pytest."""
    session.install("-e", ".[test]")
    session.run("pytest", *session.posargs)


@nox.session
def coverage(session: nox.Session) -> None:
    """Measure branch coverage of the quick tests; less than 95 % fails for now."""
    session.install("-e", ".[test]")
    session.run("coverage", "erase")
    # Coverage starts first: Hypothesis imports the package as soon as it is itself
    # imported, which a pytest plugin does before any other could start to measure.
    session.run("coverage", "run", "-m", "pytest", "-q", *session.posargs)
    session.run("coverage", "report")


@nox.session
def heavy(session: nox.Session) -> None:
    """Run the tests that need the page, real engines, browsers or validators."""
    session.install("-e", ".[heavy]")
    session.run("pytest", "-m", "heavy", *session.posargs)


@nox.session
def nightly(session: nox.Session) -> None:
    """Run the laws with ten thousand examples each."""
    session.install("-e", ".[test]")
    session.run("pytest", "tests/laws", *session.posargs, env={"HYPOTHESIS_PROFILE": "nightly"})


@nox.session
def lint(session: nox.Session) -> None:
    """Check style and format."""
    session.install("-e", ".[lint]")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")


@nox.session
def imports(session: nox.Session) -> None:
    """Prove that each room imports only from rooms below it."""
    session.install("-e", ".[lint]")
    session.run("lint-imports", "--no-logo")


@nox.session
def types(session: nox.Session) -> None:
    """Check types with mypy and pyright, negative cases among them."""
    session.install("-e", ".[types,bench]")
    session.run("mypy")
    session.run("pyright", "--pythonpath", shutil.which("python", path=session.bin) or "")


@nox.session
def docs(session: nox.Session) -> None:
    """Build the docs; a warning is an error."""
    session.install("-e", ".[docs]")
    session.run("sphinx-build", "-n", "-W", "-T", "--keep-going", "docs", "docs/_build/html")


@nox.session
def data(session: nox.Session) -> None:
    """Check that files which follow from the data are in step with them."""
    session.install("-e", ".")
    session.run("python", "tools/regenerate.py", "--check")


@nox.session
def build(session: nox.Session) -> None:
    """Build wheel and sdist twice, compare them, and inspect what is in them."""
    session.install("-e", ".[build]")
    epoch = session.run("git", "log", "-1", "--format=%ct", external=True, silent=True)
    env = {"SOURCE_DATE_EPOCH": str(epoch).strip()}
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        for directory in (one, two):
            session.run("python", "-m", "build", "--outdir", directory, ".", env=env)
        session.run("python", "tools/inspect_build.py", one, two)


@nox.session
def release(session: nox.Session) -> None:
    """Refuse to release while changelog, versions, data or docs lag behind."""
    session.install("-e", ".")
    session.run("python", "tools/regenerate.py", "--check")
    session.run("python", "tools/check_release.py")
    for each in ("docs", "build"):
        session.notify(each)


@nox.session(name="zip")
def from_zip(session: nox.Session) -> None:
    """Run the library from a zip, with nothing installed."""
    with tempfile.TemporaryDirectory() as directory:
        target, app = Path(directory, "app"), Path(directory, "app.pyz")
        session.run("python", "-m", "pip", "install", "--quiet", "--target", str(target), ".")
        session.run(
            "python", "-m", "zipapp", str(target), "-m", "imh_evidence.cli:main",
            "-o", str(app),
        )  # fmt: skip
        shutil.rmtree(target)
        session.run("python", "-I", str(app), silent=True)
        session.run(
            "python", "-I", "-W", "error", "-c",
            f"import sys; sys.path.insert(0, {str(app)!r})\n"
            "from imh_evidence import interventions, topic\n"
            "import imh_evidence\n"
            "assert '.pyz' in imh_evidence.__file__\n"
            "assert len(interventions) == 14 and len(topic.references) == 10\n"
            "print('from a zip:', interventions['FNP'].name)",
        )  # fmt: skip


@nox.session(python=False)
def pythons(session: nox.Session) -> None:
    """Run the quick tests on every other CPython that runs here."""
    others = _other_pythons()
    for version, python in others.items():
        with tempfile.TemporaryDirectory() as directory:
            session.log(f"CPython {'.'.join(map(str, version))}")
            session.run(python, "-m", "venv", directory, external=True)
            inside = str(Path(directory, "bin", "python"))
            session.run(inside, "-m", "pip", "install", "--quiet", "-e", ".[test]", external=True)
            session.run(inside, "-VV", external=True)
            session.run(inside, "-m", "pytest", "-q", *session.posargs, external=True)
    ran = ", ".join(".".join(map(str, version)) for version in others) or "none"
    print(f"tests ran on these other CPythons: {ran}")
    if len(others) < OTHER_PYTHONS:
        session.error(f"at least {OTHER_PYTHONS} other CPythons are needed, found {ran}")


def _other_pythons() -> dict[tuple[int, int], str]:
    """Each other CPython by its version; what fails to run does not count."""
    places = [Path(place) for place in os.environ["PATH"].split(os.pathsep)]
    if "PYENV_ROOT" in os.environ:
        places += Path(os.environ["PYENV_ROOT"]).glob("versions/*/bin")
    found: dict[tuple[int, int], str] = {}
    for python in (each for place in places for each in place.glob("python3.*")):
        if not python.name.removeprefix("python3.").isdigit():
            continue
        asked = "import ensurepip, sys, venv; print(sys.implementation.name, *sys.version_info[:2])"
        try:
            answer = subprocess.run(
                [python, "-c", asked], capture_output=True, text=True, timeout=60, check=True
            ).stdout.split()
        except (OSError, subprocess.SubprocessError):
            continue
        version = (int(answer[1]), int(answer[2]))
        if answer[0] == "cpython" and version >= OLDEST:
            found.setdefault(version, str(python))
    found.pop(sys.version_info[:2], None)
    return dict(sorted(found.items()))


@nox.session
def mutate(session: nox.Session) -> None:
    """Break the library in small ways and see the tests notice; not part of CI."""
    session.install("-e", ".[mutate]")
    env = {"HYPOTHESIS_PROFILE": "mutation"}
    session.run("mutmut", "run", *session.posargs, env=env, success_codes=[0, 1])
    session.run("mutmut", "results")


@nox.session
def bench(session: nox.Session) -> None:
    """Measure a cold start, questions, loading and frames beside other ways."""
    session.install(".[bench]")
    session.run("python", "benchmarks/cold_start.py", "--check")
    for measured in ("questions", "load", "frames"):
        session.run("python", f"benchmarks/{measured}.py", "--check")
