/** Where the person is, kept in the address: /?user=commander&channel=incidents&thread=1700000000.000100 or &view=home. */

/**
 * @typedef {object} Place
 * @property {string} user persona, by name or id
 * @property {string} channel by name or id; empty on the Home tab
 * @property {string} thread timestamp of the open thread's first message, or empty
 * @property {string} message timestamp of a message to bring into view, as a permalink asks for, or empty
 * @property {boolean} home the app's Home tab is shown
 */

/** @returns {Place} */
export function placeFromAddress(address = window.location.search) {
  const query = new URLSearchParams(address);
  return {
    user: query.get("user") ?? "",
    channel: query.get("channel") ?? "",
    thread: query.get("thread") ?? "",
    message: query.get("ts") ?? "",
    home: query.get("view") === "home",
  };
}

/** @param {Place} place @returns {string} the address that leads back to `place` */
export function addressOf(place) {
  const query = new URLSearchParams();
  if (place.user) query.set("user", place.user);
  if (place.home) query.set("view", "home");
  else if (place.channel) query.set("channel", place.channel);
  if (place.thread && !place.home) query.set("thread", place.thread);
  return `/?${query}`;
}
