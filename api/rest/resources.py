"""Every resource of the API, in the order of the OpenAPI document."""

from fastapi import APIRouter

from api.rest import (
    agreements,
    arrivals,
    assessments,
    causes,
    closings,
    conversations,
    documents,
    entries,
    event_schemas,
    figures,
    frameworks,
    history,
    imports,
    information_requests,
    ladder,
    letters,
    municipalities,
    obligations,
    party_connections,
    persons,
    placements,
    plans,
    proposals,
    reviews,
    rungs,
    search,
    signals,
    simulations,
    statements,
    targets,
)

RESOURCES = (
    municipalities.routes,
    ladder.routes,
    rungs.routes,
    rungs.everywhere,
    placements.routes,
    reviews.routes,
    closings.routes,
    closings.corrections,
    assessments.routes,
    proposals.routes,
    proposals.everywhere,
    signals.routes,
    figures.routes,
    statements.routes,
    targets.routes,
    conversations.routes,
    conversations.everywhere,
    agreements.routes,
    agreements.everywhere,
    obligations.routes,
    obligations.everywhere,
    letters.routes,
    information_requests.routes,
    plans.routes,
    causes.routes,
    party_connections.routes,
    documents.routes,
    history.routes,
    entries.routes,
    search.routes,
    imports.routes,
    arrivals.routes,
    frameworks.routes,
    simulations.routes,
    persons.routes,
    event_schemas.routes,
)


def everything() -> APIRouter:
    """All routes below ``/v1``."""
    router = APIRouter(prefix="/v1", redirect_slashes=False)
    for routes in RESOURCES:
        router.include_router(routes)
    return router
