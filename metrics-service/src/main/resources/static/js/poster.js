/**
 * Posts filings: a form, or a file of anything that the service takes. What would change is shown
 * before anything is sent; what is wrong is shown where it is wrong.
 */
import { choice, field, h, replace } from "./dom.js";
import { link } from "./address.js";
import { get, postLines, send } from "./api.js";
import { badge, number, plain } from "./figure.js";
import { alertRow } from "./alerts.js";
import { periodText } from "./numbers.js";
import { named, t } from "./words.js";

const TIERS = ["regulatory", "issuer", "press", "estimate"];
const SCENARIOS = ["actual", "estimate", "forecast", "target"];
const today = () => new Date().toISOString().slice(0, 10);

/** What a file is, by its name and its first characters, and where it goes. */
function destination(name, start) {
  if (/\.csv(\.gz)?$/i.test(name)) return { path: "filings/bulk", type: "text/csv", lines: true };
  if (/\.(ndjson|jsonl)(\.gz)?$/i.test(name)) return { path: "filings/bulk", type: "application/x-ndjson", lines: true };
  if (/\.(xml|xhtml|zip)(\.gz)?$/i.test(name) || /\.html?\.gz$/i.test(name) || /inlineXBRL|xbrl\.org\/\d{4}\/(instance|linkbase)|"documentInfo"/.test(start)) return { path: "filings", type: "application/octet-stream", report: true };
  if (/\.(txt|html?)$/i.test(name)) return { path: "drafts", type: /\.txt$/i.test(name) ? "text/plain" : "text/html", draft: true };
  if (/"(facts|entityName|cik)"\s*:/.test(start) && /"(entityName|us-gaap|ifrs-full)"/.test(start) || /\.json\.gz$/i.test(name)) return { path: "filings/sec-companyfacts", type: "application/json" };
  return { path: "filings", type: "application/json", single: true };
}

export async function poster(main, context) {
  const concepts = (await get("concepts", {}, context.signal)).items;
  const facts = h("div", { class: "facts" }), effect = h("section", { class: "effect", "aria-live": "polite" }), text = h("textarea", { id: "json", rows: 16, spellcheck: "false", "aria-describedby": "json-errors", "data-key": "json" }), gutter = h("ol", { class: "json-errors", id: "json-errors" });
  let count = 0, tried = null;

  /* ---- The form, of which the document below is made ---- */

  const form = h("form", { class: "filing-form", novalidate: true, submit: (event) => event.preventDefault(), input: fromForm },
    h("div", { class: "filters" },
      field(t("issuerId"), { name: "issuer", placeholder: "openai", autocomplete: "off", required: true }), field(t("form"), { name: "form", value: "press", list: "forms" }),
      choice(t("tier"), "press", TIERS.map((tier) => [tier, named("tiers", tier)]), () => {}, { name: "tier" }), field(t("publisher"), { name: "publisher" }),
      field(t("publishedOn"), { name: "publishedOn", type: "date", value: today() }), field(t("title"), { name: "title" }), field(t("url"), { name: "url", type: "url" })),
    h("datalist", { id: "forms" }, ["10-Q", "10-K", "prospectus", "earnings-release", "press"].map((value) => h("option", { value }))),
    h("datalist", { id: "concepts" }, concepts.map((concept) => h("option", { value: concept.name }, named("concepts", concept.name)))),
    h("h2", null, t("facts")), facts, h("p", null, h("button", { type: "button", "data-key": "add", click: () => { addFact(); fromForm(); } }, t("addFact"))));

  function addFact() {
    const n = count++;
    const row = h("fieldset", { class: "filters fact" }, h("legend", { class: "unseen" }, t("fact", n + 1)),
      field(t("concept"), { name: "concept", list: "concepts", autocomplete: "off" }), field(t("period"), { name: "period", placeholder: "2025-Q3" }), field(t("value"), { name: "value", inputmode: "decimal" }),
      field(t("low"), { name: "low", inputmode: "decimal" }), field(t("high"), { name: "high", inputmode: "decimal" }), field(t("unitWord"), { name: "unit", value: "USD" }),
      choice(t("scenario"), "actual", SCENARIOS.map((each) => [each, named("scenarios", each)]), () => {}, { name: "scenario" }), field(t("basis"), { name: "basis", placeholder: "non-ifrs" }), field(t("segment"), { name: "segment" }),
      h("button", { type: "button", "aria-label": t("removeFact", n + 1), click: () => { row.remove(); fromForm(); } }, "×"));
    facts.append(row);
  }

  function fromForm() {
    const of = (parent, name) => parent.querySelector(`[name="${name}"]`).value.trim() || undefined;
    const document = {
      issuer: of(form, "issuer"), form: of(form, "form"),
      source: { tier: of(form, "tier"), publisher: of(form, "publisher"), title: of(form, "title"), url: of(form, "url"), publishedOn: of(form, "publishedOn") },
      facts: [...facts.children].map((row) => ({ concept: of(row, "concept"), segment: of(row, "segment"), period: of(row, "period"), value: of(row, "value"), low: of(row, "low"), high: of(row, "high"), unit: of(row, "unit"),
        scenario: of(row, "scenario") === "actual" ? undefined : of(row, "scenario"), basis: of(row, "basis") })),
    };
    text.value = JSON.stringify(document, null, 2);
    forget();
  }

  /** What was tried is no longer what is there. */
  function forget() {
    tried = null;
    replace(effect);
    replace(gutter);
    form.querySelectorAll("[aria-invalid]").forEach((each) => each.removeAttribute("aria-invalid"));
    sendButton.disabled = true;
  }

  /* ---- Trying and sending ---- */

  const tryButton = h("button", { type: "button", class: "primary", "data-key": "try", click: () => attempt(true) }, t("tryFirst"));
  const sendButton = h("button", { type: "button", disabled: true, "data-key": "send", click: () => attempt(false) }, t("send"));

  async function attempt(isTrial) {
    replace(gutter);
    try {
      const answer = await send("filings", text.value, "application/json", isTrial ? { dryRun: "true" } : {});
      tried = isTrial ? text.value : null;
      sendButton.disabled = !isTrial;
      replace(effect, isTrial ? consequences(answer) : receipt(answer));
    } catch (error) {
      if (error.name === "TypeError") throw error;
      sendButton.disabled = true;
      replace(effect, h("p", { class: "error", role: "alert" }, error.message));
      showErrors(error.errors ?? []);
    }
  }

  /** Each fault at its line of the document, and at its field of the form. */
  function showErrors(errors) {
    replace(gutter, errors.map((each) => {
      const line = lineOf(text.value, each.pointer);
      return h("li", null, h("button", { type: "button", class: "quiet", click: () => goTo(line) }, t("line", line)), " ", h("code", null, each.pointer || "/"), " ", each.message);
    }));
    for (const { pointer } of errors) {
      const [, nth, name] = /^\/facts\/(\d+)\/(\w+)/.exec(pointer) ?? [null, null, pointer.split("/").at(-1)];
      const parent = nth === null ? form : facts.children[nth];
      parent?.querySelector(`[name="${CSS.escape(name)}"]`)?.setAttribute("aria-invalid", "true");
    }
  }

  function goTo(line) {
    const from = text.value.split("\n").slice(0, line - 1).reduce((n, each) => n + each.length + 1, 0);
    text.focus();
    text.setSelectionRange(from, from + text.value.split("\n")[line - 1].length);
  }

  /* ---- Files ---- */

  const input = h("input", { type: "file", multiple: true, "data-key": "file", change: () => takeAll(input.files) });
  const drop = h("div", { class: "drop", dragover: (event) => { event.preventDefault(); drop.classList.add("over"); }, dragleave: () => drop.classList.remove("over"), drop: (event) => { event.preventDefault(); drop.classList.remove("over"); takeAll(event.dataTransfer.files); } },
    h("label", { class: "field" }, h("span", null, t("dropHere")), input), h("p", { class: "small" }, t("dropKinds")));

  async function takeAll(files) {
    for (const file of files) await take(file);
  }

  async function take(file) {
    const to = destination(file.name, await file.slice(0, 4000).text());
    if (to.single && file.size < 2_000_000) {
      text.value = await file.text();
      forget();
      await attempt(true);
      return;
    }
    if (to.draft) {
      const draft = await context.guard(send("drafts", file, to.type, { publishedOn: today() }));
      if (draft) replace(effect, h("p", null, t("drafted"), " ", h("a", { href: "drafts/" + draft.id }, file.name)));
      return;
    }
    await (to.report ? report(file, to, true) : bulk(file, to, true));
  }

  /** A report as it is filed: what it would change, then the same in earnest. */
  async function report(file, to, isTrial) {
    replace(effect, h("h2", null, file.name), h("p", { role: "status" }, t("reading", file.name)));
    try {
      const answer = await send(to.path, file, to.type, isTrial ? { dryRun: "true" } : {});
      replace(effect, h("h2", null, file.name), isTrial ? consequences(answer) : receipt(answer));
      if (isTrial) effect.append(h("p", null, h("button", { type: "button", class: "primary", "data-key": "report", click: () => report(file, to, false) }, t("send"))));
    } catch (error) {
      if (error.name === "TypeError") throw error;
      replace(effect, h("h2", null, file.name), h("p", { class: "error", role: "alert" }, error.message), problems(error.errors));
    }
  }

  /** Many filings: what would become of each, then the same in earnest. */
  async function bulk(file, to, isTrial) {
    const wrong = h("ol", { class: "list" }), totals = h("p", { role: "status" }, t("reading", file.name));
    let shown = 0;
    replace(effect, h("h2", null, file.name), totals, wrong);
    const onLine = (line) => {
      if (line.totals) totals.replaceChildren(t(isTrial ? "wouldBe" : "became", line.totals.accepted, line.totals.duplicate, line.totals.rejected), line.complete === false ? " " + t("brokeOff") : "");
      else if (line.errors?.length && shown++ < 100) wrong.append(h("li", null, t("line", line.line), " ", line.id ?? "", " ", line.errors.map((each) => `${each.pointer} ${each.message}`).join("; ")));
    };
    try {
      if (to.lines) await postLines(to.path, file, to.type, onLine, isTrial ? { dryRun: "true" } : {});
      else onLine({ totals: {}, ...(await send(to.path, file, to.type, isTrial ? { dryRun: "true" } : {})) });
      if (isTrial) effect.append(h("p", null, h("button", { type: "button", class: "primary", "data-key": "bulk", click: () => bulk(file, to, false) }, t("send"))));
    } catch (error) {
      totals.replaceChildren(h("span", { class: "error" }, error.message));
    }
  }

  addFact();
  fromForm();
  text.addEventListener("input", forget);
  replace(main, h("h1", { id: "title" }, t("post")), h("p", { class: "small" }, t("postIntro")), drop, form,
    h("h2", null, t("document")), h("label", { class: "unseen", for: "json" }, t("document")), text, gutter, h("p", { class: "buttons" }, tryButton, " ", sendButton), effect);
  return { title: t("post") };
}

/** The line on which a JSON Pointer's value begins, of a document that is written a member a line. */
export function lineOf(text, pointer) {
  const lines = text.split("\n");
  let at = 0;
  for (const step of pointer.split("/").slice(1)) {
    const name = step.replaceAll("~1", "/").replaceAll("~0", "~");
    if (/^\d+$/.test(name)) {
      const indent = lines[at].search(/\S/);
      let seen = -1;
      for (let i = at + 1; i < lines.length; i++) {
        if (lines[i].search(/\S/) === indent + 2 && /^\s*[{["\d-]/.test(lines[i]) && ++seen === Number(name)) {
          at = i;
          break;
        }
      }
    } else {
      const found = lines.findIndex((line, i) => i >= at && line.trimStart().startsWith(JSON.stringify(name) + ":"));
      if (found < 0) break; // Not there: what it is missing from is the place.
      at = found;
    }
  }
  return at + 1;
}

function receipt(answer) {
  return [h("p", { class: "good", role: "status" }, t("accepted")[answer.status] ?? answer.status, " ", h("a", { href: link(["filing", answer.id]) }, answer.id), " · ", h("a", { href: link(["issuer", answer.issuer]) }, answer.issuer)), problems(answer.problems)];
}

const problems = (some) => (some?.length ? h("ul", { class: "problems" }, some.map((each) => h("li", null, h("code", null, each.pointer), " ", each.message))) : "");

/** What would change: figure by figure, alert by alert. */
function consequences(answer) {
  const rows = answer.snapshots.flatMap((snapshot) => {
    const metrics = Object.entries(snapshot.current.metrics ?? {});
    return metrics.map(([metric, f]) => {
      const before = snapshot.yearAgo?.metrics?.[metric] ?? snapshot.prior?.metrics?.[metric];
      return h("tr", null, h("th", { scope: "row" }, named("metrics", metric)), h("td", null, periodText(snapshot.current.period), snapshot.segment ? " · " + snapshot.segment : ""), h("td", { class: "figure" }, number(f)),
        h("td", null, before ? `${plain(before)}, ${periodText((snapshot.yearAgo?.metrics?.[metric] ? snapshot.yearAgo : snapshot.prior).period)}` : ""));
    });
  });
  return [h("h2", null, t("wouldChange")), problems(answer.problems),
    rows.length ? h("table", { class: "plain" }, h("thead", null, h("tr", null, [t("metric"), t("period"), t("figureWord"), t("before")].map((each) => h("th", { scope: "col" }, each)))), h("tbody", null, rows)) : h("p", null, t("nothingWouldChange")),
    h("h2", null, t("wouldAlert")), answer.alerts.length ? h("ul", { class: "list" }, answer.alerts.map((alert) => alertRow(alert))) : h("p", null, t("noAlertWould")), h("p", { class: "small" }, badge(t("nothingStored"), "dry"))];
}
