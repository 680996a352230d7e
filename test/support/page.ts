/** A page's script, bundled and minified as any bundler would: what `dist/web` is made for. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { ROOT } from "./cli.js";

/** Bundles a script that imports `cornichon/web`, in a folder; the path of the bundle. */
export async function bundle(folder: string, name: string, script: string): Promise<string> {
  const entry = join(folder, `${name}-entry.mjs`);
  writeFileSync(entry, script.replace("cornichon/web", join(ROOT, "dist", "web", "web", "index.js").replaceAll("\\", "/")));
  const outfile = join(folder, `${name}.mjs`);
  await build({ entryPoints: [entry], outfile, bundle: true, minify: true, format: "esm", platform: "browser", logLevel: "silent" });
  return outfile;
}

/** A page that loads these models. */
export const pageOf = (...models: readonly string[]): string =>
  `import { createLoader, ${models.join(", ")} } from "cornichon/web";\nexport const load = createLoader([${models.join(", ")}]);\n`;
