"""Reading what was written gives it back, in every format that claims to be exact."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from tests.interop.hostile import any_catalogues, no_waiting_for_the_disk

from imh_evidence.interop.datapackage import read_datapackage, write_datapackage
from imh_evidence.interop.parquet import read_parquet, write_parquet
from imh_evidence.interop.sqlite import read_sqlite, write_sqlite


if TYPE_CHECKING:
    from imh_evidence import Catalogue


__all__ = ["no_waiting_for_the_disk"]

EXACT = {
    "folder": ("package", write_datapackage, read_datapackage),
    "zip": ("package.zip", write_datapackage, read_datapackage),
    "sqlite": ("table.sqlite", write_sqlite, read_sqlite),
    "parquet": ("table.parquet", write_parquet, read_parquet),
}


def check(name: str, write: Any, read: Any, catalogue: Catalogue) -> None:
    """Write, read, and compare all that a file may hold."""
    with TemporaryDirectory() as folder:
        path = Path(folder, name)
        write(catalogue, path)
        back = read(path)

    assert catalogue.to_json() == back.to_json()
    assert catalogue == back


@pytest.mark.parametrize(("name", "write", "read"), EXACT.values(), ids=EXACT.keys())
# Nineteen files an example: fewer examples here, all of them below.
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(catalogue=any_catalogues())
def test_nothing_is_lost(
    name: str, write: Any, read: Any, catalogue: Catalogue
) -> None:
    """Rows, source, headings, theories, origins and retired ids all come back."""
    check(name, write, read, catalogue)


@pytest.mark.heavy
@pytest.mark.parametrize(("name", "write", "read"), EXACT.values(), ids=EXACT.keys())
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(catalogue=any_catalogues())
def test_nothing_is_lost_in_many_tries(
    name: str, write: Any, read: Any, catalogue: Catalogue
) -> None:
    """The same, with as many examples as other laws have."""
    check(name, write, read, catalogue)
