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
# # 六、把图带到别的工具里
#
# 图不锁在这里。Gephi、Excel、rdflib、pandas、R、浏览器，各用各的顺手工具；每一种带出去的东西，仍然带着原话的位置。
#
# > **Summary.** GraphML and GEXF for Gephi, CSV for Excel, rdflib, pandas, and a SPARQL endpoint that R, a browser
# > or any client can ask, with the queries put to a running server.

# %%
import json
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from decimal import Decimal
from io import StringIO
from pathlib import Path

import networkx as nx
import pandas as pd
import rdflib

import kg

graph = kg.open("../build/demo")
OUT = Path("../build/exported")
OUT.mkdir(exist_ok=True)

# %% [markdown]
# ## Gephi、Cytoscape：GraphML 与 GEXF
#
# 节点有名称、类别、文号，边有关系、权重、原话。在 Gephi 里打开，用 `weight` 定粗细，用 `kind` 上色即可。

# %%
network = graph.to_networkx("entities")
nx.write_graphml(network, OUT / "graph.graphml")
nx.write_gexf(network, OUT / "graph.gexf")
again = nx.read_graphml(OUT / "graph.graphml")
pd.DataFrame([data for _, _, data in again.edges(data=True)]).head(4)

# %% tags=["check"]
assert set(again) == set(network)
assert again.number_of_edges() == network.number_of_edges() > 50
assert all(data["label"] and data["kind"] for _, data in again.nodes(data=True))

# %% [markdown]
# ## Excel：CSV
#
# 带字节序标记的 UTF-8，Excel 双击打开不乱码；一格里的几个值用“；”隔开。

# %%
graph.commitments().to_csv(OUT / "commitments.csv")
graph.figures().to_csv(OUT / "figures.csv")
pd.read_csv(OUT / "commitments.csv")[["words", "document", "deadline", "state", "actors"]].head(5)

# %% tags=["check"]
assert (OUT / "commitments.csv").read_bytes().startswith(b"\xef\xbb\xbf")
assert len(pd.read_csv(OUT / "commitments.csv")) == len(graph.commitments()) >= 20

# %% [markdown]
# ## pandas 与 polars
#
# 日期是日期，数是 `Decimal`。要求和、要画图时再转成浮点数，什么时候失去精度由你决定。

# %%
figures = graph.figures().to_pandas()
money = figures[
    (figures["base_unit"] == "元") & (figures["role"] == "result") & (figures["comparator"] == "eq")
]
money.groupby("document")["base_value"].agg(["count", "max"])

# %%
graph.figures().to_polars().group_by("comparator").len().sort("len", descending=True)

# %% tags=["check"]
assert money["base_value"].map(type).eq(Decimal).all()
assert Decimal(188_678_100) in set(money["base_value"])  # 18867.81万元

# %% [markdown]
# ## rdflib
#
# 同一个库，不复制，只读。rdflib 的图、命名空间、序列化都能用：

# %%
live = graph.to_rdflib()
CG = rdflib.Namespace("https://w3id.org/commitment-graph/ontology#")
for letter in sorted(live.subjects(rdflib.RDF.type, CG.Reply)):
    suggestion = live.value(letter, CG.repliesTo)
    print(live.value(letter, rdflib.DCTERMS.identifier), "→", live.value(suggestion, rdflib.SKOS.prefLabel))

# %% tags=["check"]
assert len(set(live.subjects(rdflib.RDF.type, CG.Reply))) == 5
answer = live.query("SELECT (COUNT(DISTINCT ?x) AS ?n) { ?x a cg:Commitment }")
assert int(next(iter(answer)).n) == len(graph.commitments())

# %% [markdown]
# ## SPARQL 端点：R、浏览器、任何客户端
#
# `kg serve` 按 SPARQL 1.1 协议回答。下面在后台启动一个（在终端里就是 `kg serve build/demo`），
# 用完就关。

# %%
with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
command = [sys.executable, "-m", "kg", "serve", "../build/demo", "--port", str(port)]
server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
endpoint = f"http://127.0.0.1:{port}/sparql"
for _ in range(150):
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
        break
    except OSError:
        time.sleep(0.2)


def ask(query, accept):
    """The endpoint's answer as text."""
    address = f"{endpoint}?{urllib.parse.urlencode({'query': query})}"
    request = urllib.request.Request(address, headers={"Accept": accept})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.read().decode()


# %% [markdown]
# 任何会 HTTP 的程序都能问，回来的 CSV 一步进 pandas：

# %%
LETTERS = """PREFIX cg: <https://w3id.org/commitment-graph/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT ?文号 (COUNT(?x) AS ?承诺) WHERE {
  ?x a cg:Commitment ; cg:statedIn/dcterms:identifier ?文号
} GROUP BY ?文号 ORDER BY ?文号"""
by_letter = pd.read_csv(StringIO(ask(LETTERS, "text/csv")))
by_letter

# %% tags=["check"]
assert by_letter["承诺"].sum() == len(graph.commitments())
said = json.loads(ask(LETTERS, "application/sparql-results+json"))
assert said["head"]["vars"] == ["文号", "承诺"]

# %% [markdown]
# 在 R 里（不需要专门的包）：
#
# ```r
# library(httr2); library(readr)
# query <- 'PREFIX cg: <https://w3id.org/commitment-graph/ontology#>
#           PREFIX dcterms: <http://purl.org/dc/terms/>
#           SELECT ?number (COUNT(?x) AS ?promises)
#           WHERE { ?x a cg:Commitment ; cg:statedIn/dcterms:identifier ?number } GROUP BY ?number'
# request("http://127.0.0.1:8718/sparql") |> req_url_query(query = query) |>
#   req_headers(Accept = "text/csv") |> req_perform() |> resp_body_string() |> read_csv()
# ```
#
# 在浏览器里打开 <http://127.0.0.1:8718/> 有查询页；网页脚本这样问：
#
# ```js
# const answer = await fetch("http://127.0.0.1:8718/sparql?query=" + encodeURIComponent(query),
#                            { headers: { Accept: "application/sparql-results+json" } });
# ```
#
# 从另一台机器、另一个图，也可以用 `kg query http://127.0.0.1:8718/sparql --name letters`。

# %%
server.terminate()
server.wait(timeout=30)
sorted(path.name for path in OUT.iterdir())

# %% tags=["check"]
assert {"graph.graphml", "graph.gexf", "commitments.csv", "figures.csv"} <= {
    path.name for path in OUT.iterdir()
}

# %% [markdown]
# **小结。** 带出去的每一行都有 `document`、`section` 或 `passages`：在别的工具里得到的结论，也能回到原话。
