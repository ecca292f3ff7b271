// Baskets: a case that is selected shows its summary beside the list. Without this script its link opens the case.
"use strict";
(() => {
  const { one, all } = window.casebinder, beside = one("[data-beside]");
  if (!beside) return;
  const kept = new Map(); // fragments by their address, as long as the page is open
  let wanted = "";

  async function fragment(address) {
    if (!kept.has(address)) {
      const answer = await fetch(address, { headers: { "X-Requested-With": "fetch" } });
      if (!answer.ok || answer.redirected) { window.location.reload(); return ""; }
      kept.set(address, await answer.text());
    }
    return kept.get(address);
  }
  async function select(row) {
    if (!row || row.dataset.summary === wanted) return;
    wanted = row.dataset.summary;
    all("[data-summary]").forEach((other) => other.classList.toggle("is-on", other === row));
    const shown = await fragment(wanted);
    if (row.dataset.summary === wanted) { beside.innerHTML = shown; beside.hidden = false; }
  }
  const rowOf = (e) => e.target.closest("[data-summary]");
  document.addEventListener("focusin", (e) => select(rowOf(e)));
  document.addEventListener("click", (e) => { if (!e.target.closest("a, button, input")) select(rowOf(e)); });
  if (window.matchMedia("(min-width: 73.76em)").matches) select(one("[data-summary]"));
})();
