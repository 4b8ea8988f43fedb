/**
 * The league table. The service sorts and filters; only the rows in sight are asked for and drawn,
 * so five thousand issuers scroll as forty do.
 */
import { bdi, choice, download, field, h, replace } from "./dom.js";
import { adjust, asked, change, link, read } from "./address.js";
import { csv, get } from "./api.js";
import { badge, cell, number, small } from "./figure.js";
import { headline, resultSign } from "./headline.js";
import { day, periodText } from "./numbers.js";
import { spark } from "./spark.js";
import { issuerNames, language, named, t } from "./words.js";

const PAGE = 100;

/** Rows drawn above and below those in sight. */
const MARGIN = 12;

/**
 * @typedef Column
 * @property {string} key of its heading in the words
 * @property {string[]} sorts what it can be ranked by, the first most likely
 * @property {function} draw its cell of a row
 */
const COLUMNS = [
  { key: "size", sorts: ["size"], number: true, draw: size },
  { key: "trend", sorts: [], draw: (row) => spark(row.trend) ?? dash() },
  { key: "growth", sorts: ["revenue-growth-yoy"], number: true, draw: growth },
  { key: "margin", sorts: ["net-margin", "gross-margin", "loss-ratio"], number: true, draw: margin },
  { key: "burn", sorts: ["burn-per-month", "burn-multiple", "runway-months"], number: true, draw: burn },
  { key: "valuation", sorts: ["valuation", "valuation-to-newest-arr", "valuation-to-newest-run-rate"], number: true, draw: valuation },
  { key: "filing", sorts: ["newest-filing"], draw: filing },
];

/** Of what makes the difference the word is written out; elsewhere a dash is calmer. */
const unknown = () => h("span", { class: "unknown" }, t("unknown"));
const dash = () => h("span", { class: "unknown" }, h("span", { "aria-hidden": "true" }, "–"), h("span", { class: "unseen" }, t("unknown")));

/** In a table, an interval is worth its place where it is wider than a rounding. */
const ROUGHLY = { wider: 0.04 }, BARE = { wider: 0.04, bare: true };

const newestEnd = (row) => Object.values(row.metrics).reduce((end, f) => (f.period.end > end ? f.period.end : end), "");

function size(row) {
  const f = row.metrics[row.leading];
  return f ? was(row, row.leading, cell(f, row.leading, { what: named("short", row.leading) })) : dash();
}

function growth(row) {
  const { "revenue-growth-yoy": yoy, "net-new-arr": added } = row.metrics;
  if (yoy) return was(row, "revenue-growth-yoy", cell(yoy, "revenue-growth-yoy", { newestEnd: newestEnd(row) }));
  return added ? was(row, "net-new-arr", cell(added, "net-new-arr", { what: t("newArr") })) : dash();
}

function margin(row) {
  const { "net-margin": net, "gross-margin": gross, "loss-ratio": loss } = row.metrics;
  const more = gross ? [" · ", h("b", null, t("gross")), " ", number(gross, BARE)] : Number(loss?.value) >= 1 ? [" · ", h("b", null, t("lossPer")), " ", times(loss)] : [];
  const sign = row.result === "unknown" ? null : resultSign(row.result);
  if (net) return was(row, "net-margin", [sign, " ", cell(net, "net-margin", { newestEnd: newestEnd(row), more })]);
  return [sign ?? unknown(), gross ? small(more.slice(1)) : ""];
}

/** A loss ratio of 3.14 is a loss of 3.14 for each 1 of revenue. */
const times = (ratio) => number({ ...ratio, unit: "multiple" }, BARE);

function burn(row) {
  const { "burn-per-month": month, "burn-multiple": multiple, "runway-months": runway } = row.metrics;
  if (row.burn === "not-burning") return h("span", { class: "not-burning" }, t("notBurning"));
  if (!month) return unknown();
  const more = [multiple && [" · ", number(multiple, BARE)], runway && [" · ", h("b", null, t("runway")), " ", number(runway, BARE)]];
  return was(row, "burn-per-month", cell(month, "burn-per-month", { newestEnd: newestEnd(row), more }));
}

function valuation(row) {
  const worth = row.metrics.valuation, raised = row.metrics["funding-raised"];
  const [what, by] = ["arr", "run-rate"].map((metric) => [metric, row.metrics["valuation-to-newest-" + metric]]).find(([, f]) => f) ?? [];
  if (!worth) return raised ? was(row, "funding-raised", cell(raised, "funding-raised", { what: t("raised") })) : dash();
  const more = by && [" · ", number(by, BARE), " ", h("b", null, named("short", what === "arr" ? "arr" : "run-rate-revenue"))];
  return was(row, "valuation", cell(worth, "valuation", { more }));
}

function filing(row) {
  const newest = row.newestFiling;
  if (!newest) return dash();
  return [h("a", { href: link(["filing", newest.id]) }, day(newest.publishedOn)), small(bdi(newest.publisher ?? newest.form ?? ""))];
}

/** Where it is asked what changed since a day: what it was then. */
function was(row, metric, content) {
  if (!row.was || !(metric in row.was)) return content;
  const before = row.was[metric];
  return [h("span", { class: "changed" }, content), small(h("b", null, t("was")), " ", before ? [number(before, ROUGHLY), " ", periodText(before.period)] : t("notYetKnown"))];
}

/** @returns {Promise<View>} the view, which is told of what changes */
export async function league(main, context) {
  const { query } = read();
  const pages = new Map();
  const parts = { head: h("section", { class: "headline", "aria-label": t("question") }), filters: h("form", { class: "filters", role: "search", submit: (event) => event.preventDefault() }), status: h("p", { class: "status", role: "status" }) };
  const filler = () => h("tr", { class: "filler", "aria-hidden": "true" }, h("td", { colspan: COLUMNS.length + 2 }));
  const above = filler(), below = filler(), rows = new Map();
  const body = h("tbody", null, above, below), scroller = h("div", { class: query.since ? "scroll league since" : "scroll league", role: "region", "aria-labelledby": "title", tabindex: 0 });
  let total = 0, alerts = new Map(), drawn = null, summary = null;
  const sort = query.sort || "size", sorted = COLUMNS.find((column) => column.sorts.includes(sort));

  const question = (at) => ({ ...asked(), sort, order: query.order, q: read().query.q, country: query.country, kind: query.kind, result: query.result, since: query.since, from: at * PAGE, limit: PAGE });

  async function fetchPage(at) {
    const answer = await get("issuers", question(at), context.signal);
    total = answer.total;
    summary = answer.summary;
    pages.set(at, answer.items);
  }

  const rowHeight = () => parseFloat(getComputedStyle(scroller).getPropertyValue("--row-height"));
  const rowAt = (i) => pages.get(Math.floor(i / PAGE))?.[i % PAGE];

  /**
   * The rows in sight, between two empty ones as tall as all the others. While one scrolls, only
   * those that come into sight are made.
   */
  function draw(anew) {
    const height = rowHeight(), inSight = Math.ceil(scroller.clientHeight / height);
    const first = Math.max(0, Math.floor(scroller.scrollTop / height) - MARGIN), last = Math.min(total, first + inSight + 2 * MARGIN);
    if (!anew && drawn && drawn.first === first && drawn.last === last) return;
    drawn = { first, last };
    above.style.height = first * height + "px";
    below.style.height = (total - last) * height + "px";
    if (anew) rows.clear();
    for (const [i, row] of rows) {
      if (i < first || i >= last) {
        row.remove();
        rows.delete(i);
      }
    }
    let next = below;
    for (let i = last - 1; i >= first; i--) {
      if (!rows.has(i)) {
        rows.set(i, rowAt(i) ? rowOf(rowAt(i), i) : waiting(i));
        if (!anew) body.insertBefore(rows.get(i), next);
      }
      next = rows.get(i);
    }
    if (anew) replace(body, above, [...rows.keys()].toSorted((a, b) => a - b).map((i) => rows.get(i)), below);
    want(first, last);
  }

  const waiting = (i) => h("tr", { "aria-rowindex": i + 2 }, h("th", { scope: "row", class: "name" }, h("span", { class: "small" }, t("loading"))), COLUMNS.map(() => h("td")), h("td"));

  async function want(first, last) {
    const missing = [...new Set([first, Math.max(first, last - 1)].map((i) => Math.floor(i / PAGE)))].filter((at) => !pages.has(at) && at * PAGE < total);
    for (const at of missing) pages.set(at, []);
    if (!missing.length) return;
    await context.guard(Promise.all(missing.map(fetchPage)));
    draw(true);
  }

  function rowOf(row, i) {
    const { own, other } = issuerNames(row), firing = alerts.get(row.issuer) ?? [];
    return h("tr", { "data-issuer": row.issuer, "aria-rowindex": i + 2 },
      h("th", { scope: "row", class: "name" }, h("span", { class: "rank", "aria-hidden": "true" }, i + 1),
        h("a", { href: link(["issuer", row.issuer], row.segment ? { segment: row.segment } : {}), "data-key": "row-" + row.issuer }, bdi(own)),
        small(other && [bdi(other), " "], row.segment && badge(row.segment, "segment", t("segmentOnly")), " ", [row.kind && named("kinds", row.kind), row.country].filter(Boolean).join(" · "))),
      COLUMNS.map((column) => h("td", { class: (column.number ? "figure " : "") + column.key, "data-label": t("columns")[column.key] }, column.draw(row))),
      h("td", { class: "alerts", "data-label": t("columns").alerts }, firing.length ? alertBadge(row.issuer, firing) : ""));
  }

  function alertBadge(issuer, firing) {
    const worst = ["critical", "warning", "info"].find((severity) => firing.some((alert) => alert.severity === severity));
    return h("a", { href: link(["alerts"], { issuer }), class: "badge is-" + worst, title: firing.map((alert) => named("alertKinds", alert.kind)).join(", ") }, t("severitySigns")[worst], " ", firing.length, h("span", { class: "unseen" }, " " + t("alertsFiring")));
  }

  function heading(column) {
    return h("th", { scope: "col", class: (column.number ? "figure " : "") + column.key, "aria-sort": column === sorted ? (query.order === "asc" ? "ascending" : "descending") : null },
      column.sorts.length ? column.sorts.map((by, i) => h("button", { type: "button", class: i ? "also" : "", "data-key": "sort-" + by, "aria-pressed": String(by === sort), click: () => sortBy(by) },
        i ? named("short", by) : t("columns")[column.key], by === sort ? (query.order === "asc" ? " ↑" : " ↓") : "")) : h("span", null, t("columns")[column.key]));
  }

  function sortBy(by) {
    change({ sort: by === "size" ? "" : by, order: by === sort && query.order !== "asc" ? "asc" : "" });
  }

  function filters() {
    let typing = null;
    const search = h("input", { type: "search", value: query.q ?? "", id: "q", "data-key": "q", placeholder: t("searchHint"), autocomplete: "off", input: () => {
      clearTimeout(typing);
      typing = setTimeout(() => {
        adjust({ q: search.value });
        reload();
      }, 120);
    } });
    const all = [["", t("all")]];
    replace(parts.filters,
      h("label", { class: "field" }, h("span", null, t("search")), search),
      choice(t("kind"), query.kind ?? "", [...all, ...summary.kinds.concat(query.kind && !summary.kinds.includes(query.kind) ? query.kind : []).map((kind) => [kind, named("kinds", kind)])], (kind) => change({ kind }), { "data-key": "kind" }),
      choice(t("country"), query.country ?? "", [...all, ...summary.countries.concat(query.country && !summary.countries.includes(query.country) ? query.country : []).map((country) => [country, countryName(country)])], (country) => change({ country }), { "data-key": "country" }),
      choice(t("rankBy"), sort, ["size", ...COLUMNS.slice(1).flatMap((column) => column.sorts), "issuer"].map((by) => [by, by === "size" ? t("columns").size : named("metrics", by)]), sortBy, { "data-key": "rank", class: "rank-by" }),
      field(t("changedSince"), { type: "date", value: query.since ?? "", "data-key": "since", change: (event) => change({ since: event.target.value }) }));
  }

  function status() {
    const words = [t("issuersShown", total)];
    if (query.since) words.push(t("changedSinceDay", day(query.since)));
    replace(parts.status, words.join(" "), Object.keys(query).some((name) => ["q", "kind", "country", "result", "since"].includes(name) && read().query[name]) ? [" ", h("a", { href: link([]) }, t("showAll"))] : "",
      h("span", { class: "csv" }, h("button", { type: "button", class: "quiet", "data-key": "csv", click: async () => download("league.csv", await csv("issuers", { ...question(0), from: null, limit: null })) }, "CSV")));
    scroller.classList.toggle("short", total * rowHeight() < innerHeight * 0.7);
  }

  async function fetchAlerts() {
    const firing = await get("alerts", { state: "raised", limit: 1000 }, context.signal).catch(() => ({ items: [] }));
    alerts = Map.groupBy(firing.items.filter((alert) => !alert.historical || alert.kind === "source-conflict"), (alert) => alert.issuer);
  }

  /** Everything again that is in sight, with what was shown left in place until then. */
  async function reload() {
    const fresh = drawn ? [...new Set([drawn.first, Math.max(drawn.first, drawn.last - 1)].map((i) => Math.floor(i / PAGE)))] : [0];
    await Promise.all(fresh.map(fetchPage));
    for (const at of pages.keys()) if (!fresh.includes(at)) pages.delete(at);
    headline(parts.head, summary, query);
    status();
    draw(true);
  }

  await Promise.all([fetchPage(0), context.figuresOnly ? null : fetchAlerts()]);
  headline(parts.head, summary, query);
  filters();
  replace(scroller, h("table", { class: "league", "aria-rowcount": total + 1 },
    h("caption", { class: "unseen" }, t("leagueCaption")),
    h("thead", null, h("tr", null,
      h("th", { scope: "col", class: "name", "aria-sort": sort === "issuer" ? "ascending" : null }, h("button", { type: "button", "data-key": "sort-issuer", "aria-pressed": String(sort === "issuer"), click: () => sortBy("issuer") }, t("columns").issuer)),
      COLUMNS.map(heading), h("th", { scope: "col", class: "alerts" }, h("span", null, t("columns").alerts)))),
    body));
  replace(main, h("h1", { id: "title", class: "unseen" }, t("league")), parts.head, parts.filters, parts.status, total ? scroller : h("p", { class: "empty" }, t(read().query.knownAt ? "nothingThen" : "nothingFound")));
  status();
  draw(true);
  let frame = null;
  scroller.addEventListener("scroll", () => { frame ??= requestAnimationFrame(() => { frame = null; draw(); }); }, { passive: true });
  const resized = new ResizeObserver(() => draw(true));
  resized.observe(scroller);

  return {
    title: null,
    reload: () => (body.isConnected ? reload() : null),
    onFigures: () => reload(),
    onAlert: async () => { await fetchAlerts(); draw(true); },
    end: () => resized.disconnect(),
  };
}

function countryName(code) {
  try {
    return new Intl.DisplayNames(language(), { type: "region" }).of(code);
  } catch {
    return code;
  }
}
