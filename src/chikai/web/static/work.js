// Where scripts run, only the table is renewed, and only while something moves and is looked at.
"use strict";

async function renew() {
  const here = document.getElementById("jobs");
  if (!here.hasAttribute("data-moving")) return;
  if (!document.hidden && !here.contains(document.activeElement)) {
    const answer = await fetch(location.href).catch(() => null);
    if (answer && answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("jobs");
      if (fresh) here.replaceWith(document.adoptNode(fresh));
    }
  }
  setTimeout(renew, 2000);
}

setTimeout(renew, 2000);
