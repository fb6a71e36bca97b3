/** What a person typed, read as a slash command. */

/** `typed` split into a command and its text, or null when it is no command. */
export function commandIn(typed) {
  const match = /^(\/[a-z][\w-]*)(?:\s+([\s\S]*))?$/i.exec(typed.trim());
  return match && { command: match[1], text: match[2] ?? "" };
}
