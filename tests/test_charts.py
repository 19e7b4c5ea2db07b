"""Charts show what the rows print, in words and as a table too, and need no network."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import altair as alt
import attrs
import pytest
from hypothesis import given, settings
from tests.edition import COUNT

from imh_evidence import Catalogue, LocalTheory, MissingExtra, UnknownValue, dataset, interventions
from imh_evidence.decisions import HexagonAssessment
from imh_evidence.strategies import catalogues
from imh_evidence.views.charts import Chart, efficacy_ranges, evidence_map, hexagon


LEVELS = ["Low", "Medium", "High"]
FACETS = ["theory", "audience", "practice_level", "evidence", "efficacy"]
SVG = "{http://www.w3.org/2000/svg}"

#: A name that wants to be markup, and one that wants to steer what shows it.
HOSTILE = ["<script>alert(1)</script>", "a\u202eb & \"c\" 'd'", "tab \t and line \u2028"]


@pytest.fixture(name="source", scope="module")
def _source() -> dict[str, Any]:
    """The page's table, copied by hand."""
    text = (Path(__file__).parent / "transcription.json").read_text(encoding="utf-8")
    copied: dict[str, Any] = json.loads(text)
    return copied


@pytest.fixture(name="bars", scope="module")
def _bars() -> Chart:
    return efficacy_ranges(interventions)


@pytest.fixture(name="places", scope="module")
def _places() -> Chart:
    return evidence_map(interventions)


@pytest.fixture(name="assessed", scope="module")
def _assessed() -> Chart:
    return hexagon(_filled_in())


@pytest.fixture(name="chart", params=["bars", "places", "assessed"])
def _chart(request: pytest.FixtureRequest) -> Chart:
    chart: Chart = request.getfixturevalue(request.param)
    return chart


def _filled_in() -> HexagonAssessment:
    """An assessment with an entry of every kind, and gaps of every kind."""
    made = HexagonAssessment.of("Triple P", service="Our service")
    first, second, *_ = (entry.address for entry in made.framework_entries)
    made = made.rate("usability", "4", read_on="2026-10-05", address=first)
    made = made.rate("usability", "3+", read_on="2026-10-06", address=second)
    made = made.rate("evidence", "99 - -99", read_on="2026-10-05", address=first)
    made = made.score("need", 4, assessor="Ann", date="2026-10-05")
    made = made.score("need", 2, assessor="Ben", date="2026-10-06")
    return made.score("fit", 5, assessor="Ben", date="2026-10-06")


def _printed(row: dict[str, Any]) -> list[str]:
    """The ends of a row's efficacy, read anew from the print."""
    words: list[str] = re.findall(r"\w+", row["efficacy"])
    return [words[0], words[-1]]


def _efficacy(row: dict[str, Any]) -> str:
    low, high = _printed(row)
    return low if low == high else f"{low}\u2013{high}"


def _audiences(row: dict[str, Any]) -> list[str]:
    return [each for each in ("Universal", "Targeted") if each.lower() in row["who_for"].lower()]


@cache
def _texts(chart: Chart) -> list[str]:
    """Everything that is written in the drawing, line by line."""
    root = ET.fromstring(chart.to_svg())  # noqa: S314 -- drawn here
    return [text for node in root.iter(f"{SVG}text") for text in node.itertext()]


def _own(names: list[str]) -> Catalogue:
    theory = LocalTheory("play", HOSTILE[0])
    return Catalogue.from_records(
        attrs.evolve(
            interventions[0],
            id=f"r{i}",
            name=name,
            theories=(theory,),
            theory_group=None,
            aliases=(),
            recommended=None,
        )
        for i, name in enumerate(names)
    )


class TestEfficacyRanges:
    def test_table_is_the_page(self, source: dict[str, Any], bars: Chart) -> None:
        """The table twin has each row of the page under its heading, in page order."""
        headings = {each["number"]: each["heading"] for each in source["groups"]}
        expected = tuple(
            (headings[row["group"]], row["name"], " and ".join(_audiences(row)), _efficacy(row))
            for row in source["rows"]
        )

        assert expected == bars.table

    def test_words_are_the_page(self, source: dict[str, Any], bars: Chart) -> None:
        """The alt text says of each row whom it is for and what it prints, in order."""
        at = 0
        for row in source["rows"]:
            audiences = " and ".join(_audiences(row))
            said = f"{row['name']} ({audiences}), {_efficacy(row)}"

            assert said in bars.alt[at:]

            at = bars.alt.index(said, at)

    def test_bars_run_from_low_to_high(self, source: dict[str, Any], bars: Chart) -> None:
        """The data of the bars are the ends that the page prints."""
        drawn = json.loads(bars.to_json())["datasets"]["bars"]

        assert [_printed(row) for row in source["rows"]] == [
            [bar["low"], bar["high"]] for bar in drawn
        ]

    @pytest.mark.parametrize("size", [0, 1, COUNT])
    def test_axis_has_every_level(self, size: int) -> None:
        """The scale is whole, in order, whatever levels the rows print."""
        chart = efficacy_ranges(interventions[:size])
        on_axis = re.search(r"role-axis-label.*?</g>", chart.to_svg())
        domains = [
            layer["encoding"]["x"]["scale"]["domain"]
            for layer in json.loads(chart.spec)["layer"]
            if layer["name"] in {"cells", "bars"}
        ]

        assert on_axis
        assert LEVELS == re.findall(r">(\w+)</text>", on_axis[0])
        assert [LEVELS, LEVELS] == domains

    def test_a_policy_lays_out_rows_under_their_headings(self) -> None:
        """Headings stay in page order, and the caption says that it is no ranking."""
        chart = efficacy_ranges(interventions, order_by="name")
        first = [name for heading, name, *_ in chart.table][:4]

        assert sorted(first) == first
        assert [row[0] for row in chart.table] == [
            row[0] for row in efficacy_ranges(interventions).table
        ]
        assert "Rows under each heading by name: display order, not a ranking." in chart.caption

    @settings(max_examples=40)  # Altair checks each specification against its schema
    @given(catalogues())
    def test_has_a_bar_and_a_line_for_each_row(self, catalogue: Catalogue) -> None:
        """Whatever the rows, each has one bar, one line in the table, and its words."""
        chart = efficacy_ranges(catalogue)
        spec = json.loads(chart.spec)

        assert len(catalogue) == len(chart.table)
        assert len(catalogue) == len(spec["datasets"].get("bars", []))
        assert {row.name for row in catalogue} == {row[1] for row in chart.table}
        assert all(f"{name} (" in chart.alt for _, name, *_ in chart.table)

    def test_says_in_what_order_rows_stand(self) -> None:
        """Only published rows stand in the order of the page, and only as it has them."""
        page = "Rows stand in the order of the page."
        own = "Rows under each heading stand in the order of the catalogue."
        turned = Catalogue.from_records(list(interventions)[::-1], source=interventions.source)
        both = interventions[:2].beside(_own(["A", "B"]))

        assert page in efficacy_ranges(interventions).caption
        assert page in efficacy_ranges(interventions.where(audience="targeted")).caption
        for catalogue in (_own(["A", "B"]), turned, both):
            caption = efficacy_ranges(catalogue).caption
            assert own in caption
            assert page not in caption


class TestEvidenceMap:
    def test_table_is_the_page(self, source: dict[str, Any], places: Chart) -> None:
        """Each cell names the rows of the page that are under both, then counts them."""
        theories = dict.fromkeys(row[0] for row in places.table)
        headings = {each["number"]: each["heading"] for each in source["groups"]}
        # How headings of the page write two of the theories.
        spelt = {"Attachment Theory": "Attachment", "Cognitive Behavioural Theory (CBT)": "CBT"}
        expected = []
        for theory in theories:
            for audience in ("Universal", "Targeted"):
                names = [
                    f"{row['name']} ({_efficacy(row)})"
                    for row in source["rows"]
                    if spelt.get(theory, theory) in headings[row["group"]]
                    and audience in _audiences(row)
                ]
                expected.append((theory, audience, "; ".join(names), str(len(names))))

        assert 8 == len(theories)
        assert tuple(expected) == places.table

    def test_words_are_the_table(self, places: Chart) -> None:
        """The alt text says of each cell what the table says, and that others are empty."""
        for theory, audience, names, number in places.table:
            plural = "" if number == "1" else "s"
            said = f"{theory}, {audience}: {names}; {number} membership{plural}."

            assert (number != "0") == (said in places.alt)
        assert places.alt.endswith("No row of this catalogue is in the other cells.")

    def test_says_that_it_counts_memberships(self, places: Chart) -> None:
        """What the numbers are of stands in the heading, the cells and the caption."""
        total = sum(int(row[-1]) for row in places.table)

        assert "Memberships" == places.columns[-1]
        assert (
            f"{total} memberships of {COUNT} rows: a row counts in each cell it belongs to."
            == places.caption[0]
        )
        assert total > COUNT
        assert {f"{row[-1]} memberships" for row in places.table if row[-1] > "1"} <= (
            set(_texts(places))
        )

    @pytest.mark.parametrize("size", [0, 1, COUNT])
    def test_legend_has_every_level(self, size: int) -> None:
        """The legend is whole, in order, whatever levels the rows print."""
        chart = evidence_map(interventions[:size])
        in_legend = [text for text in _texts(chart) if text in LEVELS]
        (levels,) = (
            layer["encoding"]
            for layer in json.loads(chart.spec)["layer"]
            if layer["name"] == "levels"
        )

        assert LEVELS == in_legend
        assert LEVELS == levels["shape"]["scale"]["domain"]
        assert LEVELS == levels["color"]["scale"]["domain"]

    def test_levels_differ_in_shape_place_and_grey(self, places: Chart) -> None:
        """No level is told by colour alone, and their greys are told apart."""
        spec = json.loads(places.spec)
        (levels,) = (each for each in spec["layer"] if each["name"] == "levels")
        shapes = levels["encoding"]["shape"]["scale"]["range"]
        greys = [_luminance(c) for c in levels["encoding"]["color"]["scale"]["range"]]
        offsets = {each["level"]: (each["x"] - 150) % 310 for each in spec["datasets"]["levels"]}

        assert 3 == len(set(shapes))
        assert 3 == len(set(offsets.values()))
        assert offsets["Low"] < offsets["Medium"] < offsets["High"]
        assert all((lighter + 0.05) / (darker + 0.05) > 1.5 for lighter, darker in pairwise(greys))
        assert (1 + 0.05) / (greys[0] + 0.05) > 3

    @pytest.mark.parametrize("columns", FACETS)
    @pytest.mark.parametrize("rows", FACETS)
    def test_any_two_facets_go(self, rows: Any, columns: Any) -> None:
        """The numbers are those of the counts by the two facets, empty cells included."""
        chart = evidence_map(interventions, rows, columns)

        assert [
            (str(c.key[0]), str(c.key[1]), c.rows) for c in interventions.count_by(rows, columns)
        ] == [(first, second, int(n)) for first, second, _, n in chart.table]

    def test_tells_of_constant_evidence_only_where_it_is_shown(self) -> None:
        """The caution that evidence says nothing stands below a map by evidence."""
        said = "so filtering, ranking or colouring them by it says nothing"
        by_evidence = evidence_map(interventions, rows="evidence")

        assert said in " ".join(by_evidence.caption)
        assert said not in " ".join(evidence_map(interventions).caption)

    def test_an_unknown_facet_is_refused(self) -> None:
        """A facet there is not is an error that lists those there are."""
        with pytest.raises(UnknownValue, match="'theory', 'audience'"):
            evidence_map(interventions, rows="theories")  # type: ignore[arg-type]


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(weight * p for weight, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


class TestHexagon:
    #: Each line by what was entered; nothing comes from the code.
    LINES = (
        ("Usability", "programme", "3\u20135, printed 3+", "Primary Care Triple P", "read 2026-10-06"),
        ("Usability", "programme", "4", "Selected Triple P", "read 2026-10-05"),
        ("Supports", "programme", "not entered", "", ""),
        ("Evidence", "programme", "not rated, printed 99 - -99", "Selected Triple P", "read 2026-10-05"),
        ("Need", "site", "4", "Ann", "2026-10-05"),
        ("Need", "site", "2", "Ben", "2026-10-06"),
        ("Fit", "site", "5", "Ben", "2026-10-06"),
        ("Fit", "site", "unscored", "Ann", ""),
        ("Capacity", "site", "unscored", "", ""),
    )  # fmt: skip

    def test_table_is_the_assessment(self, assessed: Chart) -> None:
        """Each rating, score and gap has a line, in the order of the indicators."""
        assert self.LINES == assessed.table

    def test_words_are_the_assessment(self, assessed: Chart) -> None:
        """The alt text says each line, programme and site indicators apart."""
        at = assessed.alt.index("Programme indicators, as read: ")
        for indicator, kind, told, whose, when in self.LINES:
            if (indicator, kind) == ("Need", "site"):
                at = assessed.alt.index("Site indicators, scored by the service: ")
            about = ", ".join(filter(None, (whose, when)))
            said = f"{indicator}: {told} ({about})" if about else f"{indicator}: {told}"

            assert said in assessed.alt[at:]

    def test_bars_are_what_entries_may_stand_for(self, assessed: Chart) -> None:
        """A plus covers what is above it; gaps have no bar, and never a number."""
        bars = json.loads(assessed.spec)["datasets"]["bars"]

        assert [
            ("usability", "3", "5"),
            ("usability", "4", "4"),
            ("need", "4", "4"),
            ("need", "2", "2"),
            ("fit", "5", "5"),
        ] == [(bar["indicator"], bar["low"], bar["high"]) for bar in bars]

    @pytest.mark.parametrize("empty", [True, False])
    def test_axis_has_every_rating(self, empty: bool) -> None:
        """The scale is whole, whatever was entered, and shows all six indicators."""
        made = HexagonAssessment.of("FNP") if empty else _filled_in()
        chart = hexagon(made)
        on_axis = re.search(r"role-axis-label.*?</g>", chart.to_svg())

        assert on_axis
        assert [*"12345"] == re.findall(r">(\w+)</text>", on_axis[0])
        assert {
            "Usability", "Supports", "Evidence", "Need", "Fit", "Capacity"
        } == {row[0] for row in chart.table}  # fmt: skip

    def test_of_an_own_table_names_no_edition(self) -> None:
        """An assessment of a row of one's own does not know its table's edition."""
        own = hexagon(HexagonAssessment.of("r0", catalogue=_own(["Ours"])))

        assert "Hexagon assessment: Ours" == own.title
        assert "edition" not in " ".join(own.caption)


class TestAnyChart:
    def test_carries_edition_and_source(self, chart: Chart) -> None:
        """Edition, title and publisher are drawn below the chart."""
        drawn = " ".join(_texts(chart))

        assert f"edition {dataset.edition}" in drawn
        assert f"data version {dataset.version}" in drawn
        assert "Infant mental health" in drawn
        assert "NHS Education for Scotland" in drawn

    def test_draws_its_caption(self, chart: Chart) -> None:
        """What is to be borne in mind travels with the picture."""
        drawn = " ".join(_texts(chart))

        assert all(sentence in drawn for sentence in chart.caption)

    def test_svg_says_what_it_shows(self, chart: Chart) -> None:
        """The file has a role, a title and a description, whatever opens it."""
        root = ET.fromstring(chart.to_svg())  # noqa: S314 -- drawn here

        assert "img" == root.get("role")
        assert chart.title == root.findtext(f"{SVG}title")
        assert (root.findtext(f"{SVG}desc") or "").startswith(chart.alt)

    def test_svg_holds_nothing_that_acts_or_is_fetched(self, chart: Chart) -> None:
        """No script, link or image is in the drawing."""
        tags = {each.tag for each in ET.fromstring(chart.to_svg()).iter()}  # noqa: S314

        assert {"script", "image", "a", "use", "foreignObject"}.isdisjoint(
            tag.removeprefix(SVG) for tag in tags
        )

    def test_fetches_nothing(self, chart: Chart) -> None:
        """The data are in the specification, and one that asked for more is refused."""
        layer = {"data": {"url": "https://data.example/rows.json"}, "mark": "point"}
        plain = {**json.loads(chart.spec), "layer": [layer]}
        asking = attrs.evolve(chart, spec=json.dumps(plain))

        assert '"url"' not in chart.spec
        with pytest.raises(ValueError, match="External data url not allowed"):
            asking.to_svg()

    def test_png_is_a_picture(self, chart: Chart) -> None:
        """The bytes begin as those of a PNG file do."""
        assert chart.to_png(scale=1).startswith(b"\x89PNG\r\n\x1a\n")

    def test_json_is_what_altair_reads(self, chart: Chart) -> None:
        """The specification is valid, and Altair draws it on."""
        plain = json.loads(chart.to_json())
        again = alt.Chart.from_json(chart.to_json())

        assert set(plain["datasets"]) == {layer["name"] for layer in plain["layer"]}
        assert chart.alt in again.to_dict()["description"]

    def test_theme_of_the_session_changes_nothing(self, bars: Chart) -> None:
        """A chart is the same bytes whatever Altair was set to."""
        with alt.theme.enable("dark"):
            other = efficacy_ranges(interventions)

        assert bars == other
        assert bars.to_svg() == other.to_svg()

    def test_is_the_same_in_every_process(self) -> None:
        """Two processes with other hashes draw the same SVG and JSON."""
        program = (
            "from imh_evidence import interventions as i\n"
            "from imh_evidence.views.charts import *\n"
            "from imh_evidence.decisions import HexagonAssessment as H\n"
            "for c in (efficacy_ranges(i), evidence_map(i), hexagon(H.of('FNP'))):\n"
            "    print(c.spec, c.to_svg())"
        )
        first, second = (
            subprocess.run(
                [sys.executable, "-c", program],
                env={**os.environ, "PYTHONHASHSEED": seed},
                check=True,
                capture_output=True,
            ).stdout
            for seed in ("1", "2")
        )

        assert len(first) > 50_000
        assert first == second

    @pytest.mark.parametrize("ending", [".svg", ".png", ".json"])
    def test_is_saved_by_ending(self, chart: Chart, tmp_path: Path, ending: str) -> None:
        """The ending of the name says what is written."""
        path = tmp_path / f"chart{ending.upper()}"
        chart.save(path)
        written = path.read_bytes()
        if ending == ".png":
            expected = chart.to_png()
        else:
            text = chart.to_svg() if ending == ".svg" else chart.to_json()
            expected = text.encode()

        assert expected == written

    def test_another_ending_is_refused(self, chart: Chart, tmp_path: Path) -> None:
        """A file of a kind that is not written is an error, and no file."""
        with pytest.raises(UnknownValue, match=r"found '.pdf', expected one of '.svg'"):
            chart.save(tmp_path / "chart.pdf")

        assert [] == [*tmp_path.iterdir()]

    def test_shows_itself_with_its_words_and_table(self, chart: Chart) -> None:
        """A notebook gets an image with alt text, the table, and the plain words."""
        bundle = chart._repr_mimebundle_(include=None, exclude=None)
        html = bundle["text/html"]

        assert {"text/html", "image/svg+xml", "text/plain"} == set(bundle)
        assert f'alt="{chart.alt}"' in html
        assert len(chart.table) + 1 == html.count("<tr>")
        assert all(cell in html for row in chart.table for cell in row)
        assert f"{chart.title}\n{chart.alt}" == bundle["text/plain"]
        assert f"<Chart {chart.title!r}: {len(chart.table)} rows in its table>" == repr(chart)

    @pytest.mark.parametrize("make", [efficacy_ranges, evidence_map])
    def test_escapes_what_it_shows(self, make: Any) -> None:
        """Hostile names and theories are text in the drawing and in the notebook."""
        chart = make(_own(HOSTILE))
        html = chart._repr_html_()
        drawn = "".join(_texts(chart))

        assert "<script" not in chart.to_svg()
        assert "<script" not in html
        assert HOSTILE[0] in drawn
        assert "a\\u202eb" in drawn
        assert "tab \\t and line \\u2028" in drawn
        assert not {"\u202e", "\t", "\u2028"} & set(chart.to_svg() + html + chart.spec)
        assert chart.to_png().startswith(b"\x89PNG")

    @pytest.mark.parametrize("make", [efficacy_ranges, evidence_map])
    def test_of_many_rows_has_words_that_can_be_heard(self, make: Any) -> None:
        """Beyond forty rows the words refer to the table, which has them all."""
        chart = make(_own([f"R{i}" for i in range(41)]))

        assert chart.alt.endswith("The table beside the chart names them all.")
        assert "R40" in "; ".join(" ".join(row) for row in chart.table)

    @pytest.mark.parametrize("make", [efficacy_ranges, evidence_map, hexagon])
    def test_without_altair_says_what_to_install(
        self, make: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A missing extra is one clear error."""
        shown = HexagonAssessment.of("FNP") if make is hexagon else interventions
        monkeypatch.setitem(sys.modules, "altair", None)
        with pytest.raises(MissingExtra) as caught:
            make(shown)

        assert (
            f"{make.__name__}(...) needs altair, which is not installed; "
            'run: pip install "imh-evidence[charts]"'
        ) == str(caught.value)

    def test_without_vl_convert_says_what_to_install(
        self, chart: Chart, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A chart can be made and written as JSON without it, and not drawn."""
        monkeypatch.setitem(sys.modules, "vl_convert", None)
        with pytest.raises(MissingExtra, match=r'pip install "imh-evidence\[charts\]"'):
            chart.to_svg()

        assert chart.to_json() == chart.spec

    def test_importing_charts_needs_no_extra(self) -> None:
        """Altair and vl-convert are imported when a chart is made, not before."""
        program = (
            "import sys, imh_evidence.views.charts\n"
            "print(sorted({'altair', 'vl_convert'} & set(sys.modules)))"
        )
        out = subprocess.run(
            [sys.executable, "-c", program], check=True, capture_output=True, text=True
        ).stdout

        assert "[]\n" == out
