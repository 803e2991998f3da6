// Text inside XML.

/** The text with all that XML reads as its own escaped, and what it cannot hold left out. */
export function escape(text) {
  return text.replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, "").replace(/[<>&"']/g, (one) => `&#${one.charCodeAt(0)};`);
}
