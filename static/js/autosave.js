// A form that keeps itself as it is typed, says so, and is finished only when the server has all of it. Pages that save
// themselves (a visit, a section of an assessment) share this; what differs between them they say to the constructor.
// Such a form has in its data: the address it is saved to (or `url` given here), `kept`, `said` and `signIn`; the page
// has #saved and #save-trouble beside its buttons. Without script the page works by its buttons.

import { drop, put, send, take, token, touched } from "./kept.js";

const WAIT = 1500;
const LONGEST_WAIT = 30000;

const isJson = (answer) => /^application\/(problem\+)?json/.test(answer.headers.get("Content-Type") || "");

export class Autosave {
  /**
   * @param {HTMLFormElement} form
   * @param {object} page
   * @param {string} page.url where what is typed is posted; answers JSON: {saved: "12:04", …}
   * @param {string} [page.tokenUrl] a page to get, for a fresh token
   * @param {string[]} page.standing names of the hidden fields that say what was typed stands on
   * @param {(kept: object) => void} page.bringBack puts back what never reached the server
   * @param {(answer: object) => void} page.behind somebody else saved meanwhile (409)
   * @param {string} page.unfinished what to say when it cannot be finished for want of signal
   */
  constructor(form, page) {
    this.form = form;
    this.page = page;
    this.saved = document.getElementById("saved");
    this.trouble = document.getElementById("save-trouble");
    this.changes = 0; // counts what was typed, so that an answer knows whether more was typed since it was asked
    this.unsaved = false;
    this.choosing = false; // nothing is sent until the person has said which of two goes on
    this.leaving = false;
    this.asking = null; // the save under way
    this.timer = 0;
    this.wait = WAIT;
    this.watch();
  }

  /** Begins, once the page has set itself up: puts back what this browser still had, and keeps what is there already. */
  start() {
    const early = touched(this.form); // on a slow line somebody types before the script is here
    const kept = this.choosing ? null : take(this.form.dataset.kept);
    if (kept) {
      this.page.bringBack(kept);
      this.changed();
      this.save();
    } else if (early) this.changed();
  }

  watch() {
    this.form.addEventListener("focusout", () => {
      if (this.unsaved) this.later(200);
    });
    window.addEventListener("online", () => this.save());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.leave();
      else if (this.unsaved) this.save();
    });
    window.addEventListener("pagehide", () => this.leave());
    // A page brought back whole by the Back button may have been finished, or written on, since.
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) location.reload();
    });
  }

  // ---- What is on the page ----

  typed() {
    const data = new FormData(this.form);
    data.delete("csrfmiddlewaretoken");
    return [...data.entries()];
  }

  changed() {
    this.changes += 1;
    this.unsaved = true;
    this.keepHere();
    if (!this.choosing) this.later(WAIT);
  }

  keepHere() {
    const { kept, said } = this.form.dataset;
    const standing = Object.fromEntries(this.page.standing.map((name) => [name, this.form.elements[name].value]));
    const page = { ...standing, fields: this.typed(), url: this.page.url, said };
    if (!put(kept, page)) this.tell("This browser keeps nothing while you have no connection. Do not close this page.");
  }

  forget() {
    drop(this.form.dataset.kept);
  }

  // ---- Saving ----

  later(time) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), time);
  }

  /** Sends what is on the page. Resolves to whether the server has all of it. Only one goes at a time. */
  async save({ keepalive = false } = {}) {
    clearTimeout(this.timer);
    if (this.choosing) return false;
    while (this.asking) await this.asking;
    if (!this.unsaved) return true;
    this.asking = this.sendOnce(keepalive).finally(() => (this.asking = null));
    return this.asking;
  }

  async sendOnce(keepalive) {
    const asOf = this.changes;
    let answer;
    try {
      answer = await send(this.page.url, this.typed(), { keepalive });
      if (answer.status === 403 && !isJson(answer)) answer = await this.sendWithFreshToken();
    } catch {
      return this.notSaved("not saved, will retry");
    }
    if (answer.ok) return this.nowSaved(await answer.json(), asOf);
    return this.refused(answer);
  }

  /** Somebody signed in again elsewhere, or the cookie is gone: ask for a token, then send once more. */
  async sendWithFreshToken() {
    await fetch(this.page.tokenUrl || this.page.url, { headers: { Accept: "application/json" }, redirect: "error" });
    return send(this.page.url, this.typed());
  }

  nowSaved(answer, asOf = this.changes) {
    for (const name of this.page.standing) if (name in answer) this.form.elements[name].value = answer[name];
    this.wait = WAIT;
    this.tell("");
    this.say(answer.saved ? `saved ${answer.saved}` : "", true);
    if (this.changes !== asOf) {
      this.keepHere();
      this.later(WAIT);
      return false;
    }
    this.unsaved = false;
    this.forget();
    return true;
  }

  notSaved(words, { again = true } = {}) {
    this.say(words, false);
    if (again) {
      this.later(this.wait);
      this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
    }
    return false;
  }

  async refused(answer) {
    if (answer.status === 401) return this.signedOut();
    if (answer.status === 409) {
      this.page.behind(await answer.json());
      return false;
    }
    if (answer.status >= 500 || answer.status === 429) return this.notSaved("not saved, will retry");
    const why = isJson(answer) ? (await answer.json()).detail : "";
    this.tell(why || "Hampshire did not take this page. What you wrote stays in this browser.");
    return this.notSaved("not saved", { again: false });
  }

  signedOut() {
    const link = document.createElement("a");
    link.href = this.form.dataset.signIn;
    link.textContent = "sign in to save";
    this.tell("You have been signed out; ", link, ". What you have written is kept on this device.");
    return this.notSaved("not saved"); // signed in again in another tab, this one goes on by itself
  }

  say(words, good) {
    this.saved.textContent = words;
    this.saved.classList.toggle("saved--not", !good);
  }

  tell(...parts) {
    this.trouble.replaceChildren(...parts.filter(Boolean));
  }

  // ---- Leaving ----

  leave() {
    if (!this.unsaved || this.leaving) return;
    this.keepHere();
    this.save({ keepalive: true });
  }

  /** Sends the page as a browser does without script, once the server has all of it: the answer is a page of its own. */
  async finish(what) {
    if (this.leaving) return;
    this.leaving = true;
    const whole = (await this.save()) || (await this.save());
    if (!whole || document.getElementById("behind")) {
      this.leaving = false;
      if (!this.trouble.textContent && !document.getElementById("behind")) this.tell(this.page.unfinished);
      return;
    }
    this.form.elements.csrfmiddlewaretoken.value = token() || this.form.elements.csrfmiddlewaretoken.value;
    const chosen = document.createElement("input");
    chosen.type = "hidden";
    chosen.name = "do";
    chosen.value = what;
    this.form.append(chosen);
    this.form.submit();
  }

  // ---- Two windows, or two people ----

  /** Shows the notice of the template `id`, once, and takes the person to it. Answers the notice when it is new. */
  notice(id, words) {
    if (document.getElementById("behind")) return null;
    const notice = document.getElementById(id).content.cloneNode(true);
    notice.querySelector(".notice__title").textContent = words;
    this.form.prepend(notice);
    const shown = document.getElementById("behind");
    shown.focus();
    return shown;
  }
}

/** What was typed, by the name of its field: each name's values in their order. */
export function byName(entries) {
  const values = new Map();
  for (const [name, value] of entries) values.set(name, [...(values.get(name) || []), value]);
  return values;
}

/** Puts what was typed back into a form's fields, but for those that control it. */
export function fill(form, values, controls) {
  for (const field of form.elements) {
    if (!field.name || controls.has(field.name) || field.type === "submit") continue;
    const given = values.get(field.name) || [];
    if (field.type === "checkbox" || field.type === "radio") field.checked = given.includes(field.value);
    else field.value = given[0] ?? "";
  }
}
