/**
 * The two sides of a row: who works, and how one piece of work is clocked. Ours is always the whole sandboxed command;
 * Python's and JavaScript's readers are clocked from within, without their imports; scanners are whole commands as ours.
 */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { CLI, ROOT } from "../support/cli.js";
import type { Inputs } from "./inputs.js";
import { type Cost, measure, run } from "./measure.js";
import { peerModule, peerTool, runPython } from "./peers.js";

/** One piece of work that can be done again and again. */
export interface Clock {
  once(): Cost | Promise<Cost>;
  /** MB of all processes at their highest; only commands have it. */
  peak?(): Promise<number>;
  close?(): void;
}

export interface Side {
  readonly who: string;
  /** Makes what the work needs. @throws NotHere */
  open(inputs: Inputs): Clock | Promise<Clock>;
}

/** `@name` is an input, `>name` a file that is written. */
const filled = (args: readonly string[], inputs: Inputs): string[] =>
  args.map((arg) => (arg.startsWith("@") ? inputs.named(arg.slice(1)) : arg.startsWith(">") ? inputs.out(arg.slice(1)) : arg));

/** A whole command. */
export function commandClock(command: string, args: readonly string[], code = 0): Clock {
  return {
    once: () => run(command, args, code),
    peak: async () => {
      const seen = await measure(command, args);
      if (seen.code !== code) throw new Error(`${args.join(" ")} ended with ${seen.code}: ${seen.err.slice(-300)}`);
      return seen.peak ?? Number.NaN;
    },
  };
}

/** A build of ours: `cli.js` of this tree, or of another. */
export const build = (cli: string, args: readonly string[], code = 0): Side => ({
  who: "cornichon",
  open: (inputs) => commandClock(process.execPath, [cli, ...filled(args, inputs)], code),
});

/** The command as it is built here; `code` is what it has to end with. */
export const ours = (args: readonly string[], code = 0): Side => build(CLI, args, code);

export const scan = (input: string, code = 0): Side => ours(["scan", "--quiet", input], code);

/** A command that pip installed. */
export const tool = (name: string, args: readonly string[], who: string = name): Side => ({
  who,
  open: (inputs) => commandClock(peerTool(name), filled(args, inputs)),
});

/** A job of `peers/clock.py`. */
export const python = (who: string, job: string, ...args: readonly string[]): Side => ({
  who,
  open: (inputs) => {
    const given = [job, ...filled(args, inputs)];
    const script = join(ROOT, "test", "bench", "peers", "clock.py");
    return { once: (): Cost => JSON.parse(runPython(script, given)) };
  },
});

/** A reader of `peers/read.mjs`; `module` is found when the row runs. */
export const reader = (name: "pickleparser" | "netron", input: string, module = (): string => peerModule(name)): Side => ({
  who: name,
  open: (inputs) => {
    const args = [join(ROOT, "test", "bench", "peers", "read.mjs"), name, ...filled([input], inputs), module()];
    return { once: (): Cost => JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" })) };
  },
});
