import { readFileSync } from 'node:fs';

/** A file of `packs/base`, which every bank begins with. */
export const readPack = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../packs/base/${name}.json`, import.meta.url), 'utf8'));
