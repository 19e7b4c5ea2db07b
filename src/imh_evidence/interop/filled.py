"""A filled-in template: from its sheets to the plain values of a catalogue file.

The values go through the checks of every other form of catalogue file; each
fault is told at the cell where the value stood.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from ..errors import Fault, InvalidCatalogue, listed, printable
from ..formats import CATALOGUE_SCHEMA
from ..names import normalise, slug
from ..reading import MAX_FAULTS, FileReading
from ..scales import Audience, PracticeLevel, Theory
from .layout import COLUMNS, FACTS, GUIDE
from .sheets import read_rows
from .taking import (
    Taking,
    Unfit,
    flag,
    level,
    month,
    nearest_of,
    needed,
    text,
    yes,
)


if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..reading import CatalogueFile
    from .sheets import Cell, Row, Sheet

    Plain = dict[str, Any]

__all__ = ["Filled"]

_RECOMMENDED = "Recommended by its source"


class Filled:
    """The sheets of a template, being read.

    Args:
        sheets: the sheets.
        origin: what to call the file in an error.

    Raises:
        InvalidCatalogue: if they are those of the workbook for people.
    """

    def __init__(self, sheets: Sequence[Sheet], origin: str) -> None:
        self._reading = FileReading(origin)
        self._order = [sheet.address for sheet in sheets]
        self._taking = Taking(MAX_FAULTS)
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
        known = {normalise(name): name for name in COLUMNS}
        faults = self._taking.faults
        for sheet in sheets:
            key = normalise(sheet.name)
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
                raise InvalidCatalogue(self._reading.origin, [fault])
            elif sheet.rows and key != normalise(GUIDE):
                expected = f"one of the sheets {listed(COLUMNS)}"
                near = nearest_of(sheet.name, COLUMNS)
                found = "a sheet of another name"
                faults.append(Fault(sheet.address, found, expected, near))
        for name in ("About", "Interventions"):
            if name in self._broken and not any(
                known.get(normalise(sheet.name)) == name for sheet in sheets
            ):
                faults.append(Fault(name, "no such sheet", "this sheet"))

    def catalogue(self) -> tuple[CatalogueFile, dict[str, int]]:
        """What the workbook holds, and each name with the position of its row.

        Raises:
            InvalidCatalogue: with every fault, in the order of the sheets.
        """
        reading, faults = self._reading, self._taking.faults
        self._read()
        held = None
        try:
            held = reading.finished()
        except InvalidCatalogue as error:
            faults += self._taking.placed(error.faults)
        if held is None or faults:
            faults = sorted(faults, key=self._place_in_file)
            if len(faults) >= MAX_FAULTS:
                expected = f"at most {MAX_FAULTS}"
                faults[MAX_FAULTS:] = [Fault("the file", "more faults", expected)]
            raise InvalidCatalogue(reading.origin, faults)
        return held

    def _place_in_file(self, fault: Fault) -> tuple[int, int, int, str]:
        sheet, _, cell = fault.path.rpartition("!")
        place = re.match("([A-Z]*)([0-9]+)", cell)
        if sheet not in self._order or place is None:
            return -1, 0, 0, ""
        return self._order.index(sheet), int(place[2]), len(place[1]), place[1]

    def _read(self) -> None:
        reading = self._reading
        head: Plain = {
            "schema": CATALOGUE_SCHEMA,
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
        addresses = [row.address for row in self._lists["Interventions"]]
        reading.where = addresses.__getitem__
        reading.head(head, CATALOGUE_SCHEMA, "$")
        for row in rows:
            if not reading.room():
                break
            reading.row(row)

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
        keys = {normalise(title): key for key, (title, _) in FACTS.items()}
        titles = [title for title, _ in FACTS.values()]
        taking.places[path] = "About"
        if "About" in self._broken:
            taking.told.add(f"{path}.title")
        for row in self._rows("About"):
            cell = row["Of your list"]
            key = keys.get(normalise(str(cell.value))) if cell.kind == "text" else None
            if key is None:
                error = Unfit(
                    f"one of {listed(titles)}", nearest_of(cell.value, titles)
                )
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
            elif normalise(theory.get("label", "")) != normalise(published):
                expected = f"{published}, as its slug is that of a published theory"
                taking.refuse(path, row["Label"], Unfit(expected))
        for theory in own:
            labels.setdefault(theory.get("slug", ""), theory.get("label", ""))
        labels.pop("", None)
        keys = [normalise(label) for label in labels.values()]
        counts = Counter(keys)
        # A slug is never taken for the label of another theory.
        self._theories = {
            key: slug_
            for key, slug_ in zip(keys, labels, strict=True)
            if counts[key] == 1
        } | {slug_: slug_ for slug_ in labels}
        self._labels = [*labels.values()]
        return own

    def _theory(self, cell: Cell) -> str:
        called = text(cell) or ""
        slug_ = self._theories.get(called) or self._theories.get(normalise(called))
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

    # -- The rows ------------------------------------------------------------

    def _intervention(self, row: Row, position: int) -> Plain:
        taking, path = self._taking, row.address
        taking.places[path] = path
        plain = taking.take_all(path, row, {"id": "Id", "name": "Name"})
        if row["Id"].kind == "empty":
            # What is wrong with an id that was made from the name is told of the name.
            taking.told.add(f"{path}.id")
            plain["id"] = slug(plain.get("name", ""))
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
                self._named.setdefault(normalise(plain[key]), position)
                self._names.append(plain[key])
        return plain

    def _take_members(
        self,
        plain: Plain,
        path: str,
        key: str,
        row: Row,
        scale: Iterable[Audience | PracticeLevel],
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
            position = self._named.get(normalise(called))
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
        columns = {
            "name": "Programme",
            "note": "Note",
            "abbreviation": "Abbreviation",
        }
        for row in self._rows("Related programmes"):
            found = self._of(rows, row)
            if found is not None:
                plain, path = found
                related = plain.setdefault("related", [])
                where = f"{path}.related[{len(related)}]"
                related.append(self._taking.take_all(where, row, columns))
