"""Rows as people see them: as printed, as a card, and as a table with headings."""

import attrs
import pytest

from imh_evidence.model.cards import (
    ALWAYS_PRINTED,
    PRINTED,
    catalogue_report,
    intervention_report,
    printed_cells,
    printed_row,
)
from imh_evidence.model.records import CellProvenance, Intervention, Provenance, RelatedProgramme
from imh_evidence.model.report import Caution
from imh_evidence.model.scales import Audience, EfficacyLevel, EvidenceLevel, PracticeLevel


FNP = Intervention(
    "family-nurse-partnership",
    "Family Nurse Partnership",
    ["attachment"],
    ["targeted"],
    ["enhanced"],
    "high",
    "low",
    theory_group=1,
    aliases=["FNP", "Nurses"],
    related=[
        RelatedProgramme("Nurse-Family Partnership", "FNP is its UK version", "NFP"),
        RelatedProgramme("Family Nurses", "in Wales"),
    ],
    provenance=Provenance(
        [
            CellProvenance("name", "cell"),
            CellProvenance("efficacy", "cell"),
            CellProvenance("aliases", "name", source="our own list"),
        ],
        edition="2023-04",
    ),
)
SUITE = Intervention(
    "suite",
    "Suite",
    ["social-learning", "attachment"],
    ["universal", "targeted"],
    ["skilled", "enhanced"],
    "high",
    "low-high",
    is_suite=True,
)


class TestPrintedColumns:
    def test_are_five_and_more(self) -> None:
        """The five always come first; the others hold what a table may add."""
        cells = printed_cells(SUITE)

        assert ALWAYS_PRINTED == tuple(PRINTED)[:5]
        assert [*cells, "Source"] == [*PRINTED]
        assert {
            "Intervention": "Suite",
            "Who for": "Universal and Targeted",
            "Type of psychological practice": "Skilled and Enhanced",
            "Evidence": "High",
            "Efficacy": "Low–High",
        } == printed_row(SUITE)
        assert {
            "Id": "suite",
            "Theory": "Social Learning Theory / Attachment Theory",
            "Also known as": "",
            "Suite": True,
        } == {heading: cells[heading] for heading in [*cells][5:]}
        assert "FNP; Nurses" == printed_cells(FNP)["Also known as"]

    @pytest.mark.parametrize(
        ("heading", "scale"),
        [
            ("Who for", Audience),
            ("Type of psychological practice", PracticeLevel),
            ("Evidence", EvidenceLevel),
            ("Efficacy", EfficacyLevel),
        ],
    )
    def test_list_the_vocabulary_of_their_scale(self, heading: str, scale: type) -> None:
        """Every label of the scale is accepted, in its order."""
        column = PRINTED[heading]

        assert tuple(member.label for member in scale) == column.vocabulary  # type: ignore[attr-defined]
        assert (heading != "Who for") == column.ordered
        assert column.required


class TestCards:
    def test_of_a_row_hold_everything_it_prints(self) -> None:
        """Eight lines with the title; what it is not; where it was read."""
        assert (
            "Family Nurse Partnership\n\n"
            "Theory                          Attachment Theory\n"
            "Who for                         Targeted\n"
            "Type of psychological practice  Enhanced\n"
            "Evidence                        High\n"
            "Efficacy                        Low\n"
            "Also known as                   FNP; Nurses\n"
            "Id                              family-nurse-partnership\n\n"
            "Not the same as Nurse-Family Partnership (NFP): FNP is its UK version.\n"
            "Not the same as Family Nurses: in Wales.\n\n"
            "Edition 2023-04. Sources: the page; our own list.\n"
        ) == intervention_report(FNP).to_text()

    def test_of_a_row_from_nowhere_say_nothing_of_an_edition(self) -> None:
        """A row made by hand has no edition, and no line for what it does not have."""
        report = intervention_report(SUITE)

        assert () == report.foot
        assert "Also known as" not in report.to_text()
        assert 3 == report.to_html().count("<rect")
        assert "Suite                           Yes\n" in report.to_text()

    def test_of_a_long_table_show_the_first_hundred(self) -> None:
        """A notebook is not flooded, and the rest is counted."""
        rows = [attrs.evolve(FNP, id=f"r{at}", name=f"R{at}") for at in range(103)]
        shown = catalogue_report(rows, "Many").to_text()

        assert "103 programmes. The first 100 are shown." in shown
        assert ["R99"] == [word for word in shown.split() if word in ("R99", "R100")]

    def test_of_a_table_stand_under_the_headings_of_groups(self) -> None:
        """A group's own heading stands above its rows; other rows have their theories."""
        report = catalogue_report(
            iter([FNP, SUITE]),
            "Two",
            [Caution("suite", "Suite is a suite.")],
            ["Source: ours."],
            {1: "Attachment"},
        )

        assert [
            "Intervention",
            "---",
            "Attachment",
            "Family Nurse Partnership",
            "Social Learning Theory / Attachment Theory",
            "Suite",
        ] == [
            line.split(" | ")[0].removeprefix("| ")
            for line in report.to_markdown().splitlines()
            if line.startswith("|")
        ]
        assert "2 programmes.\n\nPlease note\n- Suite is a suite." in str(report)
        assert "1 programme." in str(catalogue_report([FNP], "One"))
