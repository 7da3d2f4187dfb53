"""The ladder: where every municipality stands on a day, since when, by which entry, and where it stood before."""

from projections.ladder.model import LADDER, since_of
from projections.ladder.overview import SHOWN, Closing, Coming, Ladder, LadderLine, coming, ladder
from projections.ladder.stays import (
    Applied,
    PlacementLine,
    RungHistory,
    RungSpan,
    placements,
    rung_history,
    spans,
)

__all__ = [
    "LADDER",
    "SHOWN",
    "Applied",
    "Closing",
    "Coming",
    "Ladder",
    "LadderLine",
    "PlacementLine",
    "RungHistory",
    "RungSpan",
    "coming",
    "ladder",
    "placements",
    "rung_history",
    "since_of",
    "spans",
]
