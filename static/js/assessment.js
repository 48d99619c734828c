// A section of an assessment: keeps itself as it is typed, says so, and never writes over somebody else's words: what
// two people wrote at once is kept beside one another, and this page leads to where they are put together.
// Without this script the page works by its buttons.

import { drop, put, send, take, token, touched } from "./kept.js";

const form = document.getElementById("section");
const fields = form.elements;
const { kept, saveUrl } = form.dataset;
const saved = document.getElementById("saved");
const trouble = document.getElementById("save-trouble");
const WAIT = 1500;
const LONGEST_WAIT = 30000;
const CONTROLS = new Set(["version", "window", "worker", "csrfmiddlewaretoken", "do"]);

let changes = 0; // counts what was typed, so that an answer knows whether more was typed since it was asked
let unsaved = false;
let asking = null; // the save under way
let timer = 0;
let wait = WAIT;
let leaving = false;

function typed() {
  const data = new FormData(form);
  data.delete("csrfmiddlewaretoken");
  return [...data.entries()];
}

function changed() {
  changes += 1;
  unsaved = true;
  keepHere();
  later(WAIT);
}

function keepHere() {
  const page = { version: fields.version.value, window: fields.window.value, fields: typed() };
  if (!put(kept, { ...page, url: saveUrl, said: form.dataset.said })) {
    tell("This browser keeps nothing while you have no connection. Do not close this page.");
  }
}

// ---- Saving ----

function later(time) {
  clearTimeout(timer);
  timer = setTimeout(save, time);
}

/** Sends what is on the page. Resolves to whether the server has all of it. Only one goes at a time. */
async function save({ keepalive = false } = {}) {
  clearTimeout(timer);
  while (asking) await asking;
  if (!unsaved) return true;
  asking = sendOnce(keepalive).finally(() => (asking = null));
  return asking;
}

async function sendOnce(keepalive) {
  const asOf = changes;
  let answer;
  try {
    answer = await send(saveUrl, typed(), { keepalive });
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
  await fetch(saveUrl, { headers: { Accept: "application/json" }, redirect: "error" });
  return send(saveUrl, typed());
}

function nowSaved(section, asOf) {
  fields.version.value = section.version;
  wait = WAIT;
  tell("");
  saved.textContent = section.saved ? `saved ${section.saved}` : "";
  saved.classList.remove("writing__saved--not");
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
  saved.classList.add("writing__saved--not");
  if (again) {
    later(wait);
    wait = Math.min(wait * 2, LONGEST_WAIT);
  }
  return false;
}

async function refused(answer) {
  if (answer.status === 401) return signedOut();
  if (answer.status === 409) return behind(await answer.json());
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
  return notSaved("not saved"); // signed in again in another tab, this one goes on by itself
}

function tell(...parts) {
  trouble.replaceChildren(...parts.filter(Boolean));
}

// ---- Two people, or two windows ----

/** Somebody saved meanwhile. The server has what is here beside theirs, and goes on keeping it as it is typed. */
function behind({ words, url }) {
  if (!document.getElementById("behind")) {
    const notice = document.getElementById("behind-section").content.cloneNode(true);
    notice.querySelector(".notice__title").textContent = words;
    notice.querySelector("a").href = url;
    form.prepend(notice);
    document.getElementById("behind").focus();
  }
  unsaved = false;
  drop(kept);
  saved.textContent = "kept beside it";
  saved.classList.add("writing__saved--not");
  return false;
}

// ---- What this browser still had ----

/** Puts back what was typed and never reached the server. It stands on what it stood on then: the server says whether
 * somebody has written since. */
function bringBack() {
  const page = take(kept);
  if (!page) return;
  fill(page.fields);
  fields.version.value = page.version;
  fields.window.value = page.window;
  changed();
  save();
}

function fill(entries) {
  const values = new Map();
  for (const [name, value] of entries) values.set(name, [...(values.get(name) || []), value]);
  for (const field of fields) {
    if (!field.name || CONTROLS.has(field.name) || field.type === "submit") continue;
    const given = values.get(field.name) || [];
    if (field.type === "checkbox" || field.type === "radio") field.checked = given.includes(field.value);
    else field.value = given[0] ?? "";
  }
  form.dispatchEvent(new Event("change", { bubbles: true })); // questions.js shows what these answers ask
}

// ---- What people do ----

form.addEventListener("input", changed);

form.addEventListener("focusout", () => {
  if (unsaved) later(200);
});

// Enter in a line of text adds what stands beside it, else keeps the page; it never leaves it.
form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || !event.target.matches("input[type=text]")) return;
  event.preventDefault();
  event.target.closest(".question__adding")?.querySelector("button").click();
});

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const what = event.submitter?.value || "save";
  if (what === "save") save();
  else if (!leaving) go(what);
});

/** Sends the page as a browser does without script, once the server has all of it: the answer is a page of its own. */
async function go(what) {
  leaving = true;
  const whole = (await save()) || (await save());
  if (!whole || document.getElementById("behind")) {
    leaving = false;
    if (!trouble.textContent && !document.getElementById("behind")) {
      tell("No connection, so this cannot go on yet. It is kept on this device; try again when you have signal.");
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

// A page brought back whole by the Back button may stand on words that are no longer there.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

// The steps unfold beside the page where there is room for both.
if (window.matchMedia("(min-width: 64em)").matches) document.querySelector(".steps__fold").open = true;

const early = touched(form); // on a slow line somebody types before this script is here
bringBack();
if (early) changed();
