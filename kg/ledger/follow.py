"""Follow-through: later statements that report on earlier ones, and what they say of them.

Candidates come from an index of names and rare pairs of characters, never from all pairs. Each is weighed by what
both sides share: a clause in the same words, a named thing, an indicator with its unit. Of each later letter the best
reports are kept; what lies just below the line is a question.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from kg.findings import FollowUp, Outcome
from kg.ledger.clauses import Clause, is_courtesy
from kg.ledger.letters import is_later
from kg.ledger.measures import NOISE, indicator
from kg.ledger.targets import Comparison, compare
from kg.ledger.words import Weights, pairs
from kg.models import Figure, Status

LINE = 1.45
"""Score from which a pair is a follow-up."""
LINE_WITHOUT_NAME = 2.0
"""The line where only a number of the same kind of work is given, and no name is shared."""
DOUBT = 1.0
"""Score from which it is a question."""
_WORDS_ALONE = 4.2
"""Likeness from which words alone, without a shared name or number, say that two clauses are of one thing."""
_WORDS_OF_PRACTICE = 2.5
"""The same where the earlier tells a practice and the later gives numbers."""
_LONG = 7
"""Characters in a row from which a promise and what was done surely speak of one thing: 国家全域旅游示范区."""
_MOST = 0.55
_LISTED = 3
"""Names in a statement from which each says less."""
_FEW = 5
_NEARLY_ALL = 0.8
"""Share of at least so many characters of an indicator that a practice holds, from which it is counted."""
_HAN = re.compile(r"[一-鿿]")
CROWD = 60
"""Statements under one key from which the key says too little to be worth a look."""

_TITLE = re.compile(r"《[^《》]*》")
_ISSUE = re.compile(r"出台|印发|制定|起草|编制|发布|修订|修编|拟定|研究制订|制订|报[^，。；]{0,12}审批|颁布")
_BASIS = re.compile(r"按照|根据|依据|落实|贯彻")
_MOVED = re.compile(
    r"推迟|延期|延至|延后|顺延|调整[至到为]|推后|暂缓|流标|流拍|搁置|停工|滞后|未能|尚未|未完成|受[^，]{2,12}影响"
)
_DONE = re.compile(
    r"竣工|完工|建成|投入使用|投用|投运|上线|出台|印发|发布|开通|启用|完成|落成|挂牌|设立|成立|通车|开业|建立|开工|实现|落地|全覆盖|列入|纳入|创成|成功创建|获评|获批|入选|达"
)
_STEP = re.compile(
    r"试运行|试点|正在|启动|开工|主体|已完成(?:系统)?(?:开发|设计|编制|立项|招标|选址|前期)|初步|着手|筹备|预计|前期|推进|部分|完成[^，]{0,8}(?:方案|设计|论证|审批|立项)"
)
_STANDING = re.compile(r"每[年月季周日]|每学期|每学年|每半年|定期|常态化|长期")
_PHASE = re.compile(
    r"[一二三四五六七八九十]期|第[一二三四五六七八九十]+[批期轮届]|[东西南北](?=[站区线路段])"
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two statements held against each other."""

    earlier: Clause
    later: Clause
    score: float
    alike: tuple[str, str]
    """The two clauses that are most alike."""
    comparison: Comparison | None
    policy: bool
    """Whether the earlier promises a document that the later names."""


def follow_ups(found: Sequence[Clause]) -> tuple[list[FollowUp], list[FollowUp]]:
    """The follow-ups among statements of one place, and those in doubt."""
    place = _Place(found)
    sure, doubtful = place.chosen()
    return [_told(pair) for pair in sure], [_told(pair) for pair in doubtful]


class _Place:
    def __init__(self, found: Sequence[Clause]) -> None:
        self.clauses = [one for one in found if not is_courtesy(one.text)]
        self.weights = Weights.of(one.pairs for one in found)
        self.names: Counter[str] = Counter()
        for one in found:
            self.names.update(one.names)

    def pairs(self) -> Iterator[Pair]:
        index: dict[str, list[int]] = defaultdict(list)
        for number, clause in enumerate(self.clauses):
            for key in self._keys(clause):
                index[key].append(number)
        for number, earlier in enumerate(self.clauses):
            if earlier.status not in (Status.PLANNED, Status.ONGOING):
                continue
            met: Counter[int] = Counter()
            for key in self._keys(earlier):
                postings = index[key]
                if len(postings) <= CROWD:
                    met.update(dict.fromkeys(postings, 2 if key[0] == "=" else 1))
            for at in sorted(met):
                later = self.clauses[at]
                if at == number or met[at] < 2 or not is_later(later.letter, earlier.letter):
                    continue
                if pair := self._weigh(earlier, later):
                    yield pair

    def _keys(self, clause: Clause) -> Iterator[str]:
        for name in clause.names:
            yield f"={name}"
        for pair in clause.pairs:
            if self.weights.of_pair(pair) >= 0.45:
                yield pair
        for _, figure in clause.figures:
            for pair in pairs(indicator(figure.indicator)):
                yield f"={figure.base_unit}{pair}"

    def _weigh(self, earlier: Clause, later: Clause) -> Pair | None:
        if (
            _phases(earlier.whole)
            and _phases(later.whole)
            and not _phases(earlier.whole) & _phases(later.whole)
        ):
            return None
        promised = earlier.policies if _promises_policy(earlier) else frozenset()
        if promised & later.policies:
            issued = later.status is Status.DELIVERED and _ISSUE.search(later.text)
            score = 4.5 if issued and not _BASIS.match(later.text) else 4.0
            return Pair(earlier, later, score, ("", ""), None, policy=True)
        likeness, said = self._sides(earlier, later, skip_titles=bool(promised))
        shared = earlier.names & later.names
        # Who lists many things speaks of none of them in particular.
        named = sum(self._weight(name) for name in shared) * min(1.0, _LISTED / max(len(earlier.names), 1))
        comparison = self._comparison(earlier, later, 0.3 if shared or likeness >= 1.0 else 0.0)
        counted = self._counted(earlier, later)
        score = likeness + named + (1.2 * comparison.likeness if comparison else 0.0) + counted
        if promised and not shared:
            score -= 1.0
        if counted and not (shared or comparison):
            score -= LINE_WITHOUT_NAME - LINE
        # Who moves a date speaks of an earlier promise.
        moved = earlier.status is Status.PLANNED and bool(_MOVED.search(later.whole)) and likeness >= 1.0
        score += 0.8 if moved else 0.0
        reports = (
            earlier.status is Status.ONGOING and later.status is Status.DELIVERED and bool(later.results)
        )
        enough = _WORDS_OF_PRACTICE if reports else _WORDS_ALONE
        promised_so = (
            earlier.status is Status.PLANNED and later.status is Status.DELIVERED and _says_the_same(said)
        )
        if not (shared or comparison or counted or moved or promised_so) and likeness < enough:
            score *= LINE / enough
        if not (later.figures or shared) and len(later.text) < 12:
            return None
        if score < DOUBT:
            return None
        return Pair(earlier, later, score, said, comparison, policy=False)

    def _weight(self, name: str) -> float:
        """How much a shared name says: rare in the letters of the place, and in quotes no everyday word."""
        rare = 2.2 / float(max(self.names[name] - 1, 1)) ** 0.8
        if name[0] == "“":
            told = pairs(name)
            rare *= self.weights.of_all(told) / len(told) if told else 0.3
        return float(rare)

    def _counted(self, earlier: Clause, later: Clause) -> float:
        """Whether the later clause counts what the earlier says is done as a rule."""
        if earlier.status is not Status.ONGOING and not _STANDING.search(earlier.text):
            return 0.0
        best = 0.0
        for _, figure in later.results:
            told = pairs(indicator(figure.indicator))
            both = self.weights.of_all(told & earlier.pairs)
            if both >= 1.5 and both >= 0.5 * self.weights.of_all(told):
                best = max(best, 0.6)
            # 严查校车超员、超速等违法行为, 查处校车违法行为: nearly every character of what is counted is there.
            letters = set(_HAN.findall(NOISE.sub("", indicator(figure.indicator))))
            if both >= 1.5 and len(letters) >= _FEW and _holds(earlier, letters):
                best = 1.6
        return best

    def _sides(self, earlier: Clause, later: Clause, *, skip_titles: bool) -> tuple[float, tuple[str, str]]:
        """How alike the most alike clauses are, and which two they are."""
        best, words = 0.0, ("", "")
        for mine, my_pairs in earlier.sides:
            if skip_titles and "《" in mine:
                continue
            for its, its_pairs in later.sides:
                both = my_pairs & its_pairs
                if not both:
                    continue
                total = self.weights.of_all(both)
                least = min(self.weights.of_all(my_pairs), self.weights.of_all(its_pairs))
                value = total * total / max(least, 2.5)
                if value > best:
                    best, words = value, (mine, its)
        return min(best, 6.0), words

    def _comparison(self, earlier: Clause, later: Clause, context: float) -> Comparison | None:
        targets = [(figure, _around(earlier, figure)) for _, figure in earlier.figures if _is_target(figure)]
        results = [(figure, _around(later, figure)) for _, figure in later.results]
        if (
            earlier.status is not Status.PLANNED
            or later.status is Status.PLANNED
            or not (targets and results)
        ):
            return None
        return compare(targets, results, self.weights, context)

    def chosen(self) -> tuple[list[Pair], list[Pair]]:
        """The best reports of each later letter on each statement, and the best of those in doubt."""
        by_earlier: dict[tuple[object, int], list[Pair]] = defaultdict(list)
        for pair in self.pairs():
            by_earlier[pair.earlier.ref, pair.later.letter.index].append(pair)
        sure, doubtful = [], []
        for group in by_earlier.values():
            group.sort(key=lambda pair: (-pair.score, pair.later.ref))
            top = group[0]
            if top.score >= LINE:
                sure += [pair for pair in group if pair.score >= max(LINE, 0.6 * top.score)][:3]
            else:
                doubtful.append(top)
        sure = _best_for_later(sure)
        sure.sort(key=lambda pair: (pair.earlier.ref, pair.later.ref))
        doubtful.sort(key=lambda pair: (pair.earlier.ref, pair.later.ref))
        return sure, doubtful


def _says_the_same(sides: tuple[str, str]) -> bool:
    """Whether two clauses share so many characters in a row that they make up most of the shorter one."""
    match = SequenceMatcher(None, *sides, autojunk=False).find_longest_match()
    run = len(_HAN.findall(sides[0][match.a : match.a + match.size]))
    return run >= _LONG and run >= _MOST * min(len(_HAN.findall(side)) for side in sides)


def _holds(practice: Clause, letters: set[str]) -> bool:
    """Whether one short clause of the practice has nearly all these characters; a long one has them by chance."""
    return any(
        len(side) <= 3 * len(letters) and len(letters & set(side)) >= _NEARLY_ALL * len(letters)
        for side, _ in practice.sides
    )


def _around(clause: Clause, figure: Figure) -> frozenset[str]:
    """The pairs of the side of the statement that gives the number."""
    value = format(figure.value, "f")
    shown = value.rstrip("0").rstrip(".") if "." in value else value
    return next(
        (told for side, told in clause.sides if shown in side and figure.unit[-1:] in side), frozenset()
    )


def _is_target(figure: Figure) -> bool:
    """Whether the promise is measured by it: a share to be kept below is one, the size of a subsidy is none."""
    return figure.role == "target" or (figure.role == "parameter" and figure.measure == "share")


def _best_for_later(found: list[Pair]) -> list[Pair]:
    """Of the statements of one earlier letter on which a statement could report, the most alike."""
    by_later: dict[tuple[object, int], list[Pair]] = defaultdict(list)
    for pair in found:
        by_later[pair.later.ref, pair.earlier.letter.index].append(pair)
    kept = []
    for group in by_later.values():
        group.sort(key=lambda pair: (-pair.score, pair.earlier.ref))
        top = group[0].score
        # A statement with several numbers may report on several promises.
        kept += [pair for pair in group if pair.score >= 0.5 * top or pair.comparison][:4]
    return kept


@lru_cache(maxsize=1 << 15)
def _phases(text: str) -> frozenset[str]:
    return frozenset(_PHASE.findall(text))


def _promises_policy(clause: Clause) -> bool:
    return clause.status is Status.PLANNED and bool(clause.policies) and bool(_ISSUE.search(clause.text))


def _common(mine: str, its: str) -> str:
    """The pieces that two clauses share, in the order of the first."""
    both = pairs(mine) & pairs(its)
    pieces: list[str] = []
    at = 0
    while at < len(mine) - 1:
        end = at
        while end < len(mine) - 1 and mine[end : end + 2] in both:
            end += 1
        if end > at:
            pieces.append(mine[at : end + 1])
        at = max(end, at + 1)
    return "、".join(pieces)


def _told(pair: Pair) -> FollowUp:
    outcome, reason, rule = _verdict(pair)
    if outcome is Outcome.FULFILLED and (late := _late(pair.earlier, pair.later)):
        reason = f"{late}；{reason}"
    confidence = min(0.99, 0.5 + (pair.score - DOUBT) / 8)
    return FollowUp(pair.earlier.ref, pair.later.ref, outcome, reason, round(confidence, 2), rule)


def _late(earlier: Clause, later: Clause) -> str:
    """Where the later words date the act after the deadline: by what; empty where they do not."""
    due, said = earlier.statement.deadline, _MONTH.search(later.text)
    written = later.letter.middle
    if not due or not said or not written:
        return ""
    year = int(said[1]) if said[1] else written.year - (said[2] == "去年")
    done = f"{year:04d}-{int(said[3]):02d}"
    return f"晚于期限（{done}，期限{due}）" if done > due[:7] else ""


_MONTH = re.compile(
    r"(?:((?:19|20)\d\d)年|(今年|去年))(\d{1,2})月(?=[^，。；]{0,6}(?:竣工|完工|建成|投|上线|出台|印发|开通|启用|正式|全面))"
)


def _verdict(pair: Pair) -> tuple[Outcome, str, str]:
    earlier, later = pair.earlier, pair.later
    common = _common(*pair.alike)
    shared = f"都说到：{common}" if common else "同一事项"
    if pair.policy:
        if later.status is Status.PLANNED and not _numbered(later):
            return Outcome.RESTATED, "同一文件再次列为计划", "policy"
        if _DRAFT.search(later.text) and not (_numbered(later) or _ISSUED.search(later.text)):
            return Outcome.PROGRESS, "计划出台的文件已有草稿", "policy"
        return Outcome.FULFILLED, "计划出台的文件已出台或被引用", "policy"
    if later.status is Status.PLANNED or _MOVED.search(later.whole):
        moved = "改期" if _MOVED.search(later.whole) else "再次提出"
        return Outcome.RESTATED, f"{moved}；{shared}", "words"
    standing = earlier.status is Status.ONGOING or (
        bool(_STANDING.search(earlier.text)) and not earlier.statement.deadline
    )
    if standing:
        if later.status is Status.DELIVERED or later.result_beside or _new_results(earlier, later):
            return Outcome.PROGRESS, f"长期工作有了结果或数据；{shared}", "practice"
        return Outcome.RESTATED, f"长期工作再次说明；{shared}", "practice"
    if pair.comparison:
        outcome = Outcome.FULFILLED if pair.comparison.reached else Outcome.PROGRESS
        if outcome is Outcome.PROGRESS and _finished(earlier, later):
            outcome = Outcome.FULFILLED
        return outcome, f"{pair.comparison.arithmetic}；{shared}", "target"
    promised = any(figure.role == "target" for _, figure in earlier.figures)
    told_only = later.status is not Status.DELIVERED or not _says_the_same(pair.alike)
    if promised and told_only and pair.score < _NAMED_ENOUGH and not _finished(earlier, later):
        return Outcome.RESTATED, f"再次说到，所承诺的数字没有下文；{shared}", "words"
    if later.status is Status.ONGOING:
        if _new_results(earlier, later) or _ON_TRIAL.search(later.text):
            return Outcome.PROGRESS, f"正在进行，有数据或已试行；{shared}", "words"
        return Outcome.RESTATED, f"仍在进行；{shared}", "words"
    if _STEP.search(later.text) and not _DONE_ALREADY.search(later.text):
        return Outcome.PROGRESS, f"完成了一步；{shared}", "words"
    if _DONE.search(later.text):
        return Outcome.FULFILLED, f"已完成；{shared}", "words"
    if later.status is Status.DELIVERED and not promised and _says_the_same(pair.alike):
        return Outcome.PROGRESS, f"有了进展；{shared}", "words"
    if not earlier.names & later.names:
        return Outcome.RESTATED, f"说到同一领域，没有说结果；{shared}", "words"
    return Outcome.PROGRESS, f"有了进展；{shared}", "words"


_DRAFT = re.compile(r"起草|初稿|草案|征求[^，。；]{0,10}意见|送审|论证|正在(?:制定|编制|修订|研究)|编制中")
_ISSUED = re.compile(r"(?<!拟)(?<!待)(?:印发|出台|发布|颁布)")
_ON_TRIAL = re.compile(
    r"试运行|试点运行|试用|已完成|已启动|已开工|主体完工|装修|安装|调试|收尾|封顶|招标|在建|施工"
)
_DONE_ALREADY = re.compile(r"竣工|完工|投入使用|投用|正式上线|已上线|已建成|全面完成|通车|启用")


_NAMED_ENOUGH = 4.0
"""Score from which a report without the promised number is still one of the same thing."""


def _finished(earlier: Clause, later: Clause) -> bool:
    """Whether the work itself is said to be finished, where only a number beside it was held against the target."""
    return bool(_DONE_ALREADY.search(later.text)) and bool(
        re.search(r"竣工|完工|投入使用|上线|通车|启用", earlier.text)
    )


def _numbered(later: Clause) -> bool:
    return bool(re.search(r"〔\d{4}〕\d+号|\[\d{4}\]\d+号", later.text))


def _new_results(earlier: Clause, later: Clause) -> bool:
    """Whether the later statement gives a number that the earlier did not."""
    old: set[tuple[object, str]] = {(figure.base_value, figure.base_unit) for _, figure in earlier.figures}
    new: list[Figure] = [figure for _, figure in later.figures if figure.role != "target"]
    return any((figure.base_value, figure.base_unit) not in old for figure in new)
