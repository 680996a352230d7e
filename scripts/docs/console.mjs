/**
 * What the commands of a page print. A block ```` ```console ```` is a script: lines that begin with `$ ` are run by one shell
 * in the stage's folder, and what each prints (both streams) stands below it, with `[exit 1]` where it failed.
 */
import { spawnSync } from "node:child_process";

const BLOCK = /^```console\n([\s\S]*?)^```$/gm;
const MARK = "\u0001";

const commandsOf = (body) =>
  body
    .split("\n")
    .filter((line) => line.startsWith("$ "))
    .map((line) => line.slice(2));

/** What each command of a script printed, and how it ended. */
function run(commands, { folder, env }) {
  const script = commands.map((one) => `${one}\nprintf '${MARK}%d${MARK}' $?`).join("\n");
  const done = spawnSync("bash", ["-c", `exec 2>&1\n${script}`], {
    cwd: folder,
    env,
    encoding: "utf8",
    maxBuffer: 2 ** 26,
    timeout: 120_000,
  });
  const parts = done.stdout.split(MARK);
  return commands.map((command, i) => ({ command, text: parts[2 * i] ?? "", code: Number(parts[2 * i + 1]) }));
}

function shown({ command, text, code }) {
  const said = text.trimEnd();
  return [`$ ${command}`, ...(said === "" ? [] : [said]), ...(code === 0 ? [] : [`[exit ${code}]`])].join("\n");
}

/** A page with the outputs of its commands. */
export function withOutputs(page, stage) {
  return page.replace(BLOCK, (_, body) => `\`\`\`console\n${run(commandsOf(body), stage).map(shown).join("\n")}\n\`\`\``);
}
