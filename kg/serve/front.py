"""What stands before every answer: a rate for each client, and a log without anything personal."""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from ipaddress import ip_address

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.serve.protocol import sentence

access = logging.getLogger("kg.access")
_FREE = ("/static/", "/health")
_KNOWN = 10_000
"""Clients whose rate is remembered."""
_BURST = 5


class Front:
    """Refuses who asks too often and writes one line a request: method, kind of page, status, bytes, time.

    The line holds no address, no query and nothing that the browser says of itself.
    """

    def __init__(self, app: ASGIApp, rate: float) -> None:
        self.app = app
        self.rate = rate
        self.left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = time.perf_counter()
        status, size = 0, 0

        async def note(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
            else:
                size += len(message.get("body", b""))
            await send(message)

        try:
            if self._may(scope):
                await self.app(scope, receive, note)
            else:
                refusal = sentence(429, "You ask more often than this server can answer; wait a moment.")
                await refusal(scope, receive, note)
        finally:
            if access.isEnabledFor(logging.INFO):
                taken = (time.perf_counter() - begun) * 1000
                end = " broken off" if scope.get("kg.broken") else ""
                kind = "/" + scope["path"].split("/", 2)[1]
                access.info("%s %s %s %s B %.0f ms%s", scope["method"], kind, status, size, taken, end)

    def _may(self, scope: Scope) -> bool:
        if not self.rate or scope["path"].startswith(_FREE):
            return True
        client = _network(scope["client"][0] if scope.get("client") else "")
        now = time.monotonic()
        most = self.rate * _BURST
        left, then = self.left.pop(client, (most, now))
        left = min(most, left + (now - then) * self.rate)
        self.left[client] = (max(left - 1, 0.0), now)
        if len(self.left) > _KNOWN:
            self.left.popitem(last=False)
        return left >= 1


def _network(address: str) -> str:
    """The address; of IPv6 the network that one household or company has."""
    if ":" not in address:
        return address
    try:
        return ":".join(ip_address(address).exploded.split(":")[:4])
    except ValueError:
        return address
