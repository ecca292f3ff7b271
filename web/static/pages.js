// Pages and cuts: Ctrl Z takes the last act back; Home and End choose the first and last page. All else is plain forms.
"use strict";
document.addEventListener("keydown", (e) => {
  if (e.target.matches("input:not([type=radio]), textarea, select")) return;
  const pages = casebinder.all("input[type=radio][name=page]");
  const to = { Home: pages[0], End: pages.at(-1) }[e.key];
  if (e.key === "z" && (e.ctrlKey || e.metaKey)) { e.preventDefault(); casebinder.one("[data-undo]")?.click(); }
  else if (to) { e.preventDefault(); to.checked = true; to.focus(); }
});
