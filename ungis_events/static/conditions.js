// A question that hangs on an answer shows itself when that answer is given. Without this the
// page says in words whom it is for.
"use strict";

const conditional = [...document.querySelectorAll("[data-asked-if]")];

const isGiven = ({ askedIf, answer }) =>
  [...document.getElementsByName(askedIf)].some(
    (input) => input.checked && input.value === answer && !input.closest("[data-asked-if][hidden]"),
  );

// In the order of the page, so that a chain closes from its first link on.
const show = () => {
  for (const question of conditional) question.hidden = !isGiven(question.dataset);
};

for (const question of conditional) {
  // What was wrong must be seen, and the words serve whoever has no script.
  question.querySelector(":scope > .hint").hidden = true;
}
document.addEventListener("change", show);
show();
