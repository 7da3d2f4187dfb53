"""Figures: every statement with its source, the numbers in force, and what they come to per period.

Nothing is overwritten: sources that disagree stand side by side. What counts is a choice of who asks: official and
measured statements alone (the default), or all of them.
"""

from projections.figures.in_force import Kinds, in_force_of
from projections.figures.lines import StatementLine, lines_of, statements
from projections.figures.many import figures_of_many
from projections.figures.model import FIGURES
from projections.figures.periods import (
    Exchange,
    PeriodLine,
    Point,
    Series,
    expected_line,
    figures_of_period,
    periods,
    series,
)
from projections.figures.stated import figures_known

__all__ = [
    "FIGURES",
    "Exchange",
    "Kinds",
    "PeriodLine",
    "Point",
    "Series",
    "StatementLine",
    "expected_line",
    "figures_known",
    "figures_of_many",
    "figures_of_period",
    "in_force_of",
    "lines_of",
    "periods",
    "series",
    "statements",
]
