"use strict";
// Texts reach the page as text nodes only, so no name can become markup.
const byId = (id) => document.getElementById(id);
const data = JSON.parse(byId("data").textContent);
const { rows, labels, orders } = data;
const at = new Map(rows.map((row, i) => [row.id, i]));
const question = byId("question");
const MOST = 6;

function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name in made && typeof value !== "string") made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}
// Characters that show nothing or steer what shows them stand escaped.
const escaped = (c) => {
  const code = c.codePointAt(0).toString(16);
  return code.length > 4 ? `\\U${code.padStart(8, "0")}` : `\\u${code.padStart(4, "0")}`;
};
const printable = (text) => text.replace(/(?![ \xa0])[\p{C}\p{Z}]/gu, escaped);
const named = (text) => el("bdi", {}, printable(text));
const joined = (facet, slugs, word) => slugs.map((slug) => labels[facet][slug]).join(word);
const counted = (n, what) => `${n} ${what}${n === 1 ? "" : "s"}`;
const range = ([low, high]) =>
  low === high ? labels.level[low] : `${labels.level[low]}\u2013${labels.level[high]}`;
const rank = (level) => orders.level.indexOf(level);

// -- The question ----------------------------------------------------------

const FACETS = data.facets;
const HELD = { theory: "theories", audience: "audiences", practice_level: "practice_levels" };
const view = { reading: "certainly", at_least: "", at_most: "", q: "", compare: [] };
for (const facet of FACETS) view[facet] = [];

const held = (row, facet) => (facet === "evidence" ? [row.evidence] : row[HELD[facet]]);

function admits([low, high]) {
  const [from, to] = view.reading === "certainly" ? [low, high] : [high, low];
  return (
    (!view.at_least || rank(from) >= rank(view.at_least)) &&
    (!view.at_most || rank(to) <= rank(view.at_most))
  );
}

const meets = (row) =>
  FACETS.every((f) => !view[f].length || held(row, f).some((slug) => view[f].includes(slug))) &&
  admits(row.efficacy);

function inWords() {
  const parts = [];
  const { theory, audience, practice_level: practice, evidence = [] } = view;
  if (theory.length) parts.push(`stands under ${joined("theory", theory, " or ")}`);
  if (audience.length) parts.push(`reaches ${audience.join(" or ")} audiences`);
  if (practice.length)
    parts.push(`is delivered by ${joined("practice_level", practice, " or ")} practice`);
  if (evidence.length) parts.push(`prints evidence ${joined("level", evidence, " or ")}`);
  const bounds = [];
  if (view.at_least) bounds.push(`at least ${labels.level[view.at_least]}`);
  if (view.at_most) bounds.push(`at most ${labels.level[view.at_most]}`);
  const part = view.reading === "certainly" ? "the whole" : "part of the";
  if (bounds.length) parts.push(`${part} printed efficacy range is ${bounds.join(" and ")}`);
  return parts.join("; ") || "any intervention";
}

// -- Search ----------------------------------------------------------------

const replaced = new Map(data.replacements);
const normalised = (text) =>
  Array.from(text, (c) => replaced.get(c) ?? c).join("").split(" ").filter(Boolean).join(" ");

function textsOf(row) {
  row.texts ??= [
    ["name", row.name],
    ...row.aliases.map((text) => ["alias", text]),
    ...row.related.map((text) => ["related, not identical", text]),
    ...row.theories.map((slug) => ["theory", labels.theory[slug]]),
    ...row.audiences.map((slug) => ["audience", labels.audience[slug]]),
    ...row.practice_levels.map((slug) => ["practice level", labels.practice_level[slug]]),
  ].map(([field, text]) => [field, text, normalised(text)]);
  return row.texts;
}

// The spaces at which a text falls into words, as the library has them.
const SPACES = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

// What matched in a row, or null; every word must be in some text of it.
function matches(row, words) {
  const missing = new Set(words);
  const found = [];
  for (const [field, text, searched] of textsOf(row)) {
    const inside = words.filter((word) => searched.includes(word));
    if (inside.length) found.push([field, text]);
    for (const word of inside) missing.delete(word);
  }
  return words.length && !missing.size ? found : null;
}

// -- What to bear in mind --------------------------------------------------

function cautionsOf(chosen) {
  const differ = (key) => new Set(chosen.map(key)).size > 1;
  const holds = {
    "audiences-differ": differ((row) => row.audiences.join()),
    "suite-beside-single": differ((row) => row.suite),
    "memberships-exceed-rows": chosen.some((row) =>
      Object.values(HELD).some((field) => row[field].length > 1),
    ),
    "outcomes-may-differ": chosen.length > 1,
    "not-exhaustive": true,
  };
  const told = data.cautions.filter(([id]) => holds[id]).map(([, text]) => text);
  if (chosen.length > 1 && !differ((row) => row.evidence)) {
    const [before, between, after] = data.constant;
    told.unshift(before + labels.level[chosen[0].evidence] + between + chosen.length + after);
  }
  return told;
}
const listed = (texts) => texts.map((text) => el("li", {}, text));

// -- The table -------------------------------------------------------------

const lines = rows.map((_, i) => byId(`r${i}`));
const whys = new Map();
let shown = rows;

function show() {
  const asked = view.q.trim() !== "";
  const words = asked ? normalised(view.q).split(SPACES).filter(Boolean) : [];
  whys.forEach((why) => why.remove());
  whys.clear();
  shown = rows.filter((row, i) => {
    const found = meets(row) && (asked ? matches(row, words) : []);
    if (lines[i].hidden === Boolean(found)) lines[i].hidden = !found;
    if (found && asked) {
      const why = found.map(([field, text]) => `${field}: ${text}`).join("; ");
      whys.set(i, el("span", { class: "note why" }, "Found in ", named(why)));
      lines[i].firstElementChild.append(whys.get(i));
    }
    return found;
  });
  const full = new Set(shown.map((row) => lines[at.get(row.id)].parentElement));
  for (const body of byId("table").tBodies) body.hidden = !full.has(body);
  const search = asked ? `; found by \u201c${printable(view.q.trim())}\u201d` : "";
  byId("count").textContent =
    `${shown.length} of ${counted(rows.length, "row")}: ${inWords()}${search}` +
    (shown.length ? "" : ". That no row answers is no finding against any intervention.");
  byId("cautions").replaceChildren(...listed(cautionsOf(shown)));
  if (byId("map").open) drawMap();
}

function addChoices() {
  const compare = el(
    "td",
    { class: "choose" },
    el("label", {}, el("input", { type: "checkbox" }), " Compare"),
    " ",
    el("button", { type: "button" }, "Hexagon"),
  );
  rows.forEach((row, i) => {
    const cell = compare.cloneNode(true);
    const [label, button] = cell.children;
    label.firstChild.setAttribute("aria-label", `Compare ${printable(row.name)}`);
    label.firstChild.checked = false;
    button.setAttribute("aria-label", `Hexagon form for ${printable(row.name)}`);
    cell.dataset.at = i;
    lines[i].append(cell);
  });
  const table = byId("table");
  table.tHead.rows[0].append(el("th", { scope: "col", class: "choose" }, "Choose"));
  for (const head of table.querySelectorAll(".group th")) head.colSpan = 6;
  table.addEventListener("change", ({ target }) => {
    const { id } = rows[target.closest("td").dataset.at];
    view.compare = view.compare.filter((each) => each !== id);
    if (target.checked) view.compare.push(id);
    compareChosen();
    remember();
  });
  table.addEventListener("click", ({ target }) => {
    if (target.tagName !== "BUTTON") return;
    openForm(rows[target.closest("td").dataset.at].id);
    byId("hexagon-title").focus();
  });
}

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

// Narrow screens stack the cells; the roles keep a stacked table a table.
function asTable(table) {
  table.setAttribute("role", "table");
  for (const part of table.children) part.setAttribute("role", "rowgroup");
  for (const row of table.rows) {
    row.setAttribute("role", "row");
    for (const cell of row.cells) {
      const scope = cell.getAttribute("scope");
      const role = { col: "columnheader", row: "rowheader", rowgroup: "rowheader" }[scope];
      cell.setAttribute("role", role ?? "cell");
    }
  }
}

// -- The link --------------------------------------------------------------

const LISTS = [...FACETS, "compare"];

function remember() {
  const words = new URLSearchParams();
  for (const key of LISTS) for (const each of view[key]) words.append(key, each);
  if (view.at_least || view.at_most) words.append("reading", view.reading);
  for (const key of ["at_least", "at_most", "q"]) if (view[key]) words.append(key, view[key]);
  const link = `#?${words}`;
  byId("link").setAttribute("href", link);
  if (location.hash !== link) history.replaceState(null, "", link);
}

// A link may come from anywhere: what the page does not know is left out.
function recall() {
  if (!location.hash.startsWith("#?")) return;
  const words = new URLSearchParams(location.hash.slice(2));
  const inOrder = (key) => orders[key].filter((slug) => words.getAll(key).includes(slug));
  for (const facet of FACETS) view[facet] = inOrder(facet);
  view.reading = words.get("reading") === "possibly" ? "possibly" : "certainly";
  for (const key of ["at_least", "at_most"])
    view[key] = orders.level.includes(words.get(key)) ? words.get(key) : "";
  view.q = words.get("q") ?? "";
  view.compare = [...new Set(words.getAll("compare"))].filter((id) => at.has(id)).slice(0, MOST);
  changed();
  compareChosen();
}

// -- The form --------------------------------------------------------------

// Take what the view says into the form, and answer it.
function changed() {
  const impossible = view.at_least && view.at_most && rank(view.at_least) > rank(view.at_most);
  byId("bounds-note").textContent = impossible
    ? `No level is both at least ${labels.level[view.at_least]} and at most ${labels.level[view.at_most]}; the upper bound is left out.`
    : "";
  if (impossible) view.at_most = "";
  for (const control of question.elements) {
    const { name, type, value } = control;
    if (type === "checkbox") control.checked = view[name].includes(value);
    else if (type === "radio") control.checked = view.reading === value;
    else if (name && control.value !== view[name]) control.value = view[name];
  }
  show();
  remember();
}

function read() {
  const form = new FormData(question);
  for (const facet of FACETS) view[facet] = form.getAll(facet);
  for (const key of ["reading", "at_least", "at_most", "q"]) view[key] = form.get(key);
  changed();
}

question.addEventListener("input", read);
question.addEventListener("submit", (event) => event.preventDefault());
byId("clear").addEventListener("click", () => {
  for (const facet of FACETS) view[facet] = [];
  Object.assign(view, { reading: "certainly", at_least: "", at_most: "", q: "" });
  changed();
});
byId("map").addEventListener("toggle", () => byId("map").open && drawMap());
window.addEventListener("hashchange", recall);

addChoices();
asTable(byId("table"));
question.hidden = byId("tools").hidden = false;
recall();
document.documentElement.dataset.ready = "yes";
