import { defineNotice, headOffice, notify } from '#modules/org/server/index.ts';
import { maskValue } from '#platform/contract/sensitive.ts';
import { audit } from '#platform/server/audit.ts';
import { asSystem, type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { publish } from '#platform/server/events.ts';
import { newId } from '#platform/server/ids.ts';
import { enqueue } from '#platform/server/jobs.ts';
import type { Ticker } from '#platform/server/module.ts';
import type { AttributeContent } from '../../contract/attribute.ts';
import { attributeErrors } from '../../contract/attribute.ts';
import { CustomerId } from '../../contract/ids.ts';
import {
  dataCorrected,
  type Right,
  type RightsRequest,
  rightsErrors,
} from '../../contract/rights.ts';
import { setAttributes } from '../attributes/value.service.ts';
import { NAME_PLACE } from '../customers/name.ts';
import { demandVisible } from '../known-customers.repo.ts';
import { eraseCustomer, makeCopy } from './jobs.ts';
import { findCustomer } from './own-sets.repo.ts';
import * as repo from './request.repo.ts';

const READ = 'customers.rights.read';
const MANAGE = 'customers.rights.manage';
const ERASE = 'customers.rights.erase';
/** CR-017, CR-018. */
const DAYS = 15;
const REMIND_DAYS = 3;
const DAY_MS = 86_400_000;

/** A new request. Access and copies need nobody: a job is at it at once. */
export async function ask(
  ctx: TxCtx,
  customerId: number,
  asked: { right: Right; via: repo.RequestRow['via']; wish: string },
): Promise<repo.RequestRow> {
  const open = (await repo.findOfCustomer(ctx, customerId)).find(
    (one) => one.right === asked.right && (one.state === 'waiting' || one.state === 'working'),
  );
  if (open) throw rightsErrors.rightsRequestOpen({ id: open.id });
  const id = newId(ctx.now());
  const automatic = asked.right === 'access' || asked.right === 'export';
  await repo.insertRequest(ctx, {
    customerId,
    id,
    right: asked.right,
    via: asked.via,
    wish: asked.wish || null,
    state: automatic ? 'working' : 'waiting',
    dueAt: new Date(ctx.now().getTime() + DAYS * DAY_MS),
  });
  if (automatic) await enqueue(ctx, makeCopy, { customerId, requestId: id });
  else await tellOfNew(ctx);
  audit(ctx, {
    action: 'customers.right-asked',
    subject: { kind: 'customer', id: String(customerId) },
    after: { request: id, right: asked.right, via: asked.via },
  });
  return (await repo.findOwn(ctx, customerId, id))!;
}

const requestArrived = defineNotice(
  'customers.rights-request',
  ['有新的个人信息权利请求待处理', 'A request about personal data waits'],
  'act',
);
const requestDue = defineNotice(
  'customers.rights-due',
  [
    '有 {n} 项个人信息权利请求即将到期，最早 {due}',
    '{n} requests about personal data are nearly due, the first {due}',
  ],
  'act',
);

async function tellOfNew(ctx: TxCtx): Promise<void> {
  const head = await headOffice(ctx);
  if (head)
    await notify(ctx, requestArrived, {
      to: { permission: MANAGE, unitPath: head.path },
      params: {},
      link: '/customers/rights',
    });
}

/** Three days before it is due, whoever handles requests is told. */
export const remindOfRequests: Ticker = {
  name: 'customers.remind-of-requests',
  run: (ctx) =>
    inTx(ctx, async (ctx) => {
      const soon = new Date(ctx.now().getTime() + REMIND_DAYS * DAY_MS);
      const due = await repo.takeDueSoon(ctx, soon, 500);
      for (const [orgId, some] of Map.groupBy(due, (row) => row.orgId)) {
        const system = asSystem(ctx, orgId);
        const head = await headOffice(system);
        if (!head) continue;
        const first = new Date(Math.min(...some.map((row) => row.dueAt.getTime())));
        await notify(system, requestDue, {
          to: { permission: MANAGE, unitPath: head.path },
          params: { n: some.length, due: { at: first.toISOString() } },
          link: '/customers/rights',
        });
      }
      return due.length;
    }),
};

export async function showRequests(ctx: Ctx, listed: repo.Listed) {
  const { rows, total } = await repo.listRequests(ctx, READ, listed);
  return { items: await Promise.all(rows.map((row) => shown(ctx, row))), total };
}

export async function showRequest(ctx: Ctx, id: string): Promise<RightsRequest> {
  return shown(ctx, await requestOf(ctx, id, READ));
}

export function recordRequest(
  ctx: Ctx,
  customerId: number,
  asked: { right: Right; via: 'counter' | 'call' | 'letter'; wish: string },
): Promise<RightsRequest> {
  return inTx(ctx, async (ctx) => {
    await demandVisible(ctx, customerId, MANAGE);
    return shown(ctx, await ask(ctx, customerId, asked));
  });
}

/** Whatever said it before, the customer's correction stands; connected systems are told. */
export function correct(
  ctx: Ctx,
  id: string,
  given: { values: readonly { code: string; value: AttributeContent }[]; answer: string },
): Promise<RightsRequest> {
  return inTx(ctx, async (ctx) => {
    const request = await requestOf(ctx, id, MANAGE);
    if (request.right !== 'correction')
      throw rightsErrors.rightsRequestState({ right: request.right });
    const { customerId } = request;
    const at = ctx.now();
    // What a better source holds is taken away first, or it would go on standing above.
    await setAttributes(
      ctx,
      given.values.map(({ code }) => ({
        customerId,
        code,
        value: null,
        source: 'bank_data' as const,
        at,
      })),
    );
    const { refused } = await setAttributes(
      ctx,
      given.values.map((v) => ({ ...v, customerId, source: 'customer' as const, at })),
    );
    if (refused[0]) throw attributeErrors.attributeValue(refused[0] as never);
    await end(ctx, request, ['waiting'], 'done', given.answer);
    await publish(ctx, dataCorrected, { customerId, codes: given.values.map((v) => v.code) });
    return shown(ctx, await requestOf(ctx, id, MANAGE));
  });
}

export function refuse(ctx: Ctx, id: string, answer: string): Promise<RightsRequest> {
  return inTx(ctx, async (ctx) => {
    await end(ctx, await requestOf(ctx, id, MANAGE), ['waiting'], 'refused', answer);
    return shown(ctx, await requestOf(ctx, id, MANAGE));
  });
}

/** From here on a job erases; whoever took the request down does not say yes to it (CR-144). */
export function confirmErasure(ctx: Ctx, id: string, answer: string): Promise<RightsRequest> {
  return inTx(ctx, async (ctx) => {
    const request = await requestOf(ctx, id, ERASE);
    if (request.right !== 'erasure')
      throw rightsErrors.rightsRequestState({ right: request.right });
    if (request.askedBy === ctx.actor.id) throw rightsErrors.rightsSelfApproval({ id });
    const change = { state: 'working' as const, answer, endedBy: ctx.actor.name };
    if (!(await repo.setRequest(ctx, request, ['waiting'], change)))
      throw rightsErrors.rightsRequestState({ state: request.state });
    await enqueue(ctx, eraseCustomer, { customerId: request.customerId, requestId: id });
    audit(ctx, {
      action: 'customers.erasure-confirmed',
      subject: { kind: 'customer', id: String(request.customerId) },
      after: { request: id },
      reason: answer,
    });
    return shown(ctx, await requestOf(ctx, id, ERASE));
  });
}

/** The customer thought better of it. */
export async function takeBack(ctx: TxCtx, customerId: number, id: string): Promise<void> {
  const request = await repo.findOwn(ctx, customerId, id);
  if (!request) throw rightsErrors.rightsRequestNotFound({ id });
  await end(ctx, request, ['waiting'], 'cancelled', null);
}

async function end(
  ctx: TxCtx,
  request: repo.RequestRow,
  from: readonly repo.RequestRow['state'][],
  state: 'done' | 'refused' | 'cancelled',
  answer: string | null,
): Promise<void> {
  const ended = {
    state,
    endedAt: ctx.now(),
    endedBy: ctx.actor.name,
    ...(answer === null ? {} : { answer }),
  };
  if (!(await repo.setRequest(ctx, request, from, ended)))
    throw rightsErrors.rightsRequestState({ state: request.state });
  audit(ctx, {
    action: 'customers.right-answered',
    subject: { kind: 'customer', id: String(request.customerId) },
    before: { state: request.state },
    after: { request: request.id, right: request.right, state },
    ...(answer === null ? {} : { reason: answer }),
  });
}

async function requestOf(ctx: Ctx, id: string, permission: string): Promise<repo.RequestRow> {
  const found = await repo.findRequest(ctx, id, permission);
  if (!found) throw rightsErrors.rightsRequestNotFound({ id });
  return found;
}

export async function shown(ctx: Ctx, row: repo.RequestRow): Promise<RightsRequest> {
  const customer = await findCustomer(ctx, row.customerId);
  const name = customer?.name ? await ctx.vault.decrypt(NAME_PLACE, customer.name) : null;
  const open = row.state === 'waiting' || row.state === 'working';
  return {
    id: row.id,
    customerId: CustomerId.parse(row.customerId),
    customer: name === null ? '—' : maskValue('name', name),
    right: row.right,
    state: row.state,
    via: row.via,
    wish: row.wish,
    askedAt: row.askedAt.toISOString(),
    dueAt: row.dueAt.toISOString(),
    overdue: open && row.dueAt < ctx.now(),
    endedAt: row.endedAt?.toISOString() ?? null,
    endedBy: row.endedBy,
    answer: row.answer,
    certificate: row.certificate,
  };
}
