"""Deciding: what the page leaves to a service, for one context at a time."""

from .framework import (
    AudienceDisagreement,
    EarlyInterventionFramework,
    FrameworkEntry,
    HexagonTool,
    early_intervention_framework,
)
from .hexagons import HexagonAssessment
from .indicators import (
    HEXAGON_CAUTIONS,
    HexagonIndicator,
    ProgrammeRating,
    SiteScore,
)
from .panels import AssessmentPanel, Disagreement, OpenQuestion, PanelCell, beside
from .portfolios import (
    PORTFOLIO_CAUTIONS,
    Coverage,
    CoverageCell,
    Matching,
    NameMatch,
    coverage,
    match,
)
from .ratings import NOT_RATED, PLUS_READING, RatingRange
from .workforces import WORKFORCE_CAUTIONS, FurtherLevel, WorkforceReach, workforce


__all__ = [
    "HEXAGON_CAUTIONS",
    "NOT_RATED",
    "PLUS_READING",
    "PORTFOLIO_CAUTIONS",
    "WORKFORCE_CAUTIONS",
    "AssessmentPanel",
    "AudienceDisagreement",
    "Coverage",
    "CoverageCell",
    "Disagreement",
    "EarlyInterventionFramework",
    "FrameworkEntry",
    "FurtherLevel",
    "HexagonAssessment",
    "HexagonIndicator",
    "HexagonTool",
    "Matching",
    "NameMatch",
    "OpenQuestion",
    "PanelCell",
    "ProgrammeRating",
    "RatingRange",
    "SiteScore",
    "WorkforceReach",
    "beside",
    "coverage",
    "early_intervention_framework",
    "match",
    "workforce",
]
