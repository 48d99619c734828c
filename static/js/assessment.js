// A section of an assessment: keeps itself as it is typed (autosave.js), and never writes over somebody else's words:
// what two people wrote at once is kept beside one another, and this page leads to where they are put together.
// Without this script the page works by its buttons.

import { Autosave, byName, fill } from "./autosave.js";

const form = document.getElementById("section");
const fields = form.elements;
const CONTROLS = new Set(["version", "window", "worker", "csrfmiddlewaretoken", "do"]);

const keeping = new Autosave(form, {
  url: form.dataset.saveUrl,
  standing: ["version", "window"],
  bringBack,
  behind,
  unfinished: "No connection, so this cannot go on yet. It is kept on this device; try again when you have signal.",
});

/** Somebody saved meanwhile. The server has what is here beside theirs, and goes on keeping it as it is typed. */
function behind({ words, url }) {
  const notice = keeping.notice("behind-section", words);
  if (notice) notice.querySelector("a").href = url;
  keeping.unsaved = false;
  keeping.forget();
  keeping.say("kept beside it", false);
}

/** Puts back what was typed and never reached the server. It stands on what it stood on then: the server says whether
 * somebody has written since. */
function bringBack(page) {
  fill(form, byName(page.fields), CONTROLS);
  form.dispatchEvent(new Event("change", { bubbles: true })); // questions.js shows what these answers ask
  fields.version.value = page.version;
  fields.window.value = page.window;
}

// ---- What people do ----

form.addEventListener("input", () => keeping.changed());

// Enter in a line of text adds what stands beside it, else keeps the page; it never leaves it.
form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || !event.target.matches("input[type=text]")) return;
  event.preventDefault();
  event.target.closest(".question__adding")?.querySelector("button").click();
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const what = event.submitter?.value || "save";
  if (what === "save") keeping.save();
  else keeping.finish(what);
});

// The steps unfold beside the page where there is room for both.
if (window.matchMedia("(min-width: 64em)").matches) document.querySelector(".steps__fold").open = true;

keeping.start();
