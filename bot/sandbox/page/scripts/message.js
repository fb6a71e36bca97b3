/** One message: who, when, what, and what others did with it. */
import { attachmentNode } from "./attachment.js";
import { appAvatar, avatar } from "./avatar.js";
import { renderBlocks } from "./blocks/blocks.js";
import { el } from "./dom.js";
import { fileCard } from "./file_card.js";
import { icon } from "./icons.js";
import { messageToolbar } from "./message_toolbar.js";
import { visible } from "./mrkdwn/characters.js";
import { clockTime, fullTime, relative } from "./mrkdwn/date.js";
import { mrkdwn } from "./mrkdwn/mrkdwn.js";
import { reactions } from "./reactions.js";
import { MessageSurface } from "./surface.js";

const SYSTEM_ICONS = {
  channel_join: "join", group_join: "join", bot_add: "join", channel_leave: "leave", group_leave: "leave", channel_topic: "edit", group_topic: "edit",
  channel_purpose: "edit", group_purpose: "edit", channel_name: "edit", group_name: "edit", channel_archive: "archive", group_archive: "archive",
  channel_unarchive: "archive", group_unarchive: "archive", pinned_item: "pin",
};

/** Whether the workspace wrote `message`, not a person or an app. */
export function isSystem(message) {
  return message.subtype in SYSTEM_ICONS;
}

/** The moment of a message. */
export function momentOf(message) {
  return new Date(Number(message.ts) * 1000);
}

/** Who wrote `message`, by name. */
export function authorName(message, workspace) {
  return message.username || message.bot_profile?.name || workspace.userName(message.user);
}

/**
 * @typedef {object} MessageOptions
 * @property {string} channel id
 * @property {boolean} continued the message before is the same author's: no second byline
 * @property {boolean} inThread shown in the thread pane: no thread link
 * @property {import("./workspace.js").Workspace} workspace
 * @property {import("./surface.js").EnteredStates} entered
 */

/** @param {object} message Slack message object @param {MessageOptions} options @returns {HTMLLIElement} */
export function messageItem(message, options) {
  const system = isSystem(message);
  const data = {
    testid: "message", ts: message.ts, key: message.ts, system, continued: options.continued,
    ephemeral: Boolean(message.is_ephemeral), pinned: Boolean(message.pinned),
  };
  const parts = system ? systemParts(message, options) : ordinaryParts(message, options);
  return el("li", { class: "message", tabindex: "-1", "aria-label": label(message, options.workspace), data }, ...parts);
}

function label(message, workspace) {
  return `${authorName(message, workspace)} at ${clockTime(momentOf(message))}`;
}

function systemParts(message, { workspace }) {
  const text = message.text ?? "";
  // Some of Slack's own lines begin with who did it, others leave that to the client.
  const who = text.startsWith("<@") ? null : el("span", { class: "message-author" }, visible(authorName(message, workspace)));
  const main = el("div", { class: "message-main" }, who, who && " ", mrkdwn(text, workspace), timestamp(message, "message-time"));
  return [el("div", { class: "message-gutter" }, icon(SYSTEM_ICONS[message.subtype])), main];
}

function ordinaryParts(message, options) {
  const { workspace, continued } = options;
  const picture = message.bot_id ? appAvatar() : avatar(workspace, message.user);
  const gutter = el("div", { class: "message-gutter" }, continued ? timestamp(message) : picture);
  const main = el(
    "div",
    { class: "message-main" },
    ...notes(message),
    !continued && byline(message, workspace),
    content(message, options),
    ...(message.files ?? []).map((file) => fileCard(file, workspace)),
    reactions(message, options),
    !options.inThread && threadLink(message, workspace),
  );
  return [gutter, main, !message.is_ephemeral && messageToolbar(message, options)];
}

function notes(message) {
  const found = [];
  if (message.is_ephemeral) found.push(["eye", "Only visible to you"]);
  if (message.pinned) found.push(["pin", "Pinned"]);
  if (message.subtype === "thread_broadcast") found.push(["reply", "Also sent to the channel"]);
  return found.map(([symbol, text]) => el("p", { class: "message-note" }, icon(symbol), text));
}

function byline(message, workspace) {
  return el(
    "div",
    { class: "message-byline" },
    el("span", { class: "message-author" }, visible(authorName(message, workspace))),
    message.bot_id && el("span", { class: "badge", title: "Written by an app", text: "APP" }),
    timestamp(message, "message-time"),
    editedNote(message),
  );
}

function editedNote({ edited }) {
  return edited && el("span", { class: "message-edited", title: fullTime(momentOf(edited)), text: "(edited)" });
}

function timestamp(message, className = null) {
  const moment = momentOf(message);
  return el("time", { class: className, datetime: moment.toISOString(), title: fullTime(moment), text: clockTime(moment) });
}

function content(message, { workspace, entered, channel, continued }) {
  const surface = new MessageSurface(workspace, entered, channel, message);
  const body = message.blocks?.length ? renderBlocks(message.blocks, surface) : mrkdwn(message.text ?? "", workspace);
  const attachments = (message.attachments ?? []).map((attachment) => attachmentNode(attachment, surface));
  return el("div", { class: "message-content" }, body, ...attachments, continued && editedNote(message));
}

function threadLink(message, workspace) {
  if (!message.reply_count) return null;
  const count = message.reply_count === 1 ? "1 reply" : `${message.reply_count} replies`;
  const faces = (message.reply_users ?? []).slice(0, 4).map((user) => avatar(workspace, user));
  const latest = message.latest_reply && `Last reply ${relative(Number(message.latest_reply) * 1000 - workspace.now())}`;
  return el(
    "button",
    { class: "thread-link", type: "button", data: { testid: "thread-link", key: `thread ${message.ts}` }, on: { click: () => workspace.showThread(message.ts) } },
    el("span", { class: "avatars" }, ...faces),
    count,
    latest && el("span", { class: "thread-link-latest", text: latest }),
  );
}
