/** Writes the generated parts of the README: the transcript, the models, the limits. `--check` only compares. */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { LIMIT_NAMES, LIMITS, limitOption, limitText, MODEL_CLASSES } = await import(join(root, "dist", "index.js"));

/** What the command really prints. */
function run(line) {
  const done = spawnSync(process.execPath, [join(root, "dist", "cli.js"), ...line.split(" ")], { cwd: root, encoding: "utf8" });
  return `$ cornichon ${line}\n${done.stdout}${done.stderr}`.trimEnd();
}

const MODEL = "fixtures/seed/model_v1.0.0_2024-01-15.joblib.gz";
const parts = {
  transcript: `\`\`\`console\n${[`scan fixtures/seed/1.9.1/ridge.joblib ${MODEL}`, `convert ${MODEL} --to coefficients`, `verify ${MODEL}`].map(run).join("\n")}\n\`\`\``,
  models: MODEL_CLASSES.map((name) => `\`${name}\``).join(", "),
  limits: [
    "| option | default | bounds |",
    "|---|---|---|",
    ...LIMIT_NAMES.map(
      (name) => `| \`--${limitOption(name)}\` | ${limitText(LIMITS[name].value, LIMITS[name].unit)} | ${LIMITS[name].doc} |`,
    ),
  ].join("\n"),
};

const file = join(root, "README.md");
const before = readFileSync(file, "utf8");
let text = before;
for (const [name, part] of Object.entries(parts))
  text = text.replace(new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(<!-- /${name} -->)`), (_, open, close) => `${open}${part}\n${close}`);
if (process.argv.includes("--check")) process.exit(text === before ? 0 : 1);
writeFileSync(file, text);
