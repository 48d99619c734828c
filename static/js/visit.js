// A visit's page: kept as it is typed (drafted.js), grows by rows, weighs what is named. Without this script the page
// works by its buttons.

import { Drafted } from "./drafted.js";

const form = document.getElementById("visit");
const fields = form.elements;
const keeping = new Drafted(form, { before: makeRoom, after: unfold });

// ---- What this browser still had ----

/** As many rows as were added. */
function makeRoom(values) {
  for (const kind of ["quotes", "strengths", "worries", "goals", "steps"]) {
    const wanted = Number(values.get(`${kind}-rows`)?.[0] || 1);
    while (Number(fields[`${kind}-rows`].value) < wanted) addRow(kind);
  }
}

function unfold() {
  for (const folded of form.querySelectorAll("details")) folded.open = folded.open || [...folded.querySelectorAll("input, textarea, .visit__voice select")].some(isGiven);
  offerNewStrengths();
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
  offerNewStrengths();
  return rows.lastElementChild;
}

// ---- What a new goal leans on ----

/** The strengths being written stand among those that a new goal can lean on; one not begun yet is not offered. */
function offerNewStrengths() {
  for (const list of form.querySelectorAll("[data-leans]")) {
    for (let row = 0; row < Number(fields["strengths-rows"].value); row += 1) {
      const text = fields[`strengths-${row}-text`].value.trim();
      const chip = list.querySelector(`[data-row="strengths-${row}"]`) || another(list, `strengths-${row}`);
      chip.querySelector("label").textContent = text;
      chip.hidden = !text;
    }
  }
}

function another(list, row) {
  const chip = list.querySelector("[data-row]").cloneNode(true);
  const [box, label] = [chip.querySelector("input"), chip.querySelector("label")];
  chip.dataset.row = box.value = row;
  box.id = label.htmlFor = `${box.name}-${row}`;
  box.checked = false;
  return list.appendChild(chip);
}

function seeAll() {
  for (const box of form.querySelectorAll("[data-seen]")) box.checked = true;
  keeping.changed();
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
  if (target.dataset.counts === "strengths" && target.type === "text") offerNewStrengths();
  keeping.changed();
});

form.addEventListener("submit", (event) => {
  const what = event.submitter?.value || "save";
  event.preventDefault();
  if (what.startsWith("add-")) {
    addRow(what.slice(4)).querySelector("textarea, input").focus();
    keeping.changed();
  } else if (what === "all-seen") {
    seeAll();
  } else if (!keeping.pressed(what)) {
    keeping.finish(what);
  }
});

offerNewStrengths();
keeping.start();
