// The list of passages below the answer, a page at a time, to be sorted and taken along.
import { action, announce, el } from "./dom.js";
import { passage } from "./passages.js";
import { Problem, search } from "./server.js";
import { hrefOf } from "./state.js";
import { FILES, save } from "./take.js";
import { counted } from "./words.js";

const ORDERS = { relevance: "Best match", newest: "Newest", oldest: "Oldest" };
const MOST = 500; // passages a file holds at most

/** The list for a state. */
export function furtherPassages(state, found, go) {
  const list = el("div", { class: "cards" }, found.hits.map((hit) => passage(hit)));
  const more = el("p", { class: "more" });
  continued(state, found.next_cursor, list, more);
  return el("section", { class: "list", "aria-labelledby": "further-title" },
    el("div", { class: "bar" },
      el("h2", { id: "further-title" }, counted(found.total, "passage")),
      sorting(state, go), exporting(state)),
    found.hits.length ? null : el("p", { class: "note" }, "No passage matches these words within these filters."),
    list, more);
}

/** Leaves of the list what adds to what stands above it; below an abstention it waits to be asked for: it would look like an answer. */
export function reduce(section, isWithheld) {
  if (!section.querySelector(".passage:not([hidden])")) {
    section.querySelector(".cards").before(el("p", { class: "note" }, "They stand above."));
  } else if (isWithheld) fold(section);
}

function fold(section) {
  const [cards, more] = [section.querySelector(".cards"), section.querySelector(".more")];
  cards.hidden = more.hidden = true;
  const show = action("Show passages that share words with the question", () => {
    cards.hidden = more.hidden = false;
    show.replaceWith();
    cards.querySelector(".passage:not([hidden]) a")?.focus();
  }, { class: "action strong" });
  cards.before(show);
}

function continued(state, cursor, list, more) {
  if (!cursor) return more.replaceChildren();
  return more.replaceChildren(action("Show more passages", async (event) => {
    const button = event.currentTarget;
    button.disabled = true;
    try {
      const page = await search(state, undefined, { cursor });
      const cards = page.hits.map((hit) => passage(hit));
      list.append(...cards);
      continued(state, page.next_cursor, list, more);
      cards[0]?.querySelector("a").focus();
      announce(`${counted(cards.length, "more passage")}.`);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      more.replaceChildren(el("span", { role: "alert" }, `${error.message} `), el("a", { href: hrefOf(state) }, "Search again"));
    }
  }, { class: "action strong" }));
}

function sorting(state, go) {
  const options = Object.entries(ORDERS).map(([value, label]) => el("option", { value, selected: value === state.sort }, label));
  const change = (event) => go(hrefOf(state, { sort: event.target.value }));
  return el("label", { class: "sort" }, "Sort ", el("select", { "data-focus": "sort", on: { change } }, options));
}

function exporting(state) {
  const buttons = Object.entries(FILES).map(([label, [ending, type, form]]) =>
    action(label, async (event) => {
      const button = event.currentTarget;
      button.disabled = true;
      try {
        save(`sitrep-passages.${ending}`, type, form(await all(state)));
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        announce(error.message);
        button.textContent = "Failed";
      }
      button.disabled = false;
    }, { "aria-label": `Export the passages as ${label}` }));
  return el("span", { class: "actions" }, el("span", { class: "muted" }, "Export"), buttons);
}

async function all(state) {
  const hits = [];
  let cursor = null;
  do {
    const page = await search(state, undefined, { limit: 100, ...(cursor && { cursor }) });
    hits.push(...page.hits);
    cursor = page.next_cursor;
  } while (cursor && hits.length < MOST);
  return hits;
}
