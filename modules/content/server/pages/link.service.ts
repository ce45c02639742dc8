import type { Ctx } from '#platform/server/ctx.ts';
import type { ContentLinks, LinkInput, StaffCardLinks } from '../../contract/sending.ts';
import { pageAddress } from './address.ts';
import { insertCards, insertLinks } from './link.repo.ts';
import { hashOfToken, tokenOf } from './token.ts';

const AT_ONCE = 5_000;
/** The mark of the address that stands in a reader's browser, and that they pass on. */
const PASSED_ON = 'passed-on';

const tokenFor = (ctx: Ctx, { itemId, version, customerId, staffId, mark, voice }: LinkInput) =>
  tokenOf(ctx, 'link', [itemId, version, customerId ?? 0, staffId ?? '', mark, voice ?? 'text']);

/** Tracked addresses, one for each input, in its order. */
export const contentLinks: ContentLinks<Ctx> = async (ctx, inputs) => {
  const tokens = inputs.map((input) => tokenFor(ctx, input));
  const rows = new Map(
    inputs.map((input, i) => [
      tokens[i]!,
      { ...input, voice: input.voice ?? 'text', tokenHash: hashOfToken(tokens[i]!) },
    ]),
  );
  const all = [...rows.values()];
  for (let i = 0; i < all.length; i += AT_ONCE) await insertLinks(ctx, all.slice(i, i + AT_ONCE));
  return tokens.map((token) => pageAddress('content', token));
};

/** The address of the same page that is for nobody in particular: whoever gets it from a reader is not that reader. */
export async function passedOnToken(ctx: Ctx, link: LinkInput): Promise<string> {
  const open: LinkInput = { ...link, customerId: null, mark: PASSED_ON };
  const token = tokenFor(ctx, open);
  await insertLinks(ctx, [{ ...open, voice: open.voice ?? 'text', tokenHash: hashOfToken(token) }]);
  return token;
}

/** Where anybody can see that these people work here. The same address for the same person, for good. */
export const staffCardLinks: StaffCardLinks<Ctx> = async (ctx, staffIds) => {
  const tokens = new Map(staffIds.map((id) => [id, tokenOf(ctx, 'staff-card', [id])]));
  if (tokens.size > 0)
    await insertCards(
      ctx,
      [...tokens].map(([staffId, token]) => ({ staffId, tokenHash: hashOfToken(token) })),
    );
  return new Map([...tokens].map(([id, token]) => [id, pageAddress('card', token)]));
};
