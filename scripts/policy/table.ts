/**
 * Prints the policy as Markdown: each listed name once with its spellings, how it may be used and by which checker;
 * then the known-dangerous names with reasons and the families that are known but not read. `tsx scripts/policy/table.ts`.
 */
import { CALL_DOCS, STATE_DOCS } from "../../sandbox/machine/checkers/docs.js";
import type { PolicyEntry } from "../../sandbox/wire/policy.js";
import { DANGEROUS_GROUPS } from "../../src/policy/dangerous.js";
import { DANGERS } from "../../src/policy/dangers.js";
import { FAMILIES } from "../../src/policy/families/index.js";
import { defaultPolicy, familyAdvice } from "../../src/policy/index.js";
import { entriesOf } from "../../src/policy/rows.js";

const cell = (text: string): string => text.replaceAll("|", "\\|");

/** How a name may be used, in words. */
function use(entry: PolicyEntry): string {
  if (entry.kind === "reference") return `a value (${entry.what})`;
  if (entry.kind === "call") return `called: ${entry.check}`;
  const made = entry.form === "call" ? "" : entry.form === "newobj" ? "made empty" : `made empty (${entry.form})`;
  const called = entry.call === undefined ? "" : `called: ${entry.call}`;
  const state = `state: ${entry.state ?? "dict"}`;
  const refs = entry.refs === undefined ? "" : `references under ${entry.refs.join(", ")}`;
  return [made, called, state, refs].filter((part) => part !== "").join("; ");
}

function familyTable(entries: ReadonlyMap<string, PolicyEntry>): string[] {
  const rows = new Map<string, { readonly entry: PolicyEntry; readonly spellings: string[] }>();
  for (const [key, entry] of entries) {
    const id = `${entry.path} ${use(entry)}`;
    const row = rows.get(id) ?? { entry, spellings: [] };
    row.spellings.push(key.replace(" ", "."));
    rows.set(id, row);
  }
  const lines = [...rows.values()].map(
    ({ entry, spellings }) => `| \`${entry.path}\` | ${cell(use(entry))} | ${spellings.map((name) => `\`${name}\``).join(" ")} |`,
  );
  return ["| name | use | as pickled |", "|---|---|---|", ...lines.sort()];
}

function main(): void {
  const out: string[] = ["# The policy", "", "Made by `scripts/policy/table.ts`. Every name that is not in these tables is refused.", ""];
  for (const family of FAMILIES) {
    out.push(`## ${family.family}`, "", family.doc, "", ...familyTable(entriesOf(family)), "");
  }
  out.push(
    "## Checkers of calls",
    "",
    "| checker | takes |",
    "|---|---|",
    ...Object.entries(CALL_DOCS).map(([name, rule]) => `| ${name} | ${cell(rule)} |`),
    "",
  );
  out.push(
    "## Checkers of states",
    "",
    "| checker | takes |",
    "|---|---|",
    ...Object.entries(STATE_DOCS).map(([name, rule]) => `| ${name} | ${cell(rule)} |`),
    "",
  );
  out.push("## Known to be dangerous", "", "| names | why | known from |", "|---|---|---|");
  for (const { why, source, names } of DANGEROUS_GROUPS) {
    for (const [module, list] of Object.entries(names))
      out.push(`| \`${module}\` ${cell(list === "*" ? "(all)" : list)} | ${DANGERS[why]} | ${cell(source)} |`);
  }
  out.push("", "## Known, not read", "", "| family | modules | what to do |", "|---|---|---|");
  for (const { family, modules } of defaultPolicy().knownFamilies)
    out.push(`| ${family} | ${modules.join(", ")} | ${familyAdvice(family) ?? ""} |`);
  process.stdout.write(`${out.join("\n")}\n`);
}

main();
