// -- Compare ---------------------------------------------------------------

function relation(a, b) {
  const [[al, ah], [bl, bh]] = [a.efficacy, b.efficacy];
  if (al === ah && bl === bh && al === bl) return "equal";
  if (rank(al) >= rank(bh)) return al === bh ? "at-least" : "above";
  if (rank(ah) <= rank(bl)) return ah === bl ? "at-most" : "below";
  return "undecided";
}

function pairInWords(a, b) {
  const kind = relation(a, b);
  if (kind === "below" || kind === "at-most") return pairInWords(b, a);
  const same = range(a.efficacy) === range(b.efficacy);
  const text = {
    above: [named(a.name), ": every level it prints is above every level of ", named(b.name)],
    "at-least": [
      named(a.name), ": no level it prints is below any level of ", named(b.name),
      `; both print ${labels.level[a.efficacy[0]]}`,
    ],
    equal: [named(a.name), " and ", named(b.name), `: both print ${range(a.efficacy)} alone`],
    undecided: [
      named(a.name), " and ", named(b.name), ": their printed ranges leave the order open",
      same ? `; both print ${range(a.efficacy)}, the same print and not the same effect` : "",
    ],
  }[kind];
  const differ = a.audiences.join() !== b.audiences.join();
  const note = differ ? ". Their audiences differ." : ".";
  return el("li", { "data-relation": kind }, ...text, note);
}

function attributesOf(row) {
  const dash = "none";
  return [
    ["Theory", joined("theory", row.theories, " / ")],
    ["Who for", joined("audience", row.audiences, " and ")],
    ["Type of psychological practice", joined("practice_level", row.practice_levels, " and ")],
    ["Evidence", labels.level[row.evidence]],
    ["Efficacy, as printed", `${range(row.efficacy)} (${joined("audience", row.audiences, " and ")})`],
    ["Recommended by the published page", row.recommended ? "yes" : "carries no recommendation"],
    ["Suite of programmes", row.suite ? "yes" : "no"],
    ["Other names", row.aliases.join("; ") || dash],
    ["Related, not identical", row.related.join("; ") || dash],
  ];
}

function compareChosen() {
  const chosen = view.compare.map((id) => rows[at.get(id)]);
  const full = chosen.length >= MOST;
  for (const cell of document.querySelectorAll("#table td.choose")) {
    const box = cell.querySelector("input");
    box.checked = view.compare.includes(rows[cell.dataset.at].id);
    box.disabled = full && !box.checked;
  }
  byId("compare-note").textContent =
    chosen.length < 2
      ? `${chosen.length ? "One chosen. " : ""}Tick \u201cCompare\u201d in two to six rows of the table.`
      : `${chosen.length} compared${full ? ", the most at once" : ""}.`;
  byId("compare").classList.toggle("full", chosen.length > 1);
  const place = byId("compared");
  if (chosen.length < 2) return place.replaceChildren();
  const only = el("input", { type: "checkbox", id: "differences" });
  only.checked = byId("differences")?.checked ?? false;
  const table = el("table", { class: "stack", "aria-labelledby": "compare-title" });
  const head = el("tr", {}, el("th", { scope: "col" }, "What the table says"));
  for (const row of chosen) head.append(el("th", { scope: "col" }, named(row.name)));
  table.append(el("thead", {}, head));
  const body = el("tbody");
  const columns = chosen.map(attributesOf);
  columns[0].forEach(([label], i) => {
    const texts = columns.map((column) => column[i][1]);
    const line = el("tr", {}, el("th", { scope: "row" }, label));
    texts.forEach((text, j) =>
      line.append(el("td", { "data-label": printable(chosen[j].name) }, named(text))),
    );
    line.dataset.same = new Set(texts).size === 1;
    body.append(line);
  });
  table.append(body);
  const pairs = chosen.flatMap((a, i) => chosen.slice(i + 1).map((b) => pairInWords(a, b)));
  const keep = () => {
    for (const line of body.rows) line.hidden = only.checked && line.dataset.same === "true";
  };
  only.addEventListener("change", keep);
  keep();
  const clear = el("button", { type: "button" }, "Compare none");
  clear.addEventListener("click", () => {
    view.compare = [];
    compareChosen();
    remember();
    byId("compare-title").focus();
  });
  place.replaceChildren(
    el("p", { class: "find" }, el("label", { class: "choose" }, only, " Differences only"), clear),
    table,
    el("h3", {}, "Each pair, by the efficacy printed"),
    el("ul", { class: "pairs" }, ...pairs),
    el("h3", {}, "What to bear in mind of these"),
    el("ul", {}, ...listed(cautionsOf(chosen))),
  );
  asTable(table);
}

// -- Evidence map ----------------------------------------------------------

const NAMES = 25;

function drawMap() {
  const audiences = orders.audience;
  const theories = orders.theory.filter((t) => rows.some((row) => row.theories.includes(t)));
  const head = el("tr", {}, el("th", { scope: "col" }, "Theory"));
  for (const each of audiences) head.append(el("th", { scope: "col" }, labels.audience[each]));
  const body = el("tbody");
  let memberships = 0;
  for (const theory of theories) {
    const line = el("tr", {}, el("th", { scope: "row" }, named(labels.theory[theory])));
    for (const audience of audiences) {
      const inside = shown.filter(
        (row) => row.theories.includes(theory) && row.audiences.includes(audience),
      );
      memberships += inside.length;
      const names = inside.slice(0, NAMES).map((row) => {
        const link = el("a", { href: `#r${at.get(row.id)}` }, named(row.name));
        return el("li", {}, link, ` (${range(row.efficacy)})`);
      });
      if (inside.length > NAMES) names.push(el("li", {}, `and ${inside.length - NAMES} more`));
      const ask = el("button", { type: "button" }, counted(inside.length, "row"));
      ask.setAttribute(
        "aria-label",
        `${counted(inside.length, "row")}: ask for ${labels.theory[theory]}, ${labels.audience[audience]}`,
      );
      ask.addEventListener("click", () => {
        view.theory = [theory];
        view.audience = [audience];
        changed();
        byId("table").focus();
        byId("table").scrollIntoView();
      });
      line.append(
        el(
          "td",
          { "data-label": labels.audience[audience] },
          inside.length ? el("ul", {}, ...names) : "No row shown",
          inside.length ? ask : "",
        ),
      );
    }
    body.append(line);
  }
  const table = el("table", { class: "stack", "aria-label": "Evidence map" });
  table.append(el("thead", {}, head), body);
  byId("mapped").replaceChildren(
    el(
      "p",
      {},
      `${counted(shown.length, "row")} shown, with ${counted(memberships, "membership")}: a row ` +
        "stands in each cell whose theory and audience it has, so the counts may add up to more than the rows. " +
        "A cell without a row is no finding against anything.",
    ),
    table,
  );
  asTable(table);
  table.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    event.preventDefault();
    const head = document.querySelector(`${link.getAttribute("href")} th`);
    head.tabIndex = -1;
    head.focus();
  });
}
