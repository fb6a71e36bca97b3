/** mrkdwn within one line: bold, italic, strike, code, references, emoji. */
import { el, fragment } from "../dom.js";
import { unescapeEntities, visible } from "./characters.js";
import { emoji, emojiCharacter } from "./emoji.js";
import { reference } from "./reference.js";

const STYLES = { "*": "strong", _: "em", "~": "del" };
const EMOJI = /:([a-z0-9_+'-]+(?:::skin-tone-\d)?):/y;
const WORD = /[\p{L}\p{N}]/u;
const DEEPEST = 8;

/**
 * @param {string} text one line of mrkdwn, still escaped
 * @param {import("../workspace.js").Workspace} workspace
 * @returns {DocumentFragment}
 */
export function inline(text, workspace, depth = 0) {
  const nodes = [];
  let plain = "";
  let at = 0;
  const push = (node, next) => {
    if (plain) nodes.push(visible(unescapeEntities(plain)));
    plain = "";
    nodes.push(node);
    at = next;
  };
  while (at < text.length) {
    const found = spanAt(text, at, workspace, depth);
    if (found) push(found.node, found.next);
    else plain += text[at++];
  }
  if (plain) nodes.push(visible(unescapeEntities(plain)));
  return fragment(...nodes);
}

/** References and emoji only: what Slack still reads inside code. */
export function references(text, workspace) {
  const pieces = text.split(/(<[^<>\n]+>)/);
  return fragment(
    ...pieces.map((piece) => {
      const node = /^<.+>$/.test(piece) ? reference(piece.slice(1, -1), workspace) : null;
      return node ?? visible(unescapeEntities(piece));
    }),
  );
}

function spanAt(text, at, workspace, depth) {
  switch (text[at]) {
    case "`": return codeAt(text, at, workspace);
    case "<": return referenceAt(text, at, workspace);
    case ":": return emojiAt(text, at);
    case "*":
    case "_":
    case "~": return depth < DEEPEST ? styledAt(text, at, workspace, depth) : null;
    default: return null;
  }
}

function codeAt(text, at, workspace) {
  const end = text.indexOf("`", at + 1);
  if (end <= at + 1) return null;
  return { node: el("code", {}, references(text.slice(at + 1, end), workspace)), next: end + 1 };
}

function referenceAt(text, at, workspace) {
  const end = text.indexOf(">", at);
  const node = end < 0 ? null : reference(text.slice(at + 1, end), workspace);
  return node && { node, next: end + 1 };
}

function emojiAt(text, at) {
  EMOJI.lastIndex = at;
  const match = EMOJI.exec(text);
  return match && emojiCharacter(match[1]) ? { node: emoji(match[1]), next: EMOJI.lastIndex } : null;
}

// A mark opens after a non-word character and before a non-space, and closes the other way round: snake_case stays plain.
function styledAt(text, at, workspace, depth) {
  const mark = text[at];
  if (WORD.test(text[at - 1] ?? " ") || /[\s]/.test(text[at + 1] ?? " ") || text[at + 1] === mark) return null;
  const end = closing(text, at, mark);
  if (end < 0) return null;
  return { node: el(STYLES[mark], {}, inline(text.slice(at + 1, end), workspace, depth + 1)), next: end + 1 };
}

function closing(text, open, mark) {
  for (let at = open + 1; at < text.length; at += 1) {
    if (text[at] === "`") at = skipTo(text, at, "`");
    else if (text[at] === "<") at = skipTo(text, at, ">");
    else if (text[at] === mark && at > open + 1 && !/\s/.test(text[at - 1]) && !WORD.test(text[at + 1] ?? " ")) return at;
  }
  return -1;
}

function skipTo(text, at, end) {
  const found = text.indexOf(end, at + 1);
  return found < 0 ? at : found;
}
