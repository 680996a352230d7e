/**
 * `--baseline`, `--write-baseline` and the exceptions of a policy file: read before a scan, told and written after it. What
 * is dangerous is never accepted in silence, not even with --quiet, and a file that is no baseline is never written over.
 */
import { existsSync, statSync } from "node:fs";
import { isStandardInput } from "../artifact/path.js";
import { CornichonError, sentence, showPath, showText, showWhole } from "../errors.js";
import type { Judgement, PolicyFile } from "../index.js";
import { Acceptance } from "../report/acceptance.js";
import { Baseline } from "../report/baseline.js";
import { note, openReport, warning } from "./output.js";
import { type Flags, readJson, textFlag } from "./shared.js";

/** Where a baseline is written when nobody says where. */
const DEFAULT_FILE = "cornichon-baseline.json";
/** Entries and exceptions that are told one by one. */
const MOST_TOLD = 5;

const usage = (what: ReturnType<typeof sentence>): CornichonError => new CornichonError("usage", what);

async function readBaseline(path: string, signal: AbortSignal): Promise<Baseline> {
  return Baseline.read(await readJson(path, "policy.malformed", signal), path);
}

/** Where the baseline goes, null when none is written. @throws CornichonError `usage` for what would be lost */
async function targetOf(flags: Flags, signal: AbortSignal): Promise<string | null> {
  const given = flags["writeBaseline"];
  if (given === undefined || given === false) return null;
  if (flags["changedSince"] !== undefined)
    throw usage(sentence`--write-baseline with --changed-since would forget the files that did not change; scan all of them`);
  const path = typeof given === "string" && given !== "" ? given : (textFlag(flags, "baseline") ?? DEFAULT_FILE);
  if (isStandardInput(path)) return path;
  const facts = statSync(path, { throwIfNoEntry: false });
  if (facts?.isDirectory() === true)
    throw usage(
      sentence`--write-baseline takes ${showPath(path)} for its file; name the directories first, or write --write-baseline=FILE`,
    );
  if (facts?.isFile() === true && facts.size > 0)
    await readBaseline(path, signal).catch(() => {
      throw usage(sentence`${showPath(path)} is no baseline, so it is not written over; --write-baseline=FILE names another`);
    });
  return path;
}

export class Accepting {
  readonly #acceptance: Acceptance;
  readonly #baseline: Baseline | null;
  readonly #record: Baseline | null;
  readonly #target: string | null;
  readonly #flags: Flags;

  private constructor(flags: Flags, exceptions: PolicyFile["exceptions"], baseline: Baseline | null, target: string | null) {
    this.#flags = flags;
    this.#baseline = baseline;
    this.#target = target;
    this.#record = target === null ? null : new Baseline();
    this.#acceptance = new Acceptance({ exceptions, baseline, record: this.#record });
  }

  /** @throws CornichonError `usage`, `policy.malformed`, `input.unreadable` */
  static async from(flags: Flags, exceptions: PolicyFile["exceptions"], signal: AbortSignal): Promise<Accepting> {
    const target = await targetOf(flags, signal);
    const given = textFlag(flags, "baseline");
    const isNew = target !== null && given !== undefined && !existsSync(given);
    const baseline = given === undefined || isNew ? null : await readBaseline(given, signal);
    const accepting = new Accepting(flags, exceptions, baseline, target);
    accepting.#warnOfExceptions();
    return accepting;
  }

  /** True where something may be accepted. */
  get isOn(): boolean {
    return !this.#acceptance.isEmpty;
  }

  get count(): number {
    return this.#acceptance.count;
  }

  readonly mark = (judgement: Judgement): Judgement => this.#acceptance.mark(judgement);

  #warnOfExceptions(): void {
    const { expired, tooWide } = this.#acceptance;
    for (const { code, reason, until = "" } of expired.slice(0, MOST_TOLD))
      warning(sentence`the exception for ${showText(code)} (${showText(reason)}) ended on ${showText(until)} and no longer counts`);
    for (const { code, path = "" } of tooWide.slice(0, MOST_TOLD))
      warning(
        sentence`the exception for ${showText(code)} in ${showText(path)} covers nothing: what is dangerous passes only by its sha256`,
      );
    const more = Math.max(0, expired.length - MOST_TOLD) + Math.max(0, tooWide.length - MOST_TOLD);
    if (more > 0) warning(sentence`${more} more exceptions do not count`);
  }

  /** Tells what was accepted and what of a baseline is stale, and writes the new one. `paths`: what was scanned. */
  async end(paths: readonly string[]): Promise<void> {
    this.#tellDangerous();
    if (this.#target === null) return this.#tellRest(paths);
    const output = openReport(this.#target, paths);
    try {
      output.data(this.#record?.text() ?? "");
      await output.end();
    } finally {
      output.discard();
    }
    if (this.#flags["quiet"] === true) return;
    const count = this.#record?.size ?? 0;
    note(sentence`${count} accepted ${count === 1 ? sentence`finding was` : sentence`findings were`} written to ${showPath(this.#target)}`);
  }

  #tellDangerous(): void {
    const { dangerous, dangerousCount } = this.#acceptance;
    for (const { path, member, findings } of dangerous) {
      const name = member === undefined ? showWhole(path) : sentence`${showWhole(path)} › ${showText(member)}`;
      const [first] = findings;
      const by = first?.accepted?.by === "exception" ? sentence`an exception` : sentence`the baseline`;
      warning(sentence`dangerous, and accepted by ${by}: ${name} (${showText(first?.code ?? "")})`);
    }
    const more = dangerousCount - dangerous.length;
    if (more > 0) warning(sentence`${more} more dangerous artifacts are accepted`);
  }

  #tellRest(paths: readonly string[]): void {
    if (this.#flags["quiet"] === true) return;
    if (this.count > 0) note(sentence`${this.count} ${this.count === 1 ? sentence`finding is` : sentence`findings are`} accepted`);
    if (this.#flags["changedSince"] !== undefined) return;
    const stale = this.#baseline?.stale(paths) ?? [];
    for (const { path, code } of stale.slice(0, MOST_TOLD))
      note(sentence`the baseline's entry for ${showWhole(path)} (${showText(code)}) is stale: nothing was found that it accepts`);
    if (stale.length > MOST_TOLD) note(sentence`${stale.length - MOST_TOLD} more entries of the baseline are stale`);
  }
}
