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
  if (theory.length) parts.push(`theory is ${joined("theory", theory, " or ")}`);
  if (audience.length) parts.push(`who for includes ${joined("audience", audience, " or ")}`);
  if (practice.length)
    parts.push(`practice includes ${joined("practice_level", practice, " or ")}`);
  if (evidence.length) parts.push(`evidence is ${joined("level", evidence, " or ")}`);
  const bounds = [];
  if (view.at_least) bounds.push(`at least ${labels.level[view.at_least]}`);
  if (view.at_most) bounds.push(`at most ${labels.level[view.at_most]}`);
  const part = view.reading === "certainly" ? "across the whole" : "in part of the";
  if (bounds.length) parts.push(`efficacy ${bounds.join(" and ")}, ${part} printed range`);
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
    ...(row.heading === null ? [] : [["heading", row.heading]]),
    ["audience", joined("audience", row.audiences, " and ")],
    ["practice level", joined("practice_level", row.practice_levels, " and ")],
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
    const which = chosen.length === 2 ? "both" : `all ${chosen.length}`;
    told.unshift(before + labels.level[chosen[0].evidence] + between + which + after);
  }
  return told;
}
const listed = (texts) => texts.map((text) => el("li", {}, text));

// -- The table -------------------------------------------------------------

const lines = rows.map((_, i) => byId(`r${i}`));
const bodies = [...byId("table").tBodies];
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
  for (const body of bodies) body.hidden = !full.has(body);
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

// Narrow screens stack the cells; the roles keep a stacked table a table.
function asTable(table) {
  table.setAttribute("role", "table");
  for (const part of table.children) part.setAttribute("role", "rowgroup");
  for (const row of table.querySelectorAll("tr")) row.setAttribute("role", "row");
  for (const cell of table.querySelectorAll("td")) cell.setAttribute("role", "cell");
  for (const head of table.querySelectorAll("th"))
    head.setAttribute("role", head.scope === "col" ? "columnheader" : "rowheader");
}
