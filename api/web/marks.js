// Offsets count Unicode code points; JavaScript counts UTF-16 units. Nothing outside of this file slices by an offset.

/** A function (start, end) → text that slices in code points. */
export function slicer(text) {
  const points = /[\ud800-\udbff]/.test(text) ? Array.from(text) : null;
  return points ? (start, end) => points.slice(start, end).join("") : (start, end) => text.slice(start, end);
}

/** How many code points. */
export function points(text) {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** Cuts a text at spans `{start, end, …}` (ascending, not overlapping) into `{text, span}`; `span` is null between them. */
export function pieces(text, spans) {
  const cut = slicer(text);
  const found = [];
  let at = 0;
  for (const span of spans) {
    if (span.start < at) continue;
    if (span.start > at) found.push({ text: cut(at, span.start), span: null });
    found.push({ text: cut(span.start, span.end), span });
    at = span.end;
  }
  found.push({ text: cut(at, Infinity), span: null });
  return found.filter((piece) => piece.text);
}

/** The address of a source that makes the browser scroll to the words; null where the address is not one of the web. */
export function sourceHref(url, words) {
  if (!/^https?:\/\//i.test(url || "")) return null;
  const all = words.trim().split(/\s+/);
  const parts = all.length <= 10 ? [all.join(" ")] : [all.slice(0, 5).join(" "), all.slice(-5).join(" ")];
  const fragment = parts.map((part) => encodeURIComponent(part).replaceAll("-", "%2D")).join(",");
  return `${url}${url.includes("#") ? "" : "#"}:~:text=${fragment}`;
}

/** Where an article is read, a span of it marked. */
export function articleHref(id, start, end) {
  const query = new URLSearchParams({ id, start, end });
  return `/article?${query}#p${start}`;
}
