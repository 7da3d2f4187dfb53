"""All read models of the program: what a server keeps up, and what ``trede rebuild`` builds."""

from projections.agreements import AGREEMENTS
from projections.causes import CAUSES
from projections.conversations import CONVERSATIONS
from projections.documents import DOCUMENTS
from projections.engine.schema import ReadModel
from projections.figures import FIGURES
from projections.imports import IMPORTS
from projections.information import INFORMATION
from projections.judging import JUDGING
from projections.ladder import LADDER
from projections.letters import LETTERS
from projections.obligations import OBLIGATIONS
from projections.plans import PLANS
from projections.search import SEARCH

MODELS: tuple[ReadModel, ...] = (
    AGREEMENTS,
    CAUSES,
    CONVERSATIONS,
    DOCUMENTS,
    FIGURES,
    IMPORTS,
    INFORMATION,
    JUDGING,
    LADDER,
    LETTERS,
    OBLIGATIONS,
    PLANS,
    SEARCH,
)
"""Every read model, one line each, by name."""
