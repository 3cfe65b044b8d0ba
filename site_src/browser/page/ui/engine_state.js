// Whether the quiz's engine has started, as the page says.

const root = document.documentElement;

export const isSettled = () => root.dataset.engine === "ready" || root.dataset.engine === "failed";

/**
 * Call back whenever the quiz's engine is ready or has failed.
 * @param {(state: string | undefined) => void} onSettled
 */
export function watchEngine(onSettled) {
  const check = () => isSettled() && onSettled(root.dataset.engine);
  new MutationObserver(check).observe(root, { attributeFilter: ["data-engine"] });
  check();
}
