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

// ---- a page is dragged before or behind another one, of its document or of one beside it
(() => {
  const { one, all } = casebinder, button = one("[data-place]"); if (!button) return;
  const form = button.form;
  let held = null;
  one("[data-drag]").hidden = false;
  all(".thumbs[data-of] li").forEach((page) => { page.draggable = true; one("img", page).draggable = false; });
  const unmark = () => all(".is-before, .is-after").forEach((page) => page.classList.remove("is-before", "is-after"));
  function spot(e) { // the page under the pointer and whether the held one comes behind it; beside all pages the last one
    const list = held && e.target.closest(".bundle")?.querySelector(".thumbs[data-of]"); if (!list) return null;
    const pages = all("li", list), over = e.target.closest(".thumbs li") || pages.at(-1), edge = over.getBoundingClientRect();
    const isBehind = !e.target.closest(".thumbs li") || e.clientX > edge.left + edge.width / 2;
    return { list, over, isBehind, at: pages.indexOf(over) + 1 + isBehind };
  }
  form.addEventListener("dragstart", (e) => {
    held = e.target.closest(".thumbs li"); if (!held) return;
    e.dataTransfer.effectAllowed = "move";
    e.dataTransfer.setData("text/plain", one("img", held).alt);
    held.classList.add("is-held");
  });
  form.addEventListener("dragover", (e) => {
    const there = spot(e); unmark(); if (!there) return;
    e.preventDefault();
    there.over.classList.add(there.isBehind ? "is-after" : "is-before");
  });
  form.addEventListener("dragend", () => { unmark(); held?.classList.remove("is-held"); held = null; });
  form.addEventListener("drop", (e) => {
    const there = spot(e); if (!there) return;
    e.preventDefault();
    const place = all("li", held.parentElement).indexOf(held) + 1, isHome = held.parentElement === there.list;
    if (isHome && (there.at === place || there.at === place + 1)) return; // where it was
    one("input[name=page]", held).checked = true;
    form.elements.to.value = there.list.dataset.of;
    form.elements.at.value = there.at;
    form.requestSubmit(button);
  });
})();
