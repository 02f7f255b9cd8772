/* What every page shares: the dialog that htmx fills, notices, focus, counters, light or dark.
   Everything here is help on top of forms and links that work without it. */
(() => {
  const dialog = document.getElementById("dialog");
  const body = document.getElementById("dialog-body");
  const notices = document.querySelector("[data-notices]");
  const live = document.querySelector("[data-live]");

  const tell = (message, colour) => {
    const box = document.createElement("div");
    box.className = "ds-alert";
    box.dataset.color = colour;
    box.dataset.size = "sm";
    const text = document.createElement("p");
    text.className = "ds-paragraph";
    text.textContent = message;
    box.append(text);
    notices?.replaceChildren(box);
  };

  /* A dialog opens when an answer lands in it, and closes on slik:done. The browser itself gives
     the focus back. */
  document.addEventListener("htmx:beforeRequest", (event) => {
    const isPoll = event.detail.elt.closest("[data-poll]");
    if (document.hidden && isPoll) event.preventDefault(); // a hidden tab does not poll
  });
  document.addEventListener("htmx:configRequest", (event) => {
    const { verb, formData } = event.detail;
    if (verb !== "get") return;
    for (const [name, value] of [...formData]) if (value === "") formData.delete(name); // short addresses
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    const news = event.target.querySelector?.("[data-announce]");
    if (news) live.textContent = news.textContent;
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, serverResponse } = event.detail;
    if (!/^\s*<!doctype html/i.test(serverResponse)) return;
    event.detail.shouldSwap = false; // a whole page is gone to, as sign-in when the session has ended
    location.assign(xhr.responseURL);
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target !== body) return;
    if (!dialog.open) dialog.showModal();
    const first = ["[data-error-summary]", "input:checked", "input:not([type=hidden]), select, textarea, button"]
      .map((selector) => body.querySelector(selector))
      .find(Boolean);
    first?.focus();
  });
  dialog?.addEventListener("close", () => body.replaceChildren());
  document.addEventListener("slik:done", (event) => {
    const { message, focus } = event.detail;
    if (dialog.open) dialog.close();
    tell(message, "success");
    requestAnimationFrame(() => {
      const target = document.getElementById(focus);
      target?.closest("[data-case]")?.classList.add("is-moved");
      target?.scrollIntoView({ block: "center" });
      target?.focus({ preventScroll: true });
    });
  });
  for (const failure of ["htmx:responseError", "htmx:sendError"]) {
    document.addEventListener(failure, (event) => {
      if (event.detail.elt.closest("[data-poll]")) return;
      if (dialog?.open) dialog.close();
      tell(document.body.dataset.wentWrong, "danger");
    });
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("#dialog [data-dialog-close]")) {
      event.preventDefault();
      dialog.close();
    }
    if (event.target.closest("[data-print]")) window.print();
    const filler = event.target.closest("[data-fill]");
    if (filler) {
      document.querySelector("input[name=login]").value = filler.dataset.fill;
      const password = document.querySelector("input[name=password]");
      password.value = filler.dataset.fillPassword;
      password.form.requestSubmit();
    }
  });

  /* A form that is under way is not sent again: the answer to the first press is what shows. */
  const WAIT = 5000; // milliseconds: then it may be sent again
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (form.getAttribute("method")?.toLowerCase() !== "post" || form.matches("[data-scheme-toggle]")) return;
      if ("underWay" in form.dataset) {
        event.preventDefault();
        event.stopImmediatePropagation();
        return;
      }
      form.dataset.underWay = "";
      const isOver = () => delete form.dataset.underWay;
      setTimeout(isOver, WAIT);
      form.addEventListener("htmx:afterRequest", isOver, { once: true });
    },
    true,
  );

  /* A button that is waited for longer than a second shows it. */
  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    const timer = setTimeout(() => button?.setAttribute("aria-busy", "true"), 1000);
    event.target.addEventListener(
      "htmx:afterRequest",
      () => {
        clearTimeout(timer);
        button?.removeAttribute("aria-busy");
      },
      { once: true },
    );
  });
  addEventListener("pageshow", () => {
    document.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
    document.querySelectorAll("[data-under-way]").forEach((form) => delete form.dataset.underWay);
  });

  /* Light or dark at once; the server reads the cookie on the next page. */
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-scheme-toggle]")) return;
    event.preventDefault();
    const root = document.documentElement;
    const auto = root.dataset.colorScheme === "auto";
    const dark = auto ? matchMedia("(prefers-color-scheme: dark)").matches : root.dataset.colorScheme === "dark";
    root.dataset.colorScheme = dark ? "light" : "dark";
    document.querySelector("meta[name=color-scheme]").content = root.dataset.colorScheme;
    document.cookie = `scheme=${root.dataset.colorScheme}; path=/; max-age=31536000; samesite=lax`;
  });

  /* Count as the server does: by code point, a new line as one. */
  const count = (field) => {
    const counter = document.getElementById(`${field.id}_limit`);
    if (!counter) return;
    const left = Number(counter.dataset.limit) - [...field.value].length;
    counter.classList.toggle("is-over", left < 0);
    counter.textContent = (left < 0 ? counter.dataset.over : counter.dataset.left).replace("%d", Math.abs(left));
  };
  document.addEventListener("input", (event) => {
    if (event.target.matches("textarea")) count(event.target);
  });

  /* A link to a folded record opens it. */
  const unfold = () => {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    const entry = target && target.querySelector(":scope > .entry");
    if (entry) entry.open = true;
  };
  addEventListener("hashchange", unfold);
  unfold();

  document.querySelector("[data-error-summary]")?.focus();
})();
