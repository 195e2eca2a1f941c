// Ticking rows works without this; it ticks a whole page at once, counts, and lets go of what is
// chosen when the list is searched anew. Progress pages look again by themselves.
"use strict";

const boxes = () => [...document.querySelectorAll(".pick input[name=id]")];

const count = () => {
  const shown = document.querySelector("[data-chosen]");
  if (!shown) return;
  const chosen = boxes().filter((box) => box.checked).length;
  const words = chosen === 1 ? shown.dataset.one : shown.dataset.chosen;
  shown.textContent = chosen ? words.replace("0", chosen) : "";
  const whole = document.querySelector("[data-pick-all] input");
  if (!whole) return;
  whole.checked = chosen > 0 && chosen === boxes().length;
  whole.indeterminate = chosen > 0 && !whole.checked;
};

const offer = () => {
  const heading = document.querySelector("[data-pick-all]");
  if (!heading || heading.querySelector("input")) return;
  const label = document.createElement("label");
  const whole = document.createElement("input");
  whole.type = "checkbox";
  whole.ariaLabel = heading.dataset.pickAll;
  label.append(whole);
  heading.append(label);
};

document.addEventListener("change", ({ target }) => {
  if (target.closest("[data-pick-all]")) {
    for (const box of boxes()) box.checked = target.checked;
  }
  if (target.closest("[data-pick-all], .pick")) count();
});

const found = document.querySelector("#found")?.parentElement;
if (found) new MutationObserver(() => { offer(); count(); }).observe(found, { childList: true });
offer();
count();

const again = async () => {
  const progress = document.querySelector("[data-progress]");
  if (!progress) return;
  try {
    const answer = await fetch(location.href);
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.querySelector("#progress").replaceWith(page.querySelector("#progress"));
  } catch { /* the link still looks again */ }
  setTimeout(again, 2000);
};
if (document.querySelector("[data-progress]")) setTimeout(again, 2000);
