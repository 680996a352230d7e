/**
 * Class labels of Python 2: its texts were bytes, and a pickle of them gives arrays of bytes, which sklearn refuses as
 * labels today. Beyond ASCII nothing tells their encoding.
 */
import { sentence } from "../../errors.js";
import { itemsOf } from "../../neutral/attributes.js";
import { bytesOf, own, typeOf } from "../../neutral/document.js";
import { CLASSES } from "../catalogue.js";
import { defineMigration, type Migrating, type MigrationRule } from "../define.js";

const isBytes = (value: unknown): boolean => typeOf(value) === "ndarray" && /^S\d{1,9}$/.test(String(own(value, "dtype")));

/** The same labels as texts. */
function texts(stored: Migrating, value: unknown): object {
  const data = (itemsOf(value, stored.references) ?? []).map((item) => textOf(stored, item));
  return { ...Object(value), dtype: `U${String(own(value, "dtype")).slice(1)}`, data };
}

function textOf(stored: Migrating, item: unknown): string {
  const bytes = bytesOf(item) ?? new Uint8Array();
  if (bytes.some((byte) => byte > 127)) throw stored.refusal(sentence`a class label of bytes is no ASCII, and nothing tells its encoding.`);
  return new TextDecoder().decode(bytes);
}

const unread = (stored: Migrating): Error => stored.refusal(sentence`its class labels are too many bytes to be read as texts.`);

export const LABELS: readonly MigrationRule[] = [
  defineMigration({
    classes: CLASSES,
    before: [0, 21],
    doc: "labels of Python 2 are texts",
    migrate: (stored) => {
      const classes = stored.get("classes_");
      if (!isBytes(classes)) return;
      if (!Array.isArray(own(classes, "data"))) throw unread(stored);
      stored.set("classes_", texts(stored, classes));
    },
  }),
];
