"""A filled-in template: from its sheets to the plain values of a catalogue file.

The values go through the checks of every other form of catalogue file; each
fault is told at the cell where the value stood.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import attrs

from ..documents.catalogue_file import CATALOGUE, CatalogueFile
from ..model.errors import Fault, Faults, listed, printable
from ..model.names import name_key, slug
from ..model.scales import Audience, PracticeLevel, Theory
from .layout import COLUMNS, FACTS, GUIDE
from .sheets import read_rows
from .taking import Taking, Unfit, flag, level, month, nearest_of, needed, text, yes


if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .sheets import Cell, Row, Sheet

    Plain = dict[str, Any]

__all__ = ["Filled"]

# How many faults are reported.
_MOST = 10_000

_RECOMMENDED = "Recommended by its source"


class Filled:
    """The sheets of a template, being read.

    Args:
        sheets: the sheets.
        origin: what to call the file in an error.

    Raises:
        Faults: if they are those of the workbook for people.
    """

    def __init__(self, sheets: Sequence[Sheet], origin: str) -> None:
        self._origin = origin
        self._order = [sheet.address for sheet in sheets]
        self._taking = Taking(_MOST)
        self._lists: dict[str, tuple[Row, ...]] = dict.fromkeys(COLUMNS, ())
        # Sheets that cannot be read; what refers to their rows is left untold.
        self._broken = {"About", "Interventions"}
        self._open(sheets)
        # Each name and id of an intervention, with the position of its row.
        self._named: dict[str, int] = {}
        self._names: list[str] = []
        # What a theory is called in a cell, and its slug.
        self._theories: dict[str, str] = {}
        self._labels: list[str] = []

    def _open(self, sheets: Sequence[Sheet]) -> None:
        known = {name_key(name): name for name in COLUMNS}
        faults = self._taking.faults
        for sheet in sheets:
            key = name_key(sheet.name)
            name = known.get(key)
            if name is not None:
                self._lists[name], wrong = read_rows(sheet, COLUMNS[name])
                self._broken.discard(name)
                if wrong and not self._lists[name]:
                    self._broken.add(name)
                faults += wrong
            elif key == "how to read":
                found = "the workbook for people, which is written for them only"
                fault = Fault("the file", found, "a filled-in template")
                raise Faults(self._origin, (fault,))
            elif sheet.rows and key != name_key(GUIDE):
                expected = f"one of the sheets {listed(COLUMNS)}"
                near = nearest_of(sheet.name, COLUMNS)
                found = "a sheet of another name"
                faults.append(Fault(sheet.address, found, expected, near))
        for name in ("About", "Interventions"):
            if name in self._broken and not any(
                known.get(name_key(sheet.name)) == name for sheet in sheets
            ):
                faults.append(Fault(name, "no such sheet", "this sheet"))

    def catalogue(self) -> CatalogueFile:
        """What the workbook holds.

        Raises:
            Faults: with every fault, in the order of the sheets.
        """
        faults = self._taking.faults
        plain = self._read()
        held = None
        try:
            held = CATALOGUE.from_plain(plain, self._origin)
        except Faults as error:
            faults += self._taking.placed(map(self._on_sheet, error.faults))
        if held is None or faults:
            faults = sorted(faults, key=self._place_in_file)
            if len(faults) >= _MOST:
                expected = f"at most {_MOST}"
                faults[_MOST:] = [Fault("the file", "more faults", expected)]
            raise Faults(self._origin, tuple(faults))
        return held

    def _on_sheet(self, fault: Fault) -> Fault:
        """A fault of a row, with the addresses of rows on their sheet."""

        def addressed(path: re.Match[str]) -> str:
            return self._lists["Interventions"][int(path[1])].address

        shared = re.sub(
            r"(?<=, which )\$\.interventions\[(\d+)\](?= has too$)", addressed, fault.found
        )
        fault = attrs.evolve(fault, found=shared)
        found = re.match(r"\$\.interventions\[(\d+)\]", fault.place)
        if found is None:
            return fault
        place = addressed(found) + fault.place[found.end() :]
        return attrs.evolve(fault, place=place)

    def _place_in_file(self, fault: Fault) -> tuple[int, int, int, str]:
        sheet, _, cell = fault.place.rpartition("!")
        place = re.match("([A-Z]*)([0-9]+)", cell)
        if sheet not in self._order or place is None:
            return -1, 0, 0, ""
        return self._order.index(sheet), int(place[2]), len(place[1]), place[1]

    def _read(self) -> Plain:
        head: Plain = {
            "schema": CATALOGUE.schema,
            "source": self._source(),
            "theories": self._own_theories(),
            "interventions": [],
        }
        rows = [
            self._intervention(row, position)
            for position, row in enumerate(self._rows("Interventions"))
        ]
        self._other_names(rows)
        self._related(rows)
        head["interventions"] = rows
        return head

    def _rows(self, sheet: str) -> Iterator[Row]:
        """The rows of a sheet, as long as there is room for what is wrong in them."""
        for row in self._lists[sheet]:
            if self._taking.is_full:
                break
            yield row

    # -- What the rows stand on ----------------------------------------------

    def _source(self) -> Plain:
        taking, path = self._taking, "$.source"
        source: Plain = {}
        keys = {name_key(title): key for key, (title, _) in FACTS.items()}
        titles = [title for title, _ in FACTS.values()]
        taking.places[path] = "About"
        if "About" in self._broken:
            taking.told.add(f"{path}.title")
        for row in self._rows("About"):
            cell = row["Of your list"]
            key = keys.get(name_key(str(cell.value))) if cell.kind == "text" else None
            if key is None:
                error = Unfit(f"one of {listed(titles)}", nearest_of(cell.value, titles))
                taking.refuse(path, cell, error)
            elif f"{path}.{key}" in taking.places:
                taking.refuse(path, cell, Unfit("each of these once"))
            else:
                read = month if key == "updated" else text
                taking.take(source, path, key, row["Your answer"], read)
        return source

    def _own_theories(self) -> list[Plain]:
        taking = self._taking
        own: list[Plain] = []
        labels = {theory.value: theory.label for theory in Theory}
        for row in self._rows("Theories"):
            path = f"$.theories[{len(own)}]"
            theory = taking.take_all(path, row, {"slug": "Slug", "label": "Label"})
            published = labels.get(theory.get("slug", ""))
            if published is None:
                own.append(theory)
            elif name_key(theory.get("label", "")) != name_key(published):
                expected = f"{published}, as its slug is that of a published theory"
                taking.refuse(path, row["Label"], Unfit(expected))
        for theory in own:
            labels.setdefault(theory.get("slug", ""), theory.get("label", ""))
        labels.pop("", None)
        keys = [name_key(label) for label in labels.values()]
        counts = Counter(keys)
        # A slug is never taken for the label of another theory.
        self._theories = {
            key: slug_ for key, slug_ in zip(keys, labels, strict=True) if counts[key] == 1
        } | {slug_: slug_ for slug_ in labels}
        self._labels = [*labels.values()]
        return own

    def _theory(self, cell: Cell) -> str:
        called = text(cell) or ""
        slug_ = self._theories.get(called) or self._theories.get(name_key(called))
        if slug_ is None:
            labels = listed(map(printable, self._labels))
            expected = f"a theory of the sheet Theories: {labels}"
            raise Unfit(expected, self._taking.near(called, self._labels))
        return slug_

    def _take_theories(self, plain: Plain, path: str, row: Row) -> None:
        where = f"{path}.theories"
        self._taking.places[where] = row["Theory"].address
        if "Theories" in self._broken:
            self._taking.told.add(where)
            return
        cells = row.several("Theory") or row.cells["Theory"][:1]
        self._taking.take_list(plain, path, "theories", cells, self._theory)
        # What is wrong with the slug of a theory is reported where the theory is declared.
        for index, theory in enumerate(plain["theories"]):
            if theory != slug(theory):
                self._taking.told.add(f"{where}[{index}]")

    # -- The rows ------------------------------------------------------------

    def _intervention(self, row: Row, position: int) -> Plain:
        taking, path = self._taking, row.address
        taking.places[path] = path
        plain = taking.take_all(path, row, {"id": "Id", "name": "Name"})
        if row["Id"].kind == "empty":
            # What is wrong with an id that was made from the name is told of the name.
            taking.told.add(f"{path}.id")
            plain["id"] = slug(plain.get("name", ""))
            if plain.get("name") and not plain["id"]:
                expected = "a name that has a letter or a digit"
                taking.refuse(f"{path}.name", row["Name"], Unfit(expected))
        self._take_theories(plain, path, row)
        self._take_members(plain, path, "audiences", row, Audience)
        self._take_members(plain, path, "practice_levels", row, PracticeLevel)
        taking.take(plain, path, "evidence", row["Evidence"], level)
        ends: Plain = {}
        plain["efficacy"] = ends
        taking.places[f"{path}.efficacy"] = row["Efficacy, low end"].address
        for end in ("low", "high"):
            cell = row[f"Efficacy, {end} end"]
            taking.take(ends, f"{path}.efficacy", end, cell, level)
        taking.take(plain, path, "is_suite", row["Suite"], flag)
        taking.take(plain, path, "recommended", row[_RECOMMENDED], yes)
        for key in ("id", "name"):
            if plain.get(key):
                self._named.setdefault(name_key(plain[key]), position)
                self._names.append(plain[key])
        return plain

    def _take_members(
        self, plain: Plain, path: str, key: str, row: Row, scale: Iterable[Audience | PracticeLevel]
    ) -> None:
        """Put the members of a set under a key, given a column for each."""
        taking, where = self._taking, f"{path}.{key}"
        labels = [member.label for member in scale]
        first = row[labels[0]]
        taking.places[where] = first.address
        chosen = []
        for member in scale:
            cell = row[member.label]
            try:
                if flag(cell):
                    chosen.append(member.value)
            except Unfit as error:
                taking.refuse(where, cell, error)
        if not chosen and where not in taking.told:
            expected = f"Yes under at least one of {listed(labels)}"
            taking.refuse(where, first, Unfit(expected))
        plain[key] = chosen

    def _of(self, rows: list[Plain], row: Row) -> tuple[Plain, str] | None:
        """The intervention that a row of another sheet is about, and its path."""
        cell = row["Intervention"]
        try:
            called = text(cell) or ""
            position = self._named.get(name_key(called))
            if position is None:
                expected = "the name or id of a row of the sheet Interventions"
                raise Unfit(expected, self._taking.near(called, self._names))
        except Unfit as error:
            if "Interventions" not in self._broken:
                self._taking.refuse("", cell, error)
            return None
        return rows[position], self._lists["Interventions"][position].address

    def _other_names(self, rows: list[Plain]) -> None:
        for row in self._rows("Other names"):
            found, cell = self._of(rows, row), row["Other name"]
            if found is not None:
                plain, path = found
                aliases = plain.setdefault("aliases", [])
                where = f"{path}.aliases[{len(aliases)}]"
                self._taking.places[where] = cell.address
                try:
                    aliases.append(needed(cell))
                except Unfit as error:
                    self._taking.refuse(where, cell, error)

    def _related(self, rows: list[Plain]) -> None:
        columns = {"name": "Programme", "note": "Note", "abbreviation": "Abbreviation"}
        for row in self._rows("Related programmes"):
            found = self._of(rows, row)
            if found is not None:
                plain, path = found
                related = plain.setdefault("related", [])
                where = f"{path}.related[{len(related)}]"
                related.append(self._taking.take_all(where, row, columns))
