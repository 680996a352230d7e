/** Every rule, by family. A family's file says which classes it knows; the order within a class is the order here. */
import type { MigrationRule } from "../define.js";

export const MIGRATIONS: readonly MigrationRule[] = [];
