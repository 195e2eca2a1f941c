// A third clock in the visitor's own zone. Without it the page is complete: the cities stand there.
(() => {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!zone) return;
  const field = document.querySelector('input[name="zone"]');
  if (field && !field.value) field.value = zone;

  // Browsers still report some cities under names their countries have left behind.
  const names = { Calcutta: "Kolkata", Katmandu: "Kathmandu", Kiev: "Kyiv", Rangoon: "Yangon", Saigon: "Ho Chi Minh City" };
  const language = document.documentElement.lang || "en";

  const read = (locale, options, moment) =>
    new Intl.DateTimeFormat(locale, { timeZone: zone, numberingSystem: "latn", ...options }).formatToParts(moment);
  const part = (parts, type) => parts.find((one) => one.type === type)?.value ?? "";

  const hours = (moment) => {
    const parts = read("en", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }, moment);
    return `${part(parts, "hour")}:${part(parts, "minute")}`;
  };
  const date = (moment) => {
    const parts = read(language, { weekday: "short", day: "numeric", month: "short", year: "numeric" }, moment);
    // English as the server writes it; other languages in their own order.
    return language.startsWith("en")
      ? ["weekday", "day", "month", "year"].map((type) => part(parts, type)).join(" ")
      : parts.map((one) => one.value).join("");
  };
  const offset = (moment) => {
    const name = part(read("en", { timeZoneName: "shortOffset" }, moment), "timeZoneName");
    return name.replace("GMT", "UTC").replace("-", "−").replace(/^UTC$/, "UTC+0");
  };
  const add = (parent, tag, text, className) => {
    const element = parent.appendChild(document.createElement(tag));
    if (className) element.className = className;
    element.textContent = text;
    return element;
  };

  for (const clocks of document.querySelectorAll(".clocks[data-starts]")) {
    if (clocks.querySelector(".yours") || clocks.dataset.zones.split(" ").includes(zone)) continue;
    const [starts, ends] = [new Date(clocks.dataset.starts), new Date(clocks.dataset.ends)];
    const city = zone.split("/").pop().replaceAll("_", " ");
    const days = [...new Set([date(starts), date(ends)])];
    const clock = document.createElement("div");
    clock.className = "clock yours";
    add(clock, "dt", clocks.dataset.label.replace("CITY", names[city] ?? city));
    add(clock, "dd", `${hours(starts)}–${hours(ends)}`, "hours");
    const line = add(clock, "dd", "", "zone");
    days.forEach((day, index) => {
      if (index) line.append(" – ");
      add(line, "bdi", day);
    });
    line.append(" · ");
    add(line, "bdi", [...new Set([offset(starts), offset(ends)])].join(" → ")).dir = "ltr";
    clocks.append(clock);
  }
})();
