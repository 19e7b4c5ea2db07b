"""Checked by mypy and pyright and never run: what types promise, and refuse.

Each line with an ignore is wrong on purpose. A checker that finds nothing to
ignore there fails the build, so a promise that is lost is noticed.
"""

from typing import Any, assert_type

import imh_evidence
from imh_evidence import (
    Audience,
    Catalogue,
    Criteria,
    EfficacyLevel,
    EfficacyRange,
    EvidenceLevel,
    Intervention,
    InterventionId,
    PracticeLevel,
    Relation,
    Theory,
    TheoryGroup,
    Topic,
    certainly,
    dataset,
    groups,
    interventions,
    possibly,
    references,
    topic,
)
from imh_evidence.answers import Counts, Ordering, Relations
from imh_evidence.edition import Dataset
from imh_evidence.model.criteria import EfficacyBounds
from imh_evidence.model.records import CellProvenance
from imh_evidence.model.scales import LocalTheory
from imh_evidence.model.topic import Reference, References, Verdict
from imh_evidence.search import SearchHit


def the_front_door() -> None:
    assert_type(interventions, Catalogue)
    assert_type(groups, tuple[TheoryGroup, ...])
    assert_type(topic, Topic)
    assert_type(references, References)
    assert_type(references[0], Reference)
    assert_type(dataset, Dataset)
    imh_evidence.intervention  # type: ignore[attr-defined] # pyright: ignore[reportAttributeAccessIssue] # noqa: B018
    from imh_evidence import Intervetion  # type: ignore[attr-defined] # pyright: ignore[reportAttributeAccessIssue] # noqa: F401


def members() -> None:
    assert_type(Audience.TARGETED.label, str)
    assert_type(EfficacyRange("low", "high").levels, tuple[EfficacyLevel, ...])
    Audience.UNIVERSEL  # type: ignore[attr-defined] # pyright: ignore[reportAttributeAccessIssue] # noqa: B018
    InterventionId.FAMILY_NURSE_PARTNERSHP  # type: ignore[attr-defined] # pyright: ignore[reportAttributeAccessIssue] # noqa: B018
    EfficacyRange("lo", "high")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    EfficacyRange(EvidenceLevel.LOW, EvidenceLevel.HIGH)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    EvidenceLevel.HIGH < EfficacyLevel.HIGH  # type: ignore[operator] # pyright: ignore[reportOperatorIssue, reportUnusedExpression] # noqa: B015
    EfficacyRange("low", "low") < EfficacyRange("high", "high")  # type: ignore[operator] # pyright: ignore[reportOperatorIssue, reportUnusedExpression] # noqa: B015
    Theory.ATTACHMENT < Theory.PSYCHOEDUCATION  # type: ignore[operator] # pyright: ignore[reportOperatorIssue, reportUnusedExpression] # noqa: B015


def looking_up(key: str) -> None:
    assert_type(interventions["FNP"], Intervention)
    assert_type(interventions[InterventionId.CHILD_FIRST], Intervention)
    assert_type(interventions[key], Intervention)
    assert_type(interventions[0], Intervention)
    assert_type(interventions[:3], Catalogue)
    assert_type(interventions.get(key), Intervention | None)
    assert_type(interventions.get(key, 0), Intervention | int)
    assert_type(interventions.search("nurse"), tuple[SearchHit, ...])
    assert_type(interventions["FNP"].provenance["name"], CellProvenance)
    interventions[1.5]  # type: ignore[call-overload] # pyright: ignore[reportArgumentType, reportCallIssue]
    interventions["FNP"].nam  # type: ignore[attr-defined] # pyright: ignore[reportAttributeAccessIssue] # noqa: B018
    interventions["FNP"].name = "x"  # type: ignore[misc] # pyright: ignore[reportAttributeAccessIssue]


def making_rows() -> None:
    from_slugs = Intervention(
        "a", "A", ["attachment"], "universal", {"skilled"}, "high", "Low-High"
    )
    assert_type(from_slugs.audiences, tuple[Audience, ...])
    assert_type(from_slugs.efficacy, EfficacyRange)
    assert_type(from_slugs.to_dict(), dict[str, Any])
    Intervention(
        id="a",
        name="A",
        theories=(Theory.ATTACHMENT, LocalTheory("play", "Play"), "psychoeducation"),
        audiences=Audience.TARGETED,
        practice_levels=[PracticeLevel.SKILLED, "enhanced"],
        evidence=EvidenceLevel.HIGH,
        efficacy=EfficacyRange("low", "high"),
    )
    Intervention("a", "A", "atachment", "universal", "skilled", "high", "Low")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    Intervention("a", "A", "attachment", ["univeral"], "skilled", "high", "Low")  # type: ignore[list-item] # pyright: ignore[reportArgumentType]
    Intervention("a", "A", "attachment", "universal", "skiled", "high", "Low")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    Intervention("a", "A", "attachment", "universal", "skilled", "hgh", "Low")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    Intervention("a", "A", "attachment", "universal", "skilled", EfficacyLevel.LOW, "Low")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    Intervention("a", "A", "attachment", "universal", "skilled", "high", "Low", cost=3)  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]


def asking() -> None:
    assert_type(certainly(at_least="medium"), EfficacyBounds)
    assert_type(interventions.where(audience="universal"), Catalogue)
    assert_type(interventions.where(audience=["universal", Audience.TARGETED]), Catalogue)
    assert_type(interventions.where(Criteria(evidence="high")), Catalogue)
    assert_type(interventions.where(efficacy=EfficacyRange("low", "high")), Catalogue)
    interventions.where(audience="univeral")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    interventions.where(theory="atachment")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    interventions.where(practice_level=["skiled"])  # type: ignore[list-item] # pyright: ignore[reportArgumentType]
    interventions.where(evidence="hgh")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    interventions.where(efficacy="high")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    interventions.where(efficacy=EfficacyLevel.HIGH)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    interventions.where(audiense="universal")  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    Criteria(audience="univeral")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    Criteria(theory=["atachment"])  # type: ignore[list-item] # pyright: ignore[reportArgumentType]
    Criteria(audiense="universal")  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    possibly(at_least="hgh")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    certainly("high")  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]


def answers() -> None:
    assert_type(interventions.count_by("audience", "practice_level"), Counts)
    assert_type(interventions.relations(), Relations)
    assert_type(interventions.order_by("name"), Ordering)
    assert_type(topic.claims[0].verdict(interventions), Verdict)
    assert_type(EfficacyRange("low", "low").relation(EfficacyRange("low", "high")), Relation)
    interventions.count_by("audiences")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    interventions.order_by("best")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    dataset.cite("apa")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    interventions | {"child-first"}  # type: ignore[operator] # pyright: ignore[reportOperatorIssue, reportUnusedExpression]
