/** Text and bytes to the host, through the output window. */
import { encodeUtf8 } from "../bytes/utf8.js";
import type { Channel, Hooks } from "../wire/hooks.js";

/** Sends bytes in windows. */
function emitBytes(hooks: Hooks, channel: Channel, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; at += hooks.output.length) {
    const piece = bytes.subarray(at, at + hooks.output.length);
    hooks.output.set(piece);
    hooks.emit(channel, piece.length);
  }
}

export const emitText = (hooks: Hooks, channel: Channel, text: string): void => emitBytes(hooks, channel, encodeUtf8(text));
