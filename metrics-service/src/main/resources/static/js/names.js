/** Names of issuers, where an answer has only their ids. Asked once each; until then the id stands. */
import { bdi } from "./dom.js";
import { get } from "./api.js";
import { issuerNames } from "./words.js";

const asked = new Map();

export function nameOf(id) {
  const element = bdi(id);
  if (!asked.has(id)) asked.set(id, get("issuers/" + encodeURIComponent(id)).catch(() => null));
  asked.get(id).then((profile) => profile?.name && element.replaceChildren(issuerNames(profile).own));
  return element;
}
