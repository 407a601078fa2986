// What a page gains where scripts run: marking areas on a picture by drawing. Nothing needs it.
"use strict";

const SVG = "http://www.w3.org/2000/svg";
const SIDES = ["x", "y", "w", "h"];

function fieldsOf(region) {
  return SIDES.map((side) => region.querySelector(`[data-side="${side}"]`));
}

function draw(svg, regions) {
  svg.replaceChildren();
  for (const region of regions) {
    const [x, y, w, h] = fieldsOf(region).map((field) => Number(field.value));
    if (!w || !h) continue;
    const rect = document.createElementNS(SVG, "rect");
    for (const [name, value] of Object.entries({ x, y, width: w, height: h })) {
      rect.setAttribute(name, value);
    }
    svg.append(rect);
  }
}

function fill(region, from, to) {
  const [left, right] = [from[0], to[0]].sort((a, b) => a - b);
  const [top, bottom] = [from[1], to[1]].sort((a, b) => a - b);
  const values = [Math.floor(left), Math.floor(top), Math.ceil(right - left), Math.ceil(bottom - top)];
  fieldsOf(region).forEach((field, i) => { field.value = String(Math.min(i < 2 ? 99 : 100, Math.max(i < 2 ? 0 : 1, values[i]))); });
}

function place(canvas, event) {
  const box = canvas.getBoundingClientRect();
  const at = (position, start, size) => Math.min(100, Math.max(0, ((position - start) / size) * 100));
  return [at(event.clientX, box.left, box.width), at(event.clientY, box.top, box.height)];
}

function markable(scan) {
  const file = scan.querySelector('input[type="file"]');
  const regions = [...scan.querySelectorAll("[data-region]")];
  const details = scan.querySelector("details");
  let canvas = null;
  const show = (address) => {
    if (canvas) canvas.remove();
    canvas = null;
    if (!address) return;
    canvas = document.createElement("div");
    canvas.className = "canvas";
    const image = document.createElement("img");
    image.alt = scan.dataset.drag;
    image.src = address;
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", "0 0 100 100");
    svg.setAttribute("preserveAspectRatio", "none");
    svg.setAttribute("aria-hidden", "true");
    canvas.append(image, svg);
    details.open = true;
    details.querySelector("summary").after(canvas);
    draw(svg, regions);
    let from = null;
    let region = null;
    canvas.addEventListener("pointerdown", (event) => {
      region = regions.find((each) => fieldsOf(each).every((field) => !field.value)) || regions[regions.length - 1];
      from = place(canvas, event);
      canvas.setPointerCapture(event.pointerId);
      event.preventDefault();
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!from) return;
      fill(region, from, place(canvas, event));
      draw(svg, regions);
    });
    canvas.addEventListener("pointerup", () => { from = null; });
    scan.addEventListener("input", () => draw(svg, regions));
  };
  if (scan.dataset.picture) show(scan.dataset.picture);
  if (file) file.addEventListener("change", () => {
    const chosen = file.files[0];
    show(chosen && chosen.type.startsWith("image/") ? URL.createObjectURL(chosen) : null);
  });
}

document.querySelectorAll("[data-scan]").forEach(markable);

// After a refusal the reasons are read out first.
const faults = document.getElementById("faults");
if (faults) faults.focus();

for (const each of document.querySelectorAll("[data-print]")) {
  each.hidden = false;
  each.querySelector("button").addEventListener("click", () => window.print());
}
