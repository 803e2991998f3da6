// The page: reads its data, keeps what the reader chose, and has each view show it.

import { Canvas } from "./canvas.js";
import { download, fill, h } from "./dom.js";
import { fetched, Folder } from "./beside.js";
import { csv, differencesCsv, graphml, sparql } from "./exports.js";
import { ledger, ledgerAll, ledgerDifferences } from "./ledger.js";
import { letterView } from "./letter.js";
import { extend, keyed, letterName, model, STATUSES, unpack, words } from "./model.js";
import { panel } from "./panel.js";
import { sign } from "./parts.js";
import { path } from "./path.js";
import { indexed, search } from "./search.js";
import { chooses, neighbours, open, points, spread } from "./select.js";
import { Server } from "./server.js";
import { colours } from "./shapes.js";
import { blank, fromHash, toHash } from "./state.js";
import { timeline } from "./timeline.js";
import { sayings } from "./words.js";

const MOST_SHOWN = 1500;
/** Parts beside the page that are taken without asking when they tell of what was chosen: of many letters, or of one. */
const FEW = { folder: 3, server: 12 };
/** Milliseconds without a key after which the server is asked what was typed. */
const PAUSE = 180;
/** Points of each relation that come with one that is chosen from outside of the picture. */
const COMPANY = 6;
/** How often a list is lengthened before it is printed. */
const PAGES = 40;
const narrow = matchMedia("(max-width: 760px)");
const prefersDark = matchMedia("(prefers-color-scheme: dark)");

/** This page at a hash; said in full, since in a frame's srcdoc what is left out would be the page's around it. */
function address(hash) {
  return location.href.replace(/#.*$/, "") + hash;
}

class App {
  constructor(root, graph, options) {
    this.root = root;
    this.graph = graph;
    this.options = options;
    this.index = null;
    this.link = null;
    this.sort = ["dueDate", 1];
    this.picking = -1;
    this.framed = false;
    this.today = new Date().toLocaleDateString("sv");
    this.loaded = new Set([0]);
    this.known = new Map();
    this.server = options.server ? new Server(options.server, options.version) : null;
    this.source = this.server ?? (options.beside ? new Folder(options.beside) : null);
    this.asked = new Set();
    this.counts = new Map();
    this.pages = new Map();
    this.theme = prefersDark.matches ? "dark" : "light";
    this.said = blank();
    this.read();
    this.t = sayings(this.state.lang || options.lang);
    this.build();
  }

  get palette() {
    return colours(this.theme);
  }

  get day() {
    return this.state.day || this.today;
  }

  key(id) {
    return this.graph.things[id]?.iri ?? "";
  }

  find(key) {
    return this.graph.byIri.get(key) ?? -1;
  }

  // --- state and address

  /** What the address says, with things as numbers. */
  read() {
    const raw = fromHash(location.hash);
    const { graph } = this;
    const statement = raw.statement ? graph.statements.findIndex((one) => `${this.key(graph.letters[one.letter].thing)}#${one.key}` === raw.statement) : -1;
    const ends = raw.path.map((key) => this.find(key));
    this.state = { ...raw, thing: this.find(raw.thing), statement, body: this.find(raw.body), place: this.find(raw.place), letter: this.find(raw.letter),
      path: ends.length === 2 && ends.every((id) => id >= 0) ? ends : [],
      hide: raw.hide.filter((one) => typeof one === "string"), status: raw.status.filter((one) => STATUSES.includes(one)),
      unfolded: raw.unfolded.map(([key, way]) => [this.find(key), way]).filter(([id]) => id >= 0), folded: raw.folded.map(([key, way]) => [this.find(key), way]).filter(([id]) => id >= 0) };
    if (!location.hash && this.options.focus) this.state.thing = this.find(this.options.focus);
  }

  hash() {
    const { state, graph } = this;
    const one = graph.statements[state.statement];
    return toHash({ ...state, thing: this.key(state.thing), statement: one ? `${this.key(graph.letters[one.letter].thing)}#${one.key}` : "", body: this.key(state.body), place: this.key(state.place), letter: this.key(state.letter),
      path: state.path.map((id) => this.key(id)), unfolded: state.unfolded.map(([id, way]) => [this.key(id), way]), folded: state.folded.map(([id, way]) => [this.key(id), way]) });
  }

  /** Changes what is seen, in the address too. */
  go(change) {
    const next = { ...change };
    this.link = null;
    if ("thing" in change) {
      if (this.picking >= 0 && change.thing >= 0) {
        next.path = [this.picking, change.thing];
        next.statement = -1;
        next.thing = -1;
      } else Object.assign(next, { statement: -1, path: [] }, change);
      this.picking = -1;
    }
    if (change.statement >= 0) next.path = [];
    if ((change.thing >= 0 || change.statement >= 0 || next.path?.length) && narrow.matches && !change.view) next.view = "panel";
    if (change.statement >= 0 && this.state.view === "letter" && !narrow.matches) next.passage = this.placeKey(this.graph.statements[change.statement]);
    Object.assign(this.state, next);
    this.push();
    this.render(change);
  }

  /** Changes a value that is typed: the address follows without a new step back. */
  quietly(change) {
    Object.assign(this.state, change);
    history.replaceState(null, "", address(this.hash()));
  }

  push() {
    const hash = this.hash();
    if (hash !== location.hash) history.pushState(null, "", address(hash));
  }

  placeKey(one) {
    return `${this.key(this.graph.letters[one.letter].thing)}#char=${one.begin},${one.end}`;
  }

  openPassage(one) {
    this.go({ view: "letter", passage: this.placeKey(one) });
  }

  passage() {
    const [key, offsets] = this.state.passage.split("#char=");
    const letter = this.graph.things[this.find(key)]?.letter ?? -1;
    const [begin, end] = (offsets ?? "").split(",").map(Number);
    return { letter, place: end > begin ? { begin, end } : null };
  }

  filters() {
    const { state } = this;
    return { ...open(), hide: new Set(state.hide), body: state.body, place: state.place, letter: state.letter, from: state.from, to: state.to, status: new Set(state.status) };
  }

  /** Whether what is seen is narrowed by anything but kinds. */
  filtered() {
    return chooses(this.filters());
  }

  // --- what stands beside the page

  /** How many letters of the dataset are loaded; empty where all are. */
  get partly() {
    const { graph, t } = this;
    return graph.letters.length < (graph.whole.letters ?? 0) ? `${t("loaded")} ${t.count(graph.letters.length)} / ${t.count(graph.whole.letters)} ${t("lettersLoaded")}` : "";
  }

  /** Of [part, letters, part, letters…] the parts that are not loaded, and how many letters they hold. */
  missing(groups) {
    const found = { groups: [], letters: 0 };
    for (let i = 0; i < groups.length; i += 2) {
      if (this.loaded.has(groups[i])) continue;
      found.groups.push(groups[i]);
      found.letters += groups[i + 1];
    }
    return found;
  }

  /** Takes parts from beside the page or from the server; whether all came. */
  async take(groups) {
    const wanted = [...new Set(groups)].filter((one) => !this.loaded.has(one));
    const { batch } = this.source;
    for (let i = 0; i < wanted.length; i += batch) {
      const some = wanted.slice(i, i + batch);
      this.note(`${this.t("loading")} ${Math.min(i + batch, wanted.length)} / ${wanted.length}`);
      try {
        const parts = await this.source.parts(some);
        some.forEach((group, j) => {
          if (this.loaded.has(group) || !parts[j]) return;
          extend(this.graph, ...parts[j]);
          this.loaded.add(group);
        });
      } catch (error) {
        this.sorry(error);
        return false;
      }
    }
    if (wanted.length) {
      this.index = null;
      this.graph.folded = null;
      this.choices = null;
      this.note("");
    }
    return true;
  }

  /** Takes parts and shows what they hold. */
  async load(groups) {
    if (!(await this.take(groups))) return;
    this.read();
    this.render({ loaded: true });
  }

  sorry(error) {
    if (!error.said) throw error;
    this.note(`${this.t(error.said)}${error.more ?? ""}`);
  }

  loadMore() {
    const all = this.server ? Array.from({ length: this.options.parts }, (_, group) => group) : this.options.letters.map((_, group) => group);
    return this.load(all.filter((group) => !this.loaded.has(group)).slice(0, this.server ? this.server.batch : 5));
  }

  /** Learns whatever the address speaks of; of a folder first the names of all that is in it, to be found by. */
  async names() {
    for (let i = 0; i < (this.options.names ?? 0); i++) {
      const more = await fetched(this.options.beside, `names-${i}`).catch(() => null);
      if (!more) return this.note(`${this.t("besideMissing")} ${this.options.beside}`);
      for (const one of more) this.known.set(one.iri, one);
      this.index = null;
    }
    const raw = fromHash(location.hash);
    const away = [raw.thing, raw.body, raw.place, raw.letter, raw.statement.split("#")[0], raw.passage.split("#")[0], ...raw.path].filter((key) => key && this.find(key) < 0);
    if (this.server) await this.know([...new Set(away)]);
    return this.load([...new Set(away.flatMap((key) => this.partsOf(key)))]);
  }

  /** Has the server say in which letters things are named. */
  async know(keys) {
    const found = keys.length ? await this.server.things(keys).catch((error) => this.sorry(error)) : [];
    for (const { parts, ...one } of found ?? []) {
      const groups = parts.flatMap((part) => [part, 1]);
      this.known.set(one.iri, { ...one, g: groups });
      if (this.find(one.iri) >= 0) this.graph.things[this.find(one.iri)].groups = groups;
    }
  }

  /** What the filters and the thing chosen are to the server. */
  chosen(thing = this.state.thing) {
    const { state } = this;
    return { thing: this.key(thing), body: this.key(state.body), place: this.key(state.place), letter: this.key(state.letter), from: state.from, to: state.to, status: state.status.join(","), day: this.day };
  }

  /** The promises of all letters by state, as the server counts them; null where there is no need, or not yet. */
  counted(thing) {
    if (!this.server || !this.partly) return null;
    const chosen = this.chosen(thing);
    const key = JSON.stringify(chosen);
    if (!this.counts.has(key)) {
      this.counts.set(key, null);
      this.server.tally(chosen).then((found) => {
        this.counts.set(key, found);
        panel(this, this.side);
      }).catch((error) => {
        this.counts.delete(key);
        this.sorry(error);
      });
    }
    return this.counts.get(key);
  }

  /** Asks the server once about the thing, or the way, that is chosen. */
  async learn() {
    const { state } = this;
    const key = state.path.length === 2 ? state.path.map((id) => this.key(id)) : [this.key(state.thing)];
    if (!this.server || !this.partly || !key[0] || this.asked.has(key.join("\n"))) return;
    this.asked.add(key.join("\n"));
    try {
      if (key.length === 2) return this.load(await this.server.way(...key));
      await this.know(key);
    } catch (error) {
      this.asked.delete(key.join("\n"));
      return this.sorry(error);
    }
    if (this.key(this.state.thing) === key[0]) this.render({ learnt: true });
  }

  /** Some parts that tell of a thing which is not loaded: those with most of its letters. */
  partsOf(key) {
    const groups = this.known.get(key)?.g ?? [];
    const pairs = groups.flatMap((one, i) => (i % 2 ? [] : [[one, groups[i + 1]]]));
    return pairs.sort((a, b) => b[1] - a[1]).slice(0, this.server ? FEW.server : 5).map(([group]) => group);
  }

  /** Opens a thing that is only known by name. */
  async openKnown(key) {
    if (this.server) await this.know([key]);
    await this.load(this.partsOf(key));
    const thing = this.find(key);
    if (thing >= 0) this.go({ thing });
  }

  /** Opens a passage of a letter that is not loaded. */
  async openAway({ letter, key }) {
    if (this.server) await this.know([letter]);
    await this.load(this.partsOf(letter));
    const one = keyed(this.graph).get(key);
    if (one) this.openPassage(one);
    else if (this.find(letter) >= 0) this.go({ view: "letter", passage: letter });
  }

  /** Opens a statement that the server has found. */
  async openFound([part, letter, key]) {
    await this.load([part]);
    const one = keyed(this.graph).get(`${letter}#${key}`);
    if (one) this.go({ statement: one.id });
  }

  // --- deeds

  pickPath(id) {
    this.picking = id;
    this.note(this.t("pathPick"));
    this.root.querySelector("#search").focus();
  }

  only(id) {
    const key = { GovernmentBody: "body", Place: "place", Reply: "letter" }[this.graph.things[id].kind];
    this.go({ [key]: this.state[key] === id ? -1 : id });
  }

  centre(id) {
    if (narrow.matches) this.go({ view: "graph" });
    this.canvas.fit([id, ...this.graph.things[id].links.flatMap((link) => [link.from, link.to])].filter((one) => this.seen.has(one)));
  }

  unfold(id, way, more) {
    const not = ([one, key]) => one !== id || key !== way;
    const unfolded = this.state.unfolded.filter(not);
    const folded = this.state.folded.filter(not);
    (more ? unfolded : folded).push([id, way]);
    if (more && this.spread.size > MOST_SHOWN) return this.note(`${this.t("shown")} ${MOST_SHOWN}+`);
    this.go({ unfolded, folded });
    if (more) this.centre(id);
    return undefined;
  }

  async export(form) {
    if (form === "png") download("graph.png", await this.canvas.png());
    else if (form === "svg") download("graph.svg", this.canvas.svg(), "image/svg+xml");
    else if (form === "csv") download("ledger.csv", this.state.show === "differ" ? differencesCsv(this, ledgerDifferences(this)) : csv(this, await ledgerAll(this)), "text/csv");
    else if (form === "graphml") download("graph.graphml", graphml(this, this.seen), "application/graphml+xml");
    else if (form === "sparql") download("query.rq", sparql(this), "application/sparql-query");
    else if (form === "print") window.print();
    else if (form === "share") {
      await navigator.clipboard?.writeText(location.href).catch(() => {});
      this.note(this.t("copied"));
    }
  }

  note(text) {
    this.hint.textContent = text;
  }

  // --- building

  build() {
    const { t } = this;
    document.documentElement.lang = t.lang === "zh" ? "zh-Hans" : "en";
    document.documentElement.dataset.theme = this.theme;
    document.title = t("title");
    this.results = h("ul", { id: "results", role: "listbox", "aria-label": t("searchLabel"), hidden: true });
    const input = h("input", { id: "search", type: "search", role: "combobox", "aria-expanded": "false", "aria-controls": "results", "aria-autocomplete": "list", autocomplete: "off", placeholder: t("search"), "aria-label": t("searchLabel") });
    this.hint = h("p", { class: "hint", role: "status" });
    this.counter = h("p", { class: "counter" });
    this.legend = h("div", { class: "legend", role: "group", "aria-label": t("type") });
    this.box = h("div", { class: "canvas", tabindex: 0, role: "application", "aria-label": t("canvas") });
    this.graphPane = h("section", { class: "pane graph", "aria-label": t("graph") }, this.legend, this.box, this.hint);
    this.ledgerPane = h("section", { class: "pane ledger", "aria-label": t("ledger") });
    this.letterPane = h("section", { class: "pane letterview", "aria-label": t("letterView") });
    this.timePane = h("section", { class: "time", tabindex: 0, "aria-label": `${t("timeline")}：${t("brushKeys")}` });
    this.side = h("aside", { class: "side", tabindex: 0, "aria-label": t("answer") });
    this.chips = h("div", { class: "chips" });
    const tab = (view, text) => h("button", { type: "button", class: "tab", "data-view": view, onclick: () => this.go({ view, ...(view === "letter" && !this.state.passage ? { passage: this.anyLetter() } : {}) }) }, text);
    this.tabs = h("nav", { class: "tabs", "aria-label": t("title") }, tab("panel", t("answer")), tab("graph", t("graph")), tab("ledger", t("ledger")), tab("letter", t("letterView")), this.counter);
    const menu = (text, ...items) => h("details", { class: "menu" }, h("summary", {}, text), h("div", { class: "sheet" }, items));
    const entry = (form) => h("button", { type: "button", "data-export": form, onclick: () => this.export(form) }, t(form));
    this.filterSheet = h("div", { class: "sheet" });
    this.help = h("dialog", { "aria-label": t("help") }, h("h2", {}, t("help")), h("dl", { class: "keys" }, t.help.map(([key, what]) => [h("dt", {}, key), h("dd", {}, what)])), h("button", { type: "button", onclick: () => this.help.close() }, t("close")));
    fill(this.root,
      h("header", {}, h("strong", { class: "brand" }, t("title")), h("div", { class: "find" }, input, this.results),
        h("div", { class: "actions" }, h("details", { class: "menu", id: "filters" }, h("summary", {}, t("filters")), this.filterSheet),
          menu(t("exports"), ["csv", "png", "svg", "graphml", "sparql", "print", "share"].map(entry)),
          h("button", { type: "button", "data-do": "whole", onclick: () => this.whole() }, t("whole")),
          h("button", { type: "button", "data-do": "lang", lang: t.lang === "zh" ? "en" : "zh-Hans", onclick: () => this.language() }, t("language")),
          h("button", { type: "button", "data-do": "theme", onclick: () => this.shade() }, t("dark")),
          h("button", { type: "button", "data-do": "help", "aria-label": t("help"), onclick: () => this.help.showModal() }, "?"))),
      this.tabs, this.chips,
      h("main", {}, h("div", { class: "stage" }, this.graphPane, this.ledgerPane, this.letterPane, this.timePane), this.side), this.help);
    this.finder(input);
    this.canvas = new Canvas(this.box, this.graph, this.palette, {
      choose: (id) => this.go({ thing: id }),
      chooseLink: (link) => this.chooseLink(link),
      hover: (id, link) => this.hovered(id, link),
    });
    this.render({ first: true });
    this.keys();
  }

  anyLetter() {
    const thing = this.graph.things[this.state.thing];
    const statement = this.graph.statements[this.state.statement];
    if (statement) return this.placeKey(statement);
    if (thing?.letter >= 0) return this.key(thing.id);
    const link = thing?.links.find((one) => this.graph.things[one.from].letter >= 0);
    const latest = [...this.graph.letters].filter((one) => one.thing >= 0).sort((a, b) => (a.last < b.last ? 1 : -1))[0];
    return this.key(link ? link.from : latest ? latest.thing : -1);
  }

  language() {
    this.state.lang = this.t.lang === "zh" ? "en" : "zh";
    this.quietly({});
    this.t = sayings(this.state.lang);
    this.canvas.network.destroy();
    this.build();
  }

  shade() {
    this.theme = this.theme === "dark" ? "light" : "dark";
    document.documentElement.dataset.theme = this.theme;
    this.canvas.repaint(this.palette);
    this.render({});
  }

  whole() {
    const { lang, day } = this.state;
    this.go({ ...blank(), thing: -1, statement: -1, body: -1, place: -1, letter: -1, view: "graph", lang, day });
    this.canvas.fit();
  }

  chooseLink(link) {
    this.state.statement = -1;
    this.link = link;
    if (narrow.matches) this.state.view = "panel";
    this.render({});
  }

  hovered(id, link) {
    const { t, graph } = this;
    if (this.picking >= 0) return;
    if (id >= 0) this.note(`${t.kind(graph.things[id].kind)} · ${graph.things[id].name}`);
    else if (link) {
      const place = link.places[0];
      const quote = place ? `：“${words(graph, place).slice(0, 80)}” ${letterName(graph, place.letter)}` : "";
      this.note(`${graph.things[link.from].short} — ${t.link(link.name)} → ${graph.things[link.to].short}${quote}`);
    } else this.note("");
  }

  // --- showing

  render(change) {
    const { state, graph, t } = this;
    const filters = this.filters();
    this.way = state.path.length === 2 ? path(graph, ...state.path) : null;
    const statement = graph.statements[state.statement];
    const always = [state.thing, ...this.company(), ...state.path, ...(this.way?.steps.flatMap((one) => [one.from, one.to]) ?? []), ...(statement ? [statement.actor, ...statement.about, graph.letters[statement.letter].thing] : [])];
    this.spread = spread(graph, state.unfolded, state.folded, always);
    this.seen = points(graph, filters, this.spread);
    for (const id of always) if (id >= 0 && this.spread.has(id) && !filters.hide.has(graph.things[id].kind)) this.seen.add(id);
    const view = state.view || (narrow.matches ? "panel" : "graph");
    document.body.dataset.view = view;
    for (const one of this.tabs.querySelectorAll(".tab")) one.setAttribute("aria-current", String(one.dataset.view === view || (view === "panel" && !narrow.matches && one.dataset.view === "graph")));
    this.kinds();
    this.chipsOf();
    this.sheet();
    this.fillCounter();
    this.draw(change); // after what takes room from it
    panel(this, this.side);
    if (view === "ledger") ledger(this, this.ledgerPane);
    if (view === "letter") {
      const { letter, place } = this.passage();
      letterView(this, this.letterPane, letter, place);
    }
    timeline(this, this.timePane);
    if (this.picking < 0) this.note("");
    const left = this.missing(graph.things[state.thing]?.groups ?? []);
    if (left.groups.length > 0 && left.groups.length <= (this.server ? FEW.server : FEW.folder) && !change.loaded && !change.first) this.load(left.groups);
    else this.learn();
  }

  /** What stands beside a chosen thing that the page does not open with: some of each relation that is not folded. */
  company() {
    const { state, graph } = this;
    if (state.thing < graph.opening) return [];
    const folded = new Set(state.folded.filter(([id]) => id === state.thing).map(([, way]) => way));
    return neighbours(graph, state.thing).filter((one) => !folded.has(one.key)).flatMap((one) => one.links.slice(0, COMPANY).map((link) => (one.out ? link.to : link.from)));
  }

  draw(change) {
    const { state, graph, canvas } = this;
    canvas.show(this.seen);
    const statement = graph.statements[state.statement];
    const near = statement ? statement.about[0] ?? statement.actor : state.thing;
    canvas.mark(near ?? -1, this.way?.steps.length ? this.way.steps : null);
    if (change.first || change.view) requestAnimationFrame(() => this.frame(change.first));
    else if (change.thing >= 0 || this.way || !this.framed || (change.loaded && state.thing >= graph.opening)) this.frame(false);
    else if (["body", "place", "letter", "from", "status"].some((one) => one in change)) canvas.fit();
  }

  frame(first) {
    const { state, canvas } = this;
    if (this.way?.steps.length) canvas.fit(this.way.steps.flatMap((one) => [one.from, one.to]), !first);
    else if (state.thing >= 0) {
      this.framed = true;
      const near = [state.thing, ...this.graph.things[state.thing].links.flatMap((link) => [link.from, link.to])];
      canvas.fit(near, !first);
    } else if (first || !this.framed) {
      this.framed = this.box.clientWidth > 0;
      canvas.fit(null, false);
    }
  }

  kinds() {
    const { graph, t, state } = this;
    const count = new Map();
    for (const id of points(graph, { ...this.filters(), hide: new Set() }, this.spread)) count.set(graph.things[id].kind, (count.get(graph.things[id].kind) ?? 0) + 1);
    fill(this.legend, ["Reply", "Suggestion", "Policy", "GovernmentBody", "NonStateOrganization", "Person", "Place", "Platform", "Project", "Programme"].filter((one) => count.has(one)).map((kind) => h("button", { type: "button", class: "kind", "data-kind": kind, "aria-pressed": String(!state.hide.includes(kind)),
      onclick: () => this.go({ hide: state.hide.includes(kind) ? state.hide.filter((one) => one !== kind) : [...state.hide, kind] }) }, sign(kind, this.palette), ` ${t.kind(kind)} ${count.get(kind)}`)));
  }

  chipsOf() {
    const { state, graph, t } = this;
    const chip = (text, change) => h("button", { type: "button", class: "chip", onclick: () => this.go(change) }, `× ${text}`);
    fill(this.chips, [["body", t("by")], ["place", t("place")], ["letter", t("inLetter")]].map(([key, name]) => state[key] >= 0 && chip(`${name}：${graph.things[state[key]].short}`, { [key]: -1 })),
      (state.from || state.to) && chip(`${state.from || "…"} – ${state.to || "…"}`, { from: "", to: "" }), state.status.map((one) => chip(t(one), { status: state.status.filter((other) => other !== one) })),
      this.picking >= 0 && h("span", { class: "notice" }, t("pathPick")));
  }

  sheet() {
    const { state, graph, t } = this;
    const choice = (key, name, ids) => h("label", {}, name, h("select", { "data-filter": key, onchange: (event) => this.go({ [key]: Number(event.target.value) }) }, h("option", { value: -1 }, t("any")),
      [...new Set([...ids, state[key]])].filter((id) => id >= 0).map((id) => h("option", { value: id, selected: id === state[key] }, graph.things[id].short))));
    const day = (key, name) => h("label", {}, name, h("input", { type: "text", inputmode: "numeric", size: 8, placeholder: "2024", pattern: "\\d{4}(-\\d{2}){0,2}", value: state[key], "data-filter": key, onchange: (event) => this.go({ [key]: /^\d{4}(-\d\d(-\d\d)?)?$/.test(event.target.value.trim()) ? event.target.value.trim() : "" }) }));
    this.choices ??= this.frequent();
    const status = h("fieldset", {}, h("legend", {}, t("status")), STATUSES.map((one) => h("label", { class: "check" }, h("input", { type: "checkbox", "data-filter": one, checked: state.status.includes(one), onchange: (event) => this.go({ status: event.target.checked ? [...state.status, one] : state.status.filter((other) => other !== one) }) }), t(one))));
    fill(this.filterSheet, choice("body", t("by"), this.choices.body), choice("place", t("place"), this.choices.place), choice("letter", t("inLetter"), this.choices.letter), day("from", t("fromDay")), day("to", t("toDay")), status);
  }

  frequent() {
    const { graph } = this;
    const acts = new Map();
    for (const one of graph.statements) if (one.actor >= 0) acts.set(one.actor, (acts.get(one.actor) ?? 0) + 1);
    const body = [...acts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, 300).map(([id]) => id);
    const place = graph.things.filter((one) => one.kind === "Place").sort((a, b) => b.degree - a.degree || a.id - b.id).slice(0, 300).map((one) => one.id);
    const letter = [...graph.letters].filter((one) => one.thing >= 0).sort((a, b) => (a.last < b.last ? 1 : -1)).slice(0, 500).map((one) => one.thing);
    return { body, place, letter };
  }

  fillCounter() {
    const { graph, t } = this;
    const part = graph.whole.things > graph.things.length ? `（${t("wholeData")} ${t.count(graph.whole.things)}）` : "";
    this.counter.textContent = `${t("shown")} ${t.count(this.seen.size)} / ${t.count(graph.things.length)}${part}`;
    this.counter.classList.toggle("none", this.seen.size === 0);
    if (this.seen.size === 0 && graph.things.length) this.counter.textContent += ` · ${t("noneShown")}`;
  }

  // --- finding and keys

  finder(input) {
    const { graph, t, results } = this;
    let found = [];
    let at = -1;
    const choose = (one) => {
      close();
      input.value = "";
      input.blur();
      if (one.known) this.openKnown(one.known.iri);
      else if (one.found) this.openFound(one.found);
      else this.go(one.thing !== undefined ? { thing: one.thing } : { statement: one.statement });
    };
    const close = () => {
      results.hidden = true;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
      at = -1;
    };
    const mark = () => {
      [...results.children].forEach((one, i) => one.setAttribute("aria-selected", String(i === at)));
      if (at >= 0) {
        input.setAttribute("aria-activedescendant", `result-${at}`);
        results.children[at].scrollIntoView({ block: "nearest" });
      }
    };
    const option = (one, i) => {
      const thing = one.known ? { kind: graph.kinds[one.known.k], name: one.known.name ?? one.known.label, number: one.known.no } : graph.things[one.thing];
      const [status, said, letter] = one.found ? one.found.slice(3) : one.statement >= 0 ? [graph.statements[one.statement].status, words(graph, graph.statements[one.statement]), letterName(graph, graph.statements[one.statement].letter)] : [];
      return h("li", { id: `result-${i}`, role: "option", "aria-selected": String(i === at), onmousedown: (event) => event.preventDefault(), onclick: () => choose(one) },
        thing ? [sign(thing.kind, this.palette, 13), h("bdi", {}, thing.name), thing.number && h("bdi", { class: "quiet" }, ` ${thing.number}`)] : [h("span", { class: `badge ${status}` }, t(status)), " ", h("bdi", {}, said.slice(0, 80)), h("bdi", { class: "quiet" }, ` ${letter}`)]);
    };
    const list = () => {
      fill(results, found.map(option), found.length === 0 && input.value.trim() && h("li", { class: "quiet", role: "option", "aria-disabled": "true" }, t(this.server && waiting ? "asking" : "nothing"), !this.server && this.partly && `（${this.partly}）`));
      results.hidden = !input.value.trim();
      input.setAttribute("aria-expanded", String(!results.hidden));
      mark();
    };
    let waiting = null;
    /** What is loaded was shown at once; the server adds what it knows of all letters. */
    const further = async (text) => {
      let more;
      try {
        more = await this.server.find(text);
      } catch (error) {
        this.sorry(error);
      }
      if (input.value !== text) return;
      waiting = null;
      const here = new Set(found.map((one) => (one.thing >= 0 ? this.key(one.thing) : "")));
      const things = (more?.things ?? []).filter((one) => !here.has(one.iri)).map((one) => (graph.byIri.has(one.iri) ? { thing: graph.byIri.get(one.iri) } : { known: one }));
      const said = (more?.statements ?? []).filter(([, letter, key]) => !keyed(graph).has(`${letter}#${key}`)).map(([part, letter, key, text_, status, name]) => ({ found: [part, letter, key, status, text_, name] }));
      found = [...found.filter((one) => one.statement === undefined), ...things, ...found.filter((one) => one.statement !== undefined), ...said];
      if (at < 0 && found.length) at = 0;
      list();
    };
    input.addEventListener("input", () => {
      this.index ??= indexed(graph, [...this.known.values()].filter((one) => !graph.byIri.has(one.iri)));
      found = search(graph, this.index, input.value);
      at = found.length ? 0 : -1;
      clearTimeout(waiting);
      const text = input.value;
      waiting = this.server && this.partly && text.trim() ? setTimeout(() => further(text), PAUSE) : null;
      list();
    });
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        at = found.length ? (at + (event.key === "ArrowDown" ? 1 : found.length - 1)) % found.length : -1;
        mark();
      } else if (event.key === "Enter" && found[at]) choose(found[at]);
      else if (event.key === "Escape") {
        event.stopPropagation();
        input.value = "";
        close();
        input.blur();
      }
    });
    input.addEventListener("blur", () => close());
  }

  keys() {
    if (this.listening) return;
    this.listening = true;
    window.addEventListener("popstate", () => {
      this.link = null;
      const { lang } = this.state;
      this.read();
      this.state.lang ||= lang;
      this.render({ thing: this.state.thing, back: true });
    });
    window.addEventListener("resize", () => {
      timeline(this, this.timePane);
      if (document.body.dataset.view === "graph") this.canvas.network.redraw();
    });
    let before = this.theme;
    window.addEventListener("beforeprint", () => {
      before = this.theme;
      if (before === "dark") this.shade(); // paper is white
      this.unabridged();
    });
    window.addEventListener("afterprint", () => this.theme !== before && this.shade());
    narrow.addEventListener("change", () => this.render({ view: this.state.view }));
    document.addEventListener("click", (event) => {
      for (const one of this.root.querySelectorAll("details.menu[open]")) if (!one.contains(event.target) || (event.target.matches("[data-export]"))) one.open = false;
    });
    document.addEventListener("keydown", (event) => this.key_(event));
  }

  /** On paper nothing can be asked for: lists are shown as far as paper goes. */
  unabridged() {
    for (const more of this.root.querySelectorAll(".side .more, .pane .more")) for (let i = 0; i < PAGES && !more.hidden && more.offsetParent; i++) more.click();
  }

  key_(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key === "Escape") {
      const menu = this.root.querySelector("details.menu[open]");
      if (menu) menu.open = false;
      else if (this.picking >= 0) {
        this.picking = -1;
        this.render({});
      } else if (!this.help.open && (this.link || this.state.thing >= 0 || this.state.statement >= 0 || this.state.path.length)) this.go({ thing: -1 });
      return;
    }
    if (typing || this.help.open) return;
    const deeds = {
      "/": () => this.root.querySelector("#search").focus(), "?": () => this.help.showModal(), g: () => this.go({ view: "graph" }), l: () => this.go({ view: "ledger" }),
      t: () => this.timePane.focus(), p: () => this.state.thing >= 0 && this.pickPath(this.state.thing), 0: () => this.canvas.fit(), "+": () => this.canvas.zoom(1.25), "=": () => this.canvas.zoom(1.25), "-": () => this.canvas.zoom(0.8),
    };
    const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    if (deeds[event.key]) {
      event.preventDefault();
      deeds[event.key]();
    } else if (moves[event.key] && event.target === this.box) {
      event.preventDefault();
      this.canvas.nudge(...moves[event.key]);
    }
  }
}

async function start() {
  const block = (name) => unpack(document.getElementById(`data-${name}`).textContent);
  const [options, nodes, edges, facts, letters] = await Promise.all(["options", "nodes", "edges", "facts", "letters"].map(block));
  const graph = model(nodes, edges, facts, letters);
  const app = new App(document.getElementById("app"), graph, typeof options === "string" ? JSON.parse(options) : options);
  app.root.dataset.ready = String(Math.round(performance.now()));
  window.explorer = app;
  if (app.source) {
    await app.names();
    app.root.dataset.names = "1";
  }
}

start().catch((error) => {
  fill(document.getElementById("app"), h("p", { role: "alert" }, `本页无法显示，请用较新的浏览器打开。This page cannot be shown; open it in a newer browser. (${error.message})`));
  throw error;
});
