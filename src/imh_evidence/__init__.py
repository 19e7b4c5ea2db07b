"""Infant mental health: the published table of recommended interventions, typed.

Every name here is supplied on first use, so that importing the package reads
no data and imports nothing beyond it.

>>> from imh_evidence import interventions
>>> len(interventions)
14
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .background import EffectClaim as EffectClaim
    from .background import PrevalenceEstimate as PrevalenceEstimate
    from .background import Reference as Reference
    from .background import Topic as Topic
    from .catalogue import Catalogue as Catalogue
    from .criteria import Criteria as Criteria
    from .criteria import certainly as certainly
    from .criteria import possibly as possibly
    from .errors import AmbiguousLevel as AmbiguousLevel
    from .errors import DifferentUniverses as DifferentUniverses
    from .errors import ImhEvidenceError as ImhEvidenceError
    from .errors import InvalidCatalogue as InvalidCatalogue
    from .errors import InvalidCriteria as InvalidCriteria
    from .errors import InvalidDocument as InvalidDocument
    from .errors import InvalidRange as InvalidRange
    from .errors import InvalidRating as InvalidRating
    from .errors import MissingExtra as MissingExtra
    from .errors import UnknownField as UnknownField
    from .errors import UnknownIntervention as UnknownIntervention
    from .errors import UnknownValue as UnknownValue
    from .errors import WrongType as WrongType
    from .ids import InterventionId as InterventionId
    from .published import dataset as dataset
    from .published import groups as groups
    from .published import interventions as interventions
    from .published import load as load
    from .published import references as references
    from .published import topic as topic
    from .records import Intervention as Intervention
    from .records import TheoryGroup as TheoryGroup
    from .scales import Audience as Audience
    from .scales import EfficacyLevel as EfficacyLevel
    from .scales import EfficacyRange as EfficacyRange
    from .scales import EvidenceLevel as EvidenceLevel
    from .scales import LocalTheory as LocalTheory
    from .scales import PracticeLevel as PracticeLevel
    from .scales import Relation as Relation
    from .scales import Theory as Theory

__version__ = "0.1.0"

# Where each public name lives.
_HOMES = {
    "AmbiguousLevel": "errors",
    "Audience": "scales",
    "Catalogue": "catalogue",
    "Criteria": "criteria",
    "DifferentUniverses": "errors",
    "EffectClaim": "background",
    "EfficacyLevel": "scales",
    "EfficacyRange": "scales",
    "EvidenceLevel": "scales",
    "ImhEvidenceError": "errors",
    "Intervention": "records",
    "InterventionId": "ids",
    "InvalidCatalogue": "errors",
    "InvalidCriteria": "errors",
    "InvalidDocument": "errors",
    "InvalidRange": "errors",
    "InvalidRating": "errors",
    "LocalTheory": "scales",
    "MissingExtra": "errors",
    "PracticeLevel": "scales",
    "PrevalenceEstimate": "background",
    "Reference": "background",
    "Relation": "scales",
    "Theory": "scales",
    "TheoryGroup": "records",
    "Topic": "background",
    "UnknownField": "errors",
    "UnknownIntervention": "errors",
    "UnknownValue": "errors",
    "WrongType": "errors",
    "certainly": "criteria",
    "dataset": "published",
    "groups": "published",
    "interventions": "published",
    "load": "published",
    "possibly": "criteria",
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
