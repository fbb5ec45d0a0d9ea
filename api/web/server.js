// Calls to the HTTP interface of the server that this page came from.
import { filtersOf } from "./state.js";

const KEY = "sitrep-key";

/** An error of the server in its own words (problem+json), or a line that is down. */
export class Problem extends Error {
  constructor(status, body = {}, retryAfter = null) {
    super(body.detail || body.title || "The server did not answer.");
    this.status = status;
    this.code = body.code || "unreachable";
    this.title = body.title || "The server cannot be reached";
    this.requestId = body.request_id || null;
    this.retryAfter = retryAfter;
  }
}

/** Keeps the key for as long as this tab is open. */
export function rememberKey(key) {
  sessionStorage.setItem(KEY, key);
}

async function call(path, options) {
  const key = sessionStorage.getItem(KEY);
  const headers = { Accept: "application/json", ...options.headers, ...(key && { Authorization: `Bearer ${key}` }) };
  let reply;
  try {
    reply = await fetch(path, { ...options, headers, credentials: "omit" });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem(0);
  }
  const body = await reply.json().catch(() => null);
  if (!reply.ok || body === null) throw new Problem(reply.status, body || {}, reply.headers.get("Retry-After"));
  return body;
}

function post(path, body, signal) {
  return call(path, { method: "POST", body: JSON.stringify(body), signal, headers: { "Content-Type": "application/json" } });
}

/** Hits a page, as on the server-rendered page. */
export const PAGE = 20;

/** One page of hits for a state. */
export function search(state, signal, more = {}) {
  const names = state.names ? {} : { expand: false };
  const all = state.sort === "relevance" ? {} : { per_article: 0 }; // spreading articles would break the order of days
  const asked = { query: state.q, filters: filtersOf(state), sort: state.sort, limit: PAGE, ...names, ...all, ...more };
  return post("/v1/search", asked, signal);
}

/** The answer for a state. */
export function ask(state, signal) {
  const names = state.names ? {} : { expand: false };
  return post("/v1/ask", { question: state.q, filters: filtersOf(state), ...names }, signal);
}

/** An article with its text. */
export function article(id, signal) {
  return call(`/v1/articles/${encodeURIComponent(id)}`, { signal });
}

/**
 * Hits with their counts. Each filter is counted without itself, so that its other values stay in sight.
 * @returns {found, outlets, months}
 */
export async function foundWithCounts(state, signal) {
  const { after, before, outlets } = state;
  const count = (change, facet) => search({ ...state, ...change }, signal, { facets: [facet], limit: 1 });
  const [found, allOutlets, allMonths] = await Promise.all([
    search(state, signal, { facets: ["outlet", "month"] }),
    outlets.length ? count({ outlets: [] }, "outlet") : null,
    after || before ? count({ after: "", before: "" }, "month") : null,
  ]);
  return { found, outlets: (allOutlets || found).facets?.outlet || [], months: (allMonths || found).facets?.month || [] };
}
