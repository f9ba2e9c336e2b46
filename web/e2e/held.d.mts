export const HELD: readonly { id: string; lon: number; lat: number }[];

/** The bytes hold the number: as decimal digits down to four places, or as a float of 8 or 4 bytes, either end first. */
export function holds(bytes: Buffer, n: number): boolean;
