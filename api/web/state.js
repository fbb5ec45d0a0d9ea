// The address is the state: what is asked, and with which filters.

const SORTS = ["relevance", "newest", "oldest"];

/** The state that an address (its query part) stands for; what cannot be read falls back to nothing. */
export function stateOf(query) {
  const given = new URLSearchParams(query);
  const day = (name) => (/^\d{4}-\d{2}-\d{2}$/.test(given.get(name) || "") ? given.get(name) : "");
  return {
    q: (given.get("q") || "").trim(),
    after: day("after"),
    before: day("before"),
    outlets: [...new Set(given.getAll("outlet").filter(Boolean))],
    sort: SORTS.includes(given.get("sort")) ? given.get("sort") : "relevance",
    names: given.get("names") !== "0",
  };
}

/** The address of a state, optionally changed. */
export function hrefOf(state, change = {}) {
  const next = { ...state, ...change };
  const query = new URLSearchParams();
  if (next.q) query.set("q", next.q);
  if (next.after) query.set("after", next.after);
  if (next.before) query.set("before", next.before);
  for (const outlet of next.outlets) query.append("outlet", outlet);
  if (next.sort !== "relevance") query.set("sort", next.sort);
  if (!next.names) query.set("names", "0");
  const text = query.toString();
  return text ? `/?${text}` : "/";
}

/** The filters of a state as the interface takes them. */
export function filtersOf({ after, before, outlets }) {
  return { ...(after && { after }), ...(before && { before }), ...(outlets.length && { outlets }) };
}
