import { findMemberships } from '#modules/audiences/server/index.ts';
import type { CustomerFacts } from '#modules/compliance/contract.ts';
import { attributesOf, hasConsent, tagsOf } from '#modules/customers/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { dayOf } from '#platform/server/holidays.ts';
import type { ZoneDraft } from '../../contract/zone.ts';

/** What a zone asks about whoever opens it. */
export interface Visitor {
  /** All they hold, the strongest first. */
  readonly tags: readonly string[];
  readonly facts: CustomerFacts;
  /** Belongs to the audience whose home it is. */
  readonly member: boolean;
  /** Agreed that pages are fitted to them (CR-013). */
  readonly agreed: boolean;
}

const asked = ['birth_date', 'risk_level', 'risk_assessed_on'] as const;

export async function visitorOf(
  ctx: Ctx,
  customerId: number,
  { audienceId }: Pick<ZoneDraft, 'audienceId'>,
): Promise<Visitor> {
  const [tags, attributes, agreed, groups] = [
    await tagsOf(ctx, [customerId]),
    await attributesOf(ctx, [customerId], { codes: [...asked], purpose: 'service' }),
    await hasConsent(ctx, customerId, 'personalisation', 'any'),
    audienceId ? await findMemberships(ctx, [audienceId], [customerId]) : null,
  ];
  const held = attributes.get(customerId);
  const text = (code: (typeof asked)[number]): string | null => {
    const value = held?.get(code)?.value;
    return typeof value === 'string' ? value : null;
  };
  const born = text('birth_date');
  return {
    tags: (tags.get(customerId) ?? []).map(({ code }) => code),
    facts: {
      riskGrade: text('risk_level') as CustomerFacts['riskGrade'],
      assessedOn: text('risk_assessed_on'),
      age: born === null ? null : fullYears(born, dayOf(ctx.now())),
    },
    member: groups === null || (groups.get(audienceId!)?.has(customerId) ?? false),
    agreed,
  };
}

/** Somebody with these tags whom everything suits: as whoever writes a zone looks at it. */
export const anybodyWith = (tags: readonly string[], today: string): Visitor => ({
  tags,
  facts: { riskGrade: 'C5', assessedOn: today, age: 40 },
  member: true,
  agreed: true,
});

function fullYears(born: string, today: string): number {
  const years = Number(today.slice(0, 4)) - Number(born.slice(0, 4));
  return today.slice(5) < born.slice(5) ? years - 1 : years;
}
