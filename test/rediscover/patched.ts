/** The guest with some of its source replaced, built for a test and thrown away: nothing of it is ever shipped. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { ROOT } from "../support/cli.js";
import type { runGuest } from "../support/guest.js";
import type { Patch } from "./kinds.js";

export class Stale extends Error {}

/** The source of a file with its patches in it. */
function replaced(path: string, patches: readonly Patch[]): string {
  let source = readFileSync(path, "utf8");
  for (const { from, to, file } of patches) {
    if (source.split(from).length !== 2) throw new Stale(`${file} has not once: ${from}`);
    source = source.replace(from, () => to);
  }
  return source;
}

/** `runGuest` over the patched sources. */
export async function patchedGuest(patches: readonly Patch[], folder: string, name: string): Promise<typeof runGuest> {
  const sources = new Map<string, Patch[]>();
  for (const patch of patches) sources.set(join(ROOT, patch.file), [...(sources.get(join(ROOT, patch.file)) ?? []), patch]);
  const contents = new Map([...sources].map(([path, own]) => [path, replaced(path, own)]));
  const outfile = join(folder, `${name}.mjs`);
  await build({
    entryPoints: [join(ROOT, "test/support/guest.ts")],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    logLevel: "error",
    plugins: [
      {
        name: "patches",
        setup({ onLoad }) {
          onLoad({ filter: /\.ts$/ }, ({ path }) => {
            const source = contents.get(path);
            return source === undefined ? null : { contents: source, loader: "ts" };
          });
        },
      },
    ],
  });
  const module: { runGuest: typeof runGuest } = await import(pathToFileURL(outfile).href); // our own module, just built
  return module.runGuest;
}
