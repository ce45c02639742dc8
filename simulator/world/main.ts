import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type CustomerDraft, live, populate } from './index.ts';
import { controlWorld } from './live/control.ts';

/** The people, a process of their own; the README says what the variables mean. */
const Settings = z.object({
  SIM_URL: z.url(),
  WORLD_CORP: z.string().regex(/^w[wx][0-9a-f]{16}$/),
  WORLD_SEED: z.string().min(1).default('yuhang'),
  WORLD_CUSTOMERS: z.coerce.number().int().min(0).max(1_000_000).default(2000),
  /** In place of made-up customers: a JSON file of what is known of those who exist. */
  WORLD_PEOPLE: z.string().min(1).optional(),
  WORLD_RMS: z.string().min(1).default('6'),
  /** Group chats that exist already: a JSON file. */
  WORLD_GROUPS: z.string().min(1).optional(),
  /** `1`: acts only when asked to at the control interface. */
  WORLD_STEPPED: z.enum(['0', '1']).default('0'),
  /** Figures of `parameters.ts` that are others here, as JSON. */
  WORLD_PARAMETERS: z.string().default('{}'),
  WORLD_DATA: z.string().min(1).optional(),
  WORLD_PAGES: z.string().default(''),
  /** Where the product listens: RMs work with its workbench there. */
  WORLD_PRODUCT: z.url().optional(),
  /** RMs whose list in the workbench is left to whoever visits. */
  WORLD_DESKS_LEFT: z.string().default(''),
  PORT: z.coerce.number().int().min(0).max(65_535).default(0),
});

const Rms = z
  .array(
    z.object({
      userid: z.string(),
      name: z.string().optional(),
      department: z.int().optional(),
      outlet: z.string().optional(),
      outletName: z.string().optional(),
      city: z.string().optional(),
    }),
  )
  .min(1);

const People = z.array(
  z.object({
    person: z.string(),
    unionid: z.string().optional(),
    productNumber: z.int().optional(),
    phone: z.string().optional(),
    rm: z.string().optional(),
    gender: z.union([z.literal(1), z.literal(2)]).optional(),
    age: z.int().min(0).max(130).optional(),
    customerGroup: z
      .enum(['credit_card', 'payroll', 'social_security', 'neighbourhood'])
      .optional(),
    income: z.number().min(0).optional(),
    payday: z.int().min(1).max(31).optional(),
    risk: z
      .union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)])
      .optional(),
    assets: z.number().min(0).optional(),
    friendForDays: z.number().min(0).nullable().optional(),
  }),
);

const Groups = z.array(
  z.object({
    ...{ key: z.string(), name: z.string(), userid: z.string(), persons: z.array(z.string()) },
    createtime: z.int().optional(),
  }),
);

const parsed = Settings.safeParse(process.env);
if (!parsed.success) {
  for (const { path, message } of parsed.error.issues)
    process.stderr.write(`${path.join('.')}: ${message}\n`);
  process.exit(2);
}
const settings = parsed.data;
const { SIM_URL: simUrl, WORLD_CORP: corp, WORLD_DATA: folder } = settings;

const rms = /^\d+$/.test(settings.WORLD_RMS)
  ? Number(settings.WORLD_RMS)
  : (Rms.parse(JSON.parse(readFileSync(settings.WORLD_RMS, 'utf8'))) as { userid: string }[]);

const population = await populate(simUrl, corp, {
  customers: settings.WORLD_PEOPLE
    ? (People.parse(JSON.parse(readFileSync(settings.WORLD_PEOPLE, 'utf8'))) as CustomerDraft[])
    : settings.WORLD_CUSTOMERS,
  rms,
  ...(settings.WORLD_GROUPS
    ? { groups: Groups.parse(JSON.parse(readFileSync(settings.WORLD_GROUPS, 'utf8'))) }
    : {}),
  seed: settings.WORLD_SEED,
  ...beginning(),
});
if (folder) rememberBeginning(folder);
const world = await live(simUrl, corp, {
  population,
  parameters: JSON.parse(settings.WORLD_PARAMETERS),
  pages: settings.WORLD_PAGES.split(',').filter(Boolean),
  onProblem: complain,
  ...(settings.WORLD_PRODUCT ? { product: settings.WORLD_PRODUCT } : {}),
  desksLeft: settings.WORLD_DESKS_LEFT.split(',').filter(Boolean),
  ...(settings.WORLD_STEPPED === '1' ? { pollMs: null } : {}),
  ...(folder ? { folder } : {}),
});
const control = await controlWorld(world, population, settings.PORT);
process.stdout.write(`${JSON.stringify({ listening: control.url })}\n`);
process.send?.({ type: 'ready', url: control.url });

/** People are as old as they were on the day on which they came to live. */
function beginning(): { today?: string } {
  const file = folder ? join(folder, 'beginning.json') : '';
  return file && existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as { today: string })
    : {};
}

function rememberBeginning(into: string): void {
  mkdirSync(into, { recursive: true });
  writeFileSync(join(into, 'beginning.json'), JSON.stringify({ today: population.today }));
}

let said = '';
/** Once for each new problem. */
function complain(error: unknown): void {
  const text = String(error);
  if (text !== said) process.stderr.write(`${text}\n`);
  said = text;
}

/** A killed launcher's database waits ten seconds for us before it stops too. */
const ORPHAN_LIMIT_MS = 9_000;
let stopping = false;
function stop(): void {
  if (stopping) return;
  stopping = true;
  Promise.all([control.close(), world.stop()]).then(
    () => process.exit(0),
    () => process.exit(1),
  );
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
// Started with a channel: whoever did is gone.
if (process.send) {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  // Nobody else ends us when something that we wait for hangs.
  const orphaned = () => {
    setTimeout(() => process.exit(1), ORPHAN_LIMIT_MS).unref();
    stop();
  };
  if (process.connected) process.once('disconnect', orphaned);
  else orphaned();
}
