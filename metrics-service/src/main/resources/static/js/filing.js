/** One filing: what it said, who said it, and whether it still counts; it can be retracted. */
import { bdi, field, h, replace, webLink } from "./dom.js";
import { link } from "./address.js";
import { get, post } from "./api.js";
import { badge, marks, number } from "./figure.js";
import { nameOf } from "./names.js";
import { day, moment } from "./numbers.js";
import { named, t } from "./words.js";

export async function filing(main, context, [, id]) {
  const at = "filings/" + encodeURIComponent(id);

  async function draw() {
    const it = await get(at, {}, context.signal), isRetracted = it.status === "retracted";
    replace(main,
      h("nav", { "aria-label": t("breadcrumb") }, h("a", { href: link(["issuer", it.issuer]) }, "← ", nameOf(it.issuer))),
      h("h1", { id: "title" }, t("filing"), " ", h("code", null, it.id)),
      h("p", null, badge(named("tiers", it.source.tier), "tier"), " ", it.form, " · ", it.source.publisher && [bdi(it.source.publisher), " · "], day(it.source.publishedOn), " ", webLink(it.source.url, it.source.title), " · ", h("span", { class: "small" }, t("recorded"), " ", moment(it.acceptedAt))),
      isRetracted ? h("p", { class: "error" }, t("retracted"), " ", moment(it.retractedAt), ": ", bdi(it.reason)) : "",
      it.supersedes ? h("p", null, t("supersedes"), " ", h("a", { href: link(["filing", it.supersedes]) }, it.supersedes)) : "",
      it.problems?.length ? h("ul", { class: "problems" }, it.problems.map((each) => h("li", null, h("code", null, each.pointer), " ", each.message))) : "",
      h("table", { class: "plain" }, h("thead", null, h("tr", null, [t("concept"), t("period"), t("figureWord"), t("segment"), ""].map((text) => h("th", { scope: "col" }, text || h("span", { class: "unseen" }, t("how")))))),
        h("tbody", null, it.facts.map((fact) => h("tr", null, h("th", { scope: "row" }, named("concepts", fact.concept)), h("td", null, fact.period), h("td", { class: "figure" }, number(asFigure(fact))), h("td", null, fact.segment && bdi(fact.segment)), h("td", null, marks(asFigure(fact))))))),
      isRetracted ? "" : h("details", { "data-key": "retract" }, h("summary", null, t("retract")), retraction()));
  }

  function retraction() {
    const said = h("p", { class: "error", role: "alert" });
    return h("form", { class: "filters", submit: async (event) => {
      event.preventDefault();
      try {
        await post(at + "/retraction", { reason: new FormData(event.target).get("reason") });
        await draw();
      } catch (error) {
        said.replaceChildren([error.message, ...(error.errors ?? []).map((each) => each.message)].join(" "));
      }
    } }, h("p", { class: "small" }, t("retractMeaning")), field(t("reason"), { name: "reason", required: true, maxlength: 500, "data-key": "reason" }), h("button", { "data-key": "retract-now" }, t("retract")), said);
  }

  await draw();
  return { title: id, reload: draw };
}

/** A fact says its bounds only where it has some of its own. */
const asFigure = (fact) => ({ how: [], basis: "reported", scenario: "actual", ...fact, low: fact.low ?? fact.value ?? null, high: fact.high ?? fact.value ?? null, value: fact.value ?? null });
