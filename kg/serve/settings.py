"""What a server may be told."""

from __future__ import annotations

import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """Limits for queries of strangers, and how many are answered at once."""

    seconds: float = 30
    """Longest time of a query, its answer's way included."""
    rows: int = 1_000_000
    size: int = 200 << 20
    """Bytes of an answer."""
    memory: int = 2 << 30
    """Bytes of address space of a process that answers, the dataset included."""
    workers: int = max(2, os.cpu_count() or 1)
    """Processes for quick queries; as many again may be at long ones."""
    kept: int = 64 << 20
    """Bytes of finished answers that are kept to be given again; 0: none."""
    queue: int = 200
    """Queries that may wait for a process."""
    wait: float = 30
    """Seconds that one may wait."""
    rate: float = 20
    """Requests a second that one client may make on average, five times as many at once; 0: any number."""
    watch: float = 2
    """Seconds between looks for a new build."""
    body: int = 1 << 20
    """Bytes of a request."""
