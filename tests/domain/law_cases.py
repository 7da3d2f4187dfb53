"""Municipalities on the road of rungs 4 to 6, for the specs of its law; all of it is fictional."""

from typing import Any

from tests.spec import (
    GS,
    SECRETARY,
    Question,
    announced,
    decision_notified,
    opened,
    raised,
    substitution_decided,
    substitution_started,
    taken_over,
    terms,
    views_considered,
    views_received,
)

BEFORE = (opened(), taken_over(3, since="2024-01-01"))
ON_4 = (*BEFORE, raised(3, 4, "2025-02-01"), announced())
"""Announced on 1 February 2025: views until 15 March, the term until 1 June."""
HEARD = (*ON_4, views_received(), views_considered())
ON_5 = (*HEARD, raised(4, 5, "2025-07-01"), substitution_decided())
"""Decided on 1 July 2025 about 42 persons of 2024-1: the term runs until 1 October."""
NOTIFIED = (*ON_5, decision_notified())
ON_6 = (*NOTIFIED, raised(5, 6, "2025-10-02"), substitution_started())


def by_gs(on: str, **more: Any) -> Question:  # noqa: ANN401 - the fields of Terms
    """What a placement by GS asks, decided and in effect on one day."""
    return {"on": on, "actor": SECRETARY, "terms": terms(**{"effective_on": on, "decided_by": GS, **more})}
