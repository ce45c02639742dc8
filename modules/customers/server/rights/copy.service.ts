import { Readable } from 'node:stream';
import { bankName } from '#modules/org/server/index.ts';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import type { DataSet } from '#platform/server/data-set.ts';
import { keepFile } from '#platform/server/files/file.service.ts';
import type { Order } from './jobs.ts';
import { wholePerson } from './own-sets.repo.ts';
import * as repo from './request.repo.ts';

const KEPT_DAYS = 7;

/**
 * Everything the bank holds of one customer, in a form machines read (CR-017). The file is encrypted
 * where it lies, theirs alone, and gone after a week. Made again from the start after a crash.
 */
export async function makeOwnCopy(
  ctx: Ctx,
  sets: readonly DataSet[],
  { customerId, requestId }: Order,
): Promise<void> {
  const request = await repo.findOwn(ctx, customerId, requestId);
  if (request?.state !== 'working') return;
  const people = await wholePerson(ctx, customerId);
  const dataSets: (Pick<DataSet, 'name' | 'title' | 'consumers'> & { rows: object[] })[] = [];
  for (const set of sets) {
    if (!set.copy) continue;
    const rows: object[] = [];
    for (const id of people) rows.push(...(await set.copy(ctx, id)));
    if (rows.length > 0)
      dataSets.push({ name: set.name, title: set.title, consumers: set.consumers, rows });
  }
  const content = {
    format: 'yuhang.own-data/1',
    bank: await bankName(ctx),
    madeAt: ctx.now().toISOString(),
    dataSets,
  };
  const file = await keepFile(
    ctx,
    {
      purpose: 'customers.own-copy',
      filename: `个人信息副本-${ctx.now().toISOString().slice(0, 10)}.json`,
      contentType: 'application/json; charset=utf-8',
      expiresAt: new Date(ctx.now().getTime() + KEPT_DAYS * 86_400_000),
    },
    Readable.from([Buffer.from(JSON.stringify(content, null, 1))]),
  );
  await inTx(ctx, async (ctx) => {
    const done = { state: 'done' as const, endedAt: ctx.now(), fileId: file.id };
    if (!(await repo.setRequest(ctx, request, ['working'], done))) return;
    audit(ctx, {
      action: 'customers.copy-made',
      subject: { kind: 'customer', id: String(customerId) },
      after: {
        request: requestId,
        dataSets: dataSets.map(({ name, rows }) => [name, rows.length]),
      },
    });
  });
}
