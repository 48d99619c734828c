// Cards of a supervision save themselves by htmx as they are typed in. This keeps what has not reached Hampshire yet, so
// that a lost signal, a closed browser or an expired sign-in loses no word; see kept.js for how little is kept, and why.

import { drop, put, take, touched } from "./kept.js";

const cards = (part) => part.querySelectorAll?.("form[data-kept]") ?? [];

function keep(form) {
  form.dataset.state = "typing";
  form.dataset.typed = String(Number(form.dataset.typed || 0) + 1);
  put(form.dataset.kept, { url: form.action, fields: Object.fromEntries(new FormData(form)), said: form.dataset.said });
}

// What an earlier page could not send stands in the card again, and is sent. Where somebody else has written meanwhile,
// its version is no longer theirs, and the server shows the two beside one another.
function bringBack(form, fields) {
  for (const field of form.elements) {
    if (field.type === "radio" || field.type === "checkbox") field.checked = fields[field.name] === field.value;
    else if (field.name in fields && field.name !== "csrfmiddlewaretoken") field.value = fields[field.name];
  }
  keep(form);
  form.requestSubmit();
}

// On a slow line somebody types before this script, and htmx, are here.
function typedEarly(form) {
  keep(form);
  form.requestSubmit();
}

function watch(form) {
  if (form.dataset.watched) return;
  form.dataset.watched = "yes";
  form.addEventListener("input", () => keep(form));
  const kept = take(form.dataset.kept);
  if (kept) bringBack(form, kept.fields);
  else if (touched(form)) typedEarly(form);
}

document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (detail.elt.dataset.kept) detail.elt.dataset.sent = detail.elt.dataset.typed || "";
});
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const form = detail.elt;
  if (!form.dataset.kept || !detail.successful || form.dataset.sent !== (form.dataset.typed || "")) return;
  form.dataset.state = "saved";
  drop(form.dataset.kept);
});
document.addEventListener("htmx:afterSettle", ({ target }) => cards(target).forEach(watch));
// Not before htmx has taken the forms over, which it does just now: sent earlier, a card would leave the page.
document.addEventListener("DOMContentLoaded", () => cards(document).forEach(watch));
