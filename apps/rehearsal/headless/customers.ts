import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import {
  applyImport,
  getImport,
  setImportMapping,
  startImport,
} from '#platform/contract/import.ts';
import type { HeadlessBank } from './open-bank.ts';
import type { Say } from './plan.ts';

const KIND = 'customers.customer';
/** So many customers for each RM, as a product is for that makes more than a hundred workable. */
const EACH = 200;
const FEWEST = 4;
/** What the file does not say: whose customers they are. Dealt out to the RMs in turn. */
const OWN = { unit: '机构号', rm: '客户经理工号' };

/**
 * The customers of a file, whose columns are mapped by the profile that was saved for such files. The
 * file names no RM, so two columns are added and mapped beside the profile's.
 */
export async function importCustomers(
  { desk, operator, rms, settle }: HeadlessBank,
  { file, limit }: { readonly file: string; readonly limit: number | null },
  say: Say,
): Promise<number> {
  const lines = await readLines(file, limit === null ? Number.POSITIVE_INFINITY : limit + 1);
  const delimiter = lines[0]!.includes(';') ? ';' : ',';
  const profiled = await profileOf({ desk, operator, settle }, file, lines.slice(0, 3));
  const [header, ...rows] = lines;
  const serving = rms.slice(0, Math.max(FEWEST, Math.ceil(rows.length / EACH)));
  const content = [
    [header, OWN.unit, OWN.rm].join(delimiter),
    ...rows.map((row, i) => {
      const { outlet, number } = serving[i % serving.length]!;
      return [row, outlet, number].join(delimiter);
    }),
  ].join('\n');
  const upload = { name: basename(file).replace(/\.gz$/, ''), content: Buffer.from(content) };
  const { id } = await desk.upload(operator, startImport, { kind: KIND }, upload);
  await settle();
  const { unit: _, ...fills } = profiled.fills;
  await desk.ask(operator, setImportMapping, {
    params: { id },
    body: { columns: [...profiled.columns.map(({ key }) => key), 'unit', 'rm'], fills },
  });
  await settle();
  await desk.ask(operator, applyImport, { params: { id } });
  await settle();
  const done = await desk.ask(operator, getImport, { params: { id } });
  say(
    `导入 ${upload.name}：${done.counts.rows} 行，按配置“${profiled.profile}”，` +
      `新建 ${done.counts.created} 人，有误 ${done.counts.bad} 行`,
  );
  if (done.counts.created === 0)
    throw new Error(`Nobody was imported: ${JSON.stringify(done.problems)}`);
  return done.counts.created;
}

/** How the saved profile reads such a file: asked with its first lines. */
async function profileOf(
  { desk, operator, settle }: Pick<HeadlessBank, 'desk' | 'operator' | 'settle'>,
  file: string,
  head: readonly string[],
) {
  const { id } = await desk.upload(
    operator,
    startImport,
    { kind: KIND },
    {
      name: basename(file).replace(/\.gz$/, ''),
      content: Buffer.from(head.join('\n')),
    },
  );
  await settle();
  const found = await desk.ask(operator, getImport, { params: { id } });
  if (!found.profile) throw new Error(`No profile is saved for the columns of ${file}`);
  return found;
}

async function readLines(file: string, most: number): Promise<string[]> {
  const raw = createReadStream(file);
  const input = file.endsWith('.gz') ? raw.pipe(createGunzip()) : raw;
  const lines: string[] = [];
  for await (const line of createInterface({ input })) {
    if (line.trim() === '') continue;
    lines.push(line);
    if (lines.length >= most) break;
  }
  raw.destroy();
  return lines;
}
