/* What is typed and not saved yet. It stays in this browser, by person and form, until it is saved,
   discarded, or its person signs out; it is back when they come back to the form. Leaving the page
   with it asks first. Nothing is kept of forms with a password. */
(() => {
  const { person, draftBack, draftDiscard } = document.body.dataset;
  const ALL = "slik-draft:";
  const MINE = `${ALL}${person}:`;
  const SENT = "slik-sent"; // the draft of the form that was sent last in this tab
  const LIFE = 7 * 24 * 60 * 60 * 1000; // milliseconds
  const PAUSE = 150; // milliseconds after the last sign typed
  const TEXTS =
    "textarea, input:not([type=hidden], [type=checkbox], [type=radio], [type=file], [type=submit], [type=search])";
  /* The page shows what was sent, refused or kept: it may be further than the draft. */
  const answersPost = "answersPost" in document.body.dataset;
  const showsSent = answersPost || document.querySelector("[data-kept]") !== null;
  let isLeaving = false;
  let timer = 0;

  /* A browser may refuse storage, or have no room: then only the warning is left. */
  const attempt = (action) => {
    try {
      return action();
    } catch {
      return null;
    }
  };
  const sent = attempt(() => sessionStorage.getItem(SENT));
  attempt(() => sessionStorage.removeItem(SENT));
  if (!person) return; // what was sent before signing in again was not saved
  const keys = () => attempt(() => Object.keys(localStorage).filter((key) => key.startsWith(ALL))) || [];
  const drop = (key) => attempt(() => localStorage.removeItem(key));
  const read = (key) => attempt(() => JSON.parse(localStorage.getItem(key)));

  /* Attributes, not properties: a field may be called "method" or "action". */
  const isKept = (form) =>
    form.getAttribute("method")?.toLowerCase() === "post" &&
    form.querySelector(TEXTS) &&
    !form.querySelector("[type=password]");
  const keyOf = (form) => {
    const { pathname, search } = new URL(form.getAttribute("action") || location.href, location.href);
    return MINE + pathname + search;
  };
  const forms = (root = document) => [...root.querySelectorAll("form")].filter(isKept);
  const texts = (form) => [...form.querySelectorAll(TEXTS)];
  const isWritten = (form) => texts(form).some((field) => field.value !== field.defaultValue);
  const isUnsaved = (form) => isWritten(form) || read(keyOf(form)) !== null;
  const values = (form) =>
    [...new FormData(form)].filter(([name, value]) => name !== "csrfmiddlewaretoken" && typeof value === "string");
  const isHidden = (form, name) => form.querySelector(`input[type=hidden][name="${CSS.escape(name)}"]`) !== null;
  const shown = (form, kept) => JSON.stringify(kept.filter(([name]) => !isHidden(form, name)));

  const keep = (form) => {
    const key = keyOf(form);
    if (!isWritten(form) && !(showsSent && read(key))) drop(key);
    else attempt(() => localStorage.setItem(key, JSON.stringify({ at: Date.now(), values: values(form) })));
  };

  const fill = (form, kept) => {
    const left = new Map();
    for (const [name, value] of kept) left.set(name, [...(left.get(name) || []), value]);
    for (const field of form.querySelectorAll("input, select, textarea")) {
      const own = left.get(field.name) || [];
      if (!field.name || field.name === "csrfmiddlewaretoken" || field.type === "file") continue;
      if (field.type === "checkbox" || field.type === "radio") field.checked = own.includes(field.value);
      else if (field.tagName === "SELECT")
        for (const option of field.options) option.selected = own.includes(option.value);
      else if (own.length) field.value = own.shift();
    }
    for (const field of texts(form)) {
      const fold = field.closest("details");
      if (fold && field.value !== field.defaultValue) fold.open = true;
      if (field.matches("textarea")) field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };

  const notice = (form, before) => {
    const box = document.createElement("div");
    box.className = "ds-alert draft";
    box.dataset.color = "info";
    box.dataset.size = "sm";
    box.setAttribute("role", "status");
    const text = document.createElement("p");
    text.className = "ds-paragraph";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "ds-button";
    button.dataset.variant = "secondary";
    button.textContent = draftDiscard;
    button.addEventListener("click", () => {
      fill(form, before);
      clearTimeout(timer);
      drop(keyOf(form));
      box.remove();
      texts(form)[0]?.focus();
    });
    box.append(text, button);
    form.prepend(box);
    text.textContent = draftBack; // after it is in the page, so that it is read aloud
  };

  const restore = (form) => {
    const draft = read(keyOf(form));
    if (!draft) return;
    const before = values(form);
    if (shown(form, before) === shown(form, draft.values)) {
      if (!showsSent) drop(keyOf(form));
      return;
    }
    fill(form, draft.values);
    notice(form, before);
  };

  /* Drafts of other people, and old ones, go first of all. */
  for (const key of keys()) {
    if (!key.startsWith(MINE) || Date.now() - (read(key)?.at || 0) > LIFE) drop(key);
  }
  if (sent && document.querySelector("[data-notices] > :not([data-color=danger]), [data-saved]")) drop(sent);
  for (const form of forms()) {
    if (answersPost) keep(form);
    else restore(form);
  }

  document.addEventListener("htmx:afterSwap", (event) => {
    for (const form of forms(event.detail.target)) {
      if (event.detail.requestConfig?.verb === "post") keep(form);
      else restore(form);
    }
  });
  document.addEventListener("slik:done", () => {
    drop(attempt(() => sessionStorage.getItem(SENT)));
  });

  const changed = (event) => {
    const form = event.target.closest?.("form");
    if (!form || !isKept(form)) return;
    isLeaving = false;
    clearTimeout(timer);
    timer = setTimeout(() => keep(form), PAUSE);
  };
  document.addEventListener("input", changed);
  document.addEventListener("change", changed);
  document.addEventListener(
    "submit",
    ({ target }) => {
      if (target.matches("[data-scheme-toggle]")) return; // does not leave the page
      clearTimeout(timer);
      if (target.matches("[data-sign-out]")) {
        for (const key of keys()) drop(key);
        return;
      }
      const others = forms().filter((form) => form !== target);
      for (const form of [...others, target].filter(isKept)) keep(form);
      isLeaving = target.matches("[data-returns]") || !others.some(isUnsaved);
      if (isKept(target)) attempt(() => sessionStorage.setItem(SENT, keyOf(target)));
    },
    true,
  );
  addEventListener("beforeunload", (event) => {
    if (!isLeaving && forms().some(isUnsaved)) event.preventDefault();
  });
  addEventListener("pageshow", () => {
    isLeaving = false;
  });
})();
