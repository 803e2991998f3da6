// The drawn graph: vis-network keeps the view and its movements, what is seen is drawn here.

import { Network } from "vis-network/esnext";
import { DataSet } from "vis-data/esnext";
import { MENTIONS } from "./model.js";
import { place } from "./place.js";
import { extent, outline, trace } from "./shapes.js";
import { escape } from "./xml.js";

const FONT = '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Source Han Sans SC",sans-serif';
const REACH = 22;
/** Lines in a picture above which stated ones are drawn pale. */
const DENSE = 1800;

/** A drawing in `box`; `events` are told {choose(id), chooseLink(link), hover(what)}. */
export class Canvas {
  constructor(box, graph, palette, events) {
    Object.assign(this, { box, graph, palette, events });
    this.points = [];
    this.links = [];
    this.near = null;
    this.chosen = -1;
    this.way = null;
    this.hovered = -1;
    this.labels = [];
    this.seen = new Set();
    this.groups = [];
    this.crowd = 1;
    this.replies = 0;
    this.kept = null;
    this.widths = new Map();
    this.nodes = new DataSet([]);
    this.network = new Network(box, { nodes: this.nodes, edges: new DataSet([]) }, {
      physics: { enabled: false }, layout: { improvedLayout: false }, autoResize: true,
      interaction: { dragNodes: false, hover: false, selectable: false, keyboard: { enabled: false }, tooltipDelay: 1e9, zoomSpeed: 0.7 },
      nodes: { shape: "custom", chosen: false, ctxRenderer: ({ id, x, y }) => this.node(id, x, y) },
    });
    this.network.on("beforeDrawing", (context) => this.under(context));
    this.network.on("afterDrawing", (context) => this.over(context));
    this.network.on("click", ({ pointer }) => this.click(pointer));
    this.network.on("zoom", () => this.bound());
    box.addEventListener("mousemove", (event) => this.move(event));
    box.addEventListener("mouseleave", () => this.hover(-1, null));
  }

  /** Shows these points and what links them. */
  show(ids) {
    const before = this.seen;
    this.seen = ids;
    const gone = [...before].filter((id) => !ids.has(id));
    const come = [...ids].filter((id) => !before.has(id));
    if (gone.length) this.nodes.remove(gone);
    if (come.length) this.nodes.add(come.map((id) => ({ id, x: this.graph.things[id].x, y: this.graph.things[id].y })));
    this.points = [...ids].map((id) => this.graph.things[id]).sort((a, b) => weight(b) - weight(a) || a.id - b.id);
    this.links = this.graph.links.filter((link) => ids.has(link.from) && ids.has(link.to));
    this.groups = doubles(this.graph, ids);
    this.replies = this.points.filter((one) => one.kind === "Reply").length;
    this.crowd = (this.points.length > 250 && this.replies > 40) || this.box.clientWidth < 600 ? 0.72 : 1;
    this.network.redraw();
  }

  /** Marks a point (or none) and dims all that is not beside it; `way` is a path to mark instead. */
  mark(chosen, way) {
    this.chosen = chosen;
    this.way = way;
    this.near = null;
    if (way) this.near = new Set(way.flatMap(({ from, to }) => [from, to]));
    else if (chosen >= 0) this.near = new Set([chosen, ...this.graph.things[chosen].links.flatMap((link) => [link.from, link.to])]);
    this.network.redraw();
  }

  repaint(palette) {
    this.palette = palette;
    this.kept = null;
    this.network.redraw();
  }

  /** Moves the view to these points, or to all. */
  fit(ids = null, animate = true) {
    const points = (ids ? [...ids].filter((id) => this.seen.has(id)) : [...this.seen]).map((id) => this.graph.things[id]);
    const { clientWidth: width, clientHeight: height } = this.box;
    if (!points.length || !width || !height) return;
    const xs = points.map((one) => one.x);
    const ys = points.map((one) => one.y);
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const margin = Math.min(130, width / 5);
    const across = (width - margin) / Math.max(right - left, 1);
    const down = (height - Math.min(56, height / 8)) / Math.max(bottom - top, 1);
    // A tall screen shows the middle of the whole rather than a strip that nobody can read.
    const tall = !ids && width < 600 && down > across;
    const scale = Math.min(tall ? Math.sqrt(across * down) * 1.5 : Math.min(across, down), 1.6);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale,
      animation: animate && !still ? { duration: 250, easingFunction: "easeInOutQuad" } : false });
  }

  nudge(dx, dy) {
    const { x, y } = this.network.getViewPosition();
    const scale = this.network.getScale();
    this.network.moveTo({ position: { x: x + (dx * 80) / scale, y: y + (dy * 80) / scale } });
  }

  zoom(factor) {
    this.network.moveTo({ scale: Math.min(6, Math.max(0.03, this.network.getScale() * factor)) });
  }

  bound() {
    const scale = this.network.getScale();
    if (scale > 6 || scale < 0.03) this.network.moveTo({ scale: Math.min(6, Math.max(0.03, scale)) });
  }

  // Points keep a readable size however far away: bigger in the plane when zoomed out.
  radius(thing) {
    const scale = this.network.getScale();
    return this.crowd * thing.radius * Math.min(Math.max(0.62, scale ** 0.35), 1.5) / scale;
  }

  node(id, x, y) {
    const thing = this.graph.things[id];
    const r = this.radius(thing);
    return {
      drawNode: () => {},
      nodeDimensions: { width: 2 * r, height: 2 * r },
      x, y,
    };
  }

  under(context) {
    const { palette } = this;
    const scale = this.network.getScale();
    this.hulls(context, scale);
    this.strokes(context, this.links, scale);
    this.shapes(context, this.points, scale);
    context.fillStyle = palette.text;
  }

  hulls(context, scale) {
    context.strokeStyle = this.palette.hull;
    context.lineWidth = 1.2 / scale;
    context.setLineDash([5 / scale, 4 / scale]);
    for (const group of this.groups) {
      context.beginPath();
      for (let i = 1; i < group.length; i++) {
        const [a, b] = [this.graph.things[group[i - 1]], this.graph.things[group[i]]];
        context.moveTo(a.x, a.y);
        context.lineTo(b.x, b.y);
      }
      for (const id of group) {
        const one = this.graph.things[id];
        const r = this.radius(one) + 6 / scale;
        context.moveTo(one.x + r, one.y);
        context.arc(one.x, one.y, r, 0, 2 * Math.PI);
      }
      context.stroke();
    }
    context.setLineDash([]);
  }

  strokes(context, links, scale, mention = this.palette.mention) {
    const { things } = this.graph;
    context.lineWidth = 0.8 / scale;
    context.strokeStyle = mention;
    context.beginPath();
    for (const link of links) {
      if (link.name !== MENTIONS) continue;
      const [a, b] = [things[link.from], things[link.to]];
      context.moveTo(a.x, a.y);
      context.lineTo(b.x, b.y);
    }
    context.stroke();
    context.lineWidth = 0.8 / scale;
    context.strokeStyle = this.palette.reference;
    context.beginPath();
    for (const link of links) {
      if (link.name !== "references") continue;
      const [a, b] = [things[link.from], things[link.to]];
      context.moveTo(a.x, a.y);
      context.lineTo(b.x, b.y);
    }
    context.stroke();
    // Thousands of lines would be one dark surface: then each is as pale as a reference.
    const dense = links.length > DENSE;
    context.lineWidth = (dense ? 0.6 : 1.15) / scale;
    context.strokeStyle = dense ? this.palette.reference : this.palette.edge;
    context.fillStyle = context.strokeStyle;
    context.beginPath();
    const heads = [];
    for (const link of links) {
      if (link.name === MENTIONS || link.name === "references") continue;
      const [a, b] = [things[link.from], things[link.to]];
      const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
      const [ux, uy] = [(b.x - a.x) / length, (b.y - a.y) / length];
      const end = this.radius(b) + 1 / scale;
      const [tx, ty] = [b.x - ux * end, b.y - uy * end];
      context.moveTo(a.x, a.y);
      context.lineTo(tx, ty);
      heads.push([tx, ty, ux, uy]);
    }
    context.stroke();
    const size = 6.5 / scale;
    context.beginPath();
    for (const [x, y, ux, uy] of heads) {
      context.moveTo(x, y);
      context.lineTo(x - ux * size - uy * size * 0.45, y - uy * size + ux * size * 0.45);
      context.lineTo(x - ux * size + uy * size * 0.45, y - uy * size - ux * size * 0.45);
    }
    context.fill();
  }

  shapes(context, points, scale) {
    const kinds = new Map();
    for (const one of points) {
      if (!kinds.has(one.kind)) kinds.set(one.kind, []);
      kinds.get(one.kind).push(one);
    }
    context.lineWidth = 1 / scale;
    context.strokeStyle = this.palette.ground;
    for (const [kind, several] of kinds) {
      context.fillStyle = this.palette.kinds[kind];
      context.beginPath();
      for (const one of several) trace(context, kind, one.x, one.y, this.radius(one));
      context.fill();
      context.stroke();
    }
  }

  over(context) {
    const scale = this.network.getScale();
    const focus = this.focused();
    if (focus) {
      context.save();
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.fillStyle = this.palette.veil;
      context.fillRect(0, 0, context.canvas.width, context.canvas.height);
      context.restore();
      const links = this.way && this.hovered < 0 ? this.way.map((one) => one.link) : this.links.filter((link) => link.from === focus.id || link.to === focus.id);
      this.strokes(context, links.filter((link) => this.seen.has(link.from) && this.seen.has(link.to)), scale, this.palette.reference);
      this.shapes(context, this.points.filter((one) => focus.near.has(one.id)), scale);
      this.rings(context, this.way && this.hovered < 0 ? [this.way[0].from, this.way.at(-1).to] : [focus.id], scale);
    }
    this.names(context, focus);
  }

  focused() {
    if (this.hovered >= 0 && this.hovered !== this.chosen) {
      const links = this.graph.things[this.hovered].links;
      return { id: this.hovered, near: new Set([this.hovered, ...links.flatMap((link) => [link.from, link.to])]) };
    }
    return this.near ? { id: this.chosen, near: this.near } : null;
  }

  rings(context, ids, scale) {
    context.strokeStyle = this.palette.ring;
    context.lineWidth = 2.4 / scale;
    for (const id of ids) {
      const one = this.graph.things[id];
      if (!one || !this.seen.has(id)) continue;
      context.beginPath();
      trace(context, one.kind, one.x, one.y, this.radius(one) + 1.5 / scale);
      context.stroke();
    }
  }

  names(context, focus) {
    const ratio = context.canvas.width / this.box.clientWidth;
    const labels = this.placed(context, focus);
    context.save();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.textBaseline = "middle";
    context.lineJoin = "round";
    context.strokeStyle = this.palette.halo;
    context.lineWidth = 3.5;
    context.fillStyle = this.palette.text;
    context.beginPath();
    for (const { leader, x, y } of labels) {
      if (!leader) continue;
      context.moveTo(leader[0], leader[1]);
      context.lineTo(x, y);
    }
    const { lineWidth, strokeStyle } = context;
    Object.assign(context, { lineWidth: 0.8, strokeStyle: this.palette.text });
    context.stroke();
    Object.assign(context, { lineWidth, strokeStyle });
    for (const one of labels) {
      context.font = font(one);
      context.globalAlpha = focus && !focus.near.has(one.id) ? 0.25 : 1;
      context.strokeText(one.text, one.left + 2, one.top + one.h / 2);
      context.fillText(one.text, one.left + 2, one.top + one.h / 2);
    }
    context.restore();
    this.labels = labels;
  }

  /** Labels move with the view while it is moved, and are placed anew when it rests. */
  placed(context, focus) {
    const { clientWidth: width, clientHeight: height } = this.box;
    const scale = this.network.getScale();
    const { x: cx, y: cy } = this.network.getViewPosition();
    const { kept } = this;
    if (kept && kept.scale === scale && kept.seen === this.seen && kept.focus === focus?.near && kept.width === width && kept.height === height && performance.now() - kept.at < 400) {
      const [dx, dy] = [(kept.cx - cx) * scale, (kept.cy - cy) * scale];
      if (!dx && !dy) return kept.labels;
      kept.at = performance.now();
      clearTimeout(this.rest);
      this.rest = setTimeout(() => {
        this.kept = null;
        this.network.redraw();
      }, 160);
      return kept.labels.map((one) => ({ ...one, left: one.left + dx, top: one.top + dy, x: one.x + dx, y: one.y + dy, leader: one.leader && [one.leader[0] + dx, one.leader[1] + dy] }));
    }
    const labels = this.place(context, focus, { width, height, scale, cx, cy });
    this.kept = { scale, seen: this.seen, focus: focus?.near, width, height, cx, cy, labels, at: performance.now() };
    return labels;
  }

  place(context, focus, { width, height, scale, cx, cy }) {
    const wanted = [];
    const points = [];
    const few = this.replies <= 40;
    const small = width < 600;
    for (const one of this.points) {
      const x = (one.x - cx) * scale + width / 2;
      const y = (one.y - cy) * scale + height / 2;
      if (x < -20 || y < -20 || x > width + 20 || y > height + 20) continue;
      const r = this.radius(one) * scale;
      if (focus && !focus.near.has(one.id)) continue;
      points.push({ id: one.id, box: extent(one.kind, x, y, r) });
      const bold = (few && one.kind === "Reply") || one.id === this.chosen || one.id === focus?.id;
      const size = bold ? (small ? 13 : 14) : one.degree > 12 ? 13.5 : 12;
      const label = { id: one.id, text: one.short, x, y, r, h: size * 1.28, size, bold, must: bold || (few && one.degree > 12) || (focus !== null && focus.near.size < 80) };
      label.w = this.width(context, label) + 4;
      wanted.push(label);
    }
    const first = (one) => (one.id === focus?.id ? 2 : one.bold ? 1 : 0);
    wanted.sort((a, b) => first(b) - first(a));
    return place(wanted, points, width, height);
  }

  width(context, label) {
    const key = `${label.size}${label.bold}${label.text}`;
    if (!this.widths.has(key)) {
      context.save();
      context.font = font(label);
      this.widths.set(key, context.measureText(label.text).width);
      context.restore();
    }
    return this.widths.get(key);
  }

  at(pointer) {
    let [best, distance] = [-1, Infinity];
    const scale = this.network.getScale();
    const { x, y } = pointer.canvas;
    for (const one of this.points) {
      const far = Math.hypot(one.x - x, one.y - y) * scale - this.radius(one) * scale;
      if (far < distance && far < REACH / 2) [best, distance] = [one.id, far];
    }
    if (best >= 0) return best;
    const { clientWidth: width, clientHeight: height } = this.box;
    const { x: cx, y: cy } = this.network.getViewPosition();
    const [px, py] = [(x - cx) * scale + width / 2, (y - cy) * scale + height / 2];
    return this.labels.find((one) => px >= one.left && px <= one.left + one.w && py >= one.top && py <= one.top + one.h)?.id ?? -1;
  }

  linkAt(pointer) {
    const { x, y } = pointer.canvas;
    let [best, distance] = [null, 6 / this.network.getScale()];
    for (const link of this.links) {
      const [a, b] = [this.graph.things[link.from], this.graph.things[link.to]];
      const [dx, dy] = [b.x - a.x, b.y - a.y];
      const along = Math.max(0, Math.min(1, ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy || 1)));
      const far = Math.hypot(x - a.x - along * dx, y - a.y - along * dy) + (link.name === MENTIONS ? 2 / this.network.getScale() : 0);
      if (far < distance) [best, distance] = [link, far];
    }
    return best;
  }

  click(pointer) {
    const id = this.at(pointer);
    if (id >= 0) return this.events.choose(id);
    const link = this.linkAt(pointer);
    return link ? this.events.chooseLink(link) : this.events.choose(-1);
  }

  move(event) {
    if (event.buttons) return;
    const area = this.box.getBoundingClientRect();
    const at = { x: event.clientX - area.left, y: event.clientY - area.top };
    const pointer = { canvas: this.network.DOMtoCanvas(at) };
    const id = this.at(pointer);
    this.hover(id, id >= 0 ? null : this.linkAt(pointer));
  }

  hover(id, link) {
    this.box.style.cursor = id >= 0 || link ? "pointer" : "grab";
    this.events.hover(id, link);
    if (id === this.hovered) return;
    this.hovered = id;
    this.network.redraw();
  }

  /** What is seen, as SVG. */
  svg() {
    const { clientWidth: width, clientHeight: height } = this.box;
    const scale = this.network.getScale();
    const { x: cx, y: cy } = this.network.getViewPosition();
    const at = (one) => [((one.x - cx) * scale + width / 2).toFixed(1), ((one.y - cy) * scale + height / 2).toFixed(1)];
    const lines = this.links.map((link) => {
      const [[x1, y1], [x2, y2]] = [at(this.graph.things[link.from]), at(this.graph.things[link.to])];
      const mention = link.name === MENTIONS;
      return `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="${mention ? this.palette.mention : this.palette.edge}" stroke-width="${mention ? 0.8 : 1.2}"/>`;
    });
    const shapes = this.points.map((one) => {
      const [x, y] = at(one);
      return `<path d="${outline(one.kind, Number(x), Number(y), this.radius(one) * scale)}" fill="${this.palette.kinds[one.kind]}"><title>${escape(one.name)}</title></path>`;
    });
    const names = this.labels.map((one) => `<text x="${(one.left + 2).toFixed(1)}" y="${(one.top + one.h * 0.76).toFixed(1)}" font-size="${one.size}"${one.bold ? ' font-weight="700"' : ""}>${escape(one.text)}</text>`);
    return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><rect width="100%" height="100%" fill="${this.palette.ground}"/><g>${lines.join("")}</g><g>${shapes.join("")}</g><g font-family="${FONT.replaceAll('"', "'")}" fill="${this.palette.text}" stroke="${this.palette.halo}" stroke-width="3" paint-order="stroke" stroke-linejoin="round">${names.join("")}</g></svg>`;
  }

  /** What is seen, as a PNG blob with its background. */
  png() {
    const from = this.box.querySelector("canvas");
    const copy = document.createElement("canvas");
    copy.width = from.width;
    copy.height = from.height;
    const context = copy.getContext("2d");
    context.fillStyle = this.palette.ground;
    context.fillRect(0, 0, copy.width, copy.height);
    context.drawImage(from, 0, 0);
    return new Promise((done) => copy.toBlob(done, "image/png"));
  }
}

function weight(thing) {
  return thing.degree + (thing.kind === "Reply" ? 10_000 : 0);
}

function font({ size, bold }) {
  return `${bold ? "700 " : ""}${size}px ${FONT}`;
}

/** Letters that answer one suggestion, in groups of two and more. */
function doubles(graph, ids) {
  const by = new Map();
  for (const id of ids) {
    if (graph.things[id].kind !== "Reply") continue;
    for (const link of graph.things[id].links) {
      if (link.name !== "repliesTo" || link.from !== id) continue;
      if (!by.has(link.to)) by.set(link.to, []);
      by.get(link.to).push(id);
    }
  }
  return [...by.values()].filter((one) => one.length > 1);
}
