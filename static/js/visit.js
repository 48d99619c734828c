// A visit's page: keeps itself as it is typed (autosave.js), grows by rows, weighs what is named, and never lets one
// window write over another. Without this script the page works by its buttons.

import { Autosave, byName, fill } from "./autosave.js";
import { send } from "./kept.js";

const form = document.getElementById("visit");
const fields = form.elements;
const { draftUrl } = form.dataset;
const CONTROLS = new Set(["draft", "version", "tab", "form", "about", "worker", "csrfmiddlewaretoken", "do"]);

const keeping = new Autosave(form, {
  url: draftUrl,
  tokenUrl: `${draftUrl}?${new URLSearchParams({ form: fields.form.value, about: fields.about.value })}`,
  standing: ["draft", "version", "tab"],
  bringBack,
  behind,
  unfinished: "No connection, so this is not finished yet. It is kept on this device; finish it when you have signal.",
});
keeping.choosing = "behind" in form.dataset;

// ---- Two windows ----

function behind(draft) {
  keeping.choosing = true;
  keeping.unsaved = true;
  keeping.notSaved("not saved", { again: false });
  document.getElementById("behind")?.remove();
  keeping.notice(draft.unfinished ? "behind-draft" : "behind-finished", draft.words);
}

async function choose(what) {
  const answer = await send(draftUrl, [...keeping.typed(), ["do", what]]).catch(() => null);
  if (!answer?.ok) {
    keeping.tell("We could not reach Hampshire. Both versions are still there: choose again in a moment.");
    return;
  }
  if (what === "show-other") {
    keeping.forget();
    keeping.leaving = true;
    location.replace(form.action);
    return;
  }
  keeping.choosing = false;
  document.getElementById("behind")?.remove();
  keeping.nowSaved(await answer.json());
  keeping.saved.focus();
}

// ---- What this browser still had ----

// Where the server has something later, saving what was here will be refused, and then the person says which goes on.
function bringBack(page) {
  const here = { draft: fields.draft.value, version: Number(fields.version.value) };
  const ahead = page.draft === here.draft && (Number(page.version) === here.version || page.tab === form.dataset.savedFrom);
  const first = Number(page.version) === 0 && here.version === 0;
  putBack(byName(page.fields));
  fields.draft.value = page.draft;
  if (ahead || first) fields.version.value = ahead ? here.version : 0;
  else {
    fields.version.value = page.version;
    fields.tab.value = page.tab;
  }
}

/** Puts back what was typed: every field of the page, and the rows that were added. */
function putBack(values) {
  for (const kind of ["quotes", "strengths", "worries", "goals", "steps"]) {
    const wanted = Number(values.get(`${kind}-rows`)?.[0] || 1);
    while (Number(fields[`${kind}-rows`].value) < wanted) addRow(kind);
  }
  fill(form, values, CONTROLS);
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
  keeping.changed();
});

form.addEventListener("click", (event) => {
  if (event.target.closest("[data-forget]")) keeping.forget();
});

// Enter in a line of text goes to the next one; a page this long is finished by its button.
form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || !event.target.matches("input")) return;
  event.preventDefault();
});

form.addEventListener("submit", (event) => {
  const what = event.submitter?.value || "save";
  event.preventDefault();
  if (what.startsWith("add-")) {
    addRow(what.slice(4)).querySelector("textarea, input").focus();
    keeping.changed();
  } else if (what === "keep-mine" || what === "show-other") {
    choose(what);
  } else if (what === "save") {
    keeping.save();
  } else {
    keeping.finish(what);
  }
});

keeping.start();
