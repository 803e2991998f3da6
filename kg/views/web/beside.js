// What stands in a folder beside the page: style sheets, since a page on a disk may read those and they cannot run.

import { h } from "./dom.js";
import { unpack } from "./model.js";

let last = Promise.resolve();

/** The folder beside the page, which gives one part after the other. */
export class Folder {
  constructor(name) {
    Object.assign(this, { name, batch: 1 });
  }

  /** Parts by number, in their order; fails with an error whose `said` is a key of the page's words. */
  parts(numbers) {
    return Promise.all(numbers.map((one) => fetched(this.name, one))).catch((error) => {
      throw Object.assign(error, { said: "besideMissing", more: ` ${this.name}` });
    });
  }
}

/** The value in a file beside the page; fails where the file is not there. One after the other. */
export function fetched(folder, name) {
  last = last.catch(() => {}).then(() => read(`${encodeURIComponent(folder)}/${name}.css`));
  return last;
}

async function read(href) {
  const link = h("link", { rel: "stylesheet", href });
  await new Promise((done, fail) => {
    link.addEventListener("load", done);
    link.addEventListener("error", () => fail(new Error(href)));
    document.head.append(link);
  });
  const holder = h("div", { id: "part", hidden: true });
  document.body.append(holder);
  const style = getComputedStyle(holder);
  const count = Number(style.getPropertyValue("--count"));
  const text = Array.from({ length: count }, (_, i) => style.getPropertyValue(`--${i}`).trim().slice(1, -1)).join("");
  holder.remove();
  link.remove();
  return unpack(text);
}
