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
# # 三、什么靠什么：文件、工作与一个平台的四年
#
# 答复里引着文件，文件后面是工作，工作后面又是更大的文件。同一样东西在不同的信里名字不同。
# 这一本先看谁引谁、什么落实什么，再跟着 8718 慈溪平台走四年，看它用过哪些名字、每年说了它什么。
#
# > **Summary.** What rests on what (citations, implementation), the life of the service platform 8718 over four
# > years of letters, and the names under which one thing appears.

# %%
import matplotlib.pyplot as plt
import networkx as nx
import pandas as pd

import kg

kg.plot_style()
graph = kg.open("../build/demo")

# %% [markdown]
# ## 信里引了哪些文件
#
# 有文号的引起来准，没有文号的只有题名；提到得多的在前。题名里写着年份的，起止也读出来：

# %%
policies = graph.policies.where(lambda one: bool(one.cited_by))
policies.select("number", "name", "issuers", "cited_by", "valid_from", "valid_to")

# %% tags=["check"]
numbered = {one.number for one in policies if one.number}
assert {
    "慈政发〔2022〕30号",
    "慈政办发〔2023〕4号",
    "慈政办发〔2022〕24号",
    "慈政办发〔2021〕31号",
} <= numbered
assert len(graph.policies["慈政办发〔2023〕4号"].cited_by) == 2

# %% [markdown]
# 其中“全力拼经济、冲刺开门红16条”只是俗称，本名是慈政办发〔2023〕4号；两封信一封用俗称，一封用全名。
# 图里是一个东西：

# %%
graph.policies["慈政办发〔2023〕4号"]

# %% tags=["check"]
opening = graph.policies["慈政办发〔2023〕4号"]
assert any("冲刺开门红16条" in alias for alias in opening.aliases)
assert {one.document for one in opening.evidence} == {"慈经信建〔2023〕19号", "慈经信建〔2023〕3号"}

# %% [markdown]
# ## 什么落实什么
#
# `implements` 是信里明说的“按照、落实、根据、为了……而制定”。箭头从下位指向它所依据的。

# %%
rests = graph.to_networkx("implements")
name, kind = nx.get_node_attributes(rests, "label"), nx.get_node_attributes(rests, "kind")
pd.DataFrame(
    [(name[a], name[b], e["evidence"]) for a, b, e in rests.edges(data=True)],
    columns=["下位", "依据", "原话"],
).head(20)

# %% tags=["check"]
assert rests.number_of_edges() >= 6
below = {(name[a], name[b]) for a, b in rests.edges}
assert any(
    "1+2+N" in a and "8+4" in b for a, b in below
)  # 根据省宁波“8+4”政策体系，形成我市特色“1+2+N”的政策体系
assert any("315" in a and "八八战略" in b for a, b in below)


# %%
def layers(network):
    """Each node's height: how many steps it rests on others (what goes in a circle counts as one)."""
    whole, height = nx.condensation(network), {}
    for at in reversed(list(nx.topological_sort(whole))):
        below = [height[min(whole.nodes[other]["members"])] + 1 for other in whole[at]]
        height |= dict.fromkeys(whole.nodes[at]["members"], max(below, default=0))
    return height


height = layers(rests)
component = {node: min(part) for part in nx.connected_components(rests.to_undirected()) for node in part}
order = sorted(rests, key=lambda node: (component[node], -height[node], name[node]))
y = {node: -number for number, node in enumerate(order)}
figure, axes = plt.subplots(figsize=(9, 0.38 * len(order) + 1))
colours = {"Policy": "#0072B2", "Programme": "#E69F00", "Platform": "#009E73", "Project": "#CC79A7"}
shapes = {"Policy": "s", "Programme": "o", "Platform": "^", "Project": "D"}
for a, b in rests.edges:
    line = {"arrowstyle": "->", "color": "#999999", "connectionstyle": "arc3,rad=0.15"}
    axes.annotate("", xy=(height[b], y[b]), xytext=(height[a], y[a]), arrowprops=line)
for one in sorted(set(kind.values())):
    members = [node for node in order if kind[node] == one]
    said = {"Policy": "文件", "Programme": "工作、机制", "Platform": "平台", "Project": "项目"}.get(one, one)
    axes.scatter([height[n] for n in members], [y[n] for n in members], s=60, zorder=3, label=said,
                 color=colours.get(one, "#555555"), marker=shapes.get(one, "v"))  # fmt: skip
for node in order:
    text = name[node] if len(name[node]) <= 30 else name[node][:29] + "…"
    axes.annotate(
        text, (height[node], y[node]), xytext=(8, 0), textcoords="offset points", va="center", fontsize=9
    )
axes.set_xlim(-0.1, max(height.values()) + 1.6)
axes.set_xticks(range(max(height.values()) + 1))
axes.set_xlabel("依据的层数（步；0 为最上位）")
axes.set_yticks([])
axes.spines["left"].set_visible(False)
axes.legend(frameon=False, loc="lower right")
axes.set_title("五封复函中，什么落实什么（箭头指向所依据的）")
proofs = [passage for _, _, e in rests.edges(data=True) for passage in graph.evidence(e["passages"])]
kg.cite(figure, proofs)
plt.show()

# %% [markdown]
# 名称读错的也在里面（“习近平总书记关于长三角一体化发展”不是一项工作，只是半句话）：名称和关系是程序最弱的一面，
# 引用之前请看原话。

# %% [markdown]
# ## 8718 慈溪平台的四年
#
# 它在信里出现时叫什么？图把这些写法认作一个东西：

# %%
platform = graph.platforms["8718公共服务慈溪平台"]
platform

# %% tags=["check"]
assert "企业发展服务中心" in platform.name
assert len(platform.aliases) >= 4
assert {"慈经信建〔2021〕1号", "慈经信建〔2022〕3号"} <= {one.document for one in platform.evidence}

# %% [markdown]
# 每封信用了哪些写法，各几次：

# %%
written = {one.number: one.issued_to for one in graph.documents}
when = {
    one.number: one.issued[:7] or f"{one.issued_to:%Y} 年内" for one in graph.documents
}  # 2022年那封没有落款日期
names = pd.DataFrame(
    [(passage.words, passage.document) for passage in platform.evidence], columns=["写法", "信"]
)
grid = names.groupby(["写法", "信"]).size().unstack(fill_value=0)
grid = grid[sorted(grid.columns, key=lambda letter: (written[letter], letter))]
grid = grid.sort_values(list(grid.columns), ascending=False)
grid

# %%
figure, axes = plt.subplots(figsize=(8, 0.6 + 0.42 * len(grid)))
for x, letter in enumerate(grid.columns):
    for at, form in enumerate(grid.index):
        times = grid.loc[form, letter]
        if times:
            axes.scatter(x, at, s=160 * times, color="#0072B2", alpha=0.85)
            axes.annotate(str(times), (x, at), ha="center", va="center", color="white", fontsize=8)
axes.set_xticks(
    range(len(grid.columns)), [f"{letter}\n{when[letter]}" for letter in grid.columns], fontsize=8
)
axes.set_yticks(range(len(grid.index)), grid.index, fontsize=8)
axes.set_xlim(-0.6, len(grid.columns) - 0.4)
axes.set_ylim(len(grid.index) - 0.4, -0.6)
axes.set_xlabel("复函（文号、年月）")
axes.set_title("一个平台，多个写法（圆中是次数）")
kg.cite(figure, [platform])
plt.show()

# %% [markdown]
# 每年的信说了它什么：

# %%
told = graph.statements(about=platform)
told.select("written", "status", "words", "document", "section")

# %% tags=["check"]
assert len(told) >= 3
assert {one.written.year for one in told} >= {2021, 2022}
assert grid.to_numpy().sum() == len(platform.evidence)

# %% [markdown]
# 以及关于它的数——注意“余”“近”，它们不是等号：

# %%
numbers = graph.figures(about=platform)
numbers.select("indicator", "value", "unit", "comparator", "period_end", "document")

# %% [markdown]
# **小结。** 2021年的信讲它怎样建起来（2019年组建，“四帮服务”），2022年讲怎样运营，2023年只作为发通知的公众号提到它，
# 2024年的信没有再提。名字也从“慈溪市企业发展服务中心暨8718公共服务慈溪平台”短成了“8718慈溪平台”。
# 没有把这些写法认作一个东西，四年就成了互不相干的几个名字。认错的也会有：`kg show build/demo 8718 --why` 说出每次合并的理由。
