"""Things read from a dataset: each question asks only for what its class needs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from kg.errors import KgError, UsageError
from kg.face.evidence import Evidence, Passage
from kg.face.names import Iri, Name
from kg.face.things import (
    Body,
    Commitment,
    Conflict,
    Document,
    Figure,
    Named,
    Platform,
    Policy,
    Programme,
    Report,
    Series,
    Statement,
    Thing,
    Things,
)
from kg.text.layout import paragraph

if TYPE_CHECKING:
    from kg.graph.store import Dataset

CLASSES: dict[str, type[Named]] = {
    "cg:GovernmentBody": Body,
    "cg:Policy": Policy,
    "cg:Programme": Programme,
    "cg:Platform": Platform,
}
STATUSES = ("planned", "ongoing", "delivered", "declined")


_KINDS = (
    "Reply", "Suggestion", "GovernmentBody", "NonStateOrganization", "Person", "Place", "Policy", "Programme",
    "Project", "Platform",
)  # fmt: skip
_EVIDENCE_OF = """
SELECT DISTINCT ?passage ?words ?document ?begin ?end ?section ?says WHERE {
  VALUES ?thing { %s }
  { ?thing cg:evidence ?passage }
  UNION { ?passage itsrdf:taIdentRef ?thing FILTER NOT EXISTS { ?thing nif:isString ?text } }
  UNION { ?assertion rdf:subject ?thing ; rdf:predicate ?property ; cg:evidence ?passage .
          ?thing nif:isString ?text . OPTIONAL { ?property rdfs:label ?says FILTER(LANG(?says) = "zh") } }
  ?passage nif:anchorOf ?words ; nif:referenceContext ?document ; nif:beginIndex ?begin ; nif:endIndex ?end .
  OPTIONAL { ?passage cg:section ?section }
}"""
N = TypeVar("N", bound=Named)


class Reading:
    """Asks one dataset; what is asked twice is kept. It is the `Source` of the things that it makes."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self._texts: dict[str, str] = {}

    # --- asking -------------------------------------------------------------------------------------------

    def rows(self, text: str) -> Iterator[tuple[Any, ...]]:
        """Rows of a SELECT as values of Python."""
        from kg.graph.own import typed

        return typed(self.dataset, text, Iri)

    def one(self, pattern: str) -> dict[str, Any]:
        """?a to ?b of a pattern, the least where there are several."""
        found: dict[str, Any] = {}
        for first, second in self.rows(f"SELECT ?a ?b {{ {pattern} }}"):
            if first not in found or str(second) < str(found[first]):
                found[first] = second
        return found

    def text_of(self, pattern: str) -> Callable[[str], str]:
        """From ?a to ?b as a string, empty where there is none."""
        found = self.one(pattern)
        return lambda iri: str(found.get(iri, ""))

    def date_of(self, pattern: str) -> Callable[[str], date | None]:
        """From ?a to the date ?b."""
        found = self.one(pattern)
        return lambda iri: one if isinstance(one := found.get(iri), date) else None

    def many(self, pattern: str) -> dict[str, list[Any]]:
        """?a to all ?b of a pattern, each once, sorted."""
        found: dict[str, set[Any]] = defaultdict(set)
        for first, second in self.rows(f"SELECT DISTINCT ?a ?b {{ {pattern} }}"):
            found[first].add(second)
        return {first: sorted(several, key=str) for first, several in found.items()}

    def names_of(self, pattern: str) -> Callable[[str], tuple[Name, ...]]:
        """From ?a to the names of all ?b, sorted by name."""
        found = self.many(pattern)

        def names(iri: str) -> tuple[Name, ...]:
            return tuple(sorted(self.name(one) for one in found.get(iri, ())))

        return names

    # --- names --------------------------------------------------------------------------------------------

    @cached_property
    def _labels(self) -> dict[str, str]:
        """The name of everything that has one: of documents their number, then their title."""
        labels = {iri: str(name) for iri, name in self.one("?a skos:prefLabel ?b").items()}
        titles = self.one("?a nif:isString [] ; dcterms:title ?b")
        numbers = self.one("?a nif:isString [] ; dcterms:identifier ?b")
        return labels | titles | numbers

    def name(self, iri: str) -> Name:
        """What the thing is called."""
        return Name(self._labels.get(iri) or Iri(iri).short, iri)

    @cached_property
    def _written(self) -> dict[str, Any]:
        return self.one("?a cg:issuedTo ?b")

    @cached_property
    def kinds(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = defaultdict(list)
        for kind in _KINDS:
            prefix = "foaf" if kind == "Person" else "cg"
            for (iri,) in self.rows(f"SELECT DISTINCT ?a {{ ?a a {prefix}:{kind} }}"):
                found[iri].append(kind)
        return {iri: tuple(several) for iri, several in found.items()}

    def find(self, thing: str | Thing) -> list[Iri]:
        """The IRIs of what is meant: of a thing or `Name` its own, else of all that a name may mean.

        UsageError where nothing is called so.
        """
        if isinstance(thing, Thing):
            return [thing.iri]
        if isinstance(thing, Name):
            return [thing.iri]
        from kg.graph.show import find

        found = [Iri(one.iri) for one in find(self.dataset, thing)]
        if not found:
            raise UsageError(f"Nothing is called {thing}, and no name has that in it.")
        return found

    def only(self, thing: str | Thing) -> Iri:
        """The one IRI that is meant; UsageError where a name may mean several."""
        found = self.find(thing)
        if len(found) > 1:
            some = ", ".join(self.name(one) for one in found[:5])
            raise UsageError(
                f"{len(found)} things are called {thing}: {some}; say which (graph.find lists them)."
            )
        return found[0]

    def things(self, name: str) -> Things[Thing]:
        """Whatever a name may mean."""
        kinds = self.kinds
        return Things(
            Thing,
            [
                Thing(iri=iri, name=self.name(iri), kinds=kinds.get(iri, ()), _source=self)
                for iri in self.find(name)
            ],
        )

    # --- what a thing does not carry itself ---------------------------------------------------------------

    def evidence(self, iri: str) -> Evidence:
        """The passages that say a thing, or that name it."""
        from kg.graph.own import node

        return self.passages(_EVIDENCE_OF % node(iri))

    def passages(self, question: str) -> Evidence:
        """The passages of a question with the variables of `_EVIDENCE_OF`, in the order of letters and offsets."""
        found = {}
        for iri, words, document, begin, end, section, says in self.rows(question):
            text = self.text(document)
            around, at = paragraph(text, begin, end)
            found[iri, says or ""] = Passage(
                words=words,
                document=self.name(document),
                section=section or "",
                begin=begin,
                end=end,
                paragraph=around,
                paragraph_begin=at,
                iri=iri,
                says=says or "",
            )
        return Evidence(
            sorted(
                found.values(),
                key=lambda one: (self._day(one.document.iri), one.document, one.begin, one.end),
            )
        )

    def quoted(self, iris: Iterable[str]) -> Evidence:
        """The passages of these IRIs."""
        from kg.graph.own import node

        values = " ".join(str(node(iri)) for iri in iris)
        return self.passages(
            'SELECT DISTINCT ?passage ?words ?document ?begin ?end ?section ("" AS ?says) {'
            f" VALUES ?passage {{ {values} }}"
            " ?passage nif:anchorOf ?words ; nif:referenceContext ?document ;"
            " nif:beginIndex ?begin ; nif:endIndex ?end . OPTIONAL { ?passage cg:section ?section } }"
        )

    def _day(self, letter: str) -> str:
        return str(self._written.get(letter, ""))

    def text(self, letter: str) -> str:
        """The text of a letter; KgError where it was not read."""
        if letter not in self._texts:
            from kg.graph.own import node

            found = next(self.rows(f"SELECT ?text {{ {node(letter)} nif:isString ?text }}"), None)
            if found is None:
                raise KgError(f"{self.name(letter)} was not read: the graph holds no text of it.")
            self._texts[letter] = found[0]
        return self._texts[letter]

    def figures(self, statement: str) -> Things[Figure]:
        """The figures of a statement, as they stand in it."""
        from kg.graph.own import node

        return self.read_figures(f"{node(statement)} cg:hasFigure ?a .")

    # --- documents and entities ---------------------------------------------------------------------------

    @cached_property
    def documents(self) -> Things[Document]:
        """The letters that were read, in the order of time."""
        text, day, names = self.text_of, self.date_of, self.names_of
        number, title = text("?a dcterms:identifier ?b"), text("?a nif:isString [] ; dcterms:title ?b")
        issued, file = text("?a dcterms:issued ?b"), text("?a cg:sourceFile ?b")
        category = text("?a cg:handlingCategory ?b")
        first, last = day("?a cg:issuedFrom ?b"), day("?a cg:issuedTo ?b")
        links = {
            "issuers": names("?a nif:isString [] ; dcterms:publisher ?b"),
            "signer": names("?a cg:signedBy ?b"),
            "addressees": names("?a cg:addressedTo ?b"),
            "suggestion": names("?a cg:repliesTo ?b"),
            "proposers": names("?a cg:repliesTo [ cg:proposedBy ?b ]"),
            "session": names("?a cg:repliesTo [ cg:session ?b ]"),
            "consulted": names("?a cg:consulted ?b"),
            "copied_to": names("?a cg:copiedTo ?b"),
        }
        made = [
            Document(
                iri=iri,
                name=self.name(iri),
                kinds=self.kinds.get(iri, ()),
                number=number(iri),
                title=title(iri),
                issued=issued(iri),
                issued_from=first(iri),
                issued_to=last(iri),
                category=category(iri),
                file=file(iri),
                _source=self,
                **{name: found(iri) for name, found in links.items()},
            )
            for (iri,) in self.rows("SELECT DISTINCT ?a { ?a nif:isString ?text }")
        ]
        return Things(Document, sorted(made, key=lambda one: (str(one.issued_to or ""), one.name, one.iri)))

    def entities(self, kind: type[N]) -> Things[N]:
        """The bodies, policies, programmes or platforms, those that are mentioned most first."""
        (name,) = [term for term, made in CLASSES.items() if made is kind]
        of = f"?a a {name} ."
        aliases = self.many(f"{of} ?a skos:altLabel ?b")
        mentions = self.one(
            f"{{ SELECT ?a (COUNT(DISTINCT ?passage) AS ?b) {{ {of} ?passage itsrdf:taIdentRef ?a }} GROUP BY ?a }}"
        )
        links = {
            "part_of": self.names_of(f"{of} ?a dcterms:isPartOf ?b"),
            "located_in": self.names_of(f"{of} ?a cg:locatedIn ?b"),
            **self._own(kind, of),
        }
        made = []
        for (iri,) in self.rows(f"SELECT DISTINCT ?a {{ {of} ?a skos:prefLabel ?name }}"):
            label = self._labels[iri]
            values: dict[str, Any] = {field: found(iri) for field, found in links.items()}
            made.append(
                kind(
                    iri=iri,
                    name=label,
                    kinds=self.kinds.get(iri, ()),
                    aliases=tuple(one for one in aliases.get(iri, ()) if one != label),
                    mentions=mentions.get(iri, 0),
                    _source=self,
                    **values,
                )
            )
        return Things(kind, sorted(made, key=lambda one: (-one.mentions, one.name, one.iri)))

    def _own(self, kind: type[Named], of: str) -> dict[str, Callable[[str], object]]:
        """What a class has beyond what all entities have."""
        if kind is Body:
            return {}
        found: dict[str, Callable[[str], object]] = {
            "responsible": self.names_of(f"{of} ?a cg:responsibleBody ?b"),
            "implements": self.names_of(f"{of} ?a cg:implements ?b"),
        }
        if kind is not Policy:
            found["partners"] = self.names_of(f"{of} ?a cg:partner ?b")
        if kind is not Platform:
            found["valid_from"] = self.date_of(f"{of} ?a cg:validFrom ?b")
            found["valid_to"] = self.date_of(f"{of} ?a cg:validTo ?b")
        if kind is Policy:
            found |= {
                "number": self.text_of(f"{of} ?a dcterms:identifier ?b"),
                "issuers": self.names_of(f"{of} ?a dcterms:publisher ?b"),
                "issued_from": self.date_of(f"{of} ?a cg:issuedFrom ?b"),
                "issued_to": self.date_of(f"{of} ?a cg:issuedTo ?b"),
                "cited_by": self.names_of(f"{of} ?b dcterms:references ?a"),
            }
        return found

    # --- what is said -------------------------------------------------------------------------------------

    def _said(self, of: str) -> Callable[[str], dict[str, Any]]:
        """The fields that statements and figures share."""
        label, letter = self.text_of(f"{of} ?a rdfs:label ?b"), self.one(f"{of} ?a cg:statedIn ?b")
        section = self.text_of(f"{of} ?a cg:evidence [ cg:section ?b ]")
        about = self.names_of(f"{of} ?a cg:about ?b")

        def fields(iri: str) -> dict[str, Any]:
            written = self._written.get(letter.get(iri, ""))
            return {
                "iri": iri,
                "name": label(iri),
                "document": self.name(letter[iri]),
                "section": section(iri),
                "written": written if isinstance(written, date) else None,
                "about": about(iri),
                "_source": self,
            }

        return fields

    def _in_order(self, of: str) -> list[str]:
        """The IRIs that a pattern finds, as they stand in the letters."""
        found = self.one(f"{of} ?a cg:evidence [ nif:beginIndex ?b ]")
        letter = self.one(f"{of} ?a cg:statedIn ?b")
        return sorted(
            found, key=lambda iri: (self._day(letter.get(iri, "")), letter.get(iri, ""), found[iri], iri)
        )

    def read_figures(self, pattern: str = "") -> Things[Figure]:
        """The figures (?a) that a pattern finds."""
        of = f"{pattern} ?a a cg:Figure ."
        said = self._said(of)
        value, base = self.one(f"{of} ?a cg:value ?b"), self.one(f"{of} ?a cg:baseValue ?b")
        texts: dict[str, Callable[[str], Any]] = {
            field: self.text_of(f"{of} ?a cg:{term} ?b")
            for field, term in (
                ("indicator", "indicator"),
                ("unit", "unit"),
                ("base_unit", "baseUnit"),
                ("comparator", "comparator"),
                ("role", "role"),
                ("measure", "measure"),
            )
        }
        first, last = self.date_of(f"{of} ?a cg:periodStart ?b"), self.date_of(f"{of} ?a cg:periodEnd ?b")
        made = [
            Figure(
                **said(iri),
                **{field: found(iri) for field, found in texts.items()},
                value=_decimal(value.get(iri)),
                base_value=_decimal(base.get(iri)),
                period_start=first(iri),
                period_end=last(iri),
            )
            for iri in self._in_order(of)
        ]
        return Things(Figure, made)

    def _statement(self, of: str) -> Callable[[str], dict[str, Any]]:
        said = self._said(of)
        status, strength = self.one(f"{of} ?a cg:status ?b"), self.one(f"{of} ?a cg:strength ?b")
        actors = self.names_of(f"{of} ?a cg:actor ?b")
        basis, condition = self.text_of(f"{of} ?a cg:actorBasis ?b"), self.text_of(f"{of} ?a cg:condition ?b")
        deadline, words = self.date_of(f"{of} ?a cg:deadline ?b"), self.text_of(f"{of} ?a cg:deadlineText ?b")

        def fields(iri: str) -> dict[str, Any]:
            return said(iri) | {
                "status": _local(status.get(iri)),
                "strength": _local(strength.get(iri)),
                "actors": actors(iri),
                "actor_basis": basis(iri),
                "deadline": deadline(iri),
                "deadline_text": words(iri),
                "condition": condition(iri),
            }

        return fields

    def statements(self, status: str | None, pattern: str) -> Things[Statement]:
        """The statements (?a) that a pattern finds, of a status."""
        if status is not None and status not in STATUSES:
            raise UsageError(f"There is no status {status}; a statement is {', '.join(STATUSES)}.")
        of = f"{pattern} ?a a cg:Statement ." + (f" ?a cg:status cg:{status} ." if status else "")
        fields = self._statement(of)
        return Things(Statement, [Statement(**fields(iri)) for iri in self._in_order(of)])

    def commitments(self, pattern: str, as_of: date) -> Iterator[Commitment]:
        """The commitments (?a) that a pattern finds, with what became of them by a day."""
        from kg.graph.accounts import Accounts

        of = f"{pattern} ?a a cg:Commitment ."
        fields = self._statement(of)
        told = {one.iri: one for one in Accounts(self.dataset).commitments(as_of)}
        reports = self._reports(of)
        for iri in self._in_order(of):
            yield Commitment(
                **fields(iri),
                state=told[iri].state,
                as_of=as_of,
                reports=tuple(reports.get(iri, ())),
                looked_at=len(told[iri].looked_at),
            )

    def _reports(self, of: str) -> dict[str, list[Report]]:
        said = self._said("[] cg:report ?a .")
        found: dict[str, list[Report]] = defaultdict(list)
        rows = self.rows(
            f"SELECT DISTINCT ?a ?later ?outcome ?reason ?confidence {{ {of} ?x cg:ofStatement ?a ;"
            " cg:report ?later ; cg:outcome ?outcome ; cg:reason ?reason ; cg:confidence ?confidence }"
        )
        for iri, later, outcome, reason, confidence in rows:
            found[iri].append(
                Report(**said(later), outcome=outcome, reason=reason, confidence=_decimal(confidence))
            )
        for several in found.values():
            several.sort(key=lambda one: (str(one.written or ""), one.document, one.words))
        return found

    # --- across letters -----------------------------------------------------------------------------------

    def series(self, about: Collection[str] | None) -> Things[Series]:
        """Each series, those with more points first."""
        points = self.many("?a a cg:Series ; cg:hasPoint ?b")
        named, unit = (
            self.text_of("?a a cg:Series ; rdfs:label ?b"),
            self.text_of("?a a cg:Series ; cg:unit ?b"),
        )
        things = self.names_of("?a a cg:Series ; cg:about ?b")
        figures = {one.iri: one for one in self.read_figures("[] cg:hasPoint ?a .")}
        made = []
        for iri, several in points.items():
            if about is not None and not {one.iri for one in things(iri)} & set(about):
                continue
            ordered = sorted((figures[one] for one in several if one in figures), key=_when)
            made.append(
                Series(
                    iri=Iri(iri),
                    name=named(iri),
                    unit=unit(iri),
                    about=things(iri),
                    points=tuple(ordered),
                    _source=self,
                )
            )
        return Things(Series, sorted(made, key=lambda one: (-len(one.points), one.name, one.iri)))

    def conflicts(self) -> Things[Conflict]:
        """What letters tell differently, by kind."""
        kind = self.text_of("?a a cg:Discrepancy ; cg:discrepancyKind ?b")
        reason = self.text_of("?a a cg:Discrepancy ; cg:reason ?b")
        made = [
            Conflict(
                iri=iri, name=reason(iri), kind=kind(iri), quotes=tuple(self.evidence(iri)), _source=self
            )
            for (iri,) in self.rows("SELECT DISTINCT ?a { ?a a cg:Discrepancy }")
        ]
        return Things(Conflict, sorted(made, key=lambda one: (one.kind, one.name, one.iri)))


def _when(one: Figure) -> tuple[str, str]:
    return str(one.period_end or one.period_start or one.written or ""), one.document


def _decimal(value: object) -> Decimal | None:
    return value if isinstance(value, Decimal) else Decimal(value) if isinstance(value, int) else None


def _local(iri: object) -> str:
    return str(iri or "").replace("#", "/").rpartition("/")[2]


def pattern(variable: str, iris: Collection[str]) -> str:
    """A pattern that holds one variable to these IRIs."""
    from kg.graph.own import node

    return f"VALUES ?{variable} {{ {' '.join(str(node(iri)) for iri in iris)} }}"
