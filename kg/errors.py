"""The two ways in which something can be wrong: a person can put it right, or the text leaves it unclear."""

from __future__ import annotations


class KgError(Exception):
    """What went wrong and what to do about it, in one sentence for the person at the keyboard.

    `status` is the exit status of the command line: 1 for input that cannot be used, 2 for a wrong call.
    """

    status = 1


class UsageError(KgError):
    """The call itself is off: an unknown name, a missing parameter."""

    status = 2
