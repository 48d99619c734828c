// The box in the header: people are listed under it as you type. The arrow keys walk through them, Escape goes back.
// Without this script the box is a form that leads to the search page.

const box = document.querySelector(".top__search");
if (box) {
  const input = box.querySelector("input");
  const list = document.getElementById("top-found");

  const close = () => {
    list.hidden = true;
  };
  const open = () => {
    list.hidden = !list.firstElementChild || !input.value.trim();
  };

  list.addEventListener("htmx:afterSwap", () => {
    if (box.contains(document.activeElement)) open();
  });
  input.addEventListener("input", () => {
    if (!input.value.trim()) close();
  });
  for (const left of ["click", "focusin"]) {
    document.addEventListener(left, (event) => {
      if (!box.contains(event.target)) close();
    });
  }

  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault(); // else the box is emptied as well
      close();
      input.focus();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      step(event);
    }
  });

  // From the box to the first person, from one to the next, from the first back to the box.
  function step(event) {
    if (list.hidden) open();
    if (list.hidden) return;
    const stops = [input, ...list.querySelectorAll("a")];
    const next = stops[stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1)];
    if (next) {
      event.preventDefault();
      next.focus();
    }
  }
}
