/**
 * A chart of figures on a true time axis. A bar is as long as its period; an interval is a band, an
 * open end an arrow; what was not reported looks otherwise; gaps stay gaps. Axes and paths are d3's.
 */
import { download, h, s } from "./dom.js";
import { marks as wordsOf, plain } from "./figure.js";
import { unbroken } from "./spark.js";
import { amount, periodText, place } from "./numbers.js";
import { named, t } from "./words.js";

const HEIGHT = 230, LEFT = 58, RIGHT = 14, TOP = 14, BOTTOM = 42, DAY = 86_400_000;

/**
 * @typedef Line
 * @property {string} metric
 * @property {string} span
 * @property {"bar"|"line"|"step"} shape
 * @property {boolean} expected drawn apart from what happened
 * @property {Object[]} items figures
 *
 * @param {{title: string, name: string, lines: Line[], marks: Object[], width: number, csv: string, permalink: string, onWhy: function}} given
 */
export function chart(given) {
  const unit = newest(given.lines).unit;
  const lines = given.lines.map((line) => ({ ...line, points: pointsOf(line, unit) })).filter((line) => line.points.length);
  const left = given.lines.reduce((n, line) => n + line.items.length, 0) - lines.reduce((n, line) => n + line.points.length, 0);
  const tip = h("div", { class: "tip", role: "status" });
  const svg = draw(lines, unit, given, tip);
  return h("figure", { class: "chart", "data-chart": given.name },
    h("figcaption", null, h("h2", null, given.title), h("span", { class: "small" }, unit === "ratio" ? "%" : unit === "months" ? t("months") : unit, left ? " · " + t("otherUnits", left) : "")),
    h("ul", { class: "keys" }, lines.map((line) => h("li", { class: "key " + classOf(line) }, s("svg", { viewBox: "0 0 20 10", width: 20, height: 10, "aria-hidden": "true" }, keySample(line)), " ", named("metrics", line.metric), line.span === "instant" ? "" : ", " + named("spans", line.span), line.expected ? ", " + t("expected") : ""))),
    svg, tip, takeHome(given, svg, lines));
}

const newest = (lines) => lines.flatMap((line) => line.items).reduce((a, b) => (a.period.end >= b.period.end ? a : b));
const classOf = (line) => `m-${line.metric} ${line.expected ? "expected" : ""}`;
const isBound = (f) => f.value == null && (f.low == null || f.high == null);

function pointsOf(line, unit) {
  return line.items.filter((f) => f.unit === unit && [f.value, f.low, f.high].some((v) => v != null))
    .map((f) => ({ f, from: Date.parse(f.period.start), at: Date.parse(f.period.end) + (line.shape === "bar" ? DAY : 0), y: place(f), low: f.low, high: f.high }));
}

function keySample(line) {
  if (line.shape === "bar") return s("rect", { class: "bar", x: 3, y: 1, width: 14, height: 8 });
  return [s("path", { class: "line", d: "M0 5H20" }), s("circle", { class: "dot", cx: 10, cy: 5, r: 3 })];
}

function draw(lines, unit, given, tip) {
  const width = Math.max(300, given.width), points = lines.flatMap((line) => line.points);
  const numbers = points.flatMap((p) => [p.y, p.low, p.high]).filter((v) => v != null).map(Number);
  const first = Math.min(...points.map((p) => p.from)), last = Math.max(...points.map((p) => p.at)), room = Math.max(20 * DAY, (last - first) * 0.03, (300 * DAY - last + first) / 2);
  const x = d3.scaleUtc([first - room, last + room], [LEFT, width - RIGHT]);
  const y = d3.scaleLinear([Math.min(0, ...numbers), Math.max(0, ...numbers) || 1], [HEIGHT - BOTTOM, TOP]).nice(4);
  const svg = s("svg", { class: "plot", viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, role: "group", "aria-label": given.title });
  y.ticks(4).forEach((v) => svg.append(
    s("line", { class: v === 0 ? "zero" : "grid", x1: LEFT, x2: width - RIGHT, y1: y(v), y2: y(v) }),
    s("text", { class: "tick", x: LEFT - 6, y: y(v) + 4, "text-anchor": "end" }, amount(v.toPrecision(6), unit))));
  x.ticks(Math.max(2, width / 90)).forEach((at) => svg.append(
    s("line", { class: "grid", x1: x(at), x2: x(at), y1: HEIGHT - BOTTOM, y2: HEIGHT - BOTTOM + 4 }),
    s("text", { class: "tick", x: x(at), y: HEIGHT - BOTTOM + 16, "text-anchor": "middle" }, at.getUTCMonth() ? at.toISOString().slice(0, 7) : at.getUTCFullYear())));
  drawMarks(svg, given.marks, x, [first - room, last + room]);
  const bars = lines.filter((line) => line.shape === "bar");
  lines.forEach((line) => {
    const group = s("g", { class: classOf(line) });
    if (line.shape === "bar") line.points.forEach((p) => group.append(...bar(p, x, y, bars.indexOf(line), bars.length)));
    else drawLine(group, line, x, y);
    svg.append(group);
  });
  // On top of everything, so that all can be pointed at; the keyboard walks them in time.
  lines.flatMap((line) => line.points.map((p) => ({ line, p }))).toSorted((a, b) => a.p.at - b.p.at).forEach(({ line, p }) => svg.append(target(line, p, x, y, bars, tip, given)));
  return svg;
}

/** A bar over its whole period; several lines share its breadth. */
function bar(p, x, y, nth, of) {
  const { from, width } = breadth(p, x, nth, of), zero = y(0), to = y(p.y);
  const kind = (p.f.value == null ? " bound" : "") + (softer(p.f) ? " soft" : "");
  return [s("rect", { class: "bar" + kind, x: from, width, y: Math.min(zero, to), height: Math.max(1, Math.abs(zero - to)) }), ...band(p, from, width, y)];
}

function breadth(p, x, nth, of) {
  const whole = Math.max(3, x(p.at) - x(p.from) - 2), width = Math.max(2, whole / of);
  return { from: x(p.from) + 1 + nth * width, width: Math.max(1.5, width - 1) };
}

/** What is certain lies within; an arrow where nobody knows the end. */
function band(p, from, width, y) {
  if (p.low === p.high) return [];
  const low = y(p.low ?? p.y), high = y(p.high ?? p.y), middle = from + width / 2;
  const drawn = [];
  if (Math.abs(low - high) > 0.5) drawn.push(s("rect", { class: "band", x: from, width, y: Math.min(low, high), height: Math.abs(low - high) }));
  if (p.high == null) drawn.push(s("path", { class: "open", d: `M${middle} ${high}v-12m-4 4l4 -4l4 4` }));
  if (p.low == null) drawn.push(s("path", { class: "open", d: `M${middle} ${low}v12m-4 -4l4 4l4 -4` }));
  return drawn;
}

function drawLine(group, line, x, y) {
  const curve = line.shape === "step" ? d3.curveStepAfter : d3.curveLinear;
  const area = d3.area().x((p) => x(p.at)).y0((p) => y(p.low ?? p.y)).y1((p) => y(p.high ?? p.y)).curve(curve);
  const path = d3.line().x((p) => x(p.at)).y((p) => y(p.y)).curve(curve);
  // A stock holds until it is stated anew; a flow that is not known is a gap.
  const runs = line.shape === "step" ? [line.points] : unbroken(line.points, line.span);
  runs.forEach((run) => group.append(s("path", { class: "band", d: area(run) }), s("path", { class: "line", d: path(run) })));
  line.points.forEach((p) => {
    group.append(dot(p, x(p.at), y(p.y)), ...band(p, x(p.at) - 3, 6, y));
  });
}

const softer = (f) => f.how?.some((way) => way !== "reported" && way !== "translated" && way !== "annualised") || f.scenario === "estimate";

/** A reported point is full, a computed one hollow, a proxy a diamond, a suspect one crossed. */
function dot(p, x, y) {
  const how = p.f.how ?? [];
  if (p.f.suspect) return s("path", { class: "dot suspect", d: `M${x - 4} ${y - 4}l8 8m0 -8l-8 8` });
  if (how.includes("proxy")) return s("path", { class: "dot soft", d: `M${x} ${y - 5}l5 5l-5 5l-5 -5z` });
  return s("circle", { class: softer(p.f) || isBound(p.f) ? "dot soft" : "dot", cx: x, cy: y, r: 3.5 });
}

function target(line, p, x, y, bars, tip, given) {
  const nth = bars.indexOf(line), isBar = nth >= 0, { from, width } = isBar ? breadth(p, x, nth, bars.length) : { from: x(p.at) - 8, width: 16 };
  const top = isBar ? Math.min(y(0), y(p.y)) - 4 : y(p.y) - 8, height = isBar ? Math.abs(y(0) - y(p.y)) + 8 : 16;
  const text = `${named("metrics", line.metric)} ${periodText(p.f.period)}: ${plain(p.f)}`;
  const show = () => tip.replaceChildren(h("b", null, named("metrics", line.metric)), " ", periodText(p.f.period), ": ", plain(p.f), " ", ...wordsOf(p.f, line.metric), " ", h("span", { class: "small" }, t("clickForWhy")));
  const ask = () => given.onWhy(line.metric, p.f, line.expected);
  return s("rect", { class: "target", x: from, y: top, width, height, role: "button", tabindex: 0, "aria-label": text + ". " + t("why"), "data-point": `${line.metric}@${p.f.period.label}`,
    mouseenter: show, focus: show, click: ask, keydown: (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        ask();
      } else if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
        event.preventDefault();
        const all = [...event.target.parentNode.querySelectorAll(".target")];
        all[all.indexOf(event.target) + (event.key === "ArrowRight" ? 1 : -1)]?.focus();
      }
    } }, s("title", null, text));
}

/** Below the axis: when something was filed, when an alert was raised. */
function drawMarks(svg, all, x, [from, to]) {
  for (const mark of all) {
    const at = Date.parse(mark.date);
    if (at < from || at > to) continue;
    const px = x(at), base = HEIGHT - BOTTOM + 26;
    const shape = mark.kind === "alert" ? `M${px} ${base}l5 9h-10z` : `M${px - 2} ${base}h4v9h-4z`;
    svg.append(s("a", { href: mark.href, "aria-label": mark.label }, s("path", { class: "mark-" + mark.kind, d: shape }), s("title", null, mark.label)));
  }
}

/* ---- To take home ---- */

function takeHome(given, svg, lines) {
  const name = given.name;
  return h("p", { class: "home" },
    h("button", { type: "button", "data-key": "svg " + name, click: () => download(name + ".svg", new Blob([standalone(svg)], { type: "image/svg+xml" })) }, "SVG"),
    h("button", { type: "button", "data-key": "png " + name, click: () => png(svg).then((blob) => download(name + ".png", blob)) }, "PNG"),
    h("button", { type: "button", "data-key": "csv " + name, click: () => download(name + ".csv", new Blob([csv(lines)], { type: "text/csv" })) }, "CSV"),
    h("a", { href: given.permalink }, t("permalink")));
}

/** With the colours that it has on the page, which an image knows nothing of. */
function standalone(svg) {
  const copy = svg.cloneNode(true), drawn = svg.querySelectorAll("*");
  copy.querySelectorAll("*").forEach((element, i) => {
    const style = getComputedStyle(drawn[i]);
    for (const property of ["fill", "stroke", "stroke-width", "stroke-dasharray", "fill-opacity", "opacity", "font"]) element.setAttribute(property, style.getPropertyValue(property));
  });
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.prepend(s("rect", { width: "100%", height: "100%", fill: getComputedStyle(document.body).backgroundColor }));
  return new XMLSerializer().serializeToString(copy);
}

function png(svg) {
  const { width, height } = svg.viewBox.baseVal, image = new Image();
  return new Promise((resolve, reject) => {
    image.onload = () => {
      const canvas = h("canvas", { width: width * 2, height: height * 2 });
      canvas.getContext("2d").drawImage(image, 0, 0, width * 2, height * 2);
      canvas.toBlob(resolve, "image/png");
    };
    image.onerror = reject;
    image.src = "data:image/svg+xml," + encodeURIComponent(standalone(svg));
  });
}

const COLUMNS = ["value", "low", "high", "unit", "how", "basis", "scenario", "suspect"];

function csv(lines) {
  const quoted = (value) => {
    const text = String(value ?? "");
    // A spreadsheet would run what begins like a formula; a number may begin with a minus.
    const safe = /^[=+@\t\r]|^-(?!\d)/.test(text) ? "'" + text : text;
    return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const rows = lines.flatMap((line) => line.points.map(({ f }) => [line.metric, line.span, f.period.label, f.period.start, f.period.end, ...COLUMNS.map((name) => (name === "how" ? f.how.join("+") : f[name]))]));
  return [["metric", "span", "period", "start", "end", ...COLUMNS], ...rows].map((row) => row.map(quoted).join(",")).join("\r\n") + "\r\n";
}

/** The chart's figures for who would rather read. */
export function asTable(lines, onWhy) {
  return h("table", { class: "plain" }, h("thead", null, h("tr", null, [t("metric"), t("period"), t("figureWord"), t("how")].map((text) => h("th", { scope: "col" }, text)))),
    h("tbody", null, lines.flatMap((line) => line.items.map((f) => h("tr", null, h("th", { scope: "row" }, named("metrics", line.metric)), h("td", null, periodText(f.period)),
      h("td", { class: "figure" }, h("button", { type: "button", class: "quiet", click: () => onWhy(line.metric, f, line.expected) }, plain(f))), h("td", null, wordsOf(f, line.metric)))))));
}

