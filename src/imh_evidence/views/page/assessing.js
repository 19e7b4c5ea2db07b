// -- Hexagon ---------------------------------------------------------------
//
// An assessment is the document that the library reads and writes: entries of
// three programme indicators as they were read, and scores of three site
// indicators by each assessor. Nothing is added up or filled in.

const { hexagon } = data;
const assessments = new Map();
let assessed = null;

const labelOf = (indicator) => hexagon.indicators.find(([slug]) => slug === indicator)[1];
const KINDS = {
  programme: { list: "ratings", whose: (entry) => entry.address ?? "", none: "not entered" },
  site: { list: "scores", whose: (entry) => entry.assessor, none: "unscored" },
};
const slugsOf = (kind) => hexagon.indicators.filter((each) => each[2] === kind).map(([s]) => s);

function started(row) {
  const edition = row.published ? [data.edition, data.data_version] : [undefined, undefined];
  const [one, two] = edition;
  return { intervention: row.id, name: row.name, service: "", edition: one, data_version: two, ratings: [], scores: [] };
}

function openForm(id) {
  if (!assessments.has(id)) assessments.set(id, { form: started(rows[at.get(id)]), saved: true });
  assessed = assessments.get(id);
  byId("hexagon").classList.add("full");
  drawForm(rows[at.get(id)]);
}

// -- Drawing

function field(label, control, help = "") {
  return el("label", {}, label, help && el("span", { class: "note" }, help), control);
}
const input = (type, name, more = {}) => el("input", { type, name, maxlength: "2000", ...more });

function drawForm(row) {
  const { form } = assessed;
  const service = input("text", "service");
  service.value = form.service;
  service.addEventListener("input", () => entered(() => (form.service = service.value)));
  const save = el("button", { type: "button", id: "save" }, "Save as a file");
  save.addEventListener("click", saveForm);
  byId("assessed").replaceChildren(
    el("h3", {}, "Of ", named(row.name)),
    aboutFramework(row),
    el("table", { class: "stack", id: "indicators", "aria-label": "The six indicators" }),
    el("div", { class: "indicators" }, programmeForm(row), siteForm()),
    el("p", { class: "find" }, el("label", {}, "Service (may stay empty) ", service), save),
    el("ul", { class: "small" }, ...listed(hexagon.cautions)),
  );
  drawIndicators();
  byId("hexagon-note").textContent = "";
}

function aboutFramework(row) {
  const places = hexagon.framework[row.id] ?? [];
  const items = places.map(({ programme, address, told }) =>
    el("li", {}, el("a", { href: address, rel: "noreferrer noopener" }, programme), ` (${told})`),
  );
  if (!items.length) items.push(el("li", {}, hexagon.absent));
  return el("ul", {}, ...items);
}

function drawIndicators() {
  const { form } = assessed;
  const head = ["Indicator", "Entered", "When, and by whom", "Note", "Change"];
  const body = el("tbody");
  for (const [slug, label, kind] of hexagon.indicators) {
    const entries = form[KINDS[kind].list].filter((entry) => entry.indicator === slug);
    const title = `${label} (${kind})`;
    if (!entries.length) {
      const cells = ["", "", ""].map((text) => el("td", {}, text));
      cells.unshift(el("td", { "data-label": head[1] }, KINDS[kind].none));
      body.append(el("tr", {}, el("th", { scope: "row" }, title), ...cells));
    }
    const differ = new Set(entries.map((entry) => entry.score)).size > 1;
    for (const entry of entries) {
      const [what, when, who] =
        kind === "site"
          ? [String(entry.score), entry.date, entry.assessor]
          : [entry.printed, `read ${entry.read_on}`, [entry.read_by, entry.address].filter(Boolean).join(", ")];
      const remove = el("button", { type: "button" }, "Remove");
      remove.setAttribute("aria-label", `Remove ${label} ${printable(what)} ${printable(who)}`);
      remove.addEventListener("click", () => {
        const list = KINDS[kind].list;
        entered(() => (form[list] = form[list].filter((each) => each !== entry)));
        drawIndicators();
        say(`${label}: removed.`);
        byId("hexagon-title").focus();
      });
      body.append(
        el(
          "tr",
          {},
          el("th", { scope: "row" }, title),
          el("td", { "data-label": head[1] }, named(what), differ ? " (scored differently)" : ""),
          el("td", { "data-label": head[2] }, named([when, who].filter(Boolean).join("; "))),
          el("td", { "data-label": head[3] }, named(entry.note ?? "")),
          el("td", {}, remove),
        ),
      );
    }
  }
  const titles = head.map((text) => el("th", { scope: "col" }, text));
  byId("indicators").replaceChildren(el("thead", {}, el("tr", {}, ...titles)), body);
  asTable(byId("indicators"));
}

function chooser(kind) {
  const options = slugsOf(kind).map((slug) => el("option", { value: slug }, labelOf(slug)));
  return el("select", { name: "indicator" }, ...options);
}

function entryForm(kind, title, fields, take) {
  const enter = el("button", { type: "submit" }, "Enter");
  const faults = el("div", { class: "faults", role: "alert" });
  const form = el("form", { autocomplete: "off", noValidate: true, class: kind });
  form.append(el("fieldset", {}, el("legend", {}, title), ...fields, faults, el("p", {}, enter)));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const given = Object.fromEntries(new FormData(form));
    const entry = take(given);
    const wrong = faultsOf(kind, entry);
    faults.replaceChildren(...wrong.map((text) => el("p", { class: "fault" }, text)));
    if (wrong.length) {
      say("");
      return;
    }
    const { list, whose } = KINDS[kind];
    const same = (each) => each.indicator === entry.indicator && whose(each) === whose(entry);
    entered(() => {
      assessed.form[list] = inOrder(kind, [...assessed.form[list].filter((e) => !same(e)), entry]);
    });
    drawIndicators();
    say(`${labelOf(entry.indicator)}: entered.`);
    // What was said of one indicator is said of no other.
    for (const name of ["printed", "score", "note"]) if (form.elements[name]) form.elements[name].value = "";
  });
  return form;
}

function programmeForm(row) {
  const places = hexagon.framework[row.id] ?? [];
  const address = input("text", "address", { list: "places" });
  if (places.length === 1) address.value = places[0].address;
  const known = el("datalist", { id: "places" }, ...places.map((p) => el("option", { value: p.address })));
  return entryForm(
    "programme",
    "Enter a programme indicator, as you read it",
    [
      field("Indicator", chooser("programme")),
      field("Rating as printed", input("text", "printed"), "for example 5, 4 - 5, 3+ or not rated"),
      field("Read on", input("date", "read_on", { max: "9999-12-31" })),
      field("Address where it was read", address),
      known,
      field("Read by (may stay empty)", input("text", "read_by")),
      field("Note", el("textarea", { name: "note", rows: "2", maxlength: "5000" })),
    ],
    ({ indicator, printed, read_on, address: where, read_by, note }) =>
      filledOf({ indicator, printed, read_on, address: where.trim(), read_by: read_by.trim(), note }),
  );
}

function siteForm() {
  const score = el("select", { name: "score" }, el("option", { value: "" }, "choose"));
  for (const each of "12345") score.append(el("option", { value: each }, each));
  return entryForm(
    "site",
    "Score a site indicator",
    [
      field("Indicator", chooser("site")),
      field("Score", score, "what each number means is said in the Hexagon Tool"),
      field("Assessor", input("text", "assessor")),
      field("Date", input("date", "date", { max: "9999-12-31" })),
      field("Note: why", el("textarea", { name: "note", rows: "2", maxlength: "5000" })),
    ],
    ({ indicator, score: given, assessor, date, note }) =>
      filledOf({ indicator, score: given && Number(given), assessor, date, note }),
  );
}

const filledOf = (entry) =>
  Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== "" && value != null));

function inOrder(kind, entries) {
  const key = (entry) => [slugsOf(kind).indexOf(entry.indicator), KINDS[kind].whose(entry)];
  return entries.sort((a, b) => {
    const [[i, x], [j, y]] = [key(a), key(b)];
    return i - j || (x < y ? -1 : Number(x > y));
  });
}

function entered(change) {
  change();
  assessed.saved = false;
}
function say(text) {
  byId("hexagon-note").textContent = text;
}

// -- What may stand in an entry

const RATING = /^[ \t-\r]*([1-5])(\+?)(?:[ \t-\r]*(?:-|to)[ \t-\r]*([1-5])(\+?))?[ \t-\r]*$/;
const UNRATED = /^[ \t-\r]*(?:99[ \t-\r]*-[ \t-\r]*-[ \t-\r]*99|not[ \t-\r]+rated)[ \t-\r]*$/;
const UNWRITABLE = /[\p{Cs}]|(?![\t\n\r])\p{Cc}/u;
const FIELDS = {
  programme: ["indicator", "printed", "read_on", "address", "read_by", "note"],
  site: ["indicator", "score", "assessor", "date", "note"],
};

function isRating(text) {
  const spelt = Array.from(text, (c) => {
    if (hexagon.dashes.includes(c)) return "-";
    return hexagon.spaces.includes(c) ? " " : c;
  }).join("").toLowerCase();
  const [, low, , high] = RATING.exec(spelt) ?? [];
  return UNRATED.test(spelt) || (low !== undefined && (high ?? low) >= low);
}

function isDay(text) {
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || text < "0001") return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

function faultsOf(kind, entry) {
  const faults = [];
  const texts = FIELDS[kind].filter((name) => name !== "score");
  const foreign = Object.keys(entry).filter((name) => !FIELDS[kind].includes(name));
  for (const name of foreign) faults.push(`${name}: an assessment has no such field.`);
  for (const name of texts)
    if (entry[name] !== undefined && typeof entry[name] !== "string") faults.push(`${name}: expected text.`);
    else if (UNWRITABLE.test(entry[name] ?? ""))
      faults.push(`${name}: expected text without control characters and half characters.`);
  if (faults.length) return faults;
  if (!slugsOf(kind).includes(entry.indicator))
    faults.push(`Indicator: expected one of ${slugsOf(kind).join(", ")}.`);
  if (kind === "programme") {
    if (!isRating(entry.printed ?? ""))
      faults.push(
        "Rating: expected a whole number from 1 to 5 (5), two with a dash (4 - 5), a plus (3+), or not rated.",
      );
    for (const name of ["address", "read_by"])
      if (entry[name] !== undefined && !entry[name].trim()) faults.push(`${name}: expected text or nothing.`);
  } else {
    if (![1, 2, 3, 4, 5].includes(entry.score)) faults.push("Score: expected a whole number from 1 to 5.");
    if (!(entry.assessor ?? "").trim()) faults.push("Assessor: say who scores it.");
  }
  const day = kind === "site" ? "date" : "read_on";
  if (!isDay(entry[day] ?? "")) faults.push("Date: expected a day, as year-month-day.");
  return faults;
}

// -- The file

const schema = () => ({ schema: hexagon.schema });
const canonical = (plain) => `${JSON.stringify(plain, null, 2)}\n`;

function documentOf(form) {
  const body = {};
  for (const name of ["intervention", "name", "service", "edition", "data_version"])
    if ((form[name] ?? "").trim()) body[name] = form[name];
  for (const kind of ["programme", "site"]) {
    const { list } = KINDS[kind];
    if (form[list].length)
      body[list] = form[list].map((entry) =>
        Object.fromEntries(FIELDS[kind].filter((name) => name in entry).map((name) => [name, entry[name]])),
      );
  }
  const checksum = sha256(canonical({ ...schema(), ...body }));
  return { ...schema(), checksum, ...body };
}

function saveForm() {
  if (UNWRITABLE.test(assessed.form.service))
    return say("Service: expected text without control characters and half characters.");
  const file = new Blob([canonical(documentOf(assessed.form))], { type: "application/json" });
  const address = URL.createObjectURL(file);
  el("a", { href: address, download: `hexagon-${assessed.form.intervention}.json` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  assessed.saved = true;
  return say("Saved as a file.");
}

// The assessment in a text, or every fault that keeps it from being one.
function readDocument(text) {
  let plain;
  try {
    plain = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    return [null, ["The file is no JSON."]];
  }
  if (typeof plain !== "object" || plain === null || plain.schema !== hexagon.schema)
    return [null, [`The file is no Hexagon assessment that this page reads (${hexagon.schema}).`]];
  const { checksum, ...rest } = plain;
  if (checksum !== sha256(canonical(rest)))
    return [null, ["The file was changed after it was written: its checksum does not fit."]];
  const faults = [];
  const known = ["schema", "intervention", "name", "service", "edition", "data_version", "ratings", "scores"];
  for (const name of Object.keys(rest)) {
    if (!known.includes(name)) faults.push(`${name}: an assessment has no such field.`);
    else if (name in { ratings: 0, scores: 0 } !== Array.isArray(rest[name]))
      faults.push(`${name}: not of the type that an assessment has there.`);
    else if (!Array.isArray(rest[name]) && typeof rest[name] !== "string") faults.push(`${name}: expected text.`);
  }
  if (!at.has(rest.intervention)) faults.push("The file is about an intervention that this page does not have.");
  if (faults.length) return [null, faults];
  for (const kind of ["programme", "site"]) {
    const { list, whose } = KINDS[kind];
    const seen = new Set();
    (rest[list] ?? []).forEach((entry, i) => {
      const wrong = typeof entry === "object" && entry ? faultsOf(kind, entry) : ["expected an entry."];
      faults.push(...wrong.map((fault) => `${list}[${i}]: ${fault}`));
      const key = JSON.stringify([entry?.indicator, wrong.length || whose(entry)]);
      if (!wrong.length && seen.has(key)) faults.push(`${list}[${i}]: a second entry of the same.`);
      seen.add(key);
    });
  }
  const { schema: _, ...body } = rest;
  return [{ service: "", ratings: [], scores: [], ...body }, faults];
}

async function loadForm(event) {
  const [file] = event.target.files;
  event.target.value = "";
  if (!file) return;
  const [form, faults] = readDocument(await file.text());
  if (faults.length) {
    say(faults.map(printable).join(" "));
    return;
  }
  const before = assessments.get(form.intervention);
  const question = "Replace what was entered for this intervention and is not saved?";
  if (before && !before.saved && !window.confirm(question)) return;
  assessments.set(form.intervention, { form, saved: true });
  openForm(form.intervention);
  say("Loaded.");
  byId("hexagon-title").focus();
}

// SHA-256 (FIPS 180-4), because browsers lend theirs to some addresses only.
function sha256(text) {
  const bytes = new TextEncoder().encode(text);
  const size = Math.ceil((bytes.length + 9) / 64) * 64;
  const padded = new DataView(new ArrayBuffer(size));
  bytes.forEach((byte, i) => padded.setUint8(i, byte));
  padded.setUint8(bytes.length, 0x80);
  padded.setUint32(size - 8, Math.floor(bytes.length / 0x20000000));
  padded.setUint32(size - 4, bytes.length << 3);
  const { state, rounds } = sha256Constants();
  const turned = (x, n) => (x >>> n) | (x << (32 - n));
  for (let block = 0; block < size; block += 64) {
    const w = rounds.map((_, i) => (i < 16 ? padded.getInt32(block + 4 * i) : 0));
    for (let i = 16; i < 64; i += 1) {
      const [x, y] = [w[i - 15], w[i - 2]];
      const s0 = turned(x, 7) ^ turned(x, 18) ^ (x >>> 3);
      const s1 = turned(y, 17) ^ turned(y, 19) ^ (y >>> 10);
      w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0;
    }
    let [a, b, c, d, e, f, g, h] = state;
    rounds.forEach((k, i) => {
      const s1 = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + k + w[i]) | 0;
      const s0 = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22);
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [a, b, c, d, e, f, g, h] = [(t1 + t2) | 0, a, b, c, (d + t1) | 0, e, f, g];
    });
    [a, b, c, d, e, f, g, h].forEach((value, i) => (state[i] = (state[i] + value) | 0));
  }
  return state.map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}

// The first 32 bits of the fractions of roots of the first primes.
function sha256Constants() {
  const primes = [];
  for (let n = 2; primes.length < 64; n += 1) if (primes.every((p) => n % p)) primes.push(n);
  const fraction = (x) => ((x - Math.floor(x)) * 2 ** 32) | 0;
  return {
    state: primes.slice(0, 8).map((p) => fraction(Math.sqrt(p))),
    rounds: primes.map((p) => fraction(Math.cbrt(p))),
  };
}

byId("load").addEventListener("change", loadForm);
window.addEventListener("beforeunload", (event) => {
  if ([...assessments.values()].some(({ saved }) => !saved)) event.preventDefault();
});
