// npm run rehearse -- --pack payroll --customers FILE.csv [--limit N | --all] [--days 24] [--data FOLDER]
// From an empty folder to the report of a plan: import, audience, sequence, approval, 24 days.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runHeadless } from './run-headless.ts';

const { values } = parseArgs({
  options: {
    pack: { type: 'string', default: 'payroll' },
    customers: { type: 'string' },
    limit: { type: 'string', default: '1000' },
    all: { type: 'boolean', default: false },
    days: { type: 'string', default: '24' },
    seed: { type: 'string', default: '1' },
    data: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
if (!values.customers || values.pack !== 'payroll') {
  process.stderr.write(
    'npm run rehearse -- --pack payroll --customers FILE.csv [--limit 1000 | --all] [--days 24] [--seed 1] [--data FOLDER] [--json]\n',
  );
  process.exit(2);
}
const folder = values.data
  ? resolve(values.data)
  : await mkdtemp(join(tmpdir(), 'yuhang-rehearse-'));
try {
  const { report, lines } = await runHeadless(
    {
      folder,
      file: values.customers,
      limit: values.all ? null : Number(values.limit),
      days: Number(values.days),
      seed: values.seed,
    },
    (line) => process.stderr.write(`${line}\n`),
  );
  process.stdout.write(values.json ? JSON.stringify(report, null, 2) : `${lines.join('\n')}\n`);
} finally {
  if (!values.data) await rm(folder, { recursive: true, force: true });
}
