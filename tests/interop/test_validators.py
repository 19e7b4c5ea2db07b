"""Other people's validators take every export, and refuse it where it is spoilt."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections import Counter
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any

import attrs
import pytest
from tests.edition import COUNT, ROWS
from tests.interop.page import universal

from imh_evidence import Catalogue, LocalTheory, interventions
from imh_evidence.interop import write_croissant, write_datapackage, write_sqlite


pytestmark = [
    pytest.mark.heavy,
    # The validators' own, and those of what they import.
    pytest.mark.filterwarnings("default::DeprecationWarning"),
    pytest.mark.filterwarnings("default::UserWarning"),
    pytest.mark.filterwarnings("default::ResourceWarning"),
    pytest.mark.filterwarnings("default::FutureWarning"),
    pytest.mark.filterwarnings("default::pytest.PytestUnraisableExceptionWarning"),
]

ROOT = Path(__file__).parents[2]


@pytest.fixture(name="hostile", scope="module")
def _hostile() -> Catalogue:
    """Names that spreadsheets and parsers trip over, and theories of one's own."""
    row = attrs.evolve(interventions["EasyPeasy"], recommended=None, theory_group=None)
    names = ("NA", "=1+1", "null", '"', "a\nb", "a,b;c", "\u202eright", "\U0001f9f8")
    return Catalogue.from_records(
        [
            attrs.evolve(
                row,
                id=f"row-{i}",
                name=f"{name} {i}",
                aliases=(name,) if name != '"' else (),
                theories=(LocalTheory("a_b", "A"), LocalTheory("a-b", "B")),
            )
            for i, name in enumerate(names)
        ],
        source="=cmd()",
    )


def frictionless_errors(path: Path) -> list[Any]:
    """What frictionless finds wrong with a package, its data and its keys."""
    frictionless: Any = import_module("frictionless")
    with frictionless.system.use_context(trusted=True):
        report = frictionless.validate(str(path))
    errors: list[Any] = report.flatten(["type", "note"])
    assert report.valid == (not errors)
    return errors


def respell(folder: Path, name: str, old: bytes, new: bytes) -> None:
    """Change a table, and its description with it."""
    path = folder / f"{name}.csv"
    before = path.read_bytes()
    data = before.replace(old, new, 1)
    assert data != before
    path.write_bytes(data)
    descriptor = folder / "datapackage.json"
    text = descriptor.read_text(encoding="utf-8")
    text = text.replace(sha256(before).hexdigest(), sha256(data).hexdigest())
    plain = json.loads(text)
    for each in plain["resources"]:
        if each["name"] == name:
            each["bytes"] = len(data)
    descriptor.write_text(json.dumps(plain), encoding="utf-8")


class TestFrictionless:
    @pytest.fixture(name="folder")
    def _folder(self, tmp_path: Path) -> Path:
        write_datapackage(interventions, tmp_path / "package")
        return tmp_path / "package"

    def test_takes_the_package(self, folder: Path, tmp_path: Path) -> None:
        """The published package is valid, as a folder and as a zip."""
        write_datapackage(interventions, tmp_path / "p.zip")

        assert [] == frictionless_errors(folder / "datapackage.json")
        assert [] == frictionless_errors(tmp_path / "p.zip")

    @pytest.mark.parametrize(
        ("table", "old", "new", "kind"),
        [
            ("interventions", b",High,Medium,High,", b",High,Huge,High,", "constraint-error"),
            ("interventions", b",true,", b",perhaps,", "type-error"),
            ("aliases", b"family-nurse-partnership", b"nobody", "foreign-key"),
            ("audiences", b"universal,Universal", b"targeted,Universal", "primary-key"),
            ("cells", b",name,", b",,", "constraint-error"),
        ],
    )  # fmt: skip
    def test_refuses_a_cell(
        self, folder: Path, table: str, old: bytes, new: bytes, kind: str
    ) -> None:
        """A level, flag or key that is none is found, though the checksum is right."""
        respell(folder, table, old, new)

        assert kind in {each[0] for each in frictionless_errors(folder / "datapackage.json")}


def croissant_issues(path: Path) -> tuple[Any, list[str]]:
    """The dataset that mlcroissant reads, and what it warns of."""
    mlcroissant: Any = import_module("mlcroissant")
    dataset = mlcroissant.Dataset(str(path))
    return dataset, sorted(dataset.metadata.ctx.issues.warnings)


class TestCroissant:
    @pytest.fixture(name="folder")
    def _folder(self, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Path:
        caplog.set_level(logging.CRITICAL)
        write_croissant(interventions, tmp_path)
        return tmp_path

    def test_takes_the_description(self, folder: Path) -> None:
        """It is valid; what it misses is the licence that nobody found."""
        _, warnings = croissant_issues(folder / "croissant.json")

        assert 1 == len(warnings)
        assert "license" in warnings[0]

    def test_reads_what_the_page_prints(self, folder: Path) -> None:
        """Its own reader gives the rows of the page, typed."""
        dataset, _ = croissant_issues(folder / "croissant.json")
        rows = [*dataset.records("interventions")]

        assert [row["name"] for row in ROWS] == [
            each["interventions/name"].decode() for each in rows
        ]
        assert [universal(row) for row in ROWS] == [
            each["interventions/audience_universal"] for each in rows
        ]

    def test_refuses_other_bytes(self, folder: Path) -> None:
        """A file that does not have its checksum is not read."""
        path = folder / "interventions.csv"
        path.write_bytes(path.read_bytes().replace(b"High", b"Huge"))
        dataset, _ = croissant_issues(folder / "croissant.json")

        with pytest.raises(Exception, match="Download"):
            next(iter(dataset.records("interventions")))

    def test_uses_the_standard_s_words(self, folder: Path) -> None:
        """The context is the one that goes with the version."""
        rdf: Any = import_module("mlcroissant._src.core.rdf")
        context: Any = import_module("mlcroissant._src.core.context")
        ours = json.loads((folder / "croissant.json").read_text(encoding="utf-8"))
        version = context.CroissantVersion.V_1_1

        assert rdf.make_context(context.Context(conforms_to=version)) == ours["@context"]
        assert version.value == ours["conformsTo"]


def datasette(path: Path, address: str) -> tuple[int, Any]:
    """What Datasette answers, and its exit code."""
    done = subprocess.run(
        [sys.executable, "-m", "datasette", "--get", address, str(path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    try:
        return done.returncode, json.loads(done.stdout)
    except json.JSONDecodeError:
        return done.returncode, done.stdout + done.stderr


class TestDatasette:
    @pytest.fixture(name="path")
    def _path(self, tmp_path: Path) -> Path:
        write_sqlite(interventions, tmp_path / "table.db")
        return tmp_path / "table.db"

    def test_serves_facets(self, path: Path) -> None:
        """A facet counts the rows as the page prints them."""
        code, plain = datasette(
            path, "/table/interventions.json?_facet=efficacy_low&_facet=evidence"
        )
        counts = {
            name: {each["value"]: each["count"] for each in facet["results"]}
            for name, facet in plain["facet_results"].items()
        }
        lows = [row["efficacy"].split("-")[0].strip() for row in ROWS]

        assert 0 == code
        assert {level: lows.count(level) for level in {*lows}} == counts["efficacy_low"]
        assert counts["evidence"] == Counter(row["evidence"] for row in ROWS)

    def test_follows_memberships(self, path: Path) -> None:
        """A set is faceted through its table of memberships."""
        code, plain = datasette(
            path, "/table/intervention_audiences.json?_facet=audience&_labels=on"
        )
        facet = plain["facet_results"]["audience"]["results"]

        assert 0 == code
        assert {
            "universal": sum(map(universal, ROWS)),
            "targeted": sum("argeted" in row["who_for"] for row in ROWS),
        } == {
            each["value"] if isinstance(each["value"], str) else each["value"]["value"]: each[
                "count"
            ]
            for each in facet
        }


class TestCitationFile:
    def test_follows_the_citation_file_format(self, tmp_path: Path) -> None:
        """The project's own citation is valid, and spoilt ones are not."""
        copy = tmp_path / "CITATION.cff"
        text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
        codes = []
        for change in (
            text,
            text.replace("cff-version: 1.2.0", ""),
            text.replace("type: website", "type: leaflet"),
            text.replace("https://www.matrix", "the matrix "),
            text.replace("month: 4", "month: 13"),
        ):
            copy.write_text(change, encoding="utf-8")
            codes.append(check_jsonschema(copy))

        assert [0, 1, 1, 1, 1] == codes


def check_jsonschema(path: Path) -> int:
    """Hold a file against the citation file format, as it is packaged."""
    arguments = ["--builtin-schema", "vendor.citation-file-format", str(path)]
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode in {0, 1}, done.stderr
    return done.returncode


def test_a_catalogue_of_several_sources_is_valid_everywhere(
    hostile: Catalogue, tmp_path: Path
) -> None:
    """Rows with hostile names, with and without headings, and from elsewhere."""
    catalogue = hostile.beside(interventions, source="Both")
    write_datapackage(catalogue, tmp_path)
    write_croissant(catalogue, tmp_path)
    dataset, _ = croissant_issues(tmp_path / "croissant.json")

    assert [] == frictionless_errors(tmp_path / "datapackage.json")
    rows = [*dataset.records("interventions")]
    assert len(hostile) + COUNT == len(rows)
    assert {1, 2} == {each["interventions/source"] for each in rows}
