// Pages and cuts: Ctrl Z takes the last act back; Home and End choose the first and last page; pages are dragged to where
// they belong; a cut is kept for whoever looks at it. All else is plain forms.
"use strict";
document.addEventListener("keydown", (e) => {
  if (e.target.matches("input:not([type=radio]), textarea, select")) return;
  const pages = casebinder.all("input[type=radio][name=page]");
  const to = { Home: pages[0], End: pages.at(-1) }[e.key];
  if (e.key === "z" && (e.ctrlKey || e.metaKey)) { e.preventDefault(); casebinder.one("[data-undo]")?.click(); }
  else if (to) { e.preventDefault(); to.checked = true; to.focus(); }
});

// ---- a cut is kept while somebody looks at it, and left to others when they go
(() => {
  const form = casebinder.one("[data-keep]"); if (!form) return;
  const RENEW_MS = 60_000, IDLE_MS = 180_000;
  let workedAt = Date.now(), isAnswered = false;
  ["pointermove", "keydown", "scroll"].forEach((name) => addEventListener(name, () => { workedAt = Date.now(); }, { passive: true }));
  setInterval(() => {
    if (Date.now() - workedAt < IDLE_MS) casebinder.send(form.dataset.keep, new URLSearchParams(), {}, { redirect: "manual" }).catch(() => {});
  }, RENEW_MS);
  addEventListener("submit", () => { isAnswered = true; });
  addEventListener("pagehide", () => {
    const token = casebinder.one("input[name=form_token]").value;
    if (!isAnswered) navigator.sendBeacon(form.dataset.leave, new URLSearchParams({ form_token: token }));
  });
})();
