// Search as one types: the answers are fetched as a part of the page; the address follows, so that back and reload keep it.
"use strict";
{
  const { one, all } = casebinder, form = one("form[data-typed]"), found = one("#found"), said = one("#said"), words = one("#q");
  const PAUSE = 150; // milliseconds without a key
  let waiting = 0, asked = null;

  const question = () => new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
  const sameAgain = (focused) => focused && (focused.id ? document.getElementById(focused.id)
    : one(`[name="${focused.name}"][value="${CSS.escape(focused.value)}"]`, found));

  async function ask(parameters, keep) {
    asked?.abort(); asked = new AbortController();
    found.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(`${form.dataset.typed}?${parameters}`, { signal: asked.signal });
      if (answer.redirected) { location.reload(); return; } // the session is over
      const focused = found.contains(document.activeElement) ? document.activeElement : null;
      found.innerHTML = await answer.text();
      said.textContent = one("[data-said]", found)?.dataset.said || "";
      sameAgain(focused)?.focus();
      history[keep ? "pushState" : "replaceState"](null, "", `${form.action}?${parameters}`);
      const lost = one("[data-explain] [name=q]"); if (lost) lost.value = words.value;
      found.setAttribute("aria-busy", "false");
    } catch (error) { if (error.name !== "AbortError") { found.setAttribute("aria-busy", "false"); form.submit(); } }
  }

  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(() => ask(question(), false), PAUSE); });
  found.addEventListener("change", () => ask(question(), true));
  form.addEventListener("submit", (e) => {
    if (e.submitter?.formAction && new URL(e.submitter.formAction).pathname !== new URL(form.action).pathname) return;
    e.preventDefault(); clearTimeout(waiting); ask(question(), true);
  });
  addEventListener("popstate", () => location.reload());
  // Proposals: down from the words goes to the first, up and down between them, up from the first back.
  const proposals = () => all("[data-proposal]", found);
  words.addEventListener("keydown", (e) => { if (e.key === "ArrowDown" && proposals()[0]) { e.preventDefault(); proposals()[0].focus(); } });
  found.addEventListener("keydown", (e) => {
    const list = proposals(), at = list.indexOf(e.target);
    if (at < 0 || !["ArrowDown", "ArrowUp"].includes(e.key)) return;
    e.preventDefault(); (list[at + (e.key === "ArrowDown" ? 1 : -1)] || (e.key === "ArrowUp" ? words : e.target)).focus();
  });
}
