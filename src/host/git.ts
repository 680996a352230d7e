/**
 * git, asked about a repository without letting the repository have a say: its configuration could name programs (a file
 * system monitor, filters, hooks, a pager, an external diff) and remotes. None of them is run and nothing is fetched; what
 * the environment says to git does not reach it.
 */
import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

const MOST_BYTES = 512 * 1024 * 1024;

/** A setting for git, whatever a repository says. */
type Setting = readonly [name: string, value: string];

const ALWAYS: readonly Setting[] = [
  ["core.fsmonitor", "false"],
  ["core.hooksPath", "/dev/null"],
  ["core.pager", "cat"],
  ["core.untrackedCache", "false"],
  ["diff.external", ""],
  ["diff.relative", "false"],
  ["protocol.allow", "never"],
];

function environment(settings: readonly Setting[]): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.toUpperCase().startsWith("GIT_"));
  const own = settings.flatMap(([name, value], i) => [[`GIT_CONFIG_KEY_${i}`, name] as const, [`GIT_CONFIG_VALUE_${i}`, value] as const]);
  return {
    ...Object.fromEntries(kept),
    ...Object.fromEntries(own),
    GIT_CONFIG_COUNT: String(settings.length),
    GIT_OPTIONAL_LOCKS: "0",
    GIT_TERMINAL_PROMPT: "0",
    GIT_NO_LAZY_FETCH: "1",
    GIT_ALLOW_PROTOCOL: "",
    LC_ALL: "C",
  };
}

/** What git said when it failed, its first line; null where git could not be run at all. */
export class GitFailure extends Error {
  readonly said: string | null;

  constructor(said: string | null) {
    super("git failed");
    this.said = said;
  }
}

function failure(error: unknown): GitFailure {
  const code = error instanceof Error && "code" in error ? error.code : null;
  const said = error instanceof Error && "stderr" in error ? String(error.stderr) : "";
  return new GitFailure(typeof code === "string" && code.startsWith("E") ? null : (said.split("\n")[0] ?? ""));
}

export class Git {
  readonly #folder: string;
  readonly #signal: AbortSignal | undefined;
  #settings = ALWAYS;

  constructor(folder: string, signal: AbortSignal | undefined) {
    this.#folder = folder;
    this.#signal = signal;
  }

  /** Standard output. @throws GitFailure */
  async ask(...args: readonly string[]): Promise<Buffer> {
    const options = { env: environment(this.#settings), encoding: "buffer", maxBuffer: MOST_BYTES, signal: this.#signal } as const;
    try {
      return (await run("git", ["--no-pager", "-C", this.#folder, ...args], options)).stdout;
    } catch (error) {
      this.#signal?.throwIfAborted();
      throw failure(error);
    }
  }

  /** Files are compared as they lie there: filters that the repository's configuration names are not run from here on. */
  async withoutFilters(): Promise<void> {
    const names = await this.ask(
      "config",
      "-z",
      "--name-only",
      "--get-regexp",
      String.raw`^filter\..*\.(clean|smudge|process|required)$`,
    ).catch(() => Buffer.alloc(0));
    const found = new Set(
      names
        .toString()
        .split("\0")
        .filter((name) => name !== ""),
    );
    this.#settings = [...this.#settings, ...Array.from(found, (name): Setting => [name, name.endsWith(".required") ? "false" : ""])];
  }
}
