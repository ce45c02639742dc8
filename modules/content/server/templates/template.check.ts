import type { ContentFacts, ContentPlace } from '#modules/compliance/contract.ts';
import { checkContent, worst } from '#modules/compliance/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import type { Template, TemplateCheck } from '../../contract/template.ts';
import type { TemplateLane, TemplatePart } from '../../contract/template-parts.ts';
import { mastersOf } from '../products/masters.ts';
import { wordingOf } from '../wording/wording.service.ts';
import { productShares } from './product-share.ts';

interface Said {
  readonly field: string;
  readonly text: string;
  readonly place: ContentPlace;
  readonly service?: boolean;
  /** Nothing is offered with it (CR-070). */
  readonly teaches?: boolean;
}

/** What is only read or spoken by staff, or shown on a page, is looked at for its words. */
const PLACES: Readonly<Record<TemplateLane, ContentPlace>> = {
  group: 'group',
  moments: 'moments',
  one_to_one: 'one_to_one',
  call: 'page',
  on_site: 'page',
  task: 'page',
};

function saidIn(part: TemplatePart, at: string): Said[] {
  switch (part.part) {
    case 'week':
      return part.slots.flatMap(({ title, text }, i) => [
        { field: `${at}.slots.${i}.title`, text: title, place: 'group' },
        { field: `${at}.slots.${i}.text`, text, place: 'group' },
      ]);
    case 'steps':
      return part.steps.map(({ text, lane, service }, i) => ({
        ...{ field: `${at}.steps.${i}.text`, text, place: PLACES[lane], service },
      }));
    case 'questions':
      // A wrong answer of a quiz may say what nobody would promise: question and explanation are said.
      return part.questions.flatMap(({ question, explanation }, i) => [
        { field: `${at}.questions.${i}.question`, text: question, place: 'group', teaches: true },
        {
          ...{ field: `${at}.questions.${i}.explanation`, text: explanation },
          ...{ place: 'group', teaches: true },
        },
      ]);
    default:
      return [];
  }
}

/** What the law asks to stand in it follows from where it goes and, for a slot, from its product line. */
async function factsOf(ctx: Ctx, { text, place, service, teaches }: Said): Promise<ContentFacts> {
  return {
    place,
    purpose: service ? 'service' : 'marketing',
    nature: teaches ? ['education'] : [],
    products: [],
    masters: await mastersOf(ctx, [], text),
    source: '',
    variables: {},
  };
}

/** Everything a template may be stopped for, and what it should be warned of. */
export async function checkTemplate(ctx: Ctx, template: Template): Promise<TemplateCheck> {
  const findings: TemplateCheck['findings'] = [];
  const values: Said[] = template.variables.map(({ value }, i) => ({
    ...{ field: `variables.${i}.value`, text: value, place: 'page' },
  }));
  const said = template.parts.flatMap((part, i) => saidIn(part, `parts.${i}`));
  for (const one of [...said, ...values].filter(({ text }) => text !== '')) {
    const { findings: found } = await checkContent(ctx, one.text, await factsOf(ctx, one));
    // What teaching asks to be said stands once, where the questions are announced.
    const meant = one.teaches ? found.filter(({ source }) => source !== 'disclosure') : found;
    findings.push(...meant.map((f) => ({ ...f, field: one.field })));
  }
  const { productLinePercent } = await wordingOf(ctx);
  return {
    level: worst(findings.map((f) => f.level)),
    findings,
    shares: productShares(template, productLinePercent),
  };
}
