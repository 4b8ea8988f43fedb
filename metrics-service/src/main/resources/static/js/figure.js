/** A figure on the page: the number, what it is not, when it is of, and what it rests on. */
import { h } from "./dom.js";
import { exact, figureText, periodText } from "./numbers.js";
import { named, t } from "./words.js";

/** Of metrics that are stretched to a year by their name, that is no news. */
const ANNUAL = /^(run-rate|stated-run-rate|valuation-to)/;

const SLUG = /^[a-z][a-z-]{0,40}$/;

/** A word in a frame; its meaning never hangs on its colour. */
export const badge = (text, kind = "", title = null) => h("span", { class: SLUG.test(kind) ? "badge is-" + kind : "badge", title }, text);

/** What a reader must know who sees nothing but the number. */
export function marks(f, metric = "") {
  const ways = (f.how ?? []).filter((way) => way !== "reported" && !(way === "annualised" && ANNUAL.test(metric)));
  return [
    ...ways.map((way) => badge(named("ways", way), way, named("wayMeanings", way))),
    f.scenario && f.scenario !== "actual" && badge(named("scenarios", f.scenario), f.scenario),
    f.basis && f.basis !== "reported" && badge(f.basis === "non-ifrs" ? t("nonIfrs") : f.basis, "basis", t("basisMeaning")),
    f.suspect && badge(t("suspect"), "suspect", f.suspect),
  ].filter(Boolean);
}

const OLD = 400 * 86_400_000;

/** More than a year behind the rest. */
export const isOld = (f, newestEnd) => newestEnd && Date.parse(newestEnd) - Date.parse(f.period.end) > OLD;

/**
 * @param style as of figureText; {bare: true} for the point alone where there is no room for more
 */
export function number(f, style) {
  const { main, interval, unit } = figureText(f, style);
  return h("span", { class: "fig", title: exact(f) },
    h("span", { class: main.startsWith("−") ? "num neg" : "num" }, main), unit && h("span", { class: "unit" }, " " + unit),
    interval && !style?.bare && h("span", { class: "interval", title: t("intervalMeaning") }, interval));
}

/** For a sentence. */
export function plain(f, style) {
  const { main, interval, unit } = figureText(f, style);
  return main + (unit ? " " + unit : "") + (interval ? ` (${interval})` : "");
}

/** The small line under a number. */
export const small = (...content) => h("span", { class: "small" }, ...content);

/** Two lines of a table's cell: the number, and what it is. */
export function cell(f, metric, { newestEnd, what, more } = {}) {
  return [number(f, { wider: 0.04 }), small(what && h("b", null, what), " ", periodText(f.period), " ", marks(f, metric), isOld(f, newestEnd) && badge(t("old"), "old", t("oldMeaning")), more)];
}
