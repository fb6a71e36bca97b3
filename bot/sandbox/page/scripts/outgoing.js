/** What a person typed, as Slack's client sends it: escaped, with people, channels and links as references. */
import { escapeEntities } from "./mrkdwn/characters.js";

const URL = /\bhttps?:\/\/[^\s<>]+[^\s<>.,;:!?)\]}'"]/g;

/** `typed` as the text of a message. Code stays as it is but for its escapes. */
export function messageText(typed, workspace) {
  return typed
    .split(/(```[\s\S]*?```|`[^`\n]+`)/)
    .map((piece, index) => (index % 2 ? escapeEntities(piece) : withReferences(escapeEntities(piece), workspace)))
    .join("");
}

/** `typed` split into a command and its text, or null when it is no command. */
export function commandIn(typed) {
  const match = /^(\/[a-z][\w-]*)(?:\s+([\s\S]*))?$/i.exec(typed.trim());
  return match && { command: match[1], text: match[2] ?? "" };
}

function withReferences(escaped, workspace) {
  return escaped
    .replace(URL, (url) => `<${url}>`)
    .replace(/(?<![\w/<])@([a-z0-9][\w.-]*)/gi, (whole, name) => userReference(name, whole, workspace))
    .replace(/(?<![\w/<&])#([a-z0-9][\w-]*)/gi, (whole, name) => channelReference(name, whole, workspace));
}

function userReference(name, whole, workspace) {
  if (["channel", "here", "everyone"].includes(name)) return `<!${name}>`;
  const user = workspace.users.find((other) => other.name === name);
  return user ? `<@${user.id}>` : whole;
}

function channelReference(name, whole, workspace) {
  const channel = workspace.channels.find((other) => other.name === name);
  return channel ? `<#${channel.id}|${channel.name}>` : whole;
}
