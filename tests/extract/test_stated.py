"""Relations that numbers, titles and names state by themselves."""

import pytest

from kg.extract import extract
from kg.models import Document

LETTER = """淮泽市教育局
{number}
对市十届人大二次会议第21号建议的答复
周明代表：
　　您提出的《关于办好教育的建议》（第21号）收悉，现答复如下：
　　{body}
　　感谢您对教育工作的关心。
淮泽市教育局
2024年6月3日
"""


def stated(body: str, number: str = "淮教复〔2024〕46号") -> set[tuple[str, str, str, str]]:
    """Subject, predicate, object and rule of each relation."""
    facts = extract(Document("x", LETTER.format(body=body, number=number), ""))
    name = [entity.name for entity in facts.entities]
    return {(name[one.subject], one.predicate.value, name[one.object], one.rule) for one in facts.relations}


@pytest.mark.parametrize(
    ("number", "issued"),
    [
        ("淮教发〔2023〕18号", True),
        ("淮教基〔2023〕18号", True),
        ("淮教办〔2023〕18号", False),
        ("淮政发〔2023〕18号", False),
    ],
)
def test_a_document_with_the_sign_of_the_letters_own_number_is_of_its_issuer(
    number: str, issued: bool
) -> None:
    found = stated(f"严格落实《淮泽市课后服务实施细则》（{number}），学生参与率达96%。")
    rules = {rule for *said, rule in found if said == ["淮泽市课后服务实施细则", "issued_by", "淮泽市教育局"]}
    assert bool(rules) if issued else "number-prefix" not in rules


def test_a_division_lies_in_the_one_that_its_name_leads_through() -> None:
    found = stated("我局组织赴浙江省三门县考察，并与浙江省签订备忘录。")
    assert any(s.endswith("三门县") and (p, o) == ("located_in", "浙江省") for s, p, o, _ in found)


@pytest.mark.parametrize("title", ["淮泽市关于推进“阳光课堂”工程的实施意见", "淮泽市“阳光课堂”工程实施方案"])
def test_a_title_is_about_the_work_that_it_quotes_or_furthers(title: str) -> None:
    found = stated(f"我市实施“阳光课堂”工程。近期将修订《{title}》。")
    assert any(o.strip("“”").startswith("阳光课堂") and p == "implements" for _, p, o, _ in found)


def test_a_title_that_only_holds_the_words_of_a_work_says_nothing_by_itself() -> None:
    found = stated("我市实施“阳光课堂”工程。近期将修订《淮泽市阳光课堂工程验收办法》。")
    assert "title" not in {rule for *_, rule in found}
