"use strict";
/*
 * The page's state is its address: #/?currency=USD&sort=arr&dir=asc and
 * #/issuer/openai?segment=api&knownAt=2025-06-30&metric=net-margin. Text of others only ever becomes
 * text nodes; amounts stay strings (binary floats are for the geometry of the chart only).
 */
const $ = (id) => document.getElementById(id);
const PAGE = 100, EVENT = "dev.runrate.snapshot.changed", SLUG = /^[a-z0-9][a-z0-9-]{0,99}$/;
const COLUMNS = [["run-rate-revenue", "Run-rate"], ["arr", "ARR"], ["revenue-growth-yoy", "Growth YoY"],
  ["gross-margin", "Gross margin"], ["net-margin", "Net margin"], ["burn-per-month", "Burn / month"],
  ["runway-months", "Runway"], ["valuation", "Valuation"]];
const SERIES = ["revenue", "net-income", "adjusted-net-income"];
const SPANS = ["quarter", "half", "nine-months", "year", "ttm"];

/* ---- Elements ---- */

/** An element; children are nodes or text, never markup. */
function h(tag, attributes, ...children) {
  const svg = ["svg", "g", "rect", "line", "path", "text", "title"].includes(tag);
  const e = svg ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (typeof value === "function") e.addEventListener(name, value);
    else if (value !== null && value !== undefined && value !== false) e.setAttribute(name, value === true ? "" : value);
  }
  e.append(...children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false && c !== ""));
  return e;
}

/** Text of others, kept from turning the text around it. */
const bdi = (text) => h("bdi", null, text);
const meta = (...children) => h("span", { class: "meta" }, ...children);
const badge = (text) => h("span", { class: SLUG.test(text) ? "badge is-" + text : "badge" }, text);

/** Replaces content without losing the keyboard's place and what is unfolded, both marked with data-key. */
function replace(parent, ...children) {
  const active = document.activeElement, of = (key) => parent.querySelector(`[data-key="${CSS.escape(key)}"]`);
  const key = parent.contains(active) && active.dataset.key;
  const unfolded = [...parent.querySelectorAll("details[open]")].map((d) => d.dataset.key);
  parent.replaceChildren(...children);
  unfolded.forEach((k) => of(k)?.setAttribute("open", ""));
  if (key) of(key)?.focus({ preventScroll: true });
}

function label(metric) {
  const text = metric.replaceAll("-", " ").replace("run rate", "run-rate")
    .replace(/\b(arr|yoy|qoq|hoh)\b/g, (w) => ({ arr: "ARR", yoy: "YoY", qoq: "QoQ", hoh: "HoH" })[w]);
  return text[0].toUpperCase() + text.slice(1);
}

/* ---- Numbers: decimal strings to three significant digits; four where an interval shows ---- */

/** digits "123", mag 5 is 1.23 x 10^5, rounded half up; null where it is no number. */
function decimal(text, places = 3) {
  const m = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,6}))?$/.exec(text ?? "");
  if (!m || !(m[2] + m[3])) return null;
  const all = m[2] + m[3], digits = all.replace(/^0+/, "");
  if (!digits) return { negative: false, digits: "", mag: 0 };
  let mag = m[2].length - (all.length - digits.length) - 1 + Number(m[4] || 0);
  let head = digits.slice(0, places);
  if (digits[places] >= "5") {
    const up = String(BigInt(head) + 1n);
    mag += up.length - head.length;
    head = up;
  }
  return { negative: m[1] === "-", digits: head.replace(/0+$/, ""), mag };
}

const STEPS = [[12, "tn"], [9, "bn"], [6, "m"], [3, "k"], [0, ""]];

/** The power of ten and the suffix to write a number with: percent or thousands. */
function step(d, style) {
  if (style === "percent") return [-2, "%"];
  return STEPS.find(([exponent]) => d.mag >= exponent) || [0, ""];
}

function write(d, [exponent, suffix]) {
  if (!d.digits) return "0" + (suffix === "%" ? suffix : "");
  const sign = d.negative ? "−" : "", mag = d.mag - exponent;
  const point = (at) => d.digits.padEnd(at, "0").slice(0, at) + (d.digits.length > at ? "." + d.digits.slice(at) : "");
  if (mag > 5 || mag < -6) return `${sign}${point(1)}e${d.mag - (suffix === "%" ? exponent : 0)}${suffix === "%" ? suffix : ""}`;
  return sign + (mag >= 0 ? point(mag + 1) : "0." + "0".repeat(-mag - 1) + d.digits) + suffix;
}

/** So many times something: 9.0x and 58.1x, but 722x. */
function times(text) {
  const size = decimal(text)?.mag;
  if (size === undefined) return String(text);
  const d = decimal(text, Math.max(0, size < 2 ? size + 2 : size + 1)), at = Math.max(0, d.mag + 1);
  if (!d.digits || size < -2) return "0.0x";
  const digits = d.mag < 0 ? "0" + d.digits : d.digits.padEnd(at + 1, "0");
  return (d.negative ? "−" : "") + (d.mag < 2 ? digits.slice(0, at || 1) + "." + digits[at || 1] : digits.slice(0, at)) + "x";
}

function amount(text, style, places) {
  if (style === "times") return times(text);
  const d = decimal(text, places);
  return d ? write(d, step(d, style)) : String(text);
}

/** "12–13bn", "−13.6 to −13.5bn", ">150m"; null where nothing bounds it. */
function range(low, high, style, places) {
  if (low == null && high == null) return null;
  if (high == null) return ">" + amount(low, style, places);
  if (low == null) return "<" + amount(high, style, places);
  if (style === "times") return times(low) === times(high) ? times(low) : times(low) + " to " + times(high);
  const a = decimal(low, places), b = decimal(high, places);
  if (!a || !b) return `${low} to ${high}`;
  const join = a.negative || b.negative ? " to " : "–";
  const shared = step(!a.digits || (b.digits && b.mag > a.mag) ? b : a, style);
  const near = (d) => style !== "plain" || !d.digits || d.mag >= shared[0] - 1;
  const of = (d) => write(d, near(a) && near(b) ? shared : step(d, style));
  const from = of(a), to = of(b), suffix = shared[1];
  if (from === to) return from;
  const once = suffix && b.digits && from.endsWith(suffix) && to.endsWith(suffix);
  return (once ? from.slice(0, -suffix.length) : from) + join + to;
}

const styleOf = (unit) => ({ ratio: "percent", multiple: "times" })[unit] || "plain";

/** The figure as text: the point (or what is known instead), and the interval where it adds something. */
function figureText(f, metric, places = 3) {
  const style = styleOf(f.unit), interval = range(f.low, f.high, style, places), unit = style === "plain" ? f.unit : "";
  if (f.value == null) return { main: interval ?? "n/a", interval: null, unit: interval ? unit : "" };
  const main = amount(f.value, style, places), more = Math.max(4, places);
  return interval == null || interval === main ? { main, interval: null, unit }
    : { main: amount(f.value, style, more), interval: range(f.low, f.high, style, more), unit };
}

function exact(f) {
  const text = (v) => v ?? "unbounded";
  return f.reason ?? `${f.value ?? "no point figure"}; from ${text(f.low)} to ${text(f.high)} ${f.unit}`;
}

function figure(f, metric, places) {
  const { main, interval, unit } = figureText(f, metric, places);
  return h("span", { class: "fig", title: exact(f) },
    h("span", { class: main.startsWith("−") ? "neg" : null }, main), unit && meta(" " + unit),
    interval && h("span", { class: "small" }, interval));
}

/** The newest known may be years older than the rest of its row: then it says so. */
const newestEnd = (figures) => figures.reduce((end, f) => (f.period.end > end ? f.period.end : end), "");
const isOld = (f, end) => Date.parse(end) - Date.parse(f.period.end) > 400 * 86_400_000;

const badges = (f, all) => [
  ...f.how.filter((how) => all || how !== "reported"), f.suspect && "suspect", f.basis !== "reported" && f.basis, f.scenario !== "actual" && f.scenario,
].filter(Boolean).map((text) => badge(text));

/* ---- Address and requests ---- */

let state = {}, open = new AbortController();

function readAddress() {
  const [path, query] = location.hash.replace(/^#/, "").split(/\?(.*)/s);
  const issuer = /^\/issuer\/([^/]*)$/.exec(path)?.[1];
  return { ...Object.fromEntries(new URLSearchParams(query || "")), issuer };
}

function address({ issuer, ...params }) {
  const query = new URLSearchParams(Object.entries(params).filter(([, v]) => v)).toString();
  return (issuer ? "#/issuer/" + issuer : "#/") + (query && "?" + query);
}

/** Changes what is asked, on the same page. */
function change(params) {
  state = { ...state, ...params };
  history.replaceState(null, "", address(state));
}

async function get(path, params = {}) {
  const query = new URLSearchParams(Object.entries(params).filter(([, v]) => v)).toString();
  const response = await fetch("v1/" + path + (query && "?" + query),
    { headers: { Accept: "application/json" }, signal: open.signal });
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.detail || body.title || "The service answered " + response.status + ".");
  return body;
}

let last = "";

/** Whether it differs from what is on the screen: a change elsewhere must not disturb a reader. */
function isNews(value) {
  const text = JSON.stringify([state, value]), before = last;
  last = text;
  return text !== before;
}

/* ---- League table ---- */

let shown = PAGE;

/** The server ranks downwards; upwards needs the whole list, as does the order of names. */
async function loadLeague() {
  const { currency, dir } = state, byName = state.sort === "name", whole = byName || dir === "asc";
  const sort = byName ? "" : state.sort, by = sort || "run-rate-revenue";
  let page = await get("issuers", { currency, sort, limit: whole ? 1000 : Math.min(shown, 1000) });
  let rows = page.items;
  while (page.next && (whole || rows.length < shown)) {
    page = await get("issuers", { currency, sort, limit: 1000, cursor: page.next });
    rows = rows.concat(page.items);
  }
  if (byName) rows.sort((a, b) => (a.name || a.issuer).localeCompare(b.name || b.issuer) * (dir === "asc" ? 1 : -1));
  else if (whole) rows = [...rows.filter((r) => r.metrics[by]).reverse(), ...rows.filter((r) => !r.metrics[by])];
  $("more").hidden = !page.next && rows.length <= shown;
  rows = rows.slice(0, shown);
  if (isNews(rows)) renderLeague(rows, by);
}

function renderLeague(rows, by) {
  const sorted = state.sort === "name" ? "name" : by;
  const header = (key, text) => {
    const on = key === sorted, up = on && state.dir === "asc";
    // Names are first wanted from A, figures from the largest.
    const dir = on ? (up ? "" : "asc") : key === "name" ? "asc" : "";
    return h("th", { scope: "col", class: key === "name" ? null : "num", "aria-sort": on ? (up ? "ascending" : "descending") : null },
      h("button", { type: "button", "data-key": "sort " + key, click: () => { change({ sort: key, dir }); load(); } },
        text, on && h("span", { "aria-hidden": "true" }, up ? " ▲" : " ▼")));
  };
  replace($("league-table").tHead.rows[0], header("name", "Issuer"), ...COLUMNS.map((c) => header(...c)));
  replace($("league-table").tBodies[0], ...rows.map((row) => h("tr", null,
    h("th", { scope: "row" },
      h("a", { href: address({ issuer: row.issuer, segment: row.segment, currency: state.currency }), "data-key": row.issuer, class: "name", title: row.name }, bdi(row.name || row.issuer)),
      row.segment && h("span", { class: "small" }, "only " + row.segment)),
    COLUMNS.map(([metric]) => cell(row.metrics[metric], metric, newestEnd(Object.values(row.metrics)))))));
  if (!rows.length) replace($("league-table").tBodies[0], h("tr", null, h("td", { colspan: 9 }, "No filings yet. POST one to the ingest service.")));
}

const cell = (f, metric, end) => h("td", { class: "num" + (f && isOld(f, end) ? " old" : "") }, f ? [figure(f, metric),
  h("span", { class: "small" }, period(f)), isOld(f, end) && badge("old"), badges(f), f.reason && h("span", { class: "small wrap" }, f.reason)] : meta("–"));

/** Long spans may break at their middle. */
const period = (f) => { const [a, b] = f.period.label.split("/"); return b ? [a + "/", h("wbr"), b] : a; };

/* ---- Issuer page ---- */

let data = {};

async function loadIssuer() {
  if (!SLUG.test(state.issuer)) throw new Error("There is no such issuer.");
  const { issuer, segment, currency, knownAt } = state, query = { segment, currency, knownAt };
  const snapshot = await get(`issuers/${issuer}/snapshot`, query);
  const [series, conflicts, explained] = await Promise.all([
    loadSeries(query), get("conflicts", { issuer, knownAt }), loadExplanation(snapshot)]);
  data = { snapshot, series, conflicts, explained };
  if (isNews(data)) renderIssuer();
}

/** The asked span; where none is, the one that says most. */
async function loadSeries(query) {
  const of = (span) => Promise.all(SERIES.map((m) => get(`issuers/${state.issuer}/series/${m}`, { ...query, span })))
    .then((answers) => ({ span, lists: answers.map((a) => a.items), points: answers.reduce((n, a) => n + a.items.length, 0) }));
  if (SPANS.includes(state.span)) return of(state.span);
  const all = await Promise.all(SPANS.map(of));
  return all.reduce((best, each) => (each.points > best.points ? each : best));
}

/** Of the metric chosen in a table: in the first its newest period, in the second the one named. */
async function loadExplanation(snapshot) {
  const { issuer, metric, segment, currency, knownAt } = state;
  const of = state.period || snapshot.metrics[metric]?.period.label;
  if (!metric || !SLUG.test(metric) || !of) return null;
  const inTable = { metric, period: state.period };
  return get(`issuers/${issuer}/explain/${metric}`, { period: of, segment, currency, knownAt })
    .then((answer) => ({ ...inTable, answer }), (error) => ({ ...inTable, error }));
}

async function toggle(metric, of) {
  const same = isOpen(metric, of);
  change({ metric: same ? "" : metric, period: same ? "" : of });
  const explained = await loadExplanation(data.snapshot);
  if (explained?.error?.name === "AbortError") return;
  data = { ...data, explained };
  renderTables();
}

function renderIssuer() {
  const { snapshot, conflicts } = data, name = snapshot.name || snapshot.issuer;
  document.title = name + " – Runrate";
  replace($("issuer-name"), bdi(name), snapshot.segment ? " · " + snapshot.segment : "");
  const segments = new Set([...snapshot.segments, ...(state.segment ? [state.segment] : [])]);
  if (document.activeElement !== $("segment") || !$("segment").options.length) replace($("segment"), h("option", { value: "" }, "whole company"), ...[...segments].map((s) => h("option", { value: s }, s)));
  show("segment", state.segment);
  replace($("diagnostics"), ...(snapshot.diagnostics || []).map((d) => h("li", null, d)));
  renderTables();
  renderChart();
  const all = conflicts.items.map(conflict), more = all.splice(5);
  replace($("conflicts"), ...all, more.length ? h("li", null, h("details", { "data-key": "conflicts" },
    h("summary", null, `${more.length}${conflicts.next ? " and yet" : ""} more`), h("ul", null, more))) : "",
  all.length ? "" : h("li", null, meta("No two statements contradict each other.")));
}

const isOpen = (metric, of) => state.metric === metric && (state.period || "") === of;
const opener = (metric, of, key, ...content) => h("button", { type: "button", "data-key": key,
  "aria-expanded": String(isOpen(metric, of)), click: () => toggle(metric, of) }, ...content);

function renderTables() {
  const { snapshot, series, explained } = data, rows = [], end = newestEnd(Object.values(snapshot.metrics));
  for (const [metric, f] of Object.entries(snapshot.metrics)) {
    rows.push(h("tr", null,
      h("th", { scope: "row" }, opener(metric, "", metric, label(metric))),
      h("td", { class: "num" }, figure(f, metric)), h("td", null, period(f), isOld(f, end) && badge("old")),
      h("td", null, badges(f, true), (f.note || f.reason) && h("span", { class: "small wrap" }, f.note || f.reason))));
    if (explained?.metric === metric && !explained.period) rows.push(explanation(explained, 4));
  }
  if (!rows.length) rows.push(h("tr", null, h("td", { colspan: 4 }, "Nothing is known here"
    + (state.knownAt ? " on that date. Choose a later one, or a segment." : ". Choose a segment."))));
  replace($("snapshot-table").tBodies[0], ...rows);

  const present = SERIES.filter((_, i) => series.lists[i].length);
  replace($("series-table").tHead.rows[0], h("th", { scope: "col" }, "Period"), ...present.map((m) => h("th", { scope: "col", class: "num" }, label(m))));
  replace($("series-table").tBodies[0], ...periods(series.lists).flatMap((p) => {
    const row = h("tr", null, h("th", { scope: "row" }, period({ period: p })), present.map((m) => {
      const f = series.lists[SERIES.indexOf(m)].find((item) => item.period.label === p.label);
      return h("td", { class: "num" }, f ? [opener(m, p.label, m + " " + p.label, figure(f, m)), h("span", { class: "small" }, badges(f))] : meta("–"));
    }));
    return explained?.period === p.label ? [row, explanation(explained, present.length + 1)] : [row];
  }));
  if (state.period) $("series-details").open = true;
}

const periods = (lists) => [...new Map(lists.flat().map((f) => [f.period.label, f.period])).values()]
  .sort((a, b) => (a.end + a.start < b.end + b.start ? -1 : 1));

function explanation({ answer, error }, columns) {
  return h("tr", { class: "explain" }, h("td", { colspan: columns }, error ? h("p", null, error.message) : h("div", null,
    h("p", null, answer.sentence),
    h("p", null, meta(`Definition: ${answer.definition} (${answer.source})`)),
    h("ul", { class: "tree" }, node(answer.tree)))));
}

/** A part of a figure: its formula and parts, or the statement that it is. */
function node(n) {
  return h("li", null, n.subtracted && "less ", h("b", null, n.name), meta(" " + n.period.label + " "),
    n.unit && figure(n, n.name), badges(n, true),
    n.formula && h("div", null, meta("= "), h("code", null, n.formula)),
    n.reason && h("div", null, n.reason),
    n.fact && source(n.fact),
    n.operands && h("ul", null, n.operands.toSorted((a, b) => !!a.subtracted - !!b.subtracted).map(node)),
    n.rejected && h("details", { "data-key": `other ${n.name} ${n.period.label}` }, h("summary", null, n.rejected.length === 1 ? "1 other statement" : n.rejected.length + " other statements"),
      h("ul", null, n.rejected.map((r) => h("li", null, figure(r.fact, r.fact.concept), source(r.fact), meta(r.reason))))));
}

/** Who said so. A link only where the address is a web address. */
function source(s) {
  const title = s.title || s.url;
  const web = /^https?:\/\//i.test(s.url || "") && URL.canParse(s.url) ? s.url : null;
  return h("span", { class: "source" }, s.tier && badge(s.tier), s.suspect && badge("suspect"),
    meta(s.publisher && [bdi(s.publisher), ", "], s.publishedOn, " "),
    title && (web ? [h("a", { href: web, rel: "noopener noreferrer nofollow", target: "_blank" }, bdi(title)), meta(" (", new URL(web).hostname, ") ")] : [bdi(title), " "]),
    s.filing ? meta("filing ", h("code", null, s.filing)) : meta("computed from other statements"), s.suspect && h("span", { class: "small wrap" }, s.suspect));
}

/** Two figures that differ are written with as many digits as show it. */
function conflict(c) {
  const text = (f, places) => JSON.stringify(figureText(f, c.concept, places));
  const places = [3, 4, 5, 6, 9, 12].find((n) => text(c.winner, n) !== text(c.loser, n)) ?? 40;
  return h("li", null,
    h("b", null, c.concept), " ", c.period.label, c.segment && " · " + c.segment, " ", badge(c.type), badges({ ...c, how: [] }),
    h("div", null, "chosen: ", figure(c.winner, c.concept, places), source(c.winner)),
    h("div", null, "not: ", figure(c.loser, c.concept, places), source(c.loser)),
    h("div", null, meta("because: " + c.why)));
}

/* ---- Chart ---- */

function renderChart() {
  const { lists, span } = data.series;
  // One axis, one unit: that of the newest figure.
  const newest = lists.flat().reduce((a, b) => (a && a.period.end >= b.period.end ? a : b), null);
  const drawn = lists.map((l) => l.filter((f) => f.unit === newest.unit && [f.value, f.low, f.high].some((v) => v != null)));
  const ps = periods(drawn), left = lists.flat().length - drawn.flat().length;
  replace($("legend"), ...SERIES.flatMap((m, i) => (drawn[i].length ? [h("span", { class: "key " + m }, h("b", null, label(m)))] : [])),
    newest ? meta(newest.unit, state.span ? "" : ", " + $("span").querySelector(`[value="${span}"]`).text,
      left ? `; ${left} figures in other units are left out` : "") : "");
  $("series-details").hidden = !newest;
  if (!ps.length) return replace($("chart"), h("p", null, meta("No revenue or income of such periods is known.")));

  const width = Math.max(280, $("chart").clientWidth || 700), height = 290, top = 24, bottom = 40, leftEdge = 58, rightEdge = width - 28;
  const numbers = drawn.flat().flatMap((f) => [f.value, f.low, f.high]).filter((v) => v != null).map(Number);
  let min = Math.min(0, ...numbers), max = Math.max(0, ...numbers);
  const rough = (max - min || 1) / 4, ten = 10 ** Math.floor(Math.log10(rough));
  const tick = [1, 2, 5, 10].find((n) => n * ten >= rough) * ten;
  min = Math.floor(min / tick) * tick;
  max = Math.ceil(max / tick) * tick || tick;
  const y = (v) => top + (max - Number(v)) / (max - min) * (height - top - bottom);
  const slot = (rightEdge - leftEdge) / ps.length;
  const present = SERIES.map((_, i) => i).filter((i) => drawn[i].length);
  const bar = Math.min(36, (slot * 0.75) / present.length);
  const svg = h("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-labelledby": "chart-title series-caption" });
  for (let i = 0; i <= Math.round((max - min) / tick); i++) {
    const v = min + i * tick, zero = Math.abs(v) < tick / 2;
    svg.append(h("line", { class: zero ? "zero" : "grid", x1: leftEdge, x2: rightEdge, y1: y(v), y2: y(v) }),
      h("text", { x: leftEdge - 6, y: y(v) + 4, "text-anchor": "end" }, zero ? "0" : amount(String(v))));
  }
  const every = Math.ceil(76 / slot);
  ps.forEach((p, at) => {
    const middle = leftEdge + slot * (at + 0.5);
    if ((ps.length - 1 - at) % every === 0) svg.append(h("text", { x: middle, y: height - 14, "text-anchor": "middle" },
      p.label.includes("/") ? "to " + p.end.slice(0, 7) : p.label));
    present.forEach((i, n) => {
      const f = drawn[i].find((item) => item.period.label === p.label);
      if (f) svg.append(column(f, SERIES[i], middle + (n - present.length / 2) * bar, bar, y));
    });
  });
  replace($("chart"), svg);
}

/** A bar to the point (or to what is certain), and a whisker over the interval; an open end is an arrow. */
function column(f, metric, x, width, y) {
  const to = f.value ?? (f.low != null && (f.high == null || Number(f.low) > 0) ? f.low : f.high);
  const middle = x + width / 2, cap = Math.min(5, width / 3), rise = 14;
  const { main, interval, unit } = figureText(f, metric);
  const open = (from, sign) => `M${middle} ${from}v${sign * rise}m${-cap} ${-sign * cap}l${cap} ${sign * cap}l${cap} ${-sign * cap}`;
  const closed = (v) => `M${middle - cap} ${y(v)}h${2 * cap}`;
  let path = "";
  if (f.low !== f.high) {
    const from = f.low ?? to, until = f.high ?? to;
    path = `M${middle} ${y(from)}V${y(until)}` + (f.high == null ? open(y(until), -1) : closed(f.high)) + (f.low == null ? open(y(from), 1) : closed(f.low));
  }
  return h("g", { class: metric }, h("title", null, `${label(metric)} ${f.period.label}: ${main} ${unit}${interval ? ` (${interval})` : ""}, ${f.how.join(" + ")}, ${f.basis}, ${f.scenario}`),
    h("rect", { class: `bar ${f.value == null ? "bound" : f.scenario}`, x: x + 1, width: Math.max(1, width - 2),
      y: Math.min(y(0), y(to)), height: Math.max(1, Math.abs(y(0) - y(to))) }),
    path && h("path", { class: "whisker", d: path }));
}

/* ---- Loading and following ---- */

/** Sets a control, except under the hands of its user. */
const show = (id, value) => { if (document.activeElement !== $(id)) $(id).value = value || ""; };

let loading = false, stale = false, timer = null;

async function load() {
  open.abort();
  const mine = open = new AbortController();
  loading = true;
  stale = false;
  const issuer = state.issuer !== undefined;
  for (const e of [$("head"), ...document.querySelectorAll(".issuer-only")]) e.hidden = !issuer;
  show("currency", state.currency);
  show("knownAt", state.knownAt);
  show("span", SPANS.includes(state.span) ? state.span : "");
  $("back").href = address({ currency: state.currency });
  try {
    await (issuer ? loadIssuer() : loadLeague());
    if (mine !== open) return;
    $("league").hidden = issuer;
    $("issuer").hidden = !issuer;
    if (issuer) renderChart(); // Only now does it have a width.
    else document.title = "Runrate";
    $("error").hidden = true;
    $("updated").textContent = "updated " + new Date().toLocaleTimeString();
  } catch (error) {
    if (mine !== open || error.name === "AbortError") return;
    const down = error instanceof TypeError;
    $("error").textContent = down ? "The service does not answer; the figures may be old." : error.message;
    if (!down) $("league").hidden = $("issuer").hidden = true;
    $("error").hidden = false;
  } finally {
    if (mine === open) {
      loading = false;
      if (stale) refreshSoon();
    }
  }
}

/** However many changes come, one reload a second, and none upon another. */
function refreshSoon() {
  stale = true;
  timer ??= setTimeout(() => {
    timer = null;
    if (!loading) load();
  }, 1000);
}

let stream = null, retry = null;

function follow() {
  clearTimeout(retry);
  stream?.close();
  stream = null;
  if (document.hidden) return; // A browser has few connections per host; hidden pages need none.
  let lost = false;
  stream = new EventSource("v1/stream");
  stream.addEventListener("open", () => {
    $("live").textContent = "● live";
    if (lost) refreshSoon();
    lost = false;
  });
  stream.addEventListener("error", () => {
    $("live").textContent = "○ reconnecting";
    lost = true;
    if (stream?.readyState === EventSource.CLOSED) retry = setTimeout(() => { follow(); refreshSoon(); }, 5000);
  });
  stream.addEventListener(EVENT, (event) => {
    if (state.issuer === undefined || JSON.parse(event.data).issuer === state.issuer) refreshSoon();
  });
}

async function navigate() {
  const before = state.issuer;
  state = readAddress();
  if (before !== state.issuer) {
    $("league").hidden = $("issuer").hidden = true;
    $("issuer-name").textContent = state.issuer || "";
    shown = PAGE;
    scrollTo(0, 0);
  }
  await load();
  if (state.issuer && before !== state.issuer) $("issuer-name").focus({ preventScroll: true });
}

for (const id of ["currency", "segment", "knownAt", "span"]) {
  $(id).addEventListener("change", () => { change({ [id]: $(id).value, period: "" }); load(); });
}
$("more").addEventListener("click", () => { shown += PAGE; load(); });
addEventListener("hashchange", navigate);
addEventListener("resize", () => { if (state.issuer && data.series) renderChart(); });
document.addEventListener("visibilitychange", () => { follow(); if (!document.hidden) refreshSoon(); });
navigate();
follow();
