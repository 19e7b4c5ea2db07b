"""The same question on a frame, on an engine, and the evidence beside one's own records.

:func:`filter` asks :class:`~imh_evidence.Criteria` of a flat table that stands
in pandas, polars, pyarrow, DuckDB or Spark. :func:`annotate` puts what the
table prints beside records that name programmes. What is lazy stays lazy, and
the caller's frame never changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from ..model.criteria import Criteria, Reading
from ..model.errors import WrongType
from ..model.scales import EfficacyLevel, EfficacyRange, in_scale_order
from .annotating import Annotated, Unmatched, UnmatchedName, annotate
from .columns import column_name
from .fitness import Frame, UnfitFrame
from .native import arrow_stream, to_frame


if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "Annotated",
    "UnfitFrame",
    "Unmatched",
    "UnmatchedName",
    "annotate",
    "arrow_stream",
    "filter",
    "to_frame",
]

AnyFrame = TypeVar("AnyFrame")


def filter(  # noqa: A001 -- what every frame library calls it
    frame: AnyFrame, criteria: Criteria, *, prefix: str = ""
) -> AnyFrame:
    """The rows of a flat table that meet every condition of a question.

    The frame has the columns of :meth:`~imh_evidence.Catalogue.to_frame`, as far as the
    question needs them. Levels are compared by membership, never as text or
    as numbers. A cell that is null holds nothing, so it never meets a
    condition, whatever is asked of it.

    Args:
        frame: a pandas or polars frame (eager or lazy), a pyarrow table, a
            DuckDB relation or a Spark frame; others that Narwhals takes as lazy
            or eager frames go the same way, and are not tested here.
        criteria: the question.
        prefix: what stands before each column's name, such as ``imh_`` after
            :func:`annotate`.

    Returns:
        A frame of the same kind; of a lazy frame, a lazy one.

    Raises:
        UnfitFrame: for something else than a frame, or with every column that
            is missing or of the wrong kind.
        WrongType: if the question is no Criteria, or the prefix no text.
        MissingExtra: if narwhals is not installed.

    >>> from imh_evidence import Criteria, certainly, interventions
    >>> from imh_evidence.interop.frames import filter
    >>> question = Criteria(audience="universal", efficacy=certainly(at_least="medium"))
    >>> filter(interventions.to_frame("polars"), question)["id"].to_list()
    ['promoting-first-relationships', 'family-foundations', 'easypeasy']
    """
    if not isinstance(criteria, Criteria):
        raise WrongType("filter(..., criteria)", criteria, "Criteria(...)")
    if not isinstance(prefix, str):
        raise WrongType("filter(prefix)", prefix, "text")
    known = Frame(frame, "filter(...)")
    nw = known.nw
    conditions: list[Any] = []
    for names in _flags(criteria):
        columns = [prefix + name for name in names]
        known.need_flags(columns)
        cells = [nw.col(column) for column in columns]
        conditions.append(nw.any_horizontal(*cells, ignore_nulls=False))
    for name, labels in _levels(criteria):
        known.need_text((prefix + name,))
        conditions.append(nw.col(prefix + name).is_in(labels))
    if criteria.is_suite is not None:
        known.need_flags([f"{prefix}is_suite"])
        conditions.append(nw.col(f"{prefix}is_suite") == criteria.is_suite)
    known.check()
    if not conditions:
        return frame
    kept: AnyFrame = known.narwhals.filter(*conditions).to_native()
    return kept


def _flags(criteria: Criteria) -> Iterator[list[str]]:
    """For each condition on a set, the columns of which one must be true."""
    for members in (criteria.theory, criteria.audience, criteria.practice_level):
        if members is not None:
            yield [column_name(member) for member in in_scale_order(members)]


def _levels(criteria: Criteria) -> Iterator[tuple[str, list[str]]]:
    """For each condition on a level, its column and the labels that meet it."""
    if criteria.evidence is not None:
        yield "evidence", [each.label for each in in_scale_order(criteria.evidence)]
    asked = criteria.efficacy
    if isinstance(asked, EfficacyRange):
        yield "efficacy_low", [asked.low.label]
        yield "efficacy_high", [asked.high.label]
    elif asked is not None:
        # Of a whole range, the end nearest to a bound decides; of a part, the other.
        ends = ("efficacy_low", "efficacy_high")
        lower, upper = ends if asked.reading is Reading.CERTAINLY else ends[::-1]
        if asked.at_least is not None:
            yield lower, [e.label for e in EfficacyLevel if e >= asked.at_least]
        if asked.at_most is not None:
            yield upper, [e.label for e in EfficacyLevel if e <= asked.at_most]
