# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 四、答应的与做到的
#
# 承诺有多少，何时到期，后来的信怎么说？数字前后对得上吗？这一本把承诺和结果放在一起，
# 并且不让图画得比原话更确切：信里说“近50场”“70余场”，图上就画成界限，不画成点。
#
# > **Summary.** Commitments by status, deadline and body; what later letters report; figures over time drawn with
# > their comparators (bounds, not points); what is overdue and what contradicts.
#
# “今天”取定为 2026-11-21，这样结果可以重复；换成自己的日子再跑一遍即可。

# %%
from datetime import date
from pathlib import Path

import matplotlib.dates as mdates
import matplotlib.pyplot as plt
import pandas as pd

import kg

kg.plot_style()
pd.set_option("display.max_colwidth", 80)
graph = kg.open("../build/demo")
TODAY = date(2026, 11, 21)

# %% [markdown]
# ## 说的是将来、现在还是过去
#
# 每条表态有一个状态：计划、正在做、已做到、不做。答复建议的信，多半在讲已经做了什么。

# %%
statements = graph.statements().to_pandas()
words = {"delivered": "已做到", "ongoing": "正在做", "planned": "计划", "declined": "不做"}
count = statements.groupby(["document", "status"]).size().unstack(fill_value=0)
count = count.reindex(index=[one.number for one in graph.documents], columns=list(words), fill_value=0)
count.rename(columns=words)

# %% tags=["check"]
assert count.to_numpy().sum() == len(statements) >= 200
assert (count.sum(axis=1) > 10).all()
assert count["planned"].sum() < count["delivered"].sum()

# %%
figure, axes = plt.subplots(figsize=(8, 3.2))
left = pd.Series(0, index=count.index)
for (status, said), hatch in zip(words.items(), ("", "..", "//", "xx"), strict=True):
    if count[status].sum():
        axes.barh(count.index, count[status], left=left, label=said, hatch=hatch, edgecolor="white")
        left += count[status]
axes.invert_yaxis()
axes.set_xlabel("表态（条）")
axes.legend(frameon=False, ncols=4, loc="lower right", bbox_to_anchor=(1, 1))
axes.set_title("每封复函说的是过去、现在还是将来")
kg.cite(figure, graph.documents)
plt.show()

# %% [markdown]
# ## 期限
#
# 只有少数承诺写明期限。下面每条横线从写信之日到期限的最后一天。

# %%
promises = graph.commitments(as_of=TODAY)
due = sorted((one for one in promises if one.deadline), key=lambda one: (one.deadline, str(one.written)))
print(f"{len(promises)} 条承诺，{len(due)} 条写明期限")

# %% tags=["check"]
assert len(promises) >= 20
assert 5 <= len(due) < len(promises)

# %%
state = {"kept": "已报告完成", "partly": "报告了一部分", "restated": "只重申"}
state |= {"overdue": "已过期限、信中无报告", "open": "未到期"}
colours = dict(zip(state, ("#009E73", "#56B4E9", "#E69F00", "#D55E00", "#0072B2"), strict=True))
shapes = dict(zip(state, "o^sXD", strict=True))
figure, axes = plt.subplots(figsize=(9, 0.7 + 0.42 * len(due)))
for at, one in enumerate(due):
    axes.plot([one.written, one.deadline], [at, at], color="#bbbbbb", linewidth=2)
    axes.plot(one.deadline, at, shapes[one.state], color=colours[one.state], markersize=8)
    text = one.words if len(one.words) <= 26 else one.words[:25] + "…"
    at_left = {"xytext": (-4, 0), "textcoords": "offset points", "ha": "right", "va": "center"}
    axes.annotate(text, (one.written, at), fontsize=8, **at_left)
for one in dict.fromkeys(one.state for one in due):
    axes.plot([], [], shapes[one], color=colours[one], label=state[one])
axes.axvline(TODAY, color="black", linestyle=":", linewidth=1)
axes.annotate(
    f"今天 {TODAY}", (TODAY, -0.8), fontsize=8, ha="right", xytext=(-4, 0), textcoords="offset points"
)
axes.xaxis.set_major_locator(mdates.YearLocator())
axes.xaxis.set_major_formatter(mdates.DateFormatter("%Y"))
axes.set_xlabel("写信之日 → 期限（年）")
axes.set_yticks([])
axes.spines["left"].set_visible(False)
axes.set_ylim(len(due) - 0.4, -1.3)
axes.legend(frameon=False, loc="upper center", bbox_to_anchor=(0.5, -0.12), ncols=3)
axes.set_title("写明期限的承诺")
kg.cite(figure, due)
plt.show()

# %% [markdown]
# **“已过期限、信中无报告”不等于没有做。** 它只说：在手头这几封更晚的信里，没有一封报告结果。看了几封，写在 `looked_at`：

# %%
overdue = graph.commitments("overdue", as_of=TODAY)
overdue.select("words", "deadline", "deadline_text", "document", "looked_at")

# %% tags=["check"]
assert len(overdue) >= 5
assert all(one.deadline < TODAY and not one.reports for one in overdue)
assert any("小微企业园15个" in one.words for one in overdue)

# %% [markdown]
# ## 按单位、按年
#
# `kept of settled` 的分母是已到期或已有报告的承诺，写在旁边；分母小的时候，率没有意义。

# %%
graph.ledger("body", as_of=TODAY)

# %%
graph.ledger("year", as_of=TODAY)

# %% tags=["check"]
by_year = graph.ledger("year", as_of=TODAY).to_dicts()
assert {"2021", "2023"} <= {row["year"] for row in by_year}
assert sum(row["promises"] for row in by_year) == len(promises)

# %% [markdown]
# ## 后来的信怎么说
#
# 后来的信若报告了早先的承诺，`reports` 里有它的话、判断的理由和把握。五封信出自四年，谈的事大多不同：

# %%
reported = [one for one in promises if one.reports]
print(f"{len(promises)} 条承诺中，后来的信报告过的有 {len(reported)} 条。")

# %% [markdown]
# 信多了才看得出来。下面换四封**自拟的信**（虚构的“淝河区”，`tests/gold/series`，其中的地方、数字都是编的），
# 前一封答应，后几封报告，看台账怎样跟下来：

# %%
invented = kg.build(sorted(Path("../tests/gold/series").glob("feihe*.txt")), "../build/feihe")
followed = invented.commitments(as_of=TODAY)
told = [(one, one.reports[-1]) for one in followed if one.reports]
pd.DataFrame(
    [(one.words, one.state, last.words, last.document, last.reason) for one, last in told],
    columns=["承诺", "结果", "后来的话（最近一次）", "在", "理由"],
).head(12)

# %% tags=["check"]
canteens = next(one for one in followed if "老年食堂达到80家" in one.words)
assert canteens.state == "kept"  # 2022年底83家，2025年6月96家
assert any("83家" in later.words or "96家" in later.words for later in canteens.reports)
assert len(told) >= 5

# %%
figure, axes = plt.subplots(figsize=(7, 3))
points = next(one for one in invented.series() if "老年食堂" in one.name).points
days = [point.period_end or point.written for point in points]
axes.plot(days, [float(point.base_value) for point in points], "o-", color="#0072B2", label="信中所报")
for day, point in zip(days, points, strict=True):
    axes.annotate(
        point.printed, (day, float(point.base_value)), xytext=(0, 8), textcoords="offset points", ha="center"
    )
axes.plot(
    canteens.deadline, 80, "s", color="#D55E00", markersize=9, fillstyle="none", label="承诺：到2022年底80家"
)
axes.set_ylim(0, 115)
axes.xaxis.set_major_locator(mdates.YearLocator(month=12, day=31))
axes.xaxis.set_major_formatter(mdates.DateFormatter("%Y-%m"))
axes.set_xlabel("年月（刻度为各年末）")
axes.set_ylabel("老年食堂（家）")
axes.set_title("一个承诺和后来报的数（自拟的信，地方与数字都是虚构）")
axes.legend(frameon=False, loc="lower right")
kg.cite(figure, points)
plt.show()

# %% [markdown]
# ## 数的变化：界限，不是点
#
# 前后两封信说同一个指标，就成一个序列。“余”“多”“超”只说**不少于**，“近”只说**不多于**，“约”两边都不说。
# 图上实心点是确数；向上的箭头是“至少”，向下的箭头是“至多”。

# %%
lines = [one for one in graph.series() if len({point.written for point in one.points}) > 1]
for one in lines:
    print(
        f"{one.name}（{one.unit}）：",
        "；".join(f"{point.printed}（{point.document}）" for point in one.points),
    )

# %% tags=["check"]
assert lines
services = next(one for one in lines if "公益企服活动" in one.name)
assert [(point.low, point.high) for point in services.points] == [(None, 50), (70, None)]  # 近50场，70余场

# %%
figure, several = plt.subplots(1, len(lines), figsize=(4.6 * len(lines), 3.4), squeeze=False)
for axes, one in zip(several[0], lines, strict=True):
    top = max(float(point.base_value) for point in one.points)
    for point in one.points:
        day, value = point.period_end or point.written, float(point.base_value)
        if point.low is not None and point.high is not None:
            axes.plot(day, value, "o", color="#0072B2", markersize=8)
        else:
            axes.plot(day, value, "_", color="#0072B2", markersize=18, markeredgewidth=2)
            ends = [value + 0.22 * top] * (point.high is None) + [value - 0.22 * top] * (point.low is None)
            for end in ends:
                arrow = {"arrowstyle": "->", "color": "#0072B2"}
                axes.annotate("", xy=(day, end), xytext=(day, value), arrowprops=arrow)
        axes.annotate(point.printed, (day, value), xytext=(14, -4), textcoords="offset points", fontsize=9)
    axes.set_ylim(0, top * 1.4)
    axes.margins(x=0.35)
    axes.xaxis.set_major_locator(mdates.YearLocator(month=12, day=31))
    axes.xaxis.set_major_formatter(mdates.DateFormatter("%Y"))
    axes.set_xlabel("年（刻度为年末）")
    axes.set_ylabel(f"数量（{one.unit}）")
    axes.set_title(one.name if len(one.name) <= 18 else one.name[:17] + "…", fontsize=10)
kg.cite(figure, [point for one in lines for point in one.points])
plt.show()

# %% [markdown]
# 从“近50场”到“70余场”，可以说增加了二十场以上；多多少，信里没有说，图里也不替它说。
#
# ## 对不上的地方
#
# 同一笔钱有两个名目，同一个文件有两个题名，说是一个却列了两个：只当问题提出来，两边的原话都在，不替谁改。

# %%
conflicts = graph.conflicts()
conflicts

# %% tags=["check"]
assert len(conflicts) >= 2
assert any("3524.33" in one.name for one in conflicts)

# %%
next(one for one in conflicts if "3524.33" in one.name)

# %% [markdown]
# **小结。** 信里的话，近九成在讲过去和现在；写明期限的承诺是少数，其中2025年的一批到今天都已过期，而手头的信最晚写于2024年6月，
# 自然无从报告。要知道后来怎样，需要后来的信。
