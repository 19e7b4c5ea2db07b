"""From one catalogue to another: what changed, by row and field."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.edition import COUNT
from tests.laws import drawing

from imh_evidence import Catalogue, interventions, source
from imh_evidence import strategies as ours
from imh_evidence.model.records import RetiredId
from imh_evidence.model.scales import EfficacyRange, EvidenceLevel, LocalTheory, Theory


if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

    from imh_evidence import Intervention

ROWS = ours.interventions(theories=st.sampled_from(Theory) | drawing.local_theories())
CATALOGUES = ours.catalogues() | ours.catalogues(rows=ROWS)


@st.composite
def editions(draw: DrawFn) -> tuple[Catalogue, Catalogue]:
    """A catalogue, and one that was made from it by a few hands."""
    old = draw(CATALOGUES)
    rows = [
        attrs.evolve(
            row,
            recommended=None,
            evidence=draw(st.sampled_from(EvidenceLevel)),
            efficacy=draw(drawing.efficacy_ranges() | st.just(row.efficacy)),
            name=draw(st.sampled_from([row.name, f"{row.name} renamed"])),
            aliases=(),
        )
        if draw(st.booleans())
        else row
        for row in old
        if draw(st.integers(0, 3))
    ]
    rows = draw(st.permutations(rows))
    names = {name for row in rows for name in (row.id, *Catalogue.from_records([row]).ids)}
    gone = [RetiredId(id_, (), "gone") for id_ in old.ids if id_ not in names]
    return old, Catalogue.from_records(rows, source="later", retired=gone)


def _place(diff: source.Diff, new_id: str) -> int:
    """Where a row of both catalogues stood in the old one."""
    old_ids = {each.new_id: each.old_id for each in diff.renamed}
    return diff.before.ids.index(old_ids.get(new_id, new_id))


PAIRS = editions() | st.tuples(CATALOGUES, CATALOGUES)


# Two catalogues take long to draw, so a quarter of what the profile says will do.
FEWER = settings(max_examples=settings.default.max_examples // 4)  # type: ignore[union-attr]


class TestLaws:
    @FEWER
    @given(CATALOGUES)
    def test_nothing_changes_from_a_catalogue_to_itself(self, catalogue: Catalogue) -> None:
        """diff(c, c) is empty."""
        diff = source.diff(catalogue, catalogue)

        assert diff.is_empty
        assert ((), (), (), (), ()) == (
            diff.removed,
            diff.added,
            diff.renamed,
            diff.changed,
            diff.beside,
        )

    @FEWER
    @given(PAIRS)
    def test_backwards(self, pair: tuple[Catalogue, Catalogue]) -> None:
        """diff(b, a) tells what diff(a, b) tells, the other way round."""
        old, new = pair
        there, back = source.diff(old, new), source.diff(new, old)

        assert (there.before, there.removed) == (back.after, back.added)
        assert (there.after, there.added) == (back.before, back.removed)
        assert {
            (each.old_id, each.new_id, each.old_name, each.new_name) for each in there.renamed
        } == {(each.new_id, each.old_id, each.new_name, each.old_name) for each in back.renamed}
        assert [(each.field, each.old, each.new) for each in there.changed] == [
            (each.field, each.new, each.old)
            for each in sorted(back.changed, key=lambda each: _place(there, each.id))
        ]

    @FEWER
    @given(PAIRS)
    def test_empty_only_for_equals(self, pair: tuple[Catalogue, Catalogue]) -> None:
        """Between catalogues that are not equal, something changed."""
        old, new = pair

        assert old == new or not source.diff(old, new).is_empty

    @FEWER
    @given(PAIRS)
    def test_told(self, pair: tuple[Catalogue, Catalogue]) -> None:
        """Every change is one line of text, and the whole is JSON, in every process."""
        diff = source.diff(*pair)
        plain = diff.to_plain()
        count = sum(
            len(part)
            for part in (*(diff.removed, diff.added, diff.renamed), *(diff.changed, diff.beside))
        )

        assert plain == json.loads(json.dumps(plain))
        assert max(count, 1) + 1 == len(str(diff).splitlines())


@pytest.fixture(name="rows")
def _rows() -> list[Intervention]:
    """Rows for which nothing is said to be recommended, so that they may change."""
    return [attrs.evolve(row, recommended=None) for row in interventions]


def catalogue(rows: Any, **beside: Any) -> Catalogue:
    """A catalogue with the published source."""
    beside.setdefault("source", interventions.source)
    return Catalogue.from_records(rows, **beside)


FNP = "family-nurse-partnership"


class TestRows:
    def test_removed_and_added(self, rows: list[Intervention]) -> None:
        """Rows of one catalogue alone are removed or added."""
        diff = source.diff(catalogue(rows[:3]), catalogue(rows[1:4]))

        assert (tuple(rows[:1]), tuple(rows[3:4])) == (diff.removed, diff.added)
        assert [
            f"removed: {rows[0].name!r} ({rows[0].id})",
            f"added: {rows[3].name!r} ({rows[3].id})",
            "compared: 3 rows with 3",
        ] == str(diff).splitlines()
        assert repr(diff).startswith("<Diff: 1 removed, 1 added, 0 renamed")

    def test_same_id_and_another_name(self, rows: list[Intervention]) -> None:
        """A row that keeps its id and has another name is renamed."""
        now = attrs.evolve(rows[1], name="Nurses at Home")
        diff = source.diff([rows[1]], [now])

        assert [
            (
                "renamed: 'Family Nurse Partnership' (family-nurse-partnership) is now "
                "'Nurses at Home' (family-nurse-partnership)"
            )
        ] == str(diff).split("\n")[:-1]
        assert [] == [*diff.changed]

    def test_another_id_is_another_row(self, rows: list[Intervention]) -> None:
        """A row with another id is another row, unless something says otherwise."""
        now = attrs.evolve(rows[1], id="nurses", name="Nurses")
        diff = source.diff([rows[1]], [now])

        assert ([FNP], ["nurses"], ()) == (
            [row.id for row in diff.removed],
            [row.id for row in diff.added],
            diff.renamed,
        )

    def test_renamed_by_a_retired_id(self, rows: list[Intervention]) -> None:
        """A retired id that one id replaced says that a row was renamed, both ways."""
        now = attrs.evolve(rows[1], id="nurses", name="Nurses", is_suite=True)
        old = catalogue(rows[:3])
        new = catalogue([rows[2], now, rows[0]], retired=[RetiredId(FNP, ("nurses",), "new name")])
        diff = source.diff(old, new)

        assert [(FNP, "nurses", "is_suite")] == [
            (renaming.old_id, renaming.new_id, change.field)
            for renaming, change in zip(diff.renamed, diff.changed, strict=True)
        ]
        assert ((), ()) == (diff.removed, diff.added)
        back = source.diff(new, old)
        assert [("nurses", FNP)] == [(r.old_id, r.new_id) for r in back.renamed]

    @pytest.mark.parametrize(
        "retired",
        [
            [RetiredId(FNP, (), "gone")],
            [RetiredId(FNP, ("nurses", "promoting-first-relationships"), "split")],
            [RetiredId("somebody", ("nurses",), "not ours")],
            [RetiredId(FNP, ("nobody",), "not there")],
            [RetiredId(FNP, ("nurses",), "one"), RetiredId("b", ("nurses",), "two")],
            [RetiredId(FNP, ("nurses",), "one"), RetiredId(FNP, ("b",), "two")],
        ],
    )
    def test_not_renamed_where_it_is_unsure(
        self, retired: list[RetiredId], rows: list[Intervention]
    ) -> None:
        """A retired id that was split, merged or never ours makes no renaming."""
        now = attrs.evolve(rows[1], id="nurses", name="Nurses")
        diff = source.diff(catalogue(rows[1:2]), catalogue([now], retired=retired))

        assert (1, 1, ()) == (len(diff.removed), len(diff.added), diff.renamed)

    def test_not_renamed_where_a_row_took_another_in(self, rows: list[Intervention]) -> None:
        """A row that takes in a retired one stays itself, forwards and backwards."""
        old = catalogue(rows[:2])
        new = catalogue(rows[:1], retired=[RetiredId(FNP, (rows[0].id,), "merged")])

        assert ((rows[1],), ()) == ((diff := source.diff(old, new)).removed, diff.renamed)
        assert () == source.diff(new, old).renamed

    def test_renamed_as_told(self, rows: list[Intervention]) -> None:
        """What the caller says was renamed is renamed."""
        now = attrs.evolve(rows[1], id="nurses", name="Nurses")
        old, new = catalogue(rows[:2]), catalogue([now, rows[0]])
        diff = source.diff(old, new, renamed={FNP: "nurses"})

        assert [(FNP, "nurses")] == [(r.old_id, r.new_id) for r in diff.renamed]

    def test_renamed_to_the_id_of_another(self, rows: list[Intervention]) -> None:
        """Ids may change hands: who had one before is then gone."""
        old, new = catalogue(rows[:2]), catalogue(rows[1:3])
        diff = source.diff(old, new, renamed={rows[0].id: FNP})

        assert ([FNP], [rows[2].id]) == (
            [row.id for row in diff.removed],
            [row.id for row in diff.added],
        )

    def test_what_the_caller_says_goes_before_retired_ids(self, rows: list[Intervention]) -> None:
        """A row cannot become two, nor two rows one: the caller's word stands."""
        now = attrs.evolve(rows[1], id="nurses", name="Nurses")
        old = catalogue(rows[:2])
        new = catalogue([now], retired=[RetiredId(FNP, ("nurses",), "new name")])
        diff = source.diff(old, new, renamed={rows[0].id: "nurses"})

        assert [FNP] == [row.id for row in diff.removed]

    @pytest.mark.parametrize(
        "renamed", [{"nobody": FNP}, {FNP: "nobody"}, {FNP: FNP, "child-first": FNP}]
    )
    def test_renamed_wrongly(self, renamed: dict[str, str]) -> None:
        """A renaming of what is not there, or of two into one, is refused."""
        with pytest.raises(source.UnfitDiff, match="renamed="):
            source.diff(interventions, interventions, renamed=renamed)

    def test_another_order(self, rows: list[Intervention]) -> None:
        """That rows changed places is told in one line."""
        diff = source.diff(rows, [rows[5], *rows[:5], *rows[6:]])

        assert not diff.is_empty
        assert ("the order of the rows changed",) == diff.beside

    def test_what_comes_and_goes_changes_no_order(self, rows: list[Intervention]) -> None:
        """Rows that are added, removed or renamed change no places."""
        now = attrs.evolve(rows[1], id="nurses", name="Nurses")
        diff = source.diff(rows[:6], [rows[9], now, *rows[2:5], rows[8]], renamed={FNP: "nurses"})

        assert () == diff.beside


PLAY = LocalTheory("play", "Play Theory")


class TestFields:
    @pytest.mark.parametrize(
        ("field", "value", "told", "old", "new"),
        [
            (
                "efficacy",
                EfficacyRange("low", "high"),
                "efficacy was Low, is now Low–High",
                {"low": "low", "high": "low"},
                {"low": "low", "high": "high"},
            ),
            ("evidence", EvidenceLevel.LOW, "evidence was High, is now Low", "high", "low"),
            (
                "audiences",
                interventions["PFR"].audiences,
                "audiences was Targeted, is now Universal and Targeted",
                ["targeted"],
                ["universal", "targeted"],
            ),
            (
                "practice_levels",
                interventions["Triple P"].practice_levels,
                "practice levels was Enhanced, is now Skilled and Enhanced",
                ["enhanced"],
                ["skilled", "enhanced"],
            ),
            (
                "theories",
                (Theory.ATTACHMENT, PLAY),
                (
                    "theories was 'Attachment Theory (attachment)', is now "
                    "'Attachment Theory (attachment) / Play Theory (play)'"
                ),
                ["attachment"],
                ["attachment", {"slug": "play", "label": "Play Theory"}],
            ),
            ("theory_group", None, "theory group was 1, is now nothing", 1, None),
            ("is_suite", True, "is suite was False, is now True", False, True),
            (
                "aliases",
                ("FNP", "a\nb"),
                r"aliases was 'FNP', is now 'FNP', 'a\nb'",
                ["FNP"],
                ["FNP", "a\nb"],
            ),
            (
                "related",
                (),
                "related was 'Nurse-Family Partnership', is now nothing",
                [
                    {
                        "name": "Nurse-Family Partnership",
                        "note": interventions["FNP"].related[0].note,
                        "abbreviation": "NFP",
                    }
                ],
                [],
            ),
        ],
    )
    def test_one_field(  # noqa: PLR0913, PLR0917 -- the columns of the table above
        self,
        field: str,
        value: object,
        told: str,
        old: object,
        new: object,
        rows: list[Intervention],
    ) -> None:
        """A field that changed is told with what it was and what it is."""
        now = attrs.evolve(rows[1], **{field: value})  # type: ignore[arg-type]
        diff = source.diff([rows[1]], [now])
        (plain,) = diff.to_plain()["changed"]

        assert [f"changed: {FNP}: {told}", "compared: 1 rows with 1"] == (str(diff).split("\n"))
        assert (FNP, field, new) == (plain["id"], plain["field"], plain["new"])
        assert old == plain["old"]

    def test_provenance(self, rows: list[Intervention]) -> None:
        """That cells were read elsewhere is told without listing them; JSON has them."""
        now = attrs.evolve(rows[1], provenance=rows[2].provenance)
        diff = source.diff([rows[1]], [now])

        assert f"changed: {FNP}: where its cells were read changed" == (str(diff).split("\n")[0])
        assert "cells" in diff.to_plain()["changed"][0]["new"]

    def test_fields_in_their_order(self, rows: list[Intervention]) -> None:
        """Changes are told row by row, and field by field as records have them."""
        now = [
            attrs.evolve(row, efficacy=EfficacyRange("low", "high"), is_suite=True)
            for row in rows[:2]
        ]
        diff = source.diff(rows[:2], now)

        assert [(row.id, f) for row in rows[:2] for f in ("efficacy", "is_suite")] == [
            (each.id, each.field) for each in diff.changed
        ]


class TestBeside:
    def test_nothing(self) -> None:
        """Where nothing changed, that is said, with how many rows were compared."""
        assert f"nothing changed\ncompared: {COUNT} rows with {COUNT}" == (
            str(source.diff(interventions, interventions))
        )

    def test_source_headings_and_retired_ids(self) -> None:
        """What changed beside the rows is told in sentences."""
        old = interventions
        later = attrs.evolve(old.source, updated="2031-06", container=None)
        groups = [*old.groups[:-1], attrs.evolve(old.groups[-1], label="Learning")]
        new = Catalogue.from_records(
            old, source=later, groups=groups, retired=[RetiredId("gone", (), "not used")]
        )
        diff = source.diff(old, new)

        assert not diff.is_empty
        assert (
            f"the source's container was {old.source.container!r:.80}..., is now nothing",
            f"the source's updated was {old.source.updated!r}, is now '2031-06'",
            f"gone: heading {old.groups[-1].label!r}",
            "new: heading 'Learning'",
            "new: retired id 'gone'",
        ) == diff.beside
        assert "beside the rows: new: heading 'Learning'" in str(diff).split("\n")

    def test_lines_of_headings(self) -> None:
        """Headings that say the same and stand elsewhere are told in short."""
        old = interventions
        groups = [attrs.evolve(group, line=1) for group in old.groups]
        new = Catalogue.from_records(old, source=old.source, groups=groups)

        assert ("what is kept with a heading changed",) == source.diff(old, new).beside

    def test_origins(self, rows: list[Intervention]) -> None:
        """Rows that come from elsewhere keep their source."""
        old = catalogue(rows[:2], source="Ours")
        new = old.beside(catalogue(rows[2:3], source="Theirs"), source="Ours")
        diff = source.diff(old, new)

        assert "new: origin 'Theirs'" in diff.beside

    def test_plain(self, rows: list[Intervention]) -> None:
        """The JSON has every part, and the number of rows on both sides."""
        plain = source.diff(rows[:2], rows[1:4]).to_plain()

        assert [*("is_empty", "added", "removed", "renamed", "changed"), *("beside", "rows")] == [
            *plain
        ]
        assert ({"old": 2, "new": 3}, False) == (plain["rows"], plain["is_empty"])
        assert [row.id for row in rows[2:4]] == [row["id"] for row in plain["added"]]
        assert [rows[0].id] == [row["id"] for row in plain["removed"]]
