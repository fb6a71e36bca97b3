/** Every interactive element of Block Kit that the page knows. */
import { buttonElement, workflowButtonElement } from "./button.js";
import { choiceElement } from "./choice.js";
import { dateTimeElement } from "./date_time.js";
import { missingElement } from "./missing.js";
import { overflowElement } from "./overflow.js";
import { richTextInputElement } from "./rich_text_input.js";
import { selectElement } from "./select.js";
import { textFieldElement } from "./text_field.js";

const RENDERERS = {
  button: buttonElement,
  workflow_button: workflowButtonElement,
  overflow: overflowElement,
  checkboxes: choiceElement,
  radio_buttons: choiceElement,
  static_select: selectElement,
  multi_static_select: selectElement,
  users_select: selectElement,
  multi_users_select: selectElement,
  conversations_select: selectElement,
  multi_conversations_select: selectElement,
  channels_select: selectElement,
  multi_channels_select: selectElement,
  plain_text_input: textFieldElement,
  number_input: textFieldElement,
  email_text_input: textFieldElement,
  url_text_input: textFieldElement,
  rich_text_input: richTextInputElement,
  datepicker: dateTimeElement,
  timepicker: dateTimeElement,
  datetimepicker: dateTimeElement,
};

/**
 * @param {object} element Block Kit element
 * @param {object} block the block it stands in
 * @param {import("../surface.js").MessageSurface|import("../surface.js").ViewSurface} surface
 * @param {object} attributes label attributes and an id, given by an input block
 * @returns {HTMLElement}
 */
export function renderElement(element, block, surface, attributes = {}) {
  const renderer = RENDERERS[element.type] ?? missingElement;
  const data = { "action-id": element.action_id, "block-id": block.block_id, key: `${element.action_id}#${element.value ?? ""}` };
  return renderer(element, block, surface, { ...attributes, data });
}
