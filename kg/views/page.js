"use strict";
const read = (id) => JSON.parse(document.getElementById(id).textContent);
const [things, links, details, classes] = ["nodes", "edges", "details", "classes"].map(read);
const panel = document.getElementById("panel");
const hidden = new Set();

const element = (tag, text, parent) => {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  if (parent) parent.append(made);
  return made;
};
const short = (name) => (name.length > 18 ? name.slice(0, 9) + "…" + name.slice(-8) : name);

const nodes = new vis.DataSet(things.map(({ label, ...point }) => point));
const edges = new vis.DataSet(links.map((link, id) => ({
  id, from: link.from, to: link.to,
  arrows: link.mention ? "" : { to: { enabled: true, scaleFactor: 0.4 } },
  color: { color: link.mention ? "#e4e4e4" : "#9a9a9a", highlight: "#d55e00", hover: "#d55e00" },
})));
const network = new vis.Network(document.getElementById("picture"), {
  nodes: new vis.DataView(nodes, { filter: (node) => !hidden.has(node.kind) }),
  edges,
}, {
  physics: false,
  interaction: { hover: true, keyboard: { enabled: true, bindToWindow: false }, tooltipDelay: 1e9 },
  edges: { smooth: false, width: 1, selectionWidth: 1 },
});

// Names are drawn here: the most linked first, each where no other stands, more of them as one comes nearer.
let focus = [];
const ranked = things.map((thing) => thing.id).sort((a, b) =>
  (things[b].kind === "Document") - (things[a].kind === "Document") || things[b].degree - things[a].degree || a - b);
network.on("afterDrawing", (context) => {
  const places = network.getPositions();
  const scale = network.getScale();
  const taken = [];
  const free = (box) => taken.every((other) =>
    box.x1 < other.x0 || box.x0 > other.x1 || box.y1 < other.y0 || box.y0 > other.y1);
  context.textBaseline = "middle";
  context.lineJoin = "round";
  for (const id of new Set([...focus, ...ranked])) {
    if (!places[id] || hidden.has(things[id].kind)) continue;
    const strong = things[id].kind === "Document" || id === focus[0];
    const height = (strong ? 15 : 12.5) / scale;
    context.font = (strong ? "bold " : "") + height + 'px "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';
    const name = short(things[id].label);
    const width = context.measureText(name).width;
    const gap = things[id].size + 3 / scale;
    const { x, y } = places[id];
    const left = [x + gap, x - gap - width, x - width / 2, x - width / 2];
    const middle = [y, y, y - gap - height / 2, y + gap + height / 2];
    for (let side = 0; side < 4; side += 1) {
      const box = { x0: left[side], x1: left[side] + width, y0: middle[side] - height / 2, y1: middle[side] + height / 2 };
      if (!free(box)) continue;
      taken.push(box);
      context.lineWidth = 4 / scale;
      context.strokeStyle = "rgba(255, 255, 255, 0.9)";
      context.strokeText(name, box.x0, middle[side]);
      context.fillStyle = "#1a1a1a";
      context.fillText(name, box.x0, middle[side]);
      break;
    }
  }
});

const go = (parent, id, before) => {
  const row = element("li", before, parent);
  const button = element("button", things[id].label, row);
  button.type = "button";
  button.addEventListener("click", () => select(id, true));
};

const overview = () => {
  focus = [];
  panel.replaceChildren();
  element("h2", "图中有什么 What is here", panel);
  element("p", "点击图中的点，或从下面的文件开始。 Choose a point, or begin with a document.", panel);
  const list = element("ul", undefined, panel);
  things.forEach((thing) => { if (thing.kind === "Document") go(list, thing.id, ""); });
};

const show = (id) => {
  const thing = things[id];
  focus = [id, ...network.getConnectedNodes(id)];
  panel.replaceChildren();
  element("small", classes.find((one) => one.kind === thing.kind).name, panel);
  element("h2", thing.label, panel);
  element("small", details[id].iri, panel);
  const near = links.filter((link) => !link.mention && (link.from === id || link.to === id));
  if (near.length) {
    element("h3", "关系 Relations", panel);
    const list = element("ul", undefined, panel);
    near.forEach((link) => go(list, link.from === id ? link.to : link.from, link.from === id ? link.name + " → " : "← " + link.name + " · "));
  }
  const said = details[id].said;
  if (said.length) {
    element("h3", "原文 Words of the documents (" + said.length + ")", panel);
    said.forEach((one) => {
      const quote = element("blockquote", undefined, panel);
      element("small", one.kind, quote);
      element("span", one.words, quote);
      element("small", one.where, quote);
    });
  }
  const named = links.filter((link) => link.mention && (link.from === id || link.to === id));
  if (named.length) {
    element("h3", "同文提及 Named in (" + named.length + ")", panel);
    const list = element("ul", undefined, panel);
    named.forEach((link) => go(list, link.from === id ? link.to : link.from, ""));
  }
  panel.scrollTop = 0;
};

const select = (id, move) => {
  if (hidden.has(things[id].kind)) document.getElementById("class-" + things[id].kind).click();
  network.selectNodes([id]);
  if (move) network.focus(id, { scale: Math.max(network.getScale(), 0.8), animation: false });
  show(id);
};

const filters = document.getElementById("filters");
classes.forEach((one) => {
  const label = element("label", undefined, filters);
  const box = element("input", undefined, label);
  box.type = "checkbox";
  box.checked = true;
  box.id = "class-" + one.kind;
  element("i", one.sign, label).style.color = one.color;
  element("span", one.name + " " + one.count, label);
  box.addEventListener("change", () => {
    if (box.checked) hidden.delete(one.kind); else hidden.add(one.kind);
    network.body.data.nodes.refresh();
  });
});

const names = document.getElementById("names");
things.forEach((thing) => { element("option", undefined, names).value = thing.label; });
document.getElementById("search").addEventListener("change", (event) => {
  const wanted = event.target.value.trim();
  const found = things.find((thing) => thing.label === wanted) || things.find((thing) => wanted && thing.label.includes(wanted));
  if (found) select(found.id, true);
});
network.on("click", (event) => { if (event.nodes.length) show(event.nodes[0]); else overview(); });
overview();
network.fit();
