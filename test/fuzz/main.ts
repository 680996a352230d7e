/**
 * `npm run fuzz`: first what each bomb costs (CPU seconds of all processes, the largest one's memory), then inputs for `--minutes N` (default 3) from `--seed S` on (default: the day's), each under one verb, every
 * fiftieth through a real child as well. Prints what is wrong with its seed, counts the verdicts, and tells the largest
 * memory of this process. Ends with 1 when something was wrong. `--rediscover`: see `test/rediscover`.
 */

import type { Verb } from "../../sandbox/wire/job.js";
import { main as rediscover } from "../rediscover/main.js";
import { numberOption, say } from "../support/options.js";
import { bombCosts } from "./bombs.js";
import { ChildCheck } from "./child.js";
import { inputOf } from "./inputs.js";
import { check } from "./properties.js";

const VERBS: readonly Verb[] = ["scan", "convert", "inspect"];

if (process.argv.includes("--rediscover")) {
  await rediscover();
  process.exit();
}
const first = numberOption("seed", Math.floor(Date.now() / 86_400_000) * 1_000_000);
for (const { name, verdict, seconds, mebibytes } of bombCosts())
  say(`${name.padEnd(36)} ${verdict.padEnd(10)} ${seconds.toFixed(2)} s  ${Math.round(mebibytes)} MiB`);
const child = new ChildCheck();
const end = performance.now() + numberOption("minutes", 3) * 60_000;
let wrong = 0;
let seed = first;
for (; performance.now() < end; seed++) {
  const { name, bytes } = inputOf(seed);
  const verb: Verb = VERBS[seed % VERBS.length] ?? "scan";
  const found = check(bytes, verb);
  const other = seed % 50 === 0 ? await child.run(bytes) : null;
  for (const text of other === null ? found : [...found, other]) {
    wrong++;
    say(`seed ${seed} (${name}, ${bytes.length} bytes): ${text.slice(0, 1000)}`);
  }
}
await child.close();
say(`${seed - first} inputs from seed ${first}, ${wrong} wrong; at most ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`);
process.exitCode = wrong === 0 ? 0 : 1;
