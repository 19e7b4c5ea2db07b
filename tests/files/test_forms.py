"""Each form of file reads back what was written, and says what it is."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import attrs
import pytest

from imh_evidence import (
    Catalogue,
    InvalidCatalogue,
    LocalTheory,
    Theory,
    UnknownIntervention,
    UnknownValue,
    WrongType,
    formats,
    interventions,
)
from imh_evidence.records import RetiredId, Source


HOSTILE = [
    "quotes \" and '",
    "line\nbreak\r\nand tab\t.",
    "right \u202e to left \u200f",
    "=1+1",
    "@SUM(A1)",
    "bear \U0001f9f8",
    "NA",
    "None",
    "null",
    "true, 1, 0",
    "\u2028 line separator \x85".replace("\x85", ""),
]
PLAY = LocalTheory("play", "Play Theory")


@pytest.fixture(name="hostile")
def _hostile() -> Catalogue:
    base = attrs.evolve(
        interventions[0], recommended=None, aliases=(), theory_group=None
    )
    rows = [
        attrs.evolve(base, id=f"row-{i}", name=name, theories=(PLAY, Theory.ATTACHMENT))
        for i, name in enumerate(HOSTILE)
    ]
    return Catalogue.from_records(
        rows,
        source=Source('Our "service"', publisher="NA"),
        retired=[RetiredId("row-99", ("row-1",), "merged")],
    )


class TestRoundTrips:
    @pytest.mark.parametrize("of", ["published", "a view", "hostile", "empty"])
    def test_what_is_written_is_read(
        self, of: str, hostile: Catalogue, tmp_path: Path
    ) -> None:
        """Records, source, retired ids and theories of one's own come back."""
        catalogue = {
            "published": interventions,
            "a view": interventions.where(audience="universal"),
            "hostile": hostile,
            "empty": Catalogue.from_records([]),
        }[of]
        path = tmp_path / "file.json"
        catalogue.save(path)
        loaded = Catalogue.load(path)

        assert catalogue == loaded
        assert catalogue.source == loaded.source
        assert catalogue.retired == loaded.retired
        assert catalogue.groups == loaded.groups
        assert catalogue.ids == tuple(loaded[id_].id for id_ in catalogue.ids)

    def test_paths_bytes_and_open_files_are_read(self, tmp_path: Path) -> None:
        """A file is the same from a path, from its bytes and open."""
        path = tmp_path / "file.json"
        interventions.save(str(path))

        with path.open("rb") as stream:
            assert interventions == Catalogue.load(stream)
        assert interventions == Catalogue.load(path.read_bytes())
        assert interventions == Catalogue.load(io.BytesIO(path.read_bytes()))
        assert interventions == Catalogue.load(b"\xef\xbb\xbf" + path.read_bytes())


class TestPeoplesForm:
    def test_holds_labels_and_no_formula(
        self, hostile: Catalogue, tmp_path: Path
    ) -> None:
        """A spreadsheet shows names as they are and computes nothing."""
        path = tmp_path / "people.csv"
        hostile.save(path, "people-csv")
        rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")))

        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        assert ["'=1+1", "'@SUM(A1)", "bear \U0001f9f8", "NA"] == [
            row[0] for row in rows[4:8]
        ]
        assert [
            "Play Theory / Attachment Theory",
            "Targeted",
            "Enhanced",
            "High",
            "Medium\u2013High",
            "",
            "",
            'Our "service"',
        ] == rows[1][1:]

    def test_names_aliases_recommendation_and_source(self, tmp_path: Path) -> None:
        """Published rows are marked, with aliases and source."""
        path = tmp_path / "people.csv"
        interventions.save(path, "people-csv")
        rows = [*csv.DictReader(io.StringIO(path.read_text("utf-8-sig")))]

        assert ["FNP"] == [
            row["Also known as"]
            for row in rows
            if row["Recommended by the source"] == "yes" and "FNP" in row.values()
        ]

    def test_is_not_read_back(self, tmp_path: Path) -> None:
        """A table for people is no catalogue file, whatever its ending."""
        path = tmp_path / "people.csv"
        interventions.save(path, "people-csv")

        with pytest.raises(UnknownValue):
            Catalogue.load(path)


class TestChoosing:
    @pytest.mark.parametrize("name", ["a.xls", "a", "a.jsonl", "a.csv", "a.xlsx"])
    def test_an_unknown_ending_is_refused(self, name: str, tmp_path: Path) -> None:
        """A path that does not end in .json is no catalogue file."""
        (tmp_path / name).touch()
        with pytest.raises(UnknownValue) as caught:
            Catalogue.load(tmp_path / name)
        assert (name, (".json",)) == (caught.value.value, caught.value.accepted)
        with pytest.raises(UnknownValue):
            interventions.save(tmp_path / name)

    def test_a_form_may_have_any_ending(self, tmp_path: Path) -> None:
        """A form that is named is written whatever the name ends in."""
        interventions.save(tmp_path / "table", "json")

        assert interventions == Catalogue.load((tmp_path / "table").read_bytes())

    def test_an_unknown_form_is_refused(self, tmp_path: Path) -> None:
        """A form that is not there is told with those that are."""
        with pytest.raises(UnknownValue) as caught:
            interventions.save(tmp_path / "x", "jsn")  # type: ignore[arg-type]

        assert "json" == caught.value.nearest

    def test_other_things_are_no_files(self) -> None:
        """A number is neither a path nor a file."""
        with pytest.raises(WrongType, match="a path, bytes, or a file open for bytes"):
            Catalogue.load(3)  # type: ignore[arg-type]

    @pytest.mark.parametrize("name", ["nobody.json", "nobody", "nobody.xls"])
    def test_a_missing_file_is_an_oserror(self, tmp_path: Path, name: str) -> None:
        """A file that is not there is Python's own error, whatever its ending."""
        with pytest.raises(FileNotFoundError):
            Catalogue.load(tmp_path / name)


class TestSize:
    def test_of_a_file_has_a_cap(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A file one byte beyond the cap is refused, and one within it read."""
        data = interventions.to_json().encode()
        monkeypatch.setattr(formats, "MAX_SIZE", len(data))
        assert interventions == Catalogue.load(data)

        with pytest.raises(InvalidCatalogue) as caught:
            Catalogue.load(data + b" ")

        assert ["a larger file"] == [fault.found for fault in caught.value.faults]

    def test_of_a_device_is_not_read_to_its_end(self) -> None:
        """Reading stops one byte past the cap, also where there is no end."""
        with open("/dev/zero", "rb") as zeros, pytest.raises(InvalidCatalogue):  # noqa: PTH123
            Catalogue.load(zeros)


class TestExtend:
    @pytest.fixture(name="ours")
    def _ours(self) -> Catalogue:
        row = attrs.evolve(
            interventions[0],
            id="bear",
            name="Bear",
            aliases=(),
            recommended=None,
            theory_group=None,
            theories=(PLAY,),
        )
        return Catalogue.from_records(
            [row], source="Ours", retired=[RetiredId("doll", ("bear",), "x")]
        )

    def test_makes_a_universe_of_both(self, ours: Catalogue) -> None:
        """Rows follow each other, and each keeps its origin."""
        both = interventions.extend(ours)

        assert Source("All") == interventions.extend(ours, source=Source("All")).source
        assert (*interventions, *ours) == tuple(both)
        assert "Infant mental health + Ours" == both.source.title
        assert interventions.source == both.origin("FNP")
        assert "Ours" == both.origin(both["bear"]).title
        assert interventions.groups == both.groups
        assert ours.retired == both.retired
        assert ("bear",) == both.where(theory=PLAY).ids
        assert None is both["bear"].recommended

    def test_origins_are_written_and_read(self, ours: Catalogue) -> None:
        """A file of an extended catalogue knows where its rows come from."""
        both = ours.extend(interventions, source="All")
        loaded = Catalogue.load(both.to_json().encode())

        assert both == loaded
        assert "All" == loaded.source.title
        assert ["Ours", "Infant mental health"] == [
            loaded.origin(key).title for key in ("bear", "FNP")
        ]
        assert "Infant mental health" == loaded[3:].origin("PAFT").title

    def test_origins_survive_being_extended_again(self, ours: Catalogue) -> None:
        """A row keeps its first origin."""
        more = attrs.evolve(ours[0], id="duck", name="Duck")
        third = Catalogue.from_records([more], source="Third")
        whole = ours.extend(interventions[:1]).extend(third)

        assert ["Ours", "Infant mental health", "Third"] == [
            whole.origin(row).title for row in whole
        ]
        with pytest.raises(UnknownIntervention):
            whole.origin("nobody")

    def test_all_clashes_are_told_together(self, ours: Catalogue) -> None:
        """Shared names, theories of one slug and two labels, and used ids are one error."""
        label = LocalTheory("play", "Another")
        rows = [
            attrs.evolve(ours[0], theories=(label,)),
            attrs.evolve(ours[0], id="doll", name="Doll", theories=(label,)),
        ]
        theirs = Catalogue.from_records(rows, source="Theirs")

        with pytest.raises(InvalidCatalogue) as caught:
            ours.extend(theirs)

        assert [
            ("Theirs[0].id", "'bear', which Ours[0] has too"),
            ("Theirs[0].name", "'Bear', which Ours[0] has too"),
            ("$.theories[1].slug", "'play'"),
            ("$.retired[0].id", "'doll', which a row has"),
        ] == [(fault.path, fault.found) for fault in caught.value.faults]

    def test_clashes_of_one_title_tell_the_sides_apart(self, ours: Catalogue) -> None:
        """Two catalogues of one title are called first and second."""
        with pytest.raises(
            InvalidCatalogue, match=r"second\[0\].id: .* first\[0\] has"
        ):
            ours.extend(ours)

    def test_a_group_of_other_theories_is_a_clash(self, ours: Catalogue) -> None:
        """A row does not come to stand under a heading of another catalogue."""
        row = attrs.evolve(ours[0], theory_group=9)
        theirs = Catalogue.from_records([row], source="Theirs")

        with pytest.raises(
            InvalidCatalogue, match=r"Theirs\[0\].theory_group: found 9"
        ):
            interventions.extend(theirs)

    def test_other_things_do_not_extend(self, ours: Catalogue) -> None:
        """Only a catalogue extends a catalogue."""
        with pytest.raises(WrongType, match="a Catalogue"):
            ours.extend(list(interventions))  # type: ignore[arg-type]
