"""Every resource of the API, in the order of the OpenAPI document."""

from fastapi import APIRouter

from api.rest import causes

RESOURCES = (causes.routes,)


def everything() -> APIRouter:
    """All routes below ``/v1``."""
    router = APIRouter(prefix="/v1", redirect_slashes=False)
    for routes in RESOURCES:
        router.include_router(routes)
    return router
