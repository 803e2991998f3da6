"""Graphs as values, made up so that a view can be tested without a build."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from kg.views.values import Figure, Graph, Letter, Link, Place, Report, Statement, Thing

BASE = "https://example.org/id/"
KINDS = ("GovernmentBody", "Programme", "Policy", "Platform", "Place", "NonStateOrganization", "Person")
SYLLABLES = "市县区慈溪宁波上海经济信息化局发展改革委员会服务中心平台工程行动方案产业数字智能人才创新园区企业"
Make = Callable[..., Graph]


def made(letters: int, things: int, statements: int, *, name: Callable[[int], str] | None = None) -> Graph:
    """Letters as stars over shared things, `statements` in each, some promises reported on a year later."""
    random = Random(1)  # noqa: S311 - the same graph each time

    def word(length: int) -> str:
        return "".join(random.choice(SYLLABLES) for _ in range(length))

    entities = tuple(
        Thing(f"{BASE}thing/{n}", KINDS[n % len(KINDS)], name(n) if name else f"{word(8)}{n}")
        for n in range(things)
    )
    heads, texts, links, said, figures, mentions = [], [], [], [], [], []
    for n in range(letters):
        iri = f"{BASE}document/甲发〔{2000 + n % 25}〕{n}号"
        heads.append(Thing(iri, "Reply", f"对第{n}号建议的答复", f"甲发〔{2000 + n % 25}〕{n}号"))
        text, named = "", sorted({random.choice((n * 17, 3, n)) % things for _ in range(3)} if things else ())
        named += sorted({int(things * random.random() ** 2) for _ in range(min(40, things))} - set(named))
        for index in range(statements):
            begin = len(text)
            words = f"{entities[named[index % len(named)]].name if named else '我市'}将{word(24)}{n}之{index}"
            text += words + ("。\n" if index % 4 == 3 else "。")
            place = Place(iri, begin, begin + len(words))
            about = (entities[named[index % len(named)]].iri,) if named else ()
            actor = entities[named[0] // 7 * 7 % things].iri if named else ""
            status = ("planned", "ongoing", "delivered", "declined")[min(index % 5, 3)]
            deadline = f"{2001 + n % 25}-12-31" if status == "planned" and index % 3 == 0 else ""
            numbers: tuple[str, ...] = ()
            if index % 4 == 0:
                figure = f"{iri}#figure={index}"
                numbers = (figure,)
                figures.append(
                    Figure(figure, place, f"项目{index}个", "项目", str(index + n), "个", ("eq", "lt", "gt")[n % 3],
                           "result", about, last=f"{2000 + n % 25}-12-31")
                )  # fmt: skip
            said.append(
                Statement(f"{iri}#statement={index}", place, status, "一", "firm" if status == "planned" else "",
                          deadline, "", "", actor, "stated" if index % 2 else "implied", about, numbers)
            )  # fmt: skip
            if about:
                mentions.append((about[0], Place(iri, begin, begin + 4)))
        texts.append(
            Letter(
                iri,
                f"{n}.txt",
                text,
                f"{2000 + n % 25}-06-01",
                f"{2000 + n % 25}-06-01",
                f"{2000 + n % 25}-06-01",
            )
        )
        links += [Link(iri, "mentions", entities[one].iri) for one in named]
    for n in range(1, things):
        if n % 3 == 0:
            where = (mentions[n % len(mentions)][1],) if mentions else ()
            name_ = ("responsibleBody", "isPartOf", "implements", "partner")[n % 4]
            links.append(Link(entities[n].iri, name_, entities[int(n * random.random() ** 2)].iri, where))
    by_letter = statements
    reports = tuple(
        Report(
            said[(n + 1) * by_letter + 2].iri,
            said[n * by_letter].iri,
            ("fulfils", "advances")[n % 2],
            "同一事项",
            "0.8",
        )
        for n in range(0, letters - 1, 3)
        if statements > 2
    )
    return Graph(
        BASE,
        (*heads, *entities),
        tuple(texts),
        tuple(links),
        tuple(said),
        tuple(figures),
        reports,
        tuple(mentions),
        bool(reports),
    )


@pytest.fixture(scope="session")
def make() -> Make:
    """Makes a graph: letters, things, statements in each letter, and how a thing is named by its number."""
    return made
