"""What must hold between the parts of a decision: it gives what it was made from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..model.errors import Fault, Faults, shown
from ..model.names import name_key
from ..model.scales import counted
from .codec import to_plain
from .documents import checksum_of
from .facts import LocalFact, LocalFacts
from .piles import judge


if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..model.records import Intervention
    from .decision import Decision
    from .piles import Override

__all__ = ["faults_of", "indexed", "repeated_overrides", "rows_checksum"]


def indexed(facts: Iterable[LocalFact]) -> dict[tuple[str, str], LocalFact]:
    """Local facts by the id of their row and their name, normalised."""
    return {(name_key(each.intervention), name_key(each.name)): each for each in facts}


def rows_checksum(rows: Iterable[Intervention]) -> str:
    """The checksum of rows as a decision keeps them."""
    return checksum_of([to_plain(row) for row in rows])


def faults_of(decision: Decision) -> Iterable[Fault]:
    """What does not fit in a decision, each with its place."""
    ids: set[str] = set()
    for i, row in enumerate(decision.rows):
        if row.id in ids:
            yield Fault(f"$.rows[{i}].id", shown(row.id), "each row once")
        ids.add(row.id)
    checksum = rows_checksum(decision.rows)
    if decision.rows_sha256 != checksum:
        found = shown(decision.rows_sha256)
        yield Fault("$.rows_sha256", found, f"{checksum!r}, as the rows give")
    for name, named in (
        ("facts", [each.intervention for each in decision.facts]),
        ("overrides", [each.intervention for each in decision.overrides]),
    ):
        for i, id_ in enumerate(named):
            if id_ not in ids:
                path = f"$.{name}[{i}].intervention"
                yield Fault(path, shown(id_), "the id of one of the rows")
    yield from _repeated(decision)
    facts = indexed(decision.facts)
    judged = [judge(row, decision.must, decision.wish, facts) for row in decision.rows]
    if len(judged) != len(decision.judgements):
        found = counted(len(decision.judgements), "judgement")
        yield Fault("$.judgements", found, f"one for each of {counted(len(judged), 'row')}")
        return
    for i, expected in enumerate(judged):
        for field in ("id", "pile", "musts", "wishes"):
            found, right = (getattr(each, field) for each in (decision.judgements[i], expected))
            if found != right:
                path = f"$.judgements[{i}].{field}"
                said = f"{_slugs(right)}, as the rows, facts and conditions give"
                yield Fault(path, _slugs(found), said)


def _slugs(value: Any) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_slugs, value))}]"
    return shown(getattr(value, "value", value))


def _repeated(decision: Decision) -> Iterable[Fault]:
    try:
        LocalFacts(decision.facts)
    except Faults as error:
        yield from error.faults
    yield from repeated_overrides(decision.overrides)


def repeated_overrides(overrides: Iterable[Override]) -> Iterable[Fault]:
    """Overrides of a row that has one already."""
    seen: set[str] = set()
    for i, each in enumerate(overrides):
        if each.intervention in seen:
            found = shown(each.intervention)
            yield Fault(f"$.overrides[{i}]", found, "one override of a row")
        seen.add(each.intervention)
