/** Select menus of Block Kit: from given options, people, conversations and channels; one or several. */
import { avatar } from "../avatar.js";
import { confirmed } from "../confirm.js";
import { icon } from "../icons.js";
import { textOf } from "../mrkdwn/mrkdwn.js";
import { channelName } from "../sidebar.js";
import { picker } from "./picker.js";
import { held, stateWith } from "./state.js";

/** @returns {HTMLElement} */
export function selectElement(element, block, surface, attributes) {
  const multiple = element.type.startsWith("multi_");
  const source = sourceOf(element, surface.workspace);
  const now = held(surface, block, element);
  const selected = (multiple ? now : [now]).filter(Boolean).map(source.idOf);
  return picker({
    choices: source.choices,
    selected,
    multiple,
    most: element.max_selected_items,
    placeholder: textOf(element.placeholder) || source.placeholder,
    attributes,
    onChange: async (ids) => {
      if (!(await confirmed(element.confirm, surface.workspace))) return false;
      const values = ids.map(source.valueOf);
      await surface.change(block, element, stateWith(element, multiple ? values : values[0]));
      return true;
    },
  });
}

function sourceOf(element, workspace) {
  if (element.type.endsWith("static_select")) return optionSource(element);
  return element.type.includes("users") ? userSource(workspace) : conversationSource(element, workspace);
}

function optionSource(element) {
  const groups = element.option_groups ?? [{ label: null, options: element.options ?? [] }];
  const options = new Map(groups.flatMap((group) => group.options.map((option) => [option.value, option])));
  return {
    placeholder: "Choose an option",
    idOf: (option) => option.value,
    valueOf: (id) => options.get(id),
    choices: groups.flatMap((group) =>
      group.options.map((option) => ({
        id: option.value, label: textOf(option.text), description: textOf(option.description), group: textOf(group.label),
      })),
    ),
  };
}

function userSource(workspace) {
  return {
    placeholder: "Choose a person",
    idOf: String,
    valueOf: String,
    choices: workspace.users
      .filter((user) => !user.deleted)
      .map((user) => ({ id: user.id, label: workspace.userName(user.id), description: `@${user.name}`, before: () => avatar(workspace, user.id) })),
  };
}

function conversationSource(element, workspace) {
  const offered = offers(element);
  return {
    placeholder: element.type.includes("channels") ? "Choose a channel" : "Choose a conversation",
    idOf: String,
    valueOf: String,
    choices: workspace.channels
      .filter((channel) => !channel.is_archived && offered(channel))
      .map((channel) => ({ id: channel.id, label: channelName(channel, workspace), before: () => symbolOf(channel, workspace) })),
  };
}

// channels_select lists public channels only; conversations_select what its filter includes (Slack: select menu elements).
function offers({ type, filter }) {
  if (type.includes("channels")) return (channel) => !channel.is_im && !channel.is_private;
  const include = filter?.include ?? ["im", "mpim", "private", "public"];
  return (channel) => include.includes(channel.is_im ? "im" : channel.is_mpim ? "mpim" : channel.is_private ? "private" : "public");
}

function symbolOf(channel, workspace) {
  return channel.is_im ? avatar(workspace, channel.user) : icon(channel.is_private ? "lock" : "hash");
}
