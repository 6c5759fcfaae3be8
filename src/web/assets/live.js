// Keeps parts of a page fresh: everything with data-live="SECONDS" and an id is fetched again with the page it stands on.
// Pages are whole without this.
"use strict";
(() => {
  const regions = () => [...document.querySelectorAll("[data-live][id]")];
  if (regions().length === 0) return;

  const pulse = document.getElementById("pulse");
  let paused = false;
  if (pulse) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet small";
    button.textContent = "Pause";
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => {
      paused = !paused;
      button.setAttribute("aria-pressed", String(paused));
    });
    pulse.after(button);
  }

  // Nobody likes the words under the cursor to be replaced.
  const inUse = (region) => {
    const selection = document.getSelection();
    const selected = selection && !selection.isCollapsed && region.contains(selection.anchorNode);
    return selected || (document.activeElement !== document.body && region.contains(document.activeElement));
  };

  const replace = (region, fresh) => {
    if (region.innerHTML === fresh.innerHTML || inUse(region)) return;
    const known = new Set([...region.querySelectorAll("[data-key]")].map((row) => row.dataset.key));
    const next = document.importNode(fresh, true);
    if (known.size > 0) {
      for (const row of next.querySelectorAll("[data-key]")) {
        if (!known.has(row.dataset.key)) row.classList.add("fresh");
      }
    }
    region.replaceWith(next);
  };

  const refresh = async () => {
    const answer = await fetch(location.href, { headers: { accept: "text/html" } });
    if (answer.redirected) return location.reload();
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const region of regions()) {
      const fresh = page.getElementById(region.id);
      if (fresh) replace(region, fresh);
    }
  };

  const again = async () => {
    const seconds = regions().map((region) => Number(region.dataset.live));
    if (seconds.length === 0) return;
    if (!paused && !document.hidden) {
      // A gateway that restarts is asked again later.
      await refresh().catch(() => {});
    }
    setTimeout(again, Math.min(...seconds) * 1000);
  };
  setTimeout(again, 1000);
})();
