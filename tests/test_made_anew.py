"""Catalogues made anew, whose rows differ where the published ones do not."""

from __future__ import annotations

import json
import pickle
from typing import Any

import pytest

from imh_evidence import (
    Audience,
    Catalogue,
    EfficacyRange,
    EvidenceLevel,
    Intervention,
    LocalTheory,
    PracticeLevel,
    Theory,
)
from imh_evidence.model.notice import Source
from imh_evidence.model.records import RetiredId, TheoryGroup


PLAY = LocalTheory("play", "Play Theory")


def row(name: str, **fields: Any) -> Intervention:
    """A lawful row of a service's own."""
    given: dict[str, Any] = {
        "id": name.lower(),
        "name": name,
        "theories": (Theory.ATTACHMENT,),
        "audiences": frozenset([Audience.UNIVERSAL]),
        "practice_levels": frozenset([PracticeLevel.SKILLED]),
        "evidence": EvidenceLevel.LOW,
        "efficacy": EfficacyRange("low", "medium"),
    }
    return Intervention(**{**given, **fields})


@pytest.fixture(name="toys")
def _toys() -> Catalogue:
    return Catalogue.from_records(
        [
            row("Bear", theories=(PLAY,)),
            row("Doll", evidence=EvidenceLevel.HIGH, theory_group=1),
            row("Kite", audiences=frozenset([Audience.TARGETED])),
            row("Drum", theories=(PLAY, Theory.ATTACHMENT)),
        ],
        source=Source("Toys", updated="2024-01"),
        groups=[TheoryGroup(1, "Attachment Theory", (Theory.ATTACHMENT,))],
        retired=[RetiredId("cub", ("bear",), "grown")],
    )


class TestQuestions:
    @pytest.mark.parametrize(
        ("evidence", "ids"),
        [
            ("high", ("doll",)),
            ("low", ("bear", "kite", "drum")),
            (["low", "high"], ("bear", "doll", "kite", "drum")),
            ("medium", ()),
        ],
    )
    def test_on_evidence(self, toys: Catalogue, evidence: Any, ids: tuple[str, ...]) -> None:
        """Where rows differ in evidence, a condition on it chooses between them."""
        assert ids == toys.where(evidence=evidence).ids

    @pytest.mark.parametrize(
        ("theory", "ids"),
        [
            ("play", ("bear", "drum")),
            ("attachment", ("doll", "kite", "drum")),
            (PLAY, ("bear", "drum")),
            (["play", Theory.ATTACHMENT], ("bear", "doll", "kite", "drum")),
            ([PLAY, "psychoeducation"], ("bear", "drum")),
        ],
    )
    def test_on_theories_of_ones_own(
        self, toys: Catalogue, theory: Any, ids: tuple[str, ...]
    ) -> None:
        """A theory of the catalogue's own and a published one are asked for alike."""
        assert ids == toys.where(theory=theory).ids


class TestSets:
    def test_a_union_is_no_more_than_its_parts(self, toys: Catalogue) -> None:
        """What is in neither part is not in the union."""
        assert ("bear", "kite") == (toys[:1] | toys[2:3]).ids


class TestElsewhere:
    def test_a_pickle_holds_all_of_a_catalogue(self, toys: Catalogue) -> None:
        """Rows, source, groups, retired ids and origins come back from a pickle."""
        both = toys.beside(Catalogue.from_records([row("Ball")], source="Balls"))
        copy = pickle.loads(pickle.dumps(both))

        assert both == copy
        assert both.source == copy.source
        assert both.groups == copy.groups
        assert both.retired == copy.retired
        assert Source("Balls") == copy.origin("ball")

    def test_a_notebook_shows_the_rows(self, toys: Catalogue) -> None:
        """What a notebook shows of a catalogue names its rows, and those of a view only."""
        shown = toys[:2]._repr_html_()

        assert "Bear" in shown
        assert "Doll" in shown
        assert "Kite" not in shown

    def test_an_extended_catalogue_tells_each_origin_once(self, toys: Catalogue) -> None:
        """Rows of three catalogues keep their three origins, in order."""
        balls = Catalogue.from_records([row("Ball")], source="Balls")
        hats = Catalogue.from_records([row("Hat")], source="Hats")
        whole = toys.beside(balls).beside(hats, source="Shop")

        assert [
            ("Toys", ["bear", "doll", "kite", "drum"]),
            ("Balls", ["ball"]),
            ("Hats", ["hat"]),
        ] == [
            (origin["source"]["title"], origin["ids"])
            for origin in json.loads(whole.to_json())["origins"]
        ]
