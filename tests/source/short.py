"""A short page in words of our own, and the same facts typed in by hand."""

from __future__ import annotations

import hashlib
import re
from html import escape
from pathlib import Path

import attrs
import pytest

from imh_evidence import (
    Catalogue,
    EffectClaim,
    Intervention,
    PrevalenceEstimate,
    Reference,
    TheoryGroup,
    Topic,
    dataset,
)
from imh_evidence.model.notice import Source
from imh_evidence.model.records import CellProvenance, Provenance
from imh_evidence.model.scales import Audience, EfficacyRange, EvidenceLevel, PracticeLevel, Theory
from imh_evidence.model.topic import Pointer, References, Scope
from imh_evidence.model.works import Author
from imh_evidence.source.held import Held
from imh_evidence.source.wording import Meaning, Wording


PAGE = Path(__file__).with_name("page.txt").read_text(encoding="utf-8")

ADVICE = (
    "these interventions tried in the valley are all recommended. "
    "ask the valleys own board which one suits you."
)
CLAIM = "attachment theory work has brought small to medium effects in targeted households."
READERS = "this information is for nurses planners and teachers to use in the valley."


def digest(words: str) -> str:
    """The checksum of words that are normalised already."""
    return hashlib.sha256(words.encode()).hexdigest()[:32]


def _row(  # noqa: PLR0913 -- a field each
    id_: str,
    name: str,
    group: TheoryGroup,
    audiences: tuple[Audience, ...],
    practice_levels: tuple[PracticeLevel, ...],
    *,
    evidence: str = "high",
    efficacy: tuple[str, str],
    printed: str | None = None,
    aliases: tuple[str, ...] = (),
) -> Intervention:
    cells = (CellProvenance("efficacy", "typed in", printed),) if printed else ()
    return Intervention(
        id=id_,
        name=name,
        theories=group.theories,
        audiences=audiences,
        practice_levels=practice_levels,
        evidence=EvidenceLevel(evidence),
        efficacy=EfficacyRange(*efficacy),  # type: ignore[arg-type]
        theory_group=group.number,
        aliases=aliases,
        provenance=Provenance(cells),
    )


def held() -> Held:
    """The facts of the short page."""
    first = TheoryGroup(1, "Attachment Theory", (Theory.ATTACHMENT,))
    second = TheoryGroup(
        2,
        "Social Learning Theory/Cognitive Behavioural Theory (CBT)",
        (Theory.SOCIAL_LEARNING, Theory.COGNITIVE_BEHAVIOURAL),
    )
    rows = [
        _row(
            "high-five-steady-steps",
            "High Five, Steady Steps",
            first,
            (Audience.UNIVERSAL, Audience.TARGETED),
            (PracticeLevel.SKILLED, PracticeLevel.ENHANCED),
            efficacy=("low", "medium"),
            printed="Low -Medium",
        ),
        _row(
            "calm-harbour-visits",
            "Calm Harbour Visits",
            first,
            (Audience.TARGETED,),
            (PracticeLevel.ENHANCED,),
            evidence="medium",
            efficacy=("low", "low"),
            aliases=("Harbour Calls",),
        ),
        _row(
            "skilled-hands",
            "Skilled Hands",
            second,
            (Audience.UNIVERSAL,),
            (PracticeLevel.SPECIALIST,),
            efficacy=("medium", "high"),
        ),
    ]
    source = Source(
        "Care in the early years",
        updated="2031-06",
        sha256=hashlib.sha256(PAGE.encode()).hexdigest(),
    )
    references = References(
        (
            Reference(
                number=1,
                authors=tuple(Author(n, n) for n in ("Aas B", "Dahl CE", "Eik F")),
                year=2029,
                title="Sleep in the valley: a first count",
                cited_for="sleep",
                cited_on=15,
                line=52,
                container="Norse J Sleep",
                volume="4",
                issue="2",
                pages="10-19",
            ),
            Reference(
                number=2,
                authors=(Author("Valley Board", "Valley Board"),),
                year=2030,
                title="Two visits a week",
                cited_for="visits",
                cited_on=21,
                line=54,
                url="www.valley.example",
            ),
        )
    )
    topic = Topic(
        title="Care in the early years",
        updated="2031-06",
        scope=Scope("pregnancy", 24, "care"),
        readers=("nurses", "planners", "teachers"),
        exclusions=("operations", "what has nothing to do with play"),
        definitions=(),
        caveats=(),
        prevalence=(
            PrevalenceEstimate(
                id="sleep",
                printed="12-15%",
                low_percent=12,
                high_percent=15,
                population="small children at large",
                condition="too little sleep",
                references=(1,),
                line=15,
                approximate=True,
            ),
        ),
        claims=(
            EffectClaim(
                id="attachment",
                statement="Attachment work helps.",
                line=21,
                theory_groups=(1,),
                audience=Audience.TARGETED,
                printed="small to medium",
                claimed=EfficacyRange("low", "medium"),
            ),
            EffectClaim(
                id="visits",
                statement="More visits help more.",
                line=21,
                times_greater=3,
                not_testable_because="visits are not in the table",
                references=(2,),
            ),
        ),
        pointers=(Pointer("Valley Board", "whom to ask"),),
        references=references,
    )
    return Held(
        interventions=Catalogue.from_records(rows, source=source, groups=[first, second]),
        topic=topic,
        dataset=attrs.evolve(dataset, edition="2031-06", source=source),
        meanings={
            ("sleep", "population"): Meaning(
                ("young children", "general population", "Norse study"), ("children",)
            ),
            ("sleep", "condition"): Meaning(("sleep disorders",), ("sleep",)),
            ("exclusions", "exclusions"): Meaning(
                ("surgical", "unrelated to play"), ("operations", "play")
            ),
        },
        wording=(
            Wording("claim", ("attachment",), 12, digest(CLAIM)),
            Wording("scope", ("readers",), 13, digest(READERS)),
        ),
        advice=(18, digest(ADVICE)),
    )


#: Marks where one cell of the table ends and the next begins.
_CELL = re.compile(
    r"(?<=\bHands) (?=Specialist)|(?<=Specialist) |(?<=Enhanced) (?=Medium|High)"
    r"|(?<=\bHigh) (?=Medium|High|Low)|(?<=Medium) (?=Low)|\u00a0 (?=Skilled)"
)


def each_cell_on_a_line(page: str) -> str:
    """The short page with no two cells on a line."""
    table, references = page.split("\n1. ")
    prose, rows = table.split("Based on", 1)
    return f"{prose}Based on{_CELL.sub(chr(10), rows)}\n1. {references}"


def each_row_on_a_line(page: str) -> str:
    """The short page with each row on a line of its own."""
    rows = re.sub(r"\n\n(High Five.*|Skilled and.*|High|Low -.*)(?=\n)", r" \1", page)
    return re.sub(r"\n\n(Calm.*|Enhanced Medium)", r" \1", rows)


def in_html(page: str) -> str:
    """A page as a browser saves it: a paragraph for each line."""
    lines = "\n".join(f"<p>{escape(line)}</p>" for line in page.split("\n"))
    return (
        "<!DOCTYPE html>\n<html><head><title>Updated May 1999</title>"
        "<style>p { width: 10% }</style><script>if (1 < 2) '99%'</script></head>"
        f"<body><nav><ul><li>Home</li></ul></nav>\n{lines}</body></html>"
    )


LAYOUTS = pytest.mark.parametrize(
    "lay_out",
    [
        pytest.param(lambda page: page, id="as it is"),
        pytest.param(each_cell_on_a_line, id="each cell on a line"),
        pytest.param(each_row_on_a_line, id="each row on a line"),
        pytest.param(lambda page: page.replace("\n", "\r\n"), id="CRLF"),
        pytest.param(lambda page: re.sub(r"\n\s*\n", "\n", page), id="no blank lines"),
        pytest.param(lambda page: page.replace("\n", "\n\n"), id="blank lines"),
        pytest.param(lambda page: re.sub(" ", "   ", page), id="runs of spaces"),
        pytest.param(lambda page: re.sub(" ", "\u00a0", page), id="no-break spaces"),
        pytest.param(lambda page: page.replace("-", "\u2013"), id="dashes"),
        pytest.param(lambda page: re.sub(r" ?/ ?", " / ", page), id="slashes"),
        pytest.param(lambda page: page.replace("Including", "including"), id="case"),
        pytest.param(in_html, id="HTML"),
        pytest.param(lambda page: f"<pre>{escape(page)}</pre>", id="HTML as typed"),
        pytest.param(lambda page: f"<html><body>{escape(page)}", id="HTML by hand"),
        pytest.param(lambda page: page.replace(" Low -", " Low\n-"), id="cells broken"),
    ],
)
