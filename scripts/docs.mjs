/**
 * Writes what is made in the pages of `docs/`: the reference of the API (from the declarations that the build leaves, and the
 * comments in the source), the codes, the examples of the format, and what the commands of the pages print. `--check` only
 * compares, and says which pages are stale. Needs `dist/`.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { apiPages } from "./docs/api.mjs";
import { codesPage } from "./docs/codes.mjs";
import { withOutputs } from "./docs/console.mjs";
import { withExamples } from "./docs/format-examples.mjs";
import { openStage, ROOT } from "./docs/stage.mjs";

const { close, convert, schemaOf } = await import(join(ROOT, "dist", "index.js"));

const read = (name) => readFileSync(join(ROOT, name), "utf8");

/** Pages that show commands. */
const consolePages = ["docs/gate.md", "docs/ci.md", ...readdirSync(join(ROOT, "docs", "answers")).map((name) => `docs/answers/${name}`)];

function withStage(work) {
  const stage = openStage();
  try {
    return work(stage);
  } finally {
    stage.close();
  }
}

/** The inputs and outputs of the action, as `action.yml` describes them. */
function withAction(page) {
  const { inputs, outputs } = parse(read("action.yml"));
  const row = ([name, { description, default: value }]) => `| \`${name}\` | ${value ? `\`${value}\`` : ""} | ${description.trim()} |`;
  const given = Object.entries(outputs).map(([name, { description }]) => `| \`${name}\` | ${description} |`);
  const tables = `| input | default | |\n|---|---|---|\n${Object.entries(inputs).map(row).join("\n")}\n\n| output | |\n|---|---|\n${given.join("\n")}`;
  return page.replace(/<!-- action -->(?:[\s\S]*<!-- \/action -->)?/, () => `<!-- action -->\n${tables}\n<!-- /action -->`);
}

const pages = {
  ...apiPages(),
  "docs/codes.md": codesPage(await schemaOf("codes")),
  "docs/format.md": await withExamples(read("docs/format.md"), convert),
  ...Object.fromEntries(
    consolePages.map((name) => [
      name,
      withStage((stage) => withOutputs(name === "docs/ci.md" ? withAction(read(name)) : read(name), stage)),
    ]),
  ),
};
await close();

const stale = Object.entries(pages).filter(([name, made]) => !existsSync(join(ROOT, name)) || read(name) !== made);
if (process.argv.includes("--check")) {
  for (const [name] of stale) process.stderr.write(`${name} is stale: node scripts/docs.mjs\n`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else for (const [name, made] of stale) writeFileSync(join(ROOT, name), made);
