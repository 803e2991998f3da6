// The shortest way between two things: over what is stated, and only if there is none over mere naming.

import { MENTIONS } from "./model.js";

/** {steps: [{link, from, to}], weak} or null; `weak` says that a step is no more than being named. */
export function path(graph, from, to) {
  if (from === to) return { steps: [], weak: false };
  return walk(graph, from, to, false) ?? walk(graph, from, to, true);
}

function walk(graph, from, to, weak) {
  const came = new Map([[from, null]]);
  let ring = [from];
  while (ring.length) {
    const next = [];
    for (const id of ring) {
      for (const link of graph.things[id].links) {
        if (!weak && link.name === MENTIONS) continue;
        const other = link.from === id ? link.to : link.from;
        if (came.has(other)) continue;
        came.set(other, { link, from: id, to: other });
        if (other === to) return { steps: back(came, to), weak };
        next.push(other);
      }
    }
    ring = next;
  }
  return null;
}

function back(came, to) {
  const steps = [];
  for (let step = came.get(to); step; step = came.get(step.from)) steps.unshift(step);
  return steps;
}
