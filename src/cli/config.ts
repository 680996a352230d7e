/**
 * Options of `scan` that are not typed: from the environment (`CORNICHON_FAIL_ON`), and from `cornichon.config.json`, looked
 * for from the working directory upwards. What is typed counts before the environment, and that before the file. The keys
 * are the command's own options in camelCase, so no list of them is kept here; others are mistakes and told.
 *
 * A scanned tree must not configure its own scan: a file in a directory that is scanned is passed over, and that is said;
 * `--config` names it all the same. Nor does a file count that somebody else put on the way up (into `/tmp`).
 */
import { createHash } from "node:crypto";
import { lstatSync, realpathSync, statSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { type Command, InvalidArgumentError, type Option } from "commander";
import { isStandardInput } from "../artifact/path.js";
import { CornichonError, reportPath, type Shown, sentence, showList, showPath, showText } from "../errors.js";
import type { ConfigUsed } from "../report/policy-used.js";
import { note, warning } from "./output.js";
import { readGiven } from "./read-file.js";
import { collect, type Flags } from "./shared.js";

export const CONFIG_NAME = "cornichon.config.json";
const MOST_BYTES = 1024 * 1024;
const OPEN_TO_ALL = 0o002;

/** Options that ask for something else than a scan, or that count before a file could be read. */
const TYPED_ONLY: ReadonlySet<string> = new Set(["config", "explain", "listFiles", "writeBaseline", "debug", "color", "help"]);
/** Values that are paths: in a file they start from its folder. */
const PATHS: ReadonlySet<string> = new Set(["policy", "baseline", "cache", "output"]);
/** Keys that commander would take for something else, and a variable that has another meaning already (the guest's snapshots). */
const KEY_OF: Readonly<Record<string, string>> = { withoutFamily: "noFamily" };
const VARIABLE_OF: Readonly<Record<string, string>> = { cache: "CORNICHON_SCAN_CACHE" };

const usage = (what: Shown): CornichonError => new CornichonError("usage", what);

/** An option by the key that a file has for it. */
function configOptions(command: Command): ReadonlyMap<string, Option> {
  const options = command.options.filter((option) => !TYPED_ONLY.has(option.attributeName()));
  return new Map(options.map((option) => [KEY_OF[option.attributeName()] ?? option.attributeName(), option]));
}

const variableOf = (key: string): string => VARIABLE_OF[key] ?? `CORNICHON_${key.replace(/[A-Z]/g, (c) => `_${c}`).toUpperCase()}`;

const isList = (option: Option): boolean => option.parseArg === collect;

/** A text as the option's own parser takes it. */
function parsed(option: Option, text: string, where: Shown): unknown {
  if (option.parseArg === undefined) return text;
  try {
    return option.parseArg(text, undefined);
  } catch (error) {
    if (error instanceof InvalidArgumentError) throw usage(sentence`${where}: ${showText(error.message)}`);
    throw error;
  }
}

function fromFile(key: string, option: Option, value: unknown, file: string): unknown {
  const where = sentence`${showPath(file)}: ${showText(JSON.stringify(key))}`;
  if (option.isBoolean() || option.negate) {
    if (typeof value === "boolean") return value;
    throw usage(sentence`${where} is true or false`);
  }
  if (isList(option)) {
    const list: unknown[] = Array.isArray(value) ? value : [value];
    if (list.every((one) => typeof one === "string")) return list;
    throw usage(sentence`${where} is a list of texts`);
  }
  if (option.parseArg !== undefined && typeof value === "number") return parsed(option, String(value), where);
  if (typeof value !== "string") throw usage(sentence`${where} is a text`);
  return PATHS.has(key) && !isStandardInput(value) ? resolve(dirname(file), value) : parsed(option, value, where);
}

const YES = new Set(["1", "true", "yes", "on"]);
const NO = new Set(["0", "false", "no", "off"]);

function fromVariable(option: Option, name: string, text: string): unknown {
  if (option.isBoolean() || option.negate) {
    const word = text.toLowerCase();
    if (YES.has(word) || NO.has(word)) return YES.has(word);
    throw usage(sentence`${showText(name)} is 1 or 0`);
  }
  // Commas part names, and alternatives of a glob in braces.
  if (isList(option))
    return text
      .split(/\r?\n|,(?![^{]*\})/)
      .map((one) => one.trim())
      .filter((one) => one !== "");
  return parsed(option, text, showText(name));
}

/** Real paths of the directories that are scanned. */
function scanned(paths: readonly string[]): readonly string[] {
  return paths.flatMap((path) => {
    try {
      const real = realpathSync(path);
      return statSync(real).isDirectory() ? [real] : [];
    } catch {
      return [];
    }
  });
}

const isBelow = (path: string, folders: readonly string[]): boolean =>
  folders.some((folder) => path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`));

/** Whether the user, root or whoever owns the working directory put it there, and nobody else can write it. */
function isTrusted(file: string): boolean {
  const user = process.geteuid?.();
  if (user === undefined) return true;
  const owners = new Set([user, 0, statSync(process.cwd()).uid]);
  const facts = statSync(file);
  return owners.has(lstatSync(file).uid) && owners.has(facts.uid) && (facts.mode & OPEN_TO_ALL) === 0;
}

/** The nearest file upwards that has a say, from the working directory; null when there is none. */
function found(paths: readonly string[]): string | null {
  const folders = scanned(paths);
  for (let folder = process.cwd(), above = ""; folder !== above; above = folder, folder = dirname(folder)) {
    const file = join(folder, CONFIG_NAME);
    if (lstatSync(file, { throwIfNoEntry: false }) === undefined) continue;
    const name = relative(process.cwd(), file);
    const why = whyNot(file, folders);
    if (why === null) return name;
    warning(sentence`${showPath(name)} ${why}, so it is not used; --config=${showPath(name)} uses it, --no-config says nothing`);
  }
  return null;
}

function whyNot(file: string, folders: readonly string[]): Shown | null {
  try {
    if (isBelow(file, folders) || isBelow(realpathSync(file), folders)) return sentence`lies in what is scanned`;
    if (!statSync(file).isFile()) return sentence`is no regular file`;
    return isTrusted(file) ? null : sentence`belongs to another user, or all may write to it`;
  } catch {
    return sentence`could not be looked at`;
  }
}

function fileFor(flags: Flags, paths: readonly string[]): string | null {
  const typed = flags["config"];
  if (typed === false) return null;
  if (typeof typed === "string") return typed;
  const said = process.env["CORNICHON_CONFIG"] ?? "";
  if (said === "off") return null;
  return said === "" ? found(paths) : said;
}

/** What a file says, and which one it is. */
interface Read {
  readonly given: Readonly<Record<string, unknown>>;
  readonly used: ConfigUsed | null;
}

async function read(file: string, signal: AbortSignal): Promise<Read> {
  const bytes = await readGiven(file, MOST_BYTES, signal);
  return { given: objectOf(bytes, file), used: { path: reportPath(file), sha256: createHash("sha256").update(bytes).digest("hex") } };
}

function objectOf(bytes: Buffer, file: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString());
  } catch (cause) {
    throw new CornichonError("usage", sentence`${showPath(file)}: it is no JSON`, { cause });
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  throw usage(sentence`${showPath(file)}: it is no JSON object`);
}

/** Options, and the file that some of them came from. */
export interface Configured {
  readonly flags: Flags;
  readonly used: ConfigUsed | null;
}

/** The command's options with what the environment and a file say of those that were not typed. @throws CornichonError `usage` */
export async function configured(command: Command, flags: Flags, paths: readonly string[], signal: AbortSignal): Promise<Configured> {
  const options = configOptions(command);
  const file = fileFor(flags, paths);
  const { given, used }: Read = file === null ? { given: {}, used: null } : await read(file, signal);
  const merged = new Map<string, unknown>(Object.entries(flags));
  const isTyped = (option: Option): boolean => command.getOptionValueSource(option.attributeName()) === "cli";
  for (const [key, value] of Object.entries(given)) {
    if (key === "$schema") continue;
    const option = options.get(key);
    if (option === undefined || file === null)
      throw usage(
        sentence`${showPath(file ?? "")}: there is no key ${showText(JSON.stringify(key))}; there are: ${showList([...options.keys()])}`,
      );
    const checked = fromFile(key, option, value, file);
    if (!isTyped(option)) merged.set(option.attributeName(), checked);
  }
  for (const [key, option] of options) {
    const name = variableOf(key);
    const text = process.env[name] ?? "";
    if (text !== "" && !isTyped(option)) merged.set(option.attributeName(), fromVariable(option, name, text));
  }
  const all = Object.fromEntries(merged);
  if (file !== null && all["quiet"] !== true) note(sentence`options are from ${showPath(file)} as well`);
  return { flags: all, used };
}

/** The schema of such a file, made of the options. */
export function configSchema(command: Command): object {
  const properties = [...configOptions(command)].map(
    ([key, option]) => [key, { ...typeOf(option), description: option.description }] as const,
  );
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    type: "object",
    properties: { $schema: { type: "string" }, ...Object.fromEntries(properties) },
    additionalProperties: false,
  };
}

function typeOf(option: Option): object {
  if (option.isBoolean() || option.negate) return { type: "boolean" };
  if (isList(option)) return { type: ["array", "string"], items: { type: "string" } };
  return option.parseArg === undefined ? { type: "string" } : { type: ["integer", "string"] };
}
