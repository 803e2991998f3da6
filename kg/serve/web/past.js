// What was asked in this browser; it stays there.
import { by, fill, make } from './dom.js';

const KEY = 'kg-asked';
const MOST = 20;
const read = () => {
  try {
    return JSON.parse(localStorage.getItem(KEY)) || [];
  } catch {
    return [];
  }
};
const write = (list) => {
  try {
    localStorage.setItem(KEY, JSON.stringify(list));
  } catch { /* a browser that keeps nothing */ }
};
export function show() {
  fill(by('history'), ...read().map((one) => make('li', {}, make('a', { href: one.hash }, one.title))));
}
export function add(title, hash) {
  write([{ title, hash }, ...read().filter((one) => one.hash !== hash)].slice(0, MOST));
  show();
}
export function forget() {
  write([]);
  show();
}
