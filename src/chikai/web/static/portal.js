// What a requester's page gains where scripts run. Nothing needs it.
"use strict";

const company = location.pathname.split("/")[1];

// A code brought by a picture code stands behind the mark, which no browser sends to a server.
const code = document.getElementById("status-code");
if (code && /^#[0-9]{10}$/.test(location.hash)) {
  code.value = location.hash.slice(1);
  history.replaceState(null, "", location.pathname + location.search);
}

// The address of a postal code, as soon as the code is whole.
const narrow = (text) => text.normalize("NFKC").replace(/[^0-9]/g, "");

async function fill(field) {
  const input = field.querySelector("input");
  const address = document.getElementById(input.id.replace(/postal_code$/, "address"));
  if (narrow(input.value).length !== 7 || !address || address.value.trim()) return;
  const body = new URLSearchParams({ code: input.value, _csrf_token: input.form.elements._csrf_token.value });
  const answer = await fetch(`/${company}/postal`, { method: "POST", body });
  if (!answer.ok) return;
  const found = (await answer.json()).address;
  if (found && !address.value.trim()) address.value = found;
}

for (const field of document.querySelectorAll("[data-postal]")) {
  field.addEventListener("input", () => fill(field));
}

// Boxes painted over a photo, in the picture itself, before anything is sent.
const LARGEST = 2400;

function paintable(form) {
  const input = form.querySelector('input[type="file"]');
  const place = form.querySelector(".painter");
  input.addEventListener("change", async () => {
    place.replaceChildren();
    place.hidden = true;
    const chosen = input.files[0];
    if (!chosen || !chosen.type.startsWith("image/")) return;
    const picture = await createImageBitmap(chosen);
    const scale = Math.min(1, LARGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    const hint = document.createElement("p");
    hint.className = "hint";
    hint.textContent = form.dataset.drag;
    const undo = document.createElement("button");
    undo.type = "button";
    undo.className = "button second";
    undo.textContent = form.dataset.undo;
    const ready = document.createElement("p");
    ready.className = "hint";
    ready.setAttribute("role", "status");
    place.append(hint, canvas, undo, ready);
    place.hidden = false;

    const boxes = [];
    let box = null;
    const paint = () => {
      const pen = canvas.getContext("2d");
      pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
      pen.fillStyle = "#000";
      for (const [x, y, w, h] of box ? [...boxes, box] : boxes) pen.fillRect(x, y, w, h);
    };
    const burn = () => canvas.toBlob((blob) => {
      const files = new DataTransfer();
      files.items.add(new File([blob], "paper.jpg", { type: "image/jpeg" }));
      input.files = files.files;
      ready.textContent = form.dataset.ready;
      canvas.dataset.boxes = String(boxes.length);
    }, "image/jpeg", 0.9);
    const at = (event) => {
      const edge = canvas.getBoundingClientRect();
      return [
        ((event.clientX - edge.left) / edge.width) * canvas.width,
        ((event.clientY - edge.top) / edge.height) * canvas.height,
      ];
    };
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      box = [...at(event), 0, 0];
      event.preventDefault();
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!box) return;
      const [x, y] = at(event);
      box = [box[0], box[1], x - box[0], y - box[1]];
      paint();
    });
    canvas.addEventListener("pointerup", () => {
      if (box && Math.abs(box[2]) > 2 && Math.abs(box[3]) > 2) boxes.push(box);
      box = null;
      paint();
      burn();
    });
    undo.addEventListener("click", () => { boxes.pop(); paint(); burn(); });
    paint();
    burn(); // what is sent is our picture: the photo's own data, its place too, stay here
  });
  const paper = form.elements.paper;
  const short = () => form.querySelectorAll(".covers li").forEach((each) => {
    each.hidden = each.dataset.paper !== paper.value;
  });
  paper.addEventListener("change", short);
  short();
}

document.querySelectorAll("form[data-upload]").forEach(paintable);
