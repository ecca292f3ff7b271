// Files and folders sent in pieces: what breaks off goes on where it stopped, and every file has its outcome.
"use strict";
(() => {
  const { one, all } = window.casebinder;
  const form = one("[data-drop]"), panel = one("[data-sending]"), list = one("ul", panel), said = one("[data-said]", panel);
  const UPLOADS = "/api/v1/uploads", PIECE = 4_000_000, LONGEST_WAIT = 30_000;
  const megabytes = new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit: "megabyte", maximumFractionDigits: 1 });
  const isWanted = (name) => !name.split("/").some((part) => part.startsWith(".") || part.startsWith("~$"));
  const words = (key) => one(`template[data-words=${key}]`).content.textContent;
  const say = (text) => { said.textContent = text; };
  let stopping = null; // aborts what is under way

  all("[data-scripted]").forEach((part) => { part.hidden = false; });
  all("[data-plain]").forEach((part) => { part.hidden = true; });

  // ---- what was chosen or dropped, as {name, file}
  const chosen = (input) => [...input.files].map((file) => ({ name: file.webkitRelativePath || file.name, file }));
  async function below(entry, path = "") {
    const name = path + entry.name;
    if (entry.isFile) return [{ name, file: await new Promise((give, fail) => entry.file(give, fail)) }];
    const reader = entry.createReader(), found = [];
    for (let some; (some = await new Promise((give, fail) => reader.readEntries(give, fail))).length;) found.push(...some);
    return (await Promise.all(found.map((each) => below(each, `${name}/`)))).flat();
  }
  const dropped = async (transfer) => { // entries and files are there only while the event is being handled
    const items = [...transfer.items].filter((item) => item.kind === "file");
    const given = items.map((item) => [item.webkitGetAsEntry(), item.getAsFile()]);
    return (await Promise.all(given.map(([entry, file]) => (entry ? below(entry) : [{ name: file.name, file }])))).flat();
  };

  // ---- asking the API: a broken line is waited for, whatever else goes wrong is thrown with its words
  class Refused extends Error {}
  const pause = (ms, signal) => new Promise((go, fail) => {
    const timer = setTimeout(go, ms);
    addEventListener("online", () => { clearTimeout(timer); go(); }, { once: true, signal });
    signal.addEventListener("abort", () => { clearTimeout(timer); fail(signal.reason); }, { once: true });
  });
  async function asked(method, address, body, type, signal) {
    const headers = { "X-Casebinder-Form": one("input[name=form_token]", form).value, ...(type ? { "Content-Type": type } : {}) };
    for (let wait = 1000; ; wait = Math.min(2 * wait, LONGEST_WAIT)) {
      try {
        const answer = await fetch(address, { method, body, headers, signal });
        if (answer.status !== 503) return answer;
      } catch (error) {
        if (signal.aborted) throw error;
      }
      say(words("retries"));
      await pause(wait, signal);
    }
  }
  async function told(answer) {
    const body = await answer.json();
    if (answer.ok) return body;
    if (answer.status === 401 || body.error.code === "foreign_form") throw new Refused(words("over"));
    throw new Refused(`${body.error.message} ${body.error.next_step}`);
  }
  const post = async (address, body, signal) => told(await asked("POST", UPLOADS + address, body && JSON.stringify(body), "application/json", signal));

  // ---- one upload
  const fingerprint = (name, size, modified) => `${modified} ${size} ${name}`;
  function row(file) {
    const made = one("template[data-file]").content.firstElementChild.cloneNode(true);
    one(".sending__name", made).textContent = file.name;
    one("progress", made).setAttribute("aria-label", file.name);
    list.append(made);
    stands(made, "waits");
    return made;
  }
  function stands(line, key, reason = null) {
    one(".sending__state", line).replaceChildren(one(`template[data-state=${key}]`).content.cloneNode(true));
    one(".sending__why", line).textContent = reason ? `${reason.message} ${reason.next_step}` : "";
    one("progress", line).hidden = key !== "sends";
  }
  async function sendFile(upload, file, source, line, grew, signal) {
    stands(line, "sends");
    while (file.came < file.wanted) {
      const piece = await source.slice(file.came, Math.min(file.came + PIECE, file.wanted)).arrayBuffer().catch(() => {
        throw new Refused(`${file.name} : ${words("changed")}`);
      });
      const answer = await asked("POST", `${UPLOADS}/${upload}/files/${file.number}?at=${file.came}`, piece, "application/octet-stream", signal);
      // The answer to a piece that came may have been lost: ask where the file ends.
      const now = answer.status === 409 ? await told(await asked("GET", `${UPLOADS}/${upload}`, undefined, "", signal)) : await told(answer);
      file.came = now.uploads[0].files.find((each) => each.number === file.number).came;
      one("progress", line).value = file.came / file.wanted;
      say(words("sends"));
      grew();
    }
  }
  async function sendAll(given, signal) {
    const { uploads: [upload] } = await post("", {
      files: given.map(({ name, file }) => ({ name, size: file.size, modified: file.lastModified })),
      batch_class: form.elements.batch_class.value,
      expect_pages: form.elements.expect_pages.value ? Number(form.elements.expect_pages.value) : null,
    }, signal);
    const sources = new Map(given.map(({ name, file }) => [fingerprint(name, file.size, file.lastModified), file]));
    const lines = upload.files.map(row), wanted = upload.files.reduce((sum, file) => sum + file.wanted, 0);
    const grew = () => {
      const came = upload.files.reduce((sum, file) => sum + file.came, 0);
      one(".sending__all", panel).value = wanted ? came / wanted : 1;
      one("[data-share]", panel).textContent = `${megabytes.format(came / 1e6)} / ${megabytes.format(wanted / 1e6)}`;
    };
    grew();
    say(words("sends"));
    for (const [at, file] of upload.files.entries()) {
      await sendFile(upload.id, file, sources.get(fingerprint(file.name, file.size, file.modified)), lines[at], grew, signal);
    }
    say(words("receives"));
    const { batches: [batch] } = await post(`/${upload.id}/finish`, undefined, signal);
    batch.files.forEach((file, at) => stands(lines[at], file.state, file.reason));
    return batch;
  }
  async function send(giving) {
    if (stopping) return;
    stopping = new AbortController();
    list.replaceChildren();
    one("[data-unfinished]")?.setAttribute("hidden", "");
    one("[data-batch]", panel).hidden = true;
    one("[data-stop]", panel).hidden = false;
    panel.hidden = false;
    panel.classList.remove("is-wrong");
    say(words("reads"));
    panel.focus();
    try {
      const given = await giving.catch(() => { throw new Refused(words("changed")); });
      const wanted = given.filter(({ name }) => isWanted(name));
      if (wanted.length) ended(await sendAll(wanted, stopping.signal)); else say(words("nothing"));
    } catch (error) {
      panel.classList.toggle("is-wrong", error instanceof Refused);
      say(error instanceof Refused ? error.message : words("stopped"));
      if (!(error instanceof Refused) && error.name !== "AbortError") console.error(error);
    } finally {
      stopping = null;
      one("[data-stop]", panel).hidden = true;
      form.reset();
    }
  }
  function ended(batch) {
    const count = (state) => batch.files.filter((file) => file.state === state).length;
    const isKnown = count("duplicate") === batch.files.length;
    say(words(isKnown ? "known" : count("accepted") === batch.files.length ? "done" : "done_some"));
    const link = one("[data-batch]", panel);
    link.href = `/batches/${batch.id}`;
    link.hidden = false;
    document.dispatchEvent(new CustomEvent("casebinder:board"));
  }

  // ---- what starts and stops it
  all("input[type=file]", form).forEach((input) => input.addEventListener("change", () => { if (input.files.length) send(Promise.resolve(chosen(input))); }));
  one("[data-stop]", panel).addEventListener("click", () => stopping?.abort());
  addEventListener("beforeunload", (e) => { if (stopping) e.preventDefault(); });
  const hasFiles = (e) => [...e.dataTransfer.types].includes("Files");
  ["dragenter", "dragover"].forEach((name) => addEventListener(name, (e) => { if (hasFiles(e)) { e.preventDefault(); form.classList.add("is-over"); } }));
  addEventListener("dragleave", (e) => { if (!e.relatedTarget) form.classList.remove("is-over"); });
  addEventListener("drop", (e) => {
    if (!hasFiles(e)) return;
    e.preventDefault();
    form.classList.remove("is-over");
    send(dropped(e.dataTransfer));
  });
})();
