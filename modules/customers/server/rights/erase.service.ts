import { randomBytes } from 'node:crypto';
import { bankName } from '#modules/org/server/index.ts';
import { audit } from '#platform/server/audit.ts';
import { canonicalJson } from '#platform/server/canonical-json.ts';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { DataSet } from '#platform/server/data-set.ts';
import { publish } from '#platform/server/events.ts';
import { expireFile } from '#platform/server/files/file.service.ts';
import {
  type Certificate,
  customersErased,
  type ErasedSet,
  rightsErrors,
} from '../../contract/rights.ts';
import { tellChanged } from '../changed.ts';
import { findConsents } from '../consents/consent.repo.ts';
import { withdrawConsents } from '../consents/consent.service.ts';
import type { Order } from './jobs.ts';
import { wholePerson } from './own-sets.repo.ts';
import * as repo from './request.repo.ts';

/**
 * Erases a customer in every data set of every module, in one transaction: all of it or nothing.
 * What stays, stays for a reason in law, and the certificate says which.
 */
export async function erase(ctx: TxCtx, sets: readonly DataSet[], order: Order): Promise<void> {
  const request = await repo.findOwn(ctx, order.customerId, order.requestId);
  if (request?.state !== 'working') return;
  const people = await wholePerson(ctx, order.customerId);
  await withdrawEverything(ctx, people, order.requestId);
  for (const id of people)
    for (const { fileId } of await repo.findOfCustomer(ctx, id))
      if (fileId) await expireFile(ctx, fileId);
  const erased: ErasedSet[] = [];
  for (const set of sets) {
    if (!set.erase) continue;
    const sum = {
      removed: 0,
      anonymised: 0,
      kept: 0,
      keptBecause: null as ErasedSet['keptBecause'],
    };
    for (const id of people) {
      const one = await set.erase(ctx, id);
      sum.removed += one.removed;
      sum.anonymised += one.anonymised;
      sum.kept += one.kept;
      if (one.keptBecause) sum.keptBecause = [...one.keptBecause];
    }
    if (sum.removed + sum.anonymised + sum.kept > 0)
      erased.push({ dataSet: set.name, title: [...set.title], ...sum });
  }
  const certificate = await certify(ctx, request, erased);
  await repo.setRequest(ctx, request, ['working'], {
    state: 'done',
    endedAt: ctx.now(),
    certificate,
  });
  await repo.insertCertificate(ctx, order.requestId, certificate);
  audit(ctx, {
    action: 'customers.customer-erased',
    subject: { kind: 'customer', id: String(order.customerId) },
    after: { certificate: certificate.number, sets: erased.map(({ title: _, ...set }) => set) },
  });
  await tellChanged(ctx, people);
  await publish(ctx, customersErased, { customerIds: people });
}

/** First of all, so that whoever asks from now on hears no, and queues are told. */
async function withdrawEverything(ctx: TxCtx, people: readonly number[], requestId: string) {
  const given = (await findConsents(ctx, people)).filter((row) => row.state === 'given');
  await withdrawConsents(
    ctx,
    given.map(({ customerId, purpose, channel }) => ({
      customerId,
      purpose,
      channel,
      evidence: { kind: 'h5' as const, id: requestId, note: 'erasure' },
      at: ctx.now(),
    })),
  );
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const newNumber = () => [...randomBytes(24)].map((byte) => ALPHABET[byte % 32]).join('');

async function certify(
  ctx: TxCtx,
  request: repo.RequestRow,
  sets: ErasedSet[],
): Promise<Certificate> {
  const content = {
    number: newNumber(),
    requestedAt: request.askedAt.toISOString(),
    erasedAt: ctx.now().toISOString(),
    bank: await bankName(ctx),
    sets,
  };
  return { ...content, digest: digestOf(ctx, content) };
}

const digestOf = (ctx: Ctx, content: Omit<Certificate, 'digest'>): string =>
  ctx.vault
    .mac('customers.erasure', Buffer.from(canonicalJson({ orgId: ctx.orgId, ...content })))
    .toString('hex');

/** As it was made; one that was tampered with does not exist. */
export async function showCertificate(ctx: Ctx, number: string): Promise<Certificate> {
  const found = await repo.findCertificate(ctx, number);
  if (!found) throw rightsErrors.certificateNotFound({ number });
  const { digest, ...content } = found.content;
  if (digestOf({ ...ctx, orgId: found.orgId }, content) !== digest)
    throw rightsErrors.certificateNotFound({ number });
  return found.content;
}
