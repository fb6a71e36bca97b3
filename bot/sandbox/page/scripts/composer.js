/** Where a person writes. Enter sends, Shift+Enter breaks the line, `/`, `@`, `#` and `:` complete. */
import { commandIn } from "./command_text.js";
import { complete } from "./completion.js";
import { CompletionList } from "./completion_list.js";
import { send } from "./control_api.js";
import { el, uniqueId } from "./dom.js";
import { icon } from "./icons.js";
import { channelName, NARROW } from "./sidebar.js";

const SHORT_NAME = 22;

export class Composer {
  #drafts = new Map();
  #draftOf = "";
  #sending = false;

  /** @param {import("./workspace.js").Workspace} workspace @param {{inThread?: boolean}} options */
  constructor(workspace, { inThread = false } = {}) {
    this.workspace = workspace;
    this.inThread = inThread;
    const testid = inThread ? "thread-composer" : "composer";
    const list = uniqueId("completion");
    this.input = el("textarea", {
      class: "composer-input", rows: 1, data: { testid }, "aria-autocomplete": "list", "aria-haspopup": "listbox", "aria-controls": list,
      on: { keydown: (event) => this.#key(event), input: () => this.#typed(), blur: () => this.completion.hide() },
    });
    this.button = el("button", { class: "composer-send", type: "button", "aria-label": "Send", disabled: true, on: { click: () => this.submit() } }, icon("send"));
    this.completion = new CompletionList(this.input, list, (proposal, at) => this.#insert(proposal, at));
    this.box = el("div", { class: "composer-box" }, this.input, this.button);
    this.hint = el("p", { class: "composer-hint" }, ...hints());
    this.closed = el("p", { class: "composer-closed", hidden: true });
    this.node = el("div", { class: "composer" }, this.completion.node, this.box, this.closed, this.hint);
  }

  /** Fit the composer to the open channel or thread: draft, placeholder, and whether one may write. */
  update() {
    const { channel, place, me } = this.workspace;
    if (!channel) return;
    this.#switchDraft(`${me.id} ${channel.id} ${this.inThread ? place.thread : ""}`);
    const reason = closedReason(channel);
    this.closed.textContent = reason;
    this.closed.hidden = !reason;
    this.box.hidden = Boolean(reason);
    this.hint.hidden = Boolean(reason) || this.inThread;
    const name = channel.is_im ? channelName(channel, this.workspace) : `#${channel.name}`;
    this.input.placeholder = this.inThread ? "Reply…" : placeholderFor(name);
    this.input.setAttribute("aria-label", this.inThread ? "Reply to thread" : `Message to ${name}`);
  }

  /** Put `text` in, ready to be sent. */
  fill(text) {
    this.input.value = text;
    this.focus();
    this.#typed({ complete: false });
  }

  focus() {
    if (this.box.hidden) return;
    this.input.focus();
    this.input.setSelectionRange(this.input.value.length, this.input.value.length);
  }

  /** Send what is written. It comes back into the box when it could not be sent. */
  async submit() {
    const typed = this.input.value;
    if (!typed.trim() || this.#sending) return;
    const draftOf = this.#draftOf;
    this.#busy(true);
    this.#clear();
    const sent = await this.workspace.attempt(() => this.#deliver(typed));
    this.#busy(false);
    if (sent) return;
    if (draftOf !== this.#draftOf) this.#drafts.set(draftOf, typed);
    else if (!this.input.value) this.fill(typed);
  }

  async #deliver(typed) {
    const { me, channel, place } = this.workspace;
    const command = commandIn(typed);
    if (command && this.inThread) throw new Error(`${command.command} does not work in threads. Write it in the channel.`);
    if (command) await send("commands", { user: me.id, channel: channel.id, ...command });
    else {
      const thread = this.inThread ? { thread_ts: place.thread } : {};
      await send("messages", { user: me.id, channel: channel.id, text: typed.trim(), ...thread });
    }
  }

  #key(event) {
    if (event.isComposing) return;
    if (this.completion.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.submit();
    }
  }

  #typed({ complete: completing = true } = {}) {
    this.button.disabled = !this.input.value.trim() || this.#sending;
    if (this.#draftOf) this.#drafts.set(this.#draftOf, this.input.value);
    const found = completing && complete(this.input.value, this.input.selectionStart, this.workspace, { commands: !this.inThread });
    this.completion.show(found || null);
  }

  #insert(proposal, { from, to }) {
    if (proposal.shortcut) {
      this.#clear();
      this.workspace.attempt(() => send("shortcuts", { user: this.workspace.me.id, callback_id: proposal.shortcut }));
      return;
    }
    this.input.setRangeText(proposal.insert, from, to, "end");
    this.input.focus();
    this.#typed();
  }

  #clear() {
    this.input.value = "";
    this.#typed({ complete: false });
  }

  #busy(yes) {
    this.#sending = yes;
    this.box.setAttribute("aria-busy", String(yes));
    this.button.replaceChildren(yes ? el("span", { class: "spinner" }) : icon("send"));
    this.button.disabled = yes || !this.input.value.trim();
  }

  #switchDraft(draftOf) {
    if (draftOf === this.#draftOf) return;
    this.#draftOf = draftOf;
    this.input.value = this.#drafts.get(draftOf) ?? "";
    this.#typed({ complete: false });
  }
}

// A placeholder is cut where the box ends, in the middle of a letter: on a phone it has to be short.
function placeholderFor(name) {
  if (!window.matchMedia(NARROW).matches) return `Message ${name}, or type / for commands`;
  return `Message ${name.length > SHORT_NAME ? `${name.slice(0, SHORT_NAME - 1)}…` : name}`;
}

function closedReason(channel) {
  if (channel.is_archived) return "This channel is archived. Nobody can write here any more.";
  if (channel.is_member === false) return "You are looking in from outside. Only members of this channel can write here.";
  return "";
}

function hints() {
  return [
    el("span", {}, el("kbd", { text: "/" }), " commands   ", el("kbd", { text: "@" }), " people   ", el("kbd", { text: "#" }), " channels   ", el("kbd", { text: ":" }), " emoji"),
    el("span", {}, el("kbd", { text: "Enter" }), " sends   ", el("kbd", { text: "Shift+Enter" }), " new line"),
  ];
}
