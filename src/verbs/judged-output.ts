/**
 * What a target wrote for Python is judged as a stranger's file would be, before anyone gets it: the document may be a stranger's, and
 * its arrays may say what native code would take on trust. By the built-in policy, with the limits of the job. As slow as a scan.
 */
import { openInput } from "../artifact/input.js";
import { sentence, showText } from "../errors.js";
import type { Host, HostJob } from "../host/types.js";
import { MemberVerdicts } from "../report/own-report.js";
import { worstFinding } from "../report/worst.js";
import type { ConvertTarget } from "../targets/index.js";
import { refused } from "../targets/parts/python/place.js";
import { DEFAULT_OPTIONS } from "./options.js";
import { judge } from "./run.js";

/** Refuses what our own scan does not call safe. @throws CornichonError `target.unsupported`, `host.*` */
export type OutputJudge = (bytes: Uint8Array, to: ConvertTarget) => Promise<void>;

/** A judge on a host that is open while something is made. */
export const outputJudge =
  (host: Host, { families, limits }: HostJob, signal: AbortSignal | undefined): OutputJudge =>
  async (bytes, to) => {
    const artifact = await openInput(bytes, limits.maxBytes, signal);
    const job: HostJob = { verb: "scan", families, policy: null, limits, options: DEFAULT_OPTIONS };
    try {
      const { own } = await judge({ host, artifact, job, signal }, new MemberVerdicts(), () => ({}));
      const worst = worstFinding(own.findings);
      if (own.verdict === "safe") return;
      const why = worst === undefined ? sentence`${showText(own.verdict)}` : worst.message;
      throw refused(null, worst?.global ?? to, sentence`what would be written is not safe: ${why}`);
    } finally {
      await artifact.close();
    }
  };
