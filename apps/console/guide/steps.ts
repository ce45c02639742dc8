import type { Phrase } from '#platform/contract/text.ts';

const ID = '[0-9a-f]{8}-[0-9a-f-]{27}';
const at = (pattern: string) => new RegExp(`^${pattern.replaceAll(':id', ID)}$`);

const idIn = (path: string): string => path.split('/').at(-1)!;

/** What the guide keeps between pages and people. */
export interface GuideMemory {
  /** The step one is at; the number of steps when the way is done. */
  readonly step: number;
  /** Pages found on the way: audience, sequence, the run, its request for approval, and whose it is. */
  readonly audience?: string;
  readonly sequence?: string;
  readonly run?: string;
  readonly approval?: string;
  readonly maker?: string;
  /** What the run became once it was approved. */
  readonly plan?: string;
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
      '打开“代发薪客群”：看看它的规则、有多少人，其中多少人现在可以触达。',
      'Open 代发薪客群 (payroll customers): its rule, how many they are, and how many may be reached now.',
    ],
    to: () => '/audiences?q=代发薪',
    done: ({ path }) => at('/audiences/:id').test(path),
  },
  {
    key: 'sequence',
    title: ['看看培育序列', 'Look at a sequence'],
    what: [
      '打开“AIDA+3W 十二天序列”：每天每条线发什么一目了然；客户一有动作，后面的步骤就跟着变。',
      'Open the AIDA+3W sequence: what goes out each day on each lane, and how a reaction changes what follows.',
    ],
    to: () => '/sequences',
    done: ({ path }) => at('/sequences/:id').test(path),
  },
  {
    key: 'run',
    title: ['设置一次运行', 'Set up a run'],
    what: [
      '起个名字，写一句客户需求；客群和序列已替您选好。一路“下一步”：项目选“代发客群培育”，变量点“填入示例”，看完预估点“保存草稿”。',
      'Name it and state the need in a sentence; audience and sequence are chosen already. Go on step by step: project 代发客群培育, fill in the examples, read the forecast, then save the draft.',
    ],
    to: ({ audience, sequence }) => {
      const chosen = new URLSearchParams({
        ...(audience ? { audience: idIn(audience) } : {}),
        ...(sequence ? { sequence: idIn(sequence) } : {}),
      });
      return `/sequences/runs/new?${chosen}`;
    },
    done: ({ path }) => at('/sequences/runs/:id').test(path),
  },
  {
    key: 'rehearse',
    title: ['先推演一遍', 'Rehearse it first'],
    what: [
      '计划已替您选好，点“开始推演”：24 天在模拟客户身上先走一遍，不会碰到任何真实客户。',
      'The plan is chosen already: press Begin. 24 days with simulated people, and no real customer is touched.',
    ],
    to: ({ run }) => (run ? `/rehearsals/new?of=${idIn(run)}` : '/rehearsals/new'),
    done: ({ path }) => at('/rehearsals/:id').test(path),
  },
  {
    key: 'submit',
    title: ['提交审批', 'Submit it'],
    what: [
      '推演会自己跑完，随时可以回来看报告。回到运行页点“提交启动审批”：触达客户的事，总要两个人点头。',
      'The rehearsal goes on by itself; come back for its report. On the run, submit it: what reaches customers always takes two people.',
    ],
    to: ({ run }) => run ?? '/sequences/runs',
    done: ({ path }) => at('/approvals/:id').test(path),
  },
  {
    key: 'approve',
    title: ['换一个人审批', 'Approve as somebody else'],
    what: [
      '点右上角姓名退出，换“合规审核”的演示账号登录（密码在启动时的窗口里），会直接回到这条审批；通过后点“我做好了”。',
      'Sign out by the name at the top right and in again as the compliance officer (the password stands where the demo was started). You come back to this request: approve it, then say so here.',
    ],
    to: ({ approval }) => approval ?? '/approvals',
    done: () => false,
    said: true,
  },
  {
    key: 'phone',
    title: ['看它到手机上', 'Watch it reach a phone'],
    what: [
      '打开“两部手机”，在它上方点“+1 天”，再点“+1 小时”到上午十点以后。任务会到客户经理手机的“群发助手”：点发送，客户的手机就收到；不动手，模拟的客户经理过一会儿也会确认。',
      'Open the two phones and move their clock on by a day, then by hours until past ten. The task arrives under “Mass messages” on the RM’s phone: send it, and the customer’s phone has it; left alone, the simulated RM confirms after a while.',
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
    to: ({ plan }) => (plan ? `/insights/plans/${plan}` : '/insights/plans'),
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

/** Another person than who asked begins at home: there the request is that waits for one. */
export const secondPersonsWay = (
  { step, approval, maker }: GuideMemory,
  { path, person }: { path: string; person: string },
): string | null =>
  guideSteps[step]?.key === 'approve' && path === '/' && person !== '' && person !== maker
    ? (approval ?? null)
    : null;

/** What to remember when a step is done on this page. */
export function remembered(
  memory: GuideMemory,
  step: GuideStep,
  { path, person }: { path: string; person: string },
): GuideMemory {
  const next = { ...memory, step: guideSteps.indexOf(step) + 1 };
  if (step.key === 'audience') return { ...next, audience: path };
  if (step.key === 'sequence') return { ...next, sequence: path };
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
