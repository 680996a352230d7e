/** How far a long command is, in one line of a terminal; nowhere else. */
import { isatty } from "node:tty";
import { joinShown, type Shown, sentence, showPath, showWhole } from "../errors.js";
import { shortened } from "../report/width.js";
import { clearLine, drawLine } from "./live-line.js";
import type { Flags } from "./shared.js";
import { columnsFor } from "./style.js";

const BETWEEN_MS = 100;
/** Before this there is nothing to say of how long it will take. */
const SETTLED_MS = 1000;

export interface Progress {
  tell(text: Shown): void;
  /** Takes the line away. */
  end(): void;
}

const SILENT: Progress = { tell: () => undefined, end: () => undefined };

/** None with --quiet, with CI set, or where standard error is no terminal that can write over a line. */
function isSilent(flags: Flags): boolean {
  const { CI, TERM } = process.env;
  return flags["quiet"] === true || (CI ?? "") !== "" || TERM === "dumb" || !isatty(2);
}

const fitting = (text: Shown): Shown => shortened(text, (columnsFor(2) ?? 80) - 1);

export function progressFor(flags: Flags): Progress {
  if (isSilent(flags)) return SILENT;
  let last = Date.now();
  return {
    tell: (text) => {
      if (Date.now() - last < BETWEEN_MS) return;
      last = Date.now();
      drawLine(fitting(text));
    },
    end: clearLine,
  };
}

/** What a scan tells while it goes. */
export interface ScanProgress {
  /** A directory holds so many files; absent where nobody sees the line. */
  found?(files: number): void;
  /** A file is being looked at. */
  begin(path: string): void;
  /** It is done. */
  done(bytes: number): void;
  end(): void;
}

const UNITS = ["bytes", "KB", "MB", "GB", "TB"];

/** Bytes as a person reads them. */
export function bytesText(bytes: number): Shown {
  let [value, unit] = [bytes, 0];
  while (value >= 1000 && unit < UNITS.length - 1) [value, unit] = [value / 1000, unit + 1];
  return showWhole(`${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]}`);
}

/** Seconds as minutes and hours. */
export function timeText(seconds: number): Shown {
  const whole = Math.max(1, Math.round(seconds));
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const two = (value: number): string => String(value).padStart(2, "0");
  return showWhole(hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`);
}

interface State {
  readonly files: number;
  readonly bytes: number;
  readonly ms: number;
  /** How many files there are, where that is known. */
  readonly all: number | null;
  readonly path: string;
}

/** The line: counts first, what is being looked at in what room is left. */
export function scanLine({ files, bytes, ms, all, path }: State, columns: number): Shown {
  const rate = files / Math.max(ms / 1000, 0.001);
  const isSettled = ms >= SETTLED_MS && files > 0;
  const parts = [
    all === null ? sentence`${files} ${files === 1 ? sentence`file` : sentence`files`}` : sentence`${files} of ${all} files`,
    bytesText(bytes),
    ...(isSettled ? [sentence`${showWhole(rate < 10 ? rate.toFixed(1) : String(Math.round(rate)))} files/s`] : []),
    ...(isSettled && all !== null && all > files ? [sentence`${timeText((all - files) / rate)} left`] : []),
  ];
  const counts = joinShown(parts, ", ");
  const room = columns - counts.length - 2;
  return shortened(room < 12 || path === "" ? counts : sentence`${counts}  ${shortened(showPath(path), room)}`, columns);
}

/** What was named: files, and directories of which only a walk will tell what is in them. */
export interface Named {
  readonly files: number;
  readonly folders: number;
}

/** How far a scan is: how many files there are is known when the last directory was counted. */
export class ScanCount {
  files = 0;
  bytes = 0;
  path = "";
  #known: number;
  #folders: number;
  #began: number | null = null;

  constructor({ files, folders }: Named) {
    this.#known = files;
    this.#folders = folders;
  }

  found(files: number): void {
    this.#known += files;
    this.#folders--;
  }

  begin(path: string, now: number): void {
    // What directories took to be listed is no rate of files.
    this.#began ??= now;
    this.path = path;
  }

  done(bytes: number): void {
    this.files++;
    this.bytes += bytes;
  }

  state(now: number): State {
    const { files, bytes, path } = this;
    return { files, bytes, path, ms: now - (this.#began ?? now), all: this.#folders > 0 ? null : Math.max(this.#known, files) };
  }
}

export function scanProgress(flags: Flags, named: Named): ScanProgress {
  if (isSilent(flags)) return { begin: () => undefined, done: () => undefined, end: () => undefined };
  const count = new ScanCount(named);
  const draw = (): void => drawLine(scanLine(count.state(Date.now()), (columnsFor(2) ?? 80) - 1));
  // By the clock: a file may take minutes, and a thousand of them a second.
  const timer = setInterval(draw, BETWEEN_MS);
  timer.unref();
  return {
    found: (files) => count.found(files),
    begin: (path) => count.begin(path, Date.now()),
    done: (bytes) => count.done(bytes),
    end: () => {
      clearInterval(timer);
      clearLine();
    },
  };
}
