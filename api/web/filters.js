// Beside the passages: when and where the matching passages were printed, with counts, to choose among them.
import { chart } from "./chart.js";
import { el } from "./dom.js";
import { hrefOf } from "./state.js";
import { counted, outletWords } from "./words.js";

const SHOWN = 8;
/** Outlets that have a colour of their own in the picture. */
export const COLOURED = 5;

/** The filters for a state; `go` is called with the address that a choice leads to. */
export function filters(state, { outlets, months }, go) {
  const isCrossed = months.some((one) => one.by_outlet); // a server may count months without their outlets
  const order = isCrossed ? outlets.filter((one) => one.value !== "unknown").slice(0, COLOURED).map((one) => one.value) : [];
  const span = { after: state.after, before: state.before };
  const choose = (after, before) => go(hrefOf(state, { after, before }));
  return el("details", { class: "filters", open: wide(), id: "filters" },
    el("summary", {}, "Filter by date and outlet"),
    chart(months, order, span, choose),
    dates(state, go),
    outletList(state, outlets, order, go));
}

function wide() {
  return matchMedia("(min-width: 66rem)").matches;
}

function dates(state, go) {
  const field = (name, label) => el("label", {}, label,
    el("input", { type: "date", name, value: state[name], "data-focus": name, on: { change: (event) => {
      if (event.target.validity.valid) go(hrefOf(state, ordered({ ...state, [name]: event.target.value }, name)));
    } } }));
  const clear = state.after || state.before
    ? el("a", { class: "clear", href: hrefOf(state, { after: "", before: "" }), "data-state": true }, "Any date") : null;
  return el("fieldset", { class: "dates" }, el("legend", {}, "Published"), field("after", "From"), field("before", "Until"), clear);
}

function ordered({ after, before }, moved) {
  if (!after || !before || after <= before) return { after, before };
  return moved === "after" ? { after, before: "" } : { after: "", before };
}

function outletList(state, outlets, order, go) {
  const known = new Set(outlets.map((one) => one.value));
  const chosen = state.outlets.filter((value) => !known.has(value)).map((value) => ({ value, passages: 0, articles: 0 }));
  const rows = [...chosen, ...outlets].map((one) => row(state, one, order.length ? order.indexOf(one.value) : null, go));
  const clear = state.outlets.length
    ? el("a", { class: "clear", href: hrefOf(state, { outlets: [] }), "data-state": true }, "All outlets") : null;
  const more = rows.length > SHOWN
    ? el("details", {}, el("summary", {}, counted(rows.length - SHOWN, "more outlet")), rows.slice(SHOWN)) : null;
  return el("fieldset", { class: "outlets" }, el("legend", {}, "Outlet"), rows.slice(0, SHOWN), more, clear);
}

function row(state, { value, passages, articles }, place, go) {
  const swatch = place === null ? null : el("span", { class: `swatch k${place < 0 ? "x" : place}`, "aria-hidden": "true" });
  const count = el("span", { class: "count", title: `${counted(passages, "passage")} of ${counted(articles, "article")}` },
    passages.toLocaleString("en"));
  const isNamed = value !== "unknown"; // articles without an outlet cannot be asked for
  const change = (event) => {
    const rest = state.outlets.filter((one) => one !== value);
    go(hrefOf(state, { outlets: event.target.checked ? [...rest, value] : rest }));
  };
  const box = isNamed
    ? el("input", { type: "checkbox", checked: state.outlets.includes(value), "data-focus": `o:${value}`, on: { change } })
    : el("span", { class: "nobox" });
  return el(isNamed ? "label" : "p", { class: "row" }, box, swatch, el("span", { class: "label" }, outletWords(value)), count);
}
