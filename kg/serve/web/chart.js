// A bar or line chart of one column of numbers over another, as SVG.
import { by, fill, make } from './dom.js';

const NS = 'http://www.w3.org/2000/svg';
const draw = (name, attributes, text) => {
  const element = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text !== undefined) element.textContent = text;
  return element;
};
const MOST = 30;
const shorten = (name) => ([...name].length > 14 ? `${[...name].slice(0, 13).join('')}…` : name);

export function show(kind, along, up, rows) {
  const points = rows.map((row) => [row[along]?.value, Number(row[up]?.value)]).filter(([name, value]) => name && Number.isFinite(value)).slice(0, MOST);
  fill(by('chart'));
  if (points.length < 2) return;
  by('chart').append(make('figure', {}, kind === 'line' ? line(points, along, up) : bars(points, along, up), make('figcaption', { className: 'note' }, `${up} / ${along}`)));
}

function frame(width, height, along, up) {
  return draw('svg', { viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', 'aria-label': `${up} / ${along}` });
}

function bars(points, along, up) {
  const [left, step, width] = [190, 22, 640];
  const svg = frame(width, points.length * step + 6, along, up);
  const most = Math.max(...points.map(([, value]) => value), 0) || 1;
  points.forEach(([name, value], index) => {
    const y = index * step + 3;
    const length = Math.max(0, (value / most) * (width - left - 70));
    svg.append(
      draw('text', { x: left - 8, y: y + 14, 'text-anchor': 'end' }, shorten(name)),
      draw('rect', { class: 'bar', x: left, y: y + 2, width: length, height: step - 6 }),
      draw('text', { x: left + length + 6, y: y + 14 }, String(value)),
    );
  });
  return svg;
}

function line(points, along, up) {
  const [left, top, width, height] = [60, 16, 640, 260];
  const svg = frame(width, height, along, up);
  const values = points.map(([, value]) => value);
  const [low, high] = [Math.min(0, ...values), Math.max(...values) || 1];
  const x = (index) => left + (index * (width - left - 40)) / (points.length - 1);
  const y = (value) => height - 40 - ((value - low) / (high - low || 1)) * (height - 40 - top);
  svg.append(
    draw('line', { class: 'axis', x1: left, y1: y(low), x2: width - 20, y2: y(low) }),
    draw('text', { x: left - 6, y: y(high) + 4, 'text-anchor': 'end' }, String(high)),
    draw('text', { x: left - 6, y: y(low) + 4, 'text-anchor': 'end' }, String(low)),
    draw('polyline', { class: 'line', points: points.map(([, value], index) => `${x(index)},${y(value)}`).join(' ') }),
  );
  const every = Math.ceil(points.length / 8);
  points.forEach(([name, value], index) => {
    svg.append(draw('circle', { class: 'bar', cx: x(index), cy: y(value), r: 4 }));
    if (index % every === 0) svg.append(draw('text', { x: x(index), y: height - 20, 'text-anchor': 'middle' }, shorten(name)));
  });
  return svg;
}
export const none = () => fill(by('chart'));
