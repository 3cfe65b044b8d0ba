// The score sheet. Without script it stands open; here it waits closed until someone wants it, and prints alone.

export function startSheet() {
  const sheet = document.querySelector("[data-sheet]");
  sheet.open = false;

  function openIfAsked() {
    if (location.hash !== "#sheet") return;
    sheet.open = true;
    sheet.querySelector("summary").focus({ preventScroll: true });
    sheet.scrollIntoView({ behavior: "instant" });
  }

  window.addEventListener("hashchange", openIfAsked);
  openIfAsked();

  const root = document.documentElement;
  document.querySelector("[data-print-sheet]").addEventListener("click", () => {
    root.dataset.print = "sheet";
    window.print();
  });
  window.addEventListener("afterprint", () => delete root.dataset.print);
}
