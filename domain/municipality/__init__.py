"""What a municipality remembers: the entries as they now stand, folded into one frozen state.

The state answers what a decision needs to know, and nothing else. The law it obeys: the state is the fold of all
entries of the stream, each corrected one as it now reads, each withdrawn one left out.
"""

from domain.municipality.entries import Entries, FiguresShelf, Shelf, as_it_stands, reads_in, recorded, standing
from domain.municipality.state import Municipality, as_of, evolve, fold, restored

__all__ = [
    "Entries",
    "FiguresShelf",
    "Municipality",
    "Shelf",
    "as_it_stands",
    "as_of",
    "evolve",
    "fold",
    "reads_in",
    "recorded",
    "restored",
    "standing",
]
