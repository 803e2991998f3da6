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
# # 五、用你自己的信，自己判断准不准
#
# 别人报告的准确率，不一定是你的信上的准确率。这一本教你：指定一个文件夹，抽一份样，一条一条判对错，
# 算出准确率和它的置信区间。一个下午可以判完一百条。
#
# > **Summary.** Point the program at your own folder, draw a sample, mark each fact right or wrong, and get a
# > precision with its confidence interval.
#
# 换成你的文件夹：`FOLDER` 是信所在的地方（`.txt`、`.docx`、`.html`，子文件夹也读），`SHEET` 是判断写在哪里。

# %%
import hashlib
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
from statsmodels.stats.proportion import proportion_confint

import kg

kg.plot_style()
FOLDER, OUT, SHEET = "../seeds/documents", "../build/demo", Path("05-judged.csv")
SIZE = 40
graph = kg.build(FOLDER, OUT, progress=True)

# %% [markdown]
# ## 先看程序自己拿不准的
#
# 读不了的文件、没有读懂的地方，程序会说。抽样之前先看这里：

# %%
print("读不了的文件：", [failure.source for failure in graph.manifest.failures] or "没有")
unclear = [(one.document.source, doubt.words, doubt.message) for one in graph.facts for doubt in one.doubts]
for line in unclear or ["没有拿不准的地方"]:
    print(line)

# %% tags=["check"]
assert not graph.manifest.failures
assert len(graph.documents) == 5

# %% [markdown]
# ## 抽样
#
# 这里判数据（figures）；判表态、判名称，做法一样。抽样按每条事实的位置算一个散列值，取最小的若干条：
# 与随机抽样一样公平，而且**加了信、改了程序，已经抽到的大多还在**，判过的不白判。


# %%
def key(figure):
    """Where a figure stands and how it is printed: stays the same as long as the letter does."""
    return f"{figure.document} {figure.evidence.begin} {figure.printed}"


sample = sorted(graph.figures(), key=lambda one: hashlib.sha256(key(one).encode()).hexdigest())[:SIZE]
todo = pd.DataFrame(
    [
        (
            one.document,
            one.evidence.begin,
            one.printed,
            one.indicator,
            str(one.period_end or ""),
            one.evidence.words,
        )
        for one in sample
    ],
    columns=["letter", "begin", "printed", "indicator", "period_end", "words"],
)
todo.head(6)

# %% tags=["check"]
assert len(todo) == SIZE
assert (todo["words"].str.len() > 0).all()

# %% [markdown]
# ## 判
#
# 每条判两样：**数**（数值、单位、超近余，读对了没有）；**全**（数对了，所数的东西和时期也对）。
# 判断写进一个 CSV 表（Excel 可直接打开）：`number`、`whole` 两栏写“对”或“错”，`note` 写为什么。
# 还没有判的，程序写进 `build/05-todo.csv`；判完并入 `SHEET` 再跑一遍。
#
# 拿不准就看原文——这一条在它的段落里：

# %%
sample[0].evidence

# %% [markdown]
# 附带的 `05-judged.csv` 是我们对五封信逐条读过原文后判的。指标或时期的读法变了，旧的判断就不再算数，要重判：

# %%
judged = pd.read_csv(SHEET, dtype=str, keep_default_na=False, encoding="utf-8-sig")
fields = ["letter", "begin", "printed", "indicator", "period_end"]
both = todo.astype({"begin": str}).merge(judged.drop_duplicates(fields), on=fields, how="left")
open_ones = both[both["whole"].isna()]
open_ones[[*fields, "words"]].to_csv(Path(OUT).parent / "05-todo.csv", index=False, encoding="utf-8-sig")
done = both.dropna(subset=["whole"])
print(f"抽到 {len(both)} 条，判过 {len(done)} 条，待判 {len(open_ones)} 条")
done[done["whole"] == "错"][["letter", "printed", "indicator", "note"]]

# %% tags=["check"]
assert len(done) >= 20
assert set(done["number"]) | set(done["whole"]) <= {"对", "错"}

# %% [markdown]
# ## 准确率和它的区间
#
# 判几十条得到的率，本身有误差。Wilson 区间在样本小、率接近 1 时仍然可靠（平常的正负两倍标准误会超出 1）。

# %%
rows = []
for name, said in (("number", "数"), ("whole", "全")):
    right, total = (done[name] == "对").sum(), len(done)
    low, high = proportion_confint(right, total, alpha=0.05, method="wilson")
    rows.append((said, right, total, right / total, low, high))
precision = pd.DataFrame(rows, columns=["判什么", "对", "共", "准确率", "下限", "上限"])
precision.round(3)

# %% tags=["check"]
assert (precision["下限"] <= precision["准确率"]).all()
assert (precision["准确率"] <= precision["上限"] + 1e-9).all()
assert precision["上限"].max() <= 1
assert precision.loc[0, "准确率"] > 0.9  # 数
assert precision.loc[1, "准确率"] > 0.6  # 全

# %%
figure, axes = plt.subplots(figsize=(7, 1.8))
for at, row in precision.iterrows():
    axes.plot([row["下限"] * 100, row["上限"] * 100], [at, at], color="#0072B2", linewidth=3)
    axes.plot(row["准确率"] * 100, at, "o", color="#D55E00", markersize=8)
    said = f"{row['对']}/{row['共']}"
    axes.annotate(said, (row["上限"] * 100, at), xytext=(6, -4), textcoords="offset points", fontsize=9)
axes.set_yticks(range(len(precision)), ["数、单位、超近余", "并且所数之物与时期"])
axes.set_ylim(-0.6, 1.6)
axes.set_xlim(0, 108)
axes.set_xticks(range(0, 101, 20))
axes.set_xlabel("准确率（%），点与 95% Wilson 区间")
axes.set_title("抽到的数据，读对了多少")
kg.cite(figure, sample)
plt.show()

# %% [markdown]
# ## 要判多少条
#
# 区间的宽度大致随样本的平方根缩小。若真实的率是九成：

# %%
sizes = pd.Series([20, 40, 80, 160, 320], name="判多少条")
bounds = [proportion_confint(round(0.9 * n), n, method="wilson") for n in sizes]
pd.DataFrame({"判多少条": sizes, "区间宽（百分点）": [round((high - low) * 100) for low, high in bounds]})

# %% [markdown]
# **小结。** 数本身几乎不会读错；错多出在“数的是什么”“什么时候”。这里判的是**准确率**：找到的有多少是对的。
# 漏掉多少（召回率）要另外读信才知道：挑一两封信从头读，把信里有而图里没有的记下来。
