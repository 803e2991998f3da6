// Where names stand beside points: the most important first, none ever on another.

const CELL = 64;

/** Boxes that are taken, in cells. */
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

  /** How many boxes of others it touches, but no more than `most`. */
  hits(box, owner, most = 1) {
    const met = new Set();
    for (const key of this.keys(box)) {
      for (const other of this.cells.get(key) ?? []) {
        if (other.owner === owner || !overlap(box, other)) continue;
        met.add(other);
        if (met.size >= most || other.hard) return most;
      }
    }
    return met.size;
  }
}

/** Whether two boxes share more than an edge. */
export function overlap(a, b) {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

/**
 * Boxes for as many labels as fit. `wanted` is in order of importance: {id, x, y, r, w, h, bold, must};
 * `points` are circles that a label keeps off, those that are `hard` always; all in pixels of a screen w by h.
 */
export function place(wanted, points, width, height) {
  const dots = new Taken();
  for (const one of points) dots.add({ x: one.x - one.r, y: one.y - one.r, w: 2 * one.r, h: 2 * one.r, owner: one.id, hard: one.hard });
  const labels = new Taken();
  const found = [];
  const left = [];
  for (const one of wanted) {
    const box = one.must ? (free(one, 6, 8) ?? free(one, 6)) : free(one, 0);
    if (box) take(one, box);
    else left.push(one);
  }
  // Rather a name over a small point than no name: second, where there is still room among the names.
  for (const one of left) {
    const box = free(one, 1);
    if (box) take(one, box);
  }
  return found;

  function take(one, box) {
    labels.add(box);
    found.push({ ...one, left: box.x, top: box.y });
  }

  function free(one, most, tries = Infinity) {
    for (let covered = 0; covered <= most; covered++) {
      let tried = 0;
      for (const [dx, dy] of positions(one)) {
        if (++tried > tries) break;
        const box = { x: one.x + dx, y: one.y + dy, w: one.w, h: one.h, owner: one.id };
        if (box.x < 2 || box.y < 2 || box.x + box.w > width - 2 || box.y + box.h > height - 2) continue;
        if (!labels.hits(box, -1) && dots.hits(box, one.id, covered + 1) <= covered) return box;
      }
    }
    return null;
  }
}

function* positions({ r, w, h, must }) {
  const gap = r + 3;
  yield [gap, -h / 2];
  yield [-w / 2, gap];
  yield [-gap - w, -h / 2];
  yield [-w / 2, -gap - h];
  yield [gap * 0.7, gap * 0.5];
  yield [-gap * 0.7 - w, gap * 0.5];
  yield [gap * 0.7, -gap * 0.5 - h];
  yield [-gap * 0.7 - w, -gap * 0.5 - h];
  if (!must) return;
  for (let ring = 1; ring <= 3; ring++) {
    for (const turn of [0, 1, 2, 3, 4, 5, 6, 7]) {
      const angle = (turn * Math.PI) / 4;
      const far = gap + ring * h;
      yield [Math.cos(angle) * (far + w / 2) - w / 2, Math.sin(angle) * far - h / 2];
    }
  }
}
