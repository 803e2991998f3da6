// What a reader looks at, as the part of the address behind the hash: to be shared, and for the back button.

const PLAIN = { view: "v", from: "f", to: "t", lang: "lang", ask: "q", show: "show", day: "day" };
const VIEWS = ["graph", "ledger", "letter", "panel"];

/** A state in which nothing is chosen. */
export function blank() {
  return { view: "", thing: "", statement: "", passage: "", hide: [], body: "", place: "", letter: "", from: "", to: "",
    status: [], path: [], unfolded: [], folded: [], lang: "", ask: "", show: "", day: "" };
}

/** State to hash. Names of things are their IRIs without what all share. */
export function toHash(state) {
  const parts = [];
  const add = (key, value) => {
    if (value) parts.push(`${key}=${encodeURIComponent(value).replace(/%2F/g, "/").replace(/%2C/g, ",")}`);
  };
  add("n", state.thing);
  add("s", state.statement);
  add("p", state.passage);
  add("b", state.body);
  add("g", state.place);
  add("l", state.letter);
  add("path", state.path.map((one) => encodeURIComponent(one).replaceAll("~", "%7E")).join("~"));
  for (const [name, key] of Object.entries(PLAIN)) add(key, state[name]);
  add("hide", state.hide.join(","));
  add("st", state.status.join(","));
  for (const [id, key] of state.unfolded) add("x", `${key}|${id}`);
  for (const [id, key] of state.folded) add("c", `${key}|${id}`);
  return parts.length ? `#${parts.join("&")}` : "";
}

/** Hash to state; what is not understood is left out. */
export function fromHash(hash) {
  const state = blank();
  for (const part of hash.replace(/^#/, "").split("&")) {
    const at = part.indexOf("=");
    if (at < 1) continue;
    const key = part.slice(0, at);
    const value = decoded(part.slice(at + 1));
    if (key === "n") state.thing = value;
    else if (key === "s") state.statement = value;
    else if (key === "p") state.passage = value;
    else if (key === "b") state.body = value;
    else if (key === "g") state.place = value;
    else if (key === "l") state.letter = value;
    else if (key === "hide") state.hide = value.split(",").filter(Boolean);
    else if (key === "st") state.status = value.split(",").filter(Boolean);
    else if (key === "path") state.path = value.split("~").map(decoded).slice(0, 2);
    else if (key === "x" || key === "c") {
      const [name, way, ...rest] = value.split("|");
      (key === "x" ? state.unfolded : state.folded).push([rest.join("|"), `${name}|${way}`]);
    }
    for (const [name, short] of Object.entries(PLAIN)) if (key === short) state[name] = value;
  }
  if (!VIEWS.includes(state.view)) state.view = "";
  for (const end of ["from", "to", "day"]) if (!/^\d{4}(-\d\d(-\d\d)?)?$/.test(state[end])) state[end] = "";
  if (!["zh", "en"].includes(state.lang)) state.lang = "";
  return state;
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
