"""A framework that came into use: its whole content, so that decisions can be recomputed when the file has gone."""

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from domain.events.base import Fact
from domain.values import Label


class FrameworkAdopted(Fact):
    """A framework came into use. ``content`` is its file to the letter, ``sha256`` the digest of its UTF-8 bytes."""

    TOPIC = "framework.adopted.v1"
    name: Label
    version: Label
    valid_from: date
    valid_until: date | None = None
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    content: Annotated[str, Field(max_length=200_000)]
