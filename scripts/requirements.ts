// npm run requirements [-- --json]: which rows of docs/requirements.json the last `npm test` proved.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Catalogue, type Proof, prove, unknownIds } from './testing/proof.ts';
import { type LastRun, RESULTS } from './testing/results.ts';

const { values } = parseArgs({ options: { json: { type: 'boolean' } } });
const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const catalogue: Catalogue = JSON.parse(read('docs/requirements.json'));
const run = lastRun();
const proof = prove(catalogue, run.tests);

if (values.json) console.log(JSON.stringify(proof));
else console.log(report(catalogue, proof, run));

const unknown = unknownIds(catalogue, run.tests);
if (unknown.length > 0) {
  console.error(`Tests name rows that are not in the catalogue: ${unknown.join(', ')}`);
  process.exitCode = 1;
}

function lastRun(): LastRun {
  try {
    return JSON.parse(read(RESULTS));
  } catch {
    console.error('There are no results of a test run yet: run `npm test` first.');
    process.exit(1);
  }
}

function report({ capabilities, requirements }: Catalogue, proof: Proof, run: LastRun): string {
  const texts = new Map(requirements.map(({ id, requirement }) => [id, requirement]));
  const parts = capabilities.map(({ key, name }) => {
    const rows = proof.rows.filter((row) => row.capability === key);
    const proven = rows.filter((row) => row.proven);
    const lines = proven.flatMap((row) => [
      `  ✓ ${row.id} ${texts.get(row.id)}`,
      ...row.tests.map((title) => `      ${title}`),
    ]);
    return [`${key} ${name}: ${proven.length} of ${rows.length}`, ...lines].join('\n');
  });
  return `${parts.join('\n')}\n\n${proof.proven} of ${proof.total} rows proven by the run of ${run.at}`;
}
