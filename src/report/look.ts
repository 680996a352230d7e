/** How a report for people looks: what is coloured, and how wide it may be. Colours never say what the words do not. */
import type { Shown } from "../errors.js";
import type { Severity, Verdict } from "./scan-report.js";

export interface Look {
  /** The text in the colour of what it says. */
  paint(role: Verdict | Severity | "error" | "warning" | "strong", text: Shown): Shown;
  /** Columns, null where no terminal shows it. */
  readonly columns: number | null;
}

export type Role = Parameters<Look["paint"]>[0];

export const PLAIN: Look = { paint: (_role, text) => text, columns: null };
