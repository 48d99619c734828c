// Enhances pages that work without it: the design system's components, and what htmx brings or fails to bring.

import { initAll } from "../govuk/govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

document.addEventListener("htmx:afterSettle", (event) => {
  initAll({ scope: event.target });
  focusFirstProblem(event.target);
});

// A fragment that came back with a problem: take the person to its summary, as a whole page would.
function focusFirstProblem(part) {
  part.querySelector(".govuk-error-summary")?.focus();
}

// ---- What went wrong, and what to do ----

const WORDS = {
  offline: "We could not reach Hampshire. What you have typed is still on this page. Try again when you have a connection.",
  403: "You may not do this.",
  404: "That is not here, or not yours to see.",
  409: "Somebody has changed this since you opened it. Open the page again in another tab to see what changed.",
  413: "That file is too large.",
  429: "That was too many tries. Wait a few minutes, then try again.",
  other: "Something went wrong at our end. What you have typed is still on this page. Try again in a minute.",
};

function words(xhr) {
  const page = new DOMParser().parseFromString(xhr.responseText || "", "text/html");
  const reason = page.querySelector("#problem .problem__reason")?.textContent.trim();
  return reason || WORDS[xhr.status] || WORDS.other;
}

function showProblem(text) {
  const box = document.getElementById("problems");
  const notice = document.createElement("div");
  notice.className = "notice notice--warning";
  const paragraph = document.createElement("p");
  paragraph.textContent = text;
  notice.append(shape("M6 1l5.5 10H.5z", false), paragraph);
  box.replaceChildren(notice);
  notice.scrollIntoView({ block: "nearest" });
}

function shape(path, hollow) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 12 12");
  svg.setAttribute("class", "shape");
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  line.setAttribute("d", path);
  if (hollow) {
    line.setAttribute("fill", "none");
    line.setAttribute("stroke", "currentColor");
    line.setAttribute("stroke-width", "2");
  }
  svg.append(line);
  return svg;
}

document.addEventListener("htmx:responseError", (event) => showProblem(words(event.detail.xhr)));
document.addEventListener("htmx:sendError", () => showProblem(WORDS.offline));
document.addEventListener("htmx:timeout", () => showProblem(WORDS.offline));
document.addEventListener("htmx:beforeRequest", () => document.getElementById("problems").replaceChildren());

// ---- What a write answered: hampshire/htmx.py's done() ----

document.addEventListener("said", (event) => {
  const notice = document.createElement("div");
  notice.className = "notice notice--done";
  const paragraph = document.createElement("p");
  paragraph.textContent = event.detail.message;
  notice.append(shape("M1.5 6.5l3 3 6-7", true), paragraph);
  document.getElementById("notices").replaceChildren(notice);
});

// ---- Small manners ----

// The account menu closes when you leave it.
const menu = document.querySelector(".top__user");
if (menu) {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

// On a phone the row of tabs is wider than the screen: it begins where you are.
for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
  const row = tab.closest(".tabs ul") || tab.parentElement;
  row.scrollLeft = Math.max(0, tab.offsetLeft - row.offsetLeft - 16);
}

// Filters unfold beside their list where there is room for both.
const wide = window.matchMedia("(min-width: 48.0625em)");
for (const panel of document.querySelectorAll(".filters")) if (wide.matches) panel.open = true;
