// Counts the words of a biography while it is typed. Without it the page tells the number as it was
// loaded, and the server checks. rules.count_words counts in the same way.
(() => {
  const field = document.querySelector("[data-most-words]");
  const note = document.getElementById("biography-count");
  if (!field || !note) return;
  const sign = /[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]/gu;
  const most = Number(field.dataset.mostWords);

  const show = () => {
    const text = field.value;
    const rest = text.replace(sign, " ").split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
    const words = rest.length + (text.match(sign) ?? []).length;
    const over = words - most;
    note.classList.toggle("over", over > 0);
    note.textContent = (over > 0 ? note.dataset.over : note.dataset.words)
      .replace("WORDS", words).replace("OVER", over);
  };

  // Told when typing pauses: a screen reader must not hear every word's number.
  note.setAttribute("role", "status");
  let timer;
  field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(show, 300); });
  show();
})();
