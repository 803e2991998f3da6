// What the server is asked for, where the page was served with a part of its graph.

/** Letters that are asked for at once. */
const BATCH = 25;

/** The server of this page; each question fails with an error whose `said` is a key of the page's words. */
export class Server {
  constructor(place, version) {
    Object.assign(this, { place, version, batch: BATCH });
  }

  async ask(what, values) {
    const query = new URLSearchParams({ version: this.version });
    for (const [name, value] of Object.entries(values)) for (const one of [value].flat()) if (one !== "") query.append(name, one);
    let answer;
    try {
      answer = await fetch(`${this.place}/${what}?${query}`);
    } catch {
      throw Object.assign(new Error(what), { said: "serverAway" });
    }
    if (!answer.ok) throw Object.assign(new Error(what), { said: answer.status === 409 ? "replaced" : "serverAway" });
    return answer.json();
  }

  /** Parts by number, in their order. */
  parts(numbers) {
    return this.ask("parts", { numbers: numbers.join(",") });
  }

  find(text) {
    return this.ask("find", { text });
  }

  things(iris) {
    return this.ask("things", { iri: iris });
  }

  rows(chosen, offset) {
    return this.ask("rows", { ...chosen, offset });
  }

  tally(chosen) {
    return this.ask("tally", chosen);
  }

  way(one, other) {
    return this.ask("way", { one, other });
  }
}
