/** The side pane with the replies to one message. */
import { Composer } from "./composer.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { MessageList } from "./message_list.js";
import { channelName } from "./sidebar.js";

export class ThreadPane {
  #shown = "";

  constructor(root, workspace, entered) {
    this.root = root;
    this.workspace = workspace;
    this.parent = new MessageList(workspace, entered, { inThread: true, label: "Message" });
    this.replies = new MessageList(workspace, entered, { inThread: true, label: "Replies" });
    this.count = el("p", { class: "thread-count" });
    this.subtitle = el("p", { class: "pane-subtitle" });
    this.scroller = el("div", { class: "scroller" }, this.parent.node, this.count, this.replies.node);
    this.composer = new Composer(workspace, { inThread: true });
    root.append(this.#header(), this.scroller, this.composer.node);
    root.addEventListener("keydown", (event) => event.key === "Escape" && !event.defaultPrevented && this.close());
    for (const part of ["place", "messages", "clock"]) workspace.addEventListener(part, () => this.update());
  }

  update() {
    const { thread, home } = this.workspace.place;
    const open = Boolean(thread) && !home;
    this.root.hidden = !open;
    if (!open) this.#shown = "";
    else this.#show(thread);
  }

  close() {
    const back = document.querySelector(`.channel [data-key="thread ${CSS.escape(this.workspace.place.thread)}"]`);
    this.workspace.showThread("");
    back?.focus();
  }

  #header() {
    const title = el("h2", { id: "thread-title" }, el("span", { text: "Thread" }));
    const close = el("button", { class: "icon-button", type: "button", "aria-label": "Close thread", on: { click: () => this.close() } }, icon("close"));
    return el("header", { class: "pane-header" }, el("div", { class: "pane-title" }, title, this.subtitle), close);
  }

  #show(thread) {
    const { messages, channel } = this.workspace;
    if (!channel || !messages.length) return;
    const parent = messages.find((message) => message.ts === thread);
    const replies = messages.filter((message) => message.thread_ts === thread && message.ts !== thread);
    const before = this.replies.node.childElementCount;
    this.parent.show(parent ? [parent] : [], channel.id);
    this.replies.show(replies, channel.id);
    this.subtitle.textContent = channel.is_im ? channelName(channel, this.workspace) : `#${channel.name}`;
    this.count.textContent = parent ? countText(replies.length) : "The first message of this thread is gone.";
    this.composer.update();
    const opened = this.#shown !== thread;
    this.#shown = thread;
    if (opened || replies.length > before) this.scroller.scrollTop = this.scroller.scrollHeight;
    const pointed = this.workspace.takePointedMessage((ts) => Boolean(this.replies.find(ts)));
    if (pointed) this.replies.find(pointed).scrollIntoView({ block: "center" });
    if (opened) this.composer.focus();
  }
}

function countText(count) {
  return count === 0 ? "No replies yet" : count === 1 ? "1 reply" : `${count} replies`;
}
