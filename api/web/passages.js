// Passages as they stand under the answer: cited ones with their quotes marked, others with their matching words.
import { el, flowing } from "./dom.js";
import { articleHref, pieces, points, sourceHref } from "./marks.js";
import { copying } from "./take.js";
import { whole } from "./cite.js";
import { dayWords, outletWords } from "./words.js";

/** One card for each cited passage, in the order of its first number. */
export function citedPassages(citations) {
  const groups = Map.groupBy ? Map.groupBy(citations, (one) => one.passage_id) : grouped(citations);
  return [...groups.values()].map(citedPassage);
}

function grouped(citations) {
  const found = new Map();
  for (const one of citations) found.set(one.passage_id, [...(found.get(one.passage_id) || []), one]);
  return found;
}

function citedPassage(citations) {
  const [first] = citations;
  const origin = first.start - points(first.before || "");
  const text = `${first.before || ""}${first.quote}${first.after || ""}`;
  const spans = citations
    .map((one) => ({ start: one.start - origin, end: one.end - origin, n: one.n }))
    .sort((a, b) => a.start - b.start);
  const words = pieces(text, spans).map(({ text: part, span }) =>
    span ? el("mark", { class: "quote", id: `c${span.n}`, tabindex: "-1" }, flowing(part), el("sup", {}, String(span.n))) : flowing(part));
  return el("article", { class: "passage cited", "data-passage": first.passage_id },
    heading(first.article, citations.map((one) => one.n), articleHref(first.article.id, first.start, first.end)),
    el("p", { class: "words" }, words),
    citations.map(footing));
}

function footing(citation) {
  const { article, start, end, quote, n, speaker, also } = citation;
  const said = speaker ? el("span", { class: "speaker" }, `${speaker}`) : null;
  const others = also.length ? el("p", { class: "also" }, "The same words in ", also.map((other, i) =>
    [i ? "; " : "", `${outletWords(other.outlet)}, ${dayWords(other.published)}`])) : null;
  return el("footer", {},
    el("span", { class: "number" }, String(n)), said,
    el("a", { href: articleHref(article.id, start, end) }, "Open in the article"),
    atSource(article, quote), copying(citation, `citation ${n}`), others);
}

function atSource(article, quote) {
  const href = sourceHref(article.url, quote);
  return href && el("a", { href, rel: "noopener noreferrer", class: "source" }, "At the source");
}

/** The line above a passage: numbers, outlet, date, authors, and the title that opens the article. */
export function heading(article, numbers, href) {
  const by = [
    el("span", { class: "outlet" }, outletWords(article.outlet)),
    el("time", { datetime: article.published || null }, dayWords(article.published)),
    article.authors.length ? el("span", {}, article.authors.join(", ")) : null,
  ];
  const marks = numbers.map((n) => el("span", { class: "number" }, String(n)));
  return el("header", {},
    el("p", { class: "by" }, marks, by),
    el("h3", {}, el("a", { href, class: "title" }, article.title || "Untitled report")));
}

/** A hit: its passage with the matching words set off. */
export function passage(hit, as = "") {
  const { text, start, end, heading: section } = hit.passage;
  const spans = hit.highlights.map(([from, to]) => ({ start: from, end: to }));
  const words = pieces(text, spans).map(({ text: part, span }) => (span ? el("mark", {}, part) : flowing(part)));
  const href = articleHref(hit.article.id, start, end);
  return el("article", { class: `passage ${as}`, "data-passage": hit.passage.id },
    heading(hit.article, [], href),
    section ? el("p", { class: "section" }, section) : null,
    el("p", { class: "words" }, words),
    el("footer", {},
      el("a", { href }, "Open in the article"),
      atSource(hit.article, text), copying(whole(hit), `the passage from ${outletWords(hit.article.outlet)}`)));
}
