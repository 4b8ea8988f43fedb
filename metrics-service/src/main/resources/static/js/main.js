/** Shows the view that the address names, and keeps it as it is at the services. */
import { choice, field, h, replace } from "./dom.js";
import { change, link, read } from "./address.js";
import { apiKey, useKey } from "./api.js";
import { alerts } from "./alerts.js";
import { filing } from "./filing.js";
import { issuer } from "./issuer.js";
import { league } from "./league.js";
import { live } from "./live.js";
import { poster } from "./poster.js";
import { rules } from "./rules.js";
import { moment } from "./numbers.js";
import { language, speak, t } from "./words.js";

const VIEWS = { "": league, issuer, alerts, rules, post: poster, filing };
const CURRENCIES = ["", "USD", "CNY", "EUR"];
const main = document.getElementById("main");

let view = null, open = new AbortController(), state = "lost", since = new Date(), shownPath = null;

/** What a view needs to know of the page around it. */
const contextOf = (controller) => ({
  signal: controller.signal,
  /** Waits; what goes wrong is shown, what is no longer wanted is not. */
  guard: (promise) => promise.catch((error) => error.name === "AbortError" || controller.signal.aborted || failed(error)),
});

function failed(error) {
  const isLost = error instanceof TypeError;
  replace(main, h("h1", null, t(error.status === 404 ? "notFound" : "notShown")), h("p", { class: "error", role: "alert" }, isLost ? t("noAnswer") : error.message),
    error.status === 401 ? keyForm() : "", h("p", null, h("a", { href: link([]) }, t("toLeague"))));
  if (!isLost && !error.status) throw error;
}

async function navigate() {
  const { path } = read();
  view?.end?.();
  view = null;
  open.abort();
  const mine = open = new AbortController(), name = path[0] ?? "";
  drawBar();
  main.setAttribute("aria-busy", "true");
  const show = VIEWS[name];
  if (!show || (["issuer", "filing"].includes(name) ? path.length !== 2 : path.length > 1 && name !== "alerts")) {
    document.title = t("notFound") + " – Runrate";
    replace(main, h("h1", null, t("notFound")), h("p", null, t("unknownLink")), h("p", null, h("a", { href: link([]) }, t("toLeague"))));
  } else {
    const shown = await contextOf(mine).guard(show(main, contextOf(mine), path));
    if (mine !== open) return shown?.end?.();
    view = shown ?? null;
    document.title = (view?.title ? view.title + " – " : "") + "Runrate";
    since = new Date();
  }
  main.removeAttribute("aria-busy");
  if (shownPath !== null && shownPath !== path.join("/")) {
    scrollTo(0, 0);
    main.focus({ preventScroll: true });
  }
  shownPath = path.join("/");
}

/* ---- The bar on top, and what lies below ---- */

function drawBar() {
  const { path, query } = read(), here = path[0] ?? "";
  document.documentElement.lang = language();
  document.getElementById("skip").textContent = t("skip");
  const place = (name, text) => h("a", { href: link(name ? [name] : []), "aria-current": here === name ? "page" : null, "data-key": "to-" + name }, text);
  replace(document.getElementById("bar"),
    h("a", { href: "#/", class: "logo" }, "Runrate"),
    h("nav", { "aria-label": t("views") }, place("", t("league")), place("alerts", t("alerts")), place("rules", t("rules")), place("post", t("post"))),
    h("div", { class: "settings" },
      h("span", { id: "live", role: "status", class: "live is-" + state }, t("liveStates")[state]),
      choice(t("currency"), query.currency ?? "", CURRENCIES.map((code) => [code, code || t("asReported")]), (currency) => change({ currency }), { "data-key": "currency" }),
      field(t("knownAt"), { type: "date", value: query.knownAt ?? "", max: new Date().toISOString().slice(0, 10), "data-key": "knownAt", change: (event) => change({ knownAt: event.target.value }) }),
      choice("Language 语言", language(), [["en", "English"], ["zh", "中文"]], (chosen) => { speak(chosen); navigate(); drawFoot(); }, { "data-key": "language" }),
      choice(t("theme"), document.documentElement.dataset.theme ?? "", [["", t("themes").auto], ["light", t("themes").light], ["dark", t("themes").dark]], paint, { "data-key": "theme" }),
      h("details", { class: "key", "data-key": "key" }, h("summary", null, t("key"), apiKey() ? " ✓" : ""), keyForm())));
  const then = document.getElementById("then") ?? h("p", { id: "then", class: "then" });
  document.getElementById("bar").append(then);
  then.hidden = !query.knownAt && !query.recordedAt;
  replace(then, t("lookingBack", query.knownAt, query.recordedAt && moment(query.recordedAt)), " ", h("a", { href: link(path, { ...query, knownAt: "", recordedAt: "" }), "data-key": "now" }, t("toNow")));
}

function paint(theme) {
  if (theme) {
    document.documentElement.dataset.theme = theme;
    localStorage.setItem("theme", theme);
  } else {
    delete document.documentElement.dataset.theme;
    localStorage.removeItem("theme");
  }
}

function keyForm() {
  const input = h("input", { type: "password", autocomplete: "off", name: "key", value: apiKey() ?? "" });
  return h("form", { class: "keyform", submit: (event) => {
    event.preventDefault();
    useKey(input.value.trim());
    stream.retry();
    navigate();
  } }, h("label", { class: "field" }, h("span", null, t("keyHint")), input), h("button", null, t("use")));
}

function drawFoot() {
  replace(document.getElementById("foot"), h("p", null, t("foot")), h("p", null, h("a", { href: "drafts" }, t("draftsLink")), " · ", h("a", { href: "v1/metrics" }, t("definitions"))));
}

/* ---- What changes ---- */

/** However many changes come, one look at a time, and one more for all that came meanwhile. */
function coalescing(look) {
  let waiting = [], looking = false;
  return async (news) => {
    waiting.push(news);
    if (looking) return;
    looking = true;
    while (waiting.length) await look(waiting.splice(0)).catch(quietly);
    looking = false;
  };
}

const quietly = (error) => {
  if (error.name !== "AbortError" && !(error instanceof TypeError)) console.warn(error);
};

const figures = coalescing(async (news) => view?.onFigures?.(news));
const alarm = coalescing(async (news) => view?.onAlert?.(news));

const stream = live({
  onFigures: (event) => { since = new Date(); figures(event); },
  onAlert: alarm,
  onState: (now, again, error) => {
    const lost = document.getElementById("lost");
    state = now;
    lost.hidden = now === "live";
    if (now === "live") since = new Date();
    lost.textContent = now === "refused" ? error?.message ?? t("keyNeeded") : t("connectionLost", moment(since));
    const sign = document.getElementById("live");
    if (sign) {
      sign.className = "live is-" + now;
      sign.textContent = t("liveStates")[now];
    }
    document.body.classList.toggle("stale", now !== "live");
    if (now === "live" && again) view?.reload ? view.reload().catch(quietly) : navigate();
  },
});

addEventListener("hashchange", navigate);
drawFoot();
navigate();
