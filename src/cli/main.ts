/** The command's first lines: a child boots while the rest of the program loads. */
import { warmUp } from "../host/warm.js";
import { LIMITS } from "../policy/limits.js";

warmUp(process.argv.slice(2), LIMITS.maxMemory.value);
const { runProgram } = await import("./program.js");
await runProgram(process.argv);
