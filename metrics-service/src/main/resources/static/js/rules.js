/** The rules in force: read, switched off and on, and tried on history. */
import { field, h, replace } from "./dom.js";
import { link, read } from "./address.js";
import { get, postLines, put, remove } from "./api.js";
import { sentence } from "./alerts.js";
import { badge } from "./figure.js";
import { nameOf } from "./names.js";
import { day } from "./numbers.js";
import { named, t } from "./words.js";

/** What the service adds to a rule when it answers one. */
const ADDED = ["id", "shipped"];

/** Dots drawn at most; beyond, they would cover each other. */
const MOST_DOTS = 2_000;

export async function rules(main, context) {
  const { query } = read();

  async function draw() {
    const { items } = await get("rules", { limit: 1000 }, context.signal);
    replace(main, h("h1", { id: "title" }, t("rules")), h("p", { class: "small" }, t("rulesIntro")), h("ul", { class: "list rules" }, items.map(entry)));
  }

  function entry(rule) {
    const said = h("p", { role: "alert", class: "error" });
    const setTo = async (enabled) => {
      const { ...body } = rule;
      ADDED.forEach((name) => delete body[name]);
      try {
        await put("rules/" + encodeURIComponent(rule.id), { ...body, enabled });
        await draw();
      } catch (error) {
        said.replaceChildren(error.message);
      }
    };
    return h("li", { class: rule.enabled ? "rule" : "rule past", "data-rule": rule.id },
      h("h2", null, rule.id, " ", badge(named("alertKinds", rule.kind), "kind"), " ", badge(named("severities", rule.severity), rule.severity), " ", rule.enabled ? "" : badge(t("off"), "old")),
      h("p", null, rule.description ?? ""),
      h("p", { class: "formula" }, h("code", null, rule.when)),
      h("p", { class: "actions" },
        h("button", { type: "button", "data-key": "switch " + rule.id, "aria-pressed": String(rule.enabled), click: () => setTo(!rule.enabled) }, t(rule.enabled ? "switchOff" : "switchOn")),
        rule.shipped ? "" : h("button", { type: "button", "data-key": "delete " + rule.id, click: async () => { await context.guard(remove("rules/" + encodeURIComponent(rule.id))); await draw(); } }, t("delete"))),
      said,
      h("details", { "data-key": "rule " + rule.id, open: query.rule === rule.id }, h("summary", null, t("allOfIt")), h("pre", null, JSON.stringify(rule, null, 2))),
      h("details", { "data-key": "try " + rule.id }, h("summary", null, t("tryOnHistory")), trial(rule)));
  }

  /** Asks for what the rule would have told, and draws it while it comes. */
  function trial(rule) {
    const progress = h("progress", { value: 0, max: 1, "aria-label": t("progress"), hidden: true }), result = h("div", { class: "trial", role: "status" });
    return h("div", null, h("form", { class: "filters", submit: async (event) => {
      event.preventDefault();
      const { issuers, from } = Object.fromEntries(new FormData(event.target)), told = [];
      const named = issuers.split(/[\s,]+/).filter(Boolean);
      progress.hidden = false;
      replace(result);
      try {
        await postLines("rules/backtest", JSON.stringify({ rule: rule.id, ...(named.length ? { issuers: named } : {}), ...(from ? { from } : {}) }), "application/json", (line) => {
          if (line.progress) {
            progress.max = line.progress.of;
            progress.value = line.progress.done;
          } else if (line.alert) told.push(line.alert);
          else replace(result, outcome(told, line.summary.rule));
        });
      } catch (error) {
        replace(result, h("p", { class: "error" }, [error.message, ...(error.errors ?? []).map((each) => `${each.pointer} ${each.message}`)].join(" ")));
      }
      progress.hidden = true;
    } }, field(t("issuersAll"), { name: "issuers", placeholder: "openai, minimax" }), field(t("from"), { name: "from", type: "date" }), h("button", { "data-key": "run " + rule.id }, t("try")), progress), result);
  }

  await draw();
  return { title: t("rules"), reload: draw };
}

function outcome(told, summary) {
  return [h("p", null, t("wouldHave", summary.raised, summary.resolved, summary.corrected)), told.length ? timeline(told.slice(0, MOST_DOTS)) : "",
    h("ul", { class: "list" }, told.slice(0, 50).map(({ publishedOn, alert }) => h("li", null, day(publishedOn), " ", badge(named("alertStates", alert.state), alert.state), " ", h("a", { href: link(["issuer", alert.issuer]) }, nameOf(alert.issuer)), ": ", sentence(alert)))),
    told.length > 50 ? h("p", { class: "small" }, t("more", told.length - 50)) : ""];
}

/** A dot for each that would have been told, on the day it would have been. */
function timeline(told) {
  const width = 680, height = 60, at = told.map((each) => Date.parse(each.publishedOn));
  const x = d3.scaleUtc([Math.min(...at) - 86_400_000, Math.max(...at) + 86_400_000], [10, width - 10]), stack = new Map();
  const svg = d3.create("svg:svg").attr("class", "plot").attr("viewBox", `0 0 ${width} ${height}`).attr("role", "img").attr("aria-label", t("wouldHaveOver", told.length, day(Math.min(...at)), day(Math.max(...at))));
  svg.append("line").attr("class", "zero").attr("x1", 0).attr("x2", width).attr("y1", 40).attr("y2", 40);
  x.ticks(6).forEach((tick) => svg.append("text").attr("class", "tick").attr("x", x(tick)).attr("y", 56).attr("text-anchor", "middle").text(tick.toISOString().slice(0, 7)));
  for (const each of told) {
    const px = Math.round(x(Date.parse(each.publishedOn))), n = stack.get(px) ?? 0;
    stack.set(px, n + 1);
    svg.append("circle").attr("class", "is-" + (each.alert.state === "raised" ? each.alert.severity : "info")).attr("cx", px).attr("cy", 36 - Math.min(n, 6) * 5).attr("r", each.alert.state === "raised" ? 3.5 : 2);
  }
  return svg.node();
}
