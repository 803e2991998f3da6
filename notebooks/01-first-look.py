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
# # 一、初看：五封复函怎样成为一张图
#
# 人大代表提建议，政府书面答复。答复里说了做过什么、正在做什么、打算做什么，也说了许多数。
# 这一本从五封慈溪市的复函出发，看看图里有什么，问三个问题，最后从一个事实走回说它的那句话。
#
# > **Summary.** Five letters in which the city of Cixi answers its deputies become a graph. We count what is in
# > it, ask three questions of it, and follow one fact back to the sentence of the letter that says it.

# %%
import kg

graph = kg.build("../seeds/documents", "../build/demo", progress=True)
graph

# %% [markdown]
# 从读五个文件到有图，不过几秒；以后只要 `kg.open("../build/demo")`。上面的表是各类事实的个数。
# 图是只读的，问到什么才装载什么。
#
# ## 五封信
#
# 谁答复谁、答的哪一件、会同了哪些单位，都从文头和开头读出：

# %%
graph.documents.select("number", "title", "issuers", "issued", "proposers", "suggestion", "consulted")

# %% tags=["check"]
assert len(graph.documents) == 5
assert graph.documents["慈经信建〔2023〕19号"].proposers == ("袁郭竣",)
assert [one.issued_to.year for one in graph.documents] == sorted(
    one.issued_to.year for one in graph.documents
)

# %% [markdown]
# ## 问三个问题
#
# **问一：答应了、写明期限的有哪些？** 这样的问题不必写查询，直接要对象：

# %%
due = graph.commitments(due_before="2026-01-01")
due.select("words", "deadline", "deadline_text", "actors", "document", "section")

# %% tags=["check"]
assert len(due) >= 5
assert any("新增小微企业园15个" in one.words and str(one.deadline) == "2025-12-31" for one in due)

# %% [markdown]
# **问二：哪些单位和答复单位打交道最多？** 现成的问题有几十个（命令行里 `kg query --list`），参数是值，不是拼进去的字：

# %%
graph.query("consulted-bodies")

# %% tags=["check"]
consulted = graph.query("consulted-bodies").to_dicts()
assert any("慈溪市发展和改革局" in map(str, row.values()) for row in consulted)

# %% [markdown]
# **问三：信里最大的几笔钱是什么？** 也可以自己写 SPARQL，变量用中文也行。`cg:baseValue` 已换算成元，
# 万元和亿元可以放在一起比：

# %%
money = graph.query("""
SELECT ?指标 ?数 ?单位 ?元 ?文号 WHERE {
  ?x a cg:Figure ; cg:indicator ?指标 ; cg:value ?数 ; cg:unit ?单位 ; cg:baseValue ?元 ; cg:baseUnit "元" ;
     cg:role "result" ; cg:statedIn/dcterms:identifier ?文号 .
} ORDER BY DESC(?元) LIMIT 8""")
money

# %% tags=["check"]
assert money.column("元")[0] == 16_733_000_000  # 实现应收账款质押融资167.33亿元
assert len(money) == 8

# %% [markdown]
# 表里的数是 `Decimal`，和信里写的一字不差，没有经过浮点数。要画图、要统计，`money.to_pandas()` 就是数据框。
#
# ## 从一个事实走回一句话
#
# 取其中一个数：2023年完成投资23亿元。它是谁说的、在哪一封信的哪一节、原话是什么？

# %%
(investment,) = [one for one in graph.figures() if one.base_value == 2_300_000_000]
investment

# %% tags=["check"]
evidence = investment.evidence
assert evidence.document == "慈党改办建〔2024〕3号"
assert "完成投资23亿元" in evidence.words
letter = graph.documents[evidence.document]
assert letter.text[evidence.begin : evidence.end] == evidence.words

# %% [markdown]
# 证据是字符位置：拿信的全文按 `begin`、`end` 一截，就是这几个字。图里每一个事实都能这样回去——
# 这是读这张图时唯一要记住的事。

# %%
letter = graph.documents[investment.evidence.document]
letter.text[investment.evidence.begin : investment.evidence.end]

# %% [markdown]
# ## 粘贴一封信试试
#
# 手边有一封信，只想看看读出什么，不必建图：

# %%
kg.text("""甲水建〔2024〕12号

对市五届人大三次会议第45号建议的答复

李明代表：
您提出的《关于加快泵站建设的建议》（第45号建议）已收悉。现答复如下：
一、2023年，我局新建泵站8座，完成投资1.45亿元。
二、下一步，我局将于2025年底前新建泵站15座。

甲市水利局
2024年6月3日
""").facts

# %% [markdown]
# ## 打开来看
#
# 下面是同一张图的浏览页（`kg view` 写出的那一页），就在单元格里，不用网络。点一个点，右边是说它的原话。

# %%
graph.view("慈溪市经济和信息化局", depth=1, height=560)

# %% [markdown]
# 来源：`seeds/documents` 中的五封复函。读得有多准、怎样自己判断，见 `05-your-own-letters`。
