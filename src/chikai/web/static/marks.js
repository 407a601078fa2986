// Rectangles drawn on a picture fill the rows beside it. Everything can be typed instead.
"use strict";

(() => {
  const SVG_NS = "http://www.w3.org/2000/svg";
  const WHOLE = 1000;

  const fields = (row) => ["x", "y", "w", "h"].map((side) => row.querySelector(`[data-side="${side}"]`));
  const isFree = (row) => fields(row).every((field) => !field.value);

  function show(svg, rows) {
    svg.replaceChildren();
    rows.forEach((row, n) => {
      const [x, y, w, h] = fields(row).map((field) => Number(field.value));
      if (!w || !h) return;
      const rect = document.createElementNS(SVG_NS, "rect");
      Object.entries({ x, y, width: w, height: h }).forEach(([k, v]) => rect.setAttribute(k, v));
      const label = document.createElementNS(SVG_NS, "text");
      label.textContent = String(n + 1);
      label.setAttribute("x", x + 6);
      label.setAttribute("y", y + Math.min(h, 26) - 4);
      svg.append(rect, label);
    });
  }

  function fill(row, from, to) {
    const [left, right] = [from[0], to[0]].sort((a, b) => a - b);
    const [top, bottom] = [from[1], to[1]].sort((a, b) => a - b);
    const x = Math.min(WHOLE - 1, Math.floor(left));
    const y = Math.min(WHOLE - 1, Math.floor(top));
    const values = [x, y, Math.max(1, Math.ceil(right) - x), Math.max(1, Math.ceil(bottom) - y)];
    fields(row).forEach((field, i) => { field.value = String(values[i]); });
  }

  for (const part of document.querySelectorAll("[data-marks]")) {
    const canvas = part.querySelector("[data-canvas]");
    const rows = [...part.querySelectorAll("[data-mark]")];
    const svg = document.createElementNS(SVG_NS, "svg");
    svg.setAttribute("viewBox", `0 0 ${WHOLE} ${WHOLE}`);
    svg.setAttribute("preserveAspectRatio", "none");
    svg.setAttribute("aria-hidden", "true");
    canvas.classList.add("canvas");
    canvas.title = part.dataset.marks;
    canvas.append(svg);
    show(svg, rows);
    const at = (event) => {
      const box = canvas.getBoundingClientRect();
      const share = (p, start, size) => Math.min(WHOLE, Math.max(0, ((p - start) / size) * WHOLE));
      return [share(event.clientX, box.left, box.width), share(event.clientY, box.top, box.height)];
    };
    let from = null;
    let row = null;
    canvas.addEventListener("pointerdown", (event) => {
      row = rows.find(isFree) || rows[rows.length - 1];
      from = at(event);
      canvas.setPointerCapture(event.pointerId);
      event.preventDefault();
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!from) return;
      fill(row, from, at(event));
      show(svg, rows);
    });
    canvas.addEventListener("pointerup", () => {
      if (from) row.querySelector("select, input:not([data-side])")?.focus();
      from = null;
    });
    part.addEventListener("input", () => show(svg, rows));
  }
})();
