/** Clocks a reader of pickles that is written in JavaScript: `read.mjs READER FILE MODULE` prints {"cpu", "wall"} in seconds. */
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const READERS = {
  pickleparser:
    ({ Parser }) =>
    (bytes) =>
      new Parser().parse(bytes),
  netron: ({ Execution }) => {
    const execution = new Execution();
    return (bytes) => execution.invoke("pickle.Unpickler", [bytes]).load();
  },
};

const [reader, file, module] = process.argv.slice(2);
const read = READERS[reader](await import(pathToFileURL(module).href));
const bytes = new Uint8Array(readFileSync(file));
const [wall, cpu] = [performance.now(), process.cpuUsage()];
read(bytes);
const { user, system } = process.cpuUsage(cpu);
process.stdout.write(JSON.stringify({ cpu: (user + system) / 1e6, wall: (performance.now() - wall) / 1e3 }));
