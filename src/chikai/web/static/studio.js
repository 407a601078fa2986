// What the editor gains where scripts run: line numbers, findings while writing, suggestions from
// the schema, and a net under unsaved text. Everything works without it.
"use strict";

const form = document.getElementById("editor");
const area = document.getElementById("text");
const gutter = form.querySelector(".gutter");
const findings = document.getElementById("findings");
const list = document.getElementById("complete");
const told = document.getElementById("told");
const where = document.getElementById("where");
const KEPT = `studio:${form.getAttribute("action")}`;
let dirty = form.dataset.dirty === "yes";

// --- lines -------------------------------------------------------------------------------------

function linesOf(text) { return text.split("\n"); }

function position() {
  const before = area.value.slice(0, area.selectionStart);
  const line = before.split("\n").length;
  return { line, column: area.selectionStart - before.lastIndexOf("\n") };
}

function goTo(line, column) {
  const lines = linesOf(area.value);
  const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  const at = Math.min(start + column - 1, area.value.length);
  area.focus();
  area.setSelectionRange(at, start + (lines[line - 1] || "").length);
  area.scrollTop = Math.max(0, (line - 6) * lineHeight());
  area.scrollLeft = 0;
}

function lineHeight() { return parseFloat(getComputedStyle(area).lineHeight); }

function number() {
  const marks = new Map();
  for (const each of findings.querySelectorAll("[data-line]")) {
    const kind = /note-(\w+)/.exec(each.closest(".finding").className)[1];
    if (!marks.has(Number(each.dataset.line))) marks.set(Number(each.dataset.line), kind);
  }
  const rows = linesOf(area.value).map((_, i) => {
    const kind = marks.get(i + 1);
    const row = document.createElement(kind ? "b" : "span");
    if (kind) row.className = `g-${kind}`;
    row.textContent = String(i + 1);
    return row;
  });
  gutter.replaceChildren(...rows.flatMap((row) => [row, "\n"]));
  gutter.scrollTop = area.scrollTop;
}

function tell() { const at = position(); where.textContent = `${at.line}:${at.column}`; }

// --- findings while writing --------------------------------------------------------------------

let waiting = null;
let asked = 0;

async function check() {
  const mine = ++asked;
  const sent = new URLSearchParams(new FormData(form));
  try {
    const answer = await fetch(form.dataset.check, { method: "POST", body: sent });
    if (!answer.ok) throw new Error(String(answer.status));
    const html = await answer.text();
    if (mine !== asked) return;
    findings.innerHTML = html;
  } catch {
    if (mine !== asked) return;
    const note = document.createElement("p");
    note.className = "notice";
    note.textContent = findings.dataset.failed;
    if (!findings.querySelector(":scope > .notice")) findings.prepend(note);
  }
  number();
}

function changed() {
  dirty = true;
  clearTimeout(waiting);
  waiting = setTimeout(check, 400);
  try { sessionStorage.setItem(KEPT, area.value); } catch { /* the net is not there; so be it */ }
  number();
  tell();
}

area.addEventListener("input", changed);
area.addEventListener("scroll", () => { gutter.scrollTop = area.scrollTop; close(); });
document.addEventListener("selectionchange", () => { if (document.activeElement === area) tell(); });
findings.addEventListener("click", (event) => {
  const link = event.target.closest(".to-line");
  if (!link) return;
  event.preventDefault();
  goTo(Number(link.dataset.line), Number(link.dataset.column));
});

// --- a net under unsaved text ------------------------------------------------------------------

form.addEventListener("submit", () => { dirty = false; });
window.addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
try {
  const kept = sessionStorage.getItem(KEPT);
  if (form.dataset.done === "saved") sessionStorage.removeItem(KEPT);
  else if (kept !== null && kept !== area.value) {
    const offer = document.getElementById("restore");
    offer.hidden = false;
    offer.querySelector("button").addEventListener("click", () => {
      area.value = kept;
      offer.hidden = true;
      changed();
    });
  }
} catch { /* no net */ }

// --- suggestions from the schema ---------------------------------------------------------------

let schema = null;
let options = [];
let active = -1;
let span = [0, 0];

function resolved(node) {
  while (node && node.$ref) node = schema.$defs[node.$ref.split("/").pop()];
  return node;
}

// Every plain schema a node may stand for.
function choices(node) {
  const found = resolved(node);
  if (!found) return [];
  const several = found.anyOf || found.oneOf;
  return several ? several.flatMap(choices) : [found];
}

function below(nodes, key) {
  return nodes.flatMap(choices).flatMap((node) => {
    if (key === null) return node.items ? [node.items] : [];
    return node.properties && node.properties[key] ? [node.properties[key]] : [];
  });
}

// The keys above a line, outermost first; null stands for an entry of a list.
function pathTo(lines, index, indent) {
  const path = [];
  let least = indent;
  for (let i = index; i >= 0 && least > 0; i -= 1) {
    const found = /^(\s*)((?:- +)*)(?:([A-Za-z_]\w*):(.*))?/.exec(lines[i]);
    if (!lines[i].trim() || lines[i].trim().startsWith("#")) continue;
    const start = found[1].length;
    const after = start + found[2].length;
    if (found[3] && after < least && i < index) { path.unshift(found[3]); least = after; }
    if (found[2] && start < least && after <= least) { path.unshift(null); least = start; }
  }
  return path;
}

function valuesOf(nodes) {
  return nodes.flatMap(choices).flatMap((node) => {
    if (node.enum) return node.enum.map(String);
    if (node.const !== undefined) return [String(node.const)];
    return node.type === "boolean" ? ["true", "false"] : [];
  });
}

function suggestions() {
  const text = area.value;
  const caret = area.selectionStart;
  const lines = linesOf(text.slice(0, caret));
  const index = lines.length - 1;
  const line = lines[index];
  if (/[{#'"]/.test(line)) return null;
  const value = /^(\s*)((?:- +)*)([A-Za-z_]\w*): +(?:\[(?:[^\]]*[,\s])?)?([\w.-]*)$/.exec(line);
  if (value) {
    const indent = value[1].length + value[2].length;
    const own = lines.slice(0, index).concat(" ".repeat(value[1].length) + value[2] + "x:");
    const nodes = [...pathTo(own, index, indent), value[3]].reduce(below, [schema]);
    const words = valuesOf(nodes.concat(below(nodes, null)));
    return { words, typed: value[4], key: false };
  }
  const key = /^(\s*)((?:- +)*)([A-Za-z_]\w*)?$/.exec(line);
  if (!key) return null;
  const indent = key[1].length + key[2].length;
  const own = lines.slice(0, index).concat(" ".repeat(key[1].length) + key[2] + "x:");
  const nodes = pathTo(own, index, indent).reduce(below, [schema]);
  const there = beside(linesOf(text), index, indent);
  const keys = nodes.flatMap(choices).flatMap((node) => Object.keys(node.properties || {}));
  const words = keys.filter((each) => !there.has(each)).concat(key[2] ? valuesOf(nodes) : []);
  return { words, typed: key[3] || "", key: new Set(keys) };
}

// The keys that stand in the same mapping already.
function beside(lines, index, indent) {
  const found = new Set();
  const look = (i) => {
    const row = /^(\s*)((?:- +)*)([A-Za-z_]\w*):/.exec(lines[i] || "");
    const at = /^(\s*)((?:- +)*)/.exec(lines[i] || "");
    if ((lines[i] || "").trim() && at[1].length + at[2].length < indent) return false;
    if (row && row[1].length + row[2].length === indent) found.add(row[3]);
    return !(at[2] && at[1].length + at[2].length === indent);
  };
  const dash = /^\s*(- +)/.test(lines[index]);
  for (let i = index - 1; !dash && i >= 0 && look(i); i -= 1);
  for (let i = index + 1; i < lines.length; i += 1) {
    const at = /^(\s*)((?:- +)*)/.exec(lines[i]);
    if (at[2] && at[1].length < indent) break;
    if (!look(i)) break;
  }
  return found;
}

async function open(byHand) {
  if (!schema) {
    try { schema = await (await fetch(form.dataset.schema)).json(); } catch { return; }
  }
  const found = suggestions();
  close();
  if (!found || (!byHand && !found.typed)) return;
  const fits = [...new Set(found.words)].filter((word) => word.startsWith(found.typed) && word !== found.typed);
  if (!fits.length) return;
  span = [area.selectionStart - found.typed.length, area.selectionStart];
  options = fits.map((word) => (found.key && found.key.has(word) ? `${word}: ` : word));
  list.replaceChildren(...options.map((word, i) => {
    const item = document.createElement("li");
    item.id = `complete-${i}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.textContent = word.trim();
    item.addEventListener("mousedown", (event) => { event.preventDefault(); accept(i); });
    return item;
  }));
  list.hidden = false;
  beneathCaret();
  told.textContent = told.dataset.many.replace("{count}", String(options.length));
  if (byHand) choose(0);
}

function beneathCaret() {
  const style = getComputedStyle(area);
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  const { line, column } = position();
  const typed = linesOf(area.value)[line - 1].slice(0, column - 1);
  const left = area.offsetLeft + parseFloat(style.paddingLeft) + pen.measureText(typed).width - area.scrollLeft;
  const top = parseFloat(style.paddingTop) + line * lineHeight() - area.scrollTop;
  const room = area.parentElement.clientWidth - list.offsetWidth - 8;
  list.style.left = `${Math.max(0, Math.min(left, room))}px`;
  const fitsBelow = top + list.offsetHeight < area.clientHeight;
  list.style.top = `${Math.max(0, fitsBelow ? top : top - lineHeight() - list.offsetHeight)}px`;
}

function close() {
  if (list.hidden) return;
  list.hidden = true;
  options = [];
  active = -1;
  told.textContent = "";
  area.removeAttribute("aria-activedescendant");
}

function choose(index) {
  active = (index + options.length) % options.length;
  [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === active)));
  list.children[active].scrollIntoView({ block: "nearest" });
  area.setAttribute("aria-activedescendant", `complete-${active}`);
}

function accept(index) {
  const word = options[index];
  close();
  area.setRangeText(word, span[0], span[1], "end");
  changed();
}

area.setAttribute("aria-autocomplete", "list");
area.setAttribute("aria-haspopup", "listbox");
area.setAttribute("aria-controls", "complete");
area.addEventListener("input", (event) => { if (/^insertText$/.test(event.inputType || "")) open(false); else close(); });
area.addEventListener("blur", close);
area.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (event.ctrlKey && event.code === "Space") { event.preventDefault(); open(true); return; }
  if (list.hidden) return;
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  if (steps[event.key]) {
    event.preventDefault();
    choose(active < 0 && steps[event.key] < 0 ? options.length - 1 : active + steps[event.key]);
  } else if (event.key === "Escape") {
    event.preventDefault();
    close();
  } else if (event.key === "Enter" && active >= 0) {
    event.preventDefault();
    accept(active);
  }
});

gutter.hidden = false;
number();
if (/^#L\d+$/.test(location.hash)) goTo(Number(location.hash.slice(2)), 1);
