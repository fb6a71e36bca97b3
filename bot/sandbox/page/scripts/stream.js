/** The stream of the open channel: it stays where the reader is, and follows the newest message when they are at the end. */
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { send } from "./control_api.js";
import { authorName, isSystem } from "./message.js";
import { MessageList } from "./message_list.js";
import { intro } from "./welcome.js";

const NEAR_END_PX = 60;
const DATES_MS = 15_000;

export class Stream {
  #channel = "";
  #user = "";
  #firstUnread = "";
  #atEnd = true;
  #unseen = 0;
  #newest = "";

  /**
   * @param {import("./workspace.js").Workspace} workspace
   * @param {import("./surface.js").EnteredStates} entered
   * @param {{announcer: HTMLElement, fillComposer: (text: string) => void}} collaborators
   */
  constructor(workspace, entered, { announcer, fillComposer }) {
    this.workspace = workspace;
    this.announcer = announcer;
    this.fillComposer = fillComposer;
    this.list = new MessageList(workspace, entered, { label: "Messages" });
    this.head = el("div");
    this.inner = el("div", { class: "scroller-inner" }, this.head, this.list.node);
    this.scroller = el("div", { class: "scroller", tabindex: "-1", data: { testid: "stream" } }, this.inner);
    this.pill = el("button", { class: "new-pill", type: "button", hidden: true, data: { testid: "new-messages" }, on: { click: () => this.toEnd() } });
    this.node = this.scroller;
    this.scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    new ResizeObserver(() => this.#atEnd && this.#scrollToEnd()).observe(this.inner);
    new ResizeObserver(() => this.#atEnd && this.#scrollToEnd()).observe(this.scroller);
    workspace.addEventListener("messages", () => this.update());
    workspace.addEventListener("place", () => this.#moved());
    workspace.addEventListener("clock", () => this.update());
    document.addEventListener("visibilitychange", () => this.#markRead());
    setInterval(() => this.list.refreshDates(), DATES_MS);
  }

  /** Show the channel's messages as they are now. */
  update() {
    const { channel, workspace } = this;
    if (!channel) return;
    const entering = channel.id !== this.#channel || workspace.me.id !== this.#user;
    const messages = workspace.messages.filter(inStream);
    if (entering) this.#enter(channel, messages);
    this.list.show(messages, channel.id, this.#firstUnread);
    this.list.refreshDates();
    this.#noticeNew(messages, entering);
    if (this.#atEnd) this.#scrollToEnd();
    const pointed = this.workspace.takePointedMessage((ts) => Boolean(this.list.find(ts)));
    if (pointed) this.reveal(pointed);
    this.#markRead();
  }

  get channel() {
    return this.workspace.channel;
  }

  /** Scroll to the newest message. */
  toEnd() {
    this.#atEnd = true;
    this.#scrollToEnd();
    this.#showPill(0);
  }

  /** Bring the message `ts` into view and mark it for a moment. */
  reveal(ts) {
    const node = this.list.find(ts);
    if (!node) return;
    this.#atEnd = false;
    node.scrollIntoView({ block: "center" });
    node.dataset.flash = "true";
    node.addEventListener("animationend", () => delete node.dataset.flash, { once: true });
    node.focus({ preventScroll: true });
  }

  #enter(channel, messages) {
    this.#channel = channel.id;
    this.#user = this.workspace.me.id;
    this.#atEnd = true;
    this.#newest = messages.at(-1)?.ts ?? "";
    this.#firstUnread = channel.unread ? firstAfter(messages, channel.last_read, this.#user) : "";
    this.#showPill(0);
    this.list.clear();
    this.head.replaceChildren(intro(channel, this.workspace, this.fillComposer));
  }

  #moved() {
    if (this.channel?.id === this.#channel && this.workspace.me?.id === this.#user) return;
    this.list.clear();
    this.head.replaceChildren();
    this.#channel = "";
  }

  #noticeNew(messages, entering) {
    const added = entering ? [] : messages.filter((message) => message.ts > this.#newest);
    const fresh = added.filter((message) => message.user !== this.#user);
    // What a person wrote, and what answers only them, is what they wait for.
    if (fresh.length < added.length) this.toEnd();
    this.#newest = messages.at(-1)?.ts ?? this.#newest;
    if (!fresh.length) return;
    const latest = fresh.at(-1);
    this.announcer.textContent = isSystem(latest) ? "" : `${authorName(latest, this.workspace)}: ${latest.text ?? ""}`.slice(0, 300);
    if (fresh.some((message) => message.is_ephemeral)) this.toEnd();
    else if (!this.#atEnd) this.#showPill(this.#unseen + fresh.length);
  }

  #showPill(count) {
    this.#unseen = count;
    this.pill.hidden = count === 0;
    this.pill.replaceChildren(count === 1 ? "1 new message" : `${count} new messages`, icon("down"));
  }

  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    this.#atEnd = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
    if (!this.#atEnd) return;
    if (this.#unseen) this.#showPill(0);
    this.#markRead();
  }

  // A channel without messages is read from its top: that is where it says what to type.
  #scrollToEnd() {
    this.scroller.scrollTop = this.list.node.childElementCount ? this.scroller.scrollHeight : 0;
  }

  #markRead() {
    const { channel } = this;
    if (!channel?.unread || !this.#atEnd || document.visibilityState !== "visible" || channel.id !== this.#channel) return;
    channel.unread = 0;
    this.workspace.attempt(() => send("read", { user: this.workspace.me.id, channel: channel.id }));
  }
}

function inStream(message) {
  return !message.thread_ts || message.thread_ts === message.ts || message.subtype === "thread_broadcast";
}

function firstAfter(messages, lastRead = "", me = "") {
  return messages.find((message) => message.ts > lastRead && message.user !== me && !message.is_ephemeral)?.ts ?? "";
}
