"""Decision: a shortlist as a value, with all that it was made from.

A shortlist supports a judgement and makes none. It has no order but the
catalogue's, adds nothing up, and keeps everything that it was made from, so
that it can be read years later and held against another edition.
"""

from collections.abc import Iterable
from functools import cached_property
from os import PathLike
from typing import TYPE_CHECKING, Any

import attrs

from ..answers import Caution
from ..catalogue.catalogue import Catalogue
from ..model.errors import WrongType
from ..model.lookup import Lookup
from ..model.notice import Source
from ..model.record import Record
from ..model.records import Intervention
from ..model.scales import LocalTheory, counted
from .conditions import CONDITION, Condition, Holding, musts_of, wishes_of
from .documents import DATE, MOMENT, SCALAR, Document, Moment, members_of, read_moment
from .facts import LocalFact, LocalFacts
from .fields import any_text
from .piles import Judgement, Override, Pile, Reason, known_for, reason_for
from .soundness import faults_of, indexed


if TYPE_CHECKING:
    from ..views.brief import Brief
    from .replaying import Replay

    Conditions = Condition | Iterable[Condition]

__all__ = ["DECISION", "Decision"]


def _when(value: Any) -> Moment | None:
    return None if value is None else read_moment(value, "when a decision is made")


@attrs.frozen(kw_only=True, repr=False)
class Decision(Record):
    """A shortlist with all that it was made from.

    Made by :func:`shortlist`. One that is read from a document is checked: a pile
    that its own rows, facts and conditions do not give is refused.

    Args:
        question: what is being decided, in the words of those who decide.
        when: when it was made, as whoever made it says.
        source: where the rows come from.
        edition: the edition of the published table, or None for other rows.
        data_version: the version of the published data, or None.
        rows_sha256: checksum of the rows as they were judged.
        must: what a row has to meet, one facet each.
        wish: what is asked for besides.
        rows: the rows that were judged, in order, without their provenance.
        facts: local facts of these rows, by their ids.
        judgements: how the conditions hold for each row.
        overrides: where people put rows otherwise, by the rows' ids.
        cautions: what to bear in mind.
    """

    question: str = attrs.field(default="", validator=any_text("the question of a decision"))
    when: Moment | None = attrs.field(default=None, converter=_when)
    source: Source
    edition: str | None = None
    data_version: str | None = None
    rows_sha256: str
    must: tuple[Condition, ...] = attrs.field(default=(), converter=musts_of)
    wish: tuple[Condition, ...] = attrs.field(default=(), converter=wishes_of)
    rows: tuple[Intervention, ...]
    facts: tuple[LocalFact, ...] = ()
    judgements: tuple[Judgement, ...]
    overrides: tuple[Override, ...] = ()
    cautions: tuple[Caution, ...] = ()

    # -- Piles ---------------------------------------------------------------

    def pile(self, pile: Pile | str) -> tuple[Intervention, ...]:
        """The rows that the conditions put in a pile, whatever people say of them.

        Args:
            pile: the pile or its slug.

        Raises:
            UnknownValue: for a pile that there is not.
        """
        wanted = Pile(pile)
        ids = {each.id for each in self.judgements if each.pile is wanted}
        return tuple(row for row in self.rows if row.id in ids)

    @property
    def meets(self) -> tuple[Intervention, ...]:
        """The rows for which every must holds."""
        return self.pile(Pile.MEETS)

    @property
    def depends(self) -> tuple[Intervention, ...]:
        """The rows for which it depends on which printed level applies."""
        return self.pile(Pile.DEPENDS)

    @property
    def does_not_meet(self) -> tuple[Intervention, ...]:
        """The rows that some must rules out."""
        return self.pile(Pile.DOES_NOT_MEET)

    @property
    def not_known(self) -> tuple[Intervention, ...]:
        """The rows of which a local fact would have to be known."""
        return self.pile(Pile.NOT_KNOWN)

    def judgement(self, key: str) -> Judgement:
        """How the conditions hold for a row.

        Args:
            key: the id, name or alias of the row.

        Raises:
            UnknownIntervention: if the row was not judged.
        """
        return self.judgements[self._position(key)]

    def override(self, key: str) -> Override | None:
        """What a person says of a row's pile, or None."""
        return self._overrides.get(self.judgement(key).id)

    def moved_to(self, pile: Pile | str) -> tuple[Override, ...]:
        """The overrides that put a row in a pile.

        Args:
            pile: the pile or its slug.
        """
        wanted = Pile(pile)
        return tuple(each for each in self.overrides if each.pile is wanted)

    # -- Reasons -------------------------------------------------------------

    def findings(self, key: str) -> tuple[Reason, ...]:
        """How each must holds for a row, in the order of the musts.

        Args:
            key: the id, name or alias of the row.

        Raises:
            UnknownIntervention: if the row was not judged.
        """
        return self._told(key, self.must, self.judgement(key).musts)

    def reasons(self, key: str) -> tuple[Reason, ...]:
        """Why a row is in its pile: the findings that put it there.

        Args:
            key: the id, name or alias of the row.

        Raises:
            UnknownIntervention: if the row was not judged.
        """
        judgement = self.judgement(key)
        return tuple(each for each in self.findings(key) if judgement.decides(each.holding))

    def wishes_met(self, key: str) -> tuple[Reason, ...]:
        """The wishes that hold for a row, whichever printed level applies.

        They are listed and never counted: wishes do not weigh the same.

        Args:
            key: the id, name or alias of the row.

        Raises:
            UnknownIntervention: if the row was not judged.
        """
        told = self._told(key, self.wish, self.judgement(key).wishes)
        return tuple(each for each in told if each.holding is Holding.HOLDS)

    def wishes_open(self, key: str) -> tuple[Reason, ...]:
        """The wishes that depend on the range for a row, or are not known.

        Args:
            key: the id, name or alias of the row.

        Raises:
            UnknownIntervention: if the row was not judged.
        """
        told = self._told(key, self.wish, self.judgement(key).wishes)
        return tuple(each for each in told if each.holding in {Holding.IN_PART, Holding.NOT_KNOWN})

    def lacks(self, key: str, condition: Condition) -> bool:
        """Whether a condition cannot be told for a row, because a fact is not known.

        Args:
            key: the id, name or alias of the row.
            condition: one of the musts or wishes.

        Raises:
            UnknownIntervention: if the row was not judged.
        """
        judgement = self.judgement(key)
        held = (*judgement.musts, *judgement.wishes)
        return any(
            each == condition and held[i] is Holding.NOT_KNOWN
            for i, each in enumerate((*self.must, *self.wish))
        )

    def _told(
        self, key: str, conditions: tuple[Condition, ...], held: tuple[Holding, ...]
    ) -> tuple[Reason, ...]:
        row = self.rows[self._position(key)]
        return tuple(
            reason_for(each, row, known_for(each, row, self._facts), held[i])
            for i, each in enumerate(conditions)
        )

    def _position(self, key: str) -> int:
        if not isinstance(key, str):
            raise WrongType("a row of a decision", key, "its id, name or alias")
        position = self._positions.get(key)
        if position is None:  # no id, which is the common case and quick
            position = self._names.position(key)
        if position is None:
            raise self._names.unknown(key)
        return position

    # Worked out on the first question, and no part of the value.

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {row.id: at for at, row in enumerate(self.rows)}

    @cached_property
    def _names(self) -> Lookup:
        return Lookup(self.rows)

    @cached_property
    def _facts(self) -> dict[tuple[str, str], LocalFact]:
        return indexed(self.facts)

    @cached_property
    def _overrides(self) -> dict[str, Override]:
        return {each.intervention: each for each in self.overrides}

    # -- Another time --------------------------------------------------------

    def replay(self, catalogue: Catalogue, facts: LocalFacts | None = None) -> "Replay":
        """What would differ if the same question were asked of other rows or facts.

        Args:
            catalogue: the rows now, for instance another edition.
            facts: the local facts now; those of the decision by default.

        Returns:
            Every change of a row, field by field, with its effect on the pile.
        """
        from .replaying import replay

        return replay(self, catalogue, facts)

    # -- Taking it elsewhere -------------------------------------------------

    def to_dicts(self) -> list[dict[str, Any]]:
        """The rows as flat plain values, in words: pile, reasons, wishes met."""
        told = []
        for row in self.rows:
            override = self.override(row.id)
            told.append(
                {
                    "id": row.id,
                    "name": row.name,
                    "pile": self.judgement(row.id).pile.label,
                    "override": None if override is None else str(override),
                    "reasons": [str(each) for each in self.reasons(row.id)],
                    "wishes_met": [str(each) for each in self.wishes_met(row.id)],
                    "wishes_open": [str(each) for each in self.wishes_open(row.id)],
                }
            )
        return told

    def to_json(self) -> str:
        """The decision as the text of a document; :meth:`from_json` reads it."""
        return DECISION.to_json(self)

    @classmethod
    def from_json(cls, data: str | bytes) -> "Decision":
        """A decision from the text of a document.

        Raises:
            Faults: with every fault, also if it was changed by hand.
        """
        return DECISION.from_json(data)

    def save(self, path: str | PathLike[str]) -> None:
        """Write the decision to a file, whole or not at all.

        Raises:
            OSError: if the file cannot be written; it is then as it was.
        """
        DECISION.save(self, path)

    @classmethod
    def load(cls, path: str | PathLike[str]) -> "Decision":
        """A decision from a file that :meth:`save` wrote.

        Raises:
            Faults: with every fault, also if it was changed by hand.
            OSError: if the file cannot be read.
        """
        return DECISION.load(path)

    def to_brief(self) -> "Brief":
        """The decision on a page, as HTML and Markdown for a document."""
        from ..views.brief import brief_of

        return brief_of(self)

    def __repr__(self) -> str:
        counts = ", ".join(f"{pile.label} {len(self.pile(pile))}" for pile in Pile)
        return f"<Decision on {counted(len(self.rows), 'row')}: {counts}>"

    def _repr_html_(self) -> str:
        from ..views.brief import decision_card

        return decision_card(self)


def _local_theories(decision: Decision) -> Iterable[LocalTheory]:
    return (
        theory
        for row in decision.rows
        for theory in row.theories
        if isinstance(theory, LocalTheory)
    )


#: How decisions are written and read.
DECISION = Document(
    "decision",
    Decision,
    (CONDITION, DATE, MOMENT, SCALAR, members_of(Holding, "way to hold"), members_of(Pile, "pile")),
    sealed=True,
    theories_of=_local_theories,
    check=faults_of,
)
