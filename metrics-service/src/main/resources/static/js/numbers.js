/**
 * Numbers in people's units: decimal strings to three significant digits, four where an interval
 * shows. Amounts stay strings; binary floats are for the geometry of drawings only.
 */
import { language, t } from "./words.js";

const STEPS = {
  en: [[12, "tn"], [9, "bn"], [6, "m"], [3, "k"], [0, ""]],
  zh: [[12, "万亿"], [8, "亿"], [4, "万"], [0, ""]],
};

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

/** The power of ten and the suffix to write a number with. */
function step(d, style) {
  if (style === "percent") return [-2, "%"];
  return STEPS[language()].find(([exponent]) => d.mag >= exponent) ?? [0, ""];
}

function spell(d, [exponent, suffix]) {
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
  if (!d.digits || size < -2) return "0.0×";
  const digits = d.mag < 0 ? "0" + d.digits : d.digits.padEnd(at + 1, "0");
  return (d.negative ? "−" : "") + (d.mag < 2 ? digits.slice(0, at || 1) + "." + digits[at || 1] : digits.slice(0, at)) + "×";
}

const styleOf = (unit) => ({ ratio: "percent", multiple: "times" })[unit] ?? "plain";

/** "12.4bn", "124亿", "23.3%", "9.0×". */
export function amount(text, unit, places) {
  const style = styleOf(unit);
  if (style === "times") return times(text);
  const d = decimal(text, places);
  return d ? spell(d, step(d, style)) : String(text);
}

/** "12–13bn", "−13.6 to −13.5bn", ">150m"; null where nothing bounds it. */
export function range(low, high, unit, places) {
  const style = styleOf(unit);
  if (low == null && high == null) return null;
  if (high == null) return ">" + amount(low, unit, places);
  if (low == null) return "<" + amount(high, unit, places);
  if (style === "times") return times(low) === times(high) ? times(low) : times(low) + t("to") + times(high);
  const a = decimal(low, places), b = decimal(high, places);
  if (!a || !b) return low + t("to") + high;
  const join = a.negative || b.negative ? t("to") : "–";
  const shared = step(!a.digits || (b.digits && b.mag > a.mag) ? b : a, style);
  const near = (d) => style !== "plain" || !d.digits || d.mag >= shared[0] - 1;
  const of = (d) => spell(d, near(a) && near(b) ? shared : step(d, style));
  const from = of(a), to = of(b), suffix = shared[1];
  if (from === to) return from;
  const once = suffix && b.digits && from.endsWith(suffix) && to.endsWith(suffix);
  return (once ? from.slice(0, -suffix.length) : from) + join + to;
}

/** What is measured, behind the number: nothing for percent and multiples. */
export function unitText(unit) {
  return styleOf(unit) === "plain" ? t("unit", unit) : "";
}

/**
 * A figure as text: the point, or what is known instead; and the interval where it says more than
 * the point does.
 *
 * @param wider an interval is told if it is wider than this share of the figure
 */
export function figureText(f, { places = 3, wider = 0 } = {}) {
  const interval = range(f.low, f.high, f.unit, places);
  if (f.value == null) return { main: interval ?? t("notKnown"), interval: null, unit: interval ? unitText(f.unit) : "" };
  const main = amount(f.value, f.unit, places);
  const isTold = interval !== main && (f.low == null || f.high == null || f.high - f.low > wider * Math.abs(f.value));
  return { main, interval: isTold ? range(f.low, f.high, f.unit, wider ? places : Math.max(4, places)) : null, unit: unitText(f.unit) };
}

/** All the digits, for whoever points at the figure. */
export function exact(f) {
  if (f.reason) return f.reason;
  const end = (value) => value ?? t("unbounded");
  return `${f.value ?? t("noPoint")}  [${end(f.low)}, ${end(f.high)}] ${f.unit}`;
}

/** For geometry: where a figure is drawn. */
export const place = (f) => Number(f.value ?? (f.low != null && f.high != null ? (Number(f.low) + Number(f.high)) / 2 : f.low ?? f.high));

/** A day in the reader's language. */
export function day(date) {
  const [locale, dateStyle] = language() === "zh" ? ["zh-CN", "short"] : ["en-GB", "medium"];
  return new Intl.DateTimeFormat(locale, { dateStyle, timeZone: "UTC" }).format(new Date(date));
}

/** The month of a day. */
export function month(date) {
  return new Intl.DateTimeFormat(language() === "zh" ? "zh-CN" : "en-GB", { year: "numeric", month: "short", timeZone: "UTC" }).format(new Date(date));
}

/** A moment in the reader's language and time zone. */
export function moment(instant) {
  return new Intl.DateTimeFormat(language() === "zh" ? "zh-CN" : "en-GB", { dateStyle: "medium", timeStyle: "short" }).format(new Date(instant));
}

const isDay = (period) => /^\d{4}-\d\d-\d\d$/.test(period.label);

/** "in 2025-H1", "on 31 Aug 2025". */
export const during = (period) => t(isDay(period) ? "onDay" : "inPeriod", periodText(period));

/** A period's label; one of odd length says when it ends. */
export function periodText(period) {
  if (isDay(period)) return day(period.end);
  return period.label.includes("/") ? t("spanTo", period.start, period.end) : period.label;
}
