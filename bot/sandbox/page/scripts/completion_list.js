/**
 * The list above the composer; arrow keys move, Tab and Enter take, Escape closes. A text of several lines cannot be a
 * combobox (ARIA in HTML), so the composer is a textbox that names its list and the option marked in it.
 */
import { el, uniqueId } from "./dom.js";
import { visible } from "./mrkdwn/characters.js";

export class CompletionList {
  #completion = null;
  #active = 0;

  /**
   * @param {HTMLTextAreaElement} input
   * @param {string} id
   * @param {(proposal: import("./completion.js").Proposal, at: {from: number, to: number}) => void} insert
   */
  constructor(input, id, insert) {
    this.input = input;
    this.insert = insert;
    this.list = el("ul", { id, role: "listbox", "aria-label": "Suggestions" });
    this.title = el("p", { class: "completion-title" });
    this.usage = el("p", { class: "usage" }, el("code"));
    this.node = el("div", { class: "completion", hidden: true, data: { testid: "completion" } }, this.title, this.list, this.usage);
    // Choosing with the pointer must not take the focus from the text first.
    this.node.addEventListener("pointerdown", (event) => event.preventDefault());
  }

  /** @param {import("./completion.js").Completion|null} completion */
  show(completion) {
    if (!completion || this.#isDone(completion)) {
      this.hide();
      return;
    }
    this.#completion = completion;
    this.#active = 0;
    this.title.textContent = completion.title;
    this.usage.hidden = !completion.usage;
    this.usage.firstChild.textContent = completion.usage ?? "";
    this.list.replaceChildren(...completion.proposals.map((proposal) => this.#option(proposal)));
    this.node.hidden = false;
    this.#mark();
  }

  hide() {
    this.#completion = null;
    this.node.hidden = true;
    this.input.removeAttribute("aria-activedescendant");
  }

  /** Take a key press of the composer. @returns {boolean} whether it was for the list */
  key(event) {
    if (!this.#completion) return false;
    if (event.key === "Escape") this.hide();
    else if (!this.#completion.proposals.length) return false;
    else if (event.key === "ArrowDown") this.#move(1);
    else if (event.key === "ArrowUp") this.#move(-1);
    else if (event.key === "Tab" || (event.key === "Enter" && !event.shiftKey)) this.#take(this.#completion.proposals[this.#active]);
    else return false;
    event.preventDefault();
    return true;
  }

  // What is typed already says it in full: then Enter is meant to send.
  #isDone({ proposals, from, to }) {
    return proposals.some((proposal) => !proposal.shortcut && proposal.insert.trim() === this.input.value.slice(from, to));
  }

  #option(proposal) {
    return el(
      "li",
      { class: "completion-option", role: "option", id: uniqueId("proposal"), on: { click: () => this.#take(proposal) } },
      el("span", { class: "completion-name" }, proposal.before, visible(proposal.label)),
      proposal.hint && el("span", { class: "completion-hint" }, visible(proposal.hint)),
      proposal.description && el("span", { class: "completion-description" }, visible(proposal.description)),
    );
  }

  #take(proposal) {
    const { from, to } = this.#completion;
    this.hide();
    this.insert(proposal, { from, to });
  }

  #move(step) {
    const count = this.#completion.proposals.length;
    this.#active = (this.#active + step + count) % count;
    this.#mark();
  }

  #mark() {
    this.input.removeAttribute("aria-activedescendant");
    [...this.list.children].forEach((option, index) => {
      option.setAttribute("aria-selected", String(index === this.#active));
      if (index !== this.#active) return;
      option.scrollIntoView({ block: "nearest" });
      this.input.setAttribute("aria-activedescendant", option.id);
    });
  }
}
