"""The headers of every page: nothing is fetched from elsewhere, kept by anybody, or shown inside another page."""

from api.rest.headers import StandardHeaders

PAGE_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
        " connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",  # with less a browser does not say where a form came from
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class PageHeaders(StandardHeaders):
    """Adds them to what is neither API nor health, where the answer does not say so itself."""

    HEADERS = PAGE_HEADERS

    def concerns(self, path: str) -> bool:
        """Whether this is the address of a page."""
        return is_page(path)


def is_page(path: str) -> bool:
    """Whether a person looks at this address; the others are for programs."""
    return not path.startswith(("/v1", "/health"))
