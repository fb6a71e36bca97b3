/** The channel list. On a narrow screen it is a drawer. */
import { appAvatar, avatar } from "./avatar.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { visible } from "./mrkdwn/characters.js";

/** Where the channel list is a drawer. */
export const NARROW = "(max-width: 820px)";

export function showSidebar(root, workspace, { opener, scrim }) {
  const drawer = new Drawer(root, opener, scrim);
  const go = (action) => () => {
    drawer.close();
    workspace.attempt(action);
  };
  const update = () => {
    const focused = root.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    root.replaceChildren(team(workspace), ...sections(workspace, go), el("p", { class: "sidebar-foot", text: "Stored in this computer’s data directory." }));
    if (focused) root.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  };
  for (const part of ["channels", "place", "app", "users"]) workspace.addEventListener(part, update);
  update();
}

function team(workspace) {
  const name = workspace.team.name || "Workspace";
  return el("div", { class: "team" }, el("span", { class: "team-initial", "aria-hidden": "true", text: [...name][0] }), el("span", { text: name }));
}

function sections(workspace, go) {
  const open = workspace.channels.filter((channel) => !channel.is_archived || channel.id === workspace.channel?.id);
  const named = open.filter((channel) => !channel.is_im && !channel.is_mpim).sort((one, other) => one.name.localeCompare(other.name));
  const direct = open.filter((channel) => channel.is_im || channel.is_mpim);
  const channelItems = (channels) => channels.map((channel) => channelItem(channel, workspace, go));
  return [
    section("Channels", channelItems(named.filter((channel) => channel.is_member))),
    section("Other public channels", channelItems(named.filter((channel) => !channel.is_member))),
    section("Direct messages", channelItems(direct)),
    section("Apps", [homeItem(workspace, go)]),
  ].filter(Boolean);
}

function section(title, items) {
  if (!items.length) return null;
  return el("section", { class: "sidebar-section" }, el("h2", { text: title }), el("ul", {}, ...items.map((item) => el("li", {}, item))));
}

function channelItem(channel, workspace, go) {
  const name = channelName(channel, workspace);
  const unread = channel.id === workspace.channel?.id ? 0 : (channel.unread ?? 0);
  const kind = channel.is_private && !channel.is_im ? "private channel" : "";
  const label = [name, kind, unread && `${unread} unread`].filter(Boolean).join(", ");
  const symbol = channel.is_im ? avatar(workspace, channel.user) : icon(channel.is_archived ? "archive" : channel.is_private ? "lock" : "hash");
  return el(
    "button",
    {
      class: "channel-item", type: "button", "aria-label": label,
      "aria-current": channel.id === workspace.channel?.id ? "page" : null,
      data: { testid: "channel-item", channel: channel.name || channel.id, key: channel.id, unread: unread > 0, outside: !channel.is_member },
      on: { click: go(() => workspace.open(channel.id)) },
    },
    symbol,
    el("span", { class: "channel-item-name" }, visible(name)),
    unread > 0 && el("span", { class: "unread-count", data: { mention: channel.mention }, text: unread > 99 ? "99+" : unread }),
  );
}

/** What a channel is called in this persona's list. */
export function channelName(channel, workspace) {
  return channel.is_im ? workspace.userName(channel.user) : channel.name;
}

function homeItem(workspace, go) {
  return el(
    "button",
    {
      class: "channel-item", type: "button", "aria-label": `${workspace.app.name}, Home`, "aria-current": workspace.place.home ? "page" : null,
      data: { testid: "home-item", key: "home" }, on: { click: go(() => workspace.openHome()) },
    },
    appAvatar(),
    el("span", { class: "channel-item-name", text: workspace.app.name }),
  );
}

class Drawer {
  constructor(root, opener, scrim) {
    Object.assign(this, { root, opener, scrim });
    opener.append(icon("menu"));
    opener.addEventListener("click", () => (root.dataset.open === "true" ? this.close() : this.open()));
    scrim.addEventListener("click", () => this.close());
    root.addEventListener("keydown", (event) => event.key === "Escape" && this.close({ focus: true }));
    window.matchMedia(NARROW).addEventListener("change", () => this.close());
  }

  open() {
    this.#set(true);
    this.root.querySelector('[aria-current="page"], button')?.focus();
  }

  close({ focus = false } = {}) {
    this.#set(false);
    if (focus) this.opener.focus();
  }

  #set(open) {
    this.root.dataset.open = String(open);
    this.scrim.hidden = !open;
    this.opener.setAttribute("aria-expanded", String(open));
  }
}
