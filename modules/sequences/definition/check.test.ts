import { expect, test } from 'vitest';
import { readPack } from '#platform/server/packs.ts';
import { Definition, type DefinitionInput, type Item } from '../contract/definition.ts';
import type { ContentFact } from '../contract/sequence.ts';
import { check, errorsOf } from './check.ts';
import { promoShare, roundOf, stageOfDay } from './layout.ts';

const template = () => Definition.parse(readPack('aida-3w-12day'));
type Change = (definition: Definition) => void;

/** Findings of the shipped sequence after one change. */
function broken(change: Change, contents: ContentFact[] | null = null) {
  const definition = structuredClone(template());
  change(definition);
  return check(definition, contents);
}
const codes = (change: Change) => broken(change).map(({ code }) => code);
const item = (definition: Definition, id: string) => definition.items.find((i) => i.id === id)!;
const drop =
  (id: string): Change =>
  (definition) => {
    definition.items = definition.items.filter((i) => i.id !== id);
  };
const plus = (definition: Definition, more: Partial<Item>, like = 'r1-d03-p-1') =>
  definition.items.push({ ...item(definition, like), id: 'added', ...more });

test('the shipped sequence has no finding at all', () => {
  expect(check(template())).toEqual([]);
});

test('R-150 a sequence whose promotional share exceeds the limit has an error that names both', () => {
  const findings = broken((d) => {
    for (const one of d.items.slice(0, 9)) one.promotional = true;
  });
  expect(findings).toMatchObject([{ code: 'promo_share', level: 'error' }]);
  expect(findings[0]!.words[0]).toContain('30%');
  expect(promoShare(template().items)).toBeLessThanOrEqual(0.3);
});

test('R-154 a stage with only one lane is warned about, at the stage', () => {
  const findings = broken((d) => {
    d.items = d.items.filter((i) => !(i.round === 1 && i.day === 11));
    d.method.stages[2]!.quota.moments = [];
    d.items = d.items.filter((i) => i.id !== 'r2-d23-m-1');
  });
  expect(findings.filter(({ code }) => code === 'one_lane')).toMatchObject([
    { level: 'warning', place: { kind: 'stage', stage: 3, round: 1 } },
    { level: 'warning', place: { kind: 'stage', stage: 3, round: 2 } },
  ]);
});

test('R-155 a stage takes items of its own letters only', () => {
  const findings = broken((d) => {
    item(d, 'r1-d01-m-2').aida = 'D';
  });
  expect(findings).toMatchObject([
    { code: 'letter_of_other_stage', level: 'error', place: { kind: 'item', item: 'r1-d01-m-2' } },
  ]);
});

const fact = (more: Partial<ContentFact>): ContentFact => ({
  id: '0197f2c0-0000-7000-8000-000000000001',
  name: '素材',
  version: 1,
  usable: 1,
  type: null,
  aida: null,
  promotional: false,
  scenes: ['新客培育'],
  need: '想弄清楚',
  productIds: [],
  preview: '',
  places: [],
  ...more,
});
const bound = (id: string, given: ContentFact) =>
  broken(
    (d) => {
      item(d, id).content = { id: given.id, version: 1 };
    },
    [given],
  ).filter((f) => f.place.kind === 'item' && f.place.item === id);

test('R-156 an item for interest names a scene and what hurts, and stands in its stage', () => {
  expect(bound('r1-d03-p-1', fact({}))).toEqual([]);
  expect(bound('r1-d03-p-1', fact({ scenes: [] }))).toMatchObject([{ code: 'no_scene' }]);
  expect(bound('r1-d03-p-1', fact({ need: '' }))).toMatchObject([{ code: 'no_scene' }]);
  expect(
    codes((d) => {
      const one = item(d, 'r1-d03-p-1');
      [one.day, one.aida] = [8, 'I'];
    }),
  ).toContain('letter_of_other_stage');
});

test('R-157 an item for desire names a detail of product or service, and stands in its stage', () => {
  expect(bound('r1-d05-p-1', fact({}))).toEqual([]);
  expect(bound('r1-d05-p-1', fact({ need: '' }))).toMatchObject([{ code: 'no_detail' }]);
  expect(
    codes((d) => {
      item(d, 'r1-d05-p-1').day = 1;
    }),
  ).toContain('letter_of_other_stage');
});

test('R-158 an item of the action stage calls to consult', () => {
  expect(
    codes((d) => {
      item(d, 'r1-d10-p-1').cta = null;
    }),
  ).toEqual(['no_call']);
});

test('R-159 the three blocks are all required; their labels are the bank’s', () => {
  const findings = broken((d) => {
    d.method.three_w.why_now = '我们的说法';
    item(d, 'r1-d12-p-1').three_w = null;
  });
  expect(findings).toMatchObject([
    { code: 'three_w_missing', level: 'error', place: { kind: 'stage', stage: 3, round: 1 } },
  ]);
  expect(findings[0]!.words[0]).toContain('我们的说法');
  const nameless = structuredClone(template()) as DefinitionInput;
  nameless.method.three_w.why_need = '';
  expect(Definition.safeParse(nameless).success).toBe(false);
});

test('R-162 the shipped sequence spans T+1 to T+24 in two rounds of twelve days', () => {
  const shipped = template();
  expect([shipped.method.rounds, shipped.method.days_per_round]).toEqual([2, 12]);
  expect(Math.min(...shipped.items.map((i) => i.day))).toBe(1);
  expect(Math.max(...shipped.items.map((i) => i.day))).toBe(24);
  expect(roundOf(shipped, 12)).toBe(1);
  expect(roundOf(shipped, 13)).toBe(2);
  expect(stageOfDay(shipped, 13)?.stage).toBe(1);
  expect(
    codes((d) => {
      d.method.total_days = 20;
    }),
  ).toEqual(['days_do_not_add_up']);
  expect(
    codes((d) => {
      item(d, 'r2-d24-p-1').day = 25;
    }),
  ).toContain('day_outside');
});

test('R-163 one item too many or too few of a type is an error at its stage', () => {
  expect(codes(drop('r1-d04-m-1'))).toEqual(['quota']);
  const findings = broken((d) =>
    plus(d, { day: 6, lane: 'one_to_one', content_type: 'wealth_knowhow' }),
  );
  expect(errorsOf(findings)).toMatchObject([
    { code: 'quota', place: { kind: 'stage', stage: 2, round: 1 } },
  ]);
});

test('R-164 day one of the shipped sequence has items for attention only', () => {
  const days = template().items.filter((i) => i.day === 1 || i.day === 13);
  expect(new Set(days.map((i) => i.aida))).toEqual(new Set(['A']));
});

/** Stage, lane → how many of each type, in both rounds alike. */
function counts(stage: number, lane: string) {
  const shipped = template();
  return [1, 2].map((round) => {
    const found: Record<string, number> = {};
    for (const i of shipped.items)
      if (i.round === round && i.lane === lane && stageOfDay(shipped, i.day)!.stage === stage)
        found[i.content_type] = (found[i.content_type] ?? 0) + 1;
    return found;
  });
}
const both = (expected: Record<string, number>) => [expected, expected];

test('R-165 T+1 has exactly one one-to-one item, a life benefit; another type is an error', () => {
  expect(counts(1, 'one_to_one')).toEqual(both({ life_benefit: 1 }));
  expect(
    codes((d) => {
      item(d, 'r1-d01-p-1').content_type = 'values';
    }),
  ).toEqual(['quota', 'quota']);
});

test('R-166 T+1 has exactly one persona and two values in Moments', () => {
  expect(counts(1, 'moments')).toEqual(both({ persona: 1, values: 2 }));
  expect(codes(drop('r1-d01-m-3'))).toEqual(['quota']);
});

test('R-167 items of stage 2 fall on T+2 to T+7 and are I or D; a day outside of it is an error', () => {
  const shipped = template();
  const second = shipped.items.filter((i) => stageOfDay(shipped, i.day)!.stage === 2);
  expect(new Set(second.map((i) => i.aida))).toEqual(new Set(['I', 'D']));
  expect(new Set(second.map((i) => ((i.day - 1) % 12) + 1))).toEqual(new Set([2, 3, 4, 5, 6, 7]));
  expect(
    codes((d) => {
      item(d, 'r1-d06-m-1').day = 8;
    }),
  ).toContain('letter_of_other_stage');
});

test('R-168 stage 2 has exactly one ice-breaker and two know-hows one-to-one', () => {
  expect(counts(2, 'one_to_one')).toEqual(both({ ice_breaker_product: 1, wealth_knowhow: 2 }));
  expect(codes(drop('r1-d07-p-1'))).toEqual(['quota']);
});

test('R-169 stage 2 has exactly one persona, one values and one case in Moments; more or fewer is an error', () => {
  expect(counts(2, 'moments')).toEqual(both({ persona: 1, values: 1, case: 1 }));
  const cases = template().items.filter((i) => i.content_type === 'case');
  expect(cases.map((i) => [i.round, i.lane])).toEqual([
    [1, 'moments'],
    [2, 'moments'],
  ]);
  expect(codes(drop(cases[0]!.id))).toEqual(['quota']);
  expect(codes((d) => plus(d, { day: 5 }, cases[0]!.id))).toEqual(['quota']);
});

test('R-170 items of stage 3 fall on T+8 to T+12 and a consultation entry is there', () => {
  const shipped = template();
  const third = shipped.items.filter((i) => stageOfDay(shipped, i.day)!.stage === 3);
  expect(new Set(third.map((i) => i.aida))).toEqual(new Set(['A2']));
  expect(third.every((i) => (i.day - 1) % 12 >= 7)).toBe(true);
  const silent: Change = (d) => {
    for (const one of d.items) if (one.round === 1 && one.aida === 'A2') one.cta = null;
  };
  expect(codes(silent)).toContain('no_consultation');
});

test('R-171 stage 3 has exactly a similar story, a benefit and an activity one-to-one', () => {
  expect(counts(3, 'one_to_one')).toEqual(both({ similar_story: 1, benefit: 1, activity: 1 }));
  expect(codes(drop('r1-d10-p-1')).sort()).toEqual(['quota', 'three_w_missing']);
});

test('R-172 stage 3 has exactly one marketing activity in Moments; a round has 7 and 7', () => {
  expect(counts(3, 'moments')).toEqual(both({ marketing_activity: 1 }));
  for (const round of [1, 2])
    for (const lane of ['one_to_one', 'moments'])
      expect(template().items.filter((i) => i.round === round && i.lane === lane)).toHaveLength(7);
  expect(
    codes((d) => plus(d, { day: 9, content_type: 'marketing_activity' }, 'r1-d11-m-1')),
  ).toEqual(['quota']);
});

test('an offer in the first step is an error', () => {
  expect(
    codes((d) => {
      item(d, 'r1-d01-p-1').content_type = 'ice_breaker_product';
    }),
  ).toContain('offer_too_early');
});

test('R-184 cash for a deposit cannot be set up; an upgrade is a service right', () => {
  const benefit = (form: 'cash' | 'voucher' | 'service_right') =>
    codes((d) => {
      item(d, 'r1-d10-p-1').benefit = { kind: 'asset_upgrade', form };
    });
  expect(benefit('cash')).toEqual(['cash_for_deposit']);
  expect(benefit('voucher')).toEqual(['upgrade_not_service']);
  expect(benefit('service_right')).toEqual([]);
});

test('a benefit for a scene without its tag, and a hook with nothing to take, are errors', () => {
  expect(
    codes((d) => {
      item(d, 'r1-d10-p-1').benefit = { kind: 'scene', form: 'voucher' };
    }),
  ).toEqual(['scene_without_tag']);
  expect(
    codes((d) => {
      item(d, 'r1-d03-p-1').hook = { product_line: 'deposit', welfare: '福袋', tag: 'hooked' };
    }),
  ).toEqual(['hook_without_welfare']);
});

test('an SMS follows an unread one-to-one item and nothing else', () => {
  const sms = (after: string | null) =>
    codes((d) => plus(d, { lane: 'sms', day: 5, aida: 'D', after }));
  expect(sms('r1-d03-p-1')).toEqual([]);
  expect(sms(null)).toEqual(['sms_after_nothing']);
  expect(sms('r1-d04-m-1')).toEqual(['sms_after_nothing']);
  expect(sms('r1-d12-p-1')).toEqual(['sms_after_nothing']);
});

test('a sequence without a way out for whoever unsubscribes, deletes or complains is an error', () => {
  for (const signal of ['reply_unsubscribe', 'deleted_by_customer', 'complaint'] as const)
    expect(
      codes((d) => {
        for (const t of d.transitions)
          if (t.effect === 'exit') t.when = t.when.filter((s) => s !== signal);
      }),
    ).toEqual(['no_way_out']);
});

test('two one-to-one items on one day are an error at the day', () => {
  expect(
    broken((d) => {
      item(d, 'r1-d05-p-1').day = 3;
    }),
  ).toMatchObject([{ code: 'too_many_a_day', place: { kind: 'day', day: 3 } }]);
});

test('a content that is missing, not approved or replaced is found at its item', () => {
  const of = (given: Partial<ContentFact>) => bound('r1-d03-p-1', fact(given)).map((f) => f.code);
  expect(of({ usable: null })).toEqual(['content_not_approved']);
  expect(of({ usable: 2 })).toEqual(['content_replaced']);
  expect(of({ aida: 'D' })).toEqual(['content_letter']);
  expect(of({ type: 'values' })).toEqual(['content_type']);
  expect(of({ promotional: true })).toEqual(['promotion_unmarked']);
  const unbound = broken(() => {}, []).filter((f) => f.code === 'content_missing');
  // One for every text: two items have a text for each of two product lines.
  expect(unbound).toHaveLength(30);
});
