import {
  type AttributeType,
  blockText,
  channelsOf,
  consentChannels,
  consentChannelText,
  consentPurposes,
  consentPurposeText,
  type Purpose,
  purposes,
  relationshipSourceText,
  sources,
  sourceText,
} from '#modules/customers/contract.ts';
import { unitScope } from '#modules/org/server/index.ts';
import { kindsOf } from '#modules/tracking/server/index.ts';
import { type Phrase, say } from '#platform/contract/text.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import type { Rule } from '../../contract/rule.ts';
import { ACTIVITY, leavesOf, meansKind, QUALITY_BAND } from '../../rule/walk.ts';
import type { AttributeWords, RuleWords } from '../../rule/words.ts';
import { findModels } from '../scores/models/model.repo.ts';
import {
  findAttributes,
  findAudienceNames,
  findStaffNames,
  findTags,
  findUnitNames,
} from './names.repo.ts';
import { scoreNames } from './score-names.ts';

/** Attributes that this module works out from what it knows. */
const own: Readonly<Record<string, Pick<AttributeWords, 'name' | 'options'>>> = {
  [QUALITY_BAND]: {
    name: ['客群层级', 'Quality band'],
    options: new Map<string, Phrase>([
      ['high_quality', ['高质量客群', 'High quality']],
      ['mid', ['中端客群', 'Mid']],
      ['long_tail', ['长尾客群', 'Long tail']],
    ]),
  },
  [ACTIVITY]: {
    name: ['活跃状态', 'Activity'],
    options: new Map<string, Phrase>([
      ['active', ['活跃（近 30 天）', 'Active (last 30 days)']],
      ['silent', ['沉默（31–90 天）', 'Silent (31–90 days)']],
      ['near_lost', ['濒临流失（91–180 天）', 'Nearly lost (91–180 days)']],
      ['lost', ['流失（180 天以上）', 'Lost (more than 180 days)']],
    ]),
  },
};

export const optionText = (code: string, option: string): Phrase | undefined =>
  own[code]?.options.get(option);

async function attributeWords(ctx: Ctx): Promise<Map<string, AttributeWords & { group: string }>> {
  const rows = await findAttributes(ctx);
  const registered = rows.map(({ code, choices, block, ...row }) => [
    code,
    {
      ...row,
      options: new Map(choices.map((choice) => [choice.code, choice.name] as const)),
      group: say(blockText[block as keyof typeof blockText], ctx.lang),
    },
  ]);
  const worked = Object.entries(own).map(([code, words]) => [
    code,
    {
      ...words,
      type: 'choice' as AttributeType,
      unit: null,
      purposes: purposes as readonly Purpose[],
      group: say(['经营分层', 'Worked out'], ctx.lang),
    },
  ]);
  return new Map([...registered, ...worked] as [string, AttributeWords & { group: string }][]);
}

/** Scores of the product, then those of the bank's models. */
async function scoreWords(ctx: Ctx): Promise<ReadonlyMap<string, Phrase>> {
  const models = await findModels(ctx);
  const own = models.map(({ scoreKey, name }): [string, Phrase] => [
    scoreKey,
    [`${name}（0–1）`, `${name} (0–1)`],
  ]);
  return new Map([...scoreNames(), ...own]);
}

const audienceNamesOf = async (ctx: Ctx) =>
  findAudienceNames(ctx, await unitScope(ctx, 'audiences.audience.read'));

/** What the things of these rules are called in this bank. */
export async function loadWords(ctx: Ctx, rules: readonly Rule[]): Promise<RuleWords> {
  const leaves = rules.flatMap((rule) => [...leavesOf(rule)].map(({ leaf }) => leaf));
  const unitIds = leaves.flatMap((leaf) => ('unitIds' in leaf ? (leaf.unitIds ?? []) : []));
  const staffIds = leaves.flatMap((leaf) => ('staffIds' in leaf ? (leaf.staffIds ?? []) : []));
  const scores = await scoreWords(ctx);
  const [attributes, tags, kinds, audiences, units, staff] = await Promise.all([
    attributeWords(ctx),
    findTags(ctx),
    kindsOf(ctx),
    audienceNamesOf(ctx),
    unitIds.length > 0 ? findUnitNames(ctx, unitIds) : [],
    staffIds.length > 0 ? findStaffNames(ctx, staffIds) : [],
  ]);
  const byId = (rows: readonly { id: string; name: string }[]) =>
    new Map(rows.map((row) => [row.id, row.name]));
  const [tagNames, audienceNames, unitNames, staffNames] = [
    new Map(tags.map((tag) => [tag.code, tag.name])),
    byId(audiences),
    byId(units),
    byId(staff),
  ];
  return {
    attribute: (code) => attributes.get(code),
    tag: (code) => tagNames.get(code),
    event: (name) => eventName(name, kinds),
    property(events, property) {
      if (property in specialProperties) return specialProperties[property];
      for (const kind of kinds.values())
        if (meansKind(events, kind.kind))
          for (const p of kind.properties) if (p.name === property) return p.title;
      return undefined;
    },
    score: (key) => scores.get(key),
    audience: (id) => audienceNames.get(id),
    unit: (id) => unitNames.get(id),
    staff: (id) => staffNames.get(id),
    corp: () => undefined,
  };
}

const specialProperties: Readonly<Record<string, Phrase>> = {
  subject: ['对象', 'subject'],
  source: ['来源', 'source'],
  amount: ['金额', 'amount'],
};

const families: Readonly<Record<string, Phrase>> = {
  'page.*': ['页面行为', 'Anything on pages'],
  'activity.*': ['活动行为', 'Anything in activities'],
  'moments.*': ['朋友圈互动', 'Anything on Moments'],
  'group.*': ['社群行为', 'Anything in group chats'],
  'product.*': ['产品行为', 'Anything with products'],
  'benefit.*': ['权益行为', 'Anything with benefits'],
  'form.*': ['表单行为', 'Anything with forms'],
};

function eventName(name: string, kinds: Awaited<ReturnType<typeof kindsOf>>): Phrase | undefined {
  if (!name.endsWith('*')) return kinds.get(name)?.title;
  if (![...kinds.keys()].some((kind) => meansKind([name], kind))) return undefined;
  return families[name] ?? [`${name.slice(0, -2)} 类行为`, `Anything of ${name.slice(0, -2)}`];
}

/** Everything a rule may ask about in this bank. */
export async function ruleVocabulary(ctx: Ctx) {
  const text = (phrase: Phrase) => say(phrase, ctx.lang);
  const named = (entries: Iterable<readonly [string, Phrase]>) =>
    [...entries].map(([key, phrase]) => ({ key, name: text(phrase) }));
  const [attributes, tags, kinds, audiences] = await Promise.all([
    attributeWords(ctx),
    findTags(ctx),
    kindsOf(ctx),
    audienceNamesOf(ctx),
  ]);
  return {
    attributes: [...attributes].map(([key, words]) => ({
      key,
      name: text(words.name),
      group: words.group,
      type: words.type,
      unit: words.unit,
      options: named(words.options),
      purposes: [...words.purposes],
    })),
    tags: tags.map((tag) => ({ key: tag.code, name: text(tag.name), group: text(tag.group) })),
    tagSources: named(sources.map((source) => [source, sourceText[source]])),
    events: [...kinds.values()].map((kind) => ({
      key: kind.kind,
      name: text(kind.title),
      properties: kind.properties.map((p) => ({ key: p.name, name: text(p.title), type: p.type })),
    })),
    families: named(Object.entries(families)),
    scores: named(await scoreWords(ctx)),
    audiences,
    purposes: named(consentPurposes.map((purpose) => [purpose, consentPurposeText[purpose]])),
    channels: named(consentChannels.map((channel) => [channel, consentChannelText[channel]])),
    channelsOf: consentPurposes.map((purpose) => ({ purpose, channels: [...channelsOf(purpose)] })),
    relationshipSources: named(Object.entries(relationshipSourceText)),
  };
}
