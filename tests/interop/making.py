"""Workbook files made by hand, and edited by a library that is not under test."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

import attrs
import openpyxl

from imh_evidence.interop.template import write_template
from imh_evidence.model.records import Provenance


if TYPE_CHECKING:
    from collections.abc import Iterable

    from imh_evidence import Catalogue, Intervention


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def relations(*targets: tuple[str, str], **more: str) -> str:
    """A part that names others by kind and target."""
    rest = " ".join(f'{key}="{value}"' for key, value in more.items())
    each = (
        f'<Relationship Id="r{i}" Type="{OFFICE}/{kind}" Target="{target}" {rest}/>'
        for i, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{RELATIONS}">{"".join(each)}</Relationships>'


def parts(cells: str, **more: str) -> dict[str, str]:
    """The parts of the smallest workbook, of one sheet ``S``, with these cells."""
    return {
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
        '<sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            ("worksheet", "worksheets/sheet1.xml"),
            ("sharedStrings", "/xl/sharedStrings.xml"),
            ("styles", "styles.xml"),
        ),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{cells}'
        "</sheetData></worksheet>",
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">'
        "<si><t>plain</t></si>"
        "<si><r><t>two </t></r><r><t>runs</t></r><rPh><t>said</t></rPh></si>"
        '<si><t xml:space="preserve"> _x005F_x0041_ _x000D_ </t></si></sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts>'
        '<numFmt numFmtId="164" formatCode="mmm\\ yy"/>'
        '<numFmt numFmtId="165" formatCode="[Red]0.0&quot;day&quot;"/></numFmts>'
        '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
        '<cellXfs><xf/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/>'
        "</cellXfs></styleSheet>",
        **more,
    }


def packed(files: dict[str, str] | dict[str, bytes], method: int = ZIP_DEFLATED) -> bytes:
    """Parts as one file."""
    out = BytesIO()
    with ZipFile(out, "w", method) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return out.getvalue()


def edited(data: bytes, changes: dict[str, Any]) -> bytes:
    """A workbook with other values in some cells, by address."""
    book = openpyxl.load_workbook(BytesIO(data))
    for address, value in changes.items():
        sheet, _, cell = address.rpartition("!")
        target = book[sheet][cell]
        target.value = value
        if isinstance(value, str) and not value.startswith("=!"):
            target.data_type = "s"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def template(folder: Path, catalogue: Catalogue | None = None) -> bytes:
    """The bytes of a template."""
    path = folder / "template.xlsx"
    write_template(path, catalogue)
    return path.read_bytes()


def kept(rows: Iterable[Intervention]) -> list[Intervention]:
    """Rows as a template holds them: without provenance and group."""
    return [attrs.evolve(row, provenance=Provenance(), theory_group=None) for row in rows]


def cells_of(data: bytes, sheet: str) -> list[list[Any]]:
    """The values of a sheet, read by a library that is not under test."""
    book = openpyxl.load_workbook(BytesIO(data))
    return [[cell.value for cell in row] for row in book[sheet].iter_rows()]
