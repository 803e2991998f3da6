"""The explorer of a graph that a server shows: its page, and a file that answers what the page does not hold.

The file is SQLite's. In it each letter that is not in the page is a part of its own, packed as those in a folder
beside a page are, and tables tell which letters speak of a thing, which promises pass the ledger's filters, and
what a name or a few words may mean. What the page gets is numbers of parts and names; it shows nothing that it
has not read from a part.
"""

from __future__ import annotations

import gzip
import json
import re
import sqlite3
import unicodedata
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from kg.views import explorer, part
from kg.views.labels import readable
from kg.views.packing import Packer, compressed, totals
from kg.views.reading import Subjects, Watch, read, uncollected
from kg.views.values import MENTIONS, Graph

_TABLES = """
CREATE TABLE page (text TEXT);
CREATE TABLE part (number INTEGER PRIMARY KEY, data BLOB);
CREATE TABLE thing (id INTEGER PRIMARY KEY, iri TEXT, entry TEXT, names TEXT, sound TEXT, weight REAL);
CREATE TABLE letter (id INTEGER PRIMARY KEY, iri TEXT, part INT, thing INT, name TEXT, day TEXT, first TEXT, last TEXT);
CREATE TABLE tells (thing INT, letter INT, PRIMARY KEY (thing, letter)) WITHOUT ROWID;
CREATE TABLE statement (id INTEGER PRIMARY KEY, letter INT, key TEXT, words TEXT, folded TEXT, more TEXT, status TEXT,
  deadline TEXT, outcome TEXT, reported TEXT, actor INT, who TEXT);
CREATE TABLE about (thing INT, statement INT, PRIMARY KEY (thing, statement)) WITHOUT ROWID;
CREATE TABLE link (one INT, other INT, stated INT, letter INT, PRIMARY KEY (one, stated, other)) WITHOUT ROWID;
"""
_INDEXES = """
CREATE UNIQUE INDEX thing_iri ON thing (iri);
CREATE UNIQUE INDEX letter_iri ON letter (iri);
CREATE INDEX letter_part ON letter (part);
CREATE INDEX letter_thing ON letter (thing);
CREATE INDEX tells_letter ON tells (letter);
CREATE INDEX statement_letter ON statement (letter);
CREATE INDEX statement_actor ON statement (actor);
"""
_OUTCOME = {"fulfils": "fulfilled", "advances": "progress", "reportsOn": "progress", "restates": "restated"}
_TELLING = ("fulfilled", "progress", "restated")
STATES = ("overdue", "due", "restated", "progress", "fulfilled", "undated")
STATUSES = ("planned", "ongoing", "delivered", "declined")
_CHOSEN = {
    "thing": "(statement.id IN (SELECT statement FROM about WHERE about.thing = :thing) OR letter.thing = :thing)",
    "body": "actor = :body",
    "place": "letter.id IN (SELECT letter FROM tells WHERE tells.thing = :place)",
    "letter": "letter.thing = :letter",
}
"""What each filter asks of a statement."""
ROWS = 50
"""Rows of the ledger that are given at once, and letters in which they may stand."""
_CANDIDATES = 400


def make(file: Path, subjects: Subjects, version: str, watch: Watch | None = None) -> None:
    """Writes the file for what a dataset says; `version` is what the page says when it asks."""
    progress = explorer.Progress(watch)
    graph = read(subjects, progress.read)
    with uncollected():
        groups = part.parts(graph, each=True)
        packer = Packer(graph, groups, part.opening(groups[0]), grouped=False)
    progress.placed()
    options: dict[str, object] = {"lang": "zh", "focus": ""}
    if len(groups) > 1:
        options |= {"server": "explorer", "version": version, "parts": len(groups)}
    text = explorer.rendered(packer.pack(groups[0]), totals(graph) if len(groups) > 1 else {}, options)
    with closing(sqlite3.connect(file)) as shelf:
        shelf.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _TABLES)
        shelf.execute("INSERT INTO page VALUES (?)", (text,))
        if len(groups) > 1:
            _fill(shelf, graph, groups, packer)
            for number, group in enumerate(groups[1:], start=1):
                packed = packer.pack(group)
                data = compressed([packed.nodes, packed.edges, packed.facts, packed.letters], 6)
                shelf.execute("INSERT INTO part VALUES (?, ?)", (number, data))
                progress.packed(number, len(groups))
        shelf.executescript(_INDEXES)
        shelf.commit()
    progress.packed(1, 1)


def _fill(shelf: sqlite3.Connection, graph: Graph, groups: Sequence[Graph], packer: Packer) -> None:
    number = {one.iri: index for index, one in enumerate(graph.things)}
    letter = {one.iri: index for index, one in enumerate(graph.letters)}
    home = {one.iri: index for index, group in enumerate(groups) for one in group.letters}

    def things() -> Iterator[tuple[object, ...]]:
        for index, one in enumerate(graph.things):
            entry = packer.entry(one)
            names = "\n".join(dict.fromkeys(map(fold, (one.name, one.number, *one.aliases, entry["label"]))))
            text = json.dumps(entry, ensure_ascii=False, separators=(",", ":"))
            weight = packer.degree[packer.rank[one.iri]] if one.iri in packer.rank else 0
            yield index, entry["iri"], text, f"\n{names}\n", f" {entry.get('s', '')} ", weight

    shelf.executemany("INSERT INTO thing VALUES (?, ?, ?, ?, ?, ?)", things())
    name = {
        one.iri: packer.numbers.get(one.iri) or packer.shorts.get(one.iri) or readable(one.file)
        for one in graph.letters
    }
    shelf.executemany(
        "INSERT INTO letter VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (letter[one.iri], one.iri.removeprefix(graph.base), home[one.iri], number.get(one.iri, -1), name[one.iri],
             one.issued or one.first[:4], one.first, one.last)
            for one in graph.letters
        ),
    )  # fmt: skip
    tells = {(number[thing], letter[place.letter]) for thing, place in graph.mentions if thing in number}
    links: dict[tuple[int, int, int], int] = {}
    loose: list[tuple[int, int]] = []
    for link in graph.links:
        ends = number[link.subject], number[link.object]
        said = [letter[place.letter] for place in link.places if place.letter in letter]
        said += [letter[iri] for iri in (link.subject, link.object) if iri in letter]
        tells |= {(end, one) for end in ends for one in said}
        if not said:
            loose.append(ends)
            continue
        for one, other in (ends, ends[::-1]):
            links.setdefault((one, other, int(link.name != MENTIONS)), said[0])
    told_in: dict[int, set[int]] = defaultdict(set)
    for thing, home_ in tells:
        told_in[thing].add(home_)
    for one, other in loose:  # no letter says it: it stands in the parts of those that name both
        both = told_in[one] & told_in[other]
        if both:
            links.setdefault((one, other, 1), min(both))
            links.setdefault((other, one, 1), min(both))
    shelf.executemany("INSERT OR IGNORE INTO tells VALUES (?, ?)", sorted(tells))
    shelf.executemany(
        "INSERT INTO link VALUES (?, ?, ?, ?)",
        ((one, other, stated, home_) for (one, other, stated), home_ in sorted(links.items())),
    )
    texts = {one.iri: one for one in graph.letters}
    home_of = {one.iri: one.place.letter for one in graph.statements}
    told: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for report in graph.reports:
        told[report.earlier].append(
            (_TELLING.index(_OUTCOME[report.outcome]), texts[home_of[report.later]].last)
        )
    called = {one.iri: one.name for one in graph.things}
    about: list[tuple[int, int]] = []

    def statements() -> Iterator[tuple[object, ...]]:
        for index, one in enumerate(graph.statements):
            where, reports = one.place, told.get(one.iri, ())
            words = _line(texts[where.letter].text[where.begin : where.end])
            who = called.get(one.actor, "")
            more = (name[where.letter], one.deadline, who, *(called.get(iri, "") for iri in one.about))
            about.extend((number[iri], index) for iri in {*one.about, one.actor} if iri in number)
            yield (
                index, letter[where.letter], one.iri.partition("#")[2], words, fold(words), "\n".join(map(fold, more)), one.status,
                one.deadline, _TELLING[min(reports)[0]] if reports else "", max((day for _, day in reports), default=""),
                number.get(one.actor, -1), who,
            )  # fmt: skip

    shelf.executemany("INSERT INTO statement VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", statements())
    shelf.executemany("INSERT OR IGNORE INTO about VALUES (?, ?)", sorted(about))


class Shelf:
    """What the file answers. Every answer is made of numbers and strings that JSON holds."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def _rows(
        self, query: str, values: Sequence[object] | Mapping[str, object] = ()
    ) -> list[tuple[Any, ...]]:
        with closing(self._opened()) as shelf:
            return shelf.execute(query, values).fetchall()

    def _opened(self) -> sqlite3.Connection:
        return sqlite3.connect(f"{self.file.as_uri()}?mode=ro&immutable=1", uri=True)

    @property
    def page(self) -> str:
        """The page that asks."""
        ((text,),) = self._rows("SELECT text FROM page")
        return str(text)

    def parts(self, numbers: Iterable[int]) -> bytes:
        """Parts as one JSON array, in the order in which they are asked for."""
        wanted = list(dict.fromkeys(numbers))[:ROWS]
        found = dict(
            self._rows(f"SELECT number, data FROM part WHERE number IN ({_marks(wanted)})", wanted)  # noqa: S608
        )
        texts = (gzip.decompress(found[one]) if one in found else b"null" for one in wanted)
        return b"[" + b",".join(texts) + b"]"

    def find(self, text: str, most: int = 12) -> dict[str, Any]:
        """Things that are called so or sound so, the best first, and statements that have the words."""
        query = fold(text)[:60]
        if not query:
            return {"things": [], "statements": []}
        like = f"%{_plain(query)}%"
        found = self._rows(
            "SELECT entry, names, sound, weight FROM thing WHERE names LIKE ? ESCAPE '\\' ORDER BY"
            " names LIKE ? ESCAPE '\\' DESC, weight DESC LIMIT ?",
            (like, f"%\n{_plain(query)}\n%", _CANDIDATES),
        )
        if query.isascii() and query.isalnum():
            loose = "%|" + "%".join(query) + "%" if len(query) > 3 else like
            found += self._rows(
                "SELECT entry, names, sound, weight FROM thing WHERE sound LIKE ? OR sound LIKE ?"
                " ORDER BY weight DESC LIMIT ?",
                (like, loose, _CANDIDATES),
            )
        ranked = {
            entry: _score(query, names, sound) + min(weight, 200) / 400
            for entry, names, sound, weight in found
        }
        best = sorted((one for one in ranked if ranked[one] >= 1), key=lambda one: (-ranked[one], one))[:most]
        statements = self._rows(
            "SELECT letter.part, letter.iri, key, substr(words, 1, 200), status, letter.name FROM statement JOIN letter"
            " ON letter.id = statement.letter WHERE folded LIKE ? ESCAPE '\\' LIMIT 8",
            (like,),
        )
        return {
            "things": [json.loads(one) for one in best],
            "statements": statements if len(query) > 1 else [],
        }

    def things(self, iris: Sequence[str]) -> list[dict[str, Any]]:
        """Of each thing: its entry, the parts that speak of it (the latest letters first), its promises by state."""
        found = []
        for iri in iris[:20]:
            for number, entry in self._rows("SELECT id, entry FROM thing WHERE iri = ?", (iri,)):
                parts = self._rows(
                    "SELECT part FROM tells JOIN letter ON letter.id = letter WHERE tells.thing = ? AND part > 0"
                    " ORDER BY last DESC, part",
                    (number,),
                )
                found.append({**json.loads(entry), "parts": [one for (one,) in parts]})
        return found

    def rows(self, chosen: Mapping[str, str], offset: int = 0) -> dict[str, Any]:
        """The ledger: how many statements pass, and of some of them part, letter and key, in their order.

        `chosen` has what the page's address has (thing, body, place, letter, from, to, status, show, ask), the
        `day` that is today, and `sort` with `way`.
        """
        where, values = self._filter(chosen)
        day = chosen.get("day", "")
        order = {
            "promise": "words", "by": "CASE who WHEN '' THEN '\uffff' ELSE who END", "state": f"{_state()}",
            "latest": "CASE reported WHEN '' THEN '9999' ELSE reported END",
            "inLetter": "CASE letter.day WHEN '' THEN '9999' ELSE letter.day END, letter.name",
        }.get(chosen.get("sort", ""), "CASE deadline WHEN '' THEN '9999' ELSE deadline END")  # fmt: skip
        way = "DESC" if chosen.get("way") == "-1" else "ASC"
        values = {**values, "today": day, "offset": max(offset, 0), "most": ROWS}
        source = f"FROM statement JOIN letter ON letter.id = statement.letter WHERE {where}"
        ((total,),) = self._rows(f"SELECT count(*) {source}", values)
        rows = self._rows(
            f"SELECT letter.part, letter.iri, key {source} ORDER BY {order} {way}, statement.id LIMIT :most OFFSET :offset",
            values,
        )
        return {"total": total, "rows": rows}

    def tally(self, chosen: Mapping[str, str]) -> dict[str, int]:
        """How many statements pass, by status, and of the promises how many are in each state."""
        where, values = self._filter({**chosen, "show": "all"})
        found = dict.fromkeys((*STATUSES, *STATES, "dated", "reported"), 0)
        rows = self._rows(
            f"SELECT status, {_state()}, deadline <> '', outcome <> '', count(*) FROM statement JOIN letter"  # noqa: S608
            f" ON letter.id = statement.letter WHERE {where} GROUP BY 1, 2, 3, 4",
            {**values, "today": chosen.get("day", "")},
        )
        for status, state, dated, reported, count in rows:
            found[status] += count
            if status == "planned":
                found[STATES[state]] += count
                found["dated"] += count * dated
                found["reported"] += count * reported
        return found

    def way(self, one: str, other: str) -> list[int]:
        """The parts that say how two things are joined, over what is stated, else over mere naming."""
        ends = self._number(one), self._number(other)
        with closing(self._opened()) as shelf:
            for stated in (1, 0):
                letters = _walk(shelf, ends[0], ends[1], stated)
                if letters is not None:
                    found = shelf.execute(
                        f"SELECT DISTINCT part FROM letter WHERE id IN ({_marks(letters)}) AND part > 0",  # noqa: S608
                        letters,
                    )
                    return [number for (number,) in found]
        return []

    def _number(self, iri: str) -> int:
        """The number of a thing; none that there is where there is no such thing."""
        found = self._rows("SELECT id FROM thing WHERE iri = ?", (iri,))
        return int(found[0][0]) if found else -2

    def _filter(self, chosen: Mapping[str, str]) -> tuple[str, dict[str, object]]:
        """What the ledger's filters are in SQL, and its values."""
        values: dict[str, object] = {"today": chosen.get("day", "")}
        parts = ["1"]
        for name, condition in _CHOSEN.items():
            if chosen.get(name):
                values[name] = self._number(chosen[name])
                parts.append(condition)
        times = [("from", "{last} >= :from"), ("to", "substr({first}, 1, length(:to)) <= :to")]
        given = [(name, condition) for name, condition in times if chosen.get(name)]
        if given:
            values |= {name: chosen[name] for name, _ in given}
            own = " AND ".join(
                condition.format(first="letter.first", last="letter.last") for _, condition in given
            )
            due = " AND ".join(condition.format(first="deadline", last="deadline") for _, condition in given)
            parts.append(f"((letter.last <> '' AND {own}) OR (deadline <> '' AND {due}))")
        show = chosen.get("show", "")
        statuses = [one for one in chosen.get("status", "").split(",") if one in STATUSES]
        if statuses:
            parts.append("status IN ('" + "', '".join(statuses) + "')")
        if show in ("ongoing", "delivered", "declined"):
            parts.append(f"status = '{show}'")
        elif show != "all" and not statuses:
            parts.append("status = 'planned'")
        if show == "dated":
            parts.append("deadline <> ''")
        if show == "reported":
            parts.append("outcome <> ''")
        if show in STATES:
            parts.append(f"{_state()} = {STATES.index(show)}")
        if ask := fold(chosen.get("ask", "")):
            values["ask"] = f"%{_plain(ask)}%"
            parts.append("(folded LIKE :ask ESCAPE '\\' OR more LIKE :ask ESCAPE '\\')")
        return " AND ".join(parts), values


def _walk(shelf: sqlite3.Connection, begin: int, end: int, stated: int) -> list[int] | None:
    """The letters along a shortest way; None where there is none."""
    came: dict[int, tuple[int, int]] = {begin: (-1, -1)}
    waiting = deque([begin])
    while waiting and end not in came:
        one = waiting.popleft()
        for other, letter in shelf.execute(
            "SELECT other, letter FROM link WHERE one = ? AND stated >= ?", (one, stated)
        ):
            if other not in came:
                came[other] = one, letter
                waiting.append(other)
    if end not in came:
        return None
    letters = []
    while end != begin:
        end, letter = came[end]
        letters.append(letter)
    return letters


def _state() -> str:
    """The place of a promise's state in `STATES`, on the day `:today`."""
    return (
        "CASE outcome WHEN 'restated' THEN 2 WHEN 'progress' THEN 3 WHEN 'fulfilled' THEN 4"
        " ELSE CASE WHEN deadline = '' THEN 5 WHEN deadline < :today THEN 0 ELSE 1 END END"
    )


def _score(query: str, names: str, sound: str) -> float:
    """As in `search.js`, with a point or more for what is worth showing."""
    if f"\n{query}\n" in names:
        return 10
    if f"\n{query}" in names:
        return 7
    if query in names:
        return 6
    best = 0.0
    for one in sound.split():
        full, _, initials = one.partition("|")
        if query in (full, initials):
            best = max(best, 4.5)
        elif full.startswith(query) or initials.startswith(query):
            best = max(best, 4)
        elif len(query) > 1 and query in initials:
            best = max(best, 3)
        elif len(query) > 2 and query in full:
            best = max(best, 2.5)
        elif (
            len(query) > 3
            and initials[:1] == query[0]
            and re.search(".*?".join(map(re.escape, query)), initials)
        ):
            best = max(best, 2.2 - (len(initials) - len(query)) / 20)
    return best


_NOTHING = re.compile("[\\s“”‘’\"'《》「」\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_BRACKETS = str.maketrans("([{【（)]}】）", "〔〔〔〔〔〕〕〕〕〕")


def fold(text: str) -> str:
    """What all writings of a name share, as `search.js` has it."""
    return _NOTHING.sub("", unicodedata.normalize("NFKC", text).lower()).translate(_BRACKETS)


def _line(words: str) -> str:
    return "".join(words.split())


def _plain(text: str) -> str:
    """Text in which LIKE finds no signs of its own."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))


__all__ = ["ROWS", "Shelf", "fold", "make"]
