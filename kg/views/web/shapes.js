// What a kind of thing looks like: colour and shape, both, since either alone is lost on some.

const light = { Reply: "#1f1f1f", Suggestion: "#6b6b6b", Policy: "#c2410c", GovernmentBody: "#0063a8", NonStateOrganization: "#8a6500", Person: "#5b3ea8", Place: "#6b7280", Platform: "#b03a86", Project: "#0f766e", Programme: "#008a62" };
const dark = { Reply: "#f2f2f2", Suggestion: "#a8a8a8", Policy: "#fb923c", GovernmentBody: "#5cb3f0", NonStateOrganization: "#f0e442", Person: "#b9a5f5", Place: "#9ca3af", Platform: "#ee9bcf", Project: "#5eead4", Programme: "#34d399" };
const status = {
  light: { planned: "#c2410c", ongoing: "#0063a8", delivered: "#00734f", declined: "#6b6b6b" },
  dark: { planned: "#fb923c", ongoing: "#5cb3f0", delivered: "#34d399", declined: "#a8a8a8" },
};

/** Colours of a theme, `light` or `dark`. */
export function colours(theme) {
  return theme === "dark"
    ? { kinds: dark, status: status.dark, ground: "#15171b", text: "#eceef1", halo: "#15171b", edge: "#8b93a0", mention: "#343a43", reference: "#59616d", veil: "rgba(21,23,27,.82)", ring: "#ffffff", hull: "#7a8290" }
    : { kinds: light, status: status.light, ground: "#ffffff", text: "#17191c", halo: "#ffffff", edge: "#7b828c", mention: "#e3e6ea", reference: "#bcc2ca", veil: "rgba(255,255,255,.84)", ring: "#000000", hull: "#9aa1ab" };
}

const ring = (sides, turn, size = 1) => Array.from({ length: sides }, (_, i) => {
  const angle = (2 * Math.PI * i) / sides + turn;
  return [Math.cos(angle) * size, Math.sin(angle) * size];
});
const star = Array.from({ length: 10 }, (_, i) => {
  const angle = (Math.PI * i) / 5 - Math.PI / 2;
  const size = i % 2 ? 0.5 : 1.2;
  return [Math.cos(angle) * size, Math.sin(angle) * size];
});
const POLYGONS = {
  Reply: [[-0.85, -1], [0.45, -1], [0.85, -0.6], [0.85, 1], [-0.85, 1]],
  Suggestion: [[-1, -0.7], [1, -0.7], [1, 0.55], [0, 0.55], [-0.45, 1.1], [-0.4, 0.55], [-1, 0.55]],
  Policy: ring(4, 0, 1.15),
  GovernmentBody: [[-0.88, -0.88], [0.88, -0.88], [0.88, 0.88], [-0.88, 0.88]],
  NonStateOrganization: ring(6, 0, 1.05),
  Person: star,
  Place: [[-1.05, -0.75], [1.05, -0.75], [0, 1.1]],
  Platform: [[-1.05, 0.8], [1.05, 0.8], [0, -1.1]],
  Project: [[-0.4, -1], [0.4, -1], [0.4, -0.4], [1, -0.4], [1, 0.4], [0.4, 0.4], [0.4, 1], [-0.4, 1], [-0.4, 0.4], [-1, 0.4], [-1, -0.4], [-0.4, -0.4]],
};

/** Corners of a kind's shape at a place; null for a circle. */
export function corners(kind, x, y, r) {
  return POLYGONS[kind]?.map(([dx, dy]) => [x + dx * r, y + dy * r]) ?? null;
}

/** The box around a kind's shape: {x, y, w, h}; also how round it is, as its radius, if it is a circle. */
export function extent(kind, x, y, r) {
  const points = corners(kind, x, y, r);
  if (!points) return { x: x - r, y: y - r, w: 2 * r, h: 2 * r, cx: x, cy: y, r };
  const [xs, ys] = [points.map((one) => one[0]), points.map((one) => one[1])];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return { x: left, y: top, w: Math.max(...xs) - left, h: Math.max(...ys) - top };
}

/** Adds the shape to the current path of a canvas. */
export function trace(context, kind, x, y, r) {
  const points = corners(kind, x, y, r);
  if (!points) {
    context.moveTo(x + r, y);
    context.arc(x, y, r, 0, 2 * Math.PI);
    return;
  }
  points.forEach(([px, py], i) => (i ? context.lineTo(px, py) : context.moveTo(px, py)));
  context.closePath();
}

/** The shape as the `d` of an SVG path. */
export function outline(kind, x, y, r) {
  const points = corners(kind, x, y, r) ?? ring(24, 0, r).map(([dx, dy]) => [x + dx, y + dy]);
  return `M${points.map(([px, py]) => `${px.toFixed(1)},${py.toFixed(1)}`).join("L")}Z`;
}
