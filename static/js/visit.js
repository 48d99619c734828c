// A visit's page: keeps itself as it is typed, says so, and never lets one window write over another.
// Without this script the page works by its buttons.

import { drop, put, send, take, token, touched } from "./kept.js";

const form = document.getElementById("visit");
const fields = form.elements;
const { kept } = form.dataset;
const saved = document.getElementById("saved");
const trouble = document.getElementById("save-trouble");
const WAIT = 1500;
const LONGEST_WAIT = 30000;

let changes = 0; // counts what was typed, so that an answer knows whether more was typed since it was asked
let unsaved = false;
let asking = null; // the save under way
let timer = 0;
let wait = WAIT;
let choosing = "behind" in form.dataset;
let leaving = false;

// ---- What is on the page ----

function typed() {
  const data = new FormData(form);
  data.delete("csrfmiddlewaretoken");
  return [...data.entries()];
}

function stand({ draft, version }) {
  fields.draft.value = draft;
  fields.version.value = version;
}

const standing = () => ({ draft: fields.draft.value, version: Number(fields.version.value) });

function changed() {
  changes += 1;
  unsaved = true;
  keepHere();
  if (!choosing) later(WAIT);
}

function keepHere() {
  const page = { ...standing(), tab: fields.tab.value, fields: typed(), url: form.dataset.draftUrl, said: form.dataset.said };
  if (!put(kept, page)) tell("This browser keeps nothing while you have no connection. Do not close this page.");
}

// ---- Saving ----

function later(time) {
  clearTimeout(timer);
  timer = setTimeout(save, time);
}

/** Sends what is on the page. Resolves to whether the server has all of it. Only one goes at a time. */
async function save({ keepalive = false } = {}) {
  clearTimeout(timer);
  if (choosing) return false;
  while (asking) await asking;
  if (!unsaved) return true;
  asking = sendOnce(keepalive).finally(() => (asking = null));
  return asking;
}

async function sendOnce(keepalive) {
  const asOf = changes;
  let answer;
  try {
    answer = await send(form.dataset.draftUrl, typed(), { keepalive });
    if (answer.status === 403 && !isJson(answer)) answer = await sendWithFreshToken();
  } catch {
    return notSaved("not saved, will retry");
  }
  if (answer.ok) return nowSaved(await answer.json(), asOf);
  return refused(answer);
}

const isJson = (answer) => /^application\/(problem\+)?json/.test(answer.headers.get("Content-Type") || "");

/** Somebody signed in again elsewhere, or the cookie is gone: ask for a token, then send once more. */
async function sendWithFreshToken() {
  const query = new URLSearchParams({ form: fields.form.value, about: fields.about.value });
  await fetch(`${form.dataset.draftUrl}?${query}`, { headers: { Accept: "application/json" }, redirect: "error" });
  return send(form.dataset.draftUrl, typed());
}

function nowSaved(draft, asOf) {
  stand(draft);
  wait = WAIT;
  tell("");
  saved.textContent = `saved ${draft.saved}`;
  saved.classList.remove("visit__saved--not");
  if (changes !== asOf) {
    keepHere();
    later(WAIT);
    return false;
  }
  unsaved = false;
  drop(kept);
  return true;
}

function notSaved(words, { again = true } = {}) {
  saved.textContent = words;
  saved.classList.add("visit__saved--not");
  if (again) {
    later(wait);
    wait = Math.min(wait * 2, LONGEST_WAIT);
  }
  return false;
}

async function refused(answer) {
  if (answer.status === 401) return signedOut();
  if (answer.status === 409) {
    const draft = await answer.json();
    return behind(draft);
  }
  if (answer.status >= 500 || answer.status === 429) return notSaved("not saved, will retry");
  const why = isJson(answer) ? (await answer.json()).detail : "";
  tell(why || "Hampshire did not take this page. What you wrote stays in this browser.");
  return notSaved("not saved", { again: false });
}

function signedOut() {
  const link = document.createElement("a");
  link.href = form.dataset.signIn;
  link.textContent = "sign in to save";
  tell("You have been signed out; ", link, ". What you have written is kept on this device.");
  return notSaved("not saved", { again: true }); // signed in again in another tab, this one goes on by itself
}

function tell(...parts) {
  trouble.replaceChildren(...parts.filter(Boolean));
}

// ---- Two windows ----

function behind(draft) {
  choosing = true;
  unsaved = true;
  notSaved("not saved", { again: false });
  const notice = document.getElementById(draft.unfinished ? "behind-draft" : "behind-finished").content.cloneNode(true);
  notice.querySelector(".notice__title").textContent = draft.words;
  document.getElementById("behind")?.remove();
  form.prepend(notice);
  document.getElementById("behind").focus();
  return false;
}

async function choose(what) {
  const answer = await send(form.dataset.draftUrl, [...typed(), ["do", what]]).catch(() => null);
  if (!answer?.ok) {
    tell("We could not reach Hampshire. Both versions are still there: choose again in a moment.");
    return;
  }
  if (what === "show-other") {
    drop(kept);
    leaving = true;
    location.replace(form.action);
    return;
  }
  choosing = false;
  document.getElementById("behind")?.remove();
  nowSaved(await answer.json(), changes);
  saved.focus();
}

// ---- What this browser still had ----

function bringBack() {
  const page = take(kept);
  if (!page || choosing) return;
  const here = standing();
  const sameDraft = page.draft === here.draft;
  const ahead = sameDraft && (page.version === here.version || page.tab === form.dataset.savedFrom);
  const first = page.version === 0 && here.version === 0;
  fill(page.fields);
  if (ahead || first) {
    stand({ draft: page.draft, version: ahead ? here.version : 0 });
    changed();
    save();
    return;
  }
  // The server has something later. Saving what was here will be refused, and then the person says which goes on.
  stand(page);
  fields.tab.value = page.tab;
  changed();
  save();
}

const CONTROLS = new Set(["draft", "version", "tab", "form", "about", "worker", "csrfmiddlewaretoken", "do"]);

/** Puts back what was typed: every field of the page, and the rows that were added. */
function fill(entries) {
  const values = new Map();
  for (const [name, value] of entries) values.set(name, [...(values.get(name) || []), value]);
  for (const kind of ["quotes", "strengths", "worries", "goals", "steps"]) {
    const wanted = Number(values.get(`${kind}-rows`)?.[0] || 1);
    while (Number(fields[`${kind}-rows`].value) < wanted) addRow(kind);
  }
  for (const field of fields) {
    if (!field.name || CONTROLS.has(field.name) || field.type === "submit") continue;
    const given = values.get(field.name) || [];
    if (field.type === "checkbox" || field.type === "radio") field.checked = given.includes(field.value);
    else field.value = given[0] ?? "";
  }
  for (const folded of form.querySelectorAll("details")) folded.open = folded.open || [...folded.querySelectorAll("input, textarea, .visit__voice select")].some(isGiven);
  weigh();
}

const isGiven = (field) => (field.type === "checkbox" ? field.checked : field.value !== "" && field.type !== "hidden");

// ---- Rows ----

function addRow(kind) {
  const count = fields[`${kind}-rows`];
  const text = document.getElementById(`${kind}-blank`).innerHTML.replaceAll("__n__", count.value);
  const rows = form.querySelector(`[data-rows="${kind}"]`);
  rows.insertAdjacentHTML("beforeend", text); // our own template, with a number put in
  count.value = Number(count.value) + 1;
  return rows.lastElementChild;
}

// ---- Strengths and worries, weighed as they are named ----

function weigh() {
  const named = (kind) => [...form.querySelectorAll(`[data-counts="${kind}"]`)].filter(isNamed).length;
  const balance = document.getElementById("balance");
  const [strengths, worries] = [named("strengths"), named("worries")];
  count(balance, "strength", "strengths", strengths);
  count(balance, "worry", "worries", worries);
  nudge(balance, strengths, worries);
}

function count(balance, one, many, number) {
  const row = balance.querySelector(`.balance__row--${one}`);
  row.querySelector(".balance__word").textContent = `${number} ${number === 1 ? one : many}`;
  const shapes = [...row.querySelectorAll(".shape")];
  for (const shape of shapes.slice(number)) shape.remove();
  const pattern = document.getElementById(`balance-${one}`).content.firstElementChild;
  for (let more = shapes.length; more < Math.min(number, 12); more += 1) row.append(pattern.cloneNode(true));
}

function isNamed(field) {
  if (field.type === "checkbox") return field.checked;
  if (field.tagName === "SELECT") return field.value === "live" || field.value === "easing";
  return field.value.trim() !== "";
}

function nudge(balance, strengths, worries) {
  const line = balance.querySelector(".balance__nudge") || balance.firstElementChild.appendChild(document.createElement("p"));
  line.className = "balance__nudge";
  const { noStrength, noWorry, quiet, many } = balance.dataset;
  if (worries && !strengths) line.textContent = noStrength;
  else if (strengths >= Number(many) && !worries) line.textContent = noWorry;
  else line.textContent = quiet;
}

// ---- What people do ----

form.addEventListener("input", (event) => {
  const { target } = event;
  const part = target.closest(".visit__child");
  if (part && target.matches("[data-alone]") && target.checked) part.querySelector("[data-seen]").checked = true;
  if (part && target.matches("[data-seen]") && !target.checked) part.querySelector("[data-alone]").checked = false;
  if (target.dataset.counts) weigh();
  changed();
});

form.addEventListener("click", (event) => {
  if (event.target.closest("[data-forget]")) drop(kept);
});

form.addEventListener("focusout", () => {
  if (unsaved) later(200);
});

// Enter in a line of text goes to the next one; a page this long is finished by its button.
form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || !event.target.matches("input")) return;
  event.preventDefault();
});

form.addEventListener("submit", async (event) => {
  const what = event.submitter?.value || "save";
  event.preventDefault();
  if (what.startsWith("add-")) {
    addRow(what.slice(4)).querySelector("textarea, input").focus();
    changed();
  } else if (what === "keep-mine" || what === "show-other") {
    choose(what);
  } else if (what === "save") {
    save();
  } else if (!leaving) {
    finish(what);
  }
});

/** Sends the page as a browser does without script, once the server has all of it: the answer is a page of its own. */
async function finish(what) {
  leaving = true;
  const whole = (await save()) || (await save());
  if (!whole) {
    leaving = false;
    if (!trouble.textContent && !choosing) {
      tell("No connection, so this is not finished yet. It is kept on this device; finish it when you have signal.");
    }
    return;
  }
  fields.csrfmiddlewaretoken.value = token() || fields.csrfmiddlewaretoken.value;
  const chosen = document.createElement("input");
  chosen.type = "hidden";
  chosen.name = "do";
  chosen.value = what;
  form.append(chosen);
  form.submit();
}

window.addEventListener("online", () => save());
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") leave();
  else if (unsaved) save();
});
window.addEventListener("pagehide", leave);

function leave() {
  if (!unsaved || leaving) return;
  keepHere();
  save({ keepalive: true });
}

// A page brought back whole by the Back button may have been finished since.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

const early = touched(form); // on a slow line somebody types before this script is here
bringBack();
if (early) changed();
