"""No figure stands in the README that nobody measured."""

from tests.bench.quoted import README, quoted


def test_the_readme_quotes_what_was_measured() -> None:
    """After another run: ``python -m tests.bench.quoted``."""
    told = README.read_text(encoding="utf-8")
    assert quoted(told) == told
