/** A line of a word's size: on a true time axis, gaps left as gaps, the interval as a band. */
import { s } from "./dom.js";
import { amount, periodText, place, range } from "./numbers.js";
import { named, t } from "./words.js";

const WIDTH = 92, HEIGHT = 26, EDGE = 3, DAY = 86_400_000;

/** Adjoining spans: the next begins where this one ends (of twelve months: a quarter further on). */
const MOST_DAYS_APART = { month: 45, quarter: 100, half: 190, "nine-months": 380, year: 380, ttm: 190, instant: 550 };

export function spark(trend) {
  if (!trend) return null;
  const points = trend.points.map((p) => ({ ...p, at: Date.parse(p.period.end), y: place(p) }));
  const ends = points.flatMap((p) => [p.y, p.low, p.high]).filter((v) => v != null).map(Number);
  const x = d3.scaleUtc([points[0].at, points.at(-1).at], [EDGE, WIDTH - EDGE]);
  const y = d3.scaleLinear([Math.min(0, ...ends), Math.max(...ends)], [HEIGHT - EDGE, EDGE]);
  const curve = trend.span === "instant" ? d3.curveStepAfter : d3.curveLinear;
  const band = d3.area().x((p) => x(p.at)).y0((p) => y(p.low ?? p.y)).y1((p) => y(p.high ?? p.y)).curve(curve);
  const line = d3.line().x((p) => x(p.at)).y((p) => y(p.y)).curve(curve);
  const runs = unbroken(points, trend.span), last = points.at(-1);
  return s("svg", { class: "spark", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: WIDTH, height: HEIGHT, role: "img", "aria-label": label(trend) },
    s("title", null, label(trend)),
    s("line", { class: "zero", x1: 0, x2: WIDTH, y1: y(0), y2: y(0) }),
    runs.map((run) => [s("path", { class: "band", d: band(run) }), s("path", { class: "line", d: line(run) })]),
    runs.filter((run) => run.length === 1).map(([p]) => s("circle", { class: "dot", cx: x(p.at), cy: y(p.y), r: 1.5 })),
    s("circle", { class: "dot", cx: x(last.at), cy: y(last.y), r: 2.3 }));
}

/** The points in runs without a gap. */
export function unbroken(points, span) {
  const runs = [];
  points.forEach((p, i) => {
    if (!i || p.at - points[i - 1].at > MOST_DAYS_APART[span] * DAY) runs.push([]);
    runs.at(-1).push(p);
  });
  return runs;
}

function label(trend) {
  const text = (p) => (p.value == null ? range(p.low, p.high) : amount(p.value));
  const first = trend.points[0], last = trend.points.at(-1);
  return t("trend", named("metrics", trend.metric), named("spans", trend.span), periodText(first.period), text(first), periodText(last.period), text(last));
}
