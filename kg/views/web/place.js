// Where names stand beside points: the most important first, none ever on another or on a point.

const CELL = 64;

/** Boxes that are taken, in cells; a round one has a radius. */
class Taken {
  constructor() {
    this.cells = new Map();
  }

  * keys(box) {
    for (let x = Math.floor(box.x / CELL); x <= Math.floor((box.x + box.w) / CELL); x++) {
      for (let y = Math.floor(box.y / CELL); y <= Math.floor((box.y + box.h) / CELL); y++) yield x * 100_003 + y;
    }
  }

  add(box) {
    for (const key of this.keys(box)) {
      if (!this.cells.has(key)) this.cells.set(key, []);
      this.cells.get(key).push(box);
    }
  }

  /** Whether the box touches one that is not its own. */
  meets(box) {
    for (const key of this.keys(box)) {
      for (const other of this.cells.get(key) ?? []) if (other.owner !== box.owner && (other.r ? covers(box, other) : overlap(box, other))) return true;
    }
    return false;
  }
}

/** Whether two boxes share more than an edge. */
export function overlap(a, b) {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

/** Whether a box lies over any of a round point. */
export function covers(box, { cx, cy, r }) {
  const dx = Math.max(box.x - cx, 0, cx - box.x - box.w);
  const dy = Math.max(box.y - cy, 0, cy - box.y - box.h);
  return dx * dx + dy * dy < r * r;
}

/**
 * Boxes for as many labels as fit. `wanted` is in order of importance: {id, x, y, r, w, h, must, bold}; `points`
 * {id, box} with boxes as `extent` gives them are what a label keeps off; all in pixels of a screen width by height. What `must` have a name
 * gets one further away if there is no room beside it, with a `leader`: where a line to the point begins; the
 * few that are `bold` look farthest. Where there is no room at all, there is no name: pointing at it shows it.
 */
export function place(wanted, points, width, height) {
  const dots = new Taken();
  for (const { id, box } of points) dots.add({ ...box, owner: id });
  const labels = new Taken();
  const found = [];
  for (const one of wanted) {
    const box = free(one, beside(one)) ?? (one.must ? free(one, around(one)) : null);
    if (!box) continue;
    labels.add({ ...box, owner: -1 - one.id });
    found.push({ ...one, left: box.x, top: box.y, leader: box.far ? [Math.min(Math.max(one.x, box.x), box.x + box.w), Math.min(Math.max(one.y, box.y), box.y + box.h)] : null });
  }
  return found;

  function free(one, positions) {
    for (const [dx, dy, far] of positions) {
      const box = { x: one.x + dx, y: one.y + dy, w: one.w, h: one.h, owner: one.id, far };
      if (box.x < 2 || box.y < 2 || box.x + box.w > width - 2 || box.y + box.h > height - 2) continue;
      if (!labels.meets(box) && !dots.meets(box)) return box;
    }
    return null;
  }
}

/** Right, below, left and above, each also a little shifted. */
function* beside({ r, w, h }) {
  const gap = r + 3;
  for (const shift of [0.5, 0.15, 0.85, 0.32, 0.68, -0.08, 1.08]) {
    yield [gap, -h * shift];
    yield [-w * shift, gap - 1];
    yield [-gap - w, -h * shift];
    yield [-w * shift, 1 - gap - h];
  }
  for (const y of [gap * 0.5, -gap * 0.5 - h]) {
    yield [gap * 0.7, y];
    yield [-gap * 0.7 - w, y];
  }
}

/** Rings around the point, each further away. */
function* around({ r, w, h, bold }) {
  for (let ring = 1; ring <= (bold ? 8 : 6); ring++) {
    for (let turn = 0; turn < 24; turn++) {
      const angle = (turn * Math.PI) / 12;
      const far = r + 3 + ring * h * 0.9;
      yield [Math.cos(angle) * (far + w / 2) - w / 2, Math.sin(angle) * (far + h / 2) - h / 2, true];
    }
  }
}
