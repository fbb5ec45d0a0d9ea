// An article with the words in question marked.
import { copying } from "./take.js";
import { el } from "./dom.js";
import { points, slicer, sourceHref } from "./marks.js";
import { dayWords, outletWords } from "./words.js";

/** The span that an address (its query part) asks to be marked. */
export function askedArticle(query) {
  const given = new URLSearchParams(query);
  const number = (name) => (/^\d{1,9}$/.test(given.get(name) || "") ? Number(given.get(name)) : 0);
  return { id: given.get("id") || "", start: number("start"), end: number("end") };
}

/** The whole article; paragraphs keep their offsets, so that a quote over several of them is marked in each. */
export function articleView(article, { start, end }) {
  const quote = end > start ? slicer(article.text)(start, end) : "";
  return el("article", { class: "whole" },
    el("header", {},
      el("p", { class: "by" }, el("span", { class: "outlet" }, outletWords(article.outlet)),
        el("time", { datetime: article.published }, dayWords(article.published)),
        article.authors.length ? el("span", {}, article.authors.join(", ")) : null),
      el("h1", {}, article.title || "Untitled report"),
      tools(article, quote, { start, end })),
    paragraphs(article.text).map((one) => paragraph(one, start, end)));
}

function tools(article, quote, { start, end }) {
  const source = sourceHref(article.url, quote || article.title || "");
  const address = article.url && !source ? el("span", { class: "muted" }, article.url) : null;
  return el("footer", {},
    quote ? el("a", { href: `#p${start}` }, "To the marked words") : null,
    source ? el("a", { href: quote ? source : article.url, rel: "noopener noreferrer", class: "source" }, "At the source") : address,
    quote ? copying({ quote, start, end, article, speaker: null }, "the marked words") : null);
}

function paragraphs(text) {
  let at = 0;
  return text.split("\n\n").map((part) => {
    const start = at;
    at += points(part) + 2;
    return { text: part, start };
  });
}

function paragraph({ text, start: origin }, start, end) {
  const cut = slicer(text);
  const [from, to] = [Math.max(0, start - origin), Math.min(points(text), end - origin)];
  if (to <= from) return el("p", {}, text);
  const id = start >= origin ? `p${start}` : null; // the first paragraph of the span is where the address points
  return el("p", {}, cut(0, from), el("mark", { class: "quote", id, tabindex: id && "-1" }, cut(from, to)), cut(to, Infinity));
}
