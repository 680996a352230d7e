/** How far each recorded answer is: `npx tsx test/boosters/told.mts [FOLDER] [NAME]`. */
import { modelFromDocument } from "../../src/model/all.js";
import { documentOf } from "../support/outputs.js";
import { answered, boosterFolders, gapOf, rootOf } from "./cases.js";

const [folder, name = ""] = process.argv.slice(2);
for (const one of boosterFolders(folder)) {
  if (!one.name.includes(name)) continue;
  let [good, exact, all] = [0, 0, 0];
  for (const each of one.cases) {
    let model: ReturnType<typeof modelFromDocument> | null = null;
    const lines: string[] = [];
    try {
      model = modelFromDocument(documentOf(rootOf(each)));
    } catch (error) {
      lines.push(String(error));
    }
    for (const call of each.calls) {
      all++;
      if (model === null) continue;
      const what = `${call.method}(${call.x}${JSON.stringify(call.options)})`;
      try {
        const ours = answered(model, one.inputs, call);
        const gap = gapOf(ours, call.gives, one.name.startsWith("xgboost"));
        if (gap <= 1) good++;
        if (gap === 0) exact++;
        if (gap > 1)
          lines.push(`${what}: ${gap} ours ${JSON.stringify(ours).slice(0, 250)} theirs ${JSON.stringify(call.gives).slice(0, 250)}`);
      } catch (error) {
        lines.push(`${what}: ${(error as Error).stack?.split("\n").slice(0, 3).join(" ")}`);
      }
    }
    for (const line of lines) process.stdout.write(`  ${one.name} ${each.label}: ${line}\n`);
  }
  process.stdout.write(`${one.name}: ${good} of ${all} agree, ${exact} exactly\n`);
}
