// A bar or line chart of one column of numbers over another, as SVG.
import { column } from './columns.js';
import { by, fill, make } from './dom.js';

const NS = 'http://www.w3.org/2000/svg';
const draw = (name, attributes, text) => {
  const element = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text !== undefined) element.textContent = text;
  return element;
};
const MOST = 30;
const CHARTS = 12;
const shorten = (name, most = 14) => ([...name].length > most ? `${[...name].slice(0, most - 1).join('')}…` : name);

// Rows that differ in the columns `apart` are of different things or units: they share neither line nor scale.
export function show({ kind, along, up, apart }, rows) {
  fill(by('chart'));
  const groups = new Map();
  for (const row of rows) {
    const [name, value] = [row[along]?.value, Number(row[up]?.value)];
    if (!name || !Number.isFinite(value)) continue;
    const key = apart.map((one) => row[one]?.value ?? '').join(' · ');
    if (!groups.has(key)) groups.set(key, { title: apart.filter((one) => row[one]?.type === 'literal').map((one) => row[one].value), points: [] });
    groups.get(key).points.push([name, value]);
  }
  const several = [...groups.values()].filter((one) => new Set(one.points.map(([name]) => name)).size > 1);
  for (const one of several.slice(0, CHARTS)) {
    const points = one.points.slice(0, MOST);
    const words = [...one.title, `${column(up)} / ${column(along)}`].join(' · ');
    const drawn = kind === 'line' ? line(points, words) : bars(points, words);
    by('chart').append(make('figure', {}, drawn, make('figcaption', { className: 'note' }, words)));
  }
}

// As wide as there is room: a picture that is made smaller than it was drawn has words too small to read.
const room = () => Math.min(640, by('chart').clientWidth || 640);

function frame(width, height, words) {
  return draw('svg', { viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', 'aria-label': words });
}

function bars(points, words) {
  const [step, width] = [22, room()];
  const left = Math.min(190, width * 0.45);
  const svg = frame(width, points.length * step + 6, words);
  const most = Math.max(...points.map(([, value]) => value), 0) || 1;
  points.forEach(([name, value], index) => {
    const y = index * step + 3;
    const length = Math.max(0, (value / most) * (width - left - 70));
    svg.append(
      draw('text', { x: left - 8, y: y + 14, 'text-anchor': 'end' }, shorten(name, Math.floor((left - 8) / 13))),
      draw('rect', { class: 'bar', x: left, y: y + 2, width: length, height: step - 6 }),
      draw('text', { x: left + length + 6, y: y + 14 }, String(value)),
    );
  });
  return svg;
}

// Years stand as far apart as they are; several values of one year are points without a line.
function line(points, words) {
  const [left, top, width, height] = [60, 16, room(), 220];
  const svg = frame(width, height, words);
  const names = [...new Set(points.map(([name]) => name))];
  const numbers = names.every((name) => Number.isFinite(Number(name)));
  names.sort((a, b) => (numbers ? a - b : a.localeCompare(b, 'zh')));
  const at = (name) => (numbers ? Number(name) : names.indexOf(name));
  const [first, last] = [at(names[0]), at(names[names.length - 1])];
  const values = points.map(([, value]) => value);
  const [low, high] = [Math.min(0, ...values), Math.max(...values) || 1];
  const x = (name) => left + ((at(name) - first) * (width - left - 40)) / (last - first || 1);
  const y = (value) => height - 40 - ((value - low) / (high - low || 1)) * (height - 40 - top);
  svg.append(
    draw('line', { class: 'axis', x1: left, y1: y(low), x2: width - 20, y2: y(low) }),
    draw('text', { x: left - 6, y: y(high) + 4, 'text-anchor': 'end' }, String(high)),
    draw('text', { x: left - 6, y: y(low) + 4, 'text-anchor': 'end' }, String(low)),
  );
  if (names.length === points.length) {
    const sorted = [...points].sort(([a], [b]) => at(a) - at(b));
    svg.append(draw('polyline', { class: 'line', points: sorted.map(([name, value]) => `${x(name)},${y(value)}`).join(' ') }));
  }
  for (const [name, value] of points) {
    const point = draw('circle', { class: 'bar', cx: x(name), cy: y(value), r: 4 });
    point.append(draw('title', {}, `${name}: ${value}`));
    svg.append(point);
  }
  const every = Math.ceil((names.length * 80) / width);
  names.forEach((name, index) => {
    if (index % every === 0) svg.append(draw('text', { x: x(name), y: height - 20, 'text-anchor': 'middle' }, shorten(name)));
  });
  return svg;
}
export const none = () => fill(by('chart'));
