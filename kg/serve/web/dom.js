// Elements from plain text: nothing that a document says is ever read as HTML.
export function make(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key === 'dataset') Object.assign(element.dataset, value);
    else if (key in element) element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}
export const by = (id) => document.getElementById(id);
export function fill(element, ...children) {
  element.replaceChildren(...children);
  return element;
}
