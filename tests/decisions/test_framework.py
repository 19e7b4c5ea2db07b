"""The Early Intervention Framework stands beside the table and corrects nothing."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import attrs
import pytest

from imh_evidence import Audience, Catalogue, interventions
from imh_evidence.decisions import EarlyInterventionFramework, early_intervention_framework


DATA = Path(__file__).parents[2] / "src" / "imh_evidence" / "data"
BOTH = ["universal", "targeted"]

#: By row and programme: where it is, classification, ages, whether in Scotland.
COPIED = [
    ("Empowering Parent, Empowering Communities", "/programmes/empowering-parents-empowering-communities-epec", BOTH, "0-36 months to 13-18 years", "not stated"),
    ("Parents Plus Parenting when Separated", "/programmes/parentsplus-parenting-when-separated", ["targeted"], "0-36 months to 13-18 years", "not stated"),
    ("Parents as First Teachers", "/programmes/parents-as-first-teachers", BOTH, "antenatal to 3-5 years", "known"),
    ("Child First", "/programmes/child-first", BOTH, "0-36 months, 3-5 years", "not stated"),
    ("Family Check-Up", "/programmes/family-check-up", BOTH, "0-36 months to 13-18 years", "not stated"),
    ("Incredible Years Parents and Toddlers Programme", "/programmes/incredible-years-parents-and-toddler-programme", BOTH, "0-36 months (toddlers 1-3 years)", "known"),
    ("Triple P suite of trainings", "/programmes/selected-triple-p", ["universal"], "0-36 months to 6-12 years", "known"),
    ("Triple P suite of trainings", "/programmes/primary-care-triple-p", ["targeted"], "0-36 months to 6-12 years", "known"),
    ("Triple P suite of trainings", "/programmes/triple-p-online", ["targeted"], "0-36 months to 6-12 years", "known"),
    ("Family Foundations", "/self-assessment/?programmeId=2071", [], None, "not stated"),
    ("EasyPeasy", "/self-assessment/?programmeId=2140", [], "2-5 years", "not stated"),
    ("Child Parent Psychotherapy", "/self-assessment/?programmeId=2159", [], "birth to 5 years", "not stated"),
    ("Parent Child Interaction Therapy", "/self-assessment/?programmeId=2273", [], "2-7 years", "not stated"),
]  # fmt: skip


@pytest.fixture(name="framework")
def _framework() -> EarlyInterventionFramework:
    return early_intervention_framework()


class TestEntries:
    def test_are_those_that_were_copied(self, framework: EarlyInterventionFramework) -> None:
        """Every programme is there, with its row, address, classification and ages."""
        found = [
            (
                interventions[entry.intervention].name,
                entry.address.removeprefix("https://earlyinterventionframework.nhs.scot"),
                [each for each in BOTH if Audience(each) in entry.classification],
                entry.ages,
                entry.in_scotland,
            )
            for entry in framework.entries
        ]

        assert COPIED == found

    def test_say_how_they_were_seen(self, framework: EarlyInterventionFramework) -> None:
        """Every entry says that it was seen on a stored copy, date unknown."""
        assert {"seen on a stored copy, date unknown"} == {
            entry.seen for entry in framework.entries
        }

    def test_are_looked_up_by_row(self, framework: EarlyInterventionFramework) -> None:
        """A row may have one programme, several, or none."""
        counts = {row.id: len(framework.entries_of(row)) for row in interventions}

        assert 3 == counts["triple-p-suite-of-trainings"]
        assert 0 == counts["family-nurse-partnership"]
        assert 13 == sum(counts.values())
        assert framework.entries_of("child-first") == framework.entries_of(
            interventions["Child First"]
        )

    def test_hold_no_ratings(self) -> None:
        """No number of the Framework is shipped."""
        text = (DATA / "early_intervention_framework.json").read_text(encoding="utf-8")
        entries = json.loads(text)["entries"]

        assert {str} == {
            type(value)
            for entry in entries
            for key, value in entry.items()
            if key != "classification"
        }
        assert not any(re.search("rating|score", key) for e in entries for key in e)

    def test_say_where_ages_reach_a_part_of_the_scope(
        self, framework: EarlyInterventionFramework
    ) -> None:
        """Two programmes reach the third year of the page's scope only, and say so."""
        noted = {entry.programme: entry.scope_note for entry in framework.entries}
        expected = "so of the page's scope, pregnancy to 36 months, it reaches the third year only."

        assert {
            "EasyPeasy": f"Serves children of 2-5 years, {expected}",
            "Parent Child Interaction Therapy": f"Serves children of 2-7 years, {expected}",
        } == {name: note for name, note in noted.items() if note}


class TestBesideTheTable:
    def test_rows_without_an_entry_are_told(self, framework: EarlyInterventionFramework) -> None:
        """Rows that were in none of the copies keep the table's order."""
        found = framework.without_entry(interventions)

        assert interventions["FNP"] in found
        assert [row.name for row in interventions if not framework.entries_of(row)] == [
            row.name for row in found
        ]

    def test_disagreements_show_both_sides(self, framework: EarlyInterventionFramework) -> None:
        """Child First is the one row with other audiences, and both are told."""
        (found,) = framework.disagreements(interventions)

        assert {
            "intervention": "child-first",
            "name": "Child First",
            "table": ["targeted"],
            "framework": BOTH,
            "text": "Child First: the table prints Targeted, the Framework classifies "
            "it as Universal and Targeted. Neither corrects the other.",
        } == found.to_plain()

    def test_programmes_of_a_row_are_taken_together(
        self, framework: EarlyInterventionFramework
    ) -> None:
        """The suite's programmes have its audiences between them, and each a part."""
        suite = interventions["Triple P"]
        narrow = attrs.evolve(suite, audiences=(Audience.UNIVERSAL,))

        assert () == framework.disagreements([suite])
        assert [tuple(Audience)] == [each.framework for each in framework.disagreements([narrow])]

    def test_an_entry_that_does_not_say_disagrees_with_nothing(
        self, framework: EarlyInterventionFramework
    ) -> None:
        """Where a copy gave no classification there is none to differ."""
        row = interventions["EasyPeasy"]
        other = attrs.evolve(row, audiences=(Audience.TARGETED,))

        assert () == framework.disagreements([row, other])

    def test_a_row_of_ones_own_has_none(self, framework: EarlyInterventionFramework) -> None:
        """A service's own programme has no entry, and no disagreement."""
        own = attrs.evolve(
            interventions["FNP"],
            id="ours",
            name="Ours",
            aliases=(),
            recommended=None,
            theory_group=None,
        )
        catalogue = Catalogue.from_records([own], source="Ours")

        assert (own,) == framework.without_entry(catalogue)
        assert () == framework.disagreements(catalogue)


class TestTheTool:
    def test_is_linked_and_not_repeated(self, framework: EarlyInterventionFramework) -> None:
        """The tool is named with its authors, publisher and address, and its licence."""
        tool = framework.tool

        assert "Hexagon Tool" == tool.name
        assert "Metz and Louison" == tool.authors
        assert "National Implementation Research Network" == tool.publisher
        assert "2018, 2019" == tool.years
        assert "https://nirn.fpg.unc.edu" == tool.address
        assert "no derivatives" in tool.rights

    def test_the_framework_is_never_named_by_its_letters(self) -> None:
        """The bare initials also name another body, so they stand nowhere."""
        room = DATA.parent
        places = [*DATA.glob("*.json"), DATA / "README.md", *room.rglob("*.py")]
        letters = re.compile("EI" + r"F\b")

        assert [] == [
            path.name for path in places if letters.search(path.read_text(encoding="utf-8"))
        ]


class TestLoading:
    def test_happens_on_first_use(self) -> None:
        """Importing the room reads no data, and many threads read the file once."""
        code = """
import sys
from concurrent.futures import ThreadPoolExecutor
import imh_evidence.decisions
from imh_evidence import published
from imh_evidence.decisions import framework
read = []
keep = framework.packaged.data
framework.packaged.data = lambda name: (read.append(name), keep(name))[1]
print(len(published._loaded), len(framework._loaded))
with ThreadPoolExecutor(16) as pool:
    got = list(pool.map(lambda _: framework.early_intervention_framework(), range(64)))
print(len(set(map(id, got))), *read)
"""
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )

        assert ["0", "0", "1", "early_intervention_framework.json"] == (done.stdout.split())
