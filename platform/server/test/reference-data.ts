import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';

/**
 * Public data sets are not part of the product. They are looked for in the folder that
 * YUHANG_REFERENCE_DATA names, else in a folder `data` beside the working copy or in one of its
 * neighbours; a test that finds none is skipped, and says so.
 */
function folders(): string[] {
  const named = process.env.YUHANG_REFERENCE_DATA;
  if (named) return [named];
  const neighbours = readdirSync('..', { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join('..', entry.name, 'data'));
  return ['../data', ...neighbours];
}

/** Where a data set lies; null when it is not on this machine. */
export function referenceFile(name: string): string | null {
  const found = folders()
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file));
  if (!found) console.warn(`skipped: ${name} is not here (YUHANG_REFERENCE_DATA names its folder)`);
  return found ?? null;
}

/** The rows of a compressed data set. */
export function readReference(file: string, delimiter = ','): Record<string, string>[] {
  return parse(gunzipSync(readFileSync(file)), { columns: true, delimiter });
}
