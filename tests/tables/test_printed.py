"""The printed columns, and a table of them under the headings of groups."""

import attrs
import pytest

from imh_evidence.model.records import Intervention
from imh_evidence.model.report import Caution
from imh_evidence.model.scales import Audience, EfficacyLevel, EvidenceLevel, PracticeLevel
from imh_evidence.tables.printed import ALWAYS_PRINTED, PRINTED, printed_cells
from imh_evidence.views.cards import catalogue_report


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
        } == SUITE.to_dict(labels=True)
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


class TestCardOfSeveral:
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
