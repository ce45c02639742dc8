import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { type Attribute, type AttributeDraft, attributeErrors } from '../../contract/attribute.ts';
import type { Purpose } from '../../contract/purpose.ts';
import { findAttributes, insertAttributes, setAttribute } from './attribute.repo.ts';
import { authenticationField } from './authentication-data.ts';
import { builtInAttributes } from './built-in.ts';

/** The bank's registry; what came with the product is there from the first look on. */
export async function attributeRegistry(ctx: Ctx): Promise<Attribute[]> {
  const found = await findAttributes(ctx);
  const codes = new Set(found.map(({ code }) => code));
  const missing = builtInAttributes.filter(({ code }) => !codes.has(code));
  if (missing.length === 0) return found;
  await inTx(ctx, (ctx) => insertAttributes(ctx, builtInAttributes, true));
  return findAttributes(ctx);
}

export async function listAttributes(
  ctx: Ctx,
  { state, q }: { state: 'active' | 'retired' | 'all'; q?: string | undefined },
): Promise<Attribute[]> {
  const word = q?.toLowerCase();
  return (await attributeRegistry(ctx)).filter(
    (a) =>
      (state === 'all' || a.state === state) &&
      (!word || [a.code, ...a.name].some((text) => text.toLowerCase().includes(word))),
  );
}

/** Attributes that something else brings along: those the bank has stay as they are. */
export async function bringAttributes(
  ctx: TxCtx,
  drafts: readonly AttributeDraft[],
): Promise<string[]> {
  const known = new Set((await attributeRegistry(ctx)).map(({ code }) => code));
  const missing = drafts.filter(({ code }) => !known.has(code));
  if (missing.length === 0) return [];
  for (const draft of missing) demandDecent(draft);
  await insertAttributes(ctx, missing, false);
  const codes = missing.map(({ code }) => code);
  audit(ctx, {
    action: 'customers.attributes-brought',
    subject: { kind: 'bank', id: ctx.orgId },
    after: { attributes: codes },
  });
  return codes;
}

export function addAttribute(ctx: Ctx, draft: AttributeDraft): Promise<Attribute> {
  return inTx(ctx, async (ctx) => {
    await attributeRegistry(ctx);
    demandDecent(draft);
    if ((await insertAttributes(ctx, [draft], false)) === 0)
      throw attributeErrors.attributeTaken({ code: draft.code });
    audit(ctx, {
      action: 'customers.attribute-added',
      subject: { kind: 'attribute', id: draft.code, name: draft.name[0] },
      after: draft,
    });
    return attributeByCode(ctx, draft.code);
  });
}

type Change = Partial<Omit<AttributeDraft, 'code' | 'type'>> & {
  state?: Attribute['state'] | undefined;
  version: number;
};

export function changeAttribute(ctx: Ctx, code: string, change: Change): Promise<Attribute> {
  return inTx(ctx, async (ctx) => {
    const before = await attributeByCode(ctx, code);
    const { id: _, code: __, type, builtIn, version, ...held } = before;
    const given = Object.fromEntries(
      Object.entries(change).filter(([name, v]) => v !== undefined && name !== 'version'),
    );
    const next = { ...held, ...given } as typeof held;
    // What came with the product keeps its class: modules rely on it.
    if (builtIn) next.dataClass = before.dataClass;
    demandDecent({ code, type, ...next });
    if (version !== change.version || !(await setAttribute(ctx, code, version, next)))
      throw attributeErrors.attributeChanged({ version });
    audit(ctx, {
      action: 'customers.attribute-changed',
      subject: { kind: 'attribute', id: code, name: next.name[0] },
      before: held,
      after: next,
    });
    return attributeByCode(ctx, code);
  });
}

export async function attributeByCode(ctx: Ctx, code: string): Promise<Attribute> {
  const found = (await attributeRegistry(ctx)).find((a) => a.code === code);
  if (!found) throw attributeErrors.attributeNotFound({ code });
  return found;
}

/** Refuses a use that an attribute is not registered for, by name (CR-004). */
export async function demandPurpose(
  ctx: Ctx,
  codes: readonly string[],
  purpose: Purpose,
): Promise<void> {
  const barred = barredFor(await attributeRegistry(ctx), codes, purpose);
  if (barred.length > 0)
    throw attributeErrors.attributePurpose({
      purpose,
      attributes: barred.map(({ code, name }) => ({ code, name })),
    });
}

export const barredFor = (
  registry: readonly Attribute[],
  codes: readonly string[],
  purpose: Purpose,
): Attribute[] =>
  registry.filter(({ code, purposes }) => codes.includes(code) && !purposes.includes(purpose));

function demandDecent({
  code,
  name,
  type,
  choices,
}: Pick<AttributeDraft, 'code' | 'name' | 'type' | 'choices'>) {
  const found = authenticationField(code) ?? name.map(authenticationField).find(Boolean);
  if (found) throw attributeErrors.authenticationData({ found });
  const chosen = type === 'choice' || type === 'choices';
  if (chosen !== choices.length > 0) throw attributeErrors.attributeValue({ code, why: 'choices' });
  if (new Set(choices.map((c) => c.code)).size < choices.length)
    throw attributeErrors.attributeValue({ code, why: 'twice' });
}
