/**
 * Colours and widths, for each of the two streams. `--color` is before FORCE_COLOR, that before NO_COLOR (as Node has
 * it), and without any of them a terminal is coloured unless it is dumb. The colours are three of the first eight, which
 * every scheme, light or dark, keeps readable; yellow, blue, white and faint text are not among them.
 */
import { isatty } from "node:tty";
import { styleText } from "node:util";
import { CornichonError, type Shown, sentence } from "../errors.js";
import type { Look, Role } from "../report/look.js";
import { wrapped } from "../report/width.js";

export type Stream = 1 | 2;

const CHOICES = ["auto", "always", "never"] as const;
export type ColorChoice = (typeof CHOICES)[number];
const WITHOUT_WIDTH = 80;

let chosen: ColorChoice = "auto";

/** What `--color` says, for all that is printed from now on. @throws CornichonError `usage` */
export function chooseColor(given: unknown): void {
  const choice = CHOICES.find((one) => one === given);
  if (given !== undefined && choice === undefined) throw new CornichonError("usage", sentence`--color is auto, always or never`);
  chosen = choice ?? "auto";
}

const FORCED: readonly (string | undefined)[] = ["", "1", "2", "3", "true"];

/** True where colours are wanted. */
export function isColored(choice: ColorChoice, isTerminal: boolean, env: Readonly<Record<string, string | undefined>>): boolean {
  if (choice !== "auto") return choice === "always";
  if (env["FORCE_COLOR"] !== undefined) return FORCED.includes(env["FORCE_COLOR"]);
  if ((env["NO_COLOR"] ?? "") !== "") return false;
  return isTerminal && env["TERM"] !== "dumb";
}

/** Columns of a stream, null where it is no terminal. */
export function columnsFor(stream: Stream): number | null {
  if (!isatty(stream)) return null;
  const { columns } = stream === 1 ? process.stdout : process.stderr;
  return columns > 0 ? columns : WITHOUT_WIDTH;
}

const STYLES: Readonly<Record<Role, Parameters<typeof styleText>[0] | null>> = {
  dangerous: ["bold", "red"],
  unlisted: ["bold", "magenta"],
  malformed: "magenta",
  unsupported: "magenta",
  limit: "magenta",
  safe: "green",
  critical: ["bold", "red"],
  high: "red",
  medium: "magenta",
  low: null,
  note: null,
  error: ["bold", "red"],
  warning: ["bold", "magenta"],
  strong: "bold",
};

function painted(role: Role, text: Shown): Shown {
  const style = STYLES[role];
  return style === null ? text : (styleText(style, text, { validateStream: false }) as Shown); // codes of our own around it
}

const plain = (_role: Role, text: Shown): Shown => text;

/** How what goes to a stream looks; a file is no terminal, and is only coloured when that is what was asked for. */
export function lookFor(stream: Stream | "file"): Look {
  if (stream === "file") return { paint: chosen === "always" ? painted : plain, columns: null };
  return { paint: isColored(chosen, isatty(stream), process.env) ? painted : plain, columns: columnsFor(stream) };
}

/** A message of one kind, as standard error shows it. */
export function messageText(kind: "error" | "warning" | "note", text: Shown): Shown {
  const { paint, columns } = lookFor(2);
  return wrapped(sentence`${paint(kind === "note" ? "strong" : kind, sentence`${kindWord(kind)}:`)} ${text}`, columns, 2);
}

const kindWord = (kind: "error" | "warning" | "note"): Shown =>
  kind === "error" ? sentence`error` : kind === "warning" ? sentence`warning` : sentence`note`;
