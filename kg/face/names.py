"""Strings that remember what they stand for."""

from __future__ import annotations

from urllib.parse import unquote


class Iri(str):
    """The IRI of a thing; as a parameter of a query it stands for the thing, not for text."""

    __slots__ = ()

    @property
    def short(self) -> str:
        """The last part, as a person reads it."""
        return unquote(self.rstrip("/").rpartition("/")[2])


class Name(str):
    """What a thing is called, as a string that remembers which thing it is."""

    __slots__ = ("iri",)
    iri: Iri

    def __new__(cls, name: str, iri: str) -> Name:
        """The name of the thing with this IRI."""
        made = super().__new__(cls, name)
        made.iri = Iri(iri)
        return made

    def __reduce__(self) -> tuple[type[Name], tuple[str, str]]:
        return Name, (str(self), str(self.iri))
