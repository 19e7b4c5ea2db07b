"""Infant mental health: the published table of recommended interventions, typed.

Every name here is supplied on first use, so that importing the package reads
no data and imports nothing beyond it.

>>> from imh_evidence import interventions
>>> len(interventions)
14
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .catalogue.catalogue import Catalogue as Catalogue
    from .catalogue.catalogue import DifferentUniverses as DifferentUniverses
    from .decisions.ratings import InvalidRating as InvalidRating
    from .ids import InterventionId as InterventionId
    from .model.criteria import Criteria as Criteria
    from .model.criteria import certainly as certainly
    from .model.criteria import possibly as possibly
    from .model.errors import AmbiguousLevel as AmbiguousLevel
    from .model.errors import Faults as Faults
    from .model.errors import ImhEvidenceError as ImhEvidenceError
    from .model.errors import InvalidCriteria as InvalidCriteria
    from .model.errors import InvalidRange as InvalidRange
    from .model.errors import MissingExtra as MissingExtra
    from .model.errors import UnknownField as UnknownField
    from .model.errors import UnknownIntervention as UnknownIntervention
    from .model.errors import UnknownValue as UnknownValue
    from .model.errors import WrongType as WrongType
    from .model.records import Intervention as Intervention
    from .model.records import TheoryGroup as TheoryGroup
    from .model.scales import Audience as Audience
    from .model.scales import EfficacyLevel as EfficacyLevel
    from .model.scales import EfficacyRange as EfficacyRange
    from .model.scales import EvidenceLevel as EvidenceLevel
    from .model.scales import LocalTheory as LocalTheory
    from .model.scales import PracticeLevel as PracticeLevel
    from .model.scales import Relation as Relation
    from .model.scales import Theory as Theory
    from .model.topic import EffectClaim as EffectClaim
    from .model.topic import PrevalenceEstimate as PrevalenceEstimate
    from .model.topic import Reference as Reference
    from .model.topic import Topic as Topic
    from .published import dataset as dataset
    from .published import groups as groups
    from .published import interventions as interventions
    from .published import load as load
    from .published import references as references
    from .published import topic as topic

__version__ = "0.1.0"

# Where each public name lives.
_HOMES = {
    "AmbiguousLevel": "model.errors",
    "Audience": "model.scales",
    "Catalogue": "catalogue.catalogue",
    "Criteria": "model.criteria",
    "DifferentUniverses": "catalogue.catalogue",
    "EffectClaim": "model.topic",
    "EfficacyLevel": "model.scales",
    "EfficacyRange": "model.scales",
    "EvidenceLevel": "model.scales",
    "Faults": "model.errors",
    "ImhEvidenceError": "model.errors",
    "Intervention": "model.records",
    "InterventionId": "ids",
    "InvalidCriteria": "model.errors",
    "InvalidRange": "model.errors",
    "InvalidRating": "decisions.ratings",
    "LocalTheory": "model.scales",
    "MissingExtra": "model.errors",
    "PracticeLevel": "model.scales",
    "PrevalenceEstimate": "model.topic",
    "Reference": "model.topic",
    "Relation": "model.scales",
    "Theory": "model.scales",
    "TheoryGroup": "model.records",
    "Topic": "model.topic",
    "UnknownField": "model.errors",
    "UnknownIntervention": "model.errors",
    "UnknownValue": "model.errors",
    "WrongType": "model.errors",
    "certainly": "model.criteria",
    "dataset": "published",
    "groups": "published",
    "interventions": "published",
    "load": "published",
    "possibly": "model.criteria",
    "references": "published",
    "topic": "published",
}

__all__ = [*_HOMES, "__version__"]  # noqa: PLE0604 # pyright: ignore[reportUnsupportedDunderAll]


def __dir__() -> list[str]:
    return sorted(__all__)


if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        home = _HOMES.get(name)
        if home is None:
            msg = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(msg)
        from importlib import import_module

        value: object = getattr(import_module(f"{__name__}.{home}"), name)
        globals()[name] = value
        return value
