// Starting over, after a question that can be answered with no.

/** @param {() => void} onConfirm */
export function startRestart(form, onConfirm) {
  const dialog = document.querySelector("[data-restart-dialog]");
  form.querySelector("[data-restart]").addEventListener("click", () => dialog.showModal());
  dialog.querySelector("[data-restart-cancel]").addEventListener("click", () => dialog.close());
  dialog.querySelector("[data-restart-confirm]").addEventListener("click", () => {
    dialog.close();
    onConfirm();
  });
}
