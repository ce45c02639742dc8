import type { Ctx } from '#platform/server/ctx.ts';
import { ENDPOINT_BY_NAME } from '#protocol/wecom/endpoints.ts';
import type { AppId, CorpId } from '../../contract/corp.ts';
import type { CorpHealth } from '../../contract/health.ts';
import { countCallbacks } from '../callbacks/callback.repo.ts';
import { findApps } from '../corps/app.repo.ts';
import { corpFor, READ } from '../corps/corp.service.ts';
import { errorHelp } from '../error-help.ts';
import { listBuckets } from '../gateway/bucket.repo.ts';
import {
  type CallFilter,
  countByMinute,
  listCallRows,
  sumCalls,
  sumErrors,
} from '../gateway/call-log.repo.ts';
import { burstOf, filled, limitsOf } from '../gateway/limits.ts';
import { listTokens, type TokenRow } from '../gateway/token.repo.ts';

const iso = (at: Date | null | undefined) => at?.toISOString() ?? null;

export async function showHealth(ctx: Ctx, id: CorpId, hours: number): Promise<CorpHealth> {
  const corp = await corpFor(ctx, READ, id);
  const since = new Date(ctx.realNow().getTime() - hours * 3_600_000);
  const apps = await findApps(ctx, [id]);
  const appIds = apps.map((app) => app.id);
  const tokens = new Map((await listTokens(ctx, appIds)).map((row) => [row.appId, row]));
  const { oldestWaitingAt, lastReceivedAt, ...counts } = await countCallbacks(ctx, id);
  return {
    corp: { id, corpid: corp.corpid, name: corp.name, state: corp.state },
    since: since.toISOString(),
    apps: apps.map((app) => ({
      id: app.id,
      name: app.name,
      kind: app.kind,
      state: app.state,
      token: tokenHealth(ctx, tokens.get(app.id)),
      callbackCheckedAt: iso(app.callbackCheckedAt),
    })),
    calls: await callsByEndpoint(ctx, id, since),
    errors: (await sumErrors(ctx, id, since)).map(({ code, count, lastAt }) => ({
      ...errorHelp(code, ctx.lang),
      count,
      lastAt: lastAt.toISOString(),
    })),
    quotas: await quotas(ctx, id, appIds),
    callbacks: {
      ...counts,
      oldestWaitingAt: iso(oldestWaitingAt),
      lastReceivedAt: iso(lastReceivedAt),
    },
  };
}

function tokenHealth(ctx: Ctx, row: TokenRow | undefined): CorpHealth['apps'][number]['token'] {
  const now = ctx.realNow();
  const holds = row?.token != null && row.expiresAt !== null && row.expiresAt > now;
  const failed = row?.failedCode != null;
  const ended = row?.token != null ? 'expired' : 'none';
  return {
    state: holds ? 'valid' : failed ? 'failed' : ended,
    expiresAt: iso(row?.expiresAt),
    problem: row && failed ? errorHelp(row.failedCode!, ctx.lang) : null,
    retryAt: iso(row?.retryAt),
  };
}

async function callsByEndpoint(
  ctx: Ctx,
  corpId: string,
  since: Date,
): Promise<CorpHealth['calls']> {
  const rows = await sumCalls(ctx, corpId, since);
  // The row without an outcome is the endpoint's sum.
  return rows
    .filter((row) => row.outcome === null)
    .map(({ endpoint, calls, cost, median, slowest }) => ({
      endpoint,
      total: calls,
      cost,
      outcomes: Object.fromEntries(
        rows
          .filter((row) => row.endpoint === endpoint && row.outcome !== null)
          .map((row) => [row.outcome, row.calls]),
      ),
      medianMs: median,
      slowestMs: slowest,
    }));
}

async function quotas(
  ctx: Ctx,
  corpId: string,
  appIds: readonly string[],
): Promise<CorpHealth['quotas']> {
  const now = ctx.realNow();
  const rows = await listBuckets(ctx, corpId, appIds);
  return rows.flatMap((row) => {
    const endpoint = ENDPOINT_BY_NAME.get(row.endpoint);
    const per = row.scope.split(':')[0];
    const limit = endpoint
      ? limitsOf(endpoint).find((l) => l.per === per && l.span === row.span)
      : undefined;
    if (!limit) return [];
    const closed = row.closedUntil && row.closedUntil > now ? row.closedUntil : null;
    return [
      {
        endpoint: row.endpoint,
        span: row.span,
        limit: limit.calls,
        full: burstOf(limit),
        ready: closed ? 0 : Math.max(0, Math.floor(filled(limit, row, now))),
        closedUntil: iso(closed),
        closedBy: closed && row.closedCode ? errorHelp(row.closedCode, ctx.lang) : null,
      },
    ];
  });
}

export async function listCalls(ctx: Ctx, id: CorpId, filter: CallFilter) {
  await corpFor(ctx, READ, id);
  const { items, total } = await listCallRows(ctx, id, filter);
  return {
    items: items.map(({ errcode, corpId: _, orgId: __, ...call }) => ({
      ...call,
      appId: call.appId as AppId | null,
      at: call.at.toISOString(),
      error: errcode ? errorHelp(errcode, ctx.lang) : null,
    })),
    total,
  };
}

const MINUTE_MS = 60_000;

export async function showSeries(ctx: Ctx, id: CorpId, minutes: number) {
  await corpFor(ctx, READ, id);
  const last = Math.floor(ctx.realNow().getTime() / MINUTE_MS) * MINUTE_MS;
  const first = last - (minutes - 1) * MINUTE_MS;
  const rows = await countByMinute(ctx, id, new Date(first));
  const byMinute = new Map(rows.map((row) => [row.minute.getTime(), row]));
  return {
    points: Array.from({ length: minutes }, (_, i) => {
      const at = first + i * MINUTE_MS;
      const { total = 0, failed = 0 } = byMinute.get(at) ?? {};
      return { at: new Date(at).toISOString(), total, failed };
    }),
  };
}
