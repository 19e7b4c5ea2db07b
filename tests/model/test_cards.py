"""A row as a card: everything it prints, what it is not, and where it was read."""

from imh_evidence.model.records import CellProvenance, Intervention, Provenance, RelatedProgramme


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


def test_of_a_row_hold_everything_it_prints() -> None:
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
    ) == FNP.report().to_text()


def test_of_a_row_from_nowhere_say_nothing_of_an_edition() -> None:
    """A row made by hand has no edition, and no line for what it does not have."""
    report = SUITE.report()

    assert () == report.foot
    assert "Also known as" not in report.to_text()
    assert 3 == report.to_html().count("<rect")
    assert "Suite                           Yes\n" in report.to_text()
