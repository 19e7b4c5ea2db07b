"""Deciding: what the page leaves to a service, for one context at a time."""

from .framework import (
    AudienceDisagreement,
    EarlyInterventionFramework,
    FrameworkEntry,
    HexagonTool,
    early_intervention_framework,
)
from .ratings import NOT_RATED, PLUS_READING, RatingRange


__all__ = [
    "NOT_RATED",
    "PLUS_READING",
    "AudienceDisagreement",
    "EarlyInterventionFramework",
    "FrameworkEntry",
    "HexagonTool",
    "RatingRange",
    "early_intervention_framework",
]
