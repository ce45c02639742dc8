import type { FastifyInstance } from 'fastify';
import * as clockApi from '../../contract/clock.ts';
import * as calendarApi from '../../contract/holiday.ts';
import * as retentionApi from '../../contract/retention.ts';
import * as systemApi from '../../contract/system.ts';
import { anchorFile } from '../audit-anchor.ts';
import { reencryptJob } from '../key-rotation.ts';
import type { AppModule, EncryptedColumn } from '../module.ts';
import type { RecordKind } from '../retention.ts';
import { auditLog, handledJobs } from '../retention-audit.ts';
import { route } from '../route.ts';
import { auditAnchorTicker, auditCheckJob, dailyAuditCheck } from './audit-check.jobs.ts';
import { calendarMonth, clearCalendarDay, setCalendarDay } from './calendar.service.ts';
import { type ClockDeps, clockState, moveClock } from './clock.service.ts';
import { dailyTicker } from './daily.ts';
import { dailyRetention, retentionJob } from './retention.jobs.ts';
import { listRetention, placeHold, releaseHold, setRetention } from './retention.service.ts';
import { systemState } from './system.service.ts';

export interface SystemDeps extends ClockDeps {
  readonly mode: 'demo' | 'production';
  readonly dataDir: string;
  readonly simulatorUrl?: string | undefined;
  /** Of all modules. */
  readonly encrypted: readonly EncryptedColumn[];
  readonly retention: readonly RecordKind[];
}

/** What an installation tells about itself, and the work it does for itself. */
export function systemModule(deps: SystemDeps): AppModule {
  const anchors = anchorFile(deps.dataDir);
  const kinds = [auditLog, handledJobs, ...deps.retention];
  return {
    name: 'platform',
    routes: (app) => {
      routes(app, deps);
      retentionRoutes(app, kinds);
    },
    jobs: [auditCheckJob(anchors), reencryptJob(deps.encrypted), retentionJob(kinds)],
    tickers: [dailyTicker([dailyAuditCheck, dailyRetention]), auditAnchorTicker(anchors)],
  };
}

function routes(app: FastifyInstance, deps: SystemDeps): void {
  route(app, clockApi.readClock, async (ctx) => clockState(ctx, deps));
  route(app, clockApi.moveClock, (ctx, { body }) => moveClock(ctx, deps, body));
  route(app, calendarApi.readCalendarMonth, (ctx, { params }) => calendarMonth(ctx, params.month));
  route(app, calendarApi.setCalendarDay, (ctx, { params, body }) =>
    setCalendarDay(ctx, params.day, body),
  );
  route(app, calendarApi.clearCalendarDay, (ctx, { params }) => clearCalendarDay(ctx, params.day));
  route(app, systemApi.readDemo, async () => ({
    simulatorUrl: (deps.mode === 'demo' && deps.simulatorUrl) || null,
  }));
  route(app, systemApi.readSystem, (ctx) =>
    systemState(ctx, { mode: deps.mode, readOnly: app.readOnly(ctx.orgId) }),
  );
}

function retentionRoutes(app: FastifyInstance, kinds: readonly RecordKind[]): void {
  const ofBanks = kinds.filter(({ of }) => of === 'bank');
  route(app, retentionApi.listRetention, async (ctx) => ({
    items: await listRetention(ctx, ofBanks),
  }));
  route(app, retentionApi.setRetention, (ctx, { params, body }) =>
    setRetention(ctx, kinds, params.record, body),
  );
  route(app, retentionApi.placeHold, (ctx, { params, body }) =>
    placeHold(ctx, kinds, params.record, body),
  );
  route(app, retentionApi.releaseHold, async (ctx, { params, body }) => {
    await releaseHold(ctx, params.id, body.reason);
    return {};
  });
}
