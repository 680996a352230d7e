/** The files of the kit that are YAML, and shells that run what stands in them as a CI system does. */
import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { ROOT, type Run } from "../support/cli.js";

const STEP = z.strictObject({
  name: z.string(),
  id: z.string(),
  shell: z.literal("bash"),
  env: z.record(z.string(), z.string()),
  run: z.string(),
});

/** `action.yml` as GitHub's documentation describes a composite action: nothing that it would not know. */
export const ACTION = z
  .strictObject({
    name: z.string(),
    description: z.string().max(125),
    author: z.string(),
    branding: z.strictObject({
      icon: z.string(),
      color: z.enum(["white", "yellow", "blue", "green", "orange", "red", "purple", "gray-dark"]),
    }),
    inputs: z.record(
      z.string(),
      z.strictObject({ description: z.string(), default: z.string().optional(), required: z.boolean().optional() }),
    ),
    outputs: z.record(z.string(), z.strictObject({ description: z.string(), value: z.string() })),
    runs: z.strictObject({ using: z.literal("composite"), steps: z.array(STEP) }),
  })
  .parse(parse(readFileSync(join(ROOT, "action.yml"), "utf8")));

/** A file of our fixtures. */
const GOOD = join(ROOT, "fixtures", "seed", "1.9.1", "ridge.pkl");
export const EVIL = "cos\nsystem\n(S'echo it ran'\ntR.";

/** Files in a folder: those of a text hold it, those of null are a good model. */
export function fill(folder: string, files: Readonly<Record<string, string | null>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    if (text === null) copyFileSync(GOOD, join(folder, name));
    else writeFileSync(join(folder, name), text);
  }
}

export interface StepRun extends Run {
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
}

/** `${{ inputs.x }}` with what a workflow gave, else with its default. */
function filled(expression: string, given: Readonly<Record<string, string>>): string {
  const name = /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(expression)?.[1];
  if (name === undefined) return expression;
  const input = ACTION.inputs[name];
  if (input === undefined) throw new Error(`there is no input ${name}`);
  return given[name] ?? input.default ?? "";
}

/** A file of outputs as the runner reads it: values between lines that end them, and nothing else. */
function outputsOf(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  const left = text.replace(/^([\w-]+)<<(.+)\n([\s\S]*?)\n\2\n/gm, (_, name: string, _end: string, value: string) => {
    found[name] = value;
    return "";
  });
  if (left !== "") throw new Error(`outputs that are none: ${left}`);
  return found;
}

/** Runs the steps of `action.yml` in a workspace, each as the runner has bash run it. `home` is where the action was put. */
export function runAction(
  workspace: string,
  given: Readonly<Record<string, string>>,
  environment: NodeJS.ProcessEnv = {},
  home: string = ROOT,
): StepRun {
  const temp = join(workspace, "..", "runner");
  mkdirSync(temp, { recursive: true });
  const [output, summary, script] = [join(temp, "output"), join(temp, "summary"), join(temp, "step.sh")];
  for (const file of [output, summary]) writeFileSync(file, "");
  const runs = ACTION.runs.steps.map((step) => {
    writeFileSync(script, step.run);
    const inputs = Object.entries(step.env).map(([name, value]) => [name, filled(value, given)] as const);
    const env = {
      ...process.env,
      CI: "true",
      CORNICHON_CACHE: "off",
      GITHUB_ACTIONS: "true",
      GITHUB_ACTION_PATH: home,
      GITHUB_WORKSPACE: workspace,
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: summary,
      RUNNER_TEMP: temp,
      ...environment,
      ...Object.fromEntries(inputs),
    };
    const done = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", script], { cwd: workspace, env, timeout: 120_000 });
    return { code: done.status, out: done.stdout.toString(), err: done.stderr.toString() };
  });
  return {
    code: runs.find(({ code }) => code !== 0)?.code ?? 0,
    out: runs.map(({ out }) => out).join(""),
    err: runs.map(({ err }) => err).join(""),
    outputs: outputsOf(readFileSync(output, "utf8")),
    summary: readFileSync(summary, "utf8"),
  };
}

/**
 * Commands that GitHub's runner would obey in a log: lines that begin with `::name`, and `##[name` anywhere in one, but for
 * those between stop-commands and its token.
 */
export function obeyed(log: string): readonly string[] {
  const found: string[] = [];
  let token: string | null = null;
  for (const line of log.split("\n")) {
    const command = /^\s*::([\w-]+)[^:]*(?:::|[^:].*?::)(.*)$/.exec(line) ?? /##\[([\w-]+)[^\]]*\](.*)$/.exec(line);
    const name = command?.[1];
    if (name === undefined) continue;
    if (token !== null) {
      if (name === token) token = null;
    } else if (name === "stop-commands") token = command?.[2] ?? "";
    else found.push(line);
  }
  if (token !== null) throw new Error("commands stay stopped");
  return found;
}

/** A folder with an `npm` that installs this checkout wherever it is asked, and prints what it was asked. */
export function fakeNpm(folder: string): string {
  const cli = join(ROOT, "dist", "cli.js");
  const lines = [
    "#!/bin/sh",
    'echo "npm was asked: $*"',
    "[ ! -e .npmrc ] || exit 9",
    "mkdir -p node_modules/.bin",
    `printf '#!/bin/sh\\nexec "${process.execPath}" "${cli}" "$@"\\n' > node_modules/.bin/cornichon`,
    "chmod +x node_modules/.bin/cornichon",
  ];
  fill(folder, { npm: `${lines.join("\n")}\n` });
  chmodSync(join(folder, "npm"), 0o755);
  return folder;
}
