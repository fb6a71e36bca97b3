/** Text, number, e-mail and URL inputs. */
import { el } from "../dom.js";
import { textOf } from "../mrkdwn/mrkdwn.js";
import { held, stateWith } from "./state.js";

const TYPES = { plain_text_input: "text", number_input: "text", email_text_input: "email", url_text_input: "url" };

/** @returns {HTMLElement} */
export function textFieldElement(element, block, surface, attributes) {
  const triggers = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const state = () => stateWith(element, node.value || null);
  const input = () => {
    // What is typed is kept at every letter; it is sent only when the block dispatches and its configuration says when.
    surface.entered.set(surface.owner, block, element, state());
    if (surface.actsAtOnce(block) && triggers.includes("on_character_entered")) surface.act(block, element, state());
  };
  const keydown = (event) => {
    if (event.key !== "Enter" || element.multiline || event.isComposing) return;
    if (!surface.actsAtOnce(block) || !triggers.includes("on_enter_pressed")) return;
    event.preventDefault();
    surface.act(block, element, state());
  };
  const shared = {
    ...attributes, class: "text-field", placeholder: textOf(element.placeholder) || null, maxlength: element.max_length,
    autofocus: element.focus_on_load, on: { input, keydown },
  };
  const node = element.multiline ? el("textarea", { ...shared, rows: 3 }) : el("input", { ...shared, ...inputType(element) });
  node.value = held(surface, block, element) ?? "";
  return node;
}

function inputType(element) {
  if (element.type !== "number_input") return { type: TYPES[element.type] };
  return { type: "text", inputmode: element.is_decimal_allowed ? "decimal" : "numeric" };
}
