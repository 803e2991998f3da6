"""The server: what is answered where."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request as HttpRequest
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from kg import __version__
from kg.errors import UsageError
from kg.graph.guard import with_values
from kg.graph.questions import GROUPS, Question, bind, question, questions
from kg.graph.terms import LABEL, ONTOLOGY_GRAPH, PREFIXES
from kg.serve import explorer, selfdescription, things
from kg.serve.build import Current
from kg.serve.front import Front
from kg.serve.pages import html
from kg.serve.protocol import sentence, sparql
from kg.serve.settings import Settings

_STATIC = Path(__file__).parent / "static"
_READ = ["GET", "HEAD"]


def make(path: Path, settings: Settings | None = None) -> Starlette:
    """The application that serves the build at `path`; it opens the build when it starts."""
    settings = settings or Settings()

    @asynccontextmanager
    async def life(app: Starlette) -> AsyncIterator[None]:
        app.state.settings = settings
        app.state.current = current = Current(path, settings)
        await current.start()
        if greeting := getattr(app.state, "greeting", ""):
            sys.stderr.write(f"{greeting}\n")
        try:
            yield
        finally:
            await current.close()

    return Starlette(
        routes=[
            Route("/", home),
            Route("/sparql", sparql, methods=["GET", "HEAD", "POST"]),
            Route("/query", query_page),
            Route("/questions.json", questions_json),
            Route("/questions/{name}", question_text),
            Route("/vocabulary.json", vocabulary),
            Route("/suggest", things.suggest),
            Route("/evidence", things.evidence),
            Route("/search", things.search),
            Route("/thing", things.thing),
            Route("/id/{rest:path}", things.thing),
            Route("/explorer", explorer.page),
            Route("/explorer/{what}", explorer.ask),
            Route("/graphs", selfdescription.graphs),
            Route("/.well-known/void", selfdescription.void),
            Route("/static/{name}", static),
            Route("/health", health),
        ],
        middleware=[
            Middleware(Front, rate=settings.rate),
            Middleware(
                CORSMiddleware,
                allow_origins=["*"],
                allow_methods=["GET", "HEAD", "POST", "OPTIONS"],
                allow_headers=["*"],
                expose_headers=["ETag", "KG-More", "Retry-After"],
            ),
            Middleware(GZipMiddleware, minimum_size=1024, compresslevel=4),
        ],
        exception_handlers={HTTPException: _refused, Exception: _failed},
        lifespan=life,
    )


async def _refused(http: HttpRequest, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status == 404 and "text/html" in http.headers.get("accept", ""):
        return html(http, "nothing.html", {"wanted": http.url.path}, status=404)
    words = {404: "There is nothing at this address.", 405: "This address is read only."}
    headers = error.headers if isinstance(error, HTTPException) else None
    return sentence(status, words.get(status, "This cannot be done."), headers)


async def _failed(http: HttpRequest, error: Exception) -> Response:
    del http, error
    return sentence(500, "The server made a mistake; it is written in its log.")


async def home(http: HttpRequest) -> Response:
    """Search, the letters, and the questions by topic."""
    current: Current = http.app.state.current
    async with current.use() as build:
        values = {
            "groups": _by_group(),
            "letters": build.letters,
            "number": build.number,
            "here": lambda one: things.local(one, build.dataset.base),
        }
        return await asyncio.to_thread(html, http, "home.html", values, build=build)


def _by_group() -> list[tuple[dict[str, str], list[Question]]]:
    return [
        (dict(title), [one for one in questions().values() if one.group == name])
        for name, title in GROUPS.items()
    ]


async def query_page(http: HttpRequest) -> Response:
    """The page where a question is chosen, seen as SPARQL, changed and answered."""
    return html(http, "query.html", {"groups": _by_group()})


async def questions_json(http: HttpRequest) -> Response:
    """The named questions with their parameters and texts."""
    del http
    said = {
        "groups": [{"name": name, "title": title} for name, title in GROUPS.items()],
        "questions": [
            {
                "name": one.name,
                "group": one.group,
                "title": one.title,
                "description": one.description,
                "chart": asdict(one.chart) if one.chart else None,
                "text": one.body,
                "parameters": [
                    {
                        "name": parameter.name,
                        "type": parameter.type,
                        "title": parameter.title,
                        "default": parameter.default,
                        "required": parameter.required,
                    }
                    for parameter in one.parameters
                ],
            }
            for one in questions().values()
        ],
    }
    return JSONResponse(said, headers={"Cache-Control": "no-cache"})


async def question_text(http: HttpRequest) -> Response:
    """A named question with the values of its parameters written into it, as any endpoint takes it."""
    given = {name: value for name, value in http.query_params.items() if value}
    try:
        one = question(http.path_params["name"])
        text, terms = bind(one, given)
    except UsageError as error:
        return sentence(400, str(error))
    del text  # its head says what the page says
    return PlainTextResponse(with_values(one.body, terms), headers={"Cache-Control": "no-cache"})


async def vocabulary(http: HttpRequest) -> Response:
    """Prefixes and our terms, for those who write queries."""
    current: Current = http.app.state.current
    async with current.use() as build:
        terms: dict[str, dict[str, str]] = {}
        for quad in build.dataset.store.quads_for_pattern(None, LABEL, None, ONTOLOGY_GRAPH):
            for prefix, iri in PREFIXES.items():
                subject = getattr(quad.subject, "value", "")
                lang = getattr(quad.object, "language", None)
                if subject.startswith(iri) and subject != iri and lang:
                    label = getattr(quad.object, "value", "")
                    terms.setdefault(f"{prefix}:{subject.removeprefix(iri)}", {})[lang] = label
        said = {"base": build.dataset.base, "prefixes": PREFIXES, "terms": terms}
        return JSONResponse(said, headers={"Cache-Control": "no-cache"})


async def static(http: HttpRequest) -> Response:
    """The files of the pages; their addresses change with their content."""
    name = http.path_params["name"]
    if name not in {file.name for file in _STATIC.iterdir()}:
        raise HTTPException(404)
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}
    return FileResponse(_STATIC / name, headers=headers)


async def health(http: HttpRequest) -> Response:
    """Whether queries are answered: 200, or 503 where no process is left."""
    current: Current = http.app.state.current
    async with current.use() as build:
        well = bool(build.pool.all)
        said = {
            "status": "ok" if well else "no process answers",
            "version": __version__,
            "build": build.version,
        }
        return JSONResponse(said, 200 if well else 503, headers={"Cache-Control": "no-store"})
