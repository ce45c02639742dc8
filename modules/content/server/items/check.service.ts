import type { ContentFacts, ContentPlace } from '#modules/compliance/contract.ts';
import { checkContent, worst } from '#modules/compliance/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import type { Draft, DraftCheck } from '../../contract/item.ts';
import { filledIn } from '../../contract/places.ts';
import { personas } from '../personas/persona.repo.ts';
import { voiceFindings } from '../personas/voice.ts';
import { mastersOf } from '../products/masters.ts';
import { findProducts } from '../products/product.repo.ts';
import { gradeOf } from '../products/product.view.ts';
import { limitFindings } from './limits.ts';
import { toneOf } from './tone.ts';

/** The texts of a draft, each with where it stands and where it will be read. */
function textsOf({ body }: Draft): { field: string; text: string }[] {
  const { carrier } = body;
  const texts = [{ field: 'body.text', text: body.text }];
  if (body.human) texts.push({ field: 'body.human', text: body.human });
  if (body.threeW)
    for (const [key, text] of Object.entries(body.threeW))
      texts.push({ field: `body.threeW.${key}`, text });
  for (const [place, text] of Object.entries(filledIn(body)))
    texts.push({ field: `body.values.${place}`, text });
  if (body.source) texts.push({ field: 'body.source', text: body.source });
  if ('title' in carrier) texts.push({ field: 'body.carrier.title', text: carrier.title });
  if ('summary' in carrier) texts.push({ field: 'body.carrier.summary', text: carrier.summary });
  if (carrier.format === 'video')
    texts.push({ field: 'body.carrier.subtitles', text: carrier.subtitles });
  if (carrier.format === 'article')
    for (const [i, block] of carrier.blocks.entries()) {
      const field = `body.carrier.blocks.${i}`;
      if (block.kind === 'list') texts.push({ field, text: block.items.join('\n') });
      else if (block.kind === 'image') texts.push({ field, text: block.alt });
      else texts.push({ field, text: block.text });
    }
  return texts.filter(({ text }) => text !== '');
}

/**
 * Everything a draft may be stopped for. Words and numbers are looked for in each text by itself;
 * what must stand may stand anywhere in what the customer sees together, and in each of the two
 * voices by itself, because only one of them is sent.
 */
export async function checkDraft(ctx: Ctx, draft: Draft, beside: Beside = {}): Promise<DraftCheck> {
  const facts = await factsOf(ctx, draft, beside);
  const texts = textsOf(draft);
  const findings: DraftCheck['findings'] = [];
  for (const { field, text } of texts) {
    const { findings: found } = await checkContent(ctx, text, facts);
    findings.push(...found.filter((f) => f.place !== null).map((f) => ({ ...f, field })));
  }
  for (const { field, whole } of voicesOf(draft, texts))
    for (const place of placesOf(draft)) {
      const { findings: found } = await checkContent(ctx, whole, { ...facts, place });
      const missing = found.filter((f) => f.place === null).map((f) => ({ ...f, field }));
      findings.push(...missing.filter((f) => !findings.some((known) => sameGap(known, f))));
    }
  findings.push(...(await personaFindings(ctx, draft)));
  const limits = limitFindings(draft).map(({ field, why: [zh, en] }) => ({
    field,
    why: [zh, en] as [string, string],
  }));
  const tone = toneOf(draft.body.human ?? draft.body.text);
  return {
    level: limits.length > 0 ? 'block' : worst(findings.map((f) => f.level)),
    findings,
    limits,
    tone: { score: tone.score, hints: tone.hints.map(([zh, en]) => [zh, en]) },
  };
}

/** In the words of the persona it is written for: the RM's voice where there is one. */
async function personaFindings(ctx: Ctx, { body, facets }: Draft): Promise<Finding[]> {
  if (!facets.personaKey) return [];
  const row = await personas.findByKey(ctx, facets.personaKey);
  if (row?.state !== 'approved') return [];
  const field = body.human === null ? 'body.text' : 'body.human';
  const text = body.human ?? body.text;
  return voiceFindings(text, row.document).map((found) => ({ ...found, field }));
}

function voicesOf(draft: Draft, texts: readonly { field: string; text: string }[]) {
  const rest = texts.filter(({ field }) => field !== 'body.text' && field !== 'body.human');
  const with_ = (field: string, text: string) => ({
    field,
    whole: [text, ...rest.map((t) => t.text)].join('\n'),
  });
  return [
    with_('body.text', draft.body.text),
    ...(draft.body.human ? [with_('body.human', draft.body.human)] : []),
  ];
}

type Finding = DraftCheck['findings'][number];

/** What is missing is missing once, wherever the content goes. */
const sameGap = (a: Finding, b: Finding) =>
  a.place === null && a.field === b.field && a.rule === b.rule && a.proposal === b.proposal;

/** Articles and pages are read by whoever opens them, besides where their cards go. */
function placesOf({ body: { carrier }, facets }: Draft): ContentPlace[] {
  const page = carrier.format === 'article' || carrier.format === 'h5';
  return page ? [...new Set([...facets.places, 'page' as const])] : facets.places;
}

/** What else a text speaks of besides what stands in its draft: the product of a plan, what is filled in. */
export interface Beside {
  readonly productIds?: readonly string[];
  readonly words?: readonly string[];
}

export async function factsOf(ctx: Ctx, draft: Draft, beside: Beside = {}): Promise<ContentFacts> {
  const products = await findProducts(ctx, draft.facets.productIds);
  const [only] = products;
  const words = [...textsOf(draft).map(({ text }) => text), ...(beside.words ?? [])];
  return {
    place: placesOf(draft)[0]!,
    purpose: draft.facets.purpose,
    nature: draft.facets.nature,
    products: products.map(({ product }) => ({
      kind: product.kind,
      grade: gradeOf(product),
      periodic: product.periodic,
      agency: product.issuer !== null,
    })),
    masters: await mastersOf(
      ctx,
      [...draft.facets.productIds, ...(beside.productIds ?? [])],
      words.join('\n'),
    ),
    source: draft.body.source,
    variables: {
      ...(only && products.length === 1 && gradeOf(only.product)
        ? { product_risk_level: gradeOf(only.product)! }
        : {}),
      ...(only?.product.issuer ? { issuer_name: only.product.issuer } : {}),
    },
  };
}
