"""Obligations: what must happen by when, by whom and because of what, as known and as at a day."""

from projections.obligations.model import OBLIGATIONS
from projections.obligations.query import ObligationLine, Which, obligations_of, page_owed

__all__ = ["OBLIGATIONS", "ObligationLine", "Which", "obligations_of", "page_owed"]
