import { findOpenUnits, unitScope } from '#modules/org/server/index.ts';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { mayAt } from '#platform/server/scope.ts';
import {
  type Account,
  type AccountChange,
  type AccountDraft,
  type AccountId,
  type AccountKind,
  accountErrors,
} from '../../contract/account.ts';
import { wecomErrors } from '../../contract/corp.ts';
import { type AccountRow, findAccounts, insertAccount, setAccount } from './account.repo.ts';

/** Official accounts and mini programs are kept by different people: each kind has its own permissions. */
const read = (kind: AccountKind) => `wecom.${kind}.read`;
const manage = (kind: AccountKind) => `wecom.${kind}.manage`;

export async function listAccounts(ctx: Ctx, kind: AccountKind): Promise<Account[]> {
  return shown(ctx, kind, await findAccounts(ctx, kind, await unitScope(ctx, read(kind))));
}

async function shown(ctx: Ctx, kind: AccountKind, rows: AccountRow[]): Promise<Account[]> {
  if (rows.length === 0) return [];
  const ids = [...new Set(rows.map(({ unitId }) => unitId))];
  const units = new Map((await findOpenUnits(ctx, ids)).map(({ id, name }) => [id, name]));
  const mine = await unitScope(ctx, manage(kind));
  return rows.map(({ changedAt, ...row }) => ({
    ...row,
    changedAt: changedAt.toISOString(),
    unitName: units.get(row.unitId) ?? '',
    can: { change: mine.whole || mine.units.includes(row.unitId) },
  }));
}

export function addAccount(ctx: Ctx, kind: AccountKind, draft: AccountDraft): Promise<Account> {
  return inTx(ctx, async (ctx) => {
    await demandUnit(ctx, kind, draft.unitId);
    const id = newId(ctx.now()) as AccountId;
    if (!(await insertAccount(ctx, { ...draft, id, kind })))
      throw accountErrors.accountTaken({ appid: draft.appid });
    audit(ctx, {
      action: 'wecom.account-added',
      subject: { kind: 'wechat_account', id, name: draft.name },
      unitId: draft.unitId,
      after: { kind, ...draft },
    });
    return one(ctx, kind, id);
  });
}

export function changeAccount(
  ctx: Ctx,
  kind: AccountKind,
  id: AccountId,
  { version, ...change }: AccountChange,
): Promise<Account> {
  return inTx(ctx, async (ctx) => {
    const scope = await unitScope(ctx, manage(kind));
    const [before] = await findAccounts(ctx, kind, scope, id);
    if (!before) throw accountErrors.accountNotFound({ id });
    if (change.unitId !== before.unitId) await demandUnit(ctx, kind, change.unitId);
    if (!(await setAccount(ctx, id, version, change))) throw wecomErrors.changed({ id });
    const { name, unitId, type, purpose, state } = before;
    audit(ctx, {
      action: 'wecom.account-changed',
      subject: { kind: 'wechat_account', id, name: change.name },
      unitId: change.unitId,
      before: { name, unitId, type, purpose, state },
      after: change,
    });
    return one(ctx, kind, id);
  });
}

async function one(ctx: Ctx, kind: AccountKind, id: AccountId): Promise<Account> {
  const rows = await findAccounts(ctx, kind, { whole: true }, id);
  return (await shown(ctx, kind, rows))[0]!;
}

async function demandUnit(ctx: Ctx, kind: AccountKind, id: string): Promise<void> {
  const [unit] = await findOpenUnits(ctx, [id]);
  if (!unit || !mayAt(ctx, manage(kind), unit.path)) throw wecomErrors.unitNotFound({ id });
}
