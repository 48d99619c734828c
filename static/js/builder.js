// What is half typed about a form stays in this window until it is saved: a closed lid, an expired sign-in or a wrong
// link loses nothing. Nothing here is about a family. Without this script the pages work, and keep what is saved.

const PREFIX = "hampshire:building:";
const form = document.querySelector("form[data-building]");
const here = PREFIX + location.pathname + location.search;

const read = (name) => JSON.parse(sessionStorage.getItem(name) || "null");
const write = (page) => sessionStorage.setItem(here, JSON.stringify(page));

const typed = () => [...new FormData(form).entries()].filter(([name]) => !["csrfmiddlewaretoken", "revision"].includes(name));

// Arriving anywhere else after a save means that it went through: an error stays on its own page.
function forgetWhatWasSaved() {
  for (const name of Object.keys(sessionStorage)) {
    if (name.startsWith(PREFIX) && name !== here && read(name)?.sent) sessionStorage.removeItem(name);
  }
}

function putBack(kept) {
  const values = new Map();
  for (const [name, value] of kept.fields) values.set(name, [...(values.get(name) || []), value]);
  for (const field of form.elements) {
    if (!field.name || ["csrfmiddlewaretoken", "revision", "do", "choice-value"].includes(field.name)) continue;
    const given = values.get(field.name) || [];
    if (field.type === "checkbox" || field.type === "radio") field.checked = given.includes(field.value);
    else if (given.length) field.value = given.shift();
  }
  const notice = document.createElement("div");
  notice.className = "notice notice--note";
  const words = document.createElement("p");
  words.textContent = "What you had typed here and not saved is back. Save it, or open the page anew to let it go.";
  notice.append(words);
  document.getElementById("notices").replaceChildren(notice);
}

try {
  forgetWhatWasSaved();
  if (form) {
    const kept = read(here);
    const isFresh = !form.querySelector(".govuk-error-message") && !document.querySelector("#main .notice--warning");
    const start = JSON.stringify(typed());
    if (kept && isFresh && kept.start === start && JSON.stringify(kept.fields) !== start) putBack(kept);
    sessionStorage.removeItem(here);
    form.addEventListener("input", () => write({ start, fields: typed() }));
    form.addEventListener("submit", (event) => {
      const saves = !event.submitter?.value || event.submitter.value === "save";
      if (saves) write({ start, fields: typed(), sent: true });
    });
  }
} catch {
  // this browser keeps nothing: the page is as it would be without this script
}
