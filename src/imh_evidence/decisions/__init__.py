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
from .ratings import NOT_RATED, PLUS_READING, RatingRange


__all__ = [
    "HEXAGON_CAUTIONS",
    "NOT_RATED",
    "PLUS_READING",
    "AssessmentPanel",
    "AudienceDisagreement",
    "Disagreement",
    "EarlyInterventionFramework",
    "FrameworkEntry",
    "HexagonAssessment",
    "HexagonIndicator",
    "HexagonTool",
    "OpenQuestion",
    "PanelCell",
    "ProgrammeRating",
    "RatingRange",
    "SiteScore",
    "beside",
    "early_intervention_framework",
]
