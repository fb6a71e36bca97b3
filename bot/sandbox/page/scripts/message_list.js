/** A list of messages that changes under the reader's eyes without losing their place, their focus or what they entered. */
import { el } from "./dom.js";
import { isSystem, messageItem, momentOf } from "./message.js";
import { dayHeading, refreshDates } from "./mrkdwn/date.js";

const GROUP_S = 300;

export class MessageList {
  #items = new Map();

  /**
   * @param {import("./workspace.js").Workspace} workspace
   * @param {import("./surface.js").EnteredStates} entered
   * @param {{inThread?: boolean, label: string}} options
   */
  constructor(workspace, entered, { inThread = false, label }) {
    this.workspace = workspace;
    this.entered = entered;
    this.inThread = inThread;
    this.node = el("ol", { class: "message-list", "aria-label": label });
  }

  clear() {
    this.#items.clear();
    this.node.replaceChildren();
  }

  /** Show `messages`, oldest first. @param {string} [firstUnread] ts before which the line "New" stands */
  show(messages, channel, firstUnread = "") {
    const wanted = [];
    let before = null;
    for (const message of messages) {
      const newDay = !this.inThread && !sameDay(before, message);
      if (newDay) wanted.push(this.#item(`day ${dayOf(message)}`, this.#dayText(message), () => this.#dayDivider(message)));
      if (message.ts === firstUnread) wanted.push(this.#item("new", "", () => el("li", { class: "new-divider", text: "New" })));
      wanted.push(this.#message(message, channel, !newDay && message.ts !== firstUnread && continues(before, message)));
      before = message;
    }
    this.#place(wanted);
  }

  /** The item of the message `ts`, if it is shown. */
  find(ts) {
    return this.#items.get(ts)?.node;
  }

  /** Write again the dates that depend on the present. */
  refreshDates() {
    refreshDates(this.node, this.workspace.now());
  }

  #message(message, channel, continued) {
    const signature = JSON.stringify([message, continued, channel, this.workspace.me.id]);
    const { workspace, entered, inThread } = this;
    return this.#item(message.ts, signature, () => messageItem(message, { channel, continued, inThread, workspace, entered }));
  }

  #item(key, signature, build) {
    const known = this.#items.get(key);
    if (known?.signature === signature) return { key, ...known };
    return { key, signature, node: build(), replaces: known?.node };
  }

  #place(wanted) {
    const keys = new Set(wanted.map((item) => item.key));
    for (const [key, { node }] of this.#items) if (!keys.has(key)) node.remove();
    this.#items = new Map(wanted.map(({ key, signature, node }) => [key, { signature, node }]));
    for (const { node, replaces } of wanted) if (replaces?.isConnected) replaceKeepingFocus(replaces, node);
    let at = this.node.firstElementChild;
    for (const { node } of wanted) {
      if (node === at) at = at.nextElementSibling;
      else this.node.insertBefore(node, at);
    }
  }

  #dayText(message) {
    return dayHeading(momentOf(message), new Date(this.workspace.now()));
  }

  #dayDivider(message) {
    return el("li", { class: "day-divider", data: { testid: "day-divider" } }, el("span", { text: this.#dayText(message) }));
  }
}

/**
 * Put `fresh` where `old` was; the keyboard focus goes to the same control in it.
 * A block may come back with another id after each click, so a control is known by its action and value.
 */
export function replaceKeepingFocus(old, fresh) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const key = focused?.dataset.key;
  const same = (root) => [...root.querySelectorAll(`[data-key="${CSS.escape(key ?? "")}"]`)];
  const nth = focused ? same(old).indexOf(focused) : -1;
  const selection = focused && "selectionStart" in focused ? [focused.selectionStart, focused.selectionEnd] : null;
  old.replaceWith(fresh);
  const target = nth >= 0 ? (same(fresh)[nth] ?? same(fresh)[0]) : null;
  if (!focused) return;
  (target ?? fresh).focus({ preventScroll: true });
  if (target && selection?.[0] !== null && selection && "setSelectionRange" in target) target.setSelectionRange(...selection);
}

function dayOf(message) {
  return momentOf(message).toDateString();
}

function sameDay(before, message) {
  return before !== null && dayOf(before) === dayOf(message);
}

function continues(before, message) {
  if (!before || isSystem(before) || isSystem(message) || message.pinned || before.pinned || before.is_ephemeral !== message.is_ephemeral) return false;
  const author = (one) => `${one.user} ${one.bot_id ?? ""} ${one.username ?? ""}`;
  return author(before) === author(message) && Number(message.ts) - Number(before.ts) < GROUP_S;
}
