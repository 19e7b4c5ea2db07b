# ruff: noqa: INP001 -- Sphinx puts these on its path
"""A page for each intervention, and the list of them.

A page's file holds its title and one directive, and is written before the
build reads the pages; what it shows is worked out while it is read. So an
edition with other rows has other pages, and none of them is kept in the
project.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from computed import table_node
from docutils import nodes  # type: ignore[import-untyped]
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective

from imh_evidence import dataset, groups, interventions, topic
from imh_evidence.decisions import early_intervention_framework
from imh_evidence.model.scales import joined
from imh_evidence.views.assessment import framework_words
from imh_evidence.views.bars import range_bar
from imh_evidence.views.content import record_fields, record_notes
from tables import Table, standing


if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx

    from imh_evidence import Intervention
    from imh_evidence.decisions import FrameworkEntry

FOLDER = "interventions"


class InterventionList(SphinxDirective):
    """The rows, each with a link to its page."""

    def run(self) -> list[nodes.Node]:
        """The table and the entries of the contents."""
        table = Table(
            f"The {len(interventions)} interventions, in the order of the page",
            ("Intervention", "Who for", "Type of practice", "Efficacy as printed"),
            [
                (
                    _link(record.name, f"/{FOLDER}/{record.id}"),
                    joined(record.audiences),
                    joined(record.practice_levels),
                    _efficacy(record),
                )
                for record in interventions
            ],
        )
        return [table_node(table, "computed-interventions"), self._contents()]

    def _contents(self) -> nodes.Node:
        names = [f"{FOLDER}/{record.id}" for record in interventions]
        tree = addnodes.toctree(
            "",
            parent=self.env.docname,
            entries=[(None, name) for name in names],
            includefiles=names,
            maxdepth=1,
            caption=None,
            glob=False,
            hidden=True,
            includehidden=False,
            numbered=0,
            titlesonly=True,
        )
        return nodes.compound("", tree, classes=["toctree-wrapper"])


class InterventionPage(SphinxDirective):
    """Everything that is known of one row."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """The row, what the page claims of its group, the other rows, provenance."""
        self.env.note_dependency(__file__)
        record = interventions[self.arguments[0]]
        return [
            _row(record),
            _notes(record),
            *_claims(record),
            _section("Beside the other rows", *_relations(record)),
            _section("Provenance", *_provenance(record)),
            _section("Links", *_links(record)),
        ]


def _row(record: Intervention) -> nodes.Node:
    rows: list[tuple[Any, ...]] = [
        (name.capitalize(), _efficacy(record) if name == "efficacy" else text)
        for name, text in record_fields(record)
    ]
    (heading,) = (each.label for each in groups if each.number == record.theory_group)
    rows.insert(2, ("Heading", f"{record.theory_group}: {heading}"))
    return table_node(Table("", (), rows), "computed-claim")


def _efficacy(record: Intervention) -> nodes.Node:
    bar = nodes.raw("", range_bar(record.efficacy), format="html")
    return nodes.paragraph("", "", bar, nodes.Text(f" {record.efficacy}"))


def _notes(record: Intervention) -> nodes.Node:
    return nodes.bullet_list(
        "", *(nodes.list_item("", nodes.paragraph(text=n)) for n in record_notes(record))
    )


def _claims(record: Intervention) -> Iterable[nodes.Node]:
    rows = [
        (claim.statement, claim.printed or "", claim.verdict(interventions).outcome)
        for claim in topic.claims
        if record.theory_group in claim.theory_groups and claim.audience in record.audiences
    ]
    if not rows:
        return []
    lead = nodes.paragraph(
        "", "What the page says of its heading and an audience of its, beside the rows: "
    )
    lead += _inline("the claims and how verdicts are reached", "/claims")
    lead += nodes.Text(".")
    table = Table("", ("Claim, in our words", "Printed", "Verdict"), rows)
    return [_section("The page's claims", lead, table_node(table, "computed-verdicts"))]


def _relations(record: Intervention) -> Iterable[nodes.Node]:
    lead = nodes.paragraph(
        "",
        "How its printed efficacy stands to that of every other row. The outcome, "
        "comparator and follow-up behind a level are not given, so any comparison may "
        "cross outcomes. More on ",
    )
    lead += _inline("what may be said of two ranges", "/concepts")
    lead += nodes.Text(".")
    rows = [(says, *map(_names, beside)) for says, *beside in standing(record)]
    header = ("Its efficacy", "Rows for the same audiences", "Rows for other audiences")
    return [lead, table_node(Table("", header, rows), "computed-relations")]


def _names(records: Iterable[Intervention]) -> nodes.Node:
    items = [nodes.list_item("", _link(other.name, f"/{FOLDER}/{other.id}")) for other in records]
    return nodes.bullet_list("", *items) if items else nodes.paragraph(text="none")


def _provenance(record: Intervention) -> Iterable[nodes.Node]:
    cells = record.provenance.values()
    rows = [
        (
            cell.field.replace("_", " "),
            ""
            if cell.printed is None
            else nodes.paragraph("", "", nodes.literal(text=cell.printed)),
            "" if cell.line is None else str(cell.line),
            cell.rule,
            cell.source,
        )
        for cell in cells
    ]
    header = ("Field", "As printed", "Line", "How it was read", "Source")
    lead = (
        f"Read in edition {record.provenance.edition}. Lines are those of the page's "
        "text, counted from 1."
    )
    return [nodes.paragraph(text=lead), table_node(Table("", header, rows), "computed-provenance")]


def _links(record: Intervention) -> Iterable[nodes.Node]:
    source = dataset.source
    address = nodes.reference("", source.title, refuri=source.address)
    said = f", in {source.container}; {source.publisher}, edition {dataset.edition}."
    yield nodes.paragraph("", "", nodes.Text("The page: "), address, nodes.Text(said))
    entries = early_intervention_framework().entries_of(record.id)
    if not entries:
        yield nodes.paragraph(
            text="In the copies of the Early Intervention Framework that we saw there is "
            "no programme of this row, which says nothing against it."
        )
        return
    yield nodes.paragraph(text="In the Early Intervention Framework:")
    yield nodes.bullet_list("", *(nodes.list_item("", _entry(entry)) for entry in entries))


def _entry(entry: FrameworkEntry) -> nodes.Node:
    link = nodes.reference("", entry.programme, refuri=entry.address)
    return nodes.paragraph("", "", link, nodes.Text(f" ({framework_words(entry)})"))


def _link(text: str, page: str) -> nodes.Node:
    return nodes.paragraph("", "", _inline(text, page))


def _inline(text: str, page: str) -> nodes.Node:
    return addnodes.pending_xref(
        "",
        nodes.inline(text=text),
        refdomain="std",
        reftype="doc",
        reftarget=page,
        refexplicit=True,
        refwarn=True,
    )


def _section(title: str, *parts: nodes.Node) -> nodes.section:
    name = title.lower().replace("'", "").replace(" ", "-")
    return nodes.section("", nodes.title(text=title), *parts, ids=[name])


def write_pages(app: Sphinx) -> None:
    """Write the file of each page, where it is not there, and take old ones away."""
    folder = Path(app.srcdir, FOLDER)
    folder.mkdir(exist_ok=True)
    pages = {
        f"{record.id}.md": (f"# {record.name}\n\n```{{intervention-page}} {record.id}\n```\n")
        for record in interventions
    }
    for path in folder.glob("*.md"):
        if path.name not in pages:
            path.unlink()
    for name, text in pages.items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the directives, and write the pages before they are looked for."""
    app.add_directive("intervention-list", InterventionList)
    app.add_directive("intervention-page", InterventionPage)
    app.connect("builder-inited", write_pages)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
