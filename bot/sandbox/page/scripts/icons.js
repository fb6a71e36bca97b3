/** Line icons on a 24-unit grid, drawn for this page. */

import { svg } from "./dom.js";

const PATHS = {
  menu: ["M4 7h16M4 12h16M4 17h10"],
  hash: ["M9 4 7 20M17 4l-2 16M4 9h16.500M3.5 15H20"],
  server: ["M4 5h16v6H4zM4 13h16v6H4z", "M7.5 8h.01M7.5 16h.01"],
  lock: ["M6 11h12v9H6z", "M8.5 11V8a3.5 3.5 0 0 1 7 0v3"],
  home: ["M4 11.5 12 5l8 6.5", "M6.5 10v9h11v-9", "M10 19v-5h4v5"],
  close: ["M6 6l12 12M18 6 6 18"],
  back: ["M14.5 5.5 8 12l6.5 6.5"],
  chevron: ["M7 10l5 5 5-5"],
  check: ["M5 12.500l4.5 4.500L19 7.5"],
  send: ["M5 12h13M12.5 6.5 18 12l-5.5 5.5"],
  clock: ["M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16z", "M12 8v4.300l3 1.7"],
  pin: ["M9 4h6l-.8 6 3.3 3.500H6.500L9.8 10z", "M12 13.500V20"],
  eye: ["M3 12c2.5-4 5.5-6 9-6s6.5 2 9 6c-2.5 4-5.5 6-9 6s-6.5-2-9-6z", "M12 9.500a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z"],
  smile: ["M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16z", "M8.8 13.800c.8 1.4 1.9 2.1 3.2 2.100s2.4-.7 3.2-2.1", "M9.5 9.800v.2M14.5 9.800v.2"],
  reply: ["M5 6h14v9.500h-7.500L7.5 19v-3.500H5z", "M9 10.800h6"],
  more: ["M6 12h.01M12 12h.01M18 12h.01"],
  people: ["M9 11.500a3 3 0 1 0 0-6 3 3 0 0 0 0 6z", "M3.5 19c.5-3 2.5-4.8 5.5-4.800s5 1.8 5.5 4.8", "M15.5 6a2.8 2.8 0 0 1 0 5.300M17 14.700c2 .6 3.2 2.1 3.5 4.3"],
  down: ["M12 5v13M6.5 12.5 12 18l5.5-5.5"],
  warning: ["M12 4.5 3.5 19h17z", "M12 10v4M12 16.500v.2"],
  info: ["M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16z", "M12 11v5M12 8v.2"],
  join: ["M13 5h6v14h-6", "M4 12h10M10.5 8.5 14 12l-3.5 3.5"],
  leave: ["M11 5H5v14h6", "M10 12h10M16.5 8.5 20 12l-3.5 3.5"],
  edit: ["M5 19l1-4L16 5l3 3L9 18z"],
  archive: ["M4 5h16v4H4z", "M5.5 9v10h13V9", "M10 13h4"],
  file: ["M7 4h7l4 4v12H7z", "M14 4v4h4"],
  download: ["M12 4v11M7 10.5l5 5 5-5", "M5 19.500h14"],
  picture: ["M4 5.500h16v13H4z", "M4 16l4.500-4.500 4 4 2.500-2.500 5 5", "M15.500 9.500v.2"],
  play: ["M8 5.500v13l10.500-6.500z"],
  trash: ["M5 7h14M9.500 7V4.500h5V7M7 7l.8 12.500h8.400L17 7", "M10.300 10.500v5.500M13.700 10.500v5.500"],
  up: ["M8 11v8H5v-8zM8 11l3.500-6.500c1.800 0 2.300 1.300 2 2.700L13 10h4.800c1.200 0 1.800 1 1.500 2.200l-1.200 5.300c-.2 1-1 1.500-2 1.500H8"],
  down_vote: ["M16 13V5h3v8zM16 13l-3.500 6.500c-1.800 0-2.300-1.300-2-2.700L11 14H6.200c-1.200 0-1.800-1-1.500-2.200l1.200-5.300c.2-1 1-1.500 2-1.500H16"],
  circle: ["M12 5a7 7 0 1 0 0 14 7 7 0 0 0 0-14z"],
  chart: ["M5 19.500V5M5 19.500h14.500", "M9 16v-4M13 16V8M17 16v-6"],
  bolt: ["M13 4 6 13.500h5L10.5 20 18 10.500h-5.500z"],
};

/** The icon `name` as an SVG element, hidden from assistive technology: its button carries the label. */
export function icon(name, className = "") {
  const paths = PATHS[name].map((d) => svg("path", { d }));
  return svg("svg", { viewBox: "0 0 24 24", "aria-hidden": "true", class: `icon icon-${name} ${className}`.trim() }, ...paths);
}
