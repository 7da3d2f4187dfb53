"""A program in which something fails."""

from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response

from api.app import create_app
from api.settings import Settings


def failing(error: Exception) -> Response:
    """What the program answers when this happens in it."""
    app: FastAPI = create_app(Settings())

    @app.get("/v1/fails")
    def fails() -> None:
        raise error

    answer: Response = TestClient(app, raise_server_exceptions=False).get("/v1/fails")
    return answer
