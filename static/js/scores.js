// The page of scores of an observation: keeps itself as it is typed (autosave.js). What was written in two windows of
// the same person is kept beside one another, and this page leads to where they say which goes on.
// Without this script the page works by its buttons.

import { Autosave, byName, fill } from "./autosave.js";

const form = document.getElementById("scores");
const fields = form.elements;
const CONTROLS = new Set(["version", "window", "worker", "csrfmiddlewaretoken", "do"]);

const keeping = new Autosave(form, {
  url: form.dataset.saveUrl,
  standing: ["version", "window"],
  bringBack,
  behind,
  unfinished: "No connection, so your scores are not kept yet. They stay on this device; try again when you have signal.",
});

/** Another window saved meanwhile. The server has what is here beside it, and goes on keeping it as it is typed. */
function behind({ words, url }) {
  const notice = keeping.notice("behind-scores", words);
  if (notice) notice.querySelector("a").href = url;
  keeping.unsaved = false;
  keeping.forget();
  keeping.say("kept beside it", false);
}

/** Puts back what was typed and never reached the server. It stands on what it stood on then: the server says whether
 * another window has saved since. */
function bringBack(page) {
  fill(form, byName(page.fields), CONTROLS);
  fields.version.value = page.version;
  fields.window.value = page.window;
}

form.addEventListener("input", () => keeping.changed());

// Enter in a line of text keeps the page; it never leaves it.
form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.isComposing && event.target.matches("input:not([type=radio])")) event.preventDefault();
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  keeping.finish(event.submitter?.value || "keep");
});

keeping.start();
