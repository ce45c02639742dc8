import { z } from 'zod';
import { endpoint } from './endpoint.ts';

const moment = z.iso.datetime({ offset: true });

/** The business clock of the installation, and the machine's beside it. */
export const ClockState = z.object({
  /** `real` follows the machine; `standing` shows one moment; `running` goes at `factor`. */
  mode: z.enum(['real', 'standing', 'running']),
  now: moment,
  realNow: moment,
  /** Business seconds for each machine second. */
  factor: z.number(),
  version: z.int(),
  /** False in production: there the clock is the machine's and nobody moves it. */
  movable: z.boolean(),
  timeZone: z.literal('Asia/Shanghai'),
});
export type ClockState = z.infer<typeof ClockState>;

/** What a person may do to the clock. `version` is the state it was decided on. */
export const ClockMove = z.discriminatedUnion('move', [
  /** Back to the machine's time. */
  z.object({ move: z.literal('real'), version: z.int() }),
  /** Stands still, now or at a moment. */
  z.object({ move: z.literal('stand'), at: moment.optional(), version: z.int() }),
  /** Runs at a factor, from now or from a moment. */
  z.object({
    move: z.literal('run'),
    factor: z.number().min(0.01).max(100_000),
    from: moment.optional(),
    version: z.int(),
  }),
  /** Another moment; goes on the way it went. */
  z.object({ move: z.literal('jump'), to: moment, version: z.int() }),
]);
export type ClockMove = z.infer<typeof ClockMove>;

export const readClock = endpoint({
  method: 'GET',
  path: '/api/v1/platform/clock',
  permission: 'signed-in',
  summary: ['查看业务时钟', 'The business clock'],
  reply: ClockState,
});

export const moveClock = endpoint({
  method: 'PUT',
  path: '/api/v1/platform/clock',
  permission: 'platform.clock.move',
  summary: ['移动业务时钟（仅演示环境）', 'Move the business clock (demo installations only)'],
  body: ClockMove,
  reply: ClockState,
});
