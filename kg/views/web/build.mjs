// Bundles the modules of this folder with vis-network: `npm ci && npm run build`.
// The first line of the bundle names its sources by hash, its end the licences of what is in it.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, mkdirSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const here = new URL("./", import.meta.url);
const names = readdirSync(here).filter((one) => /\.m?js$/.test(one) || one === "package-lock.json").sort();
const hash = createHash("sha256");
for (const name of names) {
  hash.update(`${name}\n`);
  hash.update(readFileSync(new URL(name, here)));
}
const licences = [
  ["vis-network", "LICENSE-MIT"], ["vis-data", "LICENSE-MIT"], ["vis-util", "LICENSE-MIT"],
  ["@egjs/hammerjs", "LICENSE.md"], ["component-emitter", "license"], ["keycharm", "LICENSE-MIT"], ["uuid", "LICENSE.md"],
].map(([name, file]) => {
  const text = readFileSync(new URL(`node_modules/${name}/${file}`, here), "utf8");
  const { version } = JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, here), "utf8"));
  return `${name} ${version}\n\n${text.trim()}`;
});
const made = await build({
  entryPoints: [new URL("main.js", here).pathname],
  bundle: true, format: "iife", target: "es2022", minify: true, charset: "utf8", legalComments: "none",
  absWorkingDir: here.pathname, write: false, logLevel: "warning",
});
const code = made.outputFiles[0].text.replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--");
mkdirSync(new URL("bundle/", here), { recursive: true });
writeFileSync(new URL("bundle/explorer.js", here), `/* sources ${hash.digest("hex")}; licences: see bundle/LICENSES.txt and the end */\n${code}/*\n${licences.join("\n\n----\n\n").replaceAll("*/", "* /")}\n*/\n`);
writeFileSync(new URL("bundle/LICENSES.txt", here), `${licences.join("\n\n----\n\n")}\n`);
