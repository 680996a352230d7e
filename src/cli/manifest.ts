/** `cornichon manifest`: what a folder's models are, written down, and held against them later. */
import type { Command } from "commander";
import { CornichonError, joinShown, type Shown, sentence, showList, shownJson, showPath, showText } from "../errors.js";
import { manifest } from "../verbs/manifest.js";
import { type ManifestChange, type ManifestDifference, manifestChanges } from "../verbs/manifest-changes.js";
import { EXIT, worstExit } from "./exit.js";
import { openOutput, say } from "./output.js";
import { batchOptions, type Flags, readingOptions, readJson, type Start, textFlag, withReadingOptions } from "./shared.js";
import { treeOptions, withTreeOptions } from "./tree-options.js";

const MOST_SHOWN = 5;
const FORMATS = ["text", "json"] as const;

const sideOf = (value: string | null): Shown => (value === null ? sentence`nothing` : showText(value));

const changeText = ({ what, before, now }: ManifestChange): Shown => sentence`${showText(what)} ${sideOf(before)} → ${sideOf(now)}`;

function differenceText({ path, kind, changes }: ManifestDifference): Shown {
  const left = changes.length - MOST_SHOWN;
  const shown = joinShown(changes.slice(0, MOST_SHOWN).map(changeText), ", ");
  const more = left > 0 ? sentence`, … and ${left} more` : sentence``;
  return sentence`${showText(kind)} ${showPath(path)}${changes.length === 0 ? sentence`` : sentence`: ${shown}`}${more}`;
}

function countsText(differences: readonly ManifestDifference[], models: number): Shown {
  const all = sentence`${models} ${showText(models === 1 ? "model" : "models")}`;
  if (differences.length === 0) return sentence`${all}, nothing changed`;
  const kinds = (["added", "removed", "changed", "judged"] as const).map(
    (kind) => [kind, differences.filter((one) => one.kind === kind).length] as const,
  );
  const told = kinds.flatMap(([kind, count]) =>
    count === 0 ? [] : [sentence`${count} ${showText(kind === "judged" ? "judged otherwise" : kind)}`],
  );
  return sentence`${all}: ${joinShown(told, ", ")}`;
}

/** Holds the folder against what was kept. */
async function check(
  kept: unknown,
  keptPath: string,
  made: Awaited<ReturnType<typeof manifest>>,
  { json, quiet, output: path, folder }: { json: boolean; quiet: boolean; output: string | undefined; folder: string },
): Promise<number> {
  let differences: readonly ManifestDifference[];
  try {
    differences = manifestChanges(kept, made);
  } catch (error) {
    if (!(error instanceof CornichonError)) throw error;
    throw new CornichonError(error.code, sentence`${showPath(keptPath)}: ${error.message}`, { cause: error });
  }
  const output = openOutput(path, [folder, keptPath]);
  try {
    if (json) output.write(sentence`${shownJson({ version: 1, differences }, 2)}\n`);
    else for (const one of differences) output.write(sentence`${differenceText(one)}\n`);
    output.end();
  } finally {
    output.discard();
  }
  if (!quiet) say(countsText(differences, made.models.length));
  return differences.length === 0 ? EXIT.ok : EXIT.refused;
}

function write(made: Awaited<ReturnType<typeof manifest>>, folder: string, path: string | undefined): number {
  const output = openOutput(
    path,
    made.models.map((model) => `${folder}/${model.path}`),
  );
  try {
    output.write(sentence`${shownJson(made, 2)}\n`);
    output.end();
  } finally {
    output.discard();
  }
  return EXIT.ok;
}

async function run(folder: string, flags: Flags, signal: AbortSignal): Promise<number> {
  const format = FORMATS.find((one) => one === (flags["format"] ?? "text"));
  if (format === undefined) throw new CornichonError("usage", sentence`--format is one of ${showList(FORMATS)}`);
  const keptPath = textFlag(flags, "check");
  // Read first: where it is none, nothing need be judged.
  const kept = keptPath === undefined ? null : await readJson(keptPath, "input.malformed", signal);
  const made = await manifest(folder, { ...(await readingOptions(flags, signal)), ...batchOptions(flags), ...treeOptions(flags) });
  const unread = made.models.filter(({ sha256 }) => sha256 === null);
  for (const { path } of unread) say(sentence`cornichon: ${showPath(path)}: it could not be read`);
  const failed = unread.length > 0 ? [EXIT.failed] : [];
  const [quiet, output] = [flags["quiet"] === true, textFlag(flags, "output")];
  if (keptPath !== undefined)
    return worstExit([await check(kept, keptPath, made, { json: format === "json", quiet, output, folder }), ...failed]);
  if (made.models.length === 0 && flags["allowEmpty"] !== true) {
    say(sentence`cornichon: nothing was recognised in ${showPath(folder)}; --allow-empty lets that pass`);
    return EXIT.failed;
  }
  return worstExit([write(made, folder, output), ...failed]);
}

export function manifestCommand(program: Command, start: Start): void {
  const command = program
    .command("manifest")
    .description("write down what the models of a folder are, or check that they still are")
    .argument("<dir>", "a folder")
    .option("--check <manifest>", "hold the folder against this manifest instead of writing one")
    .option("--output <file>", "write to this file instead of standard output")
    .option("--format <format>", "of what --check finds: text or json", "text")
    .option("--allow-empty", "exit 0 when the folder holds no model");
  withTreeOptions(command).addHelpText(
    "after",
    "\nExample:\n  cornichon manifest models/ --output models.json\n  cornichon manifest models/ --check models.json\n\nExit: 0 written, or nothing changed; 1 something changed; 2 something could not be read",
  );
  withReadingOptions(command).action((folder: string, flags: Flags) => start((signal) => run(folder, flags, signal), flags));
}
