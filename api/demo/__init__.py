"""The demo: a province that does not exist, with three years of lifelike history that ends today.

It is recorded by the same decisions as real life is. The same day gives the same history: what chance there is, comes
from seeds. The stories stand in ``stories/``, the texts of daily routine in ``texts.toml``, the municipalities and how
their backlogs went in ``province.toml``.
"""
