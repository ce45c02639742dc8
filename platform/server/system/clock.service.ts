import type { ClockMove, ClockState } from '../../contract/clock.ts';
import { platformErrors } from '../../contract/errors.ts';
import { audit } from '../audit.ts';
import { businessTime, type Clock, type ClockSetting, readClock, writeClock } from '../clock.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { tellAll } from '../notices.ts';

export interface ClockDeps {
  readonly clock: Clock;
  /** True in a demo installation only. */
  readonly movable: boolean;
}

export function clockState(ctx: Ctx, { clock, movable }: ClockDeps): ClockState {
  const { mode, factor, version } = clock.setting();
  return {
    mode,
    now: clock.now().toISOString(),
    realNow: ctx.realNow().toISOString(),
    factor: mode === 'running' ? factor : 1,
    version,
    movable,
    timeZone: 'Asia/Shanghai',
  };
}

/** In production there is no such thing as moving the clock: not found, and the table is never looked at. */
export async function moveClock(ctx: Ctx, deps: ClockDeps, move: ClockMove): Promise<ClockState> {
  if (!deps.movable) throw platformErrors.notFound();
  await inTx(ctx, async (ctx) => {
    const before = await readClock(ctx.db);
    const real = ctx.realNow();
    const next = afterMove(before, move, real);
    if (!(await writeClock(ctx.db, next, move.version)))
      throw platformErrors.conflict({ version: before.version });
    audit(ctx, {
      action: 'platform.clock-moved',
      subject: { kind: 'clock', id: 'installation', name: '业务时钟' },
      before: told(before, real),
      after: told({ ...next, version: 0 }, real),
    });
    await tellAll(ctx.db, 'yuhang_clock');
  });
  await deps.clock.refresh();
  return clockState(ctx, deps);
}

const told = (setting: ClockSetting, real: Date) => ({
  mode: setting.mode,
  now: businessTime(setting, real).toISOString(),
  factor: setting.factor,
});

/** The setting a move leads to; the business time goes on from where it is unless the move names another. */
export function afterMove(
  before: ClockSetting,
  move: ClockMove,
  real: Date,
): Omit<ClockSetting, 'version'> {
  const here = businessTime(before, real);
  const from = (moment: string | undefined) => (moment ? new Date(moment) : here);
  switch (move.move) {
    case 'real':
      return { mode: 'real', realAt: real, businessAt: real, factor: 1 };
    case 'stand':
      return { mode: 'standing', realAt: real, businessAt: from(move.at), factor: 1 };
    case 'run':
      return { mode: 'running', realAt: real, businessAt: from(move.from), factor: move.factor };
    case 'jump': {
      // Away from the machine's time, but at its pace.
      const mode = before.mode === 'real' ? 'running' : before.mode;
      return { mode, realAt: real, businessAt: new Date(move.to), factor: before.factor };
    }
  }
}
