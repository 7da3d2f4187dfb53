"""All read models of the program: what a server keeps up, and what ``trede rebuild`` builds."""

from projections.conversations import CONVERSATIONS
from projections.engine.schema import ReadModel

MODELS: tuple[ReadModel, ...] = (CONVERSATIONS,)
"""Every read model, one line each, by name."""
