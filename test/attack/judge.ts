/** Our verdict, from a thread that is replaced when it does not answer. */
import { join } from "node:path";
import { Worker } from "node:worker_threads";

/** Milliseconds of the wall's clock until a judge counts as hanging, on a busy machine. */
const PATIENCE = 90_000;
/** Milliseconds of processor time that a file of some kilobytes may cost. */
const SLOW = 3000;

export interface Judgement {
  readonly safe: boolean;
  /** What is wrong with the judging itself: it threw, hung, or took seconds. */
  readonly problem: string | null;
}

interface Said {
  readonly safe: boolean;
  readonly threw: string | null;
  readonly milliseconds: number;
}

export class Judge {
  #worker: Worker | null = null;

  async judge(bytes: Uint8Array): Promise<Judgement> {
    this.#worker ??= new Worker(join(import.meta.dirname, "judge-worker.ts"));
    const worker = this.#worker;
    const said = await new Promise<Said | null>((resolve) => {
      const timer = setTimeout(() => resolve(null), PATIENCE);
      worker.once("message", (answer: Said) => {
        clearTimeout(timer);
        resolve(answer);
      });
      worker.postMessage(bytes);
    });
    if (said === null) {
      await this.close();
      return { safe: false, problem: "never ended" };
    }
    if (said.threw !== null) return { safe: false, problem: `threw ${said.threw}` };
    return { safe: said.safe, problem: said.milliseconds > SLOW ? `slow: more than ${SLOW} ms` : null };
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
    this.#worker = null;
  }
}
