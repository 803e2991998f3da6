"""Pages: templates in two languages, under a policy that lets no page run or load what is not the server's."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader
from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from kg import __version__
from kg.serve import media
from kg.serve.build import Build

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@cache
def _templates() -> Environment:
    made = Environment(
        loader=PackageLoader("kg.serve"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    made.globals["asset"] = asset
    made.globals["version"] = __version__
    return made


@cache
def asset(name: str) -> str:
    """The address of a file of the pages, which changes with its content."""
    data = resources.files("kg.serve").joinpath(f"static/{name}").read_bytes()
    return f"/static/{name}?{hashlib.sha256(data).hexdigest()[:12]}"


def language(http: HttpRequest) -> str:
    """`zh` or `en`: what the address says, else what the browser prefers, else Chinese."""
    asked = http.query_params.get("lang")
    if asked in ("zh", "en"):
        return asked
    for part in http.headers.get("accept-language", "").split(","):
        known = part.strip()[:2].lower()
        if known in ("zh", "en"):
            return known
    return "zh"


def html(
    http: HttpRequest,
    name: str,
    values: Mapping[str, Any],
    *,
    build: Build | None = None,
    status: int = 200,
    more: Mapping[str, str] | None = None,
) -> Response:
    """A page, with `more` headers. With a build it can be kept by the browser until the build changes."""
    lang = language(http)
    headers = {**(more or {}), "Vary": "Accept, Accept-Language", "X-Content-Type-Options": "nosniff"}
    tag = f'W/"{build.version}-{__version__}-{lang}"' if build else None
    if tag is not None:
        headers |= {"ETag": tag, "Cache-Control": "no-cache"}
        if media.is_known(tag, http.headers.get("if-none-match", "")):
            return Response(status_code=304, headers=headers)
    else:
        headers["Cache-Control"] = "no-store"
    nonce = secrets.token_urlsafe(16)
    headers["Content-Security-Policy"] = POLICY.format(nonce=nonce)

    def say(zh: str, en: str) -> str:
        return zh if lang == "zh" else en

    page = _templates().get_template(name)
    text = page.render(
        values,
        say=say,
        lang=lang,
        nonce=nonce,
        other="en" if lang == "zh" else "zh",
        query=[(key, value) for key, value in http.query_params.multi_items() if key != "lang"],
    )
    return Response(text, status, headers, "text/html; charset=utf-8")
