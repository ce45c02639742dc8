import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { ThreeWLabels, threeWDefaults, Wording } from '../../contract/wording.ts';
import { findWords, setWords } from './wording.repo.ts';

const DEFAULT_PERCENT = Wording.shape.productLinePercent.parse(undefined);

export async function wordingOf(ctx: Ctx): Promise<Wording> {
  const words = await findWords(ctx);
  const labels = ThreeWLabels.safeParse(words.get('three_w'));
  const phone = words.get('service_phone');
  const percent = Wording.shape.productLinePercent.safeParse(words.get('product_line_percent'));
  return {
    threeW: labels.success ? labels.data : threeWDefaults,
    servicePhone: typeof phone === 'string' ? phone : '',
    productLinePercent: percent.success ? percent.data : DEFAULT_PERCENT,
  };
}

/** What fills the places of every text of the bank alike. */
export async function valuesOfBank(ctx: Ctx): Promise<Record<string, string>> {
  const { servicePhone } = await wordingOf(ctx);
  return servicePhone ? { service_phone: servicePhone } : {};
}

export function changeWording(ctx: Ctx, wording: Wording): Promise<Wording> {
  return inTx(ctx, async (ctx) => {
    const before = await wordingOf(ctx);
    await setWords(ctx, 'three_w', wording.threeW);
    await setWords(ctx, 'service_phone', wording.servicePhone);
    await setWords(ctx, 'product_line_percent', wording.productLinePercent);
    audit(ctx, {
      action: 'content.wording-changed',
      subject: { kind: 'bank', id: ctx.orgId },
      before,
      after: wording,
    });
    return wording;
  });
}
