import type { z } from 'zod';
import { said } from '#platform/contract/task.ts';
import { say } from '#platform/contract/text.ts';
import { asSystem, type Ctx, inTx } from '#platform/server/ctx.ts';
import { addDays, dayOf, startOfDay } from '#platform/server/holidays.ts';
import { defineTask, type TaskWork } from '#platform/server/tasks/task.ts';
import {
  type RehearsalOptions,
  type RehearsalPhase,
  type RehearsalReport,
  type RehearsalSubject,
  rehearsalErrors,
  rehearsalPhaseText,
} from '../contract.ts';
import { findRehearsal, setRehearsal } from './rehearsal.repo.ts';
import { READ, rehearseKind, type rehearsePayload } from './rehearse-kind.ts';
import { describeSubject, type SubjectRows } from './subjects/subject.service.ts';

export interface RehearsalRequest {
  readonly id: string;
  readonly orgId: string;
  readonly subject: RehearsalSubject;
  readonly options: RehearsalOptions;
  /** Null: `chats` are reached, whoever is in them. */
  readonly audienceId: string | null;
  readonly chats?: readonly { readonly corpId: string; readonly chatId: string }[] | null;
  /** Rows of the subject itself that are copied. */
  readonly rows: SubjectRows;
  /** Business time at which it begins. */
  readonly now: Date;
  /** Thrown when nobody could be rehearsed with. */
  nobody(): never;
}

/** Runs a rehearsal in processes and databases of its own, and leaves nothing behind but the report. */
export type RehearsalWork = (
  request: RehearsalRequest,
  progress: {
    readonly signal: AbortSignal;
    phase(phase: z.infer<typeof RehearsalPhase>): void;
    days(days: number): void;
  },
) => Promise<RehearsalReport>;

export interface RehearsalDeps {
  readonly live: RehearsalWork;
  databases(id: string): string[];
  drop(names: readonly string[]): Promise<void>;
}

/**
 * Its own processes keep the machine busy, and whoever took it for dead would begin it a second time and
 * take its databases away.
 */
const LEASE_MS = 60_000;

/** Begun again after a crash it starts from nothing: half a rehearsal is worth nothing. */
export const rehearseTask = (deps: RehearsalDeps): TaskWork<typeof rehearsePayload> =>
  defineTask({
    ...rehearseKind,
    leaseMs: LEASE_MS,
    async run(ctx, { rehearsalId: id }, progress) {
      const system = asSystem(ctx, ctx.orgId, 'rehearsal');
      const row = (await findRehearsal(system, READ, id))!;
      const subject = await describeSubject(system, row.subject);
      if (!subject) throw rehearsalErrors.subjectNotFound(row.subject);
      const { options } = row;
      await setRehearsal(ctx, id, { state: 'running', databases: deps.databases(id) });
      const begin = eveningAfter(ctx.now());
      const report = await deps.live(
        {
          id,
          orgId: ctx.orgId,
          subject: row.subject,
          options,
          audienceId: subject.audienceId,
          chats: subject.chats,
          rows: subject.rows,
          now: begin,
          nobody: () => {
            throw rehearsalErrors.nobody();
          },
        },
        {
          signal: progress.signal,
          phase: (phase) => {
            progress.report({ message: said(rehearsalPhaseText[phase]) });
            note(ctx, id, { phase });
          },
          days: (days) => {
            progress.report({
              done: Math.round(days * 24),
              total: options.days * 24,
              message: said(['推演到第 {day} 天，共 {days} 天', 'Day {day} of {days}'], {
                day: Math.floor(days) + 1,
                days: options.days,
              }),
            });
            note(ctx, id, { daysDone: days });
          },
        },
      );
      await inTx(ctx, async (tx) => {
        await setRehearsal(tx, id, { report, daysDone: options.days });
        await progress.save(tx, { reported: true }, { done: options.days * 24 });
      });
      return {
        message: said(['沙盘推演“{name}”已完成', 'Rehearsal of “{name}” is done'], {
          name: row.name,
        }),
      };
    },
    async ended(ctx, { rehearsalId: id }, { state, error }) {
      // The databases go with the run; when they did not, the sweep finds their names here.
      await setRehearsal(ctx, id, { state, endedAt: ctx.now(), error: error?.code ?? null });
    },
  });

const HOUR = 3_600_000;

/** Two hours before midnight: whoever is taken in tonight has a whole first day. */
function eveningAfter(now: Date): Date {
  const today = dayOf(now);
  const evening = (days: number) => new Date(startOfDay(addDays(today, days)).getTime() - 2 * HOUR);
  return evening(1) >= now ? evening(1) : evening(2);
}

function note(ctx: Ctx, id: string, set: Parameters<typeof setRehearsal>[2]): void {
  setRehearsal(ctx, id, set).catch((err) =>
    ctx.log.warn(
      { err, rehearsal: id },
      say(['推演进度未能写入', 'progress was not written'], 'en'),
    ),
  );
}
