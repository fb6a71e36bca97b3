/** The data visualization block: a chart, and the same figures as a table for whoever cannot see or read it. */
import { el, svg } from "../dom.js";
import { visible, visibleText } from "../mrkdwn/characters.js";

const WIDTH = 560;
const HEIGHT = 240;
const MARGIN = { left: 52, right: 12, top: 12, bottom: 44 };
const STEPS = 4;
const LABEL_LETTERS = 12;

/** Slack: data visualization block. */
export function chartBlock(block) {
  const { title, chart } = block;
  const series = chart.type === "pie" ? pieAsSeries(chart) : chart.series;
  const categories = chart.type === "pie" ? chart.segments.map(({ label }) => label) : chart.axis_config.categories;
  const names = chart.type === "pie" ? categories : series.map(({ name }) => name);
  const drawing = chart.type === "pie" ? pie(chart.segments) : alongAxes(chart, series, categories);
  drawing.setAttribute("role", "img");
  drawing.setAttribute("aria-label", `${title}: ${chart.type} chart. The figures are in the table below.`);
  return el(
    "figure",
    { class: "data-block chart", data: { testid: "chart", kind: chart.type } },
    el("figcaption", { class: "data-title" }, visible(title)),
    el("div", { class: "chart-scroll", tabindex: "0", role: "group", "aria-label": `Drawing of ${title}` }, drawing),
    legend(names),
    figures(series, categories),
  );
}

function pieAsSeries({ segments }) {
  return [{ name: "Value", data: segments }];
}

function legend(names) {
  const item = (name, index) => el("li", {}, el("span", { class: "swatch", data: { series: index % 12 } }), visible(name));
  return el("ul", { class: "legend" }, ...names.map(item));
}

function figures(series, categories) {
  const value = ({ data }, label) => data.find((point) => point.label === label)?.value ?? "";
  const head = el("tr", {}, el("th", { scope: "col" }, el("span", { class: "visually-hidden", text: "Category" })), ...series.map(({ name }) => el("th", { scope: "col", data: { align: "right" } }, visible(name))));
  const rows = categories.map((label) =>
    el("tr", {}, el("th", { scope: "row" }, visible(label)), ...series.map((one) => el("td", { data: { align: "right" } }, String(value(one, label))))),
  );
  const table = el("table", {}, el("thead", {}, head), el("tbody", {}, ...rows));
  return el("details", { class: "figures" }, el("summary", { text: "Show the figures" }), el("div", { class: "table-scroll" }, table));
}

function canvas(...children) {
  return svg("svg", { class: "chart-drawing", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "xMinYMid meet" }, ...children);
}

function pie(segments) {
  const total = segments.reduce((sum, { value }) => sum + value, 0);
  const [x, y, radius] = [HEIGHT / 2, HEIGHT / 2, HEIGHT / 2 - 8];
  if (segments.length === 1) return canvas(svg("circle", { cx: x, cy: y, r: radius, "data-series": 0 }));
  let angle = -Math.PI / 2;
  const point = (at) => `${(x + radius * Math.cos(at)).toFixed(2)} ${(y + radius * Math.sin(at)).toFixed(2)}`;
  const slices = segments.map(({ value }, index) => {
    const from = angle;
    angle += (value / total) * 2 * Math.PI;
    const large = angle - from > Math.PI ? 1 : 0;
    return svg("path", { class: "slice", "data-series": index % 12, d: `M${x} ${y}L${point(from)}A${radius} ${radius} 0 ${large} 1 ${point(angle)}Z` });
  });
  return canvas(...slices);
}

function alongAxes({ type, axis_config: axes }, series, categories) {
  const values = series.flatMap(({ data }) => data.map(({ value }) => value));
  const scale = niceScale(Math.min(0, ...values), Math.max(0, ...values));
  const plot = { width: WIDTH - MARGIN.left - MARGIN.right, height: HEIGHT - MARGIN.top - MARGIN.bottom };
  const band = plot.width / categories.length;
  const place = {
    x: (index) => MARGIN.left + band * (index + 0.5),
    y: (value) => MARGIN.top + plot.height * (1 - (value - scale.low) / (scale.high - scale.low)),
    band,
  };
  const valueOf = (one, label) => one.data.find((point) => point.label === label).value;
  const drawn = series.flatMap((one, index) => DRAWERS[type](categories.map((label) => valueOf(one, label)), index, series.length, place));
  return canvas(...grid(scale, place), ...drawn, ...axisLabels(axes, categories, place));
}

const DRAWERS = {
  bar: (values, index, count, { x, y, band }) => {
    const width = (band * 0.72) / count;
    return values.map((value, at) =>
      svg("rect", {
        "data-series": index % 12, x: x(at) - band * 0.36 + width * index, width: Math.max(1, width - 1), y: Math.min(y(value), y(0)), height: Math.abs(y(value) - y(0)), rx: 2,
      }),
    );
  },
  line: (values, index, _, place) => [
    svg("path", { class: "line", "data-series": index % 12, d: through(values, place) }),
    ...values.map((value, at) => svg("circle", { "data-series": index % 12, cx: place.x(at), cy: place.y(value), r: 3 })),
  ],
  area: (values, index, _, place) => {
    const { x, y } = place;
    const closed = `${through(values, place)}L${x(values.length - 1)} ${y(0)}L${x(0)} ${y(0)}Z`;
    return [svg("path", { class: "area", "data-series": index % 12, d: closed }), svg("path", { class: "line", "data-series": index % 12, d: through(values, place) })];
  },
};

function through(values, { x, y }) {
  return values.map((value, at) => `${at ? "L" : "M"}${x(at).toFixed(2)} ${y(value).toFixed(2)}`).join("");
}

// Ends that are round numbers: 1, 2 or 5 times a power of ten for each step.
function niceScale(low, high) {
  const rough = (high - low || 1) / STEPS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((times) => times * power).find((candidate) => candidate >= rough);
  return { low: Math.floor(low / step) * step, high: Math.ceil(high / step) * step || step, step };
}

function grid({ low, high, step }, { y }) {
  const count = Math.round((high - low) / step);
  return Array.from({ length: count + 1 }, (_, index) => low + index * step).flatMap((value) => [
    svg("line", { class: value === 0 ? "axis" : "grid", x1: MARGIN.left, x2: WIDTH - MARGIN.right, y1: y(value), y2: y(value) }),
    label(MARGIN.left - 8, y(value) + 4, "end", new Intl.NumberFormat("en", { notation: "compact" }).format(value)),
  ]);
}

function axisLabels({ x_label: across, y_label: up }, categories, { x }) {
  const every = Math.ceil(categories.length / 8);
  const shown = categories.map((name, at) => (at % every ? null : label(x(at), HEIGHT - MARGIN.bottom + 16, "middle", short(name)))).filter(Boolean);
  if (across) shown.push(label(MARGIN.left + (WIDTH - MARGIN.left - MARGIN.right) / 2, HEIGHT - 8, "middle", across, "axis-name"));
  if (up) {
    const name = label(12, HEIGHT / 2, "middle", up, "axis-name");
    name.setAttribute("transform", `rotate(-90 12 ${HEIGHT / 2})`);
    shown.push(name);
  }
  return shown;
}

function short(name) {
  return name.length > LABEL_LETTERS ? `${name.slice(0, LABEL_LETTERS - 1)}…` : name;
}

function label(x, y, anchor, text, className = "tick") {
  return svg("text", { x, y, "text-anchor": anchor, class: className }, visibleText(text));
}
