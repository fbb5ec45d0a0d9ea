// A citation in print: plain text, Markdown, BibTeX; letter for letter what `search/citing.py` prints (a contract test compares).
import { sha256 } from "./sha256.js";

const SPACE = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]"; // as Python's str.split
const SPACES = new RegExp(`${SPACE}+`, "u");
const EDGES = new RegExp(`^${SPACE}+|${SPACE}+$`, "gu");
const LAST_SPACES = new RegExp(`${SPACE}+$`, "u");
const LINE_MARK = new RegExp(`(?<=^|\\n)(${SPACE}*)([-=])|(?<=^|\\n)(${SPACE}*\\p{Nd}+)([.)])`, "gu");
const TEX = {
  "\\": "\\textbackslash{}", "{": "\\{", "}": "\\}", $: "\\$", "&": "\\&", "#": "\\#", "%": "\\%", _: "\\_",
  "~": "\\textasciitilde{}", "^": "\\textasciicircum{}",
};
const URL_BREAKERS = {
  " ": "%20", "(": "%28", ")": "%29", "<": "%3C", ">": "%3E", '"': "%22", "\n": "", "\r": "", "\t": "",
};
const URL_TEX = { "{": "%7B", "}": "%7D", "\\": "%5C", ...URL_BREAKERS };

/** `“quote” — speaker, outlet, “title”, date, characters a–b, URL`. */
export function plain(citation) {
  const { title, outlet, published, url } = citation.article;
  const parts = [citation.speaker, line(outlet), title ? `“${line(title)}”` : null, published, place(citation), url];
  return `“${line(citation.quote)}” — ${joined(parts)}`;
}

/** A block quote and a line with the linked title. */
export function markdown(citation) {
  const { id, title, outlet, published, url } = citation.article;
  const quote = citation.quote.split("\n").map((one) => `> ${marked(one)}`.replace(LAST_SPACES, "")).join("\n");
  const heading = marked(line(title) || id);
  const linked = /^https?:\/\//i.test(url || "") ? `[${heading}](<${escaped(url, URL_BREAKERS)}>)` : heading;
  const by = [citation.speaker ? marked(citation.speaker) : null, linked, outlet ? `*${marked(line(outlet) || "")}*` : null];
  return `${quote}\n>\n> — ${joined([...by, published, place(citation)])}`;
}

/** An `@online` entry (biblatex). */
export function bibtex(citation) {
  const { authors, title, outlet, published, url, language } = citation.article;
  const fields = {
    author: authors.map(name).join(" and ") || (outlet ? `{${tex(outlet)}}` : null),
    title: title ? `{${tex(title)}}` : null,
    organization: outlet ? `{${tex(outlet)}}` : null,
    date: published,
    url: url ? escaped(url, URL_TEX) : null,
    langid: language,
    note: `Quoted, ${tex(place(citation))}: \`\`${tex(citation.quote)}''`,
  };
  const lines = Object.entries(fields).filter(([, value]) => value).map(([field, value]) => `  ${field} = {${value}}`);
  return `@online{${keyOf(citation)},\n${lines.join(",\n")}\n}\n`;
}

/** The BibTeX entries, each key once. */
export function bibliography(citations) {
  return [...new Map(citations.map((citation) => [keyOf(citation), bibtex(citation)])).values()].join("\n");
}

/** A hit as a citation of its whole passage. */
export function whole(hit) {
  const { text, start, end } = hit.passage;
  return { quote: text, start, end, article: hit.article, speaker: null };
}

function keyOf({ article, start, end }) {
  const year = article.published ? String(Number(article.published.slice(0, 4))) : "nd";
  const first = split(article.title || "").find((word) => ascii(word).length > 3) || "";
  const unique = sha256(`${article.id}:${start}:${end}`).slice(0, 6);
  return `${ascii(article.outlet || "anon").slice(0, 20) || "anon"}${year}${ascii(first).slice(0, 16)}-${unique}`;
}

function ascii(text) {
  return text.normalize("NFKD").replace(/[ßẞ]/g, "ss").toLowerCase().replace(/[^a-z0-9]/g, "");
}

function name(author) {
  const isOne = /(?<![\p{L}\p{N}_])and(?![\p{L}\p{N}_])|,/iu.test(author) || !author.replace(EDGES, "").includes(" ");
  return isOne ? `{${tex(author)}}` : tex(author);
}

function tex(text) {
  return escaped(line(text) || "", TEX);
}

function escaped(text, table) {
  return Array.from(text || "", (letter) => table[letter] ?? letter).join("");
}

function marked(text) {
  return text
    .replace(/([\\`*_{}[\]()<>#+|~!])/g, "\\$1")
    .replaceAll("&", "&amp;")
    .replace(LINE_MARK, (_, space, dash, number, dot) => (dash ? `${space}\\${dash}` : `${number}\\${dot}`));
}

function split(text) {
  return text.split(SPACES).filter(Boolean);
}

function line(text) {
  return text == null ? null : split(text).join(" ");
}

function place({ start, end }) {
  return `characters ${start}–${end}`;
}

function joined(parts) {
  return parts.filter(Boolean).join(", ");
}
