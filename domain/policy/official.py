"""Which statements count: official, measured ones alone decide verdict, ladder and band; the others stand beside them.

Which kinds of sources are official is set by the province, not published.
"""

from collections.abc import Collection

from domain.municipality.figures import Statement
from domain.values import Nature, SourceKind

OFFICIAL_KINDS = frozenset({SourceKind.COA, SourceKind.MINISTRY})
"""The kinds of sources that are official; set by the province, not published."""


def is_official(statement: Statement, kinds: Collection[SourceKind] = OFFICIAL_KINDS) -> bool:
    """Whether a statement counts: of an official source, and measured rather than provisional or an estimate."""
    return statement.source.kind in kinds and statement.nature is Nature.MEASURED
