// The top of the page: the answer, or why there is none.
import { action, el } from "./dom.js";
import { citedPassages, passage } from "./passages.js";
import { copyingAnswer } from "./take.js";
import { counted, dayWords, outletWords } from "./words.js";

const SOURCE_MARK = /(?<=\S)\[\d{1,3}\]/g; // endnote marks of the source would be taken for ours

/** The answer with its cited passages, or the abstention with its nearest misses. */
export function answered(answer) {
  return answer.status === "answered" ? [given(answer), cited(answer)] : [withheld(answer)];
}

function given(answer) {
  const own = answer.statements.every((one) => one.citations.length && isQuote(one, answer.citations));
  const kind = own ? "In the reports’ own words. " : "Written by a language model from the quotes below. ";
  return el("section", { class: "answer", "aria-labelledby": "answer-title" },
    el("h1", { id: "answer-title", tabindex: "-1" }, "Answer"),
    el("div", { class: "statements" }, answer.statements.map((one) => statement(one, answer.citations))),
    el("p", { class: "note" }, kind, "Every quote was re-read, letter by letter, from the stored article.",
      answer.warnings.map((warning) => ` ${warning}`)),
    el("p", { class: "tools" }, copyingAnswer(answer)));
}

function isQuote({ text, citations }, all) {
  return all.some((one) => citations.includes(one.n) && one.quote === text);
}

function statement({ text, citations }, all) {
  const numbers = citations.map((n) => {
    const of = all.find((one) => one.n === n);
    const label = `Citation ${n}: ${outletWords(of?.article.outlet)}, ${dayWords(of?.article.published)}`;
    return el("a", { class: "cite", href: `#c${n}`, "aria-label": label, title: label.slice(label.indexOf(":") + 2) }, String(n));
  });
  const from = [...new Set(citations.map((n) => all.find((one) => one.n === n)).filter(Boolean).map((one) =>
    `${outletWords(one.article.outlet)}, ${dayWords(one.article.published)}`))].join("; ");
  return el("p", {}, text.replace(SOURCE_MARK, "").trim(), "\u00a0", numbers, " ", el("span", { class: "from" }, from));
}

function cited(answer) {
  return el("section", { class: "list", "aria-labelledby": "cited-title" },
    el("h2", { id: "cited-title" }, "Cited passages"), citedPassages(answer.citations));
}

function withheld(answer) {
  const { words, phrases, dates, expansions } = answer.interpreted;
  const named = [words, ...phrases, ...dates.map((one) => one.text), ...expansions.flatMap((one) => one.names)];
  const looked = [...new Set(named.filter(Boolean))];
  const near = answer.near_misses.slice(0, 3);
  return [
    el("section", { class: "answer withheld", "aria-labelledby": "answer-title" },
      el("h1", { id: "answer-title", tabindex: "-1" }, "No answer that could be quoted"),
      el("p", { class: "reason" }, answer.text),
      answer.reason === "empty_library" ? null : el("p", { class: "note" },
        looked.length ? ["Looked for: ", looked.map((word, i) => [i ? ", " : "", el("q", {}, word)]), ". "] : null,
        "Sitrep answers only with words that stand in an article; it does not guess.",
        answer.warnings.map((warning) => ` ${warning}`))),
    near.length ? el("section", { class: "list", "aria-labelledby": "near-title" },
      el("h2", { id: "near-title" }, "Nearest misses"),
      el("p", { class: "note" }, `${counted(near.length, "passage")} closest to the question. They do not answer it.`),
      near.map((hit) => passage(hit, "near"))) : null,
  ];
}

/** An error as people can use it; `again` tries once more. */
export function failed(problem, again) {
  const mayPass = !problem.status || problem.status === 429 || problem.status >= 500;
  const words = problem.message.charAt(0).toUpperCase() + problem.message.slice(1);
  const wait = problem.retryAfter ? ` Try again in ${problem.retryAfter} seconds.` : "";
  return el("section", { class: "answer failed", role: "alert" },
    el("h1", { id: "answer-title", tabindex: "-1" }, problem.title),
    el("p", { class: "reason" }, words, wait),
    mayPass ? el("p", { class: "tools" }, action("Try again", again, { class: "action strong" })) : null,
    problem.requestId ? el("p", { class: "note" }, "Request ", el("code", {}, problem.requestId), ` · ${problem.code}`) : null);
}

/** Asks for the key of a server that has one. */
export function locked(withKey) {
  const field = el("input", { type: "password", name: "key", required: true, autocomplete: "current-password" });
  const submit = (event) => {
    event.preventDefault();
    withKey(field.value.trim());
  };
  return el("section", { class: "answer failed" },
    el("h1", { id: "answer-title", tabindex: "-1" }, "This server asks for a key"),
    el("p", { class: "note" }, "It is kept in this tab only, until you close it."),
    el("form", { class: "key", on: { submit } }, el("label", {}, "Key ", field), el("button", {}, "Continue")));
}

/** Grey lines where the answer will stand. */
export function waiting() {
  const lines = [92, 78, 85].map((width) => el("span", { class: `bone w${width}` }));
  return el("section", { class: "answer waiting" },
    el("h1", { id: "answer-title" }, "Reading the reports…"), el("div", { class: "bones", "aria-hidden": "true" }, lines),
    el("p", { class: "note", id: "slow" }));
}
