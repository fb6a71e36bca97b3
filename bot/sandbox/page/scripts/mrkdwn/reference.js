/** What stands between angle brackets in mrkdwn: links, people, channels, broadcasts, dates. */
import { el, externalLink, safeUrl } from "../dom.js";
import { unescapeEntities, visible } from "./characters.js";
import { slackDate } from "./date.js";

const BROADCASTS = new Set(["channel", "here", "everyone"]);

/**
 * The node for `<inside>`, or null when it is none of Slack's references: then the brackets are just text.
 *
 * @param {string} inside
 * @param {import("../workspace.js").Workspace} workspace
 */
export function reference(inside, workspace) {
  const bar = inside.indexOf("|");
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? "" : unescapeEntities(inside.slice(bar + 1));
  if (/^@[UW][A-Z0-9]+$/.test(target)) return userMention(target.slice(1), workspace);
  if (/^#[CGD][A-Z0-9]+$/.test(target)) return channelMention(target.slice(1), label, workspace);
  if (target.startsWith("!")) return special(target.slice(1), label, workspace);
  const url = safeUrl(unescapeEntities(target));
  return url ? externalLink(url, visible(label || unescapeEntities(target).replace(/^mailto:/, ""))) : null;
}

/** `@name`, marked when it is the reader. */
export function userMention(id, workspace) {
  const mine = id === workspace.me?.id;
  return el("span", { class: "mention", data: { me: mine, user: id } }, visible(`@${workspace.userName(id)}`));
}

/** `#name`, which opens the channel; a private one the reader is not in keeps its name to itself. */
export function channelMention(id, label, workspace) {
  const channel = workspace.findChannel(id);
  if (!channel) return el("span", { class: "mention" }, visible(label ? `#${label}` : "#private-channel"));
  return el("button", { class: "mention", type: "button", on: { click: () => workspace.open(id) } }, visible(`#${channel.name}`));
}

/** `@handle` of a user group, marked when the reader is in it. */
export function groupMention(id, label, workspace) {
  const group = workspace.findUserGroup(id);
  const mine = group?.users.includes(workspace.me?.id) ?? false;
  return el("span", { class: "mention", data: { me: mine } }, visible(group ? `@${group.handle}` : label || "@group"));
}

/** `@channel` and its like. */
export function broadcast(range) {
  return el("span", { class: "mention", data: { broadcast: true }, text: `@${range}` });
}

function special(command, label, workspace) {
  if (BROADCASTS.has(command)) return broadcast(command);
  if (command.startsWith("date^")) return slackDate(command.slice("date^".length), label, workspace);
  if (/^subteam\^S[A-Z0-9]+$/.test(command)) return groupMention(command.slice("subteam^".length), label, workspace);
  return null;
}
