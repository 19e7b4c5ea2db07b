"""From one catalogue to another: what changed, and that it can be done and undone."""

from __future__ import annotations

import json
import pickle
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.laws import drawing

from imh_evidence import Catalogue, ImhEvidenceError, interventions, source
from imh_evidence import strategies as ours
from imh_evidence.records import RetiredId
from imh_evidence.scales import EfficacyRange, EvidenceLevel, LocalTheory, Theory


if TYPE_CHECKING:
    from collections.abc import Callable

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
    names = {
        name for row in rows for name in (row.id, *Catalogue.from_records([row]).ids)
    }
    gone = [RetiredId(id_, (), "gone") for id_ in old.ids if id_ not in names]
    return old, Catalogue.from_records(rows, source="later", retired=gone)


PAIRS = editions() | st.tuples(CATALOGUES, CATALOGUES)


# Two catalogues take long to draw, so a quarter of what the profile says will do.
FEWER = settings(max_examples=settings.default.max_examples // 4)  # type: ignore[union-attr]


class TestLaws:
    @FEWER
    @given(CATALOGUES)
    def test_nothing_changes_from_a_catalogue_to_itself(
        self, catalogue: Catalogue
    ) -> None:
        """diff(c, c) is empty."""
        diff = source.diff(catalogue, catalogue)

        assert diff.is_empty
        assert ((), (), (), (), (), ()) == (
            diff.removed,
            diff.added,
            diff.renamed,
            diff.changed,
            diff.reordered,
            diff.beside,
        )

    @FEWER
    @given(PAIRS)
    def test_apply(self, pair: tuple[Catalogue, Catalogue]) -> None:
        """Applying diff(a, b) to a gives b, with all that stands beside its rows."""
        old, new = pair
        made = source.diff(old, new).apply(old)

        assert new == made
        assert (new.source, new.groups, new.retired) == (
            made.source,
            made.groups,
            made.retired,
        )

    @FEWER
    @given(PAIRS)
    def test_reverse(self, pair: tuple[Catalogue, Catalogue]) -> None:
        """diff(b, a) is diff(a, b) reversed, and reversing twice changes nothing."""
        old, new = pair
        diff = source.diff(old, new)

        assert source.diff(new, old) == diff.reverse()
        assert diff == diff.reverse().reverse()

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
            for part in (
                *(diff.removed, diff.added, diff.renamed),
                *(diff.changed, diff.reordered, diff.beside),
            )
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
        assert (
            "removed: 'Attachment and Biobehavioural Catch Up' "
            "(attachment-and-biobehavioural-catch-up)\n"
            "added: 'Parents as First Teachers' (parents-as-first-teachers)\n"
            "compared: 3 rows with 3" == str(diff)
        )
        assert (
            "<Diff: 1 removed, 1 added, 0 renamed, 0 changed fields, 0 reordered>"
            == repr(diff)
        )

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
        new = catalogue(
            [rows[2], now, rows[0]], retired=[RetiredId(FNP, ("nurses",), "new name")]
        )
        diff = source.diff(old, new)

        assert [(FNP, "nurses", "is_suite")] == [
            (renaming.old_id, renaming.new_id, change.field)
            for renaming, change in zip(diff.renamed, diff.changed, strict=True)
        ]
        assert ((), ()) == (diff.removed, diff.added)
        assert new == diff.apply(old)
        assert old == diff.reverse().apply(new)
        assert source.diff(new, old) == diff.reverse()

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

    def test_not_renamed_where_a_row_took_another_in(
        self, rows: list[Intervention]
    ) -> None:
        """A row that takes in a retired one stays itself, forwards and backwards."""
        old = catalogue(rows[:2])
        new = catalogue(rows[:1], retired=[RetiredId(FNP, (rows[0].id,), "merged")])

        assert ((rows[1],), ()) == (
            (diff := source.diff(old, new)).removed,
            diff.renamed,
        )
        assert source.diff(new, old) == diff.reverse()

    def test_reversed_in_the_order_of_the_new_catalogue(
        self, rows: list[Intervention]
    ) -> None:
        """Reversed, changes and renamings are told in the order they then have."""
        now = [
            attrs.evolve(row, name=f"{row.name} 2", is_suite=True) for row in rows[:3]
        ]
        diff = source.diff(rows[:3], now[::-1]).reverse()
        ids = [row.id for row in rows[2::-1]]

        assert [ids, ids] == [
            [each.old_id for each in diff.renamed],
            [each.id for each in diff.changed],
        ]

    def test_renamed_as_told(self, rows: list[Intervention]) -> None:
        """What the caller says was renamed is renamed."""
        now = attrs.evolve(rows[1], id="nurses", name="Nurses")
        old, new = catalogue(rows[:2]), catalogue([now, rows[0]])
        diff = source.diff(old, new, renamed={FNP: "nurses"})

        assert [(FNP, "nurses")] == [(r.old_id, r.new_id) for r in diff.renamed]
        assert new == diff.apply(old)
        assert source.diff(new, old, renamed={"nurses": FNP}) == diff.reverse()

    def test_renamed_to_the_id_of_another(self, rows: list[Intervention]) -> None:
        """Ids may change hands: who had one before is then gone."""
        old, new = catalogue(rows[:2]), catalogue(rows[1:3])
        diff = source.diff(old, new, renamed={rows[0].id: FNP})

        assert ([FNP], [rows[2].id]) == (
            [row.id for row in diff.removed],
            [row.id for row in diff.added],
        )
        assert new == diff.apply(old)
        assert old == diff.reverse().apply(new)

    def test_what_the_caller_says_goes_before_retired_ids(
        self, rows: list[Intervention]
    ) -> None:
        """A row cannot become two, nor two rows one: the caller's word stands."""
        now = attrs.evolve(rows[1], id="nurses", name="Nurses")
        old = catalogue(rows[:2])
        new = catalogue([now], retired=[RetiredId(FNP, ("nurses",), "new name")])
        diff = source.diff(old, new, renamed={rows[0].id: "nurses"})

        assert [FNP] == [row.id for row in diff.removed]
        assert new == diff.apply(old)

    @pytest.mark.parametrize(
        ("renamed", "told"),
        [
            (
                {"nobody": FNP},
                (
                    f"renamed={{'nobody': '{FNP}'}}: the old catalogue has no id "
                    "'nobody'; give ids as .ids lists them"
                ),
            ),
            (
                {FNP: "nobody"},
                (
                    f"renamed={{'{FNP}': 'nobody'}}: the new catalogue has no id "
                    "'nobody'; give ids as .ids lists them"
                ),
            ),
            (
                {FNP: FNP, "child-first": FNP},
                "renamed=...: two rows cannot become one; leave one out",
            ),
        ],
    )
    def test_renamed_wrongly(self, renamed: dict[str, str], told: str) -> None:
        """A renaming of what is not there, or of two into one, is refused."""
        with pytest.raises(source.UnfitDiff) as caught:
            source.diff(interventions, interventions, renamed=renamed)

        assert told == str(caught.value)

    def test_reordered(self, rows: list[Intervention]) -> None:
        """Of the rows that changed places, as few as possible are named."""
        diff = source.diff(rows, [rows[5], *rows[:5], *rows[6:]])

        assert (rows[5].id,) == diff.reordered
        assert f"reordered: {rows[5].id}" == str(diff).split("\n")[0]

    def test_not_reordered_by_what_comes_and_goes(
        self, rows: list[Intervention]
    ) -> None:
        """Rows that are added or removed change no places."""
        assert () == source.diff(rows[:6], [rows[9], *rows[1:5], rows[8]]).reordered

    def test_a_longest_run_stays(self, rows: list[Intervention]) -> None:
        """The first of five rows that goes behind the fourth is the one that moved."""
        diff = source.diff(rows[:5], [*rows[1:4], rows[0], rows[4]])

        assert (rows[0].id,) == diff.reordered

    def test_of_no_rows(self) -> None:
        """Where there are no rows, none changed places."""
        assert () == source.diff([], []).reordered

    def test_renamed_and_reordered(self, rows: list[Intervention]) -> None:
        """A row that was renamed and changed places is told by its old id."""
        now = attrs.evolve(rows[1], id="nurses", name="Nurses")
        diff = source.diff(
            rows[:4], [rows[0], rows[2], rows[3], now], renamed={FNP: "nurses"}
        )

        assert (FNP,) == diff.reordered
        assert {
            "old_id": FNP,
            "new_id": "nurses",
            "old_name": "Family Nurse Partnership",
            "new_name": "Nurses",
        } == diff.to_plain()["renamed"][0]

    @FEWER
    @given(st.permutations(range(7)))
    def test_longest_run(self, places: list[int]) -> None:
        """The rows that keep their places are a longest run, found by trying all."""
        rows = [attrs.evolve(row, recommended=None) for row in interventions[:7]]
        diff = source.diff(rows, [rows[at] for at in places])
        longest = max(
            len(run)
            for flags in range(1 << 7)
            if (run := [at for i, at in enumerate(places) if flags >> i & 1])
            == sorted(run)
        )

        assert 7 - longest == len(diff.reordered)


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
            (
                "evidence",
                EvidenceLevel.LOW,
                "evidence was High, is now Low",
                "high",
                "low",
            ),
            (
                "audiences",
                frozenset(interventions["PFR"].audiences),
                "audiences was Targeted, is now Universal and Targeted",
                ["targeted"],
                ["universal", "targeted"],
            ),
            (
                "practice_levels",
                frozenset(interventions["Triple P"].practice_levels),
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

        assert [f"changed: {FNP}: {told}", "compared: 1 rows with 1"] == (
            str(diff).split("\n")
        )
        assert (FNP, field, new) == (plain["id"], plain["field"], plain["new"])
        assert old == plain["old"]
        assert source.diff([now], [rows[1]]) == diff.reverse()

    def test_provenance(self, rows: list[Intervention]) -> None:
        """That cells were read elsewhere is told without listing them; JSON has them."""
        now = attrs.evolve(rows[1], provenance=rows[2].provenance)
        diff = source.diff([rows[1]], [now])

        assert (
            f"changed: {FNP}: where its cells were read changed"
            == (str(diff).split("\n")[0])
        )
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
        assert "nothing changed\ncompared: 14 rows with 14" == (
            str(source.diff(interventions, interventions))
        )

    def test_source_headings_and_retired_ids(self) -> None:
        """What changed beside the rows is told in sentences."""
        old = interventions
        later = attrs.evolve(old.source, updated="2031-06", container=None)
        groups = [*old.groups[:8], attrs.evolve(old.groups[8], label="Learning")]
        new = Catalogue.from_records(
            old, source=later, groups=groups, retired=[RetiredId("gone", (), "")]
        )
        diff = source.diff(old, new)

        assert not diff.is_empty
        assert (
            f"the source's container was {old.source.container!r:.80}..., is now nothing",
            "the source's updated was '2023-04', is now '2031-06'",
            "gone: heading 'Psychoeducation'",
            "new: heading 'Learning'",
            "new: retired id 'gone'",
        ) == diff.beside
        assert "beside the rows: new: heading 'Learning'" in str(diff).split("\n")
        assert (new.source, new.groups, new.retired) == (
            (made := diff.apply(old)).source,
            made.groups,
            made.retired,
        )

    def test_lines_of_headings(self) -> None:
        """Headings that say the same and stand elsewhere are told in short."""
        old = interventions
        groups = [attrs.evolve(group, line=1) for group in old.groups]
        new = Catalogue.from_records(old, source=old.source, groups=groups)

        assert ("what is kept with a heading changed",) == source.diff(old, new).beside

    def test_origins(self, rows: list[Intervention]) -> None:
        """Rows that come from elsewhere keep their source."""
        old = catalogue(rows[:2], source="Ours")
        new = old.extend(catalogue(rows[2:3], source="Theirs"), source="Ours")
        diff = source.diff(old, new)

        assert "Theirs" == diff.apply(old).origin(rows[2].id).title
        assert "new: origin 'Theirs'" in diff.beside

    def test_plain(self, rows: list[Intervention]) -> None:
        """The JSON has every part, and the number of rows on both sides."""
        plain = source.diff(rows[:2], rows[1:4]).to_plain()

        assert [
            *("is_empty", "added", "removed", "renamed", "changed"),
            *("reordered", "beside", "rows"),
        ] == [*plain]
        assert ({"old": 2, "new": 3}, False) == (plain["rows"], plain["is_empty"])
        assert [row.id for row in rows[2:4]] == [row["id"] for row in plain["added"]]
        assert [rows[0].id] == [row["id"] for row in plain["removed"]]

    def test_a_value(self, rows: list[Intervention]) -> None:
        """A diff survives a pickle."""
        diff = source.diff(interventions, rows)

        assert diff == pickle.loads(pickle.dumps(diff))


class TestUnfit:
    @pytest.mark.parametrize(
        ("change", "told"),
        [
            (lambda rows: rows[1:], "its rows are others"),
            (lambda rows: rows[::-1], "its rows are others"),
            (
                lambda rows: [attrs.evolve(rows[0], is_suite=True), *rows[1:]],
                "its rows are others",
            ),
            (
                lambda rows: [rows[0], attrs.evolve(rows[1], name="Nurses"), *rows[2:]],
                (
                    "name of 'family-nurse-partnership' is 'Nurses', "
                    "not 'Family Nurse Partnership'"
                ),
            ),
            (
                lambda rows: [
                    *rows[:2],
                    attrs.evolve(rows[2], evidence=EvidenceLevel.MEDIUM),
                ],
                (
                    "evidence of 'promoting-first-relationships' is EvidenceLevel.MEDIUM, "
                    "not EvidenceLevel.HIGH"
                ),
            ),
        ],
    )
    def test_another_catalogue(
        self, change: Callable[[Any], Any], told: str, rows: list[Intervention]
    ) -> None:
        """A diff is applied to the catalogue it was made from, and to no other."""
        old = rows[:3]
        new = [
            attrs.evolve(rows[1], name="Nurses at Home"),
            attrs.evolve(rows[2], evidence=EvidenceLevel.LOW),
        ]
        diff = source.diff(old, new)

        with pytest.raises(source.UnfitDiff) as caught:
            diff.apply(catalogue(change(old)))

        assert (
            f"the diff does not begin from this catalogue: {told}; "
            "apply it to the catalogue it was made from"
        ) == str(caught.value)

    def test_the_error(self) -> None:
        """The error is of the family and survives a pickle."""
        error = source.UnfitDiff("does not fit")

        assert isinstance(error, ImhEvidenceError)
        assert ("does not fit",) == error.args
        assert "does not fit" == str(pickle.loads(pickle.dumps(error)))
