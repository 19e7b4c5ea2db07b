"""compare and shortlist at a terminal: text for people, JSON for programs."""

from __future__ import annotations

import json
from contextlib import chdir
from pathlib import Path
from typing import Any

import attrs
import pytest
from tests.edition import COUNT

from imh_evidence import Catalogue, LocalTheory, interventions
from imh_evidence.cli import main
from imh_evidence.decisions import (
    Decision,
    LocalFacts,
    Override,
    compare,
    parse_condition,
    shortlist,
)
from imh_evidence.views.piles import decision_text

from .making import amended, local_fact


FACTS = LocalFacts([local_fact("FF", "cost", 300, "GBP"), local_fact("FNP", "cost", 9)])
MUSTS = ["audience=universal", "whole efficacy>=medium", "cost<=500 GBP"]


@pytest.fixture(name="run")
def _run(capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*arguments: str, code: int = 0, told: bool = False) -> str:
        assert code == main(arguments)
        out, err = capsys.readouterr()
        assert bool(err) == bool(code and not told)
        return out or err

    return run


@pytest.fixture(name="facts")
def _facts(tmp_path: Any) -> str:
    FACTS.save(tmp_path / "facts.json")
    return str(tmp_path / "facts.json")


class TestCompare:
    def test_prints_both(self, run: Any, facts: str) -> None:
        """The terminal prints what the library says."""
        both = compare("FNP", "FF", facts=FACTS)

        assert both.to_text() == run("compare", "FNP", "FF", "--facts", facts)
        assert both.to_json() == run("compare", "FNP", "FF", "--facts", facts, "--json")
        both = compare("FNP", "FF")
        assert both.to_text(differences=True) == run("compare", "FNP", "FF", "--differences")
        assert both.to_json(differences=True) == run(
            "compare", "FNP", "FF", "--differences", "--json"
        )

    def test_asks_a_catalogue_of_ones_own(self, run: Any, tmp_path: Any) -> None:
        """A file is asked instead of the published table."""
        own = Catalogue.from_records(
            [attrs.evolve(amended(key), recommended=None) for key in ("FNP", "PCIT")], source="Ours"
        )
        own.save(tmp_path / "own.json")

        assert "Source: Ours." in run(
            "compare", "FNP", "PCIT", "--catalogue", str(tmp_path / "own.json")
        )

    def test_fails_in_one_line(self, run: Any, tmp_path: Any) -> None:
        """Bad input is told without a traceback: 2, or 1 for an invalid file."""
        (tmp_path / "facts.json").write_text("[]")

        assert "imh-evidence: compare(...) of 1: give 2 to 6 interventions\n" == run(
            "compare", "FNP", code=2
        )
        assert "no intervention has" in run("compare", "FNP", "nobody", code=2)
        assert "found [], expected an object" in run(
            "compare", "FNP", "FF", "--facts", str(tmp_path / "facts.json"), code=1
        )


def held(folder: Path) -> dict[str, bytes]:
    """What is in the files of a folder."""
    there = (each for each in folder.iterdir() if each.exists())
    return {each.name: each.read_bytes() for each in there}


class TestShortlist:
    def made(self, **more: Any) -> Decision:
        """The decision that the words below ask for."""
        return shortlist(interventions, must=[parse_condition(must) for must in MUSTS], **more)

    def musts(self) -> list[str]:
        """The musts as options."""
        return [word for must in MUSTS for word in ("--must", must)]

    def test_prints_piles(self, run: Any, facts: str, tmp_path: Any) -> None:
        """Every option is a part of the decision, which is written and shown."""
        decision = self.made(
            wish=parse_condition("theory=attachment"),
            facts=FACTS,
            overrides=[Override(intervention="FNP", pile="meets", reason="it runs", who="B.")],
            question="What next?",
            when="2026-11-20",
        )
        words = [
            "shortlist",
            *self.musts(),
            "--wish",
            "theory=attachment",
            "--facts",
            facts,
            "--override",
            "FNP",
            "meets",
            "it runs",
            "B.",
            "--question",
            "What next?",
            "--when",
            "2026-11-20",
        ]

        assert decision_text(decision) == run(*words)
        assert decision.to_json() == run(*words, "--json")
        page, saved = tmp_path / "brief.md", tmp_path / "decision.json"
        run(*words, "--brief", str(page), "--save", str(saved))
        assert decision.to_brief().markdown == page.read_text("utf-8")
        assert decision == Decision.load(saved)

    def test_writes_over_no_decision(self, run: Any, tmp_path: Any) -> None:
        """A decision that was saved is kept, and another name is asked for."""
        saved = tmp_path / "decision.json"
        words = ("shortlist", *self.musts(), "--save", str(saved))
        run(*words, "--question", "The first?")
        text = run(*words, "--question", "The second?", code=2)

        assert f"imh-evidence: {saved} is there already; give another name\n" == text
        assert "The first?" == Decision.load(saved).question

    @pytest.mark.parametrize(
        ("words", "told"),
        [
            (
                ("--save", "d.json", "--brief", "b.pdf"),
                "the ending of the name of a brief: found 'b.pdf', expected one of",
            ),
            (
                ("--save", "d.html", "--brief", "b.html"),
                "the ending of the name of a decision: found 'd.html', expected one of",
            ),
            (("--save", "d", "--brief", "b.md"), "a decision: found 'd', expected"),
            (("--save", "there.json", "--brief", "b.md"), "is there already"),
            (("--save", "d.json", "--brief", "link.md"), "--brief leads to d.json"),
            (("--brief", "f.md", "--facts", "facts.json"), "is the file of --facts"),
            (("--brief", "own.md", "--catalogue", "own.json"), "is the file of --catalogue"),
        ],
    )
    def test_writes_all_of_its_files_or_none(
        self, run: Any, facts: str, words: tuple[str, ...], told: str
    ) -> None:
        """A file that cannot be written keeps the other from being written."""
        folder = Path(facts).parent
        (folder / "there.json").write_text("precious")
        interventions.save(folder / "own.json")
        for link, name in {"link.md": "d.json", "f.md": "facts.json", "own.md": "own.json"}.items():
            (folder / link).symlink_to(folder / name)
        before = held(folder)
        with chdir(folder):
            assert told in run("shortlist", *words, code=2)

        assert before == held(folder)

    def test_that_fails_half_way_can_be_asked_for_again(self, run: Any, tmp_path: Path) -> None:
        """A brief that no folder takes leaves no decision, which could not be replaced."""
        saved, page = tmp_path / "d.json", tmp_path / "none" / "b.md"
        words = ("shortlist", "--save", str(saved), "--brief")

        assert "No such file" in run(*words, str(page), code=2)
        assert not saved.exists()
        page.parent.mkdir()
        page.write_text("the page before")
        run(*words, str(page))
        assert Decision.load(saved).to_brief().markdown == page.read_text("utf-8")

    def test_takes_one_override_of_a_row(self, run: Any) -> None:
        """Of two the second would undo the first, so neither is taken."""
        told = run(
            "shortlist",
            "--override", "FNP", "meets", "we run it", "A.",
            "--override", "Family Nurse Partnership", "not-known", "no data", "B.",
            code=2,
        )  # fmt: skip

        assert (
            "imh-evidence: --override Family Nurse Partnership: "
            "'family-nurse-partnership' has an override already; give one\n"
        ) == told

    def test_knows_theories_of_ones_own(self, run: Any, tmp_path: Any) -> None:
        """A theory that the file declares is asked for by its slug."""
        play = LocalTheory("play", "Play")
        row = attrs.evolve(amended("FNP", theories=(play,)), recommended=None)
        Catalogue.from_records([row], source="Ours").save(tmp_path / "own.json")

        text = run("shortlist", "--must", "theory=play", "--catalogue", str(tmp_path / "own.json"))

        assert "Meets (1)\n" in text

    def test_fails_in_one_line(self, run: Any) -> None:
        """A condition that can be read in two ways, or cannot, is told."""
        assert "a printed range can meet a bound in two ways" in run(
            "shortlist", "--must", "efficacy>=medium", code=2
        )
        assert "the nearest is 'universal'" in run(
            "shortlist", "--wish", "audience=univeral", code=2
        )
        assert "when a decision is made: found 'now'" in run("shortlist", "--when", "now", code=2)


class TestSlips:
    @pytest.mark.parametrize(
        ("condition", "near"), [("audiance=universal", "audience"), ("cosst<=500 GBP", "cost")]
    )
    def test_are_told(self, run: Any, facts: str, condition: str, near: str) -> None:
        """A name that is nearly a facet's or a known fact's puts no row in a pile."""
        told = run("shortlist", "--facts", facts, "--must", condition, code=2)

        assert f"the nearest is '{near}'" in told

    def test_are_not_seen_in_names_of_their_own(self, run: Any) -> None:
        """A fact that nobody knows is not known, and no slip."""
        assert f"Not known ({COUNT})" in run("shortlist", "--must", "waiting time<=6 weeks")


class TestReplay:
    @pytest.fixture(name="saved")
    def _saved(self, tmp_path: Any) -> str:
        view = interventions.where(theory="psychoeducation")
        shortlist(view, must=parse_condition("cost<=500 GBP")).save(tmp_path / "d.json")
        view.save(tmp_path / "view.json")
        return str(tmp_path / "d.json")

    def test_of_the_same_rows_exits_nought(self, run: Any, saved: str, tmp_path: Any) -> None:
        """Nothing would differ."""
        words = ("shortlist", "--replay", saved, "--catalogue", str(tmp_path / "view.json"))

        assert "Nothing would differ.\n" in run(*words)
        assert json.loads(run(*words, "--json"))["is_empty"] is True

    def test_of_other_rows_exits_one(self, run: Any, saved: str) -> None:
        """What would differ is told, and the exit says that something does."""
        text = run("shortlist", "--replay", saved, code=1, told=True)

        judged = len(interventions.where(theory="psychoeducation"))

        assert "- Family Nurse Partnership: not among the rows that were judged" in text
        assert f"Rows: {judged} then, {COUNT} now." in text

    def test_of_other_facts_exits_one(self, run: Any, saved: str, tmp_path: Any) -> None:
        """Facts of now are asked instead of those of then."""
        LocalFacts([local_fact("EasyPeasy", "cost", 40, "GBP")]).save(tmp_path / "f.json")

        assert "local fact 'cost' was not known, is now 40 GBP" in run(
            "shortlist",
            "--replay",
            saved,
            "--catalogue",
            str(tmp_path / "view.json"),
            "--facts",
            str(tmp_path / "f.json"),
            code=1,
            told=True,
        )

    def test_of_a_tampered_decision_exits_two(self, run: Any, saved: str, tmp_path: Any) -> None:
        """A file that was changed by hand is refused, and says of no difference."""
        text = (tmp_path / "d.json").read_text("utf-8").replace("500", "501")
        (tmp_path / "d.json").write_text(text, "utf-8")

        told = run("shortlist", "--replay", saved, code=2)

        assert "imh-evidence: d.json: 1 fault\n  $.checksum: found" in told

    @pytest.mark.parametrize("which", ["--replay", "--catalogue", "--facts"])
    def test_of_a_file_with_faults_exits_two(
        self, run: Any, saved: str, tmp_path: Any, which: str
    ) -> None:
        """Exit 1 means that something would differ, so that no fault is told by it."""
        (tmp_path / "other.json").write_text("[]")
        files = {"--replay": saved, which: str(tmp_path / "other.json")}
        told = run("shortlist", *(word for pair in files.items() for word in pair), code=2)

        assert "imh-evidence: other.json: " in told
        assert "found [], expected an object" in told

    @pytest.mark.parametrize(
        "words",
        [
            ("--must", "cost<=5"),
            ("--wish", "cost<=5"),
            ("--override", "FNP", "meets", "r", "w"),
            ("--question", "q"),
            ("--when", "2026-11-20"),
            ("--save", "x.json"),
            ("--brief", "x.md"),
        ],
    )
    def test_takes_no_other_question(self, run: Any, saved: str, words: Any) -> None:
        """The decision says what it asked, so that another question is refused."""
        told = run("shortlist", "--replay", saved, *words, code=2)

        assert (
            "imh-evidence: shortlist --replay: a replay asks what the decision asked, "
            f"and writes nothing; leave out {words[0]}\n"
        ) == told
