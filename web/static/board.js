// The board, kept up to date: asked again every few seconds while the page is looked at; only what changed is put anew.
"use strict";
(() => {
  const { one, all } = window.casebinder;
  const board = one("[data-board]"), fresh = one("[data-fresh]");
  const SOON = 3000, LATER = 10_000, AWAY = 30_000;
  const clock = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "medium" });
  let mark = "", timer = 0, is_away = false, asked = 0;

  function put(html) {
    const made = document.createElement("template");
    made.innerHTML = html;
    const now = new Map(all("[data-part]", board).map((part) => [part.dataset.part, part]));
    const held = document.activeElement?.closest("[data-part]")?.dataset.part;
    all("[data-part]", made.content).filter((part) => !one("[data-part]", part)).forEach((part) => {
      const there = now.get(part.dataset.part);
      if (there?.outerHTML === part.outerHTML) part.replaceWith(there); // keeps focus, place and pictures
    });
    board.replaceChildren(made.content);
    if (held && !board.contains(document.activeElement)) one(`[data-part="${CSS.escape(held)}"] a`, board)?.focus();
  }
  async function look() {
    clearTimeout(timer);
    if (document.hidden) return;
    const turn = ++asked; // an answer that another one has overtaken tells of before
    try {
      const answer = await fetch(board.dataset.board, { headers: { "X-Casebinder-By-Itself": "1", ...(mark ? { "If-None-Match": mark } : {}) } });
      if (answer.redirected) return location.reload(); // the session is over
      const told = answer.status === 200 ? await answer.text() : null;
      if (turn !== asked) return;
      if (told !== null) { mark = answer.headers.get("ETag"); put(told); }
      is_away = !answer.ok && answer.status !== 304;
      if (!is_away) { fresh.hidden = false; one("time", fresh).textContent = clock.format(new Date()); }
    } catch { if (turn !== asked) return; is_away = true; }
    fresh.classList.toggle("late", is_away);
    timer = setTimeout(look, is_away ? AWAY : one("[data-moving]", board) ? SOON : LATER);
  }
  document.addEventListener("visibilitychange", look);
  document.addEventListener("casebinder:board", look);
  timer = setTimeout(look, SOON);
})();
