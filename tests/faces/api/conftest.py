"""Public addresses are asked with the whole stack of middleware, which looks for a folder of static files."""

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def static_folder(settings: Any, tmp_path: Any) -> None:
    """One of the test's own."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
