"""One lab for all tests that need it. Without its packages they are not run; in CI they fail."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from .client import Lab, lacking, open_lab


@pytest.fixture(scope="session")
def lab() -> Iterator[Lab]:
    """A running lab."""
    if reason := lacking():
        stop = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        stop(f"not run: the lab {reason}")
    opened = open_lab()
    yield opened
    opened.close()
