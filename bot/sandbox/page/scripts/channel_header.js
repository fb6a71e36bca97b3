/** The head of the open channel: name, topic, pins. */
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { toggleMenu } from "./menu.js";
import { authorName } from "./message.js";
import { visible } from "./mrkdwn/characters.js";
import { inline } from "./mrkdwn/inline.js";
import { channelName } from "./sidebar.js";

const TEASER = 110;

/** @param {{reveal: (ts: string) => void}} stream */
export function showChannelHeader(root, workspace, stream) {
  const update = () => {
    const { channel, place, app } = workspace;
    if (place.home) root.replaceChildren(paneHeader(app.name, null, "Home", []));
    else if (channel) root.replaceChildren(channelHead(channel, workspace, stream));
    else root.replaceChildren(paneHeader("No such channel", null, "", []));
    const title = place.home ? app.name : channel ? channelName(channel, workspace) : "Local workspace";
    document.title = `${title} · ${workspace.team.name || "Local workspace"} (local, not Slack)`;
  };
  let shown = "";
  const updateIfChanged = () => {
    const now = JSON.stringify([workspace.place, workspace.channel, pinned(workspace).map((message) => message.ts), workspace.app.name, workspace.me?.id]);
    if (now !== shown) update();
    shown = now;
  };
  for (const part of ["place", "channels", "messages", "app"]) workspace.addEventListener(part, updateIfChanged);
  updateIfChanged();
}

function channelHead(channel, workspace, stream) {
  const symbol = channel.is_im ? null : icon(channel.is_private ? "lock" : "hash");
  const topic = channel.topic?.value ? inline(channel.topic.value, workspace) : "";
  return paneHeader(channelName(channel, workspace), symbol, topic, [pinsButton(workspace, stream)].filter(Boolean));
}

function paneHeader(name, symbol, subtitle, tools) {
  return el(
    "header",
    { class: "pane-header" },
    el(
      "div",
      { class: "pane-title" },
      el("h1", { id: "channel-title", data: { testid: "channel-title" } }, symbol, el("span", {}, visible(name))),
      subtitle && el("p", { class: "pane-subtitle", data: { testid: "topic" } }, subtitle),
    ),
    el("div", { class: "header-tools" }, ...tools),
  );
}

function pinned(workspace) {
  return workspace.messages.filter((message) => message.pinned);
}

function pinsButton(workspace, stream) {
  const pins = pinned(workspace);
  if (!pins.length) return null;
  const items = pins.map((message) => ({
    label: authorName(message, workspace), description: teaser(message.text ?? ""), before: icon("pin"), run: () => stream.reveal(message.ts),
  }));
  return el(
    "button",
    {
      class: "header-button", type: "button", "aria-haspopup": "menu", "aria-expanded": "false", data: { testid: "pins" },
      "aria-label": pins.length === 1 ? "1 pinned message" : `${pins.length} pinned messages`,
      on: { click: (event) => toggleMenu(event.currentTarget, items, { label: "Pinned messages", title: "Pinned messages" }) },
    },
    icon("pin"),
    String(pins.length),
  );
}

function teaser(text) {
  return text.length > TEASER ? `${text.slice(0, TEASER).trimEnd()}…` : text;
}
