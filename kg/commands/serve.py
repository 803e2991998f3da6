"""`kg serve`: the graph of a build over HTTP."""

from __future__ import annotations

import logging
import signal
import socket
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import click

from kg.errors import KgError, UsageError


@click.command()
@click.argument("build", type=click.Path(path_type=Path))
@click.option("--port", "-p", type=click.IntRange(0, 65535), default=8718, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=30,
    show_default=True,
    help="Seconds that a query may take.",
)
@click.option(
    "--rows", type=click.IntRange(min=1), default=1_000_000, show_default=True, help="Rows of an answer."
)
@click.option(
    "--megabytes", type=click.IntRange(min=1), default=200, show_default=True, help="Size of an answer."
)
@click.option(
    "--memory",
    type=click.FloatRange(min=0.25),
    default=2,
    show_default=True,
    help="GB that a process may take; there are up to two a processor.",
)
@click.option(
    "--workers", type=click.IntRange(min=1), help="Quick queries answered at once.  [default: processors]"
)
@click.option(
    "--keep",
    type=click.IntRange(min=0),
    default=64,
    show_default=True,
    help="MB of finished answers that are given again when the same is asked; 0 for none.",
)
@click.option(
    "--rate",
    type=click.FloatRange(min=0),
    default=20,
    show_default=True,
    help="Requests a second of one client, on average; 0 for any number.",
)
@click.option(
    "--store", is_flag=True, help="Make an Oxigraph store in the build first, for graphs beyond memory."
)
@click.option("--no-log", is_flag=True, help="Write no line for each request.")
def serve(
    *,
    build: Path,
    port: int,
    host: str,
    timeout: float,
    rows: int,
    megabytes: int,
    memory: float,
    workers: int | None,
    keep: int,
    rate: float,
    store: bool,
    no_log: bool,
) -> None:
    """Serve the graph of a BUILD over HTTP: pages, SPARQL endpoint, linked data.

    Pages are at /, the endpoint at /sparql. Queries run in processes that are ended at --timeout. A new build
    at the same place is taken over without a restart. Ctrl-C or SIGTERM lets running requests finish.

    \b
    Examples:
      kg serve build/demo
      kg serve build/demo --port 9000 --timeout 10
    """
    try:
        import uvicorn

        from kg.serve.app import make
        from kg.serve.settings import Settings
    except ImportError as error:
        raise UsageError(
            f"kg serve needs the extra `serve`: pip install 'commitment-graph[serve]' ({error.name} is missing)."
        ) from error
    from kg.graph.store import put_store, read_place

    if store:
        put_store(build)
    read_place(build)  # a sentence now rather than a trace from the server
    if warning := reach(host):
        click.echo(f"kg: {warning}", err=True)
    given: dict[str, Any] = {"workers": workers} if workers else {}
    settings = Settings(
        seconds=timeout,
        rows=rows,
        size=megabytes << 20,
        memory=int(memory * (1 << 30)),
        kept=keep << 20,
        rate=rate,
        **given,
    )
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    if no_log:
        logging.getLogger("kg.access").setLevel(logging.WARNING)
    app = make(build, settings)
    config = uvicorn.Config(
        app,
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=int(timeout) + 1,
    )
    server = uvicorn.Server(config)
    listening = _listen(host, port)
    place = f"[{host}]" if ":" in host else host
    app.state.greeting = f"kg: serving {build} at http://{place}:{listening.getsockname()[1]}/ (Ctrl-C stops)"
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, lambda *_: app.state.current.asked.set())
    server.run(sockets=[listening])


def reach(host: str) -> str | None:
    """What to know of listening at an address; None where only this machine reaches it."""
    try:
        local = ip_address(host).is_loopback
    except ValueError:
        local = host == "localhost"
    if local:
        return None
    return f"listening on {host}: anybody who reaches this machine can ask; put a proxy with TLS before it."


def _listen(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise KgError(
            f"{host}:{port} cannot be listened on ({error.strerror}); choose another --port or --host."
        ) from error
