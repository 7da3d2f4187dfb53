"""Searching what was recorded: by words and their forms, by parts of words, and with typing errors."""

from projections.search.marking import Mark
from projections.search.model import SEARCH, Search
from projections.search.query import Hit, search
from projections.search.question import Likeness

__all__ = ["SEARCH", "Hit", "Likeness", "Mark", "Search", "search"]
