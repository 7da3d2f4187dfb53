"""The style, script and fonts of the pages, as ``make assets`` built them: named by their content, so kept for ever."""

import json
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Self

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

FOLDER = Path(__file__).parent / "static"
ENCODINGS = {"br": ".br", "gzip": ".gz"}
"""The copies there are of a file that compresses, the smallest first."""
FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}


class AssetsMissingError(Exception):
    """The pages were not built."""


@dataclass(frozen=True, slots=True)
class Asset:
    """A file, by the encoding in which it travels; ``""`` is the file itself."""

    media_type: str
    content: Mapping[str, bytes]

    def accepted(self, accepts: str) -> tuple[str, bytes]:
        """The encoding, and the content in it, that suits a browser best."""
        offered = {each.partition(";")[0].strip() for each in accepts.split(",") if not _refused(each)}
        encoding = next((each for each in ENCODINGS if each in offered and each in self.content), "")
        return encoding, self.content[encoding]


@dataclass(frozen=True, slots=True)
class Assets:
    """Everything that was built: ``names`` tells how a file is called now, such as ``site-3F2A.css`` for site.css."""

    names: Mapping[str, str]
    files: Mapping[str, Asset]

    @classmethod
    def load(cls, folder: Path = FOLDER) -> Self:
        """What stands in the folder; nothing when it was not built."""
        manifest = folder / "manifest.json"
        names: dict[str, str] = json.loads(manifest.read_text(encoding="utf-8")) if manifest.exists() else {}
        return cls(names, {name: _asset(folder / name) for name in names.values()})

    def address(self, name: str) -> str:
        """Where a browser finds a file; raises AssetsMissingError."""
        if name not in self.names:
            raise AssetsMissingError(f"{name} is not built: run `make assets`")
        return f"/static/{self.names[name]}"


routes = APIRouter(include_in_schema=False)


@routes.get("/static/{name}")
def static(name: str, request: Request) -> Response:
    """One file; a name says what is in it, so a browser never has to ask again."""
    assets: Assets = request.app.state.site.assets
    if name not in assets.files:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    asset = assets.files[name]
    encoding, content = asset.accepted(request.headers.get("accept-encoding", ""))
    encoded = {"Content-Encoding": encoding} if encoding else {}
    return Response(content, media_type=asset.media_type, headers={**FOR_EVER, "Vary": "Accept-Encoding", **encoded})


def _refused(offered: str) -> bool:
    return offered.replace(" ", "").endswith((";q=0", ";q=0.0"))


def _asset(file: Path) -> Asset:
    copies = {encoding: file.with_name(file.name + suffix) for encoding, suffix in ENCODINGS.items()}
    content = {encoding: copy.read_bytes() for encoding, copy in copies.items() if copy.exists()}
    media_type = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return Asset(media_type, {"": file.read_bytes(), **content})
