// The links between fields and text work without this. It lights the words that a field was read
// from while the field is pointed at or has the focus, and puts chosen answers into their fields.
"use strict";

const text = document.querySelector(".notice-text");
const form = document.querySelector(".side-by-side form");
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const marks = [...text.querySelectorAll("mark")];
const marksOf = (key) => marks.filter((mark) => mark.dataset.of.split(" ").includes(key));

const light = (block) => {
  const key = block?.dataset.source;
  const lit = key ? marksOf(key) : [];
  for (const mark of marks) mark.classList.toggle("lit", lit.includes(mark));
  return lit;
};

// Only the text scrolls: the page must not move under somebody who is typing.
const bringIntoView = (mark) => {
  if (!mark) return;
  const box = text.getBoundingClientRect();
  const at = mark.getClientRects()[0] ?? mark.getBoundingClientRect();
  if (at.top >= box.top && at.bottom <= box.bottom) return;
  const top = text.scrollTop + at.top - box.top - box.height / 3;
  text.scrollTo({ top, behavior: calm.matches ? "auto" : "smooth" });
};

const show = ({ target }) => {
  const block = target.closest("[data-source]");
  if (block) bringIntoView(light(block)[0]);
};

form.addEventListener("focusin", show);
form.addEventListener("mouseover", show);
form.addEventListener("mouseleave", () => light(document.activeElement?.closest("[data-source]")));

// From the words to their fields.
const lightFields = ({ target, type }) => {
  const keys = type === "mouseleave" ? "" : target.closest("mark")?.dataset.of ?? "";
  for (const block of form.querySelectorAll("[data-source]")) {
    block.classList.toggle("lit", keys.split(" ").includes(block.dataset.source));
  }
};
text.addEventListener("mouseover", lightFields);
text.addEventListener("mouseleave", lightFields);

const fieldsNamed = (name) => [...form.elements].filter((field) => field.name === name);

const put = (name, value) => {
  for (const field of fieldsNamed(name)) {
    if (field.type === "radio" || field.type === "checkbox") field.checked = field.value === value;
    else field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
};

const valuesOf = (choice) => Object.entries(JSON.parse(choice.value));

form.addEventListener("change", ({ target }) => {
  if (target.matches("[data-answer]")) {
    for (const [name, value] of valuesOf(target)) put(name, value);
  } else if (!target.matches("[data-left]")) {
    // What somebody types holds: an answer that says otherwise is let go.
    for (const choice of form.querySelectorAll("[data-answer]:checked")) {
      if (!valuesOf(choice).some(([name]) => name === target.name)) continue;
      choice.closest("fieldset").querySelector("[data-left]").checked = true;
    }
  }
});
