"""Judging: which periods are closed, what came of it for each municipality, and what people proposed and decided."""

from projections.judging.model import JUDGING
from projections.judging.proposals import Outcome, ProposalLine, Settled, proposals
from projections.judging.query import (
    AssessmentRow,
    ClosingRow,
    FreezeRow,
    SignalRow,
    assessments,
    assessments_of,
    closings,
    freezes,
    frozen_on,
    shaken,
    signals,
    signals_of,
)

__all__ = [
    "JUDGING",
    "AssessmentRow",
    "ClosingRow",
    "FreezeRow",
    "Outcome",
    "ProposalLine",
    "Settled",
    "SignalRow",
    "assessments",
    "assessments_of",
    "closings",
    "freezes",
    "frozen_on",
    "proposals",
    "shaken",
    "signals",
    "signals_of",
]
