/** Alerts as they come: what happened, in words, with the two figures; acknowledged, silenced, looked back on. */
import { bdi, choice, field, h, replace } from "./dom.js";
import { change, link, read } from "./address.js";
import { get, post, remove } from "./api.js";
import { badge, marks, number, plain } from "./figure.js";
import { nameOf } from "./names.js";
import { during, moment, periodText } from "./numbers.js";
import { named, t } from "./words.js";

const KINDS = ["loss-widening", "margin-change", "arr-change", "burn-acceleration", "runway-low", "source-conflict", "restatement", "forecast-miss", "audit-failed", "forecast-scored", "revenue-decline", "cash-drop", "down-round", "overspending"];
const SEVERITIES = ["critical", "warning", "info"];
const STATES = ["raised", "resolved", "corrected"];
const PAGE = 50;

/** What happened, in a sentence without the issuer. */
export function sentence(alert) {
  const metric = /^[A-Z]/.test(alert.metric) ? named("concepts", alert.metric) : named("metrics", alert.metric);
  const previous = alert.previous && plain(alert.previous), before = alert.comparedWith && during(alert.comparedWith);
  const rose = alert.previous && Number(alert.current.value ?? alert.current.low ?? alert.current.high) > Number(alert.previous.value ?? alert.previous.low ?? alert.previous.high);
  return t("alertSentence", { kind: alert.kind, transition: alert.transition, metric, period: periodText(alert.period), when: during(alert.period), current: plain(alert.current), previous, before, rose });
}

/** An alert as a line of a list; actions where it can be acted on. */
export function alertRow(alert, onActed) {
  const sign = h("span", { class: "severity is-" + alert.severity, title: named("severities", alert.severity) }, t("severitySigns")[alert.severity], h("span", { class: "unseen" }, " " + named("severities", alert.severity)));
  return h("li", { class: `alert is-${alert.severity} ${alert.state !== "raised" || alert.historical ? "past" : ""}`, "data-alert": alert.id },
    sign, h("div", { class: "what" },
      h("p", { class: "sentence" }, h("a", { href: link(["issuer", alert.issuer], alert.segment ? { segment: alert.segment } : {}) }, nameOf(alert.issuer)), alert.segment && [" · ", bdi(alert.segment)], ": ", sentence(alert)),
      h("p", { class: "small" }, h("a", { href: link(["alerts", alert.id]) }, named("alertKinds", alert.kind)), " · ", moment(alert.at), " ",
        badge(named("alertStates", alert.state), alert.state), " ", alert.certainty === "possible" && badge(t("possible"), "possible", t("possibleMeaning")), " ", alert.historical && badge(t("historical"), "old", t("historicalMeaning")), " ", marks(alert.current, alert.metric), " ",
        alert.suspect && badge(t("suspect"), "suspect", alert.suspect), alert.acknowledged && badge(t("seenBy", alert.acknowledged.by), "acknowledged", alert.acknowledged.comment), " ", alert.silencedBy && badge(t("silenced"), "silenced")),
      onActed ? actions(alert, onActed) : ""));
}

function actions(alert, onActed) {
  const acting = (make) => async (event) => {
    event.preventDefault();
    const form = event.target, values = Object.fromEntries(new FormData(form));
    localStorage.setItem("me", values.by);
    try {
      await make(values);
      await onActed();
    } catch (error) {
      form.querySelector("[role=alert]").replaceChildren([error.message, ...(error.errors ?? []).map((each) => each.message)].join(" "));
    }
  };
  const common = () => [field(t("yourName"), { name: "by", required: true, maxlength: 200, value: localStorage.getItem("me") ?? "" }), field(t("comment"), { name: "comment", maxlength: 500 })];
  const problem = () => h("p", { class: "error", role: "alert" });
  return h("div", { class: "actions" },
    alert.state === "raised" && !alert.acknowledged ? h("details", { "data-key": "ack " + alert.id }, h("summary", null, t("acknowledge")),
      h("form", { submit: acting(({ by, comment }) => post(`alerts/${encodeURIComponent(alert.id)}/acknowledgement`, { by, comment })) }, common(), h("button", null, t("acknowledge")), problem())) : "",
    h("details", { "data-key": "silence " + alert.id }, h("summary", null, t("silence")),
      h("form", { submit: acting(({ by, comment, until, what }) => post("silences", { matchers: what === "issuer" ? { issuer: alert.issuer } : { issuer: alert.issuer, kind: alert.kind }, createdBy: by, comment, endsAt: new Date(until + "T23:59:59Z").toISOString() })) },
        choice(t("silenceWhat"), "kind", [["kind", t("silenceKind", named("alertKinds", alert.kind))], ["issuer", t("silenceIssuer")]], () => {}, { name: "what" }),
        common(), field(t("until"), { name: "until", type: "date", required: true, min: new Date().toISOString().slice(0, 10) }), h("button", null, t("silence")), problem())));
}

export async function alerts(main, context, [, id]) {
  return id ? one(main, context, id) : feed(main, context);
}

async function feed(main, context) {
  const { query } = read();
  const state = query.state ?? "raised";
  const asked = { kind: query.kind, severity: query.severity, issuer: query.issuer, state: state === "all" ? "" : state };
  const list = h("ol", { class: "list feed", "aria-label": t("alerts") }), more = h("p"), news = h("p", { class: "unseen", role: "status" });
  let items = [], next = null, silences = [];

  async function fetchAll() {
    const [page, quiet] = await Promise.all([get("alerts", { ...asked, limit: Math.max(PAGE, items.length) > 1000 ? 1000 : Math.max(PAGE, items.length) }, context.signal), get("silences", { limit: 100 }, context.signal)]);
    ({ items, next } = page);
    silences = quiet.items;
  }

  function draw() {
    const current = items.filter((alert) => alert.state === "raised" && !alert.historical), past = items.filter((alert) => !current.includes(alert));
    const rows = (some) => some.map((alert) => alertRow(alert, reload));
    replace(list, rows(current), past.length ? h("li", { class: "divider" }, h("h2", null, t(state === "raised" ? "stillTrue" : "earlier"))) : "", rows(past), items.length ? "" : h("li", { class: "empty" }, t("noAlerts")));
    replace(more, next ? h("button", { type: "button", "data-key": "more", click: async () => {
      const page = await context.guard(get("alerts", { ...asked, limit: PAGE, cursor: next }));
      items = items.concat(page.items);
      next = page.next;
      draw();
    } }, t("showMore")) : "");
    replace(silent, silences.length ? [h("h2", null, t("silences")), h("ul", { class: "list" }, silences.map((silence) => h("li", null, Object.entries(silence.matchers).map(([name, value]) => `${name}: ${value}`).join(", "), " · ", bdi(silence.createdBy), " · ", bdi(silence.comment), " · ", t("until"), " ", moment(silence.endsAt), " ",
      h("button", { type: "button", "data-key": "unsilence " + silence.id, click: async () => { await context.guard(remove("silences/" + encodeURIComponent(silence.id))); await reload(); } }, t("endSilence")))))] : "");
  }

  async function reload() {
    await fetchAll();
    draw();
  }

  const all = [["", t("all")]];
  const silent = h("section");
  await fetchAll();
  replace(main, h("h1", { id: "title" }, t("alerts")), h("p", { class: "small" }, t("alertsIntro")),
    h("form", { class: "filters", submit: (event) => event.preventDefault() },
      choice(t("kind"), query.kind ?? "", [...all, ...KINDS.map((kind) => [kind, named("alertKinds", kind)])], (kind) => change({ kind }), { "data-key": "kind" }),
      choice(t("severity"), query.severity ?? "", [...all, ...SEVERITIES.map((each) => [each, named("severities", each)])], (severity) => change({ severity }), { "data-key": "severity" }),
      field(t("issuer"), { value: query.issuer ?? "", "data-key": "issuer", placeholder: "openai", change: (event) => change({ issuer: event.target.value.trim() }) }),
      choice(t("show"), state, [["raised", t("currentOnes")], ["all", t("everything")], ...STATES.slice(1).map((each) => [each, named("alertStates", each)])], (each) => change({ state: each === "raised" ? "" : each }), { "data-key": "state" })),
    news, list, more, silent);
  draw();
  return {
    title: t("alerts"), reload,
    onAlert: async (events) => {
      await reload();
      const last = events.at(-1);
      news.textContent = `${last.issuer}: ${sentence(last)}`;
      list.querySelector(`[data-alert="${CSS.escape(last.id)}"]`)?.classList.add("fresh");
    },
  };
}

async function one(main, context, id) {
  const draw = async () => {
    const alert = await get("alerts/" + encodeURIComponent(id), {}, context.signal);
    replace(main, h("nav", { "aria-label": t("breadcrumb") }, h("a", { href: link(["alerts"]) }, "← " + t("alerts"))),
      h("h1", { id: "title" }, nameOf(alert.issuer), ": ", named("alertKinds", alert.kind)),
      h("ul", { class: "list" }, alertRow(alert, draw)),
      h("div", { class: "sides" },
        h("div", { class: "side" }, h("div", { class: "small" }, periodText(alert.period)), number(alert.current), " ", marks(alert.current, alert.metric)),
        alert.previous && h("div", { class: "side" }, h("div", { class: "small" }, alert.comparedWith && periodText(alert.comparedWith)), number(alert.previous), " ", marks(alert.previous, alert.metric)),
        alert.change?.absolute && h("div", { class: "side" }, h("div", { class: "small" }, t("difference")), number(alert.change.absolute), alert.change.relative && ["  ", number(alert.change.relative)])),
      h("p", { class: "small" }, t("rule"), " ", h("a", { href: link(["rules"], { rule: alert.rule }) }, alert.rule), " · ", h("a", { href: link(["filing", alert.causedBy]) }, t("causedBy")), " · ", t("inTheWords"), " ", h("q", null, bdi(alert.summary))),
      alert.suspect ? h("p", { class: "error" }, alert.suspect) : "",
      h("h2", null, t("history")),
      h("ol", { class: "list" }, alert.history.map((each) => h("li", null, moment(each.at), " ", badge(named("alertStates", each.state), each.state), " ", sentence(each), " ", h("a", { href: link(["filing", each.causedBy]) }, t("causedBy"))))));
  };
  await draw();
  return { title: t("alerts"), reload: draw, onAlert: (events) => (events.some((event) => event.id === id) ? draw() : null) };
}
