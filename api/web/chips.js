// What was understood of the question; each chip can be taken off, which is nothing but a link to another state.
import { el } from "./dom.js";
import { slicer } from "./marks.js";
import { hrefOf } from "./state.js";
import { rangeWords } from "./words.js";

/** The row of chips, or null where nothing needs saying. */
export function chips(state, understood) {
  const all = [...filterChips(state, understood.filters), ...dateChips(state, understood.dates), ...nameChips(state, understood)];
  for (const phrase of understood.phrases) {
    all.push(chip("exactly", `“${phrase}”`, hrefOf(state, { q: unquoted(state.q, phrase) }), "search for the words loosely"));
  }
  for (const word of understood.without) {
    all.push(chip("without", word, hrefOf(state, { q: without(state.q, word) }), "allow it again"));
  }
  return all.length ? el("ul", { class: "chips", "aria-label": "What was understood" }, all) : null;
}

function chip(kind, words, off, offWords, more = null) {
  const label = `Take off: ${kind} ${words}`;
  const remove = off && el("a", { class: "off", href: off, "data-state": true, "aria-label": label, title: offWords }, "×");
  return el("li", { class: "chip" }, el("span", { class: "kind" }, `${kind} `), el("span", {}, words), more, remove);
}

function filterChips(state, filters) {
  const typed = (words) => words.replace(/\s+/g, " ").trim();
  const found = [];
  if (filters.after || filters.before) {
    const q = typed(state.q.replace(/(^|\s)(after|before|since|until|on):\S+/gi, " "));
    const off = hrefOf(state, { q, after: "", before: "" });
    found.push(chip("published", rangeWords(filters.after, filters.before), off, "any date"));
  }
  for (const outlet of filters.outlets) {
    const q = typed(withoutOperator(state.q, "outlet", outlet));
    const rest = state.outlets.filter((one) => one !== outlet);
    found.push(chip("outlet", outlet, hrefOf(state, { q, outlets: rest }), "any outlet"));
  }
  for (const outlet of filters.without_outlets) found.push(chip("not from", outlet, null, ""));
  for (const author of filters.authors) {
    found.push(chip("author", author, hrefOf(state, { q: typed(withoutOperator(state.q, "author", author)) }), "any author"));
  }
  for (const language of filters.languages) found.push(chip("language", language, null, ""));
  return found;
}

function withoutOperator(q, field, value) {
  const literal = value.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return q.replace(new RegExp(`(^|\\s)${field}:("${literal}"|${literal})(?=\\s|$)`, "gi"), " ");
}

function dateChips(state, dates) {
  const cut = slicer(state.q);
  return dates.map(({ text, after, before, span: [start, end] }) => {
    const q = `${cut(0, start)} ${cut(end, Infinity)}`.replace(/\b(in|on|during|since|from|of|by)\s+(?=[?.!,]|$)/gi, "");
    const off = hrefOf(state, { q: q.replace(/\s+/g, " ").trim() });
    const only = hrefOf(state, { after: after || "", before: before || "" });
    const kept = state.after === (after || "") && state.before === (before || "");
    const more = kept ? null : el("a", { href: only, "data-state": true, class: "only" }, "only these days");
    return chip(`“${text}” read as`, rangeWords(after, before), off, "leave these words out", more);
  });
}

function nameChips(state, { expansions }) {
  if (!state.names) return [chip("other names", "left out", hrefOf(state, { names: true }), "search by other names again")];
  return expansions.map(({ text, names }) =>
    chip(`${text}, also`, names.join(", "), hrefOf(state, { names: false }), "search by the names as typed only"));
}

function unquoted(q, phrase) {
  return q.replace(new RegExp(`["“”„]${phrase.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}["“”]`, "i"), phrase);
}

function without(q, word) {
  const literal = word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return q.replace(new RegExp(`(^|\\s)-("${literal}"|${literal})(?=\\s|$)`, "i"), " ").replace(/\s+/g, " ").trim();
}
