"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));
  const search = document.getElementById("search");
  const selects = all("select[data-filter]");
  const bodies = all("table[data-list] > tbody");
  const words = new Map(bodies.map((body) => [body, body.textContent.toLowerCase()]));

  const filter = () => {
    const wanted = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const body of bodies) {
      const fits =
        wanted.every((word) => words.get(body).includes(word)) &&
        selects.every((select) => !select.value || !(select.dataset.filter in body.dataset) || body.dataset[select.dataset.filter] === select.value);
      body.hidden = !fits;
    }
    for (const section of all("section[data-count]")) {
      const own = all("table[data-list] > tbody", section);
      const shown = own.filter((body) => !body.hidden).length;
      section.querySelector(".count").textContent = shown === own.length ? String(own.length) : shown + " / " + own.length;
    }
  };
  search.addEventListener("input", filter);
  selects.forEach((select) => select.addEventListener("change", filter));
  document.getElementById("reset").addEventListener("click", () => {
    search.value = "";
    selects.forEach((select) => (select.value = ""));
    filter();
    search.focus();
  });
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName);
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      search.focus();
    }
  });

  const key = (body, column) => {
    const cell = body.rows[0].cells[column];
    return cell ? (cell.dataset.key ?? cell.textContent.trim()) : "";
  };
  const order = (a, b) => {
    if (a === "" || b === "") return (a === "") - (b === "");
    const [x, y] = [Number(a), Number(b)];
    return Number.isNaN(x) || Number.isNaN(y) ? a.localeCompare(b, "zh") : x - y;
  };
  for (const table of all("table[data-list]")) {
    all("thead th", table).forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.title = "按此列排序";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        all("th", table).forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const rows = Array.from(table.tBodies).map((body) => [key(body, column), body]);
        rows.sort((a, b) => order(a[0], b[0]) * (down && a[0] !== "" && b[0] !== "" ? -1 : 1));
        table.append(...rows.map((row) => row[1]));
      });
    });
  }

  const toggle = (button, open) => {
    button.setAttribute("aria-expanded", String(open));
    document.getElementById(button.getAttribute("aria-controls")).classList.toggle("shown", open);
  };
  all("button.open").forEach((button) =>
    button.addEventListener("click", () => toggle(button, button.getAttribute("aria-expanded") !== "true")),
  );
  const unfold = document.getElementById("unfold");
  unfold.addEventListener("click", () => {
    const open = unfold.getAttribute("aria-pressed") !== "true";
    unfold.setAttribute("aria-pressed", String(open));
    unfold.textContent = open ? "收起全部详情" : "展开全部详情";
    all("button.open").forEach((button) => toggle(button, open));
  });
  document.getElementById("print").addEventListener("click", () => window.print());
  const follow = () => {
    const row = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const button = row && row.closest("tbody") && row.closest("tbody").querySelector("button.open");
    if (button) toggle(button, true);
  };
  window.addEventListener("hashchange", follow);
  follow();
})();
