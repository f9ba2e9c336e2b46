/** A base map's file: rings and lines as steps on a grid of 1/scale degree. */
export interface BaseFile {
	scale: number;
	land: number[][][];
	lakes: number[][][];
}
export function world(): BaseFile;
export function region(): BaseFile;
