"""How many examples the property tests draw: ``HYPOTHESIS_PROFILE`` says."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings


settings.register_profile("default", max_examples=200, deadline=None, print_blob=True)
settings.register_profile(
    "nightly",
    max_examples=10_000,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "mutation",
    deadline=None,
    # The same process runs the tests several times, each time with new instances.
    suppress_health_check=[HealthCheck.differing_executors],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))
