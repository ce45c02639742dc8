import { sql } from 'kysely';
import type { Actor, Ctx } from '../ctx.ts';
import { filesModule } from '../files/files-module.ts';
import { tasksModule } from '../tasks/tasks-module.ts';
import { cell } from './cells.ts';
import { defineImport, type RowIssue, type RowOutcome } from './definition.ts';
import { importsModule } from './imports-module.ts';

/** A table of people with a leader each, made only for tests. */
export const createPeopleTable = (ctx: Ctx) =>
  sql`create table if not exists public.person (
    org_id uuid, number text, name text, phone text, grade text, leader text, joined text,
    times int, primary key (org_id, number))`.execute(ctx.db);

export interface Person {
  number: string;
  name: string;
  phone: string | null;
  grade: string | null;
  leader: string | null;
  joined: string | null;
  /** How often a row of a file was taken for this person. */
  times: number;
}

export const peopleOf = async (ctx: Ctx): Promise<Person[]> =>
  (
    await sql<Person>`select number, name, phone, grade, leader, joined, times from public.person
      where org_id = ${ctx.orgId} order by number`.execute(ctx.db)
  ).rows;

const grades = { junior: ['初级', 'Junior'], senior: ['高级', 'Senior'] } as const;

export const peopleImport = defineImport({
  kind: 'test.people',
  permission: 'test.people.manage',
  name: ['人员', 'people'],
  batch: 10,
  columns: [
    {
      key: 'number',
      name: ['工号', 'Number'],
      aliases: ['员工号', 'ID'],
      required: true,
      unique: true,
      schema: cell.code(),
      example: 'A001',
    },
    {
      key: 'name',
      name: ['姓名', 'Name'],
      required: true,
      sensitive: 'name',
      schema: cell.text(10),
      example: '张三',
    },
    {
      key: 'phone',
      name: ['手机号', 'Phone'],
      aliases: ['手机', '联系电话'],
      sensitive: 'phone',
      schema: cell.phone,
      example: '13800000000',
    },
    {
      key: 'grade',
      name: ['级别', 'Grade'],
      schema: cell.oneOf(grades),
      example: '初级',
      hint: ['初级 或 高级', 'Junior or senior'],
    },
    { key: 'leader', name: ['上级工号', 'Leader'], schema: cell.code(), example: 'A000' },
    { key: 'joined', name: ['入职日期', 'Joined'], schema: cell.date, example: '2026-01-31' },
  ],
  problems: {
    leaderUnknown: ['上级 {leader} 不存在', 'There is no leader {leader}'],
    ownLeader: ['上级不能是自己', 'Nobody leads themselves'],
  },
  async check(ctx, rows, file) {
    const issues = new Map<number, RowIssue[]>();
    const leaders = rows.flatMap(({ values }) => values.leader ?? []);
    const known = new Set(await numbersOf(ctx, leaders));
    const inFile = await file.rowsOf('number', leaders);
    for (const { row, values } of rows) {
      if (!values.leader) continue;
      const { leader } = values;
      if (leader === values.number) issues.set(row, [{ column: 'leader', code: 'ownLeader' }]);
      else if (!known.has(leader) && !inFile.has(leader))
        issues.set(row, [{ column: 'leader', code: 'leaderUnknown', details: { leader } }]);
    }
    return issues;
  },
  async apply(ctx, rows) {
    const leaders = rows.flatMap(({ values }) => values.leader ?? []);
    const known = new Set(await numbersOf(ctx, [...leaders, ...rows.map((r) => r.values.number)]));
    const outcomes: RowOutcome[] = [];
    for (const { values } of rows) {
      const { number, leader } = values;
      if (number === 'CLASH') throw Object.assign(new Error('duplicate key'), { code: '23505' });
      if (leader && !known.has(leader)) {
        outcomes.push({ later: { column: 'leader', code: 'leaderUnknown', details: { leader } } });
        continue;
      }
      const now = await sql<Person>`select * from public.person
        where org_id = ${ctx.orgId} and number = ${number}`.execute(ctx.db);
      const same = (['name', 'phone', 'grade', 'leader', 'joined'] as const).every(
        (key) => values[key] === undefined || (values[key] ?? null) === now.rows[0]?.[key],
      );
      outcomes.push(same ? 'unchanged' : now.rows[0] ? 'updated' : 'created');
      known.add(number);
      if (same) continue;
      // A column that the file does not have leaves what is there.
      const next = { ...now.rows[0], ...given(values) };
      await sql`insert into public.person values (${ctx.orgId}, ${number}, ${next.name ?? null},
          ${next.phone ?? null}, ${next.grade ?? null}, ${next.leader ?? null}, ${next.joined ?? null}, 1)
        on conflict (org_id, number) do update set name = excluded.name, phone = excluded.phone,
          grade = excluded.grade, leader = excluded.leader, joined = excluded.joined,
          times = person.times + 1`.execute(ctx.db);
    }
    return outcomes;
  },
});

async function numbersOf(ctx: Ctx, numbers: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ number: string }>`select number from public.person
    where org_id = ${ctx.orgId} and number = any(${numbers}::text[])`.execute(ctx.db);
  return rows.map((row) => row.number);
}

const given = <T extends object>(values: T) =>
  Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as Partial<T>;

export function peopleModules(
  actorOf: (id: string) => Actor | null,
  beforeBatch: () => Promise<void> = async () => {},
) {
  const slowed = defineImport({
    ...peopleImport,
    async apply(ctx, rows) {
      await beforeBatch();
      return peopleImport.apply(ctx, rows);
    },
  });
  const imports = importsModule([slowed]);
  return [imports, tasksModule(imports.tasks, async (_, id) => actorOf(id)), filesModule];
}
