"use strict";
(() => {
  const all = (selector) => Array.from(document.querySelectorAll(selector));
  const blocks = all(".block");
  const boxes = all("input[data-category]");
  const status = document.getElementById("status");

  // Which blocks are shown: those of the ticked categories, and in the clean view only what stayed.
  const show = (say) => {
    const on = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    const clean = document.querySelector("input[value=clean]").checked;
    document.body.classList.toggle("clean", clean);
    let shown = 0;
    for (const block of blocks) {
      const category = block.dataset.category;
      block.hidden = clean ? category !== "kept" : !on.has(category);
      shown += block.hidden ? 0 : 1;
    }
    for (const field of all(".filters input, .filters button")) field.disabled = clean;
    if (say) status.textContent = shown + " of " + blocks.length + " blocks are shown.";
  };

  const close = () => {
    for (const button of all(".sum[aria-expanded=true]")) button.setAttribute("aria-expanded", "false");
  };

  document.addEventListener("change", (event) => {
    if (event.target.matches("input")) show(true);
  });
  document.addEventListener("click", (event) => {
    const sum = event.target.closest(".sum");
    const choice = event.target.closest("[data-filter]");
    if (sum) {
      const open = sum.getAttribute("aria-expanded") === "true";
      close();
      sum.setAttribute("aria-expanded", String(!open));
      sum.closest(".block").classList.toggle("hushed", open);
    } else if (choice) {
      for (const box of boxes) box.checked = choice.dataset.filter === "all" || box.value !== "kept";
      show(true);
    } else if (!event.target.closest(".why")) {
      close();
    }
  });
  // Escape hides what hovering or focus shows, until the pointer or the focus has been elsewhere.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    close();
    for (const block of blocks) block.classList.add("hushed");
  });
  for (const kind of ["focusin", "pointerover"]) {
    document.addEventListener(kind, (event) => {
      const block = event.target.closest(".block");
      for (const other of all(".hushed")) if (other !== block) other.classList.remove("hushed");
    });
  }
  show(false);
})();
