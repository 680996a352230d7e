/** What goes wrong for a while where nobody has to act: it is said once. */
import { sentence, showText } from "../errors.js";
import { warning } from "./output.js";

/** A failure that passes, in a line: a queue that is started again says so once a second. */
export function passing(): (error: unknown, what: string) => void {
  let last = "";
  return (error, what) => {
    const why = error instanceof Error ? error.message : String(error);
    if (last === what + why) return;
    last = what + why;
    warning(sentence`${showText(what)}: ${showText(why)}`);
  };
}
