/** What is asked of the services, all under the page's own address. */
import { t } from "./words.js";

const KEY = "apiKey";

/** An answer that is an error; the message is for the reader. */
export class Refusal extends Error {
  constructor(status, problem) {
    super(explain(status, problem));
    this.name = "Refusal";
    this.status = status;
    this.errors = problem?.errors ?? [];
  }
}

function explain(status, problem) {
  if (status === 401) return t(apiKey() ? "keyRefused" : "keyNeeded");
  if (status === 403) return t("forbidden") + (problem?.detail ? " " + problem.detail : "");
  if (status === 429) return t("tooMany");
  return problem?.detail ?? t("failed", status);
}

/** For this tab only: a key that outlives it would lie about. */
export const apiKey = () => sessionStorage.getItem(KEY);

export function useKey(key) {
  if (key) sessionStorage.setItem(KEY, key);
  else sessionStorage.removeItem(KEY);
}

const authorized = (headers) => (apiKey() ? { ...headers, Authorization: "Bearer " + apiKey() } : headers);

export function url(path, query = {}) {
  const parameters = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== ""));
  return "v1/" + path + (parameters.size ? "?" + parameters : "");
}

async function call(method, path, { query, body, type = "application/json", accept = "application/json", signal } = {}) {
  const headers = authorized({ Accept: accept, ...(body === undefined ? {} : { "Content-Type": type }) });
  const answer = await fetch(url(path, query), { method, headers, body, signal });
  if (!answer.ok) throw new Refusal(answer.status, await answer.json().catch(() => null));
  return answer;
}

const read = async (answer) => (answer.status === 204 ? null : answer.json());

export const get = async (path, query, signal) => read(await call("GET", path, { query, signal }));
/** A table as a file: a link could not send the key. */
export const csv = async (path, query) => (await call("GET", path, { query, accept: "text/csv" })).blob();

export const post = async (path, value, query) => read(await call("POST", path, { query, body: JSON.stringify(value) }));
export const put = async (path, value) => read(await call("PUT", path, { body: JSON.stringify(value) }));
export const remove = async (path) => read(await call("DELETE", path));

/** Posts a text or a file as it is, and hands over each line of the answer as it comes. */
export async function postLines(path, body, type, onLine, query) {
  const answer = await call("POST", path, { query, body, type });
  for await (const line of lines(answer.body)) if (line) onLine(JSON.parse(line));
}

/** The whole of a file as it is; the answer is one document. */
export const send = async (path, body, type, query) => read(await call("POST", path, { query, body, type }));

async function* lines(stream) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const all = (rest + part.value).split("\n");
    rest = all.pop();
    yield* all;
  }
  if (rest) yield rest;
}

/**
 * Server-sent events by fetch, which can send a key where EventSource cannot. Ends when the
 * connection does.
 *
 * @param onEvent told of {id, type, data}
 * @param onLife told of every line, the heartbeats too
 */
export async function follow(path, lastEventId, { onOpen, onEvent, onLife, signal }) {
  const headers = authorized({ Accept: "text/event-stream", ...(lastEventId ? { "Last-Event-ID": lastEventId } : {}) });
  const answer = await fetch("v1/" + path, { headers, signal, cache: "no-store" });
  if (!answer.ok) throw new Refusal(answer.status, await answer.json().catch(() => null));
  onOpen();
  let event = {};
  for await (const line of lines(answer.body)) {
    onLife();
    const [, name, value] = /^(\w+): ?(.*)$/.exec(line) ?? [];
    if (name) event[name] = value;
    else if (!line && event.data) {
      onEvent({ id: event.id, type: event.event, data: JSON.parse(event.data) });
      event = {};
    }
  }
}
