import type { TxCtx } from '#platform/server/ctx.ts';
import { publishMany } from '#platform/server/events.ts';
import type { CorpId } from '../../contract/corp.ts';
import {
  contactsMirrored,
  departmentsMirrored,
  groupsMirrored,
  staffMirrored,
  tagsMirrored,
} from '../../contract/events.ts';

const AT_ONCE = 500;

function chunks<T>(items: readonly T[]): T[][] {
  const unique = [...new Set(items)];
  return Array.from({ length: Math.ceil(unique.length / AT_ONCE) }, (_, i) =>
    unique.slice(i * AT_ONCE, (i + 1) * AT_ONCE),
  );
}

export const tellContacts = (ctx: TxCtx, corpId: CorpId, externalUserids: readonly string[]) =>
  publishMany(
    ctx,
    contactsMirrored,
    chunks(externalUserids).map((ids) => ({ corpId, externalUserids: ids })),
  );

export const tellGroups = (ctx: TxCtx, corpId: CorpId, chatIds: readonly string[]) =>
  publishMany(
    ctx,
    groupsMirrored,
    chunks(chatIds).map((ids) => ({ corpId, chatIds: ids })),
  );

export const tellStaff = (ctx: TxCtx, corpId: CorpId, userids: readonly string[]) =>
  publishMany(
    ctx,
    staffMirrored,
    chunks(userids).map((ids) => ({ corpId, userids: ids })),
  );

export const tellTags = (ctx: TxCtx, corpId: CorpId, changed: boolean) =>
  publishMany(ctx, tagsMirrored, changed ? [{ corpId }] : []);

export const tellDepartments = (ctx: TxCtx, corpId: CorpId, changed: boolean) =>
  publishMany(ctx, departmentsMirrored, changed ? [{ corpId }] : []);
