import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { trackingErrors } from '../../contract/errors.ts';
import type { Kind, KindSchema } from '../../contract/kind.ts';
import { builtInKindMap, forgetKinds } from './catalogue.ts';
import { findOwnKinds, insertKind, setKind } from './kind.repo.ts';

/** The product's kinds and the bank's own, by name. */
export async function allKinds(ctx: Ctx): Promise<Kind[]> {
  const own = (await findOwnKinds(ctx)).map((kind) => ({ ...kind, builtIn: false }));
  const ours = [...builtInKindMap().values()].map(
    ({ stopped: _, ...kind }): Kind => ({ ...kind, builtIn: true, state: 'active', version: 1 }),
  );
  return [...ours, ...own].sort((a, b) => (a.kind < b.kind ? -1 : 1));
}

export function createKind(
  ctx: Ctx,
  { kind, ...schema }: KindSchema & { kind: string },
): Promise<Kind> {
  return inTx(ctx, async (ctx) => {
    if (builtInKindMap().has(kind) || !(await insertKind(ctx, kind, schema)))
      throw trackingErrors.kindTaken({ kind });
    audit(ctx, {
      action: 'tracking.kind-created',
      subject: { kind: 'event-kind', id: kind, name: schema.title[0] },
      after: schema,
    });
    forgetKinds(ctx.orgId);
    return { ...schema, kind, builtIn: false, state: 'active', version: 1 };
  });
}

export function updateKind(
  ctx: Ctx,
  kind: string,
  { state, version, ...schema }: KindSchema & { state: 'active' | 'stopped'; version: number },
): Promise<Kind> {
  return inTx(ctx, async (ctx) => {
    if (builtInKindMap().has(kind)) throw trackingErrors.kindBuiltIn({ kind });
    const before = (await findOwnKinds(ctx)).find((own) => own.kind === kind);
    if (!before) throw trackingErrors.kindNotFound({ kind });
    const narrowed = narrowing(before, schema);
    if (narrowed) throw trackingErrors.kindNarrowed({ kind, field: narrowed });
    if (!(await setKind(ctx, kind, version, schema, state))) throw trackingErrors.changed({ kind });
    const { kind: _, version: __, ...was } = before;
    audit(ctx, {
      action: 'tracking.kind-changed',
      subject: { kind: 'event-kind', id: kind, name: schema.title[0] },
      before: was,
      after: { ...schema, state },
    });
    forgetKinds(ctx.orgId);
    return { ...schema, kind, builtIn: false, state, version: version + 1 };
  });
}

/** What pages that are out there already send must stay valid: the first thing that would not. */
export function narrowing(before: KindSchema, after: KindSchema): string | null {
  const lost = before.from.find((reporter) => !after.from.includes(reporter));
  if (lost) return 'from';
  for (const need of ['subject', 'amount'] as const) {
    const wider = after[need] === before[need] || after[need] === 'optional';
    if (!wider) return need;
  }
  for (const property of after.properties) {
    const known = before.properties.find(({ name }) => name === property.name);
    if (!known && property.required) return property.name;
    if (!known) continue;
    if (known.type !== property.type || (property.required && !known.required))
      return property.name;
    if ((property.maxLength ?? 200) < (known.maxLength ?? 200)) return property.name;
    if (known.choices?.some((choice) => !property.choices?.includes(choice))) return property.name;
  }
  const gone = before.properties.find(
    ({ name }) => !after.properties.some((property) => property.name === name),
  );
  return gone?.name ?? null;
}
