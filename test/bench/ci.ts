export const ciRows = (_against: string | null, _folder: string): never[] => [];
