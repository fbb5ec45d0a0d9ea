// Taking things along: copies to the clipboard, files to the disk.
import { bibliography, bibtex, markdown, plain, whole } from "./cite.js";
import { action, announce, el } from "./dom.js";

const FORMS = [["Plain", plain], ["Markdown", markdown], ["BibTeX", bibtex]];

/** Three buttons that copy a citation in print; `about` tells apart for those who hear the page. */
export function copying(citation, about) {
  const buttons = FORMS.map(([label, form]) =>
    action(label, (event) => copy(form(citation), event.currentTarget), { "aria-label": `Copy ${about} as ${label}` }));
  return el("span", { class: "actions" }, el("span", { class: "muted" }, "Copy"), buttons);
}

/** The same for a whole answer with all that it cites. */
export function copyingAnswer(answer) {
  const numbered = (form) => answer.citations.map((one) => `[${one.n}] ${form(one)}`).join("\n");
  const text = answer.text.trim();
  const forms = [
    ["Plain", () => `${text}\n\n${numbered(plain)}\n`],
    ["Markdown", () => `${text}\n\n${answer.citations.map((one) => `\\[${one.n}\\]\n\n${markdown(one)}`).join("\n\n")}\n`],
    ["BibTeX", () => bibliography(answer.citations)],
  ];
  const buttons = forms.map(([label, form]) =>
    action(label, (event) => copy(form(), event.currentTarget), { "aria-label": `Copy the answer as ${label}` }));
  return el("span", { class: "actions" }, el("span", { class: "muted" }, "Copy answer"), buttons);
}

/** Copies a text and says so on the button for a moment. */
export async function copy(text, button) {
  const done = await written(text);
  const before = button.textContent;
  button.textContent = done ? "Copied" : "Not copied";
  announce(done ? "Copied to the clipboard." : "The browser did not allow copying.");
  setTimeout(() => { button.textContent = before; }, 1600);
}

async function written(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copiedByHand(text); // without https there is no clipboard interface
  }
}

function copiedByHand(text) {
  const area = el("textarea", { class: "unseen", "aria-hidden": "true" });
  area.value = text;
  document.body.append(area);
  const focus = document.activeElement;
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  focus?.focus();
  return done;
}

/** Hands a file to the browser. */
export function save(name, type, text) {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  el("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** Hits as files: [ending, type, hits → text]. */
export const FILES = {
  CSV: ["csv", "text/csv", csv],
  JSON: ["json", "application/json", (hits) => `${JSON.stringify(hits, null, 2)}\n`],
  Markdown: ["md", "text/markdown", (hits) => `${hits.map((hit) => markdown(whole(hit))).join("\n\n")}\n`],
};

const COLUMNS = {
  rank: (hit) => hit.rank,
  passage: (hit) => hit.passage.text,
  outlet: (hit) => hit.article.outlet,
  published: (hit) => hit.article.published,
  title: (hit) => hit.article.title,
  authors: (hit) => hit.article.authors.join("; "),
  url: (hit) => hit.article.url,
  article: (hit) => hit.article.id,
  start: (hit) => hit.passage.start,
  end: (hit) => hit.passage.end,
};

/** RFC 4180, with a mark of byte order so that Excel reads it as UTF-8. */
export function csv(hits) {
  const rows = [Object.keys(COLUMNS), ...hits.map((hit) => Object.values(COLUMNS).map((of) => of(hit)))];
  return `\ufeff${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

function cell(value) {
  if (typeof value === "number") return String(value);
  const text = String(value ?? "");
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text; // a spreadsheet would compute it
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
