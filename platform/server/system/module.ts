import type { FastifyInstance } from 'fastify';
import * as clockApi from '../../contract/clock.ts';
import * as calendarApi from '../../contract/holiday.ts';
import * as systemApi from '../../contract/system.ts';
import { anchorFile } from '../audit-anchor.ts';
import { reencryptJob } from '../key-rotation.ts';
import type { AppModule, EncryptedColumn } from '../module.ts';
import { route } from '../route.ts';
import { auditAnchorTicker, auditCheckJob, dailyAuditCheck } from './audit-check.jobs.ts';
import { calendarMonth, clearCalendarDay, setCalendarDay } from './calendar.service.ts';
import { type ClockDeps, clockState, moveClock } from './clock.service.ts';
import { dailyTicker } from './daily.ts';
import { systemState } from './system.service.ts';

export interface SystemDeps extends ClockDeps {
  readonly mode: 'demo' | 'production';
  readonly dataDir: string;
  /** Of all modules. */
  readonly encrypted: readonly EncryptedColumn[];
}

/** What an installation tells about itself, and the work it does for itself. */
export function systemModule(deps: SystemDeps): AppModule {
  const anchors = anchorFile(deps.dataDir);
  return {
    name: 'platform',
    routes: (app) => routes(app, deps),
    jobs: [auditCheckJob(anchors), reencryptJob(deps.encrypted)],
    tickers: [dailyTicker([dailyAuditCheck]), auditAnchorTicker(anchors)],
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
  route(app, systemApi.readSystem, (ctx) =>
    systemState(ctx, { mode: deps.mode, readOnly: app.readOnly(ctx.orgId) }),
  );
}
