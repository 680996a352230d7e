/** `inspect`: the instructions of the pickles with their offsets, the raw bytes of joblib's arrays skipped; the nodes of a skops file. */
import { InstructionReader, listedLine } from "../opcode/read.js";
import { CHANNEL, type Hooks } from "../wire/hooks.js";
import type { Job } from "../wire/job.js";
import type { Judged } from "./artifact.js";
import { emitText } from "./emitter.js";
import type { ContentRead } from "./pickles.js";

/** Lines sent at a time. */
const BATCH = 2000;

export function inspect(hooks: Hooks, _job: Job, judged: Judged): void {
  if (judged.read === null) return;
  if (judged.read.listed !== undefined) list(hooks, judged.read.listed());
  else instructions(hooks, judged.read);
}

function list(hooks: Hooks, nodes: Iterable<object>): void {
  let lines: string[] = [];
  for (const node of nodes) {
    lines.push(JSON.stringify(node));
    if (lines.length >= BATCH) lines = sent(hooks, lines);
  }
  sent(hooks, lines);
}

function sent(hooks: Hooks, lines: readonly string[]): string[] {
  if (lines.length > 0) emitText(hooks, CHANNEL.line, `${lines.join("\n")}\n`);
  return [];
}

function instructions(hooks: Hooks, read: ContentRead): void {
  const { cursor, payloads } = read.machine;
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
    if (lines.length >= BATCH) lines = sent(hooks, lines);
  }
  sent(hooks, lines);
}
