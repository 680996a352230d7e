/** Sparse matrices stand in models under scipy's names of their time. */
import { own } from "../../neutral/document.js";
import { defineMigration, type MigrationRule } from "../define.js";

const SPARSE = ["bsr", "coo", "csc", "csr", "dia", "dok", "lil"];

const sparse = defineMigration({
  classes: SPARSE.flatMap((kind) => [`scipy.sparse.${kind}_matrix`, `scipy.sparse.${kind}_array`]),
  doc: "its module has another name today",
  migrate: (stored) => {
    const name = stored.className.slice("scipy.sparse.".length);
    const origin = `scipy.sparse._${name.slice(0, name.indexOf("_"))}.${name}`;
    const was = String(own(stored.value, "origin"));
    if (was.endsWith(`.${name}`) && was !== origin) {
      stored.note("renamed", "", `it was ${was}`);
      stored.frame.set("origin", origin);
    }
    // To 1.2 of scipy the shape had its own name already; what came before is read by it all the same.
    if (stored.attributes.has("shape") && !stored.attributes.has("_shape")) stored.rename("shape", "_shape");
  },
});

export const OTHER_RULES: readonly MigrationRule[] = [sparse];
