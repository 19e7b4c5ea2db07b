"""Write anew what follows from the data and the records: JSON files and ``ids.py``.

python tools/regenerate.py           write
python tools/regenerate.py --check   say what is out of step, and fail if anything is
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

from imh_evidence.documents.catalogue_file import CATALOGUE
from imh_evidence.documents.criteria import CRITERIA
from imh_evidence.documents.jsontext import canonical
from json_schemas import document_schema


PACKAGE = Path(__file__).parents[1] / "src" / "imh_evidence"
DATA = PACKAGE / "data"
COMMAND = "python tools/regenerate.py"
CHANGES = "changes.json"
# As long as the formatter lets a line be.
LINE = 100


def ids_module(ids: tuple[str, ...]) -> str:
    """The source of ``ids.py`` for the given ids."""
    members = "\n".join(map(_member, ids))
    return f'''"""The ids of the published interventions. Written by ``{COMMAND}``."""

from enum import StrEnum


__all__ = ["InterventionId"]


class InterventionId(StrEnum):
    """The published ids, so that an editor completes them and a typo is an error.

    >>> from imh_evidence import InterventionId, interventions
    >>> interventions[InterventionId.FAMILY_NURSE_PARTNERSHIP].name
    'Family Nurse Partnership'
    """

{members}
'''


def _member(id_: str) -> str:
    name = id_.replace("-", "_").upper()
    line = f'    {name} = "{id_}"'
    if len(line) <= LINE:
        return line
    return f'    {name} = (\n        "{id_}"\n    )'


def digest() -> str:
    """sha256 over the data files, by name, without the record of their changes."""
    names = sorted(path.name for path in DATA.glob("*.json") if path.name != CHANGES)
    whole = hashlib.sha256()
    for name in names:
        whole.update(f"{name}\n".encode() + (DATA / name).read_bytes())
    return whole.hexdigest()


def regenerated() -> dict[Path, str]:
    """What each file should hold, by its path."""
    table = DATA / "interventions.json"
    file = CATALOGUE.load(table)
    texts = {table: CATALOGUE.to_json(file)}
    texts[PACKAGE / "ids.py"] = ids_module(tuple(row.id for row in file.interventions))
    for document in (CATALOGUE, CRITERIA):
        path = DATA / "schema" / f"{document.name}.schema.json"
        texts[path] = canonical(document_schema(document))
    for path in sorted(DATA.rglob("*.json")):
        if path not in texts:
            texts[path] = canonical(json.loads(path.read_text(encoding="utf-8")))
    return texts


def main(arguments: list[str]) -> int:
    """Write the files, or only compare them."""
    stale = [
        path
        for path, text in regenerated().items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    if "--check" in arguments:
        for path in stale:
            print(f"{path.name} is out of step with the data; run: {COMMAND}")
        return 1 if stale else 0
    for path, text in regenerated().items():
        if path in stale:
            path.write_text(text, encoding="utf-8", newline="\n")
            print(f"wrote {path.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
