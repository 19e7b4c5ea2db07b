"""Criteria written as JSON are read back as the same question, and their text names each condition."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from imh_evidence import Criteria, EfficacyRange, LocalTheory
from imh_evidence.strategies import criteria

from .drawing import any_criteria, names


FACETS = ("theory", "audience", "practice_level", "evidence")
WORDS = {
    "theory": "stands under",
    "audience": "audiences",
    "practice_level": "practice",
    "evidence": "evidence",
    "efficacy": "efficacy",
}

own = st.builds(LocalTheory, st.from_regex("x-[a-z]{1,5}", fullmatch=True), names())
questions = any_criteria() | st.builds(Criteria, theory=st.frozensets(own, min_size=1, max_size=2))


@given(questions)
def test_json(asked: Criteria) -> None:
    """What was written is read back equal, with an equal hash."""
    for text in (asked.to_json(), asked.to_json().encode()):
        read = Criteria.from_json(text)

        assert read == asked
        assert hash(read) == hash(asked)


@given(questions)
def test_written_alike(asked: Criteria) -> None:
    """Equal criteria are written with the same bytes, and as the same repr and text."""
    again = Criteria(
        theory=asked.theory and sorted(asked.theory, key=str, reverse=True),
        audience=asked.audience and sorted(asked.audience, key=str, reverse=True),
        practice_level=asked.practice_level and sorted(asked.practice_level, reverse=True),
        evidence=asked.evidence and sorted(asked.evidence, reverse=True),
        efficacy=asked.efficacy,
    )

    assert again == asked
    assert again.to_json() == asked.to_json()
    assert (repr(again), str(again)) == (repr(asked), str(asked))


@given(questions)
def test_plain(asked: Criteria) -> None:
    """The plain form is what JSON holds, names a condition per facet given, and no other."""
    plain = asked.to_plain()

    expected = {f for f in WORDS if getattr(asked, f) is not None} | {"schema"}

    assert set(plain) == expected
    assert json.loads(asked.to_json()) == plain
    assert Criteria.from_plain(plain) == asked


@given(questions)
def test_text(asked: Criteria) -> None:
    """The text has a part for each facet given, which names every accepted member."""
    parts = str(asked).split("; ")
    given_facets = [f for f in WORDS if getattr(asked, f) is not None]

    if not given_facets:
        assert parts == ["any intervention"]
        return
    whole = str(asked).lower()
    for facet in given_facets:
        assert WORDS[facet] in whole
    for facet in FACETS:
        for member in getattr(asked, facet) or ():
            assert member.label.lower() in whole
    if isinstance(asked.efficacy, EfficacyRange):
        assert parts[-1] == f"prints efficacy {asked.efficacy}"
    elif asked.efficacy is not None:
        bounds = {"at least": asked.efficacy.at_least, "at most": asked.efficacy.at_most}
        for words, level in bounds.items():
            assert (words in parts[-1]) is (level is not None)
            assert level is None or f"{words} {level}" in parts[-1]


@given(criteria())
def test_one_part_per_facet(asked: Criteria) -> None:
    """A question over published theories has as many parts as facets given, or one."""
    given_facets = [f for f in WORDS if getattr(asked, f) is not None]

    assert len(str(asked).split("; ")) == max(1, len(given_facets))


@given(criteria())
def test_repr_is_code(asked: Criteria) -> None:
    """The repr of a question over published theories is the call that makes it."""
    from imh_evidence import certainly, possibly

    known = {
        "Criteria": Criteria,
        "EfficacyRange": EfficacyRange,
        "certainly": certainly,
        "possibly": possibly,
    }

    assert eval(repr(asked), known) == asked  # noqa: S307 -- our own repr
