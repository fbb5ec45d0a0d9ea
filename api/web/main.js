// Starts the page, and goes from state to state.
import { answered, failed, locked, waiting } from "./answer.js";
import { articleView, askedArticle } from "./article.js";
import { chips } from "./chips.js";
import { announce, byId, fill } from "./dom.js";
import { filters } from "./filters.js";
import { furtherPassages, reduce } from "./further.js";
import { article, ask, foundWithCounts, Problem, rememberKey } from "./server.js";
import { hrefOf, stateOf } from "./state.js";
import { counted } from "./words.js";

const SLOW_MS = [[1500, "Still reading…"], [8000, "This takes longer than it should. You may wait, or search for something narrower."]];
let leaving = new AbortController();
let shown = ""; // the address that the page shows, without what it points at

/** Shows the state of the address; `given` is what the server sent along with the page. */
async function arrive(given = null) {
  leaving.abort();
  shown = location.pathname + location.search;
  leaving = new AbortController();
  const { signal } = leaving;
  if (location.pathname === "/article") return read(given, signal);
  const state = stateOf(location.search);
  byId("q").value = state.q;
  document.body.dataset.view = state.q ? "found" : "home";
  document.title = state.q ? `${state.q} – Sitrep` : "Sitrep";
  if (!state.q) return byId("view").replaceWith(byId("home-view").content.cloneNode(true));
  return show(state, given, signal);
}

async function show(state, given, signal) {
  const focus = document.activeElement?.dataset.focus;
  const view = freshView();
  if (given?.answer && given.found) {
    showAnswer(state, given.answer);
    showFound(state, given);
    return landed(focus);
  }
  fill(byId("answer"), waiting());
  view.setAttribute("aria-busy", "true");
  const slow = SLOW_MS.map(([after, words]) => setTimeout(() => { if (byId("slow")) byId("slow").textContent = words; }, after));
  const attempt = (work, then) => work.then((body) => { if (!signal.aborted) then(body); }, (error) => missed(error, state, signal));
  await Promise.all([
    attempt(ask(state, signal), (answer) => showAnswer(state, answer)),
    attempt(given?.found ? Promise.resolve(given) : foundWithCounts(state, signal), (all) => showFound(state, all)),
  ]);
  slow.forEach(clearTimeout);
  if (signal.aborted) return;
  view.removeAttribute("aria-busy");
  landed(focus);
}

function freshView() {
  const view = byId("found-view").content.firstElementChild.cloneNode(true);
  byId("view").replaceWith(view);
  return view;
}

function showAnswer(state, answer) {
  fill(byId("understood"), chips(state, answer.interpreted));
  fill(byId("answer"), answered(answer));
  settle();
  announce(answer.status === "answered"
    ? `Answer with ${counted(answer.citations.length, "citation")}.` : `No answer. ${answer.text}`);
}

function showFound(state, all) {
  fill(byId("beside"), filters(state, all, go));
  fill(byId("further"), furtherPassages(state, all.found, go));
  settle();
}

/** Once answer and passages are both there: what stands above is not shown once more below. */
function settle() {
  const above = new Set(Array.from(document.querySelectorAll("#answer .passage"), (card) => card.dataset.passage));
  for (const card of document.querySelectorAll("#further .passage")) card.hidden = above.has(card.dataset.passage);
  const list = document.querySelector("#further .list:has(.passage)");
  if (list && document.querySelector("#answer section")) reduce(list, document.querySelector("#answer .withheld") !== null);
}

function missed(error, state, signal) {
  if (signal.aborted || error.name === "AbortError") return;
  if (!(error instanceof Problem)) throw error;
  if (error.status === 401 || error.status === 403) return void fill(byId("answer"), locked(withKey));
  fill(byId("answer"), failed(error, () => arrive()));
}

function withKey(key) {
  rememberKey(key);
  arrive();
}

/** Brings into view what the address points at, and keeps the keyboard where it was. */
function landed(focus) {
  if (focus) refocus(focus);
  else if (history.state?.y) scrollTo(0, history.state.y);
  else if (location.hash) pointAt(location.hash.slice(1));
}

/** Gives the focus back to what had it before the page was made anew; the picture stands a frame or two later. */
function refocus(name, frames = 3) {
  const kept = document.querySelector(`[data-focus="${CSS.escape(name)}"]`);
  if (kept) kept.focus({ preventScroll: true });
  else if (frames) requestAnimationFrame(() => refocus(name, frames - 1));
}

function pointAt(id) {
  for (const old of document.querySelectorAll(".pointed")) old.classList.remove("pointed");
  const mark = byId(id);
  if (!mark) return;
  mark.classList.add("pointed");
  mark.scrollIntoView({ block: "center" });
  mark.focus({ preventScroll: true });
}

function go(href) {
  if (href === shown) return;
  history.replaceState({ y: scrollY }, "");
  history.pushState({}, "", href);
  arrive();
}

async function read(given, signal) {
  const asked = askedArticle(location.search);
  const view = byId("view");
  try {
    const whole = given?.article || await article(asked.id, signal);
    document.title = `${whole.title || "Article"} – Sitrep`;
    fill(view, articleView(whole, asked));
    landed(null);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    fill(view, error.status === 401 ? locked(withKey) : failed(error, () => arrive()));
  }
}

function listen() {
  history.scrollRestoration = "manual";
  byId("ask").addEventListener("submit", (event) => {
    if (location.pathname !== "/") return;
    event.preventDefault();
    const q = byId("q").value.trim();
    const next = hrefOf(stateOf(location.search), { q });
    if (!q) byId("q").focus();
    else if (next === shown) arrive();
    else { go(next); scrollTo(0, 0); }
  });
  document.addEventListener("click", clicked);
  document.addEventListener("keydown", keyed);
  addEventListener("popstate", moved);
}

function clicked(event) {
  const link = event.target.closest("a");
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if ("state" in link.dataset && location.pathname === "/") {
    event.preventDefault();
    go(link.getAttribute("href"));
  } else if (link.getAttribute("href").startsWith("#")) {
    event.preventDefault();
    history.replaceState({ y: scrollY }, "");
    history.pushState({}, "", link.getAttribute("href"));
    pointAt(link.getAttribute("href").slice(1));
  } else history.replaceState({ y: scrollY }, "");
}

function moved() {
  if (location.pathname + location.search !== shown) arrive();
  else landed(null);
}

function keyed(event) {
  const typing = event.target.matches("input, textarea, select");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    byId("q").select();
  }
}

listen();
arrive(JSON.parse(byId("given").textContent));
