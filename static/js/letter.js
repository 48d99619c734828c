// A letter's page: kept as it is typed (drafted.js). Without this script the page works by its buttons.

import { Drafted } from "./drafted.js";

const form = document.getElementById("letter");
const keeping = new Drafted(form);

form.addEventListener("input", () => keeping.changed());

form.addEventListener("submit", (event) => {
  const what = event.submitter?.value || "save";
  event.preventDefault();
  if (!keeping.pressed(what)) keeping.finish(what);
});

keeping.start();
