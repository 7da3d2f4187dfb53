"""The data that all checkouts share: published figures, and the program that makes figures at real scale."""

from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared"
PUBLISHED_FIGURES = SHARED / "data" / "published_figures.csv"
MAKE_FIGURES = SHARED / "tools" / "make_figures.py"

needs_shared_data = pytest.mark.skipif(not PUBLISHED_FIGURES.exists(), reason="../shared is not beside the checkout")
