/** Is AI making money yet? One picture and one sentence, made of the figures below them. */
import { h, replace, s } from "./dom.js";
import { link } from "./address.js";
import { amount, month, range, unitText } from "./numbers.js";
import { language, t } from "./words.js";

const ORDER = ["profit", "loss", "unclear", "unknown"];

/** Up to so many, each issuer is a mark of its own; beyond, the marks would be dust. */
const MOST_MARKS = 160;

/** Told apart by shape first, by colour only then. */
const SHAPES = {
  profit: "M0 -5.5L5.5 4.5H-5.5Z",
  loss: "M0 5.5L5.5 -4.5H-5.5Z",
  unclear: "M0 -5.5L5.5 0L0 5.5L-5.5 0Z",
  unknown: "M-3.2 0a3.2 3.2 0 1 0 6.4 0a3.2 3.2 0 1 0 -6.4 0",
};

export function headline(parent, summary, query) {
  const counts = Object.fromEntries(ORDER.map((result) => [result, summary.results[result] ?? 0]));
  const known = counts.profit + counts.loss + counts.unclear;
  replace(parent,
    h("div", null, h("p", { class: "question" }, t("question")), h("p", { class: "answer" }, known ? sentence(summary, counts, known) : t("nobodyKnows"))),
    h("div", null, picture(counts),
    h("ul", { class: "legend" }, ORDER.filter((result) => counts[result]).map((result) =>
      h("li", null, h("a", { href: link([], { ...query, result: query.result === result ? "" : result }), "data-key": "result-" + result, "aria-current": query.result === result ? "true" : null },
        mark(result), " ", h("b", null, counts[result]), " ", t("results")[result])))),
    h("p", { class: "small" }, t("answerFrom"))));
}

function sentence(summary, counts, known) {
  const parts = [t("moneyMakers", counts.profit, known, counts.loss)];
  const { together, overAYear } = summary;
  if (together?.issuers) {
    parts.push(" ", t("burnTogether", together.issuers, h("b", null, sum(together)), bounds(together)), " ",
      t("burnRestsOn", together.proxies, month(together.from), month(together.to)), t("stop"), " ");
  }
  const missing = (together?.missing ?? 0) + summary.lossesOfUnknownBurn;
  if (missing) parts.push(t("burnMissing", missing), " ");
  if (counts.unknown) parts.push(t("resultMissing", counts.unknown), " ");
  if (overAYear.issuers) {
    parts.push(t("yearBefore", overAYear.issuers, overAYear.profitable, overAYear.profitableYearAgo));
    if (overAYear.burn?.issuers) parts.push(t("burnYearBefore", overAYear.burn.issuers, sum(overAYear.burnYearAgo), sum(overAYear.burn)));
    parts.push(t("stop"));
  }
  return parts;
}

const sum = (total) => `${total.value == null ? range(total.low, total.high) : amount(total.value)} ${unitText(total.unit)}`;

function bounds(total) {
  const text = range(total.low, total.high, total.unit, 4);
  return total.value == null || !text ? "" : language() === "zh" ? `（${text}）` : ` (${text})`;
}

/** The shape of a result, with its word for who does not see it. */
export const resultSign = (result) => h("span", { class: "sign", title: t("results")[result] }, mark(result), h("span", { class: "unseen" }, t("results")[result]));

function mark(result) {
  return s("svg", { class: "mark is-" + result, viewBox: "-7 -7 14 14", width: 14, height: 14, "aria-hidden": "true" }, s("path", { d: SHAPES[result] }));
}

function picture(counts) {
  const all = ORDER.reduce((n, result) => n + counts[result], 0);
  const label = ORDER.filter((result) => counts[result]).map((result) => counts[result] + " " + t("results")[result]).join(", ");
  if (all > MOST_MARKS) {
    let from = 0;
    return s("svg", { class: "people", viewBox: "0 0 1000 18", preserveAspectRatio: "none", role: "img", "aria-label": label },
      ORDER.map((result) => {
        const width = (counts[result] / all) * 1000, bar = s("rect", { class: "is-" + result, x: from, y: 0, width: Math.max(0, width - 2), height: 18 });
        from += width;
        return bar;
      }));
  }
  return h("div", { class: "people", role: "img", "aria-label": label }, ORDER.flatMap((result) => Array.from({ length: counts[result] }, () => mark(result))));
}
