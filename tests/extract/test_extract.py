"""Facts of whole letters: offsets, order, strange texts."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.errors import KgError
from kg.extract import chain, extract, linear
from kg.extract.frame import STEPS, annotate, pipeline
from kg.extract.streams import TEMPLATES
from kg.models import Document, Facts, Status

SEEDS = sorted((Path(__file__).parents[2] / "seeds" / "documents").glob("*.txt"))


def read(path: Path) -> Facts:
    return extract(Document(path.name, path.read_text(encoding="utf-8"), ""))


@pytest.mark.parametrize("path", SEEDS, ids=[path.stem for path in SEEDS])
def test_every_span_lies_in_the_text_and_every_index_leads_somewhere(path: Path) -> None:
    facts = read(path)
    size = len(facts.document.text)
    spans = [m.span for e in facts.entities for m in e.mentions]
    spans += [f.span for f in facts.figures] + [f.number for f in facts.figures]
    spans += (
        [s.span for s in facts.statements]
        + [r.span for r in facts.relations]
        + [d.span for d in facts.doubts]
    )
    assert all(0 <= span.begin < span.end <= size for span in spans)
    assert all(f.number.begin >= f.span.begin and f.number.end <= f.span.end for f in facts.figures)
    count = len(facts.entities)
    ends = [e for s in facts.statements for e in (*s.about, s.actor or 0)]
    ends += [e for r in facts.relations for e in (r.subject, r.object)]
    assert all(0 <= end < count for end in ends)


def test_the_same_text_gives_the_same_facts() -> None:
    assert read(SEEDS[0]) == read(SEEDS[0])


def test_token_i_is_character_i_and_groups_hold_what_was_found() -> None:
    text = SEEDS[0].read_text(encoding="utf-8")
    doc = annotate(Document("x", text, ""))
    assert doc.text == text
    assert len(doc) == len(text)
    assert len(doc.spans["figures"]) == len(doc._.kg.figures)
    assert all(span.text.strip() for span in doc.spans["statements"])


def test_each_step_is_a_registered_component() -> None:
    assert tuple(pipeline().pipe_names) == STEPS


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "《" * 100_000,
        "〔" * 100_000,
        "1" * 200_000,
        "是" * 200_000,
        "“" * 50_000 + "”" * 50_000,
        "、" * 100_000,
        "2023年" * 50_000,
        "海州市水利局\n对市十届人大二次会议第41号建议的答复\n市人大常委会：\n期间，"
        + "和" * 5_000
        + "\n已办。\n",
    ],
    ids=["nothing", "blank", "titles", "brackets", "digits", "one line", "quotes", "commas", "years", "ands"],
)
def test_hostile_text_ends(text: str) -> None:
    extract(Document("hostile", text, ""))


def test_twice_the_text_takes_about_twice_the_time() -> None:
    letters = "\n".join(path.read_text(encoding="utf-8") for path in SEEDS)

    def seconds(times: int) -> float:
        text = letters * times
        start = time.process_time()
        extract(Document("long", text, ""))
        return time.process_time() - start

    seconds(1)
    assert seconds(16) <= 2.6 * seconds(8) + 1.0


def test_a_letter_without_date_number_or_addressee_is_read_and_its_gaps_are_told() -> None:
    facts = extract(Document("bare", "我县2020年建成幼儿园3所。下一步，将新建2所。\n", ""))
    assert {doubt.rule for doubt in facts.doubts} >= {"header-number", "header-issued", "header-addressees"}
    assert {(int(f.value), f.unit) for f in facts.figures} == {(3, "所"), (2, "所")}


def test_numbers_listed_for_several_years_have_each_their_own() -> None:
    text = (
        "海州市水利局\n海水函〔2025〕14号\n对市十届人大二次会议第41号建议的答复\n周明代表：\n"
        "　　您提出的《关于整治白马河的建议》（第41号）收悉。现答复如下：\n"
        "　　2022年、2023年、2024年分别清淤12公里、15公里和18公里，2023年新建泵站5座。\n海州市水利局\n2025年6月3日\n"
    )
    figures = extract(Document("a.txt", text, "")).figures
    assert {figure.value: figure.period_start for figure in figures} == {
        12: "2022-01-01",
        15: "2023-01-01",
        18: "2024-01-01",
        5: "2023-01-01",
    }


def test_a_row_of_weights_before_any_template_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "names.tsv"
    table.write_text("labels\tO\ntransition\tbegin\t\n省\t0:5\n", encoding="utf-8")
    with pytest.raises(KgError, match="line 3"):
        chain.read(table, TEMPLATES)


def test_a_plan_in_a_title_is_no_day_to_keep() -> None:
    text = (
        "对第3号建议的答复\n周明代表：\n　　您提出的建议收悉，现答复如下：\n"
        "　　下一步，我局将编制《海州市“十四五”水利发展规划》，年内报市政府审定。\n海州市水利局\n2022年6月3日\n"
    )
    (promise,) = [s for s in extract(Document("x", text, "")).statements if s.status is Status.PLANNED]
    assert promise.deadline == "2022-12-31"


def test_a_document_number_begins_behind_the_words_that_bring_it() -> None:
    text = (
        "对第3号建议的答复\n周明代表：\n　　您提出的建议收悉，现答复如下：\n"
        "　　去年，市政府以海政发〔2021〕7号文件明确了补助标准，市政府办公室下发海政办发〔2021〕9号予以细化。\n"
        "海州市水利局\n2022年6月3日\n"
    )
    numbers = {one.number for one in extract(Document("x", text, "")).entities if one.number}
    assert numbers == {"海政发〔2021〕7号", "海政办发〔2021〕9号"}


def test_a_feature_with_a_tab_comes_back_from_its_table(tmp_path: Path) -> None:
    model = linear.Linear(["none", "result"], {"ab=甲\t3.2": (0.5, -0.5)})
    linear.write(model, tmp_path / "t.tsv", "note")
    assert linear.read(tmp_path / "t.tsv").weights == model.weights


def test_a_letter_is_read_the_same_whatever_the_order_of_sets(pytestconfig: pytest.Config) -> None:
    """Short and full name of the letter's own city and district overlap in this one."""
    letter = pytestconfig.rootpath / "tests" / "gold" / "dev" / "shunde-beijiaozhen-2023-15.txt"
    program = (
        "import sys; from pathlib import Path; from kg.extract import extract; from kg.models import Document;"
        "print(extract(Document('x', Path(sys.argv[1]).read_text(encoding='utf-8'), '')))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", program, str(letter)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "5")
    }
    assert len(said) == 1
