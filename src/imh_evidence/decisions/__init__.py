"""Deciding: what a service holds beside the published table to make its choice.

>>> from imh_evidence.decisions import compare
>>> compare("FNP", "PCIT")
<Comparison of family-nurse-partnership, parent-child-interaction-therapy>
"""

from .comparison import Attribute, Comparison, compare
from .conditions import Condition, FactCondition, Holding, fact
from .decision import Decision
from .facts import LocalFact, LocalFacts
from .framework import (
    AudienceDisagreement,
    EarlyInterventionFramework,
    FrameworkEntry,
    HexagonTool,
    early_intervention_framework,
)
from .hexagons import HexagonAssessment
from .indicators import HEXAGON_CAUTIONS, HexagonIndicator, ProgrammeRating, SiteScore
from .panels import AssessmentPanel, Disagreement, OpenQuestion, PanelCell, beside
from .parsing import parse_condition
from .piles import Judgement, Override, Pile, Reason
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
from .replaying import Effect, Replay
from .shortlists import shortlist
from .workforces import WORKFORCE_CAUTIONS, FurtherLevel, WorkforceReach, workforce


__all__ = [
    "HEXAGON_CAUTIONS",
    "NOT_RATED",
    "PLUS_READING",
    "PORTFOLIO_CAUTIONS",
    "WORKFORCE_CAUTIONS",
    "AssessmentPanel",
    "Attribute",
    "AudienceDisagreement",
    "Comparison",
    "Condition",
    "Coverage",
    "CoverageCell",
    "Decision",
    "Disagreement",
    "EarlyInterventionFramework",
    "Effect",
    "FactCondition",
    "FrameworkEntry",
    "FurtherLevel",
    "HexagonAssessment",
    "HexagonIndicator",
    "HexagonTool",
    "Holding",
    "Judgement",
    "LocalFact",
    "LocalFacts",
    "Matching",
    "NameMatch",
    "OpenQuestion",
    "Override",
    "PanelCell",
    "Pile",
    "ProgrammeRating",
    "RatingRange",
    "Reason",
    "Replay",
    "SiteScore",
    "WorkforceReach",
    "beside",
    "compare",
    "coverage",
    "early_intervention_framework",
    "fact",
    "match",
    "parse_condition",
    "shortlist",
    "workforce",
]
