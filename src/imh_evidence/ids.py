"""The ids of the published interventions. Written by ``python tools/regenerate.py``."""

from enum import StrEnum


__all__ = ["InterventionId"]


class InterventionId(StrEnum):
    """The published ids, so that an editor completes them and a typo is an error.

    >>> from imh_evidence import InterventionId, interventions
    >>> interventions[InterventionId.FAMILY_NURSE_PARTNERSHIP].name
    'Family Nurse Partnership'
    """

    ATTACHMENT_AND_BIOBEHAVIOURAL_CATCH_UP = "attachment-and-biobehavioural-catch-up"
    FAMILY_NURSE_PARTNERSHIP = "family-nurse-partnership"
    PROMOTING_FIRST_RELATIONSHIPS = "promoting-first-relationships"
    PARENTS_AS_FIRST_TEACHERS = "parents-as-first-teachers"
    PARENT_CHILD_INTERACTION_THERAPY = "parent-child-interaction-therapy"
    INCREDIBLE_YEARS_PARENTS_AND_TODDLERS_PROGRAMME = (
        "incredible-years-parents-and-toddlers-programme"
    )
    FAMILY_CHECK_UP = "family-check-up"
    PARENTS_PLUS_PARENTING_WHEN_SEPARATED = "parents-plus-parenting-when-separated"
    TRIPLE_P_SUITE_OF_TRAININGS = "triple-p-suite-of-trainings"
    EMPOWERING_PARENT_EMPOWERING_COMMUNITIES = "empowering-parent-empowering-communities"
    FAMILY_FOUNDATIONS = "family-foundations"
    CHILD_FIRST = "child-first"
    CHILD_PARENT_PSYCHOTHERAPY = "child-parent-psychotherapy"
    EASYPEASY = "easypeasy"
