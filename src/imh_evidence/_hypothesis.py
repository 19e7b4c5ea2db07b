"""What Hypothesis calls when it is imported where this package is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .catalogue.catalogue import Catalogue
from .model.criteria import Criteria
from .model.records import Intervention


if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["register"]


_STRATEGIES: dict[type[Any], str] = {
    Catalogue: "catalogues",
    Criteria: "criteria",
    Intervention: "interventions",
}


def register() -> None:
    """Make ``st.from_type`` work for rows, catalogues and questions."""
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
