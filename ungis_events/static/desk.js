// The desk works without this; it saves clicks: search as one types, live times, dragging.
"use strict";

const later = (act, wait) => {
  let timer;
  return () => { clearTimeout(timer); timer = setTimeout(act, wait); };
};

// Only the newest answer counts: a slow earlier one must not overwrite it.
const newest = () => {
  let running;
  return async (url) => {
    running?.abort();
    running = new AbortController();
    const answer = await fetch(url, { signal: running.signal });
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    return answer.text();
  };
};

for (const form of document.querySelectorAll("form[data-live]")) {
  const get = newest();
  const search = async () => {
    const url = new URL(form.action || location.href);
    url.search = new URLSearchParams(new FormData(form));
    try {
      const page = new DOMParser().parseFromString(await get(url), "text/html");
      document.querySelector(form.dataset.live).replaceWith(page.querySelector(form.dataset.live));
      history.replaceState(null, "", url);
    } catch { /* the button still searches */ }
  };
  form.addEventListener("input", later(search, 250));
}

const times = document.querySelector("[data-times]");
if (times) {
  const get = newest();
  const names = ["zone", "starts", "ends"];
  const fields = names.map((name) => document.getElementById(name));
  const show = async () => {
    const asked = new URLSearchParams(fields.map((field) => [field.name, field.value]));
    try {
      times.innerHTML = await get(`${times.dataset.times}?${asked}`);
    } catch { /* what was shown stays */ }
  };
  for (const field of fields) field.addEventListener("input", later(show, 200));
  document.querySelector("[data-needless]").remove();
}

for (const rows of document.querySelectorAll("[data-sortable]")) {
  if (typeof Sortable === "undefined") break;
  for (const handle of rows.querySelectorAll(".handle")) handle.hidden = false;
  const form = document.querySelector(rows.dataset.sortable);
  Sortable.create(rows, {
    handle: ".handle",
    animation: 120,
    onEnd: ({ oldIndex, newIndex }) => { if (oldIndex !== newIndex) form.submit(); },
  });
}
