"""What is read on a page, beside what is printed on it."""

from __future__ import annotations

import pytest

from imh_evidence import source
from imh_evidence.model.scales import Audience, EfficacyRange, EvidenceLevel, PracticeLevel
from imh_evidence.source.markup import reduced
from imh_evidence.source.page import Cell

from .short import LAYOUTS, PAGE


@pytest.fixture(name="page")
def _page() -> source.Page:
    return source.parse(PAGE)


def changed(old: str, new: str) -> source.Page:
    """The short page with one piece of text in place of another."""
    assert PAGE.count(old) == 1
    return source.parse(PAGE.replace(old, new))


class TestTable:
    def test_headings(self, page: source.Page) -> None:
        """A heading keeps its label, line, theories and the advice over it."""
        expected = [
            (1, "Attachment Theory", 29, ("attachment",), True, 27),
            (
                2,
                "Social Learning Theory/Cognitive Behavioural Theory (CBT)",
                48,
                ("social-learning", "cognitive-behavioural"),
                True,
                46,
            ),
        ]

        assert expected == [
            (
                group.number,
                group.label,
                group.line,
                group.theories,
                group.recommended,
                group.recommendation_line,
            )
            for group in page.groups
        ]

    def test_cells(self, page: source.Page) -> None:
        """A cell keeps its text to the space, its line and the rule it was read by."""
        both = "cells share a line, read from both ends"
        first, second, third = page.rows

        assert Cell("Low -Medium", 39, "range with irregular spacing, on its own line") == (
            first.efficacy
        )
        assert Cell("Skilled and Enhanced", 35, "two types of practice joined by and") == (
            first.practice
        )
        assert Cell("Universal and targeted", 31, "two audiences joined by and") == (first.who_for)
        assert Cell("Calm Harbour Visits", 43, "cell alone on its line") == second.name
        assert Cell(
            "Medium", 45, "practice, evidence and efficacy share a line, read from the end"
        ) == (second.evidence)
        assert Cell("Medium - High", 50, f"range, {both}") == third.efficacy
        assert Cell("Universal\u00a0", 50, f"{both}; trailing no-break space dropped") == (
            third.who_for
        )

    @pytest.mark.parametrize(
        ("old", "new", "field", "rule"),
        [
            ("Low -Medium", "Low to Medium", "efficacy", "range, on its own line"),
            ("Low -Medium", "Low-Medium", "efficacy", "range, on its own line"),
            ("Universal and", "Universal\u202fand", "who_for", "two audiences joined by and"),
            (
                "Targeted\n\nCalm Harbour Visits\n",
                "Targeted Calm Harbour Visits\n",
                "who_for name",
                "cells share a line, read from both ends",
            ),
            (
                "Calm Harbour Visits\n\nEnhanced Medium",
                "Calm Harbour Visits Enhanced\nMedium",
                "name practice",
                "cells share a line, read from both ends",
            ),
            (
                "Targeted\n\nCalm",
                "Targeted\u202f\n\nCalm",
                "who_for",
                "cell alone on its line; trailing no-break space dropped",
            ),
            ("Harbour Visits", "Harbour\nV", "name", "cell spread over lines"),
        ],
    )
    def test_rules(self, old: str, new: str, field: str, rule: str) -> None:
        """How a cell was read is told in the words of the published provenance."""
        page = changed(old, new)
        row = page.rows[0 if old.startswith(("Low", "Universal")) else 1]

        assert [rule] * len(field.split()) == [getattr(row, each).rule for each in field.split()]

    def test_advice_above_the_names_of_columns(self) -> None:
        """The table begins with whatever of it comes first."""
        (columns,) = (line for line in PAGE.split("\n") if "Who for?" in line)
        page = PAGE.replace(columns, "").replace("Based on Att", f"{columns}\nBased on Att")

        assert [True, True] == [group.recommended for group in source.parse(page).groups]

    def test_values(self, page: source.Page) -> None:
        """The cells of a row are read as members of the scales."""
        first = page.rows[0]

        assert "high-five-steady-steps" == first.id
        assert (
            tuple(Audience),
            (PracticeLevel.SKILLED, PracticeLevel.ENHANCED),
            EvidenceLevel.HIGH,
            EfficacyRange("low", "medium"),
        ) == (first.audiences, first.practice_levels, first.evidence_level, first.efficacy_range)
        assert [1, 1, 2] == [row.group for row in page.rows]

    def test_provenance(self, page: source.Page) -> None:
        """A row gives its cells as a record keeps them."""
        assert [
            ("name", "Skilled Hands", 50),
            ("audiences", "Universal\u00a0", 50),
            ("practice_levels", "Specialist", 50),
            ("evidence", "High", 50),
            ("efficacy", "Medium - High", 50),
        ] == [(cell.field, cell.printed, cell.line) for cell in page.rows[2].cells]

    @pytest.mark.parametrize(
        "name",
        [
            "Targeted Calm, Universal Visits",
            "High Medium Low",
            "Universal and targeted Steps",
            "Skilled High Low",
            "Enhanced High Visits Targeted",
            "Becoming Skilled and Specialist",
            "High-Low / Medium",
            "1. First & Last",
            "X" * 200,
        ],
    )
    @pytest.mark.parametrize("gap", ["\n", "\n\n"])
    def test_names_like_labels(self, name: str, gap: str) -> None:
        """A name alone on its line may hold words that are labels elsewhere."""
        page = changed("\n\nCalm Harbour Visits\n\n", f"{gap}{name}{gap}")

        assert name == page.rows[1].name.printed
        assert [3, "Enhanced"] == [len(page.rows), page.rows[1].practice.printed]

    @pytest.mark.parametrize("word", ["not ", "no longer ", "never "])
    def test_recommendation_withdrawn(self, word: str) -> None:
        """A group whose sentence says not is not recommended."""
        page = source.parse(PAGE.replace("are all recommended", f"are {word}all recommended"))

        assert [False, False] == [group.recommended for group in page.groups]

    def test_recommendation_missing(self) -> None:
        """A group over which there is no such sentence is not recommended."""
        page = source.parse(
            "\n".join(line for line in PAGE.split("\n") if "recommended" not in line)
        )

        assert [(False, None, None)] * 2 == [
            (group.recommended, group.recommendation, group.recommendation_line)
            for group in page.groups
        ]


class TestProse:
    def test_date_and_title(self, page: source.Page) -> None:
        """Title and date have their text and their lines."""
        assert ("Care in the early years", 6, "June 2031", "2031-06", 8) == (
            page.title,
            page.title_line,
            page.updated_printed,
            page.updated,
            page.updated_line,
        )

    def test_scope(self, page: source.Page) -> None:
        """The ages, whom it is for, and what it leaves out are read from the prose."""
        assert [("pregnancy", 24, 13)] == [
            (each.start, each.end_months, each.line) for each in page.ages
        ]
        assert page.readers is not None
        assert (("nurses", "planners", "teachers"), 17) == (page.readers.items, page.readers.line)
        assert page.exclusions is not None
        assert (("surgical", "unrelated to play"), 19) == (
            page.exclusions.items,
            page.exclusions.line,
        )

    def test_figures(self, page: source.Page) -> None:
        """A figure has its ends, its key words, its reference and its line."""
        (figure,) = page.figures

        assert ("12-15%", 12, 15, True, (1,), 15) == (
            figure.printed,
            figure.low_percent,
            figure.high_percent,
            figure.approximate,
            figure.references,
            figure.line,
        )
        assert ("young children", "general population", "Norse study") == (figure.population)
        assert ("sleep disorders",) == figure.condition

    @pytest.mark.parametrize("gap", [" ", "   ", "\n", "\u00a0"])
    def test_ages_of_whom(self, gap: str) -> None:
        """Ages are among the key words, with one space wherever they had any."""
        words = gap.join(
            ["infants", "up", "to", "18", "months,", "6-year-old", "boys", "and", "toddlers"]
        )
        (figure,) = changed("young children", words).figures

        assert ("infants", "up to 18 months", "6-year-old", "boys", "toddlers") == (
            figure.population[:5]
        )

    def test_several_figures_in_a_sentence(self) -> None:
        """Each of two figures in a sentence has what follows it."""
        page = changed(
            "disorders in a",
            "disorders (REF 1), and 7.5 per cent of adults had reading problems, in a",
        )

        assert [
            ("12-15%", 12, (1,), ("sleep disorders",)),
            ("7.5 per cent", 7.5, (1,), ("reading problems",)),
        ] == [
            (each.printed, each.low_percent, each.references, each.condition)
            for each in page.figures
        ]

    def test_citations(self, page: source.Page) -> None:
        """Marks have their numbers and lines, in the order of the page."""
        assert [(1, 15), (2, 21)] == [(c.number, c.line) for c in page.citations]

    def test_claims(self, page: source.Page) -> None:
        """A claim has theories, audience, sizes, references and times."""
        sized, times = page.claims

        assert (
            ("attachment",),
            "targeted",
            "small to medium",
            EfficacyRange("low", "medium"),
            (),
            21,
        ) == (
            sized.theories,
            sized.audience,
            sized.printed,
            sized.claimed,
            sized.references,
            sized.line,
        )
        assert (3, (2,), None) == (times.times_greater, times.references, times.printed)

    @pytest.mark.parametrize(
        ("sentence", "expected"),
        [
            (
                (
                    "Attachment Theory gave large effects when targeted and small effects "
                    "when universal."
                ),
                [(("attachment",), "targeted", "large"), (("attachment",), "universal", "small")],
            ),
            (
                (
                    "Social Learning Theory had medium-large effects in households with "
                    "risk factors and in community-based settings."
                ),
                [
                    (("social-learning",), "targeted", "medium-large"),
                    (("social-learning",), "universal", "medium-large"),
                ],
            ),
            (
                (
                    "Universal effects of CBT (with Attachment Theory) and Psychoeducation "
                    "were small and large respectively."
                ),
                [
                    (("cognitive-behavioural", "attachment"), "universal", "small"),
                    (("psychoeducation",), "universal", "large"),
                ],
            ),
            (("Effects of CBT and Psychoeducation were small, medium and large respectively."), []),
            (
                (
                    "The effects of CBT and Psychoeducation were small, medium and large "
                    "respectively."
                ),
                [
                    (("cognitive-behavioural",), None, "small"),
                    (("psychoeducation",), None, "medium"),
                    ((), None, "large"),
                ],
            ),
            (
                (
                    "Developmental Psychopathology had large and small effects, targeted, "
                    "then universal, then for those with concerns."
                ),
                [
                    (("developmental-psychopathology",), "targeted", "large"),
                    (("developmental-psychopathology",), "universal", "small"),
                    (("developmental-psychopathology",), "targeted", None),
                ],
            ),
            ("Large to small effects are read from the low end.", [((), None, "Large to small")]),
            ("Here are highest levels of evidence and efficacy.", [((), None, None)]),
            (
                "Families with risk factors or concerns saw small effects.",
                [((), "targeted", "small")],
            ),
            ("Nothing is said of effects.", []),
            (
                (
                    "The effects of CBT and Psychoeducation, universal or targeted, were "
                    "small and large respectively."
                ),
                [
                    (("cognitive-behavioural",), "universal", "small"),
                    (("psychoeducation",), "universal", "large"),
                ],
            ),
        ],
    )
    def test_claims_by_shape(
        self, sentence: str, expected: list[tuple[tuple[str, ...], str | None, str | None]]
    ) -> None:
        """Theories, audiences and sizes are put together as the sentence has them."""
        page = changed("This information", f"{sentence}\n\nThis information")
        found = [c for c in page.claims if c.line == 17]

        assert expected == [(c.theories, c.audience, c.printed) for c in found]
        assert all(
            c.claimed == EfficacyRange("low", "high")
            for c in found
            if c.printed == "Large to small"
        )
        assert ["highest" in sentence] * len(found) == [c.highest for c in found]

    def test_ages_as_printed(self) -> None:
        """A span of ages keeps its words and its line."""
        (ages,) = changed("pregnancy to 24", "Pregnancy\nuntil 24").ages

        assert ("Pregnancy until 24 months", "pregnancy", 13) == (
            ages.printed,
            ages.start,
            ages.line,
        )

    def test_words_after_a_mark(self) -> None:
        """What follows a mark says nothing of the figure before it."""
        (figure,) = changed("study (REF 1).", "study (REF 1) of toddlers.").figures

        assert ("young children", "general population", "Norse study") == (figure.population)

    PROSE = (
        "(REF 9) About 7% of toddlers had problems. From birth to 4 years. Small effects. "
        "This information is for boards to use. It does not cover diets.\n"
    )

    def test_below_the_table(self, page: source.Page) -> None:
        """What stands below the table is no prose of the page, whatever it looks like."""
        below = source.parse(f"{PAGE}\n{self.PROSE}")
        without = PAGE.replace("information is", "is").replace("not cover", "cover")

        assert (page.figures, page.claims, page.citations, page.ages) == (
            below.figures,
            below.claims,
            below.citations,
            below.ages,
        )
        bare = source.parse(f"{without}\n{self.PROSE}")
        assert (None, None) == (bare.readers, bare.exclusions)

    def test_effects_without_a_multiple(self) -> None:
        """A claim that names no multiple, or one in other words, has none."""
        claims = [
            changed("three times greater", words).claims[1]
            for words in ("somewhat greater", "umpteen times greater")
        ]

        assert [None, None] == [each.times_greater for each in claims]


class TestReferences:
    def test_fields(self, page: source.Page) -> None:
        """Each part of a reference is a field, as printed."""
        first, second = page.references

        assert (
            *(1, 52, ("Aas B", "Dahl CE", "Eik F"), 2029),
            *("Sleep in the valley: a first count", "Norse J Sleep", "4", "2", "10-19"),
        ) == (
            *(first.number, first.line, first.authors, first.year),
            *(first.title, first.container, first.volume, first.issue, first.pages),
        )
        assert (("Valley Board",), "Two visits a week", "www.valley.example", None) == (
            second.authors,
            second.title,
            second.url,
            second.container,
        )

    @pytest.mark.parametrize(
        ("printed", "expected"),
        [
            (
                (
                    "Aas B, Dahl CE. Sleep. Norse J. 2029 Nov;4(6):69-70. "
                    "doi: 10.10/abc.1. Epub 2029 Oct 1. PMID: 12; PMCID: PMC3."
                ),
                {
                    "authors": ("Aas B", "Dahl CE"),
                    "title": "Sleep",
                    "container": "Norse J",
                    "year": 2029,
                    "volume": "4",
                    "issue": "6",
                    "pages": "69-70",
                    "doi": "10.10/abc.1",
                    "pmid": "12",
                    "pmcid": "PMC3",
                    "note": "2029 Nov; Epub 2029 Oct 1",
                },
            ),
            (
                "Aas B. Sleep. Norse J. 2029;4:69; quiz 70.",
                {"authors": ("Aas B",), "pages": "69", "note": "quiz 70"},
            ),
            (
                (
                    "Aas, B. C., Van Dahl, E., & Eik-Fo, G.-H. (2029). Sleep. Again. "
                    "Norse Sleep, 4:1-9.\nhttp://dx.doi.org/10.10/abc"
                ),
                {
                    "authors": ("Aas, B. C.", "Van Dahl, E.", "Eik-Fo, G.-H."),
                    "title": "Sleep. Again",
                    "container": "Norse Sleep",
                    "pages": "1-9",
                    "issue": None,
                    "doi": "10.10/abc",
                    "url": "http://dx.doi.org/10.10/abc",
                },
            ),
            (
                "Board of Sleep and Rest (2029). On sleep Working Paper No. 3.",
                {
                    "authors": ("Board of Sleep and Rest",),
                    "title": "On sleep",
                    "container": "Working Paper No. 3",
                },
            ),
            ("Aas, B. and others (2029) Sleep", {"authors": ("Aas, B. and others",)}),
            (
                "Aas, B., & the others (2029). On X.",
                {"authors": ("Aas, B., & the others",), "title": "On X"},
            ),
            (
                "Aas B. Sleep. doi: 10.10/X. Norse J. PMID: 12; 2029;4:69.",
                {"title": "Sleep", "container": "Norse J", "doi": "10.10/X", "pmid": "12"},
            ),
        ],
    )
    def test_layouts(self, printed: str, expected: dict[str, object]) -> None:
        """References are read in the layouts that are in use."""
        start = PAGE.index("1. Aas")
        end = PAGE.index("\n\n2. Valley")
        page = source.parse(f"{PAGE[:start]}1. {printed}{PAGE[end:]}")
        reference = page.references[0]

        assert expected == {field: getattr(reference, field) for field in expected}
        assert 2 == len(page.references)

    def test_goes_on_over_lines(self) -> None:
        """A reference goes on over lines, and over a gap where an address follows."""
        page = changed("a first count. Norse", "a first\ncount. Norse")
        again = changed(" Retrieved from www", "\n\nwww")

        assert source.parse(PAGE).references[0].title == page.references[0].title
        assert "www.valley.example" == again.references[1].url

    def test_what_follows_is_left_out(self) -> None:
        """What stands below the references, people thanked first, is no part of them."""
        page = source.parse(f"{PAGE}\nAnn Other; Ben Others\n\nA footer")

        assert source.parse(PAGE).references == page.references


class TestForms:
    @pytest.mark.parametrize(
        ("mark", "codec"),
        [("", "utf-8"), ("", "utf-8-sig"), ("\ufeff", "utf-16-le"), ("\ufeff", "utf-16-be")],
    )
    def test_bytes(self, mark: str, codec: str, page: source.Page) -> None:
        """Bytes are read as the text they hold."""
        assert page.rows == source.parse(f"{mark}{PAGE}".encode(codec)).rows

    def test_line_ends(self, page: source.Page) -> None:
        """Every line end is a line feed in the text that lines are counted in."""
        assert page.text == source.parse(PAGE.replace("\n", "\r\n")).text

    @LAYOUTS
    def test_layouts(self, lay_out: object) -> None:
        """However the page is laid out, the same facts are read."""
        assert callable(lay_out)
        page, plain = source.parse(lay_out(PAGE)), source.parse(PAGE)

        def facts(page: source.Page) -> object:
            return [
                (row.id, row.audiences, row.practice_levels, row.efficacy_range)
                for row in page.rows
            ]

        assert facts(plain) == facts(page)
        assert [group.theories for group in plain.groups] == [
            group.theories for group in page.groups
        ]
        assert [each.low_percent for each in plain.figures] == [
            each.low_percent for each in page.figures
        ]
        assert [each.title.split() for each in plain.references] == [
            each.title.split() for each in page.references
        ]

    def test_lines_of_html(self) -> None:
        """Lines are counted in the text that HTML was reduced to."""
        page = source.parse(
            f"<p>{PAGE[:60]}</p><p>x</p>".replace("\n", "<br>")
            + "".join(f"<p>{line}</p>\n" for line in PAGE[60:].split("\n"))
        )
        lines = page.text.split("\n")

        assert [row.name.printed for row in page.rows] == [
            row.name.printed for row in page.rows if row.name.printed in lines[row.name.line - 1]
        ]

    def test_numbered_list_in_html(self) -> None:
        """The items of a numbered list have the numbers that a browser shows."""
        prose, references = PAGE.split("\n1. ")
        first, second = references.split("\n2. ")
        lines = "".join(f"<p>{line}</p>" for line in prose.split("\n"))
        page = source.parse(
            f"<body><ul><li>a</ul>{lines}<ol start='1'><li>{first.strip()}</li>"
            f"<li>{second.splitlines()[0]}</li></ol></ol>"
        )

        assert [1, 2] == [each.number for each in page.references]

    @pytest.mark.parametrize(
        ("markup", "expected"),
        [
            ("<ol start=7><li>a<li>b</ol>", "7. a\n8. b"),
            ("<ol start=x><li>a</ol>", "1. a"),
            ("<li>a</li></ol>", "a"),
            ("<ol><li>a<ul><li>b</ul><li>c</ol>", "1. a\nb\n2. c"),
            ("<ul><li>a<ol><li>b</ol><li>c</ul>", "a\n1. b\nc"),
            ("<p> Xa&nbsp;</p>", "Xa\u00a0"),
            ("<title>a<body>b", "b"),
            ("<head><title>a</title></head><svg><b>x</b></svg>c", "c"),
            ("<div><p>a\nb</div>c", "a b\nc"),
            ("<i>a</i><b>b</b>&nbsp;&amp;", "ab\u00a0&"),
            ("<svg><template>x</svg>w", "w"),
            ("<template><script>x</template>y</script>z</template>w", "w"),
        ],
    )
    def test_reduced(self, markup: str, expected: str) -> None:
        """HTML is reduced to the text it shows, a line for each block."""
        assert expected == reduced(markup)
