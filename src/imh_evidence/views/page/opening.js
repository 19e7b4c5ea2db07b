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
