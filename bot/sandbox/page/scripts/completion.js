/** What the composer proposes while a person types: commands and their words, people, channels, emoji. */
import { ALL_EMOJI } from "./mrkdwn/emoji.js";

/**
 * @typedef {object} Proposal
 * @property {string} label
 * @property {string} [hint] usage, in fixed-width type
 * @property {string} [description]
 * @property {string} [before] what stands before the label
 * @property {string} insert what replaces the typed part
 * @property {string} [shortcut] callback id of a global shortcut, which is run instead
 *
 * @typedef {object} Completion
 * @property {string} title
 * @property {number} from where the typed part begins
 * @property {number} to where it ends: the caret
 * @property {Proposal[]} proposals may be empty: then only the usage is shown
 * @property {string} [usage]
 */

const MOST = 8;

/**
 * @param {string} text all that is in the composer
 * @param {number} caret
 * @param {import("./workspace.js").Workspace} workspace
 * @param {{commands: boolean}} options whether commands can be given here (not in threads, as in Slack)
 * @returns {Completion|null}
 */
export function complete(text, caret, workspace, { commands }) {
  const typed = text.slice(0, caret);
  const mark = /(?:^|\s)([@#:])([\w+.-]*)$/.exec(typed);
  if (mark) {
    const completion = MARKS[mark[1]](mark[2].toLowerCase(), workspace);
    return completion && { ...completion, from: caret - mark[2].length - 1, to: caret };
  }
  return commands && text.startsWith("/") ? completeCommand(typed, caret, workspace.app) : null;
}

const MARKS = {
  "@": (word, workspace) => {
    const people = workspace.users
      .filter((user) => !user.deleted && `${user.name} ${user.real_name}`.toLowerCase().includes(word))
      .map((user) => ({ label: workspace.userName(user.id), description: `@${user.name}`, insert: `@${user.name} ` }));
    const groups = workspace.userGroups
      .filter((group) => `${group.handle} ${group.name}`.toLowerCase().includes(word))
      .map((group) => ({ label: group.name, description: `@${group.handle}`, insert: `@${group.handle} ` }));
    return listed("People", [...people, ...groups]);
  },
  "#": (word, workspace) => {
    const found = workspace.channels.filter((channel) => channel.name?.includes(word) && !channel.is_archived);
    return listed("Channels", found.map((channel) => ({ label: `#${channel.name}`, insert: `#${channel.name} ` })));
  },
  ":": (word) => {
    if (word.length < 2) return null;
    const found = ALL_EMOJI.flatMap(({ names, character }) => names.filter((name) => name.includes(word)).map((name) => ({ name, character })));
    const startFirst = found.sort((one, other) => Number(other.name.startsWith(word)) - Number(one.name.startsWith(word)));
    return listed("Emoji", startFirst.map(({ name, character }) => ({ label: `:${name}:`, before: `${character} `, insert: `:${name}: ` })));
  },
};

function listed(title, proposals) {
  return proposals.length ? { title, proposals: proposals.slice(0, MOST) } : null;
}

function completeCommand(typed, caret, { commands = [], shortcuts = [] }) {
  const [name, ...words] = typed.split(/\s+/);
  if (!words.length) {
    const proposals = commands
      .filter(({ command }) => command.startsWith(name))
      .map(({ command, usage_hint: hint, description }) => ({ label: command, hint, description, insert: `${command} ` }));
    const global = shortcuts
      .filter((shortcut) => shortcut.type === "global" && shortcut.name.toLowerCase().includes(name.slice(1).toLowerCase()))
      .map((shortcut) => ({ label: shortcut.name, description: shortcut.description || "Shortcut", insert: "", shortcut: shortcut.callback_id }));
    proposals.push(...global);
    return proposals.length ? { title: global.length ? "Commands and shortcuts" : "Commands", from: 0, to: caret, proposals } : null;
  }
  const known = commands.find(({ command }) => command === name);
  return known ? completeWord(known, words, caret) : null;
}

function completeWord({ command, usage_hint: hint = "", description }, words, caret) {
  const forms = formsOf(hint);
  const [word] = words;
  const usage = hint || description;
  if (words.length > 1) {
    const form = forms.find(({ first }) => first === word);
    return usage ? { title: command, from: caret, to: caret, proposals: [], usage: `${command} ${form?.whole ?? hint}` } : null;
  }
  const proposals = forms
    .filter(({ first }) => first.startsWith(word))
    .map(({ first, rest }) => ({ label: first, hint: rest, insert: `${first} ` }));
  if (!proposals.length) return usage ? { title: command, from: caret, to: caret, proposals: [], usage: `${command} ${hint}` } : null;
  return { title: description || command, from: caret - word.length, to: caret, proposals };
}

/** The forms a usage hint lists: `open SUBJECT | diagnose HOST | help`, or `[open|diagnose|help]`. */
function formsOf(hint) {
  const inside = /^\[([^\]]*\|[^\]]*)\]$/.exec(hint.trim())?.[1] ?? hint;
  if (!inside.includes("|")) return [];
  return inside
    .split(/\s*\|\s*/)
    .map((whole) => ({ whole, first: whole.split(/\s/)[0], rest: whole.split(/\s+/).slice(1).join(" ") }))
    .filter(({ first }) => /^[a-z][a-z-]*$/.test(first));
}
