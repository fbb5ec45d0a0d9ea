// The picture: passages a month, by outlet. Select a span with the pointer, or with the arrow keys, Shift and Enter.
import { el, fill, svg } from "./dom.js";
import { counted, dayWords, lastDay, outletWords } from "./words.js";

const HEIGHT = 132;
const FLOOR = 108; // where bars stand, above the years
const LONGEST = 600; // months; older ones are left out of the picture, not of the list

/** The chart, or null with fewer than two months. `choose(after, before)` is called with whole months. */
export function chart(counts, order, span, choose) {
  const months = everyMonth(counts);
  if (months.length < 2) return null;
  const readout = el("p", { class: "readout", id: "readout", "aria-hidden": "true" });
  const holder = el("div", { class: "picture" });
  const picture = new Picture(months, order, span, choose, readout);
  new ResizeObserver(() => picture.draw(holder)).observe(holder);
  return el("figure", { class: "chart" },
    el("figcaption", { id: "chart-title" }, "Passages a month"),
    holder, readout);
}

/** Every month from the first to the last, empty ones included. */
export function everyMonth(counts) {
  const known = new Map(counts.filter((one) => one.value !== "unknown").map((one) => [one.value, one]));
  if (!known.size) return [];
  const all = [...known.keys()].sort();
  const found = [];
  for (let at = all[0]; at <= all.at(-1); at = next(at)) found.push(known.get(at) || { value: at, passages: 0 });
  return found.slice(-LONGEST);
}

function next(month) {
  const [year, number] = month.split("-").map(Number);
  return number === 12 ? `${String(year + 1).padStart(4, "0")}-01` : `${month.slice(0, 5)}${String(number + 1).padStart(2, "0")}`;
}

/** A month's passages as stacked parts [place in `order` or "x" for the others, passages], lowest first. */
export function parts({ passages, by_outlet: byOutlet }, order) {
  if (!byOutlet) return passages ? [["x", passages]] : [];
  const found = order.map((outlet, place) => [place, byOutlet[outlet] || 0]);
  const rest = passages - found.reduce((sum, [, count]) => sum + count, 0);
  return [...found, ["x", rest]].filter(([, count]) => count > 0);
}

class Picture {
  constructor(months, order, span, choose, readout) {
    Object.assign(this, { months, order, choose, readout });
    const inside = (month) => (!span.after || lastDay(month) >= span.after) && (!span.before || `${month}-01` <= span.before);
    const chosen = span.after || span.before ? months.flatMap(({ value }, i) => (inside(value) ? [i] : [])) : [];
    this.from = chosen[0] ?? null;
    this.to = chosen.at(-1) ?? null;
    this.at = this.to ?? months.length - 1;
    this.most = Math.max(...months.map((one) => one.passages));
  }

  draw(holder) {
    const width = Math.floor(holder.clientWidth);
    if (!width || width === this.width) return;
    this.width = width;
    this.step = width / this.months.length;
    this.band = svg("rect", { class: "band", y: 0, height: FLOOR });
    this.options = this.months.map((month, i) => this.bar(month, i));
    this.list = svg("svg", {
      width, height: HEIGHT, viewBox: `0 0 ${width} ${HEIGHT}`, role: "listbox", tabindex: "0", "aria-multiselectable": "true",
      "aria-label": "Passages a month. Arrow keys move, Shift with arrow keys selects, Enter filters.", "data-focus": "chart",
      on: this.listeners(),
    }, this.band, this.options, this.years(), svg("path", { class: "floor", d: `M0 ${FLOOR + 0.5}H${width}` }));
    fill(holder, this.list);
    this.show();
  }

  bar(month, i) {
    const x = i * this.step;
    const gap = this.step > 5 ? 1 : 0;
    let y = FLOOR;
    const rects = parts(month, this.order).map(([place, count]) => {
      const height = Math.max(1, (count / this.most) * (FLOOR - 8));
      y -= height;
      return svg("rect", { class: `k${place}`, x, y, width: Math.max(1, this.step - gap), height });
    });
    const label = `${dayWords(month.value)}: ${counted(month.passages, "passage")}`;
    return svg("g", { role: "option", id: `m-${month.value}`, "aria-label": label, "aria-selected": "false" },
      svg("rect", { class: "reach", x, y: 0, width: this.step, height: FLOOR }), rects);
  }

  years() {
    const firsts = this.months.flatMap(({ value }, i) => (i === 0 || value.endsWith("-01") ? [[value.slice(0, 4), i]] : []));
    let free = 0;
    return firsts.map(([year, i]) => {
      const x = i * this.step;
      if (x < free || x > this.width - 28) return null;
      free = x + 40;
      return svg("text", { class: "year", x, y: HEIGHT - 6, "aria-hidden": "true" }, year);
    });
  }

  listeners() {
    return {
      keydown: (event) => this.key(event),
      focus: () => this.show(),
      blur: () => this.show(),
      pointerdown: (event) => this.press(event),
      pointermove: (event) => this.move(event),
      pointerup: () => this.release(),
      pointercancel: () => { this.pressed = null; },
      pointerleave: () => { if (this.pressed == null) this.tell(null); },
    };
  }

  key(event) {
    const moves = { ArrowLeft: -1, ArrowRight: 1, PageUp: -12, PageDown: 12, Home: -Infinity, End: Infinity };
    if (event.key in moves) {
      if (event.shiftKey) this.anchor ??= this.at;
      this.at = Math.min(this.months.length - 1, Math.max(0, this.at + moves[event.key]));
      if (event.shiftKey) this.select(this.anchor, this.at);
      else this.anchor = null;
      this.show();
    } else if (event.key === "Enter" || event.key === " ") {
      if (this.anchor == null) this.select(this.at, this.at);
      this.apply();
    } else if (event.key === "Escape") {
      this.choose("", "");
    } else return;
    event.preventDefault();
  }

  under(event) {
    const x = event.clientX - this.list.getBoundingClientRect().left;
    return Math.min(this.months.length - 1, Math.max(0, Math.floor(x / this.step)));
  }

  press(event) {
    if (event.button) return;
    this.list.setPointerCapture(event.pointerId);
    this.pressed = this.under(event);
    this.select(this.pressed, this.pressed);
  }

  move(event) {
    const at = this.under(event);
    if (this.pressed != null) this.select(this.pressed, at);
    this.tell(at);
  }

  release() {
    if (this.pressed == null) return;
    this.pressed = null;
    this.apply();
  }

  select(one, other) {
    this.from = Math.min(one, other);
    this.to = Math.max(one, other);
    this.show();
  }

  apply() {
    this.choose(`${this.months[this.from].value}-01`, lastDay(this.months[this.to].value));
  }

  show() {
    const some = this.from != null;
    this.band.setAttribute("x", some ? this.from * this.step : 0);
    this.band.setAttribute("width", some ? (this.to - this.from + 1) * this.step : 0);
    this.options.forEach((option, i) => {
      option.setAttribute("aria-selected", String(some && i >= this.from && i <= this.to));
      option.classList.toggle("at", i === this.at && document.activeElement === this.list);
    });
    this.list.setAttribute("aria-activedescendant", this.options[this.at].id);
    this.tell(document.activeElement === this.list ? this.at : null);
  }

  tell(at) {
    const isWhole = at == null && this.from == null;
    if (isWhole) return fill(this.readout, this.span(0, this.months.length - 1), el("span", { class: "hint" }, " – drag to choose a span"));
    if (at == null || (this.from !== this.to && at >= this.from && at <= this.to)) return fill(this.readout, this.span(this.from, this.to));
    const { value, passages, by_outlet: byOutlet } = this.months[at];
    const detail = Object.entries(byOutlet || {}).sort((a, b) => b[1] - a[1]).slice(0, 3)
      .map(([outlet, count]) => `${outletWords(outlet)} ${count}`);
    return fill(this.readout, el("b", {}, dayWords(value)), `: ${counted(passages, "passage")}`, detail.length ? ` (${detail.join(", ")})` : "");
  }

  span(from, to) {
    const [first, last] = [this.months[from].value, this.months[to].value];
    const sum = this.months.slice(from, to + 1).reduce((total, one) => total + one.passages, 0);
    return [el("b", {}, first === last ? dayWords(first) : `${dayWords(first)} – ${dayWords(last)}`), `: ${counted(sum, "passage")}`];
  }
}
