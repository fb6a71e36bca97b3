/** Slack's mrkdwn as nodes: paragraphs, quotes, lists and preformatted text, each line by inline.js. */
import { el } from "../dom.js";
import { unescapeEntities, visible } from "./characters.js";
import { emoji, emojiCharacter } from "./emoji.js";
import { inline, references } from "./inline.js";

const QUOTE = /^(?:>|&gt;) ?/;
const QUOTE_REST = /^(?:>>>|&gt;&gt;&gt;) ?/;
const BULLET = /^\s*([•-]) +/;
const NUMBER = /^\s*(\d{1,3})[.)] +/;
const ONLY_EMOJI = /^(?:\s*:[a-z0-9_+'-]+:\s*){1,6}$/;

/**
 * @param {string} text
 * @param {import("../workspace.js").Workspace} workspace who people and channels are, and what time it is
 * @returns {HTMLElement} a `div.mrkdwn`
 */
export function mrkdwn(text, workspace) {
  const root = el("div", { class: "mrkdwn", data: { jumbo: ONLY_EMOJI.test(text) } });
  text.split(/```(?:\n)?([\s\S]*?)```\n?/).forEach((piece, index) => {
    if (index % 2) root.append(el("pre", {}, references(piece.replace(/\n$/, ""), workspace)));
    else root.append(...lines(piece.split("\n"), workspace));
  });
  return root;
}

/** Text without markup: only `:emoji:` is read, and only where the object asks for it (Slack: text object). */
export function plainText(text, { emoji: withEmoji = true } = {}) {
  const root = el("span", { class: "plain-text" });
  for (const piece of withEmoji ? text.split(/(:[a-z0-9_+'-]+:)/) : [text]) {
    const name = piece.length > 2 && piece.startsWith(":") && piece.endsWith(":") ? piece.slice(1, -1) : "";
    root.append(name && emojiCharacter(name) ? emoji(name) : visible(unescapeEntities(piece)));
  }
  return root;
}

/** A text object of Block Kit: `{type: "plain_text" | "mrkdwn", text, emoji?}`. */
export function textObject(object, workspace) {
  return object.type === "mrkdwn" ? mrkdwn(object.text, workspace) : plainText(object.text, object);
}

/** What a text object says, without markup: for labels. */
export function textOf(object) {
  return unescapeEntities(object?.text ?? "");
}

function lines(all, workspace) {
  const nodes = [];
  for (let at = 0; at < all.length; ) {
    const { node, next } = group(all, at, workspace);
    if (node) nodes.push(node);
    at = next;
  }
  return nodes;
}

function group(all, at, workspace) {
  if (!all[at].trim()) return { node: null, next: at + 1 };
  if (QUOTE_REST.test(all[at])) {
    const rest = [all[at].replace(QUOTE_REST, ""), ...all.slice(at + 1)];
    return { node: el("blockquote", {}, ...lines(rest, workspace)), next: all.length };
  }
  for (const [pattern, build] of [[QUOTE, quote], [BULLET, bullets], [NUMBER, numbers]]) {
    if (pattern.test(all[at])) {
      const next = run(all, at, (line) => pattern.test(line));
      return { node: build(all.slice(at, next), workspace), next };
    }
  }
  const next = run(all, at, (line) => line.trim() && ![QUOTE, BULLET, NUMBER].some((pattern) => pattern.test(line)));
  return { node: paragraph(all.slice(at, next), workspace), next };
}

function run(all, from, belongs) {
  let at = from + 1;
  while (at < all.length && belongs(all[at])) at += 1;
  return at;
}

function paragraph(all, workspace) {
  return el("p", {}, ...all.flatMap((line, index) => (index ? [el("br"), inline(line, workspace)] : [inline(line, workspace)])));
}

function quote(all, workspace) {
  return el("blockquote", {}, ...lines(all.map((line) => line.replace(QUOTE, "")), workspace));
}

function bullets(all, workspace) {
  const items = all.map((line) => el("li", {}, inline(line.replace(BULLET, ""), workspace)));
  return el("ul", { data: { marker: BULLET.exec(all[0])[1] } }, ...items);
}

function numbers(all, workspace) {
  const items = all.map((line) => el("li", { value: NUMBER.exec(line)[1] }, inline(line.replace(NUMBER, ""), workspace)));
  return el("ol", {}, ...items);
}
