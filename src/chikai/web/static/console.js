// What the desk gains where scripts run: single keys, and fields that help. Nothing needs it.
"use strict";

const desk = location.pathname.split("/").slice(0, 3).join("/");
const typing = (where) => where.closest("input, select, textarea, [contenteditable]");

function step(by) {
  const links = [...document.querySelectorAll(".inbox > li > a")];
  if (!links.length) return;
  const at = links.indexOf(document.activeElement);
  links[Math.min(links.length - 1, Math.max(0, at < 0 ? 0 : at + by))].focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
  if (event.key === "j" || event.key === "k") {
    step(event.key === "j" ? 1 : -1);
    return;
  }
  if (event.key === "?") {
    location.assign(`${desk}/keys`);
    return;
  }
  const wanted = event.key === "/" ? document.querySelector('[data-key="/"]') : document.querySelector(`[accesskey="${CSS.escape(event.key)}"]`);
  if (!wanted) return;
  event.preventDefault();
  if (wanted.matches("a")) wanted.click();
  else wanted.focus();
});

// Whoever asks for somebody else is named: their part of the form opens.
const part = document.getElementById("representative-part");

function named(asker) {
  if (part && asker.checked) part.open = part.open || asker.value !== "person";
}

for (const asker of document.querySelectorAll('input[name="asker"]')) {
  named(asker);
  asker.addEventListener("change", () => named(asker));
}

// The address of a postal code, as soon as the code is whole; the cursor waits behind it.
const digits = (text) => text.normalize("NFKC").replace(/[^0-9]/g, "");

async function fill(input) {
  const address = document.getElementById(input.id.replace(/postal_code$/, "address"));
  if (digits(input.value).length !== 7 || !address || address.value.trim()) return;
  const body = new URLSearchParams({ code: input.value, _csrf_token: input.form.elements._csrf_token.value });
  const answer = await fetch(`${desk}/postal`, { method: "POST", body });
  if (!answer.ok) return;
  const found = (await answer.json()).address;
  if (found && !address.value.trim()) {
    address.value = found;
    address.setSelectionRange(found.length, found.length);
  }
}

for (const input of document.querySelectorAll("[data-postal] input")) {
  input.addEventListener("input", () => fill(input));
}
