// The bank of a rehearsal: the product's own modules on a database of their own, told what time it is.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { knowBy } from '#modules/customers/server/index.ts';
import { appointRehearsedRms } from '#modules/org/server/index.ts';
import { connectSimulatedSms } from '#modules/outreach/server/index.ts';
import { beginSubject, countRehearsal, sendsSms } from '#modules/rehearsal/server/index.ts';
import { callAlone, callWithoutPace, connectSimulatedCorp } from '#modules/wecom/server/index.ts';
import { rehearseLists } from '#modules/workbench/server/index.ts';
import { readConfig } from '#platform/server/config.ts';
import { inTx, NO_BANK } from '#platform/server/ctx.ts';
import { drainer } from '#platform/server/drain.ts';
import { createMasterKey } from '#platform/server/master-key.ts';
import type { AppModule } from '#platform/server/module.ts';
import { productModules } from '../modules.ts';
import { nameRule } from '../rule-names.ts';
import { openInstallation } from '../yuhang/installation.ts';
import { startObserving } from '../yuhang/observing.ts';
import { serveApi } from '../yuhang/serve-api.ts';
import type { BankSpec } from './bank-spec.ts';
import { groupReach } from './group-reach.ts';
import { CLOSES, hourByHour } from './hours.ts';

const KNOWN_AT_ONCE = 5_000;

const spec = JSON.parse(readFileSync(process.env.REHEARSAL_SPEC!, 'utf8')) as BankSpec;
const tell = (message: object) => process.send!(message);
const { orgId, simulatorUrl, corpid } = spec;
const productUrl = `http://127.0.0.1:${spec.port}`;
const config = readConfig({
  DATABASE_URL: spec.databaseUrl,
  YUHANG_DATA: join(spec.folder, 'data'),
  YUHANG_MODE: 'demo',
  YUHANG_LOG_LEVEL: 'warn',
  YUHANG_PUBLIC_URL: productUrl,
  YUHANG_WECOM_URL: simulatorUrl,
  YUHANG_SIMULATOR_URL: simulatorUrl,
  PORT: `${spec.port}`,
});
// A key of its own: nothing of the real bank could be opened with it, were it here.
await createMasterKey(config.masterKeyFile);
callWithoutPace();
const installation = await openInstallation(config);
const { clock, ctxFor } = installation;
const hours = hourByHour(spec, installation);
await hours.standAt(new Date(spec.begin));
const modules = productModules(installation);
const observing = await startObserving(config, 'rehearsal');
const api = await serveApi(installation, modules, observing);
const failures = new Map<string, number>();
const drain = drainer(spec.everyHour ? modules.map(askedAlways) : modules, ctxFor, (job) =>
  failures.set(job, (failures.get(job) ?? 0) + 1),
);
const ctx = ctxFor(orgId, 'rehearsal');
const everyBank = ctxFor(NO_BANK, 'rehearsal');
await know('unionid', spec.known);

process.once('message', () => {
  live().then(
    () => {},
    (error) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.once('disconnect', () => process.exit(1));
process.once('SIGTERM', () => process.exit(0));
tell({ type: 'ready' });

async function know(kind: 'unionid' | 'phone', all: BankSpec['known']): Promise<void> {
  for (let from = 0; from < all.length; from += KNOWN_AT_ONCE)
    await inTx(ctx, (tx) => knowBy(tx, kind, all.slice(from, from + KNOWN_AT_ONCE), 'rehearsal'));
}

/** What the operator of the gateway would bill. */
async function smsParts(): Promise<number> {
  const response = await fetch(`${simulatorUrl}/sim/sms/totals`);
  return ((await response.json()) as { parts: number }).parts;
}

function askedAlways(module: AppModule): AppModule {
  const tickers = (module.tickers ?? []).map((ticker) => {
    const { name, run } = ticker;
    return CLOSES.test(name) ? ticker : { name, run };
  });
  return { ...module, tickers };
}

async function live(): Promise<void> {
  await appointRehearsedRms(ctx);
  await rehearseLists(ctx);
  const unit = await ctx.db
    .selectFrom('org.unit')
    .select('id')
    .where('orgId', '=', orgId)
    .where('parentId', 'is', null)
    .executeTakeFirstOrThrow();
  await connectSimulatedCorp(
    ctx,
    { mode: config.mode, wecomUrl: simulatorUrl, publicUrl: productUrl, ctxFor },
    { corpid, name: '沙盘', unitId: unit.id, simulatorUrl, productUrl, kept: spec.kept },
  );
  if (await sendsSms(ctx, spec.subject)) {
    await know('phone', spec.numbers);
    await connectSimulatedSms(ctx, { simulatorUrl, productUrl, sign: '沙盘' });
  }
  await drain(everyBank);
  // Everybody has just become a friend: nothing is known of that yet to whoever plans statements.
  await sql`analyze`.execute(ctx.db);
  callAlone();
  const planId = await beginSubject(ctx, spec.subject);
  tell({ type: 'phase', ended: 'peopling', begun: 'living' });
  const heard = await hours.live(everyBank, drain, (days) => tell({ type: 'day', days }));
  tell({ type: 'phase', ended: 'living', begun: 'reporting' });
  const counted = await countRehearsal(ctx, { nameRule }, planId, await smsParts());
  tell({
    type: 'report',
    report: {
      ...counted,
      groups: await groupReach(ctx, nameRule, planId),
      ...heard,
      work: [...heard.work, ...drain.spent()],
    },
    now: clock.now(),
  });
  await api.stop();
  await installation.close();
}
