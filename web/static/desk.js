// The verification desk: one doubt after the other by keyboard, the paper beside it, the next document already there.
"use strict";
(() => {
const { one, all, on, send } = window.casebinder;
const main = one("#main"), live = one("[data-said]");
const RENEW_MS = 60_000, IDLE_MS = 180_000, STEPS = [50, 75, 100, 125, 150, 200, 300, 400], MOST_BACK = 20;
let desk = one("#desk"), ahead = null, chain = Promise.resolve(), pending = new Set(), turn = 0, zoom = 100, workedAt = Date.now();
const seen = JSON.parse(sessionStorage.getItem("desk-seen") || "[]"); // documents settled before, newest last

const say = (text) => { live.textContent = ""; requestAnimationFrame(() => { live.textContent = text; }); };
const isOpen = () => "mine" in desk.dataset;
const doubts = () => all(".field", desk).filter((f) => !pending.has(f.dataset.doubt));
const here = () => one(".field--on", desk);
const box = (form) => form && one("[data-box]", form);
const body = (values) => new URLSearchParams({ queue: desk.dataset.queue, ...values });

// ---- the paper
function light(form) {
  all(".sheet .box--lit", desk).forEach((b) => b.classList.remove("box--lit"));
  const mark = form && one(`[data-of="${CSS.escape(form.dataset.doubt)}"]`, desk);
  if (!mark) return;
  mark.classList.add("box--lit");
  const view = one("[data-viewer]", desk), spot = mark.getBoundingClientRect(), frame = view.getBoundingClientRect();
  if (spot.top < frame.top + 20 || spot.bottom > frame.bottom - 20) view.scrollTop += spot.top - frame.top - frame.height / 3;
  if (spot.left < frame.left || spot.right > frame.right) view.scrollLeft += spot.left - frame.left - frame.width / 3;
}
function lay() {
  const view = one("[data-viewer]", desk), sheets = one("[data-sheets]", desk); if (!sheets) return;
  all("[data-sheet]", sheets).forEach((sheet) => {
    const ratio = sheet.dataset.width / sheet.dataset.height, isAcross = turn % 180 !== 0, inside = one(".sheet__in", sheet);
    sheet.style.aspectRatio = isAcross ? `${1 / ratio}` : `${ratio}`;
    inside.style.width = isAcross ? `${100 * ratio}%` : "100%";
    inside.style.transform = `translate(-50%, -50%) rotate(${turn}deg)`;
  });
  sheets.style.width = `${zoom}%`;
  one("[data-zoom-value]", desk).textContent = `${Math.round(zoom)} %`;
}
function fitPage() {
  const view = one("[data-viewer]", desk), sheet = one("[data-sheet]", desk); if (!sheet) return;
  const ratio = turn % 180 ? sheet.dataset.height / sheet.dataset.width : sheet.dataset.width / sheet.dataset.height;
  zoom = Math.min(100, (100 * (view.clientHeight - 24) * ratio) / (view.clientWidth - 24)); lay();
}
function step(kind) {
  if (kind === "page") fitPage();
  else if (kind === "width") zoom = 100;
  else zoom = kind === "in" ? STEPS.find((s) => s > zoom + 1) || zoom : STEPS.findLast((s) => s < zoom - 1) || zoom;
  lay(); light(here());
}
async function words(button) {
  const isShown = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", isShown);
  desk.classList.toggle("desk--words", isShown);
  if (!isShown) return;
  for (const marks of all("[data-words]", desk)) {
    if (one(".box--word", marks)) continue;
    const read = await (await fetch(marks.dataset.words)).json();
    for (const word of read) {
      const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect"), [l, t, r, b] = word.box;
      Object.entries({ class: "box box--word", x: l, y: t, width: r - l, height: b - t, "vector-effect": "non-scaling-stroke" })
        .forEach(([name, value]) => rect.setAttribute(name, value));
      rect.dataset.text = word.text; marks.append(rect);
    }
  }
}

// ---- one doubt
function stand(form, isFocused = true) {
  all(".field--on", desk).forEach((f) => f.classList.remove("field--on"));
  if (!form) return;
  form.classList.add("field--on");
  const input = box(form);
  if (isFocused && input) { input.focus({ preventScroll: true }); input.select(); }
  else if (isFocused) one("[data-accept]", form).focus({ preventScroll: true });
  form.scrollIntoView({ block: "nearest" });
  light(form); mark(input);
}
const isUntouched = (input) => input && "chosen" in input.dataset ? true : input?.value === input?.dataset.shown;
function mark(input) {
  if (!input) return;
  all("[data-reading]", input.form).forEach((b) => b.classList.toggle("is-chosen", b.value === input.value));
}
function choose(input, number) {
  const reading = one(`[data-reading="${number}"]`, input.form); if (!reading) return false;
  input.value = reading.value; input.dataset.chosen = number; input.select(); mark(input);
  return true;
}
function move(input, by) {
  const all_ = all("[data-reading]", input.form); if (!all_.length) return;
  const at = all_.findIndex((b) => b.value === input.value);
  choose(input, all_[(at + by + all_.length) % all_.length].dataset.reading);
}

// ---- acts: one after the other, so that none overtakes another
const queued = (act) => { chain = chain.then(act).catch(failed); return chain; };
function failed() {
  pending.clear(); all(".field--done", desk).forEach((f) => f.classList.remove("field--done"));
  say(live.dataset.failed); stand(doubts()[0]);
}
async function fetched(address, values) {
  const answer = await send(address, body(values));
  const text = await answer.text(), page = new DOMParser().parseFromString(text, "text/html"), fresh = one("#desk", page);
  return { fresh, url: answer.url, isRefused: !answer.ok, page };
}
// What is being typed while an answer is under way stays, with its caret: the next letter goes behind the last one.
function underHand(form) {
  const input = box(form);
  return { key: form.dataset.doubt, value: input?.value, from: input?.selectionStart, to: input?.selectionEnd, chosen: input?.dataset.chosen };
}
function typedOn(input, kept) {
  input.value = kept.value; input.setSelectionRange(kept.from, kept.to); mark(input);
  if (kept.chosen) input.dataset.chosen = kept.chosen;
}
function show({ fresh, url, isRefused, page }) {
  if (!fresh) { location.href = url; return; }
  const active = document.activeElement?.closest?.(".field"), kept = active && underHand(active);
  const isSame = fresh.dataset.document === desk.dataset.document, top = one("[data-viewer]", desk).scrollTop;
  desk.replaceWith(fresh); desk = fresh;
  if (!isSame) { history.pushState({}, "", url); document.title = page.title; pending.clear(); turn = 0; ahead = null; }
  one(".crumbs").replaceWith(one(".crumbs", page)); one("[data-go=v]").replaceWith(one("[data-go=v]", page));
  lay(); if (isSame) one("[data-viewer]", desk).scrollTop = top;
  pending.forEach((key) => one(`[data-doubt="${CSS.escape(key)}"].field`, desk)?.classList.add("field--done"));
  const again = isRefused && desk.dataset.about && one(`.field[data-doubt="${CSS.escape(desk.dataset.about)}"]`, desk);
  const back = kept && isSame && doubts().find((f) => f.dataset.doubt === kept.key);
  if (again) pending.delete(desk.dataset.about);
  stand(again || back || doubts()[0]);
  if (!doubts().length) one("[autofocus]", desk)?.focus();
  if (!again && back && box(back)) typedOn(box(back), kept);
  if (isRefused) say(one("[role=alert]", desk)?.textContent || live.dataset.failed);
  if (!isSame) begin();
}
function answer(form, values) {
  const key = form.dataset.doubt, address = `${desk.dataset.address}/answer`;
  const sent = Object.fromEntries(new FormData(form)); delete sent.form_token;
  pending.add(key); form.classList.add("field--done"); suggestAway();
  const next = doubts().find((f) => f.compareDocumentPosition(form) & Node.DOCUMENT_POSITION_PRECEDING) || doubts()[0];
  stand(next);
  queued(async () => settled(await fetched(values?.address ? `${desk.dataset.address}/${values.address}` : address, { ...sent, ...values?.fields }), key));
}
function settled(made, key) {
  const was = desk.dataset.document, isDone = made.fresh && "done" in made.fresh.dataset;
  pending.delete(key);
  if (isDone && made.fresh.dataset.document === was) { seen.push(was); keepSeen(); say(live.dataset.kept); return ahead ? show(ahead) : forward(); }
  show(made);
  if (!made.isRefused) say(live.dataset.kept);
}
const keepSeen = () => sessionStorage.setItem("desk-seen", JSON.stringify(seen.slice(-MOST_BACK)));
const forward = async () => show(await fetched("/verification/next", { after: desk.dataset.document }));
function undo() { // decided in its turn: the answer it takes back may still be under way
  queued(async () => {
    const last = "undo" in desk.dataset ? desk.dataset.document : seen.pop();
    if (!last) return;
    keepSeen(); pending.clear();
    const known = all(".field", desk).map((f) => f.dataset.doubt), isHere = last === desk.dataset.document;
    show(await fetched(`/verification/${last}/undo`, {})); say(live.dataset.undone);
    if (isHere) stand(doubts().find((f) => !known.includes(f.dataset.doubt)) || here());
  });
}

// ---- the next document is fetched ahead, and kept while one works
async function look() {
  const mine = desk.dataset.document, made = await fetched("/verification/next", { after: mine });
  if (desk.dataset.document !== mine) return;
  ahead = made.fresh && made.fresh.dataset.document !== mine ? made : null;
  if (ahead) all("img", ahead.fresh).forEach((img) => { new Image().src = img.getAttribute("src"); });
}
function begin() {
  workedAt = Date.now();
  const count = doubts().length, next = live.dataset.next.replace("%s", desk.dataset.name);
  if (isOpen()) { if (count) say(next); renew(); look().catch(() => {}); }
}
function renew() {
  if (!isOpen() || Date.now() - workedAt > IDLE_MS) return;
  if (ahead) keep(ahead.fresh).catch(() => {});
  keep(desk).then((answer) => { if (answer.status === 409) location.reload(); }).catch(() => {});
}
const keep = (of) => send(`${of.dataset.address}/take`, body({}), {}, { redirect: "manual" });
setInterval(renew, RENEW_MS);
addEventListener("pagehide", () => {
  const token = one("input[name=form_token]").value;
  [ahead?.fresh, isOpen() && desk].filter(Boolean)
    .forEach((d) => navigator.sendBeacon(`${d.dataset.address}/give-back`, new URLSearchParams({ form_token: token })));
});
addEventListener("popstate", () => location.reload());

// ---- what may be meant: classes, and rows of reference tables
let offered = null, asking = 0;
function suggestAway() {
  const input = offered?.previousElementSibling; offered?.remove(); offered = null;
  ["role", "aria-expanded", "aria-controls", "aria-autocomplete", "aria-activedescendant"].forEach((name) => input?.removeAttribute(name));
}
function offer(input, list) {
  suggestAway(); if (!list.children.length) return;
  list.className = "suggest"; list.id = "suggest"; list.setAttribute("role", "listbox");
  all("li", list).forEach((li, i) => { li.id = `suggest-${i}`; li.setAttribute("role", "option"); li.classList.add("suggest__one"); });
  input.after(list); offered = list;
  Object.entries({ role: "combobox", "aria-expanded": "true", "aria-controls": "suggest", "aria-autocomplete": "list" }).forEach(([n, v]) => input.setAttribute(n, v));
}
const chosen = () => offered && one("[aria-selected=true]", offered);
function point(input, by) {
  const lines = all("li", offered), at = lines.indexOf(chosen()), to = lines[(at + by + lines.length) % lines.length];
  lines.forEach((li) => li.setAttribute("aria-selected", li === to));
  input.setAttribute("aria-activedescendant", to.id); to.scrollIntoView({ block: "nearest" });
}
const folded = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
function classes(input) {
  const wanted = folded(input.value.trim()), list = document.createElement("ul");
  all("[data-class-list] li", desk).filter((li) => wanted && folded(li.textContent).includes(wanted))
    .sort((a, b) => folded(b.textContent).startsWith(wanted) - folded(a.textContent).startsWith(wanted)).slice(0, 8)
    .forEach((li) => { const line = li.cloneNode(true); line.dataset.text = line.textContent; list.append(line); });
  offer(input, list);
  if (list.children.length) point(input, 1);
}
async function rows(input, address) {
  const mine = ++asking; if (input.value.trim().length < 2) { suggestAway(); return; }
  const text = await (await fetch(`${address}&text=${encodeURIComponent(input.value)}`)).text();
  if (mine !== asking || document.activeElement !== input) return;
  const list = document.createElement("ul"); list.append(...new DOMParser().parseFromString(text, "text/html").querySelectorAll("li"));
  offer(input, list);
}
function take(input, line) {
  if (line.dataset.text) { input.value = line.dataset.text; answer(input.form); return; }
  answer(input.form, { address: "answer-by-row", fields: { field: input.form.dataset.doubt.replace("field.", ""), table: line.dataset.table, key: line.dataset.row } });
}

// ---- the keyboard
function typed(e, input) {
  const chosenNow = "chosen" in input.dataset;
  if (/^[1-9]$/.test(e.key) && !chosenNow && isUntouched(input) && input.form.dataset.kind !== "number" && choose(input, e.key)) return e.preventDefault();
  if (chosenNow && e.key.length === 1 && !e.ctrlKey && !e.metaKey && !e.altKey) { // a figure that began a value after all
    if (/^[\d\s./-]$/.test(e.key)) { input.value = input.dataset.chosen; input.setSelectionRange(9, 9); }
    delete input.dataset.chosen;
  }
  return undefined;
}
document.addEventListener("keydown", (e) => {
  workedAt = Date.now();
  const input = e.target.closest?.("[data-box]"), form = input?.form || e.target.closest?.(".field");
  if (e.altKey && !e.ctrlKey && !e.metaKey && e.key.length === 1) {
    const button = one(`#desk [data-key="${CSS.escape(e.key.toLowerCase())}"]`);
    if (button) { e.preventDefault(); e.stopPropagation(); button.click(); }
    return;
  }
  if (e.key === "Enter" && e.shiftKey) { e.preventDefault(); undo(); return; }
  if (e.key === "Enter" && !e.target.matches("button, a, summary, select, input:not([data-box])") && form?.dataset.doubt) {
    e.preventDefault();
    if (chosen()) take(input, chosen()); else answer(form);
    return;
  }
  if (!input) { if (e.key === "Enter" && e.target === document.body && here()) { e.preventDefault(); answer(here()); } return; }
  if ((e.key === "ArrowDown" || e.key === "ArrowUp")) { e.preventDefault(); const by = e.key === "ArrowDown" ? 1 : -1; if (offered) point(input, by); else move(input, by); return; }
  if (e.key === "Escape") { e.preventDefault(); if (offered) suggestAway(); else if (!isUntouched(input)) { input.value = input.dataset.shown; input.select(); mark(input); } else input.blur(); return; }
  if (e.key.toLowerCase() === "z" && (e.ctrlKey || e.metaKey) && isUntouched(input)) { e.preventDefault(); undo(); return; }
  typed(e, input);
});
document.addEventListener("input", (e) => {
  const input = e.target.closest?.("[data-box]"); if (!input) return;
  delete input.dataset.chosen; mark(input);
  if (input.form.dataset.doubt === "class") classes(input);
  else if (input.form.dataset.reference) rows(input, input.form.dataset.reference);
});
document.addEventListener("focusin", (e) => { const form = e.target.closest?.(".field"); if (form && !form.classList.contains("field--on")) { suggestAway(); stand(form, false); } });

// ---- the mouse, and what keys click
document.addEventListener("click", (e) => {
  workedAt = Date.now();
  const at = (selector) => e.target.closest(selector);
  const button = at("[data-zoom], [data-turn], [data-words-switch], [data-accept-now], [data-nothing-now], [data-reading], [data-accept], [data-nothing], .suggest__one, .box--word");
  if (!button || !desk.contains(button)) return;
  const form = here();
  if (button.matches("[data-zoom]")) step(button.dataset.zoom);
  else if (button.matches("[data-turn]")) { turn = (turn + 90) % 360; lay(); }
  else if (button.matches("[data-words-switch]")) words(button);
  else if (button.matches(".suggest__one")) take(offered.previousElementSibling, button);
  else if (button.matches(".box--word")) { const input = box(form); if (input) { input.value = e.shiftKey ? `${input.value} ${button.dataset.text}`.trim() : button.dataset.text; input.focus(); mark(input); } }
  else if (button.matches("[data-accept-now]")) { if (form) answer(form); }
  else if (button.matches("[data-nothing-now]")) { if (form) answer(form, { fields: { nothing: "true" } }); }
  else { e.preventDefault(); const its = button.form; if (button.matches("[data-reading]")) box(its).value = button.value; answer(its, button.matches("[data-nothing]") ? { fields: { nothing: "true" } } : undefined); }
});
document.addEventListener("submit", (e) => {
  const form = e.target; if (!desk.contains(form)) return;
  if (form.matches("[data-undo-form]")) { e.preventDefault(); undo(); }
  else if (form.matches("[data-skip]")) { e.preventDefault(); queued(async () => show(await fetched(`${desk.dataset.address}/skip`, {}))); }
  else if (form.dataset.doubt) { e.preventDefault(); answer(form); }
});
document.addEventListener("toggle", (e) => { if (e.target.matches?.("[data-reclass]") && e.target.open) one("[data-box]", e.target).focus(); }, true);
addEventListener("resize", lay);

document.documentElement.classList.add("has-desk");
lay(); stand(doubts()[0]); begin();
if (desk.dataset.about) say(one("[role=alert]", desk)?.textContent || "");
})();
