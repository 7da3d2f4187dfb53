"""How answers are described in the OpenAPI: the problems of each kind of route, and the headers of a write."""

from typing import Any

from api.rest.headers import POSITION, REPLAYED
from api.rest.problems import MEDIA_TYPE, STATUSES

Responses = dict[int | str, dict[str, Any]]

PROBLEM: dict[str, Any] = {
    "type": "object",
    "title": "Problem",
    "description": "What went wrong, by RFC 9457. The title is English, the detail Dutch.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri", "examples": ["urn:trede:problem:changed-since"]},
        "title": {"type": "string", "examples": ["Changed since"]},
        "status": {"type": "integer", "examples": [412]},
        "detail": {"type": "string"},
        "rule": {"type": "string", "description": "of a refusal: the rule that refused", "examples": ["ChangedSince"]},
        "source": {"type": "string", "description": "of a refusal: the act, policy or principle behind the rule"},
        "data": {"type": "object", "description": "of a refusal: what the rule was judged on"},
        "right": {"type": "string", "description": "of a 403: the right that is needed"},
        "errors": {
            "type": "array",
            "description": "what cannot be read: one for each place",
            "items": {
                "type": "object",
                "required": ["detail"],
                "properties": {
                    "detail": {"type": "string"},
                    "pointer": {"type": "string", "description": "the place in the body, as a JSON Pointer"},
                    "query": {"type": "string", "description": "the name of the query parameter"},
                    "header": {"type": "string", "description": "the name of the header"},
                },
            },
        },
    },
}

_WHOLE = {"type": "integer", "minimum": 0}


def problems(*statuses: int) -> Responses:
    """The problems that a route can answer with."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": STATUSES[status][0], "content": content} for status in statuses}


EVERYWHERE = problems(400, 401, 403, 503)
READ = EVERYWHERE | problems(404)
WRITE = EVERYWHERE | problems(404, 409, 413, 415, 422)
GUARDED = problems(412, 428)
TAGGED: Responses = READ | {
    200: {
        "description": "Successful Response",
        "headers": {"ETag": {"description": "the version of the municipality", "schema": {"type": "string"}}},
    }
}
"""What a read answers that shows what a guarded write can change."""

_HEADERS = {
    POSITION: {"description": "how far the record is after this; send it with a read to see it", "schema": _WHOLE},
    REPLAYED: {
        "description": "true when this is the first answer to the same command, given again",
        "schema": {"type": "string", "enum": ["true"]},
    },
}
_OF_ENTRIES = {
    "Location": {"description": "the first entry", "schema": {"type": "string", "format": "uri-reference"}},
    "ETag": {"description": "the version of the municipality after this", "schema": {"type": "string"}},
}

RECORDED: Responses = {
    201: {"description": "Recorded", "headers": _HEADERS | _OF_ENTRIES},
    200: {"description": "Nothing new to record", "headers": _HEADERS},
}
"""What a write answers."""
