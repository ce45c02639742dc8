import { releaseCustomers } from '#modules/tracking/server/index.ts';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { publish } from '#platform/server/events.ts';
import { newId } from '#platform/server/ids.ts';
import {
  type Consent,
  type ConsentStep,
  consentErrors,
  consentWithdrawn,
  type Evidence,
} from '../../contract/consent.ts';
import {
  type ConsentChannel,
  type ConsentPurpose,
  channelsOf,
  consentPurposes,
} from '../../contract/purpose.ts';
import { tellChanged } from '../changed.ts';
import { demandVisible } from '../known-customers.repo.ts';
import {
  type ConsentAct,
  findConsenting,
  findConsents,
  findSteps,
  putConsents,
} from './consent.repo.ts';
import { leastVersions, textsInForce } from './consent-text.repo.ts';

const AT_ONCE = 5_000;

/** Of these customers, those who have agreed, to a text that still holds (CR-001, CR-005). */
export async function consentFor(
  ctx: Ctx,
  customerIds: readonly number[],
  purpose: ConsentPurpose,
  channel: ConsentChannel,
): Promise<ReadonlySet<number>> {
  demandChannels(purpose, [channel]);
  const found = new Set<number>();
  for (let i = 0; i < customerIds.length; i += AT_ONCE * 4) {
    const some = customerIds.slice(i, i + AT_ONCE * 4);
    for (const id of await findConsenting(ctx, some, purpose, channel)) found.add(id);
  }
  return found;
}

export async function hasConsent(
  ctx: Ctx,
  customerId: number,
  purpose: ConsentPurpose,
  channel: ConsentChannel,
): Promise<boolean> {
  return (await consentFor(ctx, [customerId], purpose, channel)).has(customerId);
}

/** What somebody said about one purpose; for many customers at once when it comes in a file. */
export interface ConsentInput {
  readonly customerId: number;
  readonly purpose: ConsentPurpose;
  readonly channel: ConsentChannel;
  readonly evidence: Evidence;
  /** When it was said. */
  readonly at: Date;
  /** To which version; the one in force unless said otherwise. */
  readonly textVersion?: number;
}

/** Stores what was agreed to and answers whose consent is not as it was. No text, no consent (CR-002). */
export async function giveConsents(ctx: TxCtx, inputs: readonly ConsentInput[]): Promise<number[]> {
  const texts = new Map((await textsInForce(ctx)).map((t) => [t.purpose, t.version]));
  const acts = inputs.map((input): ConsentAct => {
    demandChannels(input.purpose, [input.channel]);
    const inForce = texts.get(input.purpose);
    if (!inForce) throw consentErrors.consentTextMissing({ purpose: input.purpose });
    const textVersion = input.textVersion ?? inForce;
    if (textVersion > inForce) throw consentErrors.consentTextNotFound({ version: textVersion });
    return { ...input, act: 'given', textVersion };
  });
  return store(ctx, acts);
}

/** In effect with the commit: whoever asks afterwards hears no (CR-006). */
export async function withdrawConsents(
  ctx: TxCtx,
  inputs: readonly Omit<ConsentInput, 'textVersion'>[],
): Promise<number[]> {
  const texts = new Map((await textsInForce(ctx)).map((t) => [t.purpose, t.version]));
  const acts = inputs.map((input): ConsentAct => {
    demandChannels(input.purpose, [input.channel]);
    return { ...input, act: 'withdrawn', textVersion: texts.get(input.purpose) ?? 1 };
  });
  const changed = await store(ctx, acts);
  const moved = new Set(changed);
  for (const [purpose, some] of Map.groupBy(acts, (act) => act.purpose)) {
    const ids = [...new Set(some.map((act) => act.customerId))].filter((id) => moved.has(id));
    const channels = [...new Set(some.map((act) => act.channel))];
    // What is done on their devices from now on joins nobody.
    if (purpose === 'personalisation') await releaseCustomers(ctx, ids, 'consent withdrawn');
    for (let i = 0; i < ids.length; i += 1000)
      await publish(ctx, consentWithdrawn, {
        customerIds: ids.slice(i, i + 1000),
        purpose,
        channels,
        at: ctx.now().toISOString(),
      });
  }
  return changed;
}

async function store(ctx: TxCtx, acts: readonly ConsentAct[]): Promise<number[]> {
  const last = new Map(acts.map((act) => [`${act.customerId}/${act.purpose}/${act.channel}`, act]));
  const unique = [...last.values()];
  const stepId = newId(ctx.now());
  const changed = new Set<number>();
  for (let i = 0; i < unique.length; i += AT_ONCE)
    for (const { customerId } of await putConsents(ctx, stepId, unique.slice(i, i + AT_ONCE)))
      changed.add(customerId);
  await tellChanged(ctx, changed);
  return [...changed];
}

function demandChannels(purpose: ConsentPurpose, channels: readonly ConsentChannel[]): void {
  const wrong = channels.find((channel) => !channelsOf(purpose).includes(channel));
  if (wrong) throw consentErrors.consentChannel({ purpose, channel: wrong });
}

/** Every purpose and way, asked about or not. */
export async function consentsOf(ctx: Ctx, customerId: number): Promise<Consent[]> {
  const held = await findConsents(ctx, [customerId]);
  const least = await leastVersions(ctx);
  return consentPurposes.flatMap((purpose) =>
    channelsOf(purpose).map((channel): Consent => {
      const row = held.find((h) => h.purpose === purpose && h.channel === channel);
      if (!row)
        return { purpose, channel, state: 'never', textVersion: null, at: null, evidence: null };
      const stale = row.state === 'given' && row.textVersion < (least.get(purpose) ?? 1);
      return {
        purpose,
        channel,
        state: stale ? 'stale' : row.state,
        textVersion: row.textVersion,
        at: row.at.toISOString(),
        evidence: row.evidence,
      };
    }),
  );
}

export async function showConsents(
  ctx: Ctx,
  customerId: number,
): Promise<{ consents: Consent[]; history: ConsentStep[] }> {
  await demandVisible(ctx, customerId, 'customers.consent.read');
  return {
    consents: await consentsOf(ctx, customerId),
    history: await findSteps(ctx, customerId),
  };
}

export interface Said {
  readonly purpose: ConsentPurpose;
  readonly channels: readonly ConsentChannel[];
  readonly evidence: Evidence;
  readonly textVersion?: number | undefined;
}

/** What one customer says now, to somebody of the bank or on their own phone. */
export function agree(ctx: Ctx, customerId: number, said: Said): Promise<Consent[]> {
  return inTx(ctx, async (ctx) => {
    const { purpose, evidence, textVersion } = said;
    const at = ctx.now();
    const version = textVersion === undefined ? {} : { textVersion };
    await giveConsents(
      ctx,
      said.channels.map((channel) => ({ customerId, purpose, channel, evidence, at, ...version })),
    );
    audit(ctx, {
      action: 'customers.consent-given',
      subject: { kind: 'customer', id: String(customerId) },
      after: { purpose, channels: said.channels, evidence, version: textVersion },
    });
    return consentsOf(ctx, customerId);
  });
}

/** Without a purpose, everything at once. */
export function withdraw(
  ctx: Ctx,
  customerId: number,
  {
    purpose,
    channels,
    evidence,
  }: {
    purpose?: ConsentPurpose | undefined;
    channels?: readonly ConsentChannel[] | undefined;
    evidence: Evidence;
  },
): Promise<Consent[]> {
  return inTx(ctx, async (ctx) => {
    const held = (await findConsents(ctx, [customerId])).filter(
      (row) =>
        row.state === 'given' &&
        (!purpose || row.purpose === purpose) &&
        (!channels || channels.includes(row.channel)),
    );
    const at = ctx.now();
    await withdrawConsents(
      ctx,
      held.map((row) => ({
        customerId,
        purpose: row.purpose,
        channel: row.channel,
        evidence,
        at,
      })),
    );
    audit(ctx, {
      action: 'customers.consent-withdrawn',
      subject: { kind: 'customer', id: String(customerId) },
      after: { consents: held.map((row) => [row.purpose, row.channel]), evidence },
    });
    return consentsOf(ctx, customerId);
  });
}
