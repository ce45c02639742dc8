import { chatsOfSend, startRehearsedSend } from '#modules/outreach/server/index.ts';
import type { RunId } from '#modules/sequences/contract.ts';
import { startRehearsedRun } from '#modules/sequences/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import type { RehearsalSubject } from '../../contract.ts';
import { type SubjectRow, subjectRows } from './subject.repo.ts';

export { sendsSms } from './subject.repo.ts';

/** Tables of whoever defined the subject, with the condition that finds its rows. */
export type SubjectRows = readonly {
  readonly table: string;
  readonly rows: 'bank' | { readonly where: string };
  readonly instead?: Readonly<Record<string, string>>;
}[];

export async function describeSubject(
  ctx: Ctx,
  subject: RehearsalSubject,
  permission: string | null = null,
): Promise<
  (SubjectRow & { rows: SubjectRows; chats: Awaited<ReturnType<typeof chatsOfSend>> }) | null
> {
  const [row] = await subjectRows(ctx, permission, subject);
  if (!row) return null;
  const chats = subject.kind === 'bulk' ? await chatsOfSend(ctx, subject.id) : null;
  return { ...row, rows: rowsOf(subject), chats };
}

export const listSubjects = async (ctx: Ctx, permission: string) =>
  (await subjectRows(ctx, permission)).map(({ kind, id, name, state, customers, audienceId }) => ({
    ...{ kind, id, name, state, customers },
    toGroups: audienceId === null,
  }));

/** The subject as a draft, whatever it is in the real bank: it begins in the rehearsal. */
function rowsOf({ kind, id }: RehearsalSubject): SubjectRows {
  const mine = { where: `t.id = '${id}'` };
  if (kind === 'bulk')
    return [
      {
        table: 'outreach.bulk_send',
        rows: mine,
        // Its hour has come when it begins; what may not go out at night waits for the morning.
        instead: {
          state: `'draft'`,
          send_at: 'to_timestamp(0)',
          plan_id: 'null',
          created_by_name: `''`,
        },
      },
    ];
  return [
    { table: 'sequences.sequence', rows: 'bank' },
    { table: 'sequences.version', rows: 'bank', instead: { changed_by: `''`, approved_by: `''` } },
    {
      table: 'sequences.run',
      rows: mine,
      instead: {
        state: `'draft'`,
        plan_id: 'null',
        follow_plan_id: 'null',
        next_at: 'null',
        intake_at: 'null',
        progress: 'null',
        created_by: `''`,
        started_at: 'null',
        ended_at: 'null',
      },
    },
  ];
}

/** In the bank of a rehearsal: begins it at once, without anybody's approval, and answers its plan. */
export async function beginSubject(ctx: Ctx, { kind, id }: RehearsalSubject): Promise<string> {
  if (kind === 'sequence') return startRehearsedRun(ctx, id as RunId);
  return startRehearsedSend(ctx, id);
}
