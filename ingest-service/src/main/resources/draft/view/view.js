// The drafts' page: one key each for approve, edit, reject. It writes texts only, never markup.
"use strict";

const main = document.querySelector("main");
const out = document.querySelector("output");

async function call(method, path, body) {
  const answer = await fetch(path, {
    method,
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const json = await answer.json();
  if (!answer.ok) {
    const errors = (json.errors || []).map((e) => `${e.pointer}: ${e.message}`);
    throw new Error([json.detail, ...errors].join("\n"));
  }
  return json;
}

function say(text) {
  if (out) out.textContent = text;
}

const form = document.querySelector("form#new");
if (form) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const data = new FormData(form);
    const source = {};
    for (const name of ["publishedOn", "publisher", "title", "tier"]) {
      if (data.get(name)) source[name] = data.get(name);
    }
    try {
      const draft = await call("POST", "/v1/drafts", { text: data.get("text"), source });
      location.href = "/drafts/" + draft.id;
    } catch (e) {
      say(e.message);
    }
  });
}

const items = [...document.querySelectorAll("li[data-number]")];
let current = -1;

function select(index) {
  if (index < 0 || index >= items.length) return;
  document.querySelectorAll(".on").forEach((each) => each.classList.remove("on"));
  current = index;
  const item = items[index];
  item.classList.add("on");
  item.scrollIntoView({ block: "nearest" });
  const marks = [...document.querySelectorAll("mark")].filter((mark) =>
    mark.dataset.facts.split(" ").includes(item.dataset.number));
  marks.forEach((mark) => mark.classList.add("on"));
  if (marks.length) marks[0].scrollIntoView({ block: "nearest" });
}

function shown(item, status) {
  item.classList.remove("open", "approving", "approved", "rejected");
  item.classList.add(status);
  item.querySelector(".status").textContent = status;
}

function source() {
  const day = document.querySelector("#publishedOn").value;
  return day ? { publishedOn: day } : {};
}

async function decide(what, item) {
  const path = "/v1/drafts/" + main.dataset.draft;
  try {
    if (what === "edit") {
      const edit = item.querySelector("form.edit");
      edit.hidden = !edit.hidden;
      if (!edit.hidden) edit.querySelector("input").focus();
      return;
    }
    const facts = item ? { facts: [Number(item.dataset.number)] } : {};
    const body = what === "approve" ? { ...facts, source: source() } : facts;
    const draft = await call("POST", `${path}/${what}`, body);
    for (const fact of draft.facts) {
      const shownItem = items.find((each) => each.dataset.number === String(fact.number));
      if (shownItem) shown(shownItem, fact.status);
    }
    say((draft.filings || []).map((f) => `${f.issuer}: filing ${f.id} ${f.status}`).join("\n"));
    if (item) select(items.indexOf(item) + 1);
  } catch (e) {
    say(e.message);
  }
}

items.forEach((item, index) => {
  item.addEventListener("click", () => select(index));
  item.querySelectorAll("button[data-do]").forEach((button) =>
    button.addEventListener("click", () => decide(button.dataset.do, item)));
  item.querySelector("form.edit").addEventListener("submit", async (event) => {
    event.preventDefault();
    const changes = {};
    for (const input of event.target.querySelectorAll("input")) {
      if (input.value !== input.defaultValue) {
        const number = input.name === "decimals" && input.value !== "";
        changes[input.name] = input.value === "" ? null : number ? Number(input.value) : input.value;
      }
    }
    try {
      if (Object.keys(changes).length) {
        await call("PATCH", `/v1/drafts/${main.dataset.draft}/facts/${item.dataset.number}`, changes);
      }
      location.reload();
    } catch (e) {
      say(e.message);
    }
  });
});

document.addEventListener("keydown", (event) => {
  if (event.target.matches("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
  const item = items[current];
  switch (event.key) {
    case "j": select(current + 1); break;
    case "k": select(current - 1); break;
    case "a": if (item) decide("approve", item); break;
    case "e": if (item) { event.preventDefault(); decide("edit", item); } break;
    case "r": if (item) decide("reject", item); break;
    case "A": if (main.dataset.draft) decide("approve", null); break;
    default: return;
  }
});

select(0);
