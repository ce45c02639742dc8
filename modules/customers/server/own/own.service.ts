import { bankName } from '#modules/org/server/index.ts';
import { maskValue } from '#platform/contract/sensitive.ts';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import type { FileReply } from '#platform/server/file-reply.ts';
import { fileDownload, shownFiles } from '#platform/server/files/file.service.ts';
import type { Evidence } from '../../contract/consent.ts';
import { type OwnConsents, type OwnData, type OwnSession, ownErrors } from '../../contract/own.ts';
import type { ConsentChannel, ConsentPurpose } from '../../contract/purpose.ts';
import { type Right, rightsErrors } from '../../contract/rights.ts';
import { portraitOf } from '../attributes/portrait.service.ts';
import { findSteps } from '../consents/consent.repo.ts';
import { agree, consentsOf, withdraw } from '../consents/consent.service.ts';
import { textsInForce } from '../consents/consent-text.repo.ts';
import { NAME_PLACE } from '../customers/name.ts';
import { VALUE_PLACE } from '../identities/identity-key.ts';
import { findCustomer, findIdentities } from '../rights/own-sets.repo.ts';
import { findOfCustomer, findOwn } from '../rights/request.repo.ts';
import { ask, shown, takeBack } from '../rights/request.service.ts';
import { tagGroups } from '../tags/dictionary.service.ts';
import { deleteOwnTag, tagsOf } from '../tags/tagging.service.ts';
import { deleteOwnSession } from './own-session.repo.ts';

/** The caller as a customer; every one of these is about them alone. */
const self = (ctx: Ctx): number => Number(ctx.actor.id);

export async function ownSession(ctx: Ctx): Promise<OwnSession> {
  const customer = await findCustomer(ctx, self(ctx));
  const name = customer?.name ? await ctx.vault.decrypt(NAME_PLACE, customer.name) : null;
  return {
    name: name === null ? '' : maskValue('name', name),
    bank: { name: await bankName(ctx) },
    lang: ctx.lang,
    signedInAt: ctx.realNow().toISOString(),
  };
}

export function ownSignOut(ctx: Ctx): Promise<void> {
  return inTx(ctx, async (ctx) => {
    await deleteOwnSession(ctx, ctx.actor.sessionId ?? '');
    audit(ctx, {
      action: 'customers.customer-signed-out',
      subject: { kind: 'customer', id: ctx.actor.id },
    });
  });
}

export async function ownConsents(ctx: Ctx): Promise<OwnConsents> {
  const consents = await consentsOf(ctx, self(ctx));
  const texts = await textsInForce(ctx);
  return {
    purposes: texts.map((text) => ({
      purpose: text.purpose,
      text,
      consents: consents.filter((consent) => consent.purpose === text.purpose),
    })),
    history: await findSteps(ctx, self(ctx)),
  };
}

/** The tap itself: which session, which request. */
const tapped = (ctx: Ctx): Evidence => ({
  kind: 'h5',
  id: `${ctx.actor.sessionId}/${ctx.requestId}`,
});

export async function ownGive(
  ctx: Ctx,
  said: { purpose: ConsentPurpose; channels: readonly ConsentChannel[]; textVersion: number },
): Promise<OwnConsents> {
  await inTx(ctx, async (ctx) => {
    const inForce = (await textsInForce(ctx)).find((text) => text.purpose === said.purpose);
    if (inForce && inForce.version !== said.textVersion)
      throw ownErrors.consentTextNewer({ version: inForce.version });
    await agree(ctx, self(ctx), { ...said, evidence: tapped(ctx) });
  });
  return ownConsents(ctx);
}

export async function ownWithdraw(
  ctx: Ctx,
  said: { purpose?: ConsentPurpose | undefined; channels?: readonly ConsentChannel[] | undefined },
): Promise<OwnConsents> {
  await withdraw(ctx, self(ctx), { ...said, evidence: tapped(ctx) });
  return ownConsents(ctx);
}

const identityMasks = { phone: 'phone', bank_no: 'account' } as const;

export async function ownData(ctx: Ctx): Promise<OwnData> {
  const id = self(ctx);
  const { blocks } = await portraitOf(ctx, id);
  const identities = await Promise.all(
    (await findIdentities(ctx, id)).map(async ({ kind, sealed, value }) => {
      const text = sealed === null ? (value ?? '') : await ctx.vault.decrypt(VALUE_PLACE, sealed);
      const mask = identityMasks[kind as keyof typeof identityMasks] ?? 'account';
      return { kind, shown: maskValue(mask, text) };
    }),
  );
  const tags = (await tagsOf(ctx, [id])).get(id) ?? [];
  const steering = new Set(
    (await tagGroups(ctx)).filter((group) => group.recommends).map((group) => group.code),
  );
  const rows = await findOfCustomer(ctx, id);
  const files = await shownFiles(
    ctx,
    rows.flatMap((row) => row.fileId ?? []),
  );
  return {
    blocks: blocks.map(({ block, values }) => ({ block, values })),
    identities,
    tags: tags.filter(({ group }) => steering.has(group.code)),
    requests: await Promise.all(
      rows.map(async (row) => ({
        ...(await shown(ctx, row)),
        file: files.get(row.fileId ?? '') ?? null,
      })),
    ),
  };
}

export function ownDeleteTag(ctx: Ctx, code: string): Promise<OwnData> {
  return change(ctx, (ctx) => deleteOwnTag(ctx, self(ctx), code));
}

export function ownRequest(ctx: Ctx, { right, wish }: { right: Right; wish: string }) {
  return change(ctx, (ctx) => ask(ctx, self(ctx), { right, wish, via: 'h5' }));
}

export function ownCancel(ctx: Ctx, requestId: string): Promise<OwnData> {
  return change(ctx, (ctx) => takeBack(ctx, self(ctx), requestId));
}

async function change(ctx: Ctx, work: (ctx: TxCtx) => Promise<unknown>): Promise<OwnData> {
  await inTx(ctx, work);
  return ownData(ctx);
}

export async function ownCopy(ctx: Ctx, requestId: string): Promise<FileReply> {
  const request = await findOwn(ctx, self(ctx), requestId);
  if (!request?.fileId) throw rightsErrors.rightsRequestNotFound({ id: requestId });
  const file = await fileDownload(ctx, request.fileId);
  await inTx(ctx, async (ctx) =>
    audit(ctx, {
      action: 'customers.copy-downloaded',
      subject: { kind: 'customer', id: ctx.actor.id },
      after: { request: requestId },
    }),
  );
  return file;
}
