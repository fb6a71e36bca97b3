/** The workspace's control API: JSON under /sandbox/. */

/** The workspace refused, or could not be reached. `message` is a sentence for a person. */
export class ControlError extends Error {
  /**
   * @param {string} message
   * @param {{code?: string, fields?: Record<string, string>}} details `fields`: what is wrong with each input block.
   */
  constructor(message, { code = "", fields = {} } = {}) {
    super(message);
    this.name = "ControlError";
    this.code = code;
    this.fields = fields;
  }
}

/** Read `path` (below /sandbox/) with the query `parameters`. @throws {ControlError} */
export function read(path, parameters = {}) {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value));
  return exchange(`/sandbox/${path}${query.size ? `?${query}` : ""}`, { headers: { Accept: "application/json" } });
}

/** Ask the workspace to do something. @throws {ControlError} */
export function send(path, body) {
  return exchange(`/sandbox/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify(body),
  });
}

async function exchange(url, options) {
  let response;
  try {
    response = await fetch(url, { ...options, cache: "no-store" });
  } catch {
    throw new ControlError("The workspace does not answer. Is it still running?", { code: "unreachable" });
  }
  const answer = await response.json().catch(() => null);
  if (!response.ok || answer?.ok === false) {
    throw new ControlError(sentence(answer, response.status), { code: answer?.error, fields: answer?.errors });
  }
  return answer ?? {};
}

function sentence(answer, status) {
  return answer?.message || (answer?.error ? `The workspace refused: ${answer.error}.` : `The workspace answered with status ${status}.`);
}
