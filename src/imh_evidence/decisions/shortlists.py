"""shortlist: which rows meet what a service needs, and what that depends on.

A shortlist supports a judgement and makes none. It has no order but the
catalogue's, adds nothing up, and keeps everything that it was made from, so
that it can be read years later and held against another edition.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import attrs

from ..answers import Caution, cautions_of
from ..catalogue.catalogue import Catalogue
from ..interop.notice import is_recommended, notice_of, without_recommendation
from ..model.criteria import Criteria
from ..model.errors import Faults, WrongType
from ..model.records import Intervention, Provenance
from .conditions import Condition, FactCondition, musts_of, wishes_of
from .decision import Decision
from .documents import Moment
from .facts import OWN_FACTS, LocalFact, LocalFacts, facts_of
from .fields import records_of
from .piles import Override, judge
from .soundness import indexed, repeated_overrides, rows_checksum


if TYPE_CHECKING:
    from .decision import Conditions

__all__ = ["shortlist"]


def shortlist(  # noqa: PLR0913 -- a keyword for each part of the question
    catalogue: Catalogue,
    /,
    *,
    must: "Conditions" = (),
    wish: "Conditions" = (),
    facts: LocalFacts | Iterable[LocalFact] | None = None,
    overrides: Iterable[Override] = (),
    question: str = "",
    when: Moment | str | None = None,
) -> Decision:
    """Put each row in a pile: meets, depends on the range, does not meet, not known.

    Args:
        catalogue: the rows to judge; a view of a catalogue will do.
        must: conditions that a row has to meet: Criteria, :func:`fact`, or
            several of them. A bound on efficacy made by ``certainly`` asks for
            the whole printed range, and a row of which part meets it depends
            on the range; one made by ``possibly`` is met by part of the range.
        wish: conditions that are listed where they hold, and weigh nothing.
        facts: local facts, of rows by id, name or alias.
        overrides: where people put rows otherwise, and why.
        question: what is being decided, in your words.
        when: when, as a date, a time, or text of either; no clock is asked.

    Returns:
        The decision, with the facts of every row it judged.

    Raises:
        InvalidCriteria: if no level of efficacy could meet all the musts.
        Faults: if a fact is of an intervention that there is not, or two
            overrides are of one row.
        UnknownIntervention: if an override is of a row that is not judged.
        WrongType: for a part of another kind.

    >>> from imh_evidence import Criteria, certainly, interventions
    >>> decision = shortlist(
    ...     interventions,
    ...     must=Criteria(
    ...         audience="universal", efficacy=certainly(at_least="medium")
    ...     ),
    ... )
    >>> decision
    <Decision on 14 rows: meets 3, depends on the range 3, does not meet 8, not known 0>
    >>> print(decision.reasons("FNP")[0])
    does not hold: who for includes Universal (who for: Targeted)
    """
    if not isinstance(catalogue, Catalogue):
        raise WrongType("shortlist(...)", catalogue, "a Catalogue")
    ids = frozenset(catalogue.ids)
    known = facts_of(facts).within(catalogue)
    held = tuple(each for each in known if each.intervention in ids)
    moved = tuple(
        attrs.evolve(each, intervention=catalogue[each.intervention].id)
        for each in records_of("overrides of a shortlist", Override, overrides)
    )
    repeated = [*repeated_overrides(moved)]
    if repeated:
        raise Faults("decision", tuple(repeated))
    rows = tuple(attrs.evolve(row, provenance=Provenance()) for row in catalogue)
    musts, wishes = musts_of(must), wishes_of(wish)
    index = indexed(held)
    notice = notice_of(catalogue)
    return Decision(
        question=question,
        when=when,
        source=catalogue.source,
        edition=notice.edition,
        data_version=notice.data_version,
        rows_sha256=rows_checksum(rows),
        must=musts,
        wish=wishes,
        rows=rows,
        facts=held,
        judgements=tuple(judge(row, musts, wishes, index) for row in rows),
        overrides=moved,
        cautions=_cautions(rows, (*musts, *wishes), held),
    )


def _cautions(
    rows: tuple[Intervention, ...], conditions: tuple[Condition, ...], facts: tuple[LocalFact, ...]
) -> tuple[Caution, ...]:
    """What to bear in mind of a shortlist of rows."""
    recommended = sum(map(is_recommended, rows))
    cautions = []
    if recommended:
        which, others = "all", without_recommendation(rows)
        if others:
            which, others = str(recommended), f", and not {others}"
        said = (
            f"The page recommends {which} of the {len(rows)} rows judged{others}; the "
            "choice among them is made with the Hexagon Tool for your context."
        )
        if len(rows) == 1:
            said = (
                "The page recommends the row judged; whether to choose it is decided "
                "with the Hexagon Tool for your context."
            )
        cautions.append(Caution("recommended", said))
    if any(isinstance(each, Criteria) and each.efficacy for each in conditions):
        cautions.append(
            Caution(
                "own-efficacy-criterion",
                "The condition on efficacy is the criterion of whoever asked, and not the page's.",
            )
        )
    if facts or any(isinstance(each, FactCondition) for each in conditions):
        cautions.append(OWN_FACTS)
    # Nothing is counted here, so what is said of counts is left out.
    cautions += (each for each in cautions_of(rows) if each.id != "memberships-exceed-rows")
    return tuple(cautions)
