/** What the service keeps: verdicts by what was judged and how, who asked, and jobs until they are told. */
import type { ColumnType, Generated } from "kysely";

/** The last report of an artifact under one policy, by one version of the tool. */
interface ResultTable {
  /** Whose: what one tenant sent is not told to another. */
  tenant: string;
  sha256: string;
  /** Hash of the policy and of the options that a verdict hangs on. */
  policy: string;
  version: string;
  verdict: string;
  /** JSON: the report's artifacts. */
  report: string;
  at: number;
}

/** Who had what judged. Rows are only ever added, and go by age. */
interface AuditTable {
  id: Generated<number>;
  at: number;
  tenant: string;
  /** What was asked: `scan`, `convert`, … */
  verb: string;
  /** The name that the client gave. */
  name: string;
  sha256: string | null;
  verdict: string;
  /** JSON: the findings' codes, each once. */
  codes: string;
  policy: string;
}

/** Work that was accepted. */
interface JobTable {
  id: string;
  tenant: string;
  /** `queued`, `running`, `done` or `failed`. */
  status: string;
  name: string;
  /** JSON: its uploads, and how they are to be judged. */
  options: string;
  /** JSON: the report, or a problem. */
  report: string | null;
  attempts: number;
  /** When it was added, and when it ended once it has: it is kept from then on. */
  at: ColumnType<number, number, number>;
  /** Until when whoever runs it has to say that it still does. */
  leased: number | null;
}

/** All tables. */
export interface Tables {
  results: ResultTable;
  audit: AuditTable;
  jobs: JobTable;
}
