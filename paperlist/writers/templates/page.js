
"use strict";
(() => {
  const input = document.querySelector(".bar input");
  const count = document.querySelector(".count");
  const none = document.querySelector(".none");
  const all = count.textContent;
  const accents = /[\u0300-\u036f]/g;
  const fold = (text) =>
    text.normalize("NFKD").replace(accents, "").toLowerCase().replace(/ß/g, "ss");

  // What can be found in each paper; made when the box is entered.
  let papers = null;
  const read = () =>
    [...document.querySelectorAll("article")].map((article) => {
      const details = article.querySelector("details");
      const month = article.closest(".month").querySelector("h2");
      const category = article.closest(".category").querySelector("h3");
      const around = `${month.textContent} ${category ? category.textContent : ""}`;
      const whole = fold(`${article.textContent} ${around}`);
      return { article, details, whole, folded: details ? fold(details.textContent) : "" };
    });

  const filter = () => {
    const words = fold(input.value).split(/\s+/).filter(Boolean);
    papers ??= read();
    let shown = 0;
    for (const { article, details, whole, folded } of papers) {
      const matches = words.every((word) => whole.includes(word));
      article.hidden = !matches;
      shown += matches;
      if (!details) continue;
      // What was found inside is opened, and closed again with the next word.
      if (matches && words.some((word) => folded.includes(word))) {
        if (!details.open) details.dataset.opened = "";
        details.open = true;
      } else if ("opened" in details.dataset) {
        delete details.dataset.opened;
        details.open = false;
      }
    }
    for (const section of document.querySelectorAll(".category, .month"))
      section.hidden = !section.querySelector("article:not([hidden])");
    for (const link of document.querySelectorAll("nav a"))
      link.hidden = document.getElementById(link.hash.slice(1)).hidden;
    none.hidden = shown > 0 || papers.length === 0;
    count.textContent = words.length ? `${shown.toLocaleString("en")} of ${all}` : all;
  };

  let waiting = 0;
  const soon = () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(filter);
  };
  input.addEventListener("input", soon);
  input.addEventListener("focus", () => (papers ??= read()));
  document.addEventListener("click", ({ target }) => {
    if (!target.matches(".keypoints button")) return;
    input.value = target.textContent;
    filter();
    input.focus({ preventScroll: true });
    scrollTo({ top: 0 });
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input, textarea");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      input.focus();
      input.select();
    } else if (event.key === "Escape" && event.target === input) {
      input.value = "";
      filter();
      input.blur();
    }
  });
  // A link to a paper shows it, whatever is typed in the box.
  addEventListener("hashchange", () => {
    const target = [...document.querySelectorAll("[hidden]")].find(
      ({ id }) => id && new URL(`#${id}`, location).hash === location.hash,
    );
    if (target) {
      input.value = "";
      filter();
      target.scrollIntoView();
    }
  });
  // A browser may bring the words back with the page.
  if (input.value) filter();
})();
