"""Every value can be shown, and what is shown as HTML is well formed and holds names as text."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imh_evidence import Audience, Catalogue, LocalTheory, Relation, interventions
from imh_evidence.strategies import catalogues, published
from imh_evidence.strategies import interventions as rows

from .drawing import THEORIES, any_values, names


MARKUP = ["<script>alert(1)</script>", "</td></table>", "a & b", '"><b>', "&lt;", "<!--"]


class Reader(HTMLParser):
    """Reads HTML, refusing tags that do not nest, and keeps the text of row headings."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.headings: list[str] = []
        self.heads_row = False
        self.text = ""

    def handle_starttag(self, tag: str, attributes: Any) -> None:
        """Opens a tag."""
        self.open.append(tag)
        self.tags.add(tag)
        self.heads_row = ("scope", "row") in attributes
        if self.heads_row:
            self.headings.append("")

    def handle_endtag(self, tag: str) -> None:
        """Closes the tag opened last."""
        assert self.open.pop() == tag
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        """Keeps text."""
        self.text += data
        if self.heads_row and self.open[-1] == "th":
            self.headings[-1] += data

    def handle_comment(self, data: str) -> None:
        """There are no comments."""
        pytest.fail(f"a comment: {data}")


def read(html: str) -> Reader:
    """What a reader finds in HTML, once all its tags are closed."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader


def harmless(text: str) -> str:
    """A text on one line; characters that print nothing, or turn what is printed, escaped."""
    return "".join(
        each if each.isprintable() else each.encode("unicode_escape").decode()
        for each in " ".join(text.split())
    )


@given(any_values() | st.sampled_from([*THEORIES, *Audience, *Relation]))
def test_text(value: Any) -> None:
    """Every value has a text and a repr of one line, and neither is empty."""
    assert repr(value)
    assert str(value)
    assert "\n" not in repr(value)


@given(catalogues(max_size=4))
def test_answers(catalogue: Catalogue) -> None:
    """What a catalogue answers has a repr and a text too."""
    for answer in (
        catalogue.count_by("theory"),
        catalogue.count_by("efficacy", "audience", kind="combinations"),
        catalogue.relations(),
        *catalogue.relations().pairs(),
        catalogue.order_by("name"),
        *catalogue.search("row"),
        *catalogue.cautions,
        catalogue.source,
    ):
        assert repr(answer)
        assert str(answer)


@given(catalogues(rows=rows() | published(), max_size=4))
def test_html(catalogue: Catalogue) -> None:
    """Every tag is closed in turn, and each name is the text of its row's heading."""
    reader = read(catalogue._repr_html_())

    assert reader.headings == [harmless(row.name) for row in catalogue]


@pytest.mark.parametrize("markup", MARKUP)
@given(title=names())
def test_markup_is_text(markup: str, title: str) -> None:
    """Markup in a name, a title or the label of a theory is shown and never obeyed."""
    row = attrs.evolve(
        interventions[0],
        id="mine",
        name=f"Mine {markup}",
        aliases=(),
        theory_group=None,
        recommended=None,
        theories=(LocalTheory("mine", f"Theory {markup}"),),
    )
    catalogue = Catalogue.from_records([row], source=f"{title}{markup}")

    reader = read(catalogue._repr_html_())

    assert reader.headings == [f"Mine {markup}"]
    assert f"Theory {markup}" in reader.text
    assert harmless(f"{title}{markup}") in reader.text
    plain = read(interventions[:1]._repr_html_())
    assert reader.tags == plain.tags
