"""The pages name what the library has, and say of it what the source says."""

from __future__ import annotations

import json
import re
import runpy
from itertools import combinations
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from tests.edition import COUNT

import imh_evidence


ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.glob("*.md"))
#: Notebooks written as text; the build of the docs runs them.
TUTORIALS = sorted(DOCS.glob("tutorials/*.md"))

#: What a question, an answer or a record is made of, by the module it lives in.
MET_BY_USERS = {
    "answers": "Caution Count Counts Ordering Pair RelationCount Relations",
    "edition": "Dataset Term Vocabulary",
    "model.topic": "Caveat Correction Definition Pointer References Scope Verdict",
    "model.works": "Author Work",
    "model.criteria": "EfficacyBounds Failure Reading",
    "model.errors": "Fault",
    "search": "Match SearchHit",
    "model.notice": "Source",
    "model.records": "CellProvenance Provenance RelatedProgramme RetiredId",
}

#: The phrases in which pages count, and the list of the source that is counted.
COUNTED = {
    "interventions": "rows",
    "theory groups": "groups",
    "references": "references",
    "claims": "claims",
}

LEVELS = ("low", "medium", "high")


@pytest.fixture(name="source", scope="module")
def _source() -> dict[str, Any]:
    """The page's table, copied by hand."""
    text = (ROOT / "tests" / "transcription.json").read_text(encoding="utf-8")
    copied: dict[str, Any] = json.loads(text)
    return copied


@pytest.fixture(name="api", scope="module")
def _api() -> set[str]:
    """Every name that the API page describes."""
    text = (DOCS / "api.md").read_text(encoding="utf-8")
    described = r"^\.\. (?:py:data|auto\w+):: (\S+)"
    return set(re.findall(described, text, re.MULTILINE))


def _prose(page: Path) -> str:
    """A page without its code, on one line."""
    text = page.read_text(encoding="utf-8")
    return " ".join(re.sub(r"```.*?```", "", text, flags=re.DOTALL).split())


class TestApi:
    def test_describes_every_public_name(self, api: set[str]) -> None:
        """Each name of the front door is on the API page, under its public path."""
        missing = {f"imh_evidence.{name}" for name in imh_evidence.__all__} - api

        assert set() == missing

    @pytest.mark.parametrize("module", MET_BY_USERS)
    def test_describes_what_users_meet(self, api: set[str], module: str) -> None:
        """Classes of values that public names return are on the API page."""
        names = MET_BY_USERS[module].split()
        missing = {f"imh_evidence.{module}.{name}" for name in names} - api

        assert set() == missing

    def test_describes_the_strategies(self, api: set[str]) -> None:
        """The strategies are public as a module."""
        assert "imh_evidence.strategies" in api


class TestPages:
    def test_are_all_in_a_toctree(self) -> None:
        """Every page but the first is reached from one, and none is listed in vain."""
        listed: list[str] = []
        for page in PAGES:
            for tree in re.findall(
                r"```{toctree}\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL
            ):
                lines = tree.splitlines()
                listed.extend(line for line in lines if line and line[0] != ":")

        names = [page.relative_to(DOCS) for page in (*PAGES, *TUTORIALS)]

        assert sorted(["index", *listed]) == sorted(str(name.with_suffix("")) for name in names)

    @pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
    def test_are_run(self, request: pytest.FixtureRequest, page: Path) -> None:
        """Every page is collected, so that its examples are tests."""
        session = request.session
        collected = session.ihook.pytest_collect_file(file_path=page, parent=session)

        assert 1 == len(collected)

    @pytest.mark.parametrize("counted", COUNTED)
    def test_count_right(self, source: dict[str, Any], counted: str) -> None:
        """Where a page gives a number of things, it is the source's number."""
        found = {
            (page.stem, int(number))
            for page in PAGES
            for number in re.findall(rf"\b(\d+) {counted}\b", _prose(page))
        }

        assert found
        assert {len(source[COUNTED[counted]])} == {number for _, number in found}

    def test_say_all_rows_right(self, source: dict[str, Any]) -> None:
        """Where a page says all so many rows, it is all there are."""
        found = {
            int(number)
            for page in PAGES
            for number in re.findall(r"\ball (\d+) rows\b", _prose(page))
        }

        assert {len(source["rows"])} == found


def _ends(row: dict[str, str]) -> tuple[int, int]:
    """A row's efficacy by place on the scale, read anew from the print."""
    ends = [LEVELS.index(word) for word in re.findall(r"\w+", row["efficacy"].lower())]
    return min(ends), max(ends)


def _audiences(row: dict[str, str]) -> frozenset[str]:
    return frozenset(re.findall("universal|targeted", row["who_for"].lower()))


def _relation(first: tuple[int, int], second: tuple[int, int]) -> str:
    if first == second and first[0] == first[1]:
        return "EQUAL"
    upper, lower = max(first, second), min(first, second)
    if upper[0] > lower[1]:
        return "ABOVE"
    return "AT_LEAST" if upper[0] == lower[1] else "UNDECIDED"


class TestComputedTables:
    @pytest.fixture(name="tables")
    def _tables(self) -> dict[str, Any]:
        """What the pages show, by the name they ask for it."""
        path = DOCS / "_ext" / "tables.py"
        tables: dict[str, Any] = runpy.run_path(str(path))["TABLES"]
        return tables

    def test_relations_are_the_sources(
        self, tables: dict[str, Any], source: dict[str, Any]
    ) -> None:
        """Pairs by relation and audiences are those of the printed table."""
        pairs = [
            (_relation(_ends(a), _ends(b)), _audiences(a) == _audiences(b))
            for a, b in combinations(source["rows"], 2)
        ]
        expected = [
            (name, str(same + other), str(same), str(other))
            for name in ("ABOVE", "AT_LEAST", "EQUAL", "UNDECIDED")
            for same, other in [(pairs.count((name, True)), pairs.count((name, False)))]
        ]

        assert expected == tables["relations"]().rows

    def test_lists_of_what_is_at_least_are_the_sources(
        self, tables: dict[str, Any], source: dict[str, Any]
    ) -> None:
        """The whole range goes by its low end, part of it by its high end."""
        expected = []
        for place, level in enumerate(LEVELS):
            lists = [
                [row["name"] for row in source["rows"] if _ends(row)[end] >= place]
                for end in (0, 1)
            ]
            cells = [
                f"all {COUNT} rows" if len(names) == COUNT else (f"{len(names)} rows:", *names)
                for names in lists
            ]
            expected.append((level.capitalize(), *cells))

        assert expected == tables["at-least"]().rows

    def test_audience_by_practice_is_the_sources(
        self, tables: dict[str, Any], source: dict[str, Any]
    ) -> None:
        """A row counts under each pair of an audience and a type of practice."""
        practices = ("Informed", "Skilled", "Enhanced", "Specialist")
        expected = [
            (
                audience,
                *(
                    str(
                        sum(
                            audience.lower() in _audiences(row) and practice in row["practice"]
                            for row in source["rows"]
                        )
                    )
                    for practice in practices
                ),
            )
            for audience in ("Universal", "Targeted")
        ]
        table = tables["counts"]("audience", "practice_level")

        assert ("", *practices) == table.header
        assert expected == table.rows

    def test_every_claim_is_shown(self, tables: dict[str, Any], source: dict[str, Any]) -> None:
        """The claims page shows each claim of the source, once in full."""
        text = (DOCS / "claims.md").read_text(encoding="utf-8")
        shown = re.findall(r"{computed-table} claim (\S+)", text)
        titles = [tables["claim"](each).rows[0] for each in shown]

        assert len(source["claims"]) == len(tables["verdicts"]().rows)
        assert len(source["claims"]) == len(set(titles))

    def test_pages_of_rows_hold_the_sources_relations(self, source: dict[str, Any]) -> None:
        """Each row's page has each other row once, where the printed ranges put it."""
        standing = runpy.run_path(str(DOCS / "_ext" / "tables.py"))["standing"]
        words = {
            "ABOVE": "Every level that it prints is above every level of",
            "AT_LEAST": "No level that it prints is below any level of",
            "EQUAL": "It prints the same single level as",
            "AT_MOST": "No level that it prints is above any level of",
            "BELOW": "Every level that it prints is below every level of",
            "UNDECIDED": "The print leaves open how it stands to",
        }
        mirrored = {"ABOVE": "BELOW", "AT_LEAST": "AT_MOST"}
        for row in source["rows"]:
            expected: dict[str, list[list[str]]] = {each: [[], []] for each in words}
            for other in source["rows"]:
                relation = _relation(_ends(row), _ends(other))
                if _ends(row) < _ends(other):
                    relation = mirrored.get(relation, relation)
                if other is not row:
                    apart = _audiences(row) != _audiences(other)
                    expected[relation][apart].append(other["name"])
            record = imh_evidence.interventions[row["name"]]

            assert [
                (words[relation], *names) for relation, names in expected.items() if any(names)
            ] == [
                (says, [each.name for each in same], [each.name for each in rest])
                for says, same, rest in standing(record)
            ]


class TestDataDictionary:
    @pytest.fixture(name="dictionary")
    def _dictionary(self) -> list[tuple[Any, ...]]:
        """Every schema in words."""
        return list(runpy.run_path(str(DOCS / "_ext" / "schemas.py"))["dictionary"]())

    def test_has_every_field_of_every_schema(self, dictionary: list[tuple[Any, ...]]) -> None:
        """Each object of each file is there, with its fields and which are required."""
        folder = ROOT / "src" / "imh_evidence" / "data" / "schema"
        expected = []
        for path in sorted(folder.glob("*.json")):
            schema = json.loads(path.read_text(encoding="utf-8"))
            for part in (schema, *schema.get("$defs", {}).values()):
                fields = part.get("properties", {})
                expected.append([(name, name in part.get("required", ())) for name in fields])

        assert expected == [
            [(field.name, field.required) for field in each.fields]
            for described in dictionary
            for each in described
        ]

    def test_leads_to_what_it_describes(self, dictionary: list[tuple[Any, ...]]) -> None:
        """Each link of a type leads to one object, and no two have one place."""
        places = [each.anchor for described in dictionary for each in described]
        links = {
            part.anchor
            for described in dictionary
            for each in described
            for field in each.fields
            for part in field.kind
            if not isinstance(part, str)
        }

        assert len(places) == len(set(places))
        assert links
        assert links <= set(places)

    def test_tells_types_choices_and_limits(self, dictionary: list[tuple[Any, ...]]) -> None:
        """A reader learns what a field takes without reading the schema."""
        (intervention,) = (
            each
            for described in dictionary
            for each in described
            if each.anchor == "catalogue-intervention"
        )
        fields = {field.name: field for field in intervention.fields}

        assert ("low", "medium", "high") == fields["evidence"].choices
        assert ("list of strings",) == fields["audiences"].kind
        assert ("universal", "targeted") == fields["audiences"].choices
        assert "At least 1 of them; each once" in fields["audiences"].about
        assert "efficacy range" == fields["efficacy"].kind[-1].text


def test_the_picture_in_the_readme_is_of_these_rows(source: dict[str, Any]) -> None:
    """Each row's name, and the edition and version of the data, stand in the map."""
    picture = DOCS / "_static" / "evidence-map.svg"
    texts = ET.parse(picture).getroot().itertext()  # noqa: S314 -- our own file
    words = " ".join(" ".join(texts).split())
    version = (
        f"edition {imh_evidence.dataset.edition} (data version {imh_evidence.dataset.version})"
    )

    assert "docs/_static/evidence-map.svg" in (ROOT / "README.md").read_text("utf-8")
    assert [] == [row["name"] for row in source["rows"] if row["name"] not in words]
    assert version in words
