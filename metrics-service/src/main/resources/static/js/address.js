/**
 * The page's state is its address: #/?sort=net-margin&kind=lab, #/issuer/openai?segment=api,
 * #/alerts?kind=loss-widening. So every state can be sent to somebody, and the back button works.
 */

/** These hold on every view until they are changed: in what currency, and as of when. */
const EVERYWHERE = ["currency", "knownAt", "recordedAt"];

/** @returns {{path: string[], query: Object<string, string>}} */
export function read(hash = location.hash) {
  const [path, query] = hash.replace(/^#\/?/, "").split("?");
  return {
    path: path.split("/").filter(Boolean).map(decoded),
    query: Object.fromEntries(new URLSearchParams(query ?? "")),
  };
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // Not one of ours: it will not be found, and is shown as it was written.
  }
}

/** @returns an address; what is empty is left out */
export function write(path, query = {}) {
  const parameters = new URLSearchParams(Object.entries(query).filter(([, value]) => value));
  return "#/" + path.map(encodeURIComponent).join("/") + (parameters.size ? "?" + parameters : "");
}

/** A link from here: what holds everywhere goes along. */
export function link(path, query = {}) {
  const here = read().query;
  return write(path, { ...Object.fromEntries(EVERYWHERE.map((name) => [name, here[name]])), ...query });
}

/** The same view with something changed. */
export function changed(query) {
  const here = read();
  return write(here.path, { ...here.query, ...query });
}

/** Goes to the same view with something changed. */
export function change(query) {
  location.hash = changed(query);
}

/** The same without a step for the back button: of what is typed, only the end is a state. */
export function adjust(query) {
  history.replaceState(null, "", changed(query));
}

/** What the API is asked with, of the state that holds everywhere. */
export function asked() {
  const { query } = read();
  return Object.fromEntries(EVERYWHERE.map((name) => [name, query[name]]));
}
