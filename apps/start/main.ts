import { fileURLToPath } from 'node:url';
import { PostgresProblem } from '#platform/postgres/problem.ts';
import { StartProblem } from './problem.ts';
import { startAll } from './start-all.ts';

// npm start: everything a demo bank needs, in one go, stopped as one. This process only looks after
// the others, so it stays small and outlives what goes wrong in them.
const root = fileURLToPath(new URL('../..', import.meta.url));
const stopping = new AbortController();
const stop = () => stopping.abort();

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
// Started by the bootstrap on an older Node, and that was killed.
process.once('disconnect', stop);
// Started by npm, and that was killed.
const parent = process.ppid;
if (process.env.npm_lifecycle_event)
  setInterval(() => process.ppid !== parent && stop(), 1000).unref();
// Whoever read our output is gone; that is no reason to end badly.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

try {
  await startAll(process.env, root, stopping.signal);
  process.exit(0);
} catch (error) {
  if (stopping.signal.aborted) process.exit(0);
  const known = error instanceof StartProblem || error instanceof PostgresProblem;
  console.error(known ? `\n${error.message}\n` : error);
  process.exit(1);
}
