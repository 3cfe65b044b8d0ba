// Opens the plan that the address names: what is folded follows its heading.

function unfold() {
  const id = location.hash.slice(1);
  if (id !== "") document.querySelector(`.prose > h2[id="${CSS.escape(id)}"] ~ details`)?.setAttribute("open", "");
}

window.addEventListener("hashchange", unfold);
unfold();
