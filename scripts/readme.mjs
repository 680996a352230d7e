/**
 * Writes the generated parts of the README (the transcript, the models, the limits, speed), of CONTRIBUTING (the rooms) and the
 * pages of `docs/` that are made. `--check` only compares. What was tested comes from `fixtures/tested.json`, which a walk
 * over the fixtures wrote, from `test/options/results.json`, which `npm run options -- --record` wrote, and speed from
 * `docs/bench.json`, which `npm run bench -- --readme` wrote.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { GUEST_ROOMS, ROOMS } from "../.dependency-cruiser.mjs";
import { markdown } from "../test/bench/table.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { LIMIT_NAMES, LIMITS, limitOption, limitText, modelClasses, schemaOf, targetClasses, upgradeRules } = await import(
  join(root, "dist", "index.js")
);

/** What the command really prints. */
function run(line) {
  const done = spawnSync(process.execPath, [join(root, "dist", "cli.js"), ...line.split(" ")], { cwd: root, encoding: "utf8" });
  return `$ cornichon ${line}\n${done.stdout}${done.stderr}`.trimEnd();
}

const tested = Object.entries(JSON.parse(readFileSync(join(root, "fixtures", "tested.json"), "utf8")));
const predicts = new Set(await modelClasses());
const { onnx, skops } = await targetClasses();

/** `0.17.1-py27 … 1.9.1` where all versions between were tested too, else the list. */
function span(versions, all) {
  if (versions.length === 0) return "";
  const from = all.indexOf(versions[0]);
  const whole = versions.every((version, i) => all[from + i] === version);
  return whole && versions.length > 2 ? `${versions[0]} … ${versions.at(-1)}` : versions.join(", ");
}

const byVersion = (a, b) => a.localeCompare(b, "en", { numeric: true });
const versions = [...new Set(tested.flatMap(([, row]) => row.read))].sort(byVersion);
const rows = tested.map(
  ([name, row]) =>
    `| \`${name}\` | ${span([...row.read].sort(byVersion), versions)} | ${predicts.has(name) ? span([...row.answers].sort(byVersion), versions) : "attributes only"} | ${onnx.includes(name) ? "yes" : ""} | ${skops.includes(name) ? "yes" : ""} |`,
);
const options = JSON.parse(readFileSync(join(root, "test", "options", "results.json"), "utf8"));
const optionVersions = [...new Set(Object.values(options.classes).flatMap(Object.keys))].sort(byVersion);

/** Parameters that were set, each with its versions where it was not in all that have the class. */
function parametersOf(results) {
  const places = new Map();
  for (const [version, { parameters }] of Object.entries(results))
    for (const name of parameters.split(" ").filter(Boolean)) places.set(name, [...(places.get(name) ?? []), version]);
  const all = Object.keys(results).length;
  return [...places]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, at]) => (at.length === all ? `\`${name}\`` : `\`${name}\` (${span(at, optionVersions)})`))
    .join(", ");
}

const optionRows = Object.entries(options.classes).map(
  ([name, results]) =>
    `| \`${name}\` | ${parametersOf(results)} | ${optionVersions.map((version) => (version in results ? `${results[version].agree} / ${results[version].cells}` : "")).join(" | ")} |`,
);
const optionCells = Object.values(options.classes).flatMap(Object.values);
const sumOf = (key) => optionCells.reduce((sum, result) => sum + result[key], 0);
const optionsSection = `## Options

Made from \`npm run options -- --record\` (seed ${options.settings.seed}): each estimator was fitted by sklearn on data of many kinds, with its defaults, with
up to ${options.settings.singles} other values of the parameters below one at a time${options.settings.budget > 0 ? `, and with up to ${options.settings.budget} pairs of them` : ""}, pickled, loaded here and asked with
up to forty kinds of rows (missing values, infinities, no rows, one row, other types, sparse rows, frames, wrong columns, unknown
categories …) by every method that takes X. A cell is one model, one kind of rows, one method; it agrees where both give the same answer or both
refuse. ${sumOf("models")} models, ${sumOf("agree")} of ${sumOf("cells")} cells agree.

${
  Object.entries(options.known).length === 0
    ? ""
    : `What does not agree, and why:\n\n| cells | why |\n|---|---|\n${Object.entries(options.known)
        .map(([reason, cells]) => `| ${cells} | ${reason} |`)
        .join("\n")}\n\n`
}| estimator | parameters that were set (and where not in all versions) | ${optionVersions.join(" | ")} |
|---|---|${optionVersions.map(() => "---|").join("")}
${optionRows.join("\n")}
`;
const estimators = `# Estimators

Made by \`node scripts/readme.mjs\` from what the tests found: for each estimator the versions of sklearn whose files were read to
exactly what Python says they hold, and those whose predictions were the same as Python's (rtol 1e-9, atol 1e-12). Tested
versions: ${versions.join(", ")}.

\`convert --to onnx\` and \`--to code\` write those marked in the first column of targets, \`--to skops\` and \`--to pickle\` those marked in
the second; what of them has no exact form is refused by name: [ONNX](onnx.md), [code](code.md), [today's sklearn](today.md). All of
them can be written as neutral JSON, safetensors and npz.

| estimator | read | predicts | ONNX, code | today's sklearn |
|---|---|---|---|---|
${rows.join("\n")}

${optionsSection}`;

const upgrades = `# The upgraded view

\`convert --view upgrade\` gives attributes today's names and layouts, and marks the document (\`source.view\`). The stored view,
which is the default, changes nothing. Made by \`node scripts/readme.mjs\` from the rules; those that find nothing to change
change nothing.

| classes | what changes |
|---|---|
${(await upgradeRules()).map(({ classes, doc }) => `| ${classes.map((name) => (name === "*" ? "all of sklearn" : `\`${name.replace(/^sklearn\./, "")}\``)).join(", ")} | ${doc} |`).join("\n")}
`;

/** What stands for text in Markdown. */
const plain = (text) => text.replace(/[<>*_|]/g, (c) => `\\${c}`);

const areas = new Map();
for (const finding of (await schemaOf("codes")).findings) {
  const [area] = finding.code.split(".");
  areas.set(area, [...(areas.get(area) ?? []), finding]);
}
const AREAS = {
  global: "Names",
  call: "Calls",
  build: "States",
  reference: "References",
  collection: "Items",
  opcode: "Instructions that the loading program decides about",
  native: "Native state",
  stream: "The stream",
  joblib: "Other readings",
  array: "Arrays",
  container: "Containers and archives",
  artifact: "Files",
  input: "Input",
  tree: "Folders",
  model: "Models",
  target: "Targets of convert",
  limit: "Limits",
  note: "Notes, which change no verdict",
};
const findingOf = ({ code, severity, verdict, meaning, why, fix, references }) => `<a id="${code}"></a>

### ${code}

${plain(meaning)} Severity ${severity}; ${verdict === "safe" ? "changes no verdict" : `the artifact is \`${verdict}\``}.

**Why it matters.** ${plain(why)}

**What to do.** ${plain(fix)}
${references.length === 0 ? "" : `\n${references.map(({ title, url }) => `[${plain(title)}](${url})`).join(" · ")}\n`}`;
const findings = `# What findings mean

Made by \`node scripts/readme.mjs\` from the tables that \`cornichon explain CODE\`, SARIF's help and the HTML report use. Codes are
stable and never reused.

${[...areas].map(([area, codes]) => `## ${AREAS[area] ?? area}\n\n${codes.map(findingOf).join("\n")}`).join("\n")}`;

const MODEL = "fixtures/seed/model_v1.0.0_2024-01-15.joblib.gz";
const parts = {
  transcript: `\`\`\`console\n${[`scan fixtures/seed/1.9.1/ridge.joblib ${MODEL}`, `convert ${MODEL} --to coefficients`, `verify ${MODEL}`].map(run).join("\n")}\n\`\`\``,
  models: `${tested.length} estimators are read, and the methods of ${tested.filter(([name]) => predicts.has(name)).length} of them answer here: [the table](docs/estimators.md) says\nwith which versions of sklearn each was tested.`,
  limits: [
    "| option | default | bounds |",
    "|---|---|---|",
    ...LIMIT_NAMES.map(
      (name) => `| \`--${limitOption(name)}\` | ${limitText(LIMITS[name].value, LIMITS[name].unit)} | ${LIMITS[name].doc} |`,
    ),
  ].join("\n"),
  speed: markdown(JSON.parse(readFileSync(join(root, "docs", "bench.json"), "utf8"))),
};

/** A table of the gate's, a row a room. */
const rooms = (top, table) =>
  [
    "| room | what stands there | may know |",
    "|---|---|---|",
    ...Object.entries(table).map(
      ([room, { has, knows }]) => `| \`${top}/${room}/\` | ${has} | ${knows.map((name) => `\`${name}\``).join(" ")} |`,
    ),
  ].join("\n");

/** A page with its made parts between their marks. */
function filled(name, parts) {
  let text = readFileSync(join(root, name), "utf8");
  for (const [mark, part] of Object.entries(parts))
    text = text.replace(new RegExp(`(<!-- ${mark} -->\n)[\\s\\S]*?(<!-- /${mark} -->)`), (_, open, close) => `${open}${part}\n${close}`);
  return text;
}

const pages = {
  "README.md": filled("README.md", parts),
  "CONTRIBUTING.md": filled("CONTRIBUTING.md", { rooms: rooms("src", ROOMS), guest: rooms("sandbox", GUEST_ROOMS) }),
  "docs/estimators.md": estimators,
  "docs/upgrade.md": upgrades,
  "docs/findings.md": findings,
};
const isFresh = ([name, made]) => existsSync(join(root, name)) && readFileSync(join(root, name), "utf8") === made;
if (process.argv.includes("--check")) process.exit(Object.entries(pages).every(isFresh) ? 0 : 1);
for (const [name, made] of Object.entries(pages)) writeFileSync(join(root, name), made);
