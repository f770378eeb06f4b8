"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const { columns, rows } = data;
  const MOST_ROWS = 500, MOST_LINES = 1500;
  const state = { sort: -1, down: false, text: "", most: MOST_ROWS, chosen: -1 };
  const marks = new Map();

  // Text only ever becomes text: nothing of a run is parsed as HTML.
  const made = (name, attributes = {}, text) => {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    if (text !== undefined) node.textContent = text;
    return node;
  };
  const drawn = (name, attributes = {}, text) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    if (text !== undefined) node.textContent = text;
    return node;
  };
  const titled = (column) => column.name;
  const shown = (value) => {
    if (value === null) return "";
    if (typeof value === "number" && !Number.isInteger(value)) return String(Number(value.toPrecision(6)));
    return String(value);
  };
  const failed = (row) => row.status !== "complete";

  const choose = (index) => {
    for (const node of marks.get(state.chosen) || []) node.classList.remove("chosen");
    state.chosen = index;
    for (const node of marks.get(index) || []) {
      node.classList.add("chosen");
      if (node.tagName === "TR") node.scrollIntoView({ block: "nearest" });
    }
  };
  const mark = (index, node) => {
    if (!marks.has(index)) marks.set(index, []);
    marks.get(index).push(node);
    node.addEventListener("mouseenter", () => { if (node.tagName !== "TR") choose(index); });
    node.addEventListener("click", () => choose(index));
    if (index === state.chosen) node.classList.add("chosen");
    return node;
  };
  const forget = (tags) => {
    for (const [index, nodes] of marks) marks.set(index, nodes.filter((node) => !tags.includes(node.tagName)));
  };

  const order = (a, b) => {
    if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
    const turn = state.down ? -1 : 1;
    if (typeof a === "number" && typeof b === "number") return turn * (a - b);
    return turn * String(a).localeCompare(String(b), undefined, { numeric: true });
  };

  const table = () => {
    const wanted = state.text.toLowerCase();
    let found = rows.map((row, index) => index);
    if (wanted) found = found.filter((index) => rows[index].values.some((value) => shown(value).toLowerCase().includes(wanted)));
    if (state.sort >= 0) found.sort((a, b) => order(rows[a].values[state.sort], rows[b].values[state.sort]) || a - b);
    const head = made("tr");
    columns.forEach((column, at) => {
      const cell = made("th", state.sort === at ? { "aria-sort": state.down ? "descending" : "ascending" } : {});
      const button = made("button", { type: "button" }, titled(column) + (state.sort === at ? (state.down ? " ▼" : " ▲") : ""));
      button.addEventListener("click", () => {
        state.down = state.sort === at && !state.down;
        state.sort = at;
        table();
      });
      cell.append(button);
      if (column.scope !== "run") cell.append(made("small", {}, ` ${column.scope}`));
      head.append(cell);
    });
    forget(["TR"]);
    const body = made("tbody");
    for (const index of found.slice(0, state.most)) {
      const line = mark(index, made("tr"));
      rows[index].values.forEach((value, at) => {
        const cell = made("td", typeof value === "number" ? { class: "number" } : {}, undefined);
        if (columns[at].name === "id" && columns[at].scope === "run" && rows[index].link) {
          cell.append(made("a", { href: rows[index].link }, shown(value)));
        } else cell.textContent = shown(value);
        if (columns[at].name === "status" && columns[at].scope === "run" && failed(rows[index])) cell.className = "bad";
        cell.title = cell.textContent;
        line.append(cell);
      });
      body.append(line);
    }
    const whole = made("table");
    const top = made("thead");
    top.append(head);
    whole.append(top, body);
    document.querySelector("#runs .scroll").replaceChildren(whole);
    const count = document.querySelector("#runs .count");
    count.replaceChildren(`${Math.min(found.length, state.most)} of ${rows.length} runs`);
    if (found.length > state.most) {
      const more = made("button", { type: "button" }, "show all");
      more.addEventListener("click", () => { state.most = Infinity; table(); });
      count.append(" ", more);
    }
  };

  // A scale maps a column's values to 0..1; texts stand in their sorted order.
  const scale = (at) => {
    const values = rows.map((row) => row.values[at]).filter((value) => value !== null);
    if (columns[at].kind === "number") {
      const numbers = values.filter((value) => typeof value === "number");
      const low = numbers.reduce((a, b) => Math.min(a, b), Infinity), high = numbers.reduce((a, b) => Math.max(a, b), -Infinity);
      return {
        of: (value) => (typeof value !== "number" ? null : high > low ? (value - low) / (high - low) : 0.5),
        ticks: high > low ? [low, (low + high) / 2, high] : [low],
      };
    }
    const names = [...new Set(values.map(shown))].sort((a, b) => a.localeCompare(b, undefined, { numeric: true }));
    const place = new Map(names.map((name, i) => [name, names.length > 1 ? i / (names.length - 1) : 0.5]));
    return { of: (value) => (value === null ? null : place.get(shown(value))), ticks: names.length <= 12 ? names : [names[0], names[names.length - 1]] };
  };
  const clip = (text) => (text.length > 22 ? text.slice(0, 21) + "…" : text);

  const varied = columns
    .map((column, at) => at)
    .filter((at) => columns[at].scope !== "run" && new Set(rows.map((row) => shown(row.values[at]))).size > 1);

  const parallel = () => {
    const section = document.getElementById("parallel");
    if (varied.length < 2) { section.remove(); return; }
    const width = Math.max(700, varied.length * 130), height = 320, top = 30, bottom = 290, left = 70;
    const step = (width - 2 * left) / (varied.length - 1);
    const svg = drawn("svg", { viewBox: `0 0 ${width} ${height}`, role: "img" });
    const scales = varied.map(scale);
    const y = (part) => bottom - part * (bottom - top);
    rows.slice(0, MOST_LINES).forEach((row, index) => {
      const points = varied.map((at, i) => [left + i * step, scales[i].of(row.values[at])]).filter((point) => point[1] !== null);
      if (points.length < 2) return;
      const path = points.map(([x, part]) => `${x},${y(part)}`).join(" ");
      const line = mark(index, drawn("polyline", { points: path, class: failed(row) ? "run failed" : "run" }));
      line.append(drawn("title", {}, varied.map((at) => `${titled(columns[at])}=${shown(row.values[at])}`).join(" ")));
      svg.append(line);
    });
    varied.forEach((at, i) => {
      const x = left + i * step;
      svg.append(drawn("line", { x1: x, x2: x, y1: top, y2: bottom, class: "axis" }));
      svg.append(drawn("text", { x, y: 16, "text-anchor": "middle", "font-weight": "bold" }, clip(titled(columns[at]))));
      for (const tick of scales[i].ticks) svg.append(drawn("text", { x: x + 5, y: y(scales[i].of(tick)) + 4 }, clip(shown(tick))));
    });
    section.querySelector(".scroll").append(svg);
    if (rows.length > MOST_LINES) section.querySelector("p").append(` The first ${MOST_LINES} runs are drawn.`);
  };

  const scatter = () => {
    const section = document.getElementById("scatter");
    const across = columns.map((column, at) => at).filter((at) => columns[at].scope === "param");
    const up = columns.map((column, at) => at).filter((at) => columns[at].scope === "metric");
    if (!across.length || !up.length) { section.remove(); return; }
    const select = (ats, label, at) => {
      const node = made("select", { "aria-label": label });
      for (const one of ats) node.append(made("option", one === at ? { value: one, selected: "" } : { value: one }, titled(columns[one])));
      const wrapped = made("label", {}, `${label} `);
      wrapped.append(node);
      section.querySelector(".choices").append(wrapped);
      return node;
    };
    const first = across.find((at) => varied.includes(at));
    const xs = select(across, "parameter", first === undefined ? across[0] : first);
    const ys = select(up, "metric", up[0]);
    const draw = () => {
      const [x, y] = [Number(xs.value), Number(ys.value)];
      const [sx, sy] = [scale(x), scale(y)];
      const width = 760, height = 360, left = 80, right = 730, top = 20, bottom = 310;
      const px = (part) => left + part * (right - left), py = (part) => bottom - part * (bottom - top);
      const svg = drawn("svg", { viewBox: `0 0 ${width} ${height}`, role: "img" });
      svg.append(drawn("line", { x1: left, x2: right, y1: bottom + 8, y2: bottom + 8, class: "axis" }));
      svg.append(drawn("line", { x1: left - 8, x2: left - 8, y1: top, y2: bottom, class: "axis" }));
      for (const tick of sx.ticks) svg.append(drawn("text", { x: px(sx.of(tick)), y: bottom + 24, "text-anchor": "middle" }, clip(shown(tick))));
      for (const tick of sy.ticks) svg.append(drawn("text", { x: left - 14, y: py(sy.of(tick)) + 4, "text-anchor": "end" }, clip(shown(tick))));
      svg.append(drawn("text", { x: (left + right) / 2, y: height - 6, "text-anchor": "middle", "font-weight": "bold" }, titled(columns[x])));
      svg.append(drawn("text", { x: 8, y: 12, "font-weight": "bold" }, titled(columns[y])));
      forget(["circle"]);
      rows.forEach((row, index) => {
        const [a, b] = [sx.of(row.values[x]), sy.of(row.values[y])];
        if (a === null || b === null || a === undefined || b === undefined) return;
        const dot = mark(index, drawn("circle", { cx: px(a), cy: py(b), r: 4, class: failed(row) ? "run failed" : "run" }));
        dot.append(drawn("title", {}, `${shown(row.values[x])}, ${shown(row.values[y])}`));
        svg.append(dot);
      });
      section.querySelector(".scroll").replaceChildren(svg);
    };
    xs.addEventListener("change", draw);
    ys.addEventListener("change", draw);
    draw();
  };

  const search = made("input", { type: "search", placeholder: "find", "aria-label": "find in the table" });
  search.addEventListener("input", () => { state.text = search.value; table(); });
  document.querySelector("#runs .choices").append(search);
  parallel();
  scatter();
  table();
  document.body.dataset.ready = String(rows.length);
})();
