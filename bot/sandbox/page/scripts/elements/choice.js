/** Checkboxes and radio buttons. */
import { confirmed } from "../confirm.js";
import { el, uniqueId } from "../dom.js";
import { textObject } from "../mrkdwn/mrkdwn.js";
import { held, stateWith } from "./state.js";

/** @returns {HTMLElement} */
export function choiceElement(element, block, surface, attributes) {
  const radio = element.type === "radio_buttons";
  const name = uniqueId("choice");
  const chosen = [held(surface, block, element)].flat().filter(Boolean).map((option) => option.value);
  const { id, data, ...labels } = attributes;
  const inputs = element.options.map((option, index) =>
    el("input", {
      type: radio ? "radio" : "checkbox", name, value: option.value, checked: chosen.includes(option.value),
      id: index === 0 ? id : null, data: { ...data, key: `${data.key}#${option.value}` },
    }),
  );
  const change = async (event) => {
    if (!(await confirmed(element.confirm, surface.workspace))) {
      inputs.forEach((input, index) => (input.checked = chosen.includes(element.options[index].value)));
      return;
    }
    const picked = element.options.filter((_, index) => inputs[index].checked);
    event.target.setAttribute("aria-busy", "true");
    await surface.change(block, element, stateWith(element, radio ? picked[0] : picked));
    event.target.removeAttribute("aria-busy");
  };
  const rows = element.options.map((option, index) => choiceRow(option, inputs[index], surface.workspace));
  return el("div", { class: "choices", role: radio ? "radiogroup" : "group", ...labels, on: { change } }, ...rows);
}

function choiceRow(option, input, workspace) {
  const description = option.description && el("span", { class: "choice-description" }, textObject(option.description, workspace));
  return el("label", { class: "choice" }, input, el("span", { class: "choice-text" }, textObject(option.text, workspace)), description);
}
