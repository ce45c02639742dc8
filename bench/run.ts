// npm run bench [name …]: runs bench/*.bench.ts (by the beginning of their names), each in a process and on a database of its own, and
// prints one JSON line for each figure: {"bench","value","unit","peer","ratio"}. Progress goes to
// standard error.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));
const all = readdirSync(folder)
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.slice(0, -'.bench.ts'.length))
  .sort();
/** "audience" is every bench about audiences; a whole name is that bench alone. */
const meant = (name: string) =>
  all.includes(name) ? [name] : all.filter((known) => known.startsWith(name));
const given = process.argv.slice(2);
const wanted = given.flatMap(meant);
const unknown = given.filter((name) => meant(name).length === 0);
if (unknown.length > 0) {
  console.error(`There is no bench called ${unknown.join(', ')}. There are: ${all.join(', ')}`);
  process.exit(2);
}

let failed = 0;
for (const name of wanted.length > 0 ? wanted : all) {
  console.error(`# ${name}`);
  const { status } = spawnSync(process.execPath, [`${folder}${name}.bench.ts`], {
    stdio: 'inherit',
  });
  if (status !== 0) failed += 1;
}
process.exit(failed > 0 ? 1 : 0);
