import { z } from 'zod';
import { readPack } from '#platform/server/packs.ts';
import type { ContentType, Stage } from '../../contract/facets.ts';
import { Draft, type DraftInput } from '../../contract/item.ts';
import type { Start } from './starting-content.ts';

/** Lanes in which something is said; what is a task, a report or done at the outlet is no content. */
const SAID = ['one_to_one', 'moments', 'group'] as const;
type Said = (typeof SAID)[number];
const isSaid = (lane: string): lane is Said => (SAID as readonly string[]).includes(lane);

interface Placed {
  readonly key: string;
  readonly name: string;
  readonly text: string;
  readonly lane: Said;
  readonly stage: Stage;
  readonly type: ContentType | null;
  readonly segment: string;
  readonly scene: string;
  readonly more?: Partial<NonNullable<DraftInput['facets']>>;
}

const start = ({ key, name, text, lane, stage, type, segment, scene, more }: Placed): Start => ({
  key,
  draft: Draft.parse({
    name: name.slice(0, 60),
    body: { text, carrier: { format: 'text' } },
    facets: {
      ...{ stage, type, segments: [segment], scenes: [scene], places: [lane] },
      need: `关心“${name}”`,
      ...more,
    },
    validity: {},
  } satisfies DraftInput),
});

const Step = z.object({ lane: z.string(), title: z.string(), body: z.string() });

const PaydayPlan = z.object({
  steps: z.array(
    Step.extend({ step: z.enum(['wake', 'join', 'convert', 'companion', 'follow_up', 'review']) }),
  ),
});
const STAGE_OF_STEP: Readonly<Record<string, Stage>> = {
  wake: 'attention',
  join: 'interest',
  convert: 'act',
  companion: 'trust',
};

/** The days before a payday, for payroll customers. */
export function fromPaydayPlan(): Start[] {
  const { steps } = PaydayPlan.parse(readPack('payroll-pre-payday'));
  return steps.flatMap(({ lane, step, title, body }, i) =>
    isSaid(lane)
      ? start({
          ...{ key: `payroll-pre-payday/${i + 1}`, name: title, text: body, lane },
          ...{ stage: STAGE_OF_STEP[step] ?? 'trust', type: null },
          ...{ segment: 'payroll', scene: '发薪日前' },
          more: { nature: body.includes('活动免费参与') ? ['activity'] : [] },
        })
      : [],
  );
}

const DayPlan = z.object({ plan: z.array(Step.extend({ type: z.string() })) });

/** A day of company for the elderly, inside their three windows. */
export function fromElderlyDay(): Start[] {
  const { plan } = DayPlan.parse(readPack('elderly-day-plan'));
  return plan.flatMap(({ lane, type, title, body }, i) =>
    isSaid(lane)
      ? start({
          ...{ key: `elderly-day-plan/${i + 1}`, name: title, text: body, lane },
          ...{ stage: type === 'mini_game' ? 'interest' : 'trust', type: null },
          ...{ segment: 'social_security', scene: '一日陪伴' },
          more: { nature: type === 'mini_game' ? ['activity', 'elderly'] : ['elderly'] },
        })
      : [],
  );
}

const WelcomeFlow = z.object({
  source_variants: z.record(z.string(), z.string()),
  steps: z.array(Step),
});
const SOURCES: Readonly<Record<string, string>> = {
  outlet: '网点',
  live_room: '直播间',
  outbound_call: '外呼',
  enterprise_visit: '企业走访',
  card_of_branch: '卡片归属',
  referral: '朋友介绍',
  default: '通用',
};

/** What a new contact reads first, by where they came from, and in the days after. */
export function fromWelcomeFlow(): Start[] {
  const { source_variants: greetings, steps } = WelcomeFlow.parse(
    readPack('new-customer-welcome-flow'),
  );
  const [promise, ...later] = steps;
  const welcome = Object.entries(greetings).map(([source, greeting]) =>
    start({
      ...{ key: `welcome/${source}`, name: `欢迎语：${SOURCES[source] ?? source}` },
      ...{ text: `${greeting}${promise!.body}`, lane: 'one_to_one' },
      ...{ stage: 'attention', type: 'persona', segment: '*', scene: '添加欢迎' },
      more: { places: ['welcome'], purpose: 'service' },
    }),
  );
  const days = later.flatMap(({ lane, title, body }, i) =>
    isSaid(lane)
      ? start({
          ...{ key: `welcome/day/${i + 1}`, name: title, text: body, lane },
          ...{ stage: 'interest', type: null, segment: '*', scene: '新客七日' },
          // Asking how somebody wants to be reached offers nothing.
          more: { purpose: title === '选一选您关心的' ? 'service' : 'marketing' },
        })
      : [],
  );
  return [...welcome, ...days];
}
