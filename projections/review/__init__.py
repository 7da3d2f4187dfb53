"""The review of a period: every municipality with what it is judged by, on one page."""

from projections.review.lines import Placed, PlanState, Proposed, Review, ReviewLine
from projections.review.query import review

__all__ = ["Placed", "PlanState", "Proposed", "Review", "ReviewLine", "review"]
