import { setTimeout as pause } from 'node:timers/promises';
import { createAudience, getAudience } from '#modules/audiences/contract.ts';
import { giveConsents } from '#modules/customers/server/index.ts';
import {
  createProject,
  decideApproval,
  getProject,
  listProjects,
  requestApproval,
  setStakeholders,
} from '#modules/org/contract.ts';
import type { RehearsalOptions, RehearsalReport } from '#modules/rehearsal/contract.ts';
import { getRehearsal, startRehearsal } from '#modules/rehearsal/contract.ts';
import { createRun, listSequences, previewRun } from '#modules/sequences/contract.ts';
import type { AnyEndpoint, CallInput, Reply } from '#platform/contract/endpoint.ts';
import { inTx } from '#platform/server/ctx.ts';
import { addDays, dayOf } from '#platform/server/holidays.ts';
import { readPack } from '#platform/server/packs.ts';
import type { HeadlessBank } from './open-bank.ts';

export type Say = (line: string) => void;

/** The ways a customer who signs for the payroll account agrees to. */
const CHANNELS = ['one_to_one', 'moments', 'group', 'sms', 'call'] as const;
const AT_ONCE = 1_000;
/** Six of seven sign: the seventh shows that the rule works. */
const signs = (customerId: number) => customerId % 7 !== 0;
/** Fewer let models learn from them or have pages fitted to them. */
const allows = {
  modelling: (customerId: number) => customerId % 5 < 3,
  personalisation: (customerId: number) => customerId % 5 !== 4,
} as const;

/** What customers signed when they opened the account, as a file of the bank says it. */
export async function recordConsents({ ctx, settle }: HeadlessBank, say: Say): Promise<void> {
  const ids = await ctx.db
    .selectFrom('customers.customer')
    .select('customerId')
    .where('orgId', '=', ctx.orgId)
    .orderBy('customerId')
    .execute();
  const agreed = ids.map(({ customerId }) => customerId).filter(signs);
  for (let from = 0; from < agreed.length; from += AT_ONCE)
    await inTx(ctx, (tx) =>
      giveConsents(
        tx,
        agreed.slice(from, from + AT_ONCE).flatMap((customerId) => {
          const evidence = { kind: 'import' as const, id: `payroll-account-${customerId}` };
          const said = { customerId, evidence, at: tx.now() };
          return [
            ...CHANNELS.map((channel) => ({ ...said, purpose: 'marketing' as const, channel })),
            ...(['modelling', 'personalisation'] as const)
              .filter((purpose) => allows[purpose](customerId))
              .map((purpose) => ({ ...said, purpose, channel: 'any' as const })),
          ];
        }),
      ),
    );
  await settle();
  say(`营销授权：${agreed.length} / ${ids.length} 人`);
}

/** A second person says yes. */
export async function approved(
  { desk, operator, checker }: HeadlessBank,
  kind: string,
  payload: object,
) {
  const asked = await desk.ask(operator, requestApproval, {
    body: { kind, payload: payload as Record<string, unknown> },
  });
  return desk.ask(checker, decideApproval, {
    params: { id: asked.id },
    body: { decision: 'approve', round: 1 },
  } as CallInput<AnyEndpoint>);
}

async function aProject(bank: HeadlessBank): Promise<string> {
  const { desk, operator, ctx } = bank;
  const today = dayOf(ctx.now());
  const { items } = await desk.ask(operator, listProjects, { query: {} });
  const known = await desk.ask(operator, getProject, { params: { id: items[0]!.id } });
  const project = await desk.ask(operator, createProject, {
    body: {
      name: '代发客群培育',
      kind: 'payroll',
      goal: '工资卡客户二十四天培育：先服务，再信任，后产品。',
      ownerUnitId: known.ownerUnit.id,
      startsOn: today,
      scope: 'full',
      pilot: null,
      phases: [
        {
          name: '培育',
          levels: ['head_office', 'branch', 'outlet', 'rm'],
          startsOn: today,
          endsOn: addDays(today, 120),
        },
      ],
    },
  } as CallInput<typeof createProject>);
  await desk.ask(operator, setStakeholders, {
    params: { id: project.id },
    body: {
      version: project.version,
      stakeholders: known.stakeholders.map(({ lane, person }) => ({ lane, staffId: person.id })),
    },
  } as CallInput<typeof setStakeholders>);
  await approved(bank, 'org.project-launch', { projectId: project.id });
  return project.id;
}

async function anAudience({ desk, operator, settle, ctx }: HeadlessBank) {
  const unit = await ctx.db
    .selectFrom('org.unit')
    .select('id')
    .where('orgId', '=', ctx.orgId)
    .where('parentId', 'is', null)
    .executeTakeFirstOrThrow();
  const made = await desk.ask(operator, createAudience, {
    body: {
      name: '代发客户（导入）',
      unitId: unit.id,
      rule: {
        version: 1,
        include: { kind: 'attribute', attribute: 'payroll', test: { op: 'eq', value: true } },
      },
    },
  } as CallInput<typeof createAudience>);
  await settle();
  return desk.ask(operator, getAudience, { params: { id: made.id } });
}

/** The shipped sequence on all payroll customers: drafted by one, approved by another. */
export async function startPlan(
  bank: HeadlessBank,
  say: Say,
  audienceOf: typeof anAudience = anAudience,
  startsInDays = 1,
): Promise<string> {
  const { desk, operator, ctx, settle } = bank;
  const projectId = await aProject(bank);
  const audience = await audienceOf(bank);
  say(`客群“${audience.name}”：${audience.count} 人`);
  const { items } = await desk.ask(operator, listSequences, { query: {} });
  const sequence = items.find(({ name }) => /AIDA/.test(name));
  if (!sequence?.usable) throw new Error('The shipped sequence has no approved version');
  const draft = {
    name: '代发客户二十四天培育',
    need: '发薪后想把结余管起来，又不想花时间比较产品',
    sequenceId: sequence.id,
    version: sequence.usable,
    audienceId: audience.id,
    projectId,
    productLine: 'deposit' as const,
    startsOn: addDays(dayOf(ctx.now()), startsInDays),
    controlShare: 0.1,
  };
  const preview = (await desk.ask(operator, previewRun, {
    body: draft,
  } as CallInput<AnyEndpoint>)) as Reply<typeof previewRun>;
  const examples = readPack('aida-3w-12day') as { variables: { name: string; example: string }[] };
  const values = Object.fromEntries(
    preview.missing.map(({ name }) => [
      name,
      examples.variables.find((variable) => variable.name === name)?.example ?? '详见网点',
    ]),
  );
  const run = await desk.ask(operator, createRun, {
    body: { ...draft, values },
  } as CallInput<typeof createRun>);
  await approved(bank, 'sequences.start', { id: run.id, revision: run.revision });
  await settle();
  say(`序列“${sequence.name}”第 ${sequence.usable} 版，由一人提交、另一人审批`);
  return run.id;
}

export async function rehearse(
  { desk, operator, settle }: HeadlessBank,
  runId: string,
  options: RehearsalOptions,
): Promise<RehearsalReport> {
  const { id } = await desk.ask(operator, startRehearsal, {
    body: { subject: { kind: 'sequence', id: runId }, options },
  });
  for (let tries = 0; ; tries++) {
    await settle();
    const { rehearsal, report } = await desk.ask(operator, getRehearsal, { params: { id } });
    if (report) return report;
    const { state, error } = rehearsal;
    if (tries === MOST_TRIES || (state !== 'queued' && state !== 'running'))
      throw new Error(`The rehearsal ended ${state}: ${error}`);
    // On a machine that is held up its process may be taken for dead: then it begins again.
    await pause(AGAIN_MS);
  }
}

const AGAIN_MS = 1_000;
/** Beginning again takes some of them: it is given out when nobody has been heard of for a while. */
const MOST_TRIES = 30;
