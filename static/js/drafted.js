// A page that is kept as a draft (practice/actions/drafts.py) while it is typed, and never lets one window write over
// another: where both wrote, the person says which goes on, and the other is kept beside it. Its form says in its data
// where the draft is kept (draftUrl), which window saved it last (savedFrom) and whether it is behind; the page has the
// notices behind-draft and behind-finished as templates.

import { Autosave, byName, fill } from "./autosave.js";
import { send } from "./kept.js";

const CONTROLS = new Set(["draft", "version", "tab", "form", "about", "worker", "csrfmiddlewaretoken", "do"]);

export class Drafted extends Autosave {
  /**
   * @param {HTMLFormElement} form
   * @param {object} [page]
   * @param {(values: Map<string, string[]>) => void} [page.before] makes room for what is put back
   * @param {() => void} [page.after] what follows from what was put back
   */
  constructor(form, { before = () => {}, after = () => {} } = {}) {
    const { draftUrl } = form.dataset;
    const { form: name, about } = form.elements;
    super(form, {
      url: draftUrl,
      tokenUrl: `${draftUrl}?${new URLSearchParams({ form: name.value, about: about.value })}`,
      standing: ["draft", "version", "tab"],
      bringBack: (kept) => this.bringBack(kept),
      behind: (draft) => this.behind(draft),
      unfinished: "No connection, so this is not finished yet. It is kept on this device; finish it when you have signal.",
    });
    this.before = before;
    this.after = after;
    this.choosing = "behind" in form.dataset;
    form.addEventListener("click", (event) => {
      if (event.target.closest("[data-forget]")) this.forget();
    });
    // Enter in a line of text goes to the next one; a page this long is finished by its button.
    form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.isComposing && event.target.matches("input")) event.preventDefault();
    });
  }

  behind(draft) {
    this.choosing = true;
    this.unsaved = true;
    this.notSaved("not saved", { again: false });
    document.getElementById("behind")?.remove();
    this.notice(draft.unfinished ? "behind-draft" : "behind-finished", draft.words);
  }

  async choose(what) {
    const answer = await send(this.page.url, [...this.typed(), ["do", what]]).catch(() => null);
    if (!answer?.ok) {
      this.tell("We could not reach Hampshire. Both versions are still there: choose again in a moment.");
      return;
    }
    if (what === "show-other") {
      this.forget();
      this.leaving = true;
      location.replace(this.form.action);
      return;
    }
    this.choosing = false;
    document.getElementById("behind")?.remove();
    this.nowSaved(await answer.json());
    this.saved.focus();
  }

  /** What this browser still had. Where the server has something later, saving it will be refused, and then the person
   * says which goes on. */
  bringBack(page) {
    const { elements: fields, dataset } = this.form;
    const here = { draft: fields.draft.value, version: Number(fields.version.value) };
    const ahead = page.draft === here.draft && (Number(page.version) === here.version || page.tab === dataset.savedFrom);
    const first = Number(page.version) === 0 && here.version === 0;
    const values = byName(page.fields);
    this.before(values);
    fill(this.form, values, CONTROLS);
    this.after();
    fields.draft.value = page.draft;
    if (ahead || first) fields.version.value = ahead ? here.version : 0;
    else {
      fields.version.value = page.version;
      fields.tab.value = page.tab;
    }
  }

  /** The buttons every such page has. Answers whether it was one of these. */
  pressed(what) {
    if (what === "keep-mine" || what === "show-other") this.choose(what);
    else if (what === "save") this.save();
    else return false;
    return true;
  }
}
