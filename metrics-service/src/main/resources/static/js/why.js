/** Why a figure is what it is: its formula, its parts, who said so, and who said otherwise. */
import { bdi, h, webLink } from "./dom.js";
import { asked, link, write } from "./address.js";
import { get } from "./api.js";
import { badge, marks, number, plain } from "./figure.js";
import { day, periodText } from "./numbers.js";
import { named, t } from "./words.js";

/** @returns the explanation as an element, also where there is none */
export async function why(issuer, metric, { period, segment, scenario }, signal) {
  const query = { ...asked(), period, segment, scenario };
  try {
    const answer = await get(`issuers/${issuer}/explain/${metric}`, query, signal);
    return h("div", { class: "why", role: "group", "aria-label": t("whyOf", named("metrics", metric), answer.figure.period.label) },
      h("p", { class: "sentence" }, h("b", null, named("metrics", metric)), " ", periodText(answer.figure.period), ": ", answer.figure.reason ? answer.figure.reason : [number(answer.figure), " ", marks(answer.figure, metric)], answer.figure.note && h("span", { class: "small" }, " " + answer.figure.note)),
      h("p", { class: "small" }, h("b", null, t("definition")), " ", answer.definition, " (", answer.source, ")"),
      h("ul", { class: "tree" }, part(answer.tree)),
      cite(issuer, metric, answer, query));
  } catch (error) {
    if (error.name === "AbortError") throw error;
    return h("p", { class: "error" }, error.message);
  }
}

/** A part of a figure: its formula and parts, or the statement that it is. */
function part(n) {
  return h("li", null,
    h("div", { class: "part" }, n.subtracted && h("span", { class: "minus" }, t("less") + " "), h("b", null, named("concepts", n.name)), " ", h("span", { class: "small" }, periodText(n.period)), " ", n.unit && number(n), " ", marks(n)),
    n.formula && h("div", { class: "formula" }, "= ", h("code", null, n.formula)),
    n.reason && h("div", { class: "small" }, n.reason),
    n.fact && source(n.fact),
    n.operands && h("ul", null, n.operands.toSorted((a, b) => Boolean(a.subtracted) - Boolean(b.subtracted)).map(part)),
    n.rejected && h("details", { "data-key": `others ${n.name} ${n.period.label}` }, h("summary", null, t("otherStatements", n.rejected.length)),
      h("ul", null, n.rejected.map((other) => h("li", null, number(other.fact), " ", source(other.fact), h("span", { class: "small" }, other.reason))))));
}

/** Who said so. */
export function source(s) {
  return h("span", { class: "source" }, s.tier && badge(named("tiers", s.tier), "tier"), " ", s.suspect && badge(t("suspect"), "suspect", s.suspect), " ",
    s.publisher && [bdi(s.publisher), ", "], s.publishedOn && day(s.publishedOn), " ",
    webLink(s.url, s.title), " ",
    s.filing ? h("a", { href: link(["filing", s.filing]) }, t("filing")) : h("span", { class: "small" }, t("computedFrom")),
    s.suspect && h("span", { class: "small" }, " ", s.suspect));
}

/** A sentence with source, date and a link that shows the same figure for ever. */
function cite(issuer, metric, answer, query) {
  const pinned = { ...query, knownAt: query.knownAt ?? new Date().toISOString().slice(0, 10), recordedAt: query.recordedAt ?? new Date().toISOString() };
  const address = new URL(write(["issuer", issuer], { ...pinned, period: "", why: metric + "@" + answer.figure.period.label }), location.href).href;
  const said = h("span", { role: "status", class: "small" });
  return h("p", { class: "cite" }, h("button", { type: "button", "data-key": "cite " + metric + answer.figure.period.label, click: async () => {
    await navigator.clipboard.writeText(`${answer.sentence} ${address}`).then(() => said.replaceChildren(t("copied")), () => said.replaceChildren(`${answer.sentence} ${address}`));
  } }, t("cite")), " ", said);
}

/** Two statements that contradict each other, side by side, with as many digits as show it. */
export function conflict(c) {
  const places = [3, 4, 5, 6, 9, 12].find((n) => plain(c.winner, { places: n }) !== plain(c.loser, { places: n })) ?? 40;
  const side = (title, statement, kind) => h("div", { class: "side " + kind }, h("div", { class: "small" }, title), number(statement, { places }), source(statement));
  return h("li", { class: "conflict" },
    h("div", null, h("b", null, named("concepts", c.concept)), " ", periodText(c.period), " ", c.segment && badge(c.segment, "segment"), " ", badge(named("conflictTypes", c.type), "conflict"), " ", marks({ ...c, how: [] }), " ",
      h("span", { class: "small" }, t("materiality", (Number(c.materiality) * 100).toFixed(0)))),
    h("div", { class: "sides" }, side(t("counts"), c.winner, "winner"), side(t("countsNot"), c.loser, "loser")),
    h("p", { class: "small" }, t("because"), " ", c.why));
}
