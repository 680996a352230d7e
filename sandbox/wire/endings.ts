/**
 * Names that say "artifact" beyond doubt: such a file or member counts as one unless its bytes are those of another format.
 * Not `.npy.z`: so joblib 0.9 calls an array that lies beside its pickle, without any header.
 */
const ENDINGS = /\.(?:(?:pkl|pickle|joblib)(?:\.z)?|(?:pkl|pickle|joblib|npy|npz)(?:\.(?:gz|bz2|xz|lzma|lz4|zst))?|safetensors|skops)$/i;

export const hasArtifactEnding = (name: string): boolean => ENDINGS.test(name);
