/** A flag of an address: `?deep`, `?deep=true`, `?deep=1`. */
import * as z from "zod";

export const FLAG = z.enum(["true", "false", "1", "0", ""]).transform((text) => text !== "false" && text !== "0");
