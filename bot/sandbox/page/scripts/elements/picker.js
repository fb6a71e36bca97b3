/** Choosing one or several of a list: a button that opens a list, with a filter when it is long (WAI-ARIA: combobox, listbox). */
import { el, uniqueId } from "../dom.js";
import { icon } from "../icons.js";
import { visible } from "../mrkdwn/characters.js";
import { closePopup, openPopup, popupIsOf } from "../popup.js";

const FILTER_FROM = 8;

/**
 * @typedef {object} Choice
 * @property {string} id
 * @property {string} label
 * @property {string} [description]
 * @property {string} [group]
 * @property {() => Node} [before] an avatar or icon
 */

/**
 * @param {object} options
 * @param {Choice[]} options.choices
 * @param {string[]} options.selected ids
 * @param {boolean} [options.multiple]
 * @param {number} [options.most] how many may be chosen
 * @param {string} options.placeholder
 * @param {object} options.attributes of the button
 * @param {(selected: string[]) => Promise<boolean>} options.onChange whether the choice stands
 * @returns {HTMLElement}
 */
export function picker(options) {
  const state = { ...options, selected: [...options.selected] };
  const value = el("span", { class: "picker-value" });
  const button = el(
    "button",
    { ...options.attributes, class: "picker-button", type: "button", "aria-haspopup": "listbox", "aria-expanded": "false", on: { click: () => toggle(button, state, show) } },
    value,
    icon("chevron"),
  );
  button.addEventListener("keydown", (event) => {
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !popupIsOf(button)) {
      event.preventDefault();
      toggle(button, state, show);
    }
  });
  const show = () => showValue(value, state);
  show();
  return el("div", { class: "picker" }, button);
}

function showValue(node, { choices, selected, multiple, placeholder }) {
  const labels = selected.map((id) => choices.find((choice) => choice.id === id)?.label ?? id);
  node.dataset.empty = String(labels.length === 0);
  if (!labels.length) node.replaceChildren(visible(placeholder));
  else node.replaceChildren(...labels.map((label) => el("span", { class: multiple ? "picker-chip" : null }, visible(label))));
}

function toggle(button, state, show) {
  if (popupIsOf(button)) {
    closePopup({ focus: true });
    return;
  }
  new OpenList(button, state, show);
}

/** The open list of one picker. The keyboard stays in one place, the filter or the list; `aria-activedescendant` moves. */
class OpenList {
  constructor(button, state, show) {
    this.button = button;
    this.state = state;
    this.show = show;
    this.list = el("ul", {
      role: "listbox", id: uniqueId("list"), tabindex: "-1", "aria-label": "Choices", "aria-multiselectable": state.multiple ? "true" : null,
    });
    this.filter = state.choices.length >= FILTER_FROM ? this.#filterField() : null;
    this.panel = openPopup(button, [this.filter, this.list].filter(Boolean), { matchWidth: true, testid: "picker-list" });
    this.panel.addEventListener("keydown", (event) => this.#key(event));
    this.#fill("");
    (this.filter ?? this.list).focus();
  }

  #filterField() {
    return el("input", {
      class: "text-field popup-filter", type: "text", role: "combobox", autocomplete: "off", "aria-expanded": "true",
      "aria-controls": this.list.id, "aria-label": "Filter the choices", placeholder: "Type to filter",
      on: { input: (event) => this.#fill(event.target.value) },
    });
  }

  #fill(words) {
    const wanted = words.trim().toLowerCase();
    const found = this.state.choices.filter(({ label, description = "" }) => `${label} ${description}`.toLowerCase().includes(wanted));
    let group;
    const nodes = [];
    for (const choice of found) {
      if (choice.group && choice.group !== group) nodes.push(el("li", { class: "popup-group", role: "presentation" }, visible(choice.group)));
      group = choice.group;
      nodes.push(this.#option(choice));
    }
    this.list.replaceChildren(...(nodes.length ? nodes : [el("li", { class: "popup-empty", role: "presentation", text: "Nothing matches." })]));
    this.#activate(this.options.find((node) => node.getAttribute("aria-selected") === "true") ?? this.options[0]);
  }

  #option(choice) {
    const chosen = this.state.selected.includes(choice.id);
    const text = el(
      "span",
      { class: "popup-item-text" },
      visible(choice.label),
      choice.description && el("span", { class: "popup-item-description" }, visible(choice.description)),
    );
    return el(
      "li",
      {
        class: "popup-item", role: "option", id: uniqueId("option"), "aria-selected": String(chosen), data: { value: choice.id },
        on: { click: () => this.#choose(choice.id), pointermove: (event) => this.#activate(event.currentTarget, { scroll: false }) },
      },
      choice.before?.(),
      text,
      chosen && icon("check"),
    );
  }

  get options() {
    return [...this.list.querySelectorAll('[role="option"]')];
  }

  get active() {
    return this.list.querySelector('[data-active="true"]');
  }

  #activate(node, { scroll = true } = {}) {
    this.active?.removeAttribute("data-active");
    if (!node) return;
    node.dataset.active = "true";
    (this.filter ?? this.list).setAttribute("aria-activedescendant", node.id);
    if (scroll) node.scrollIntoView({ block: "nearest" });
  }

  #key(event) {
    const { options } = this;
    const at = options.indexOf(this.active);
    const moves = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: options.length - 1 };
    if (event.key === "Tab") closePopup({ focus: true });
    else if (event.key === "Enter" || (event.key === " " && !this.filter)) {
      event.preventDefault();
      if (this.active) this.#choose(this.active.dataset.value);
    } else if (event.key in moves && options.length) {
      event.preventDefault();
      this.#activate(options.at(moves[event.key] % options.length));
    }
  }

  #choose(id) {
    const { state } = this;
    const before = state.selected;
    if (!state.multiple) {
      state.selected = [id];
      closePopup({ focus: true });
    } else if (state.selected.includes(id)) state.selected = state.selected.filter((other) => other !== id);
    else if (state.selected.length < (state.most ?? Infinity)) state.selected = [...state.selected, id];
    else return;
    this.show();
    if (state.multiple) this.#fill(this.filter?.value ?? "");
    state.onChange(state.selected).then((stands) => {
      if (stands) return;
      state.selected = before;
      this.show();
    });
  }
}
