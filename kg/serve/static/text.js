// Shows the words that the address names: #char=12,40, or a statement or figure of the text.
function show() {
  const name = decodeURIComponent(location.hash.slice(1));
  const part = /^char=(\d+),(\d+)$/.exec(name);
  const anchor = part || !name ? null : document.getElementById(name);
  if (!part && !anchor?.dataset.e) return;
  const begin = Number(part ? part[1] : anchor.dataset.b);
  const end = Number(part ? part[2] : anchor.dataset.e);
  let first = null;
  for (const piece of document.querySelectorAll('.text [data-b]')) {
    const inside = Number(piece.dataset.b) >= begin && Number(piece.dataset.e) <= end && piece.textContent;
    piece.classList.toggle('on', Boolean(inside));
    if (inside && !first) first = piece;
  }
  first?.scrollIntoView({ block: 'center' });
}
addEventListener('hashchange', show);
show();
