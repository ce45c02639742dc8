import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file of `packs/base`, which every bank begins with. */
export const readPack = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../packs/base/${name}.json`, import.meta.url), 'utf8'));

/** Every `pack.json` in a folder of its own beside `base`: whoever adds a folder adds a pack. */
export function readPackFolders(
  root = fileURLToPath(new URL('../../packs', import.meta.url)),
): { readonly folder: string; readonly content: unknown }[] {
  return readdirSync(root)
    .filter((folder) => folder !== 'base' && existsSync(join(root, folder, 'pack.json')))
    .toSorted()
    .map((folder) => ({
      folder,
      content: JSON.parse(readFileSync(join(root, folder, 'pack.json'), 'utf8')),
    }));
}

/** Names of what `packs/base` holds. */
export const basePacks = (): readonly string[] =>
  readdirSync(new URL('../../packs/base', import.meta.url))
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -5));
