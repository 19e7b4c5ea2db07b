"""Other people's validators take every export, and refuse it where it is spoilt."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any

import attrs
import pytest
from tests.interop.page import ROWS

from imh_evidence import Catalogue, LocalTheory, interventions
from imh_evidence.interop import write_croissant, write_datapackage, write_sqlite
from imh_evidence.records import RetiredId


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

    def test_takes_hostile_names(self, hostile: Catalogue, tmp_path: Path) -> None:
        """Names that parsers trip over do not make a package invalid."""
        write_datapackage(hostile, tmp_path)

        assert [] == frictionless_errors(tmp_path / "datapackage.json")

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

        assert kind in {
            each[0] for each in frictionless_errors(folder / "datapackage.json")
        }

    def test_refuses_other_bytes(self, folder: Path) -> None:
        """A file that does not have its checksum is found."""
        path = folder / "aliases.csv"
        path.write_bytes(path.read_bytes().replace(b"FNP", b"FMP"))

        assert {"hash-count"} == {
            each[0] for each in frictionless_errors(folder / "datapackage.json")
        }

    def test_does_not_look_at_categories(self, folder: Path) -> None:
        """What it lets through is why levels are an enum too."""
        respell(folder, "interventions", b",High,Medium,High,", b",High,Huge,High,")
        descriptor = folder / "datapackage.json"
        plain = json.loads(descriptor.read_text(encoding="utf-8"))
        for resource in plain["resources"]:
            resource["schema"].pop("foreignKeys", None)
            for field in resource["schema"]["fields"]:
                field.get("constraints", {}).pop("enum", None)
        descriptor.write_text(json.dumps(plain), encoding="utf-8")

        assert [] == frictionless_errors(descriptor)


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
        assert ["niversal" in row["who_for"] for row in ROWS] == [
            each["interventions/audience_universal"] for each in rows
        ]

    def test_takes_hostile_names(self, hostile: Catalogue, tmp_path: Path) -> None:
        """Names and columns that parsers trip over are described and valid."""
        write_croissant(hostile, tmp_path)
        dataset, _ = croissant_issues(tmp_path / "croissant.json")
        rows = [*dataset.records("interventions")]

        assert "NA 0" == rows[0]["interventions/name"].decode()
        assert len(hostile) == len(rows)

    @pytest.mark.parametrize(
        "spoil",
        [
            lambda d: d["recordSet"][0]["field"][0]["source"].update(fileObject={"@id": "no.csv"}),
            lambda d: d["distribution"][0].pop("encodingFormat"),
            lambda d: d["distribution"][0].pop("sha256"),
            lambda d: d["recordSet"][7]["field"][0]["references"]["field"].update({"@id": "no/column"}),
            lambda d: d.update(datePublished="spring"),
        ],
    )  # fmt: skip
    def test_refuses_what_leads_nowhere(self, folder: Path, spoil: Any) -> None:
        """A file, a checksum or a key that is not there is found."""
        path = folder / "croissant.json"
        plain = json.loads(path.read_text(encoding="utf-8"))
        spoil(plain)
        path.write_text(json.dumps(plain), encoding="utf-8")
        mlcroissant: Any = import_module("mlcroissant")

        with pytest.raises((mlcroissant.ValidationError, ValueError)):
            croissant_issues(path)

    def test_refuses_other_bytes(self, folder: Path) -> None:
        """A file that does not have its checksum is not read."""
        path = folder / "interventions.csv"
        path.write_bytes(path.read_bytes().replace(b"High", b"Huge"))
        dataset, _ = croissant_issues(folder / "croissant.json")

        with pytest.raises(Exception, match="Download"):
            next(iter(dataset.records("interventions")))

    def test_does_not_look_at_names(self, folder: Path) -> None:
        """What it lets through is why we keep a list of required fields of our own."""
        path = folder / "croissant.json"
        plain = json.loads(path.read_text(encoding="utf-8"))
        del (
            plain["recordSet"][0]["name"],
            plain["recordSet"][0]["field"][0]["description"],
        )
        path.write_text(json.dumps(plain), encoding="utf-8")

        assert 1 == len(croissant_issues(path)[1])

    def test_uses_the_standard_s_words(self, folder: Path) -> None:
        """The context is the one that goes with the version."""
        rdf: Any = import_module("mlcroissant._src.core.rdf")
        context: Any = import_module("mlcroissant._src.core.context")
        ours = json.loads((folder / "croissant.json").read_text(encoding="utf-8"))
        version = context.CroissantVersion.V_1_1

        assert (
            rdf.make_context(context.Context(conforms_to=version)) == ours["@context"]
        )
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
        assert {"High": 14} == counts["evidence"]

    def test_follows_memberships(self, path: Path) -> None:
        """A set is faceted through its table of memberships."""
        code, plain = datasette(
            path, "/table/intervention_audiences.json?_facet=audience&_labels=on"
        )
        facet = plain["facet_results"]["audience"]["results"]

        assert 0 == code
        assert {
            "universal": sum("niversal" in row["who_for"] for row in ROWS),
            "targeted": sum("argeted" in row["who_for"] for row in ROWS),
        } == {
            each["value"]
            if isinstance(each["value"], str)
            else each["value"]["value"]: each["count"]
            for each in facet
        }

    def test_searches(self, path: Path) -> None:
        """Full-text search finds a row by another of its names."""
        code, plain = datasette(
            path, "/table/interventions.json?_search=FNP&_shape=array"
        )

        assert 0 == code
        assert ["family-nurse-partnership"] == [row["id"] for row in plain]

    def test_can_say_no(self, path: Path) -> None:
        """A column that there is not, and a file that is none, are refused."""
        assert 0 != datasette(path, "/table/interventions.json?_facet=cost&cost=1")[0]
        path.write_bytes(b"no database at all" * 100)
        assert 0 != datasette(path, "/table/interventions.json")[0]


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
    """Rows with and without headings, from elsewhere, and retired ids are valid too."""
    mine = Catalogue.from_records(
        hostile, source="Ours", retired=[RetiredId("old", ("row-1", "row-2"), "split")]
    )
    catalogue = mine.extend(interventions)
    write_datapackage(catalogue, tmp_path)
    write_croissant(catalogue, tmp_path)
    dataset, _ = croissant_issues(tmp_path / "croissant.json")

    assert [] == frictionless_errors(tmp_path / "datapackage.json")
    for name, count in (("interventions", 22), ("origins", 22), ("retired_ids", 1)):
        assert count == len([*dataset.records(name)])
