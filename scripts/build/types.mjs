/**
 * The declarations: what `tsc` writes, rolled into what can be seen from outside, so that a project that checks the
 * declarations of its packages meets no inside of ours. The same again as `.d.cts`, for those who `require`.
 */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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
    plugins: [dts({ dtsOnly: true, tsconfig: false })],
    external: /^node:|^zod$/,
  });
  await bundle.write({ dir: folder, format: "es", chunkFileNames: "shared-[hash].d.ts" });
  rmSync(whole, { recursive: true });
  for (const name of readdirSync(folder).filter((file) => file.endsWith(".d.ts"))) {
    const text = readFileSync(join(folder, name), "utf8");
    writeFileSync(join(folder, name.replace(/ts$/, "cts")), text.replace(/(from "\.\/[^"]+)\.js"/g, '$1.cjs"'));
  }
}
