// npm test: everything a change must pass. Usage: npm test [-- name …] | npm run check
// The names are those of scripts/testing/steps.ts; without any, all run and the results are kept in
// .cache/test-results.json for `npm run requirements`.

import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Result, summary, writeResults } from './testing/results.ts';
import { runSteps } from './testing/run-steps.ts';
import { steps } from './testing/steps.ts';

const LIMIT_MS = 25 * 60_000;

const root = fileURLToPath(new URL('..', import.meta.url));
const { values, positionals } = parseArgs({
  options: { static: { type: 'boolean' } },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => !steps.some((step) => step.name === name));
if (unknown.length > 0) {
  const names = steps.map((step) => step.name).join(', ');
  console.error(`No step is called ${unknown.join(', ')}. There are: ${names}`);
  process.exit(2);
}
const chosen = steps.filter(
  (step) =>
    (!values.static || step.static) &&
    (positionals.length === 0 || positionals.includes(step.name)),
);

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => stop.abort(new Error('interrupted')));
const late = setTimeout(
  () => stop.abort(new Error(`the whole run took more than ${LIMIT_MS / 60_000} minutes`)),
  LIMIT_MS,
);

const begun = Date.now();
const results: Result[] = await runSteps(chosen, root, stop.signal);
clearTimeout(late);
if (chosen.length === steps.length) writeResults(root, results, begun);
console.log(`\n${summary(results, Date.now() - begun)}`);
process.exit(results.some((result) => result.status === 'failed') ? 1 : 0);
