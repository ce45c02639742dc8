import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { wecomErrorText } from '#protocol/wecom/errors/catalogue.ts';
import {
  type Connection,
  type ConnectionCheck,
  ConnectionChecks,
  type ConnectStep,
  connectSteps,
} from '../../contract/connect.ts';
import type { CorpId } from '../../contract/corp.ts';
import { type AppRow, findApps } from '../corps/app.repo.ts';
import { findChecks, setChecks } from '../corps/corp.repo.ts';
import { corpFor, MANAGE, READ } from '../corps/corp.service.ts';
import { errorHelp } from '../error-help.ts';
import { callWecom } from '../gateway/call-wecom.ts';
import { callbackUrl, type WecomSettings } from '../settings.ts';
import { type Check, checksOf, fixOf } from './checks.ts';
import { stepTexts } from './steps.ts';

/** The permissions of a step; customer contact is tested with whichever app has it. */
const CUSTOMER = new Set(checksOf.customer_contact.map(({ key }) => key));

export async function showConnection(
  ctx: Ctx,
  settings: WecomSettings,
  id: CorpId,
): Promise<Connection> {
  await corpFor(ctx, READ, id);
  return connectionOf(ctx, settings, id);
}

/** Every permission of every app by a call; what was found is kept for whoever looks next. */
export async function testConnection(
  ctx: Ctx,
  settings: WecomSettings,
  id: CorpId,
): Promise<Connection> {
  const corp = await corpFor(ctx, MANAGE, id);
  const apps = (await findApps(ctx, [id])).filter(({ state }) => state === 'active');
  const found: ConnectionCheck[] = [];
  if (corp.state === 'active')
    for (const app of apps)
      for (const check of checksOf[app.kind]) found.push(await tryOut(ctx, app, check));
  await inTx(ctx, async (ctx) => {
    await setChecks(ctx, id, found);
    const passed = found.filter(({ result }) => result === 'passed').length;
    audit(ctx, {
      action: 'wecom.connection-tested',
      subject: { kind: 'corp', id, name: corp.name },
      unitId: corp.unitId,
      after: { passed, tested: found.length },
    });
  });
  return connectionOf(ctx, settings, id);
}

async function tryOut(ctx: Ctx, app: AppRow, { key, endpoint, input }: Check) {
  const via = { corpId: app.corpId, appId: app.id };
  const answer = await callWecom(ctx, via, endpoint, input(app), { patienceMs: 2_500 });
  const text = answer.outcome === 'refused' ? answer.text : '';
  return {
    key,
    appId: app.id,
    result:
      answer.outcome === 'ok' ? 'passed' : answer.outcome === 'refused' ? 'failed' : 'unclear',
    code: 'code' in answer ? answer.code : null,
    seenFrom: /from ip: ([\d.:a-f]{3,45})/.exec(text)?.[1] ?? null,
  } satisfies ConnectionCheck;
}

async function connectionOf(ctx: Ctx, settings: WecomSettings, id: CorpId): Promise<Connection> {
  const apps = (await findApps(ctx, [id])).filter(({ state }) => state === 'active');
  const saved = await findChecks(ctx, id);
  const found = saved ? ConnectionChecks.parse(saved.checks) : [];
  const steps = connectSteps.map((key) => stepOf(ctx, settings, key, apps, found));
  return {
    steps,
    testedAt: saved?.checkedAt.toISOString() ?? null,
    publicUrl: settings.publicUrl ?? null,
    complete: steps.every(
      ({ state, optional }) => state === 'done' || (optional && state === 'todo'),
    ),
  };
}

function stepOf(
  ctx: Ctx,
  settings: WecomSettings,
  key: ConnectStep['key'],
  apps: readonly AppRow[],
  found: ConnectionChecks,
): ConnectStep {
  const { title, how, kind, optional } = stepTexts[key];
  const self = apps.find((app) => app.kind === 'self_built');
  const system = apps.find((app) => app.kind === 'customer_contact');
  const app =
    key === 'customer_contact'
      ? (self ?? system)
      : apps.find((candidate) => candidate.kind === kind);
  const checks = app && key !== 'callback' ? shownChecks(ctx, key, app, found) : [];
  const done = key === 'corp' || (key === 'callback' && Boolean(app?.callbackCheckedAt));
  const copy = ([zh, en]: readonly [string, string]): [string, string] => [zh, en];
  return {
    key,
    title: copy(title),
    how: how.map(copy),
    optional,
    app: app ? { id: app.id, kind: app.kind, name: app.name } : null,
    paste: key === 'callback' && app ? callbackUrl(settings, app.callbackKey) : null,
    checks,
    state: done ? 'done' : key === 'callback' || !app ? 'todo' : stateOf(checks),
  };
}

function stateOf(checks: ConnectStep['checks']): ConnectStep['state'] {
  if (checks.some(({ result }) => result === 'failed' || result === 'unclear')) return 'failed';
  return checks.every(({ result }) => result === 'passed') ? 'done' : 'untested';
}

function shownChecks(
  ctx: Ctx,
  step: ConnectStep['key'],
  app: AppRow,
  found: ConnectionChecks,
): ConnectStep['checks'] {
  return checksOf[app.kind]
    .filter(({ key }) => CUSTOMER.has(key) === (step === 'customer_contact'))
    .map(({ key, title: [zh, en] }) => {
      const last = found.find((check) => check.key === key && check.appId === app.id);
      const open = last !== undefined && last.result !== 'passed';
      const advice = wecomErrorText(last?.code ?? 0).remedy;
      return {
        key,
        title: [zh, en] as [string, string],
        result: last?.result ?? 'untested',
        problem: open && last.code !== null ? errorHelp(last.code, ctx.lang) : null,
        fix: open ? ([...fixOf(last.code, last.seenFrom, advice)] as [string, string]) : null,
      };
    });
}
