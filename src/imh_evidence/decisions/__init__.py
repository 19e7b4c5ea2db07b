"""Deciding: what a service holds beside the published table to make its choice.

>>> from imh_evidence.decisions import compare
>>> compare("FNP", "PCIT")
<Comparison of family-nurse-partnership, parent-child-interaction-therapy>
"""

from .comparison import Attribute, Comparison, compare
from .conditions import Condition, FactCondition, Holding, fact
from .facts import LocalFact, LocalFacts
from .parsing import parse_condition
from .piles import Judgement, Override, Pile, Reason
from .replaying import Effect, Replay
from .shortlists import Decision, shortlist


__all__ = [
    "Attribute",
    "Comparison",
    "Condition",
    "Decision",
    "Effect",
    "FactCondition",
    "Holding",
    "Judgement",
    "LocalFact",
    "LocalFacts",
    "Override",
    "Pile",
    "Reason",
    "Replay",
    "compare",
    "fact",
    "parse_condition",
    "shortlist",
]
