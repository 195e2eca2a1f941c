// The countdown of the join page, live. Without it the page says the same, as of when it was loaded.
(() => {
  const box = document.querySelector(".countdown");
  const { now, opens, sentence, pair, late } = box.dataset;
  const language = `${document.documentElement.lang}-u-nu-latn`;
  // By the server's clock: a phone's own may be wrong. The answer began to arrive at `then`.
  const [visit] = performance.getEntriesByType("navigation");
  const then = Date.now() - performance.now() + (visit?.responseStart ?? 0);
  const left = () => (Date.parse(opens) - Date.parse(now) - (Date.now() - then)) / 1000;

  const units = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const words = (seconds) => {
    const step = calm || seconds > 60 ? 60 : 1; // seconds tick in the last minute only
    let rest = Math.ceil(seconds / step) * step;
    const counted = units.map(([unit, length]) => {
      const number = Math.floor(rest / length);
      rest -= number * length;
      return [unit, number];
    });
    const [larger, smaller] = counted
      .slice(counted.findIndex(([, number]) => number)).slice(0, 2)
      .filter(([, number]) => number)
      .map(([unit, number]) => new Intl.NumberFormat(
        language, { style: "unit", unit, unitDisplay: "long" }).format(number));
    return smaller ? pair.replace("LARGER", larger).replace("SMALLER", smaller) : larger;
  };

  const lookAgain = () => {
    box.textContent = late;
    // Once for each opening time, whatever the server then answers: pages must not load for ever.
    const mark = `looked again ${opens}`;
    try {
      if (sessionStorage.getItem(mark)) return;
      sessionStorage.setItem(mark, "y");
    } catch { return; }
    setTimeout(() => location.reload(), 500 + 2500 * Math.random()); // not everybody at once
  };

  const tick = () => {
    const seconds = left();
    if (seconds <= 0) {
      clearInterval(timer);
      lookAgain();
      return;
    }
    const text = sentence.replace("TIME", words(seconds));
    if (box.textContent !== text) box.textContent = text;
  };
  const timer = setInterval(tick, 1000);
  tick();
})();
