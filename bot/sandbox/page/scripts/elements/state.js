/** What an element holds, in the form of Slack's `state.values` (Slack: view submission payloads). */

// For each type: the field of its state, and the element's own field that fills it at first.
const FIELDS = {
  plain_text_input: ["value", "initial_value"],
  number_input: ["value", "initial_value"],
  email_text_input: ["value", "initial_value"],
  url_text_input: ["value", "initial_value"],
  rich_text_input: ["rich_text_value", "initial_value"],
  static_select: ["selected_option", "initial_option"],
  multi_static_select: ["selected_options", "initial_options"],
  users_select: ["selected_user", "initial_user"],
  multi_users_select: ["selected_users", "initial_users"],
  conversations_select: ["selected_conversation", "initial_conversation"],
  multi_conversations_select: ["selected_conversations", "initial_conversations"],
  channels_select: ["selected_channel", "initial_channel"],
  multi_channels_select: ["selected_channels", "initial_channels"],
  checkboxes: ["selected_options", "initial_options"],
  radio_buttons: ["selected_option", "initial_option"],
  datepicker: ["selected_date", "initial_date"],
  timepicker: ["selected_time", "initial_time"],
  datetimepicker: ["selected_date_time", "initial_date_time"],
};

/** The field of the state in which `element` keeps what is chosen, or undefined for one that holds nothing. */
export function stateField(element) {
  return FIELDS[element.type]?.[0];
}

/** The state `element` has before anybody touched it; null for buttons and the like. */
export function initialState(element) {
  const fields = FIELDS[element.type];
  if (!fields) return null;
  const [field, initial] = fields;
  const nothing = field.endsWith("s") ? [] : null;
  return { type: element.type, [field]: element[initial] ?? nothing };
}

/** The state of `element` holding `value`. */
export function stateWith(element, value) {
  return { type: element.type, [stateField(element)]: value };
}

/** What `surface` says `element` holds: an option, a list of ids, a text. */
export function held(surface, block, element) {
  return surface.stateOf(block, element)[stateField(element)];
}
