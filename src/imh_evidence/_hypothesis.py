"""What Hypothesis calls when it is imported where this package is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .background import EffectClaim, PrevalenceEstimate, Reference, Topic
from .catalogue import Catalogue
from .criteria import Criteria, EfficacyBounds
from .records import Intervention, TheoryGroup
from .scales import EfficacyRange, LocalTheory


if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["register"]


_STRATEGIES: dict[type[Any], str] = {
    Catalogue: "catalogues",
    Criteria: "criteria",
    EffectClaim: "effect_claims",
    EfficacyBounds: "efficacy_bounds",
    EfficacyRange: "efficacy_ranges",
    Intervention: "interventions",
    LocalTheory: "local_theories",
    PrevalenceEstimate: "prevalence_estimates",
    Reference: "references",
    TheoryGroup: "groups",
    Topic: "topics",
}


def register() -> None:
    """Make ``st.from_type`` work for every public type."""
    # Hypothesis calls this while it is imported, so it is not imported for it above.
    from hypothesis import strategies as st

    for kind, name in _STRATEGIES.items():
        st.register_type_strategy(kind, _deferred(name))


def _deferred(name: str) -> Any:
    def strategy(_: type[Any]) -> SearchStrategy[Any]:
        # The strategies import Hypothesis, which is still being imported when
        # it asks for them to be registered.
        from . import strategies

        built: SearchStrategy[Any] = getattr(strategies, name)()
        return built

    return strategy
