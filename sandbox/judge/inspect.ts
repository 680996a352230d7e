/** `inspect`: the instructions of the pickles with their offsets, the raw bytes of joblib's arrays skipped. */
import { InstructionReader, listedLine } from "../opcode/read.js";
import { CHANNEL, type Hooks } from "../wire/hooks.js";
import type { Job } from "../wire/job.js";
import type { Judged } from "./artifact.js";
import { emitText } from "./emitter.js";

/** Lines sent at a time. */
const BATCH = 2000;

export function inspect(hooks: Hooks, _job: Job, judged: Judged): void {
  if (judged.read === null) return;
  const { cursor, payloads } = judged.read.machine;
  const reader = new InstructionReader(cursor.source);
  let next = 0;
  let lines: string[] = [];
  for (;;) {
    const payload = payloads[next];
    if (payload !== undefined && reader.offset >= payload.offset) {
      reader.seek(payload.end);
      next++;
      continue;
    }
    const one = reader.next();
    if (one === null || one.kind === "broken") break;
    lines.push(JSON.stringify(listedLine(one)));
    if (lines.length >= BATCH) {
      emitText(hooks, CHANNEL.line, `${lines.join("\n")}\n`);
      lines = [];
    }
  }
  if (lines.length > 0) emitText(hooks, CHANNEL.line, `${lines.join("\n")}\n`);
}
