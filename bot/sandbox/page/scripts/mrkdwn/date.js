/**
 * `<!date^UNIX^FORMAT^LINK|FALLBACK>` in the reader's time zone
 * (Slack: "Formatting text for app surfaces", date formatting).
 */
import { el, externalLink, safeUrl } from "../dom.js";

const DAY_MS = 86_400_000;
const SIX_MONTHS_MS = 182 * DAY_MS;

/**
 * The sentence `format` makes of `moment`, or null where it holds a token Slack does not know.
 *
 * @param {Date} moment
 * @param {string} format text with `{tokens}`
 * @param {Date} now the reader's present
 * @param {string} [timeZone] IANA name; the browser's without one
 * @returns {string|null}
 */
export function formatSlackDate(moment, format, now, timeZone) {
  let known = true;
  const text = format.replace(/\{([^{}]*)\}/g, (_, token) => {
    const maker = TOKENS[token];
    if (!maker) {
      known = false;
      return "";
    }
    return maker(moment, now, timeZone);
  });
  return known ? text : null;
}

// Words are English as everywhere on the page; whether clocks have 12 or 24 hours is the reader's own choice.
const ENGLISH = ["en-US"];
const READERS_OWN = [];

const TOKENS = {
  date_num: (moment, _, zone) => dayNumber(moment, zone),
  date: (moment, now, zone) => ordinalDate(moment, zone, { year: Math.abs(moment - now) > SIX_MONTHS_MS }),
  date_short: (moment, _, zone) => part(moment, zone, { month: "short", day: "numeric", year: "numeric" }),
  date_long: (moment, _, zone) => `${part(moment, zone, { weekday: "long" })}, ${ordinalDate(moment, zone, { year: true })}`,
  date_pretty: (moment, now, zone) => nearDay(moment, now, zone) ?? TOKENS.date(moment, now, zone),
  date_short_pretty: (moment, now, zone) => nearDay(moment, now, zone) ?? TOKENS.date_short(moment, now, zone),
  date_long_pretty: (moment, now, zone) => nearDay(moment, now, zone) ?? TOKENS.date_long(moment, now, zone),
  day_divider_pretty: (moment, now, zone) => dayHeading(moment, now, zone),
  time: (moment, _, zone) => part(moment, zone, { hour: "numeric", minute: "2-digit" }, READERS_OWN),
  time_secs: (moment, _, zone) => part(moment, zone, { hour: "numeric", minute: "2-digit", second: "2-digit" }, READERS_OWN),
  ago: (moment, now) => relative(moment - now),
};

function part(moment, timeZone, fields, locale = ENGLISH) {
  return new Intl.DateTimeFormat(locale, { ...fields, timeZone }).format(moment).replace(/\u202f/g, " ");
}

function dayNumber(moment, timeZone) {
  return part(moment, timeZone, { year: "numeric", month: "2-digit", day: "2-digit" }, "en-CA");
}

function ordinalDate(moment, timeZone, { year }) {
  const day = Number(part(moment, timeZone, { day: "numeric" }));
  const date = `${part(moment, timeZone, { month: "long" })} ${day}${ordinalSuffix(day)}`;
  return year ? `${date}, ${part(moment, timeZone, { year: "numeric" })}` : date;
}

function ordinalSuffix(day) {
  if (day >= 11 && day <= 13) return "th";
  return { 1: "st", 2: "nd", 3: "rd" }[day % 10] ?? "th";
}

function nearDay(moment, now, timeZone) {
  const day = (date) => Date.parse(dayNumber(date, timeZone)) / DAY_MS;
  return { "-1": "yesterday", 0: "today", 1: "tomorrow" }[day(moment) - day(now)] ?? null;
}

/** "Today", "Yesterday", or "Tuesday, November 24th": the line between two days of a stream. */
export function dayHeading(moment, now, timeZone) {
  const near = nearDay(moment, now, timeZone);
  if (near) return near[0].toUpperCase() + near.slice(1);
  const year = part(moment, timeZone, { year: "numeric" }) !== part(now, timeZone, { year: "numeric" });
  return `${part(moment, timeZone, { weekday: "long" })}, ${ordinalDate(moment, timeZone, { year })}`;
}

const SPANS = [["year", 365 * DAY_MS], ["month", 30 * DAY_MS], ["day", DAY_MS], ["hour", 3_600_000], ["minute", 60_000]];

/** "3 minutes ago", "in 2 hours", "just now"; `difference` in milliseconds, negative for the past. */
export function relative(difference) {
  for (const [unit, length] of SPANS) {
    if (Math.abs(difference) >= length) {
      return new Intl.RelativeTimeFormat("en", { numeric: "always" }).format(Math.trunc(difference / length), unit);
    }
  }
  return difference > 5000 ? "in less than a minute" : "just now";
}

/** Hours and minutes as the reader writes them. */
export function clockTime(moment) {
  return TOKENS.time(moment);
}

/** A date in full, for a tooltip. */
export function fullTime(moment) {
  return `${TOKENS.date_long(moment, moment)} at ${TOKENS.time_secs(moment)}`;
}

/**
 * What stands between `<!date^` and `>`, as a node; its fallback where the time or a token cannot be read.
 *
 * @param {string} body `UNIX^FORMAT[^LINK]`
 * @param {string} fallback
 * @param {{now: () => number}} workspace
 */
export function slackDate(body, fallback, workspace) {
  const [unix, format = "", link = ""] = body.split("^");
  const moment = new Date(Number(unix) * 1000);
  const text = /^\d{1,11}$/.test(unix) ? formatSlackDate(moment, format, new Date(workspace.now())) : null;
  if (text === null) return document.createTextNode(fallback);
  const node = el("time", { class: "slack-date", datetime: moment.toISOString(), title: fullTime(moment), text });
  // Tokens that move with the present are written again as it passes: see refreshDates.
  if (/ago|pretty/.test(format)) node.dataset.format = format;
  return safeUrl(link) ? externalLink(safeUrl(link), node) : node;
}

/** Write again every date below `root` whose words depend on the present. */
export function refreshDates(root, now) {
  for (const node of root.querySelectorAll("time[data-format]")) {
    const text = formatSlackDate(new Date(node.dateTime), node.dataset.format, new Date(now));
    if (node.textContent !== text) node.textContent = text;
  }
}
