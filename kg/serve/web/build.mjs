// Bundles the query page into ../static/query.js, with the licences of what is in it: npm ci && npm run build
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';

// The bundle names the sources that it was made from, so that a test can tell when it was forgotten.
const sources = createHash('sha256');
for (const name of readdirSync('.').filter((one) => /\.js$|^package\.json$/.test(one)).sort()) sources.update(readFileSync(name));

const made = await build({
  banner: { js: `/* made by kg/serve/web/build.mjs from ${sources.digest('hex')}; licences in LICENSES.txt */` },
  entryPoints: ['main.js'],
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  charset: 'utf8',
  legalComments: 'none',
  metafile: true,
  outfile: '../static/query.js',
});
const packages = new Set();
for (const input of Object.keys(made.metafile.inputs)) {
  const found = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input);
  if (found) packages.add(found[1]);
}
const texts = [...packages].sort().map((name) => {
  const { version, license } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8'));
  const file = ['LICENSE', 'LICENSE.md', 'LICENSE.txt'].map((one) => `node_modules/${name}/${one}`).find(existsSync);
  return `${name} ${version} (${license})\n\n${file ? readFileSync(file, 'utf8').trim() : 'No licence text in the package.'}\n`;
});
writeFileSync('../static/LICENSES.txt', `What query.js is bundled from.\n\n${texts.join(`\n${'-'.repeat(80)}\n\n`)}`);
