/**
 * The package as its users get it: packed from a copy of the sources (packing builds, and the other tests use this folder's
 * `dist/`), and installed by npm into a project of its own.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ROOT, type Run } from "../../support/cli.js";

/** What packing needs: what is built, what builds it, and what is taken as it is. */
const SOURCES = readdirSync(ROOT).filter((name) => !/^(\.|dist|node_modules|fixtures|test|coverage)/.test(name));

/** Runs a program in a folder; nothing of a snapshot's cache but what the test names. */
export function run(folder: string, command: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): Run {
  // What npm says of our own .npmrc to the scripts that it runs is nothing that a user's npm knows.
  const { npm_config_onnxruntime_node_install: _, ...inherited } = process.env;
  const env = { ...inherited, CORNICHON_CACHE: "off", ...environment };
  const done = spawnSync(command, [...args], { cwd: folder, env, maxBuffer: 2 ** 28, timeout: 120_000 });
  return { code: done.status, out: done.stdout.toString(), err: done.stderr.toString() };
}

function must(done: Run): Run {
  if (done.code !== 0) throw new Error(done.out + done.err);
  return done;
}

/** The environment in which that Node is the one that npm and its scripts find. */
const under = (node: string): NodeJS.ProcessEnv => ({ PATH: `${dirname(node)}:${process.env["PATH"] ?? ""}` });

/** npm's own script, which any Node runs. */
const npmScript = (): string => realpathSync(must(run(ROOT, "bash", ["-c", "command -v npm"])).out.trim());

export interface Packed {
  readonly tarball: string;
  /** Names of the files in it. */
  readonly files: readonly string[];
  readonly bytes: number;
}

export class Workshop {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), "cornichon-package-")));

  pack(): Packed {
    const copy = join(this.folder, "source");
    for (const name of SOURCES) cpSync(join(ROOT, name), join(copy, name), { recursive: true });
    symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
    const { out } = must(run(copy, "npm", ["pack", "--json", "--pack-destination", this.folder]));
    const told: unknown = JSON.parse(out.slice(out.search(/^[[{]\s*$/m)));
    const [one] = Object.values(told as Record<string, { filename: string; size: number; files: { path: string }[] }>); // npm's form
    if (one === undefined) throw new Error(`npm pack says ${out}`);
    return { tarball: join(this.folder, one.filename), files: one.files.map(({ path }) => path), bytes: one.size };
  }

  /** A new project with the tarball installed by that Node's npm; the second is what npm said. */
  install(name: string, tarball: string, node: string, ...options: readonly string[]): readonly [folder: string, said: Run] {
    const folder = join(this.folder, name);
    mkdirSync(folder);
    writeFileSync(join(folder, "package.json"), `{ "name": "${name}", "version": "1.0.0", "private": true, "type": "module" }\n`);
    const said = run(folder, node, [npmScript(), "install", "--prefer-offline", ...options, tarball], under(node));
    return [folder, must(said)];
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
