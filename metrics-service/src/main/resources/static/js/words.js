/** Every message of the page, in the reader's language. */
import { en } from "./words/en.js";
import { zh } from "./words/zh.js";

const TABLES = { en, zh };

/** The chosen one, else the browser's. */
export function language() {
  const chosen = localStorage.getItem("language");
  return TABLES[chosen] ? chosen : /^zh\b/i.test(navigator.language) ? "zh" : "en";
}

export function speak(chosen) {
  localStorage.setItem("language", chosen);
}

/** A message; those that need something to be said are functions of it. */
export function t(key, ...given) {
  const message = TABLES[language()][key];
  return typeof message === "function" ? message(...given) : message;
}

/** What the API calls by a name (a metric, a kind of alert, a way): the reader's word, else the name itself. */
export function named(table, name) {
  const word = TABLES[language()][table][name];
  if (word) return word;
  const text = String(name).replaceAll("-", " ").replace(/([a-z])([A-Z])/g, (_, a, b) => a + " " + b.toLowerCase());
  return table === "metrics" || table === "concepts" ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}

/** An issuer's name in the reader's language, and the other one beside it. */
export function issuerNames(issuer) {
  const names = issuer.names ?? {}, own = names[language()] ?? issuer.name ?? issuer.issuer ?? issuer.id;
  const other = language() === "zh" ? issuer.name : names.zh;
  return { own, other: other && other !== own ? other : null };
}
