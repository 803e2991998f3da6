"""What a query may not do, said in one sentence before it is run.

The engine would send SERVICE to any address, also where it stands glued to another word (`trueSERVICE<…>`),
so the guard rather refuses one odd query too many.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urljoin

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.errors import UsageError
from kg.graph.lexer import Token, possible_tokens, tokens
from kg.graph.terms import PREFIXES

Term = NamedNode | BlankNode | Literal | Triple

_UPDATES = frozenset(("LOAD", "INSERT", "DELETE", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD"))
_WORTH_A_LOOK = ("SERVICE", *sorted(_UPDATES), "\\U")
"""Without one of these in capitals (or a character written as its number) there is nothing to refuse."""
_GROUP_NEXT = re.compile(r"(?:\s|#[^\r\n]*)*\{")
_TERM_AND_GROUP_NEXT = re.compile(
    r"(?:\s|#[^\r\n]*)*(?:<[^<>\s]*>|[?$]\w+|[\w.\-]*:[^\s{}()<>]*)(?:\s|#[^\r\n]*)*\{"
)
LONGEST = 200_000
"""Characters that a query may have."""
DEEPEST = 100
"""Brackets inside one another that a query may have."""


def check(text: str) -> None:
    """UsageError with one sentence where the query would leave the dataset or change it."""
    if len(text) > LONGEST:
        raise UsageError(f"The query is longer than {LONGEST} characters.")
    capitals = text.upper()
    if not any(word in capitals for word in _WORTH_A_LOOK) and sum(map(text.count, "([{!+-^")) <= DEEPEST:
        return  # most queries: reading them token by token would take longer than answering them
    _check_depth(text)
    for token in possible_tokens(text):
        if token.kind == "word":
            word = token.words.upper()
            if "SERVICE" in word:
                raise _no_service()
            if word in _UPDATES:
                raise UsageError(f"{word} is refused: a query reads the dataset and changes nothing.")
        elif token.kind == "name" and "service" in token.words.lower() and _calls(token, text):
            raise _no_service()


def _check_depth(text: str) -> None:
    """The engine's parser descends one call a bracket or sign: what is too deep would end its process."""
    depth = signs = 0
    for token in tokens(text):
        if token.kind != "sign":
            signs = 0
            continue
        if token.words in "([{":
            depth += 1
        elif token.words in ")]}":
            depth -= 1
        signs = signs + 1 if token.words in "!+-^" else 0
        if depth > DEEPEST or signs > DEEPEST:
            raise UsageError(f"The query is nested more than {DEEPEST} levels deep.")


def _calls(token: Token, text: str) -> bool:
    """Whether a keyword SERVICE may be glued to this prefixed name."""
    prefix, _, local = token.words.lower().partition(":")
    if "service" in prefix and _GROUP_NEXT.match(text, token.end):
        return True
    return local.endswith("service") and bool(_TERM_AND_GROUP_NEXT.match(text, token.end))


def _no_service() -> UsageError:
    return UsageError("SERVICE is refused: a query asks this dataset only and reaches no other address.")


def graphs(text: str) -> tuple[list[str], list[str]]:
    """The graphs that the query names after FROM and after FROM NAMED, as whole IRIs."""
    capitals = text.upper()
    if "FROM" not in capitals and "\\U" not in capitals:
        return [], []
    prefixes = dict(PREFIXES)
    base = ""
    default: list[str] = []
    named: list[str] = []
    found = list(tokens(text))
    for at, token in enumerate(found):
        word = token.words.upper() if token.kind == "word" else ""
        following = found[at + 1 : at + 3]
        if word == "PREFIX" and [one.kind for one in following] == ["name", "iri"]:
            prefixes[following[0].words.removesuffix(":")] = urljoin(base, following[1].words[1:-1])
        elif word == "BASE" and following and following[0].kind == "iri":
            base = urljoin(base, following[0].words[1:-1])
        elif word in ("FROM", "FROMNAMED"):
            is_named = word == "FROMNAMED"
            if following and following[0].kind == "word" and following[0].words.upper() == "NAMED":
                is_named = True
                following = following[1:]
            if following and (graph := _iri(following[0], prefixes)) is not None:
                (named if is_named else default).append(urljoin(base, graph))
    return default, named


def _iri(token: Token, prefixes: Mapping[str, str]) -> str | None:
    if token.kind == "iri":
        return token.words[1:-1]
    if token.kind == "name":
        prefix, _, local = token.words.partition(":")
        return prefixes.get(prefix, prefix + ":") + re.sub(r"\\(.)", r"\1", local)
    return None


def with_values(text: str, values: Mapping[str, Term]) -> str:
    """The query with values for some of its variables, as a VALUES block at the head of its outermost group.

    The values are terms, written by the RDF library: no value can end its quotes and become query text.
    What comes out is plain SPARQL that any endpoint answers. UsageError where the query lacks the variable.
    """
    if not values:
        return text
    used = {token.words[1:] for token in tokens(text) if token.kind == "variable"}
    for name in values:
        if name not in used:
            raise UsageError(f"The query has no variable ?{name} to give a value to.")
    at = _outermost_group(text)
    names = " ".join(f"?{name}" for name in values)
    terms = " ".join(str(term) for term in values.values())
    return f"{text[:at]} VALUES ({names}) {{ ({terms}) }} {text[at:]}"


def _outermost_group(text: str) -> int:
    """Where the group graph pattern of the query begins, behind its brace."""
    depth = 0
    template_ahead = False
    for token in tokens(text):
        if token.kind == "word" and depth == 0:
            if token.words.upper() == "CONSTRUCT":
                template_ahead = True
            elif token.words.upper() == "WHERE":
                template_ahead = False
        elif token.kind == "sign" and token.words in "({":
            if token.words == "{" and depth == 0:
                if not template_ahead:
                    return token.end
                template_ahead = False
            depth += 1
        elif token.kind == "sign" and token.words in ")}":
            depth -= 1
    raise UsageError("The query has no group of patterns that could be given a value.")
