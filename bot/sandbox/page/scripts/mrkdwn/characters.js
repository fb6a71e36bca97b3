/** Text from anywhere, made safe to look at: controls and bidirectional overrides show as marks instead of acting. */
import { el, fragment } from "../dom.js";

// C0 and C1 controls except tab and line feed, zero-width and bidirectional formatting (Unicode TR 36, section 2.5).
// eslint-disable-next-line no-control-regex
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u061c\u202a-\u202e\u2060-\u2069\ufeff]/;
const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };

/** Slack escapes three characters only (Slack: "Formatting text for app surfaces", escaping text). */
export function unescapeEntities(text) {
  return text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity]);
}

/** `text` as nodes, each control character as a small mark that names its code point. */
export function visible(text) {
  if (!CONTROLS.test(text)) return document.createTextNode(text);
  const nodes = [];
  let plain = "";
  for (const character of text) {
    if (!CONTROLS.test(character)) plain += character;
    else {
      if (plain) nodes.push(document.createTextNode(plain));
      plain = "";
      nodes.push(mark(character));
    }
  }
  if (plain) nodes.push(document.createTextNode(plain));
  return fragment(...nodes);
}

/** `text` as a string, each control character as the name of its code point: where there is no room for nodes. */
export function visibleText(text) {
  return [...text].map((character) => (CONTROLS.test(character) ? codeOf(character) : character)).join("");
}

function codeOf(character) {
  return `U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
}

function mark(character) {
  const code = codeOf(character);
  return el("span", { class: "control-mark", title: "An invisible control character", text: code });
}
