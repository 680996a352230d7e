/**
 * The command's first lines. Nothing is imported before the version of Node is known, so that one which is too old to
 * load the rest is told so; then a child boots while the rest of the program loads.
 */
export {};

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

/** What `engines` of the package says. */
const isTooOld = major < 20 || (major === 20 && minor < 19) || major === 21 || (major === 22 && minor < 12);

if (isTooOld) {
  const needed = "cornichon reads artifacts in a child process that needs Node 24 or 26";
  process.stderr.write(`error: ${needed}, and this is Node ${process.versions.node}: run it with one of those.\n`);
  process.exitCode = 2;
} else {
  const [{ warmUp }, { LIMITS }] = await Promise.all([import("../host/warm.js"), import("../policy/limits.js")]);
  warmUp(process.argv.slice(2), LIMITS.maxMemory.value);
  const { runProgram } = await import("./program.js");
  await runProgram(process.argv);
}
