"""For all kills of a run: one tally."""

from collections.abc import Iterator

import pytest

from tests.faults.tally import Tally


@pytest.fixture(scope="session")
def tally(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tally]:
    """What the kills of this run come to."""
    counted = Tally()
    yield counted
    counted.write(tmp_path_factory.mktemp("tally"))
