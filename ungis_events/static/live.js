// The live page, kept up to date. Without it the page is as of when it was loaded, and a link loads it again.
(() => {
  const box = document.getElementById("live");
  const button = document.getElementById("live-pause");
  const said = document.getElementById("live-said");
  const every = box.dataset.liveEvery * 1000;
  const quietFor = 120_000; // what is heard must not drown what is being said
  const text = (root, id) => root.querySelector(`#${id}`)?.textContent.trim() ?? "";
  let timer, running, isPaused = false, saidAt = Date.now();

  const say = (page) => {
    const [state, inside] = [text(page, "live-state"), text(page, "live-inside")];
    const isNew = state !== text(box, "live-state");
    if (!isNew && (inside === text(box, "live-inside") || Date.now() - saidAt < quietFor)) return;
    saidAt = Date.now();
    said.textContent = [state, inside && said.dataset.inside.replace("0", inside)].filter(Boolean).join(". ");
  };

  const show = (page) => {
    say(page);
    const fresh = page.getElementById("live");
    const wasOpen = box.querySelector("details")?.open;
    const focused = box.contains(document.activeElement) && document.activeElement.closest("[id]")?.id;
    box.replaceChildren(...fresh.childNodes);
    const table = box.querySelector("details");
    if (table && wasOpen) table.open = true;
    if (focused) box.querySelector(`#${focused} summary, a#${focused}`)?.focus({ preventScroll: true });
    return page.querySelector('script[src*="live"]') !== null; // or nothing will change any more
  };

  const load = async () => {
    running = new AbortController();
    try {
      const answer = await fetch(location.href, { signal: running.signal });
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      const goesOn = show(new DOMParser().parseFromString(await answer.text(), "text/html"));
      if (goesOn) plan(every); else button.hidden = true;
    } catch (error) {
      if (error.name === "AbortError") return;
      text(box, "live-as-of") && (box.querySelector("#live-as-of").textContent = box.dataset.failed);
      plan(4 * every);
    }
  };

  const plan = (wait) => {
    clearTimeout(timer);
    if (!isPaused && !document.hidden) timer = setTimeout(load, wait);
  };
  const stop = () => { clearTimeout(timer); running?.abort(); };

  const words = [button.textContent, button.dataset.goOn];
  button.hidden = false;
  button.addEventListener("click", () => {
    isPaused = !isPaused;
    button.textContent = words[Number(isPaused)];
    if (isPaused) stop(); else load();
  });
  document.addEventListener("visibilitychange", () => { if (document.hidden) stop(); else if (!isPaused) load(); });
  plan(every);
})();
