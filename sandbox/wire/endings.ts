/** Names that say "artifact" beyond doubt: such a file or member counts as one unless its bytes are those of another format. */
const ENDINGS = /\.(?:pkl|pickle|joblib|npy|npz)(?:\.(?:z|gz|bz2|xz|lzma|lz4))?$/i;

export const hasArtifactEnding = (name: string): boolean => ENDINGS.test(name);
