/**
 * Elements are built here and nowhere else. Text goes in as text: there is no way to pass markup, an inline
 * style or an event attribute, so nothing a message says can become script.
 */

const FORBIDDEN = /^(on|style$|srcdoc$|innerhtml$)/i;

/**
 * Build an element.
 *
 * @param {string} tag
 * @param {Record<string, string|number|boolean|null|undefined|object>} attributes `text` sets the text, `on` maps
 *   event names to listeners, `data` maps data-attributes; the rest are attributes (`false`, `null` and `undefined` leave one out).
 * @param {...(Node|string|null|undefined|false)} children
 * @returns {HTMLElement}
 */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "text") node.textContent = value ?? "";
    else if (name === "on") for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    else if (name === "data") for (const [key, item] of Object.entries(value)) setAttribute(node, `data-${key}`, item);
    else setAttribute(node, name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

function setAttribute(node, name, value) {
  if (FORBIDDEN.test(name)) throw new Error(`attribute ${name} is not allowed`);
  if (value === null || value === undefined || value === false) return;
  node.setAttribute(name, value === true && !/^(aria|data)-/.test(name) ? "" : String(value));
}

const SVG = "http://www.w3.org/2000/svg";

/** An SVG element, under the same rule. @returns {SVGElement} */
export function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(node, name, value);
  node.append(...children);
  return node;
}

/** A document fragment of `children`. */
export function fragment(...children) {
  const node = document.createDocumentFragment();
  node.append(...children);
  return node;
}

let serial = 0;

/** An id no other element of this page has. */
export function uniqueId(prefix) {
  serial += 1;
  return `${prefix}-${serial}`;
}

const SAFE_SCHEMES = new Set(["http:", "https:", "mailto:"]);

/** `url` when a person may safely follow it, else null: `javascript:`, `data:` and the like never become links. */
export function safeUrl(url) {
  try {
    const parsed = new URL(url);
    return SAFE_SCHEMES.has(parsed.protocol) ? parsed.href : null;
  } catch {
    return null;
  }
}

/** A link that opens beside this page and tells the other side nothing. */
export function externalLink(url, ...children) {
  return el("a", { href: url, target: "_blank", rel: "noopener noreferrer nofollow", title: url }, ...children);
}
