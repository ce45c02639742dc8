import type { ConsentChannel, ConsentPurpose } from '#modules/customers/contract.ts';
import type { LeafOf } from '../../contract/rule.ts';
import { staffBelow } from '../../rule/evaluate.ts';
import { privateChannels } from '../../rule/facts.ts';
import { isStandingScore } from '../../rule/walk.ts';
import { numberSql, thenSql } from './attribute-sql.ts';
import { and, type Formula, not, or } from './formula.ts';
import type { Params } from './params.ts';
import type { CompileWorld } from './world.ts';

export function compileTag(leaf: LeafOf<'tag'>, world: CompileWorld, params: Params): Formula {
  const held = leaf.tags.flatMap((code) => {
    const tag = world.tags.get(code);
    return tag?.slot == null ? [] : [{ id: tag.id, slot: tag.slot }];
  });
  if (leaf.match === 'all' && held.length < new Set(leaf.tags).size) return false;
  const bits = tagBits(
    held.map((tag) => tag.slot),
    leaf.match === 'all',
    params,
  );
  const found =
    leaf.sources || leaf.confidence !== undefined || leaf.since
      ? and(
          bits,
          tagDetail(
            leaf,
            held.map((tag) => tag.id),
            world,
            params,
          ),
        )
      : bits;
  return leaf.match === 'none' ? not(found) : found;
}

function tagBits(slots: readonly number[], all: boolean, { bind }: Params): Formula {
  const masks = new Map<number, bigint>();
  for (const slot of slots)
    masks.set(slot >> 6, (masks.get(slot >> 6) ?? 0n) | (1n << BigInt(slot & 63)));
  const words = [...masks].map(([word, bits]): Formula => {
    const mask = bind(BigInt.asIntN(64, bits).toString(), 'bigint');
    const held = `p.tag_words[${word + 1}] & ${mask}`;
    return { row: all ? `(${held}) = ${mask}` : `(${held}) <> 0` };
  });
  return all ? and(...words) : or(...words);
}

/** Source, certainty and age are not in the profile; few customers are left to be asked. */
function tagDetail(
  leaf: LeafOf<'tag'>,
  ids: readonly number[],
  world: CompileWorld,
  params: Params,
): Formula {
  const { bind } = params;
  const conditions = [
    't.customer_id = p.customer_id',
    `t.tag_id = any(${bind(ids, 'int[]')})`,
    `(t.expires_at is null or t.expires_at > ${bind(world.now.toISOString(), 'timestamptz')})`,
    ...(leaf.sources ? [`t.source = any(${bind(leaf.sources, 'text[]')})`] : []),
    ...(leaf.confidence === undefined ? [] : [`t.confidence >= ${bind(leaf.confidence, 'real')}`]),
    ...(leaf.since ? [thenSql('t.since', leaf.since, world, params)] : []),
  ];
  const from = `from customers.customer_tag t where ${conditions.join(' and ')}`;
  return leaf.match === 'all'
    ? { row: `(select count(*) ${from}) = ${bind(ids.length, 'int')}` }
    : { row: `exists (select ${from})` };
}

export function compileRelationship(
  leaf: LeafOf<'relationship'>,
  world: CompileWorld,
  params: Params,
): Formula {
  const { bind } = params;
  const { kind: _, state, ...rest } = leaf;
  const some: Formula = state === 'active' ? { row: 'p.relationships > 0' } : true;
  if (state === 'active' && Object.values(rest).every((value) => value === undefined)) return some;
  const staff = (ids: readonly string[]) => `r.staff_id = any(${bind(ids, 'uuid[]')})`;
  const conditions = [
    'r.customer_id = p.customer_id',
    state === 'any' ? `r.state <> 'half'` : `r.state = ${bind(state, 'text')}`,
    ...(leaf.staffIds ? [staff(leaf.staffIds)] : []),
    ...(leaf.unitIds ? [staff(staffBelow(leaf.unitIds, world))] : []),
    ...(leaf.corpIds ? [`r.corp_id = any(${bind(leaf.corpIds, 'uuid[]')})`] : []),
    ...(leaf.sources ? [`r.source = any(${bind(leaf.sources, 'text[]')})`] : []),
    ...(leaf.endedBy ? [`r.ended_by = any(${bind(leaf.endedBy, 'text[]')})`] : []),
    ...(leaf.started ? [thenSql('r.started_at', leaf.started, world, params)] : []),
    ...(leaf.ended ? [thenSql('r.ended_at', leaf.ended, world, params)] : []),
    ...(leaf.lastContact ? [thenSql('r.last_two_way_at', leaf.lastContact, world, params)] : []),
  ];
  const exists = `exists (select from customers.relationship r where ${conditions.join(' and ')})`;
  return and(some, { row: exists });
}

export function compileRm(leaf: LeafOf<'rm'>, world: CompileWorld, { bind }: Params): Formula {
  const among = (ids: readonly string[]): Formula => ({
    row: `p.rm_id = any(${bind(ids, 'uuid[]')})`,
  });
  const fits = and(
    { row: 'p.rm_id is not null' },
    leaf.staffIds ? among(leaf.staffIds) : true,
    leaf.unitIds ? among(staffBelow(leaf.unitIds, world)) : true,
  );
  return leaf.has ? fits : not(fits);
}

export function compileAudience(leaf: LeafOf<'audience'>, { bind }: Params): Formula {
  const ids = bind(leaf.audienceIds, 'uuid[]');
  const member: Formula = {
    row: `exists (select from audiences.member m
      where m.customer_id = p.customer_id and m.audience_id = any(${ids}))`,
  };
  return leaf.match === 'any' ? member : not(member);
}

export function compileScore({ score, test }: LeafOf<'score'>, params: Params): Formula {
  if (isStandingScore(score)) {
    // Fades every day: kept apart from the profile, which would have to be written anew each night.
    const value = `coalesce((select st.${score} from audiences.standing st
      where st.customer_id = p.customer_id), 0)`;
    if (test.op === 'missing' || test.op === 'present') return test.op === 'present';
    return { row: numberSql(`(${value})::float8`, test, params, 'float8') };
  }
  const key = params.bind(score, 'text');
  if (test.op === 'missing') return { row: `(p.scores -> ${key}) is null` };
  if (test.op === 'present') return { row: `(p.scores -> ${key}) is not null` };
  return { row: numberSql(`(p.scores -> ${key})::float8`, test, params, 'float8') };
}

export function compileConsent(
  leaf: Pick<LeafOf<'consent'>, 'purpose' | 'channel' | 'state'>,
  world: CompileWorld,
  { bind }: Params,
): Formula {
  const tokens = consentTokens(leaf.purpose, [leaf.channel], world);
  const some = (list: readonly string[]): Formula =>
    list.length === 0 ? false : { row: `p.consents && ${bind(list, 'text[]')}` };
  if (leaf.state === 'never')
    return not(some([...tokens.given, ...tokens.stale, ...tokens.withdrawn]));
  return some(tokens[leaf.state]);
}

function consentTokens(
  purpose: ConsentPurpose,
  channels: readonly ConsentChannel[],
  { consentTexts }: CompileWorld,
) {
  const { valid, newest } = consentTexts[purpose] ?? { valid: 1, newest: 1 };
  const given = (from: number, to: number) =>
    channels.flatMap((channel) =>
      Array.from({ length: to - from + 1 }, (_, i) => `${purpose}/${channel}=given@${from + i}`),
    );
  return {
    given: given(valid, newest),
    stale: given(1, valid - 1),
    withdrawn: channels.map((channel) => `${purpose}/${channel}=withdrawn`),
  };
}

export function compileReach(
  { reachable }: LeafOf<'reach'>,
  world: CompileWorld,
  { bind }: Params,
): Formula {
  const { given } = consentTokens('marketing', privateChannels, world);
  const reached = and(
    { row: 'p.relationships > 0' },
    { row: `p.consents && ${bind(given, 'text[]')}` },
  );
  return reachable ? reached : not(reached);
}

/** Why marketing cannot reach the customer; null: it can. */
export function unreachableSql(world: CompileWorld, { bind }: Params): string {
  const { given, withdrawn } = consentTokens('marketing', privateChannels, world);
  return `(case when p.relationships = 0 then 'no_relationship'
    when p.consents && ${bind(given, 'text[]')} then null
    when p.consents && ${bind(withdrawn, 'text[]')} then 'opted_out' else 'no_consent' end)`;
}

export function compileUnit(leaf: LeafOf<'unit'>, world: CompileWorld, { bind }: Params): Formula {
  const units = leaf.below ? leaf.unitIds.flatMap(world.unitsBelow) : leaf.unitIds;
  return { row: `p.unit_id = any(${bind([...new Set(units)], 'uuid[]')})` };
}
