"""Spark on this machine alone, started once for the tests that need it."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import pytest


if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(name="spark", scope="session")
def _spark() -> Iterator[Any]:
    with warnings.catch_warnings():
        # Spark's word on pandas, which these tests do not hand to it.
        warnings.filterwarnings("ignore", message="PySpark does not yet fully support")
        from pyspark.sql import SparkSession
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.shuffle.partitions", "1")
        .config("spark.default.parallelism", "1")
        .config("spark.driver.memory", "1g")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()
