/* Drag a card to another phase. It only opens the same dialog as the Move button: nothing can be
   done by dragging alone (WCAG 2.5.7). What shows cases ([data-anew]) fetches itself anew when one
   was moved; then the moved card gets the focus back. */
(() => {
  let card = null;
  const columnOf = (event) => event.target.closest?.("[data-board] [data-phase]");
  const clear = () =>
    document.querySelectorAll(".bcol.is-target").forEach((column) => column.classList.remove("is-target"));

  document.addEventListener("dragstart", (event) => {
    card = event.target.closest?.("[data-move-url]");
    if (!card) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", card.dataset.case);
    card.classList.add("is-dragging");
  });
  document.addEventListener("dragover", (event) => {
    const column = columnOf(event);
    if (!card || !column) return;
    event.preventDefault();
    if (column.classList.contains("is-target")) return;
    clear();
    column.classList.add("is-target");
  });
  document.addEventListener("drop", (event) => {
    const column = columnOf(event);
    if (!card || !column) return;
    event.preventDefault();
    if (column === card.closest("[data-phase]")) return;
    const url = `${card.dataset.moveUrl}?to=${encodeURIComponent(column.dataset.phase)}`;
    htmx.ajax("GET", url, { target: "#dialog-body", source: card.querySelector("form[hx-get]") });
  });
  let moved = null;
  document.addEventListener("slik:done", (event) => {
    moved = event.detail.focus;
  });
  document.addEventListener("htmx:afterSettle", () => {
    const shown = moved && document.querySelector("[data-anew]");
    if (!shown) return;
    const button = document.getElementById(moved);
    moved = null;
    button?.closest("[data-case]").classList.add("is-moved");
    (button || shown.querySelector("h1, h2")).focus();
  });

  /* One letter is not a search yet. */
  document.addEventListener("htmx:beforeRequest", (event) => {
    const words = event.detail.elt.matches("form[role=search]") && event.detail.elt.elements.q;
    if (words && words === document.activeElement && words.value.trim().length === 1) event.preventDefault();
  });

  document.addEventListener("dragend", () => {
    card?.classList.remove("is-dragging");
    card = null;
    clear();
  });
})();
