"""Whatever can be made can be written and read again; what cannot be is refused."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import attrs
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imh_evidence import (
    Catalogue,
    Criteria,
    ImhEvidenceError,
    InvalidDocument,
    LocalTheory,
    Theory,
    WrongType,
    interventions,
)
from imh_evidence.answers import Caution
from imh_evidence.decisions import (
    Decision,
    HexagonAssessment,
    LocalFact,
    LocalFacts,
    Override,
    SiteScore,
    documents,
    fact,
    shortlist,
)
from imh_evidence.decisions.decision import DECISION
from imh_evidence.records import RelatedProgramme, Source
from imh_evidence.universe import Universe

from .making import amended, local_fact, table_with


DAY = dt.date(2026, 10, 1)

# -- What is drawn ------------------------------------------------------------

#: Texts that people type, and such as no file holds.
TEXTS: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from(["group", " a\nb ", "é\U0001f600", "=1+1", "", "\u202e"]),
    st.text(st.characters(exclude_categories=()), max_size=4),
    st.sampled_from(["\x1b[2J", "\ud800", 5, None]),
)
NUMBERS: st.SearchStrategy[Any] = st.one_of(
    st.integers(-(10**15), 10**15), st.floats(), st.booleans()
)
MOMENTS: st.SearchStrategy[Any] = st.one_of(
    st.dates(),
    st.datetimes(timezones=st.none() | st.timezones(), allow_imaginary=True),
    st.sampled_from([pd.NaT, pd.Timestamp("2026-01-01T10:30:00.000000001")]),
)


def drawn(draw: Any, make: Any, **fields: st.SearchStrategy[Any]) -> Any:
    """What is made of one odd field and lawful ones, or None if that is refused."""
    name = draw(st.sampled_from(sorted(fields)))
    try:
        return make(**{name: draw(fields[name])})
    except ImhEvidenceError:
        return None


def a_fact(**fields: Any) -> LocalFact:
    """A lawful fact, with some of its fields otherwise."""
    known: LocalFact = attrs.evolve(local_fact("FNP", "cost", 5), **fields)
    return known


def a_row(note: Any = "n", name: Any = "N", label: Any = "Play", **other: Any) -> Any:
    """A row of a service's own, with a theory of its own."""
    row = amended("FNP", id="ours", name="Ours", aliases=(), recommended=None)
    return attrs.evolve(
        row,
        theories=(LocalTheory("play", label),),
        theory_group=None,
        related=(RelatedProgramme(name, note),),
        **other,
    )


def a_decision(  # noqa: PLR0913 -- one for each place of a text
    *,
    question: Any = "",
    when: Any = None,
    title: Any = "Ours",
    address: Any = None,
    asked: Any = "cost",
    value: Any = 5,
    bound: Any = 5,
    unit: Any = None,
    theory: Any = "Play",
    reason: Any = "it runs",
    **row: Any,
) -> Decision:
    """A decision on one row, with an odd thing in some place of it."""
    # A catalogue that checks what it holds would refuse some of it itself.
    source = Source(title, None, None, address)
    catalogue = Catalogue(Universe((a_row(**row),), source))
    return shortlist(
        catalogue,
        must=[fact(asked, equals=value, unit=unit), fact("age", at_least=bound)],
        wish=Criteria(theory=LocalTheory("play", theory)),
        facts=[local_fact("ours", "cost", 5)],
        overrides=[
            Override(intervention="ours", pile="meets", reason=reason, who="B. Lead")
        ],
        question=question,
        when=when,
    )


class TestLaws:
    @given(st.data())
    def test_facts(self, data: st.DataObject) -> None:
        """Facts that can be made are read from their bytes as what they were."""
        made = drawn(
            data.draw,
            a_fact,
            intervention=TEXTS,
            name=TEXTS,
            value=TEXTS | NUMBERS,
            unit=TEXTS,
            source=TEXTS,
            date=MOMENTS,
            who=TEXTS,
        )
        if made is not None:
            facts = LocalFacts([made])

            assert facts == LocalFacts.from_json(facts.to_json().encode())

    @given(st.data())
    def test_decisions(self, data: st.DataObject) -> None:
        """Decisions that can be made are read from their bytes as what they were."""
        texts = ("question", "title", "address", "asked", "unit", "theory", "reason")
        rows = ("note", "name")
        made = drawn(
            data.draw,
            a_decision,
            when=MOMENTS,
            label=TEXTS.filter(lambda text: isinstance(text, str)),
            value=TEXTS | NUMBERS,
            bound=NUMBERS,
            **dict.fromkeys((*texts, *rows), TEXTS),
        )
        if made is not None:
            assert made == Decision.from_json(made.to_json().encode())

    @given(st.data())
    def test_assessments(self, data: st.DataObject) -> None:
        """Assessments that can be made are read from their bytes as what they were."""

        def make(service: Any = None, **fields: Any) -> HexagonAssessment:
            rating = {"printed": "3", "read_on": DAY, "address": "a", "read_by": "b"}
            score = {"assessor": "A", "date": DAY, "note": ""}
            return (
                HexagonAssessment.of("FNP", service=service)
                .rate("usability", **{k: fields.get(k, v) for k, v in rating.items()})
                .score("need", 3, **{k: fields.get(k, v) for k, v in score.items()})
            )

        made = drawn(
            data.draw,
            make,
            read_on=MOMENTS,
            date=MOMENTS,
            printed=TEXTS | st.just("4" + " " * 100 + "- 5"),
            **dict.fromkeys(
                ("service", "address", "read_by", "assessor", "note"), TEXTS
            ),
        )
        if made is not None:
            assert made == HexagonAssessment.from_json(made.to_json().encode())


class TestDecisions:
    @pytest.mark.parametrize(
        ("question", "said"),
        [
            (5, "found 5 (int), expected text"),
            (None, "found None (NoneType), expected text"),
            ("\x1b[2J", "found '\\x1b[2J' (str), expected text without control"),
            ("\ud800", "found '\\ud800' (str), expected text without control"),
        ],
    )
    def test_a_question_is_text(self, question: Any, said: str) -> None:
        """A question that no file holds is refused while it can still be changed."""
        with pytest.raises(WrongType) as raised:
            shortlist(interventions, question=question)

        assert str(raised.value).startswith("the question of a decision: found ")
        assert said in str(raised.value)

    @pytest.mark.parametrize("when", [pd.NaT, 5, "10:30", "2026-11-20T25:00"])
    def test_a_time_is_one_that_reads(self, when: Any) -> None:
        """What is no time once it is written is none before."""
        with pytest.raises(WrongType, match="^when a decision is made: found "):
            shortlist(interventions, when=when)

    @pytest.mark.parametrize(
        ("when", "expected"),
        [
            (
                dt.datetime(
                    2026, 10, 25, 1, 30, tzinfo=ZoneInfo("Europe/London"), fold=1
                ),
                "2026-10-25T01:30:00+00:00",
            ),
            (
                dt.datetime(2026, 10, 25, 1, 30, tzinfo=ZoneInfo("Europe/London")),
                "2026-10-25T01:30:00+01:00",
            ),
            (pd.Timestamp("2026-10-25T01:30"), "2026-10-25T01:30:00"),
            (dt.date(2026, 10, 25), "2026-10-25"),
        ],
    )
    def test_a_time_is_kept_as_it_is_written(self, when: Any, expected: str) -> None:
        """The hour that comes twice, and a frame's own times, come back as they were."""
        decision = shortlist(interventions, when=when)

        assert decision.when is not None
        assert expected == decision.when.isoformat()
        assert type(decision.when) in {dt.date, dt.datetime}
        assert decision == Decision.from_json(decision.to_json())

    @pytest.mark.parametrize(
        ("odd", "path"),
        [
            ({"title": "a\x07b"}, "$.source.title"),
            ({"address": 5}, "$.source.address"),
            ({"note": "\ud800"}, "$.rows[0].related[0].note"),
            ({"label": "\x07"}, "$.theories[0].label"),
            ({"is_suite": "yes"}, "$.rows[0].is_suite"),
        ],
    )
    def test_rows_are_such_as_a_file_holds(self, odd: Any, path: str) -> None:
        """What a catalogue did not refuse is told with its place in the decision."""
        with pytest.raises(InvalidDocument) as raised:
            a_decision(**odd)

        assert [path] == [each.path for each in raised.value.faults]

    @pytest.mark.parametrize(
        "theory", [LocalTheory("a", "\x07"), LocalTheory("\x07", "a")]
    )
    @pytest.mark.parametrize("part", ["must", "wish"])
    def test_theories_that_are_asked_are_text(self, part: Any, theory: Any) -> None:
        """A theory of a condition has a name that can be shown."""
        asked: dict[str, Any] = {part: Criteria(theory=theory)}
        with pytest.raises(WrongType, match="^the (slug|label) of a theory: found "):
            shortlist(interventions, **asked)

    def test_theories_of_one_slug_are_one(self) -> None:
        """Two theories that a file could not tell apart are refused."""
        for first, second in (
            (LocalTheory("play", "Play"), LocalTheory("play", "Playing")),
            (LocalTheory("attachment", "Ours"), Theory.ATTACHMENT),
        ):
            rows = [
                amended("FNP", theories=(first,), recommended=None),
                amended("PCIT", theories=(second,), recommended=None),
            ]

            with pytest.raises(
                InvalidDocument, match=r"\$\.rows: found .*, expected what is"
            ):
                shortlist(table_with(*rows))

    PARTS: ClassVar[Any] = {
        "source": "a Source",
        "rows": "a tuple of Intervention records",
        "facts": "a tuple of LocalFact records",
        "judgements": "a tuple of Judgement records",
        "overrides": "a tuple of Override records",
        "cautions": "a tuple of Caution records",
    }

    @pytest.mark.parametrize(("name", "expected"), PARTS.items())
    @pytest.mark.parametrize("wrong", [5, None, ("a",), "a"])
    def test_parts_are_records(self, name: str, expected: str, wrong: Any) -> None:
        """A part of another kind is told, and not stumbled over."""
        with pytest.raises(
            WrongType, match=f"of a decision: found .*expected {expected}$"
        ):
            attrs.evolve(shortlist(interventions), **{name: wrong})

    def test_cautions_are_text(self) -> None:
        """Whatever was said besides can be read again."""
        with pytest.raises(InvalidDocument, match=r"\$\.cautions\[0\]\.text"):
            attrs.evolve(shortlist(interventions), cautions=(Caution("a", "\x07"),))


class TestAssessments:
    @pytest.mark.parametrize(
        "wrong", [5, "a", [None], [SiteScore("need", 3, "A", DAY), 5]]
    )
    def test_entries_are_records(self, wrong: Any) -> None:
        """An entry of another kind is told."""
        made = HexagonAssessment.of("FNP")

        with pytest.raises(WrongType, match="^ratings of an assessment: found "):
            attrs.evolve(made, ratings=wrong)
        with pytest.raises(WrongType, match="expected SiteScore records$"):
            attrs.evolve(made, scores=wrong)


class TestSize:
    def test_what_could_not_be_read_is_not_written(
        self, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A document larger than any that is read is refused, and no file is made."""
        decision = shortlist(interventions[:1], question="\u00e9" * 2_000)
        size = len(decision.to_json().encode())
        monkeypatch.setattr(documents, "MAX_SIZE", size - 1)

        with pytest.raises(InvalidDocument) as raised:
            DECISION.save(decision, tmp_path / "a.json")
        assert (
            f"decision: 1 fault\n  $: found a larger document, expected at most {size - 1} "
            "bytes"
        ) == str(raised.value)
        assert [] == list(tmp_path.iterdir())
        monkeypatch.setattr(documents, "MAX_SIZE", size)
        DECISION.save(decision, tmp_path / "a.json")
        assert decision == DECISION.load(tmp_path / "a.json")
