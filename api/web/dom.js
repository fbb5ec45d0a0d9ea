// Making elements. Words always arrive as text nodes: nothing from an article is ever read as markup.

/** An element with attributes, listeners (`on: {click}`) and children; null children are left out, strings become text. */
export function el(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

/** The same in SVG. */
export function svg(name, attributes = {}, ...children) {
  return filled(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);
}

function filled(element, { on = {}, ...attributes }, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  for (const [name, listener] of Object.entries(on)) element.addEventListener(name, listener);
  element.append(...children.flat(Infinity).filter((child) => child != null && child !== false));
  return element;
}

/** The element of this id. */
export function byId(id) {
  return document.getElementById(id);
}

/** Puts children in place of what an element holds. */
export function fill(element, ...children) {
  element.replaceChildren(...children.flat(Infinity).filter((child) => child != null && child !== false));
}

/** Tells a screen reader, and nobody else. */
export function announce(words) {
  byId("live").textContent = words;
}

/** A text over several paragraphs, the gaps between them narrower than an empty line. */
export function flowing(text) {
  return text.split("\n\n").flatMap((part, i) => (i ? [el("span", { class: "gap" }), part] : [part]));
}

/** A button that looks like a link. */
export function action(label, listener, attributes = {}) {
  return el("button", { type: "button", class: "action", ...attributes, on: { click: listener } }, label);
}
