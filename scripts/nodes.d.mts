export declare function nodeOf(version: string): string | null;
export declare function releaseNodes(): string[];
