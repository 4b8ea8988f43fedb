/** One issuer: what it earns and burns over time, why, and who contradicts whom. */
import { bdi, choice, h, replace } from "./dom.js";
import { asked, change, link, read, write } from "./address.js";
import { get } from "./api.js";
import { asTable, chart } from "./chart.js";
import { badge, isOld, marks, number, small } from "./figure.js";
import { alertRow } from "./alerts.js";
import { day, periodText } from "./numbers.js";
import { spark } from "./spark.js";
import { issuerNames, named, t } from "./words.js";
import { conflict, why } from "./why.js";

/** The rest is a click away. */
const MOST_TILES = 16;

/** Drawn unless all is asked for. */
const YEARS = 6;

const SPANS = ["quarter", "half", "nine-months", "year", "month"];

/**
 * The charts there are. A line of "span" is drawn in the span that the reader chose, or that says
 * most.
 */
const CHARTS = [
  { name: "revenue", lines: [["revenue", "bar", "span"], ["revenue", "line", "ttm"]] },
  { name: "arr", lines: [["arr", "step", "instant"], ["stated-run-rate", "step", "instant"], ["run-rate-revenue", "line", "span"]] },
  { name: "margins", lines: [["gross-margin", "line", "span"], ["operating-margin", "line", "span"], ["net-margin", "line", "span"]] },
  { name: "result", lines: [["net-income", "bar", "span"], ["adjusted-net-income", "bar", "span"], ["cash-burn", "line", "span"]] },
  { name: "cash", lines: [["cash", "step", "instant"]] },
  { name: "runway", lines: [["runway-months", "line", "span"]] },
  { name: "valuation", lines: [["valuation", "step", "instant"], ["funding-raised", "step", "instant"]] },
  { name: "growth", lines: [["revenue-growth-yoy", "line", "span"]] },
  { name: "users", lines: [["monthly-active-users", "step", "instant"]] },
  { name: "employees", lines: [["employees", "step", "instant"]] },
];

/** In the order in which people ask. */
const FIRST = ["arr", "run-rate-revenue", "stated-run-rate", "revenue", "revenue-growth-yoy", "gross-margin", "operating-margin", "net-margin", "net-income", "adjusted-net-income", "burn-per-month", "burn-multiple", "cash", "runway-months", "valuation", "valuation-to-newest-arr", "valuation-to-newest-run-rate", "funding-raised"];

export async function issuer(main, context, [, id]) {
  const { query } = read();
  const { segment } = query;
  const question = { ...asked(), segment };
  let data = null;

  async function fetchAll() {
    const [snapshot, history, conflicts, alerts] = await Promise.all([
      get(`issuers/${encodeURIComponent(id)}/snapshot`, question, context.signal),
      get(`issuers/${encodeURIComponent(id)}/history`, question, context.signal),
      get("conflicts", { issuer: id, knownAt: question.knownAt, recordedAt: question.recordedAt, limit: 50 }, context.signal),
      get("alerts", { issuer: id, limit: 100 }, context.signal).catch(() => ({ items: [] }))]);
    const segments = segment ? [] : await Promise.all(history.segments.slice(0, 24).map((each) => get(`issuers/${encodeURIComponent(id)}/history`, { ...question, segment: each }, context.signal)));
    data = { snapshot, history, conflicts, alerts, segments };
  }

  /** The span that has most points, of those of a chart that are drawn as one. */
  function chosenSpan(lines) {
    if (SPANS.includes(query.span)) return query.span;
    const metrics = lines.filter(([, , of]) => of === "span").map(([metric]) => metric);
    const count = (span) => data.history.lines.filter((line) => !line.expected && line.span === span && metrics.includes(line.metric)).reduce((n, line) => n + line.items.length, 0);
    return SPANS.toSorted((a, b) => count(b) - count(a))[0];
  }

  /** Where the drawings begin: a giant's today flattens its own past. */
  function firstDay() {
    if (query.years === "all") return "";
    const last = data.history.lines.flatMap((line) => (line.expected ? [] : line.items)).reduce((end, f) => (f.period.end > end ? f.period.end : end), "0000");
    return Number(last.slice(0, 4)) - YEARS + last.slice(4);
  }

  function linesOf({ lines }) {
    const span = chosenSpan(lines);
    return lines.flatMap(([metric, shape, of]) => data.history.lines
      .filter((line) => line.metric === metric && line.span === (of === "span" ? span : of) && !(line.expected && of === "ttm"))
      .map((line) => ({ ...line, shape: line.expected && shape === "bar" ? "line" : shape })))
      .map((line) => ({ ...line, items: line.items.filter((f) => f.period.end >= firstDay()) })).filter((line) => line.items.length)
      // Twelve months beside years are the years again.
      .filter((line, i, all) => !(line.span === "ttm" && all.some((other) => other.span === "year" && other.items.length >= line.items.length)));
  }

  /* ---- Why, as many at once as one likes; which ones is part of the address ---- */

  const openKeys = () => (read().query.why ?? "").split(",").filter(Boolean);

  function toggleWhy(metric, f, expected) {
    const key = metric + "@" + f.period.label + (expected ? "!" : "");
    const keys = openKeys();
    history.replaceState(null, "", write(read().path, { ...read().query, why: (keys.includes(key) ? keys.filter((each) => each !== key) : [key, ...keys]).join(",") }));
    return drawWhy(keys.includes(key) ? null : key);
  }

  const whyList = h("section", { class: "whys", "aria-label": t("why"), "aria-live": "polite" });

  async function drawWhy(fresh) {
    const panels = await Promise.all(openKeys().map(async (key) => {
      const [, metric, period, expected] = /^([a-z0-9-]+)@(.*?)(!?)$/.exec(key) ?? [null, key, ""];
      const panel = await why(encodeURIComponent(id), encodeURIComponent(metric), { period, segment, scenario: expected ? "forecast" : undefined }, context.signal);
      return h("article", { class: "panel", tabindex: -1, "data-why": key }, h("button", { type: "button", class: "close", "aria-label": t("closeWhy", named("metrics", metric), period), "data-key": "close " + key, click: () => toggleWhy(metric, { period: { label: period } }, Boolean(expected)) }, "×"), panel);
    }));
    replace(whyList, panels.length ? h("h2", null, t("why")) : "", panels);
    if (fresh) {
      const panel = whyList.querySelector(`[data-why="${CSS.escape(fresh)}"]`);
      panel?.scrollIntoView({ block: "nearest", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
      panel?.focus({ preventScroll: true });
    }
  }

  /* ---- The parts of the page ---- */

  function heading() {
    const { snapshot } = data, { own, other } = issuerNames(snapshot.names ? snapshot : data.history);
    const segments = [...new Set([...snapshot.segments, ...(segment ? [segment] : [])])];
    return h("header", { class: "issuer-head" },
      h("nav", { "aria-label": t("breadcrumb") }, h("a", { href: link([]) }, "← " + t("league"))),
      h("h1", { id: "title" }, bdi(own), other && h("span", { class: "other" }, " ", bdi(other)), segment && h("span", { class: "other" }, " · " + segment)),
      segments.length ? choice(t("segment"), segment ?? "", [["", t("whole")], ...segments.map((each) => [each, each])], (each) => change({ segment: each, why: "" }), { "data-key": "segment" }) : "",
      choice(t("periods"), query.span ?? "", [["", t("mostPoints")], ...SPANS.map((span) => [span, named("spans", span)])], (span) => change({ span }), { "data-key": "span" }),
      choice(t("years"), query.years ?? "", [["", t("lastYears", YEARS)], ["all", t("all")]], (years) => change({ years }), { "data-key": "years" }));
  }

  function keyFigures() {
    const { metrics } = data.snapshot, end = Object.values(metrics).reduce((last, f) => (f.period.end > last ? f.period.end : last), "");
    const rank = (metric) => (FIRST.includes(metric) ? FIRST.indexOf(metric) : FIRST.length);
    const all = Object.entries(metrics).filter(([, f]) => !f.reason).toSorted(([a], [b]) => rank(a) - rank(b));
    const tile = ([metric, f]) => h("li", null, h("button", { type: "button", class: "tile", "data-key": "tile " + metric, "data-metric": metric, "aria-label": `${named("metrics", metric)}: ${t("why")}`, click: () => toggleWhy(metric, f) },
      h("span", { class: "label" }, named("metrics", metric)), number(f, { wider: 0.01 }), small(periodText(f.period), " ", marks(f, metric), isOld(f, end) && badge(t("old"), "old", t("oldMeaning")), f.note)));
    const rest = all.slice(MOST_TILES);
    return all.length ? [h("ul", { class: "tiles" }, all.slice(0, MOST_TILES).map(tile)), rest.length ? h("details", { class: "figures", "data-key": "figures" }, h("summary", null, t("moreFigures", rest.length)), h("ul", { class: "tiles" }, rest.map(tile))) : ""] : h("p", { class: "empty" }, t(query.knownAt ? "nothingThen" : "chooseSegment"));
  }

  function charts(width) {
    const marksOfTime = [
      ...data.history.filings.filter((each) => !each.retracted).map((each) => ({ kind: "filing", date: each.publishedOn, label: `${day(each.publishedOn)} ${each.publisher ?? ""} ${each.form ?? ""}`, href: link(["filing", each.id]) })),
      ...data.alerts.items.filter((alert) => alert.state === "raised" && (!alert.historical || alert.kind === "source-conflict")).map((alert) => ({ kind: "alert", date: alert.period.end, label: `${named("alertKinds", alert.kind)} ${alert.period.label}`, href: link(["alerts", alert.id]) }))];
    return CHARTS.map((each) => ({ ...each, drawn: linesOf(each) })).filter((each) => each.drawn.some((line) => line.items.length > 1)).map((each) =>
      h("div", { class: "charted" }, chart({
        title: t("charts")[each.name], name: `${id}-${each.name}`, lines: each.drawn, marks: marksOfTime, width, onWhy: toggleWhy,
        permalink: write(["issuer", id], { ...read().query, knownAt: query.knownAt ?? new Date().toISOString().slice(0, 10), recordedAt: query.recordedAt ?? new Date().toISOString() }),
      }), h("details", { "data-key": "table " + each.name }, h("summary", null, t("asTable")), asTable(each.drawn, toggleWhy))));
  }

  /** Each segment small, all alike, to be compared. */
  function segments() {
    const of = (history) => {
      const best = ["ttm", "quarter", "half", "nine-months", "year", "month"].map((span) => history.lines.find((line) => line.metric === "revenue" && line.span === span && !line.expected)).concat(history.lines.find((line) => line.metric === "arr"))
        .filter(Boolean).toSorted((a, b) => b.items.length - a.items.length)[0];
      const others = ["revenue", "arr", "revenue-growth-yoy", "gross-margin", "net-income", "monthly-active-users", "valuation"].map((metric) => history.lines.filter((line) => line.metric === metric && !line.expected).flatMap((line) => line.items.map((f) => ({ metric, f }))).toSorted((a, b) => (a.f.period.end < b.f.period.end ? 1 : -1))[0]).filter(Boolean);
      return h("li", { class: "segment" }, h("h3", null, h("a", { href: link(["issuer", id], { segment: history.segment }) }, bdi(history.segment))),
        best?.items.length > 1 ? spark({ metric: best.metric, span: best.span, points: best.items }) : "",
        h("dl", null, others.slice(0, 4).map(({ metric, f }) => [h("dt", null, named("short", metric)), h("dd", null, number(f, { wider: 0.04 }), " ", small(periodText(f.period), " ", marks(f, metric)))])),
        others.length ? "" : h("p", { class: "small" }, t("onlyOtherFigures")));
    };
    return data.segments.length ? h("section", { "aria-labelledby": "segments" }, h("h2", { id: "segments" }, t("segments")), h("ul", { class: "segments" }, data.segments.map(of))) : "";
  }

  function sources() {
    const rows = data.history.filings.toReversed().map((each) => h("li", { class: each.retracted ? "retracted" : null }, h("a", { href: link(["filing", each.id]) }, day(each.publishedOn)), " ", badge(named("tiers", each.tier), "tier"), " ", each.publisher && bdi(each.publisher), " ", each.title && bdi(each.title), each.retracted && badge(t("retracted"), "suspect")));
    return h("section", { "aria-labelledby": "sources" }, h("h2", { id: "sources" }, t("sources")), listed(rows, "sources", 8));
  }

  const listed = (rows, key, most) => h("ul", { class: "list" }, rows.slice(0, most), rows.length > most ? h("li", null, h("details", { "data-key": key }, h("summary", null, t("more", rows.length - most)), h("ul", { class: "list" }, rows.slice(most)))) : "");

  function drawAll() {
    const width = Math.min(main.clientWidth - 2, main.clientWidth > 900 ? main.clientWidth / 2 - 56 : main.clientWidth - 50);
    const { conflicts, alerts, snapshot } = data;
    replace(main, heading(),
      snapshot.diagnostics ? h("ul", { class: "diagnostics" }, snapshot.diagnostics.map((text) => h("li", null, text))) : "",
      keyFigures(), whyList,
      h("p", { class: "small" }, t("chartHint")), h("section", { class: "charts", "aria-label": t("overTime") }, charts(width)),
      segments(),
      h("div", { class: "columns" },
        h("section", { "aria-labelledby": "conflicts" }, h("h2", { id: "conflicts" }, t("conflicts")), conflicts.items.length ? listed(conflicts.items.map(conflict), "conflicts", 4) : h("p", { class: "small" }, t("noConflicts"))),
        h("section", { "aria-labelledby": "alerts-of" }, h("h2", { id: "alerts-of" }, t("alerts")), alerts.items.length ? listed(alerts.items.map((alert) => alertRow(alert)), "alerts", 6) : h("p", { class: "small" }, t("noAlerts")))),
      sources());
  }

  async function reload() {
    await fetchAll();
    drawAll();
    await drawWhy();
  }

  await reload();
  let width = innerWidth;
  const resized = () => {
    if (innerWidth !== width) {
      width = innerWidth;
      drawAll();
    }
  };
  addEventListener("resize", resized);
  return {
    title: issuerNames(data.snapshot.names ? data.snapshot : data.history).own,
    reload,
    onFigures: (news) => (news.some((event) => event.issuer === id) ? reload() : null),
    onAlert: (news) => (news.some((event) => event.issuer === id) ? reload() : null),
    end: () => removeEventListener("resize", resized),
  };
}
