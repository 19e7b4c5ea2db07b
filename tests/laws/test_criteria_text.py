"""Criteria written as JSON are read back as the same question, and their text names each condition."""

from __future__ import annotations

import json

import attrs
from hypothesis import given
from hypothesis import strategies as st

import imh_evidence.model.criteria
from imh_evidence import Criteria, EfficacyRange, LocalTheory
from imh_evidence.documents.criteria import CRITERIA
from imh_evidence.model.criteria import EfficacyBounds
from imh_evidence.strategies import criteria

from .drawing import any_criteria, names


FACETS = ("theory", "audience", "practice_level", "evidence")
#: What each facet is called in a short text.
NAMES = {
    "theory": ["theory"],
    "audience": ["audience", "who for"],
    "practice_level": ["practice_level", "practice level", "practice"],
    "evidence": ["evidence"],
}
SIGNS = st.sampled_from(["{}", " {}", "{} ", " {} "])

own = st.builds(LocalTheory, st.from_regex("x-[a-z]{1,5}", fullmatch=True), names())
questions = any_criteria() | st.builds(
    Criteria, theory=st.lists(own, min_size=1, max_size=2, unique_by=lambda e: e.slug)
)


@given(questions)
def test_json(asked: Criteria) -> None:
    """What was written is read back equal, with an equal hash, and written the same."""
    text = CRITERIA.to_json(asked)
    for data in (text, text.encode()):
        read = CRITERIA.from_json(data)

        assert read == asked
        assert hash(read) == hash(asked)
        assert CRITERIA.to_json(read) == text


@given(questions)
def test_written_alike(asked: Criteria) -> None:
    """Equal criteria are written with the same bytes, and as the same repr and text."""
    chosen = {facet: members[::-1] for facet in FACETS if (members := getattr(asked, facet))}
    again = Criteria(**chosen, efficacy=asked.efficacy, is_suite=asked.is_suite)

    assert again == asked
    assert CRITERIA.to_json(again) == CRITERIA.to_json(asked)
    assert (repr(again), str(again)) == (repr(asked), str(asked))


@given(questions)
def test_plain(asked: Criteria) -> None:
    """The plain form is what JSON holds, and names a condition per facet given and no other."""
    plain = CRITERIA.to_plain(asked)

    assert plain.keys() - {"schema", "theories"} == {*asked.asked}
    assert json.loads(CRITERIA.to_json(asked)) == plain
    assert CRITERIA.from_plain(plain) == asked


@given(questions)
def test_text(asked: Criteria) -> None:
    """The text names every accepted member, level and bound."""
    text = str(asked)

    for facet in FACETS:
        for member in getattr(asked, facet) or ():
            assert member.label in text
    efficacy = asked.efficacy
    if isinstance(efficacy, EfficacyRange):
        assert str(efficacy) in text
    elif efficacy is not None:
        ends = {"at least": efficacy.at_least, "at most": efficacy.at_most}
        for words, level in ends.items():
            assert (words in text) is (level is not None)
            assert level is None or f"{words} {level}" in text


@given(criteria())
def test_one_part_per_facet(asked: Criteria) -> None:
    """A question over published theories has as many parts as facets asked, or one."""
    assert len(str(asked).split("; ")) == max(1, len(asked.asked))


@st.composite
def written(draw: st.DrawFn, asked: Criteria) -> str:
    """Criteria as somebody would type them, in any order, spelling and case."""

    def cased(text: str) -> str:
        return draw(st.sampled_from([text, text.upper(), text.title(), text.lower()]))

    parts = []
    for facet in FACETS:
        members = getattr(asked, facet) or ()
        forms = [cased(draw(st.sampled_from([each.value, each.label]))) for each in members]
        name, equals = cased(draw(st.sampled_from(NAMES[facet]))), draw(SIGNS).format("=")
        if forms:
            parts.append(f"{name}{equals}{draw(st.sampled_from([',', ' , ', ' or '])).join(forms)}")
    efficacy = asked.efficacy
    if isinstance(efficacy, EfficacyRange):
        parts.append(f"{cased('printed efficacy')}{draw(SIGNS).format('=')}{efficacy}")
    elif efficacy is not None:
        name = {"certainly": "whole", "possibly": "part"}[efficacy.reading.value]
        sign, level = (">=", efficacy.at_least) if efficacy.at_least else ("<=", efficacy.at_most)
        parts.append(f"{cased(name)} efficacy{draw(SIGNS).format(sign)}{cased(str(level))}")
    if asked.is_suite is not None:
        answer = cased("yes" if asked.is_suite else "no")
        parts.append(f"{cased('suite')}{draw(SIGNS).format('=')}{answer}")
    return draw(st.sampled_from([";", "; ", " ; "])).join(draw(st.permutations(parts)))


@given(criteria(), st.data())
def test_parsed(asked: Criteria, data: st.DataObject) -> None:
    """What is typed in the short form is read as the question that it asks."""
    if isinstance(asked.efficacy, EfficacyBounds) and asked.efficacy.at_least:
        # A text has one bound.
        bound = attrs.evolve(asked.efficacy, at_most=None)
        asked = attrs.evolve(asked, efficacy=bound)  # type: ignore[call-arg] # mypy sees no Unpack

    assert Criteria.parse(data.draw(written(asked))) == asked


@given(criteria())
def test_repr_is_code(asked: Criteria) -> None:
    """The repr of a question over published theories is the call that makes it."""
    assert eval(repr(asked), vars(imh_evidence.model.criteria) | vars(imh_evidence)) == asked  # noqa: S307 -- our own repr
