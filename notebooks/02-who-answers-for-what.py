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
# # 二、谁答复，谁会办，谁承担
#
# 一件建议由一个单位答复，却往往牵动十几个单位：有的会同研究，有的收抄送，有的被点名牵头。
# 这一本把这些关系画成网络，问三件事：谁居中心？分成几群？承诺落在谁头上？
#
# > **Summary.** Who issues a letter, who is consulted, who receives a copy, who is named as responsible: a network
# > of bodies, with centralities, communities and a figure fit for print; then: whose promises are they?

# %%
import matplotlib.pyplot as plt
import networkx as nx
import pandas as pd

import kg

kg.plot_style()
pd.set_option("display.max_colwidth", 80)
graph = kg.open("../build/demo")
network = graph.to_networkx("bodies")
network.number_of_nodes(), network.number_of_edges()

# %% [markdown]
# ## 网络里有什么
#
# 边从**答复单位**出发，指向它会同（consulted）、抄送（copied）、联合行文（issued with）或在信中点名负责
# （responsible）的单位；权重是次数，一封信一种身份算一次。每条边带着原话：

# %%
name = nx.get_node_attributes(network, "label")
edges = pd.DataFrame(
    [(name[a], name[b], e["relation"], e["weight"], e["evidence"]) for a, b, e in network.edges(data=True)],
    columns=["答复单位", "另一单位", "身份", "次数", "原话"],
).sort_values("次数", ascending=False)
edges.head(8)

# %% [markdown]
# 原话可以展开成段落。市发改局为什么在表的前头？

# %%
bureau, reform = graph.bodies["慈溪市经济和信息化局"], graph.bodies["慈溪市发展和改革局"]
graph.evidence(network.edges[bureau.iri, reform.iri]["passages"])

# %% tags=["check"]
assert {"consulted", "copied"} <= set(network.edges[bureau.iri, reform.iri]["relation"].split(", "))
assert network.number_of_nodes() >= 15
assert (edges["原话"] != "").mean() > 0.9

# %% [markdown]
# ## 谁居中心
#
# 五封信里四封由市经信局发出，它的**出度**高是取样使然，不能说明什么。**入度**才说别的单位被牵动多少；
# 再看无向网络上的介数：谁连着两个发文单位。

# %%
together = network.to_undirected()
central = pd.DataFrame(
    {
        "单位": name,
        "被牵动次数": dict(network.in_degree(weight="weight")),
        "发文牵动次数": dict(network.out_degree(weight="weight")),
        "介数": nx.betweenness_centrality(together),
    }
).sort_values(["被牵动次数", "介数"], ascending=False, ignore_index=True)
central.head(10).round(3)

# %% tags=["check"]
asked = central[central["发文牵动次数"] == 0]
assert {"慈溪市人力资源和社会保障局", "慈溪市发展和改革局"} <= set(asked["单位"].head(4))
assert central.loc[central["单位"] == "慈溪市经济和信息化局", "介数"].item() == central["介数"].max()

# %% [markdown]
# ## 分成几群
#
# Louvain 方法按边的疏密分群（种子固定，结果可重复）。群大致跟着发文单位走——五封信还看不出部门之间自己的圈子，
# 信多了才看得出来。

# %%
groups = nx.community.louvain_communities(together, weight="weight", seed=8718)
ordered = sorted(groups, key=len, reverse=True)
group = {node: number for number, members in enumerate(ordered) for node in members}
for number in sorted(set(group.values())):
    print(f"第{number + 1}群：", "、".join(sorted(name[node] for node in group if group[node] == number)))

# %% tags=["check"]
assert len(groups) >= 2
assert sum(map(len, groups)) == network.number_of_nodes()

# %% [markdown]
# ## 一张可以付印的图
#
# 圆的大小是被牵动次数，颜色与形状分群（不靠颜色也能分），线的粗细是次数。存成 PDF 是矢量图，字体已嵌入。

# %%
place = nx.kamada_kawai_layout(together, weight=None)
figure, axes = plt.subplots(figsize=(9, 7))
colours, shapes = plt.rcParams["axes.prop_cycle"].by_key()["color"], "os^D"
widths = [0.6 + 0.7 * e["weight"] for _, _, e in together.edges(data=True)]
nx.draw_networkx_edges(together, place, width=widths, edge_color="#bbbbbb", ax=axes)
for number in sorted(set(group.values())):
    members = [node for node in network if group[node] == number]
    sizes = [90 + 70 * network.in_degree(node, weight="weight") for node in members]
    nx.draw_networkx_nodes(
        together, place, members, node_size=sizes, node_shape=shapes[number % 4], node_color=colours[number % 7],
        edgecolors="white", label=f"第{number + 1}群", ax=axes,
    )  # fmt: skip
short = {node: said.removeprefix("慈溪市").removeprefix("中共慈溪市委") for node, said in name.items()}
for node, (x, y) in place.items():
    above = 5 + (90 + 70 * network.in_degree(node, weight="weight")) ** 0.5 / 2  # points: just over the mark
    axes.annotate(short[node], (x, y), xytext=(0, above), textcoords="offset points", ha="center", fontsize=8)
axes.set_title("慈溪市五封复函中的单位：会同、抄送、联合行文与点名负责")
axes.legend(frameon=False, loc="lower left", markerscale=0.5)
axes.set_axis_off()
axes.margins(0.12)
kg.cite(figure, graph.documents)
plt.show()

# %% [markdown]
# ## 承诺是谁的
#
# 图里的承诺各有承担单位。要分清两种：信里**写明**由某单位去做（stated），还是没有写明、按发文单位算（implied）。
# 后者占多数，“承担单位”常常只是写信的人。

# %%
promises = graph.commitments().to_pandas()
owners = promises.explode("actors").rename(columns={"actors": "单位", "actor_basis": "依据"})
count = owners.groupby(["单位", "依据"]).size().unstack(fill_value=0)
count = count.reindex(columns=["stated", "implied"], fill_value=0).sort_values("implied", ascending=False)
count

# %% tags=["check"]
assert count.to_numpy().sum() >= len(promises) * 0.9
assert count.loc["慈溪市经济和信息化局"].sum() >= 20

# %%
figure, axes = plt.subplots(figsize=(8, 0.5 + 0.55 * len(count)))
axes.barh(count.index, count["stated"], label="写明由它去做")
axes.barh(
    count.index, count["implied"], left=count["stated"], label="未写明，按发文单位", hatch="//", alpha=0.75
)
axes.invert_yaxis()
axes.set_xlabel("承诺（条）")
axes.xaxis.get_major_locator().set_params(integer=True)
axes.legend(frameon=False, ncols=2, loc="lower right", bbox_to_anchor=(1, 1))
axes.set_title("承诺落在谁头上")
kg.cite(figure, graph.commitments())
plt.show()

# %% [markdown]
# 写明了的那些，原话如下：信由一个局发出，话里说的却是另一个局的事。

# %%
stated = graph.commitments().where(lambda one: one.actor_basis == "stated")
stated.select("words", "actors", "document", "section")

# %% tags=["check"]
# 人社局也将继续巩固和深化“550”劳务协作工程（慈经信建〔2023〕3号）
assert any("慈溪市人力资源和社会保障局" in one.actors for one in stated)

# %% [markdown]
# **小结。** 被牵动最多的是人力社保与发改两个部门，这和建议的内容（企业、用工、产业）相合。
# 但五封信里四封出自一个局：中心性在这里首先说的是样本。要谈“谁负责什么”，请换上你自己的信再跑一遍。
