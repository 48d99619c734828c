// Hides the questions of a form that the answers so far do not ask. Only hides: what was written in them stays, and
// the server decides what counts. Without this script each says in words when it is asked.

function chosen(name) {
  const fields = [...document.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
  if (!fields.length) return null;
  return fields.filter((field) => field.checked && !field.closest("[hidden]")).map((field) => field.value);
}

// A question whose condition is hidden itself is not asked either: so from the first to the last, as the page has them.
function settle() {
  for (const question of document.querySelectorAll("[data-shown-by]")) {
    const values = chosen(question.dataset.shownBy); // null: it is asked on another page, and the server knows
    const wanted = question.dataset.shownFor.split(" ");
    const met = values ? values.some((value) => wanted.includes(value)) : question.dataset.met === "yes";
    question.hidden = !met;
  }
}

document.addEventListener("change", settle);
document.addEventListener("htmx:afterSettle", settle);
settle();
