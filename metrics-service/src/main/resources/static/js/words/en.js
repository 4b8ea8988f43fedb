/** English. Those that need something to be said are functions of it. */

const s = (n, one, many) => `${n} ${n === 1 ? one : many}`;

export const en = {
  skip: "To the content", league: "League table", alerts: "Alerts", rules: "Rules", post: "Post a filing", views: "Views", breadcrumb: "Where this is",
  currency: "Currency", asReported: "as reported", knownAt: "As known on", theme: "Theme", themes: { auto: "as the system", light: "light", dark: "dark" },
  key: "Key", keyHint: "API key, kept in this tab only", use: "Use",
  liveStates: { live: "● live", lost: "○ connection lost", refused: "○ not allowed" },
  connectionLost: (at) => `The connection is lost; what you see is of ${at}. It comes back by itself.`,
  lookingBack: (knownAt, recordedAt) => `Looking back: what was ${knownAt ? `published by ${knownAt}` : ""}${knownAt && recordedAt ? " and " : ""}${recordedAt ? `recorded by ${recordedAt}` : ""}.`,
  toNow: "Back to now",
  keyNeeded: "These services ask for an API key. Enter one under “Key” at the top.", keyRefused: "The API key is not accepted. Enter another under “Key” at the top.",
  forbidden: "The key does not allow this.", tooMany: "Too many requests; wait a moment and try again.", failed: (status) => `The service answered ${status}.`,
  noAnswer: "The services do not answer. What they know is not lost; try again in a moment.",
  notFound: "There is no such thing here", unknownLink: "This link leads nowhere on this page.", notShown: "This cannot be shown", toLeague: "To the league table", loading: "loading…",
  foot: "A figure without a mark is reported, actual and on the reported basis. Small print is its period, and the interval it lies in where that says more than the digits; > and < mean that only one bound is known. Digits are rounded for display, never for computing; point at a figure for the exact ones.",
  draftsLink: "Drafts from articles", definitions: "Definitions of all metrics",

  question: "Is AI making money yet?",
  nobodyKnows: "Nobody has said: of no issuer here is a profit or a loss known.",
  results: { profit: "profitable", loss: "making a loss", unclear: "on either side of zero", unknown: "unknown" },
  moneyMakers: (profit, known, loss) => `Of the ${s(known, "issuer", "issuers")} whose result is known, ${profit} ${profit === 1 ? "makes" : "make"} money and ${loss} ${loss === 1 ? "loses" : "lose"} it.`,
  burnTogether: (n, sum, bounds) => [`${s(n, "issuer burns", "issuers together burn")} `, sum, `${bounds} a month`],
  burnRestsOn: (proxies, from, to) => `(${proxies ? `${proxies} by proxy; ` : ""}figures of ${from === to ? from : `${from} to ${to}`})`,
  burnMissing: (n) => `The burn of ${s(n, "more", "more")} is not in that sum: unknown, or without a rate.`,
  resultMissing: (n) => `Of ${s(n, "issuer", "issuers")} nobody has said whether they do.`,
  yearBefore: (n, now, then) => `Of the ${n} also known a year before, ${now} ${now === 1 ? "makes" : "make"} money; then it was ${then}`,
  burnYearBefore: (n, then, now) => `; the burn of ${n === 1 ? "the one" : `the ${n}`} known both times went from ${then} to ${now} a month`,
  stop: ".", answerFrom: "Net margin or net income of the newest period known of each; a stand-in counts and is marked. Choose a group to see who is in it.",

  columns: { issuer: "Issuer", size: "Run-rate or ARR", trend: "Revenue trend", growth: "Growth", margin: "Net margin", burn: "Burn a month", valuation: "Valuation", filing: "Newest filing", alerts: "Alerts" },
  short: { "size": "size", "arr": "ARR", "run-rate-revenue": "run-rate", "stated-run-rate": "run-rate as stated", "revenue": "revenue", "revenue-growth-yoy": "growth YoY", "gross-margin": "gross", "loss-ratio": "loss ratio", "burn-multiple": "multiple", "runway-months": "runway", "valuation-to-newest-arr": "× ARR", "valuation-to-newest-run-rate": "× run-rate", "net-income": "net income", "monthly-active-users": "monthly users", "valuation": "valuation" },
  gross: "gross", lossPer: "loses", multiple: "multiple", runway: "runway", raised: "raised", newArr: "new ARR", notBurning: "not burning", unknown: "unknown", was: "was", notYetKnown: "not yet known", old: "old", oldMeaning: "more than a year behind the rest of the row",
  search: "Find", searchHint: "name, 智谱, id", kind: "Kind", country: "Country", all: "all", rankBy: "Rank by", changedSince: "Changed since",
  issuersShown: (n) => s(n, "issuer", "issuers"), changedSinceDay: (date) => `with a figure that was not known, or was another, on ${date}.`, showAll: "Show all", segmentOnly: "Only this segment's figures are known",
  leagueCaption: "The newest headline figures of each issuer. An issuer of which only a segment is known is shown by that segment.",
  nothingFound: "No issuer is like that. Loosen the filters, or post a filing.", nothingThen: "Nothing was known here on that date. Choose a later one.", chooseSegment: "Nothing is known of the company as a whole. Choose a segment.",
  alertsFiring: "alerts firing", severitySigns: { critical: "‼", warning: "!", info: "i" },
  trend: (metric, span, from, first, to, last) => `${metric}, ${span}: ${first} in ${from}, ${last} in ${to}`,
  kinds: { lab: "lab", cloud: "cloud", chip: "chips", application: "application" },

  to: " to ", notKnown: "n/a", unbounded: "unbounded", noPoint: "no point figure", intervalMeaning: "What is certain: the figure lies within", spanTo: (from, to) => `${from.slice(0, 7)} – ${to.slice(0, 7)}`,
  unit: (unit) => ({ months: "months", people: "people", users: "users", "tokens/day": "tokens/day" })[unit] ?? unit,
  nonIfrs: "non-IFRS", basisMeaning: "On a basis of the issuer's own, never mixed with the reported one", suspect: "suspect", months: "months",
  ways: { derived: "derived", implied: "implied", annualised: "annualised", proxy: "proxy", translated: "translated", "not-computable": "not computable" },
  wayMeanings: { derived: "A sum or difference of reported figures", implied: "Worked back from a stated growth", annualised: "Stretched from a shorter span to a year", proxy: "A stand-in for what is not known", translated: "Converted at the reference rate" },
  scenarios: { actual: "actual", estimate: "estimate", forecast: "forecast", target: "target" },
  tiers: { regulatory: "regulatory", issuer: "issuer", press: "press", estimate: "estimate" },
  spans: { month: "months", quarter: "quarters", half: "halves", "nine-months": "nine months", year: "years", ttm: "trailing 12 months", instant: "as stated" },
  metrics: { "revenue": "Revenue", "run-rate-revenue": "Run-rate revenue", "arr": "ARR", "stated-run-rate": "Run-rate as stated", "net-new-arr": "Net new ARR", "revenue-growth-yoy": "Revenue growth YoY", "revenue-growth-qoq": "Revenue growth QoQ", "revenue-growth-hoh": "Revenue growth HoH", "gross-margin": "Gross margin", "operating-margin": "Operating margin", "net-margin": "Net margin", "net-income": "Net income", "adjusted-net-income": "Adjusted net income", "loss-ratio": "Loss ratio", "burn-per-month": "Burn a month", "cash-burn": "Cash burn", "burn-multiple": "Burn multiple", "runway-months": "Runway", "valuation": "Valuation", "valuation-to-arr": "Valuation / ARR", "valuation-to-run-rate": "Valuation / run-rate", "valuation-to-newest-arr": "Valuation / newest ARR", "valuation-to-newest-run-rate": "Valuation / newest run-rate", "rule-of-40": "Rule of 40", "funding-raised": "Funding raised", "issuer": "Name", "newest-filing": "Newest filing" },
  concepts: { NetIncome: "Net income", AdjustedNetIncome: "Adjusted net income", AnnualRecurringRevenue: "ARR", RunRateRevenue: "Run-rate as stated", arr: "ARR" },
  conflictTypes: { source: "sources", restatement: "restatement", identity: "identity" },

  whole: "whole company", segment: "Segment", segments: "Segments", periods: "Bars of", years: "Years", lastYears: (n) => `the last ${n}`, mostPoints: "what says most", sources: "Filings", conflicts: "Conflicts", noConflicts: "No two statements contradict each other.", noAlerts: "Nothing to tell.", overTime: "Over time", asTable: "As a table", onlyOtherFigures: "No revenue, income or users of it are known; open it for the rest.",
  charts: { revenue: "Revenue", arr: "Recurring revenue and run-rate", margins: "Margins", result: "Net income and burn", cash: "Cash", runway: "Runway", valuation: "Valuation and rounds", growth: "Growth on the year before", users: "Monthly active users", employees: "Employees" },
  expected: "expected", otherUnits: (n) => `${s(n, "figure", "figures")} in other units left out`, moreFigures: (n) => s(n, "more figure", "more figures"), chartHint: "Full marks are reported; hollow ones derived or implied, diamonds proxies, crosses suspect, dashes expected; bands and arrows are what is certain. Point at a figure, or walk through them with the arrow keys; click for why. Below each axis: filings, and ▲ alerts.", clickForWhy: "Click for why.", permalink: "Permalink", metric: "Metric", period: "Period", figureWord: "Figure", how: "How", more: (n) => `${n} more`,
  why: "Why?", whyOf: (metric, period) => `Why: ${metric} of ${period}`, closeWhy: (metric, period) => `Close why: ${metric} ${period ?? ""}`, definition: "Definition:", less: "less", otherStatements: (n) => s(n, "other statement", "other statements"), filing: "filing", computedFrom: "computed from other statements", cite: "Cite this", copied: "Copied: sentence, source, date and permalink.", counts: "counts", countsNot: "does not", because: "because:", materiality: (percent) => `matters by ${percent}% of revenue`,

  alertsIntro: "What changed for the better or the worse, as it is recorded. Certain: whichever of the possible values is true; possible: for some of them.",
  alertKinds: { "loss-widening": "loss", "margin-change": "margin", "arr-change": "ARR", "burn-acceleration": "burn", "runway-low": "runway", "source-conflict": "conflict", "restatement": "restatement", "forecast-miss": "forecast missed", "audit-failed": "cannot be true", "forecast-scored": "forecast scored", "revenue-decline": "revenue", "cash-drop": "cash", "down-round": "down round", "overspending": "overspending" },
  alertStates: { raised: "raised", resolved: "resolved", corrected: "corrected" }, severities: { critical: "critical", warning: "warning", info: "info" }, severity: "Severity", issuer: "Issuer", show: "Show", currentOnes: "what is true now", everything: "everything", stillTrue: "Still true, of older periods", earlier: "Earlier, or of older periods", showMore: "Show more",
  alertSentence: ({ kind, transition, metric, period, when, current, previous, before, rose }) => {
    if (kind === "source-conflict") return `sources disagree on ${metric} of ${period}: ${current}, or ${previous}.`;
    if (kind === "restatement") return `${metric} of ${period} was restated: now ${current}, before ${previous}.`;
    if (kind === "forecast-miss") return `${metric} of ${period} came in at ${current}; expected was ${previous}.`;
    if (kind === "audit-failed") return `${metric} of ${period} cannot be true beside the other figures: it is ${current}; they make it ${previous}.`;
    if (kind === "forecast-scored") return `${metric} of ${period} is known: ${current}; forecast was ${previous}.`;
    if (kind === "overspending") return `${metric} of ${period} is ${current}; the plan was ${previous}.`;
    if (kind === "runway-low") return `the cash lasts ${current} more, as of ${period}.`;
    if (transition === "profit-to-loss") return `turned from profit to loss: ${metric} of ${period} is ${current}, after ${previous} ${before}.`;
    if (transition === "loss-to-profit") return `turned from loss to profit: ${metric} of ${period} is ${current}, after ${previous} ${before}.`;
    if (transition === "deeper-loss") return `the loss deepened: ${metric} of ${period} is ${current}, after ${previous} ${before}.`;
    return previous ? `${metric} ${rose ? "rose" : "fell"} to ${current} ${when}, from ${previous} ${before}.` : `${metric} of ${period} is ${current}.`;
  },
  inPeriod: (period) => `in ${period}`, onDay: (day) => `on ${day}`, possible: "possible", possibleMeaning: "Holds for some of the possible values only", historical: "of an older period", historicalMeaning: "Was not the newest period when it was raised; nobody was paged", seenBy: (who) => `seen by ${who}`, silenced: "silenced",
  acknowledge: "Acknowledge", silence: "Silence", silenceWhat: "What", silenceKind: (kind) => `this issuer's alerts of the kind “${kind}”`, silenceIssuer: "all of this issuer's alerts", yourName: "Your name", comment: "Why", until: "Until", silences: "Silences", endSilence: "End it", difference: "Difference", rule: "Rule", causedBy: "the filing that caused it", inTheWords: "In the words of the message:", history: "History",
  rulesIntro: "What raises an alert. Try a rule on history: at each step it sees only what was published by then.", off: "off", switchOff: "Switch off", switchOn: "Switch on", delete: "Delete", allOfIt: "All of it", tryOnHistory: "Try on history", progress: "Progress", issuersAll: "Issuers (none: all)", from: "From", try: "Try", wouldHave: (raised, resolved, corrected) => `It would have been raised ${s(raised, "time", "times")}, resolved ${s(resolved, "time", "times")}, corrected ${s(corrected, "time", "times")}.`, wouldHaveOver: (n, from, to) => `${s(n, "message", "messages")} from ${from} to ${to}`,

  postIntro: "Fill in the form, or drop a file. Nothing is stored before you have seen what it would change.", dropHere: "Drop a file here, or choose one", dropKinds: "A filing (JSON), filings (NDJSON, CSV), companyfacts of SEC EDGAR, a report as it is filed (XBRL), or an article (text, HTML) to draft from.", issuerId: "Issuer (id)", form: "Form", tier: "Source", publisher: "Publisher", publishedOn: "Published on", title: "Title", url: "Address", facts: "Facts", fact: (n) => `Fact ${n}`, addFact: "Add a fact", removeFact: (n) => `Remove fact ${n}`, concept: "Concept", value: "Value", low: "From", high: "To", unitWord: "Unit", scenario: "Scenario", basis: "Basis", document: "The filing as it is sent", tryFirst: "See what would change", send: "Send", line: (n) => `line ${n}`, drafted: "Drafted; approve its facts:", reading: (name) => `Reading ${name}…`, wouldBe: (a, d, r) => `${a} would be accepted, ${d} are known already, ${r} would be rejected.`, became: (a, d, r) => `${a} accepted, ${d} known already, ${r} rejected.`, brokeOff: "The document broke off.", accepted: { accepted: "Accepted and stored:", duplicate: "Known already:" }, wouldChange: "What would change", before: "Before", nothingWouldChange: "No figure would change.", wouldAlert: "Alerts it would cause", noAlertWould: "None.", nothingStored: "nothing was stored", recorded: "recorded", retracted: "retracted", supersedes: "supersedes", retract: "Retract this filing", retractMeaning: "It counts no more from now on; that it did is kept. Figures and alerts follow at once.", reason: "Reason",
};
