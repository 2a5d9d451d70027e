"""Live reload under the policy: what MkDocs' server adds to a page while it is served is allowed by its hash.

Comes in: the server's WSGI application. Goes out: one that answers the same, the policy of each page widened by the one
script that was put before its end. Refuses to know: MkDocs, files. The site's own files stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from build_scripts.publishing.policy.content_policy import hash_source

Application = Callable[..., Iterable[bytes]]
_BEGIN, _CALL = b"<script>", re.compile(rb"livereload\([0-9]+, [0-9]+\);\s*\Z")
_ALLOWED = b"script-src 'self'"


def allow_reload(serve: Application) -> Application:
    """The application with the policy of every page widened."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        started: list[tuple[str, list[tuple[str, str]]]] = []
        body = serve(environ, lambda status, headers, *_: started.append((status, headers)))
        status, headers = started[-1]
        if "text/html" not in dict(headers).get("Content-Type", ""):
            start_response(status, headers)
            return body
        page = widen(b"".join(body))
        kept = [(name, value) for name, value in headers if name != "Content-Length"]
        start_response(status, [*kept, ("Content-Length", str(len(page)))])
        return [page]

    return answer


def widen(page: bytes) -> bytes:
    """The page with the script for live reload, if that is its last script, allowed by its hash in the policy."""
    added = page[page.rfind(_BEGIN) + len(_BEGIN) :].partition(b"</script>")[0] if _BEGIN in page else b""
    if not _CALL.search(added):
        return page
    return page.replace(_ALLOWED, _ALLOWED + b" " + hash_source(added.decode()).encode(), 1)
