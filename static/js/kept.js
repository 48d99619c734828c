// What was typed and has not reached Hampshire yet, kept in this browser until it has.
//
// This is a child's record on somebody's device, so as little as can be: only while the server does not have it (for a
// second or two, unless the connection or the sign-in is gone), under the worker's own id, never shown to anybody else
// who signs in here, dropped when they sign out and after a week. Council devices are encrypted and locked; a page
// that lost what a family said would be the greater harm.
//
// localStorage, because it writes at once: a page that is being closed has no time to wait for anything.

const PREFIX = "hampshire:page:";
const WEEK = 7 * 24 * 60 * 60 * 1000;

export const worker = document.body.dataset.worker || "";

let signingOut = false; // the page that signs out is still there for a moment, and would keep itself again

export function put(name, page) {
  if (signingOut) return true;
  try {
    localStorage.setItem(name, JSON.stringify({ ...page, at: Date.now() }));
    return true;
  } catch {
    return false; // full, or switched off: the page says that nothing is kept
  }
}

export function take(name) {
  try {
    const page = JSON.parse(localStorage.getItem(name));
    if (page && Date.now() - page.at < WEEK) return page;
  } catch {
    // not ours to read
  }
  drop(name);
  return null;
}

/** Whether somebody has typed or chosen anything in this form since the server drew it. */
export function touched(form) {
  return [...form.elements].some(
    (field) =>
      (field.type !== "hidden" && "defaultValue" in field && field.value !== field.defaultValue) ||
      ("defaultChecked" in field && field.checked !== field.defaultChecked),
  );
}

export function drop(name) {
  try {
    localStorage.removeItem(name);
  } catch {
    // nothing was kept either
  }
}

function names(start) {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(start));
  } catch {
    return [];
  }
}

// ---- Talking to the server ----

// Signing in gives a new token to every tab; the cookie has the one that counts.
export const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]*)/)?.[1] || "";

export function send(url, fields, { keepalive = false } = {}) {
  const body = new URLSearchParams(fields);
  return fetch(url, {
    method: "POST",
    body,
    headers: { Accept: "application/json", "X-CSRFToken": token() },
    credentials: "same-origin",
    redirect: "error",
    keepalive: keepalive && body.toString().length < 60000, // browsers take no more than that from a page that is gone
  });
}

// ---- On every page ----

// What a closed browser could not send goes as soon as the same worker opens any page. A conflict waits for its page.
async function sendWhatWaits() {
  for (const name of names(`${PREFIX}${worker}:`)) {
    const page = take(name);
    if (!page || document.querySelector(`form[data-kept="${name}"]`)) continue;
    const answer = await send(page.url, page.fields).catch(() => null);
    if (answer?.ok) {
      drop(name);
      say(page.said);
    }
  }
}

function say(text) {
  document.dispatchEvent(new CustomEvent("said", { detail: { message: text } }));
}

if (worker) {
  for (const name of names(PREFIX)) take(name); // drops what is older than a week, whoever's it is
  sendWhatWaits();
  document.addEventListener("submit", (event) => {
    if (!event.target.action?.endsWith("/accounts/logout/")) return;
    signingOut = true;
    for (const name of names(`${PREFIX}${worker}:`)) drop(name);
  });
}
