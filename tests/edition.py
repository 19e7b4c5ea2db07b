"""What the page's transcription says of the edition, so that no test knows it by heart."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


TRANSCRIPTION: dict[str, Any] = json.loads(
    (Path(__file__).parent / "transcription.json").read_text(encoding="utf-8")
)
ROWS: list[dict[str, Any]] = TRANSCRIPTION["rows"]
NAMES: list[str] = [row["name"] for row in ROWS]
COUNT: int = len(ROWS)
