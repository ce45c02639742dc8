import type { Phrase } from '#platform/contract/text.ts';

const ID = '[0-9a-f]{8}-[0-9a-f-]{27}';
const at = (pattern: string) => new RegExp(`^${pattern.replaceAll(':id', ID)}$`);

/** What the guide keeps between pages and people. */
export interface GuideMemory {
  /** The step one is at; the number of steps when the way is done. */
  readonly step: number;
  /** Pages found on the way: the run, its request for approval, and whose request it is. */
  readonly run?: string;
  readonly approval?: string;
  readonly maker?: string;
}

export interface GuideStep {
  readonly key: string;
  readonly title: Phrase;
  readonly what: Phrase;
  /** Where it is done; null: outside of the console. */
  readonly to: (memory: GuideMemory) => string | null;
  /** Arriving at such a page means that the step is done. */
  readonly done: (here: { path: string; person: string }, memory: GuideMemory) => boolean;
  /** Nothing on these pages shows it, so the person says so. */
  readonly said?: boolean;
}

/** From an audience to a message on a phone, on the real pages. */
export const guideSteps: readonly GuideStep[] = [
  {
    key: 'audience',
    title: ['选一个客群', 'Choose an audience'],
    what: [
      '打开任意一个现成客群，例如“代发薪客群”。右边会先给出估计人数，再逐渐变成精确人数。',
      'Open any ready group, for example payroll customers. An estimate comes first and tightens to the exact count.',
    ],
    to: () => '/audiences',
    done: ({ path }) => at('/audiences/:id').test(path),
  },
  {
    key: 'sequence',
    title: ['看看培育序列', 'Look at a sequence'],
    what: [
      '打开“AIDA+3W 十二天序列”。上面是每天每条线发什么，客户一有动作，后面的步骤就会跟着变。',
      'Open the AIDA+3W sequence: what goes out each day on each lane, and how a reaction changes what follows.',
    ],
    to: () => '/sequences',
    done: ({ path }) => at('/sequences/:id').test(path),
  },
  {
    key: 'run',
    title: ['设置一次运行', 'Set up a run'],
    what: [
      '选刚才的客群和序列、归属项目“代发客群培育”，留 10% 对照组，看触达预览，然后保存草稿。',
      'Choose sequence, audience, product line and project, hold out 10 %, look at the reach, and save.',
    ],
    to: () => '/sequences/runs/new',
    done: ({ path }) => at('/sequences/runs/:id').test(path),
  },
  {
    key: 'rehearse',
    title: ['先推演一遍', 'Rehearse it first'],
    what: [
      '在运行页点“沙盘推演”：24 天在模拟客户身上先走一遍，不会碰到任何真实客户。',
      'Press “Rehearse” on the run: 24 days with simulated people, and no real customer is touched.',
    ],
    to: ({ run }) => (run ? `/rehearsals/new?of=${run.split('/').at(-1)}` : '/rehearsals/new'),
    done: ({ path }) => at('/rehearsals/:id').test(path),
  },
  {
    key: 'submit',
    title: ['提交审批', 'Submit it'],
    what: [
      '回到运行页，点“提交启动审批”。触达客户的事，总要两个人点头。',
      'Back on the run, submit it. What reaches customers always takes two people.',
    ],
    to: ({ run }) => run ?? '/sequences/runs',
    done: ({ path }) => at('/approvals/:id').test(path),
  },
  {
    key: 'approve',
    title: ['换一个人审批', 'Approve as somebody else'],
    what: [
      '退出后用“合规审核”的演示账号登录（账号在启动时的窗口里，也在数据目录的 demo-sign-ins.json），打开这条审批并通过。',
      'Sign out and in again as the compliance officer (the sign-ins stand where the demo was started, and in demo-sign-ins.json of the data folder), open this request and approve it.',
    ],
    to: ({ approval }) => approval ?? '/approvals',
    done: () => false,
    said: true,
  },
  {
    key: 'phone',
    title: ['看它到手机上', 'Watch it reach a phone'],
    what: [
      '把右上角的时钟拨快一天，再打开“两部手机”：左边客户经理确认，右边客户就会收到。',
      'Move the clock at the top on by a day, then open the two phones: the RM confirms on the left, the customer receives on the right.',
    ],
    to: () => null,
    done: () => false,
    said: true,
  },
  {
    key: 'report',
    title: ['看结果', 'See what came of it'],
    what: [
      '打开计划报告：每一步到了多少人、拦下多少、为什么，以及和对照组相比怎么样。',
      'Open the plan’s report: how many at each step, what was stopped and why, and how it compares with those held out.',
    ],
    to: () => '/insights/plans',
    done: ({ path }) => at('/insights/plans/:id').test(path),
  },
];

/** The step that this page shows to be done: the one at hand, or one further on if somebody went ahead. */
export function doneAt(
  memory: GuideMemory,
  here: { path: string; person: string },
): GuideStep | null {
  return guideSteps.slice(memory.step).find((step) => step.done(here, memory)) ?? null;
}

/** What to remember when a step is done on this page. */
export function remembered(
  memory: GuideMemory,
  step: GuideStep,
  { path, person }: { path: string; person: string },
): GuideMemory {
  const next = { ...memory, step: guideSteps.indexOf(step) + 1 };
  if (step.key === 'run') return { ...next, run: path };
  if (step.key === 'submit') return { ...next, approval: path, maker: person };
  return next;
}

export function readMemory(kept: string | null): GuideMemory | null {
  if (!kept) return null;
  try {
    const memory = JSON.parse(kept) as GuideMemory;
    return Number.isInteger(memory.step) && memory.step >= 0 ? memory : null;
  } catch {
    return null;
  }
}
