// Casebinder: progressive enhancement. Pages work without it, except the verification desk, which has its own script.
"use strict";
const one = (s, r = document) => r.querySelector(s), all = (s, r = document) => [...r.querySelectorAll(s)];
const root = document.documentElement;

// Theme: automatic, light, dark. The server writes data-theme from a cookie; here it changes without a new page.
const THEMES = ["", "light", "dark"];
all("[data-theme-switch]").forEach((b) => b.addEventListener("click", (e) => {
  e.preventDefault();
  const next = THEMES[(THEMES.indexOf(root.dataset.theme || "") + 1) % 3];
  if (next) root.dataset.theme = next; else delete root.dataset.theme;
  const kept = new FormData(b.form, b); kept.set("theme", next);
  fetch(b.form.action, { method: "POST", body: new URLSearchParams(kept), redirect: "manual" });
}));

// Keyboard. One-key shortcuts can be switched off (WCAG 2.1.4) and never act while typing.
const dialog = one(".keys-dialog"), rows = () => all("[data-rows] > *").filter((r) => one("a[href]", r));
const heard = {}; // what another script of the page does at a key: casebinder.on("m", act)
let active = true, afterG = false, at = -1;
one("[data-keys-on]")?.addEventListener("change", (e) => { active = e.target.checked; });
all("[data-keys]").forEach((a) => a.addEventListener("click", (e) => { e.preventDefault(); dialog.showModal(); }));
function go(step) {
  const list = rows(); if (!list.length) return;
  at = Math.max(0, Math.min(list.length - 1, at + step));
  list.forEach((r, i) => r.classList.toggle("is-on", i === at));
  (one("[data-open]", list[at]) || one("a[href]", list[at])).focus(); list[at].scrollIntoView({ block: "nearest" });
}
document.addEventListener("keydown", (e) => {
  const typing = e.target.matches("input:not([type=checkbox]):not([type=radio]), textarea, select");
  if (!active || typing || e.ctrlKey || e.metaKey || e.altKey || dialog?.open) return;
  if (afterG) { afterG = false; const a = one(`[data-go="${CSS.escape(e.key)}"]`); if (a) { e.preventDefault(); a.click(); } return; }
  const act = { "/": () => one("[data-search]")?.focus(), "?": () => dialog?.showModal(), g: () => { afterG = true; }, j: () => go(1), k: () => go(-1),
    x: () => one(".is-on input[type=checkbox]")?.click(), ...heard }[e.key];
  const button = one(`[data-key="${CSS.escape(e.key)}"]`);
  if (act) { e.preventDefault(); act(); } else if (button) { e.preventDefault(); button.click(); }
});
all("[data-expand]").forEach((b) => b.addEventListener("click", () => all(".item > details").forEach((d) => { d.open = true; })));

// For the scripts of single pages: a shortcut, and a request that carries the token of our forms.
window.casebinder = {
  one, all,
  on: (key, act) => { heard[key] = act; },
  send: (address, body, headers = {}, more = {}) => fetch(address, { method: "POST", body, ...more,
    headers: { "X-Casebinder-Form": one("input[name=form_token]").value, ...headers } }),
};
