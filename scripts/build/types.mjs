/**
 * The declarations: what `tsc` writes, rolled into what can be seen from outside, so that a project that checks the
 * declarations of its packages meets no inside of ours. The same again as `.d.cts`, for those who `require`.
 */
import { spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { rolldown } from "rolldown";
import { dts } from "rolldown-plugin-dts";

const require = createRequire(import.meta.url);

function declare(root, folder) {
  const tsc = join(dirname(require.resolve("typescript/package.json")), "bin", "tsc");
  const done = spawnSync(process.execPath, [tsc, "-p", join(root, "tsconfig.build.json"), "--outDir", folder], {
    cwd: root,
    encoding: "utf8",
  });
  if (done.status !== 0) throw new Error(`tsc: ${done.stdout}${done.stderr}`);
}

/** Writes `index.d.ts`, `web.d.ts` and what they share, each also as `.d.cts`. */
export async function buildTypes(root, folder) {
  const whole = join(folder, "types");
  declare(root, whole);
  const bundle = await rolldown({
    input: { index: join(whole, "src", "index.d.ts"), web: join(whole, "src", "web", "index.d.ts") },
    plugins: [dts({ dtsInput: true, tsconfig: false })],
    external: /^node:|^zod$/,
  });
  const { output } = await bundle.generate({ format: "es", entryFileNames: "[name].d.ts", chunkFileNames: "shared-[hash].d.ts" });
  await bundle.close();
  rmSync(whole, { recursive: true });
  for (const { type, fileName, code } of output) {
    if (type !== "chunk" || !fileName.endsWith(".d.ts")) throw new Error(`${fileName} is not a declaration`);
    writeFileSync(join(folder, fileName), code);
    writeFileSync(join(folder, fileName.replace(/ts$/, "cts")), code.replace(/(from "\.\/[^"]+)\.js"/g, '$1.cjs"'));
  }
}
