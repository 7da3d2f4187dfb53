"""The history of a municipality: its entries in readable Dutch, corrected and withdrawn ones included."""

from projections.history.amendments import Amendments
from projections.history.lines import Line, lines
from projections.history.query import history

__all__ = ["Amendments", "Line", "history", "lines"]
