/** Elements. Text of others only ever becomes text nodes; there is no markup made of strings. */

const SVG = "http://www.w3.org/2000/svg";

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false && child !== ""));
  return element;
}

/** An HTML element; attributes that are functions are listeners, children are nodes or text. */
export const h = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);

/** The same of SVG. */
export const s = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

/** Text of others, kept from turning the text around it. */
export const bdi = (text) => h("bdi", null, text);

/** Replaces content without losing the keyboard's place and what is unfolded, both marked with data-key. */
export function replace(parent, ...children) {
  const active = document.activeElement;
  const of = (key) => parent.querySelector(`[data-key="${CSS.escape(key)}"]`);
  const key = parent.contains(active) && active.dataset.key;
  const unfolded = [...parent.querySelectorAll("details[open][data-key]")].map((details) => details.dataset.key);
  parent.replaceChildren(...children.flat(Infinity).filter((child) => child || child === 0));
  unfolded.forEach((each) => of(each)?.setAttribute("open", ""));
  if (key) of(key)?.focus({ preventScroll: true });
}

/** A select with a label; choices are [value, text]. */
export function choice(label, value, choices, onChange, attributes) {
  const select = h("select", { ...attributes, change: () => onChange(select.value) },
    choices.map(([each, text]) => h("option", { value: each, selected: each === value }, text)));
  return h("label", { class: "field" }, h("span", null, label), select);
}

/** An input with a label. */
export function field(label, attributes) {
  return h("label", { class: "field" }, h("span", null, label), h("input", attributes));
}

/** A link only where an address is one of the web. */
export function webLink(url, text) {
  const isWeb = /^https?:\/\//i.test(url ?? "") && URL.canParse(url);
  return isWeb ? h("a", { href: url, rel: "noopener noreferrer nofollow", target: "_blank" }, bdi(text ?? url)) : text ? bdi(text) : null;
}

/** Gives the reader a file. */
export function download(name, blob) {
  const url = URL.createObjectURL(blob);
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
