"""Every resource of the API, in the order of the OpenAPI document."""

from fastapi import APIRouter

from api.rest import (
    agreements,
    causes,
    conversations,
    documents,
    entries,
    event_schemas,
    imports,
    information_requests,
    letters,
    municipalities,
    party_connections,
    persons,
    placements,
    plans,
    statements,
    targets,
)

RESOURCES = tuple(
    each.routes
    for each in (
        municipalities,
        placements,
        statements,
        targets,
        conversations,
        agreements,
        letters,
        information_requests,
        plans,
        causes,
        party_connections,
        documents,
        entries,
        imports,
        persons,
        event_schemas,
    )
)


def everything() -> APIRouter:
    """All routes below ``/v1``."""
    router = APIRouter(prefix="/v1", redirect_slashes=False)
    for routes in RESOURCES:
        router.include_router(routes)
    return router
