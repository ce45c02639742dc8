import {
  cells,
  levelsOf,
  levelText,
  needStages,
  needStageText,
} from '#modules/audiences/contract.ts';
import { type BuiltInKind, builtInKinds } from '#modules/tracking/contract.ts';
import { type Signal, signalText } from '../contract/definition.ts';
import { type MovementKind, movementText } from '../contract/enrolment.ts';
import { type ExitReason, exitReasons, stepText } from '../contract/run.ts';
import { type Happened, signalsOf } from './signals.ts';

type Words = [string, string];
type Detail = Readonly<Record<string, unknown>>;

const cellWords = (index: unknown): Words => {
  const { need, recognition } = levelsOf(cells[Number(index)] ?? 'low-low');
  return [
    `需求${levelText[need][0]}·认可${levelText[recognition][0]}`,
    `need ${levelText[need][1]}, recognition ${levelText[recognition][1]}`,
  ];
};
const signalOf = (detail: Detail): Words => {
  const text = signalText[detail.signal as Signal];
  return text ? [text[0], text[1]] : ['', ''];
};

const tellers: Partial<Record<MovementKind, (detail: Detail) => Words>> = {
  stage: ({ stage }) => [`进入第 ${stage} 阶段`, `Into stage ${stage}`],
  step: ({ step }) => {
    const text = stepText[Number(step) as 1 | 2 | 3];
    return [`进入“${text[0]}”`, `Into “${text[1]}”`];
  },
  round: ({ round }) => [`进入第 ${round} 轮`, `Into round ${round}`],
  skip: (detail) => [
    `${signalOf(detail)[0]}，跳过 ${(detail.letters as string[]).join('、')} 类内容`,
    `${signalOf(detail)[1]}: passes over ${(detail.letters as string[]).join(', ')}`,
  ],
  jump: (detail) => [
    `${signalOf(detail)[0]}，直达第 ${detail.stage} 阶段`,
    `${signalOf(detail)[1]}: straight to stage ${detail.stage}`,
  ],
  three_w: (detail) => [
    `${signalOf(detail)[0]}，切换到 3W 话术`,
    `${signalOf(detail)[1]}: on to 3W scripts`,
  ],
  follow_up: ({ title }) => [`给客户经理的任务：${title}`, `For the RM: ${title}`],
  tagged: ({ tag }) =>
    tag ? [`打上标签 ${tag}`, `Tagged ${tag}`] : ['打上需求标签', 'Tagged with a need'],
  held: ({ item }) => [`${item} 暂不发送`, `${item} is held back`],
  pause: ({ days }) => [`客户要求暂停 ${days} 天`, `Paused for ${days} days`],
  late: ({ days }) => [`顺延 ${days} 天`, `Put back by ${days} days`],
  generic: ({ off }) =>
    off
      ? [
          '客户关闭了个性化推荐：按通用节奏，不再据行为推测',
          'Personalised recommendations switched off: the usual tempo, nothing is inferred',
        ]
      : ['客户重新打开了个性化推荐', 'Personalised recommendations switched on again'],
  version: ({ version }) => [`切换到第 ${version} 版`, `Moved to version ${version}`],
  need_stage: ({ to }) => {
    const text = needStageText[needStages[Number(to)] ?? 'unknown'];
    return [`需求阶段：${text[0]}`, `Need: ${text[1]}`];
  },
  cell: ({ from, to, stands }) => {
    const far = to === stands ? '' : '（每步只移动一格）';
    return [
      `${cellWords(from)[0]} → ${cellWords(to)[0]}${far}`,
      `${cellWords(from)[1]} → ${cellWords(to)[1]}${far ? ' (one cell a step)' : ''}`,
    ];
  },
  exit: ({ reason }) => {
    const text = exitReasons[reason as ExitReason];
    return [`结束：${text?.[0] ?? reason}`, `Ended: ${text?.[1] ?? reason}`];
  },
};

/** A movement as a person reads it. */
export const movementWords = (kind: MovementKind, detail: Detail): Words =>
  tellers[kind]?.(detail) ?? [movementText[kind][0], movementText[kind][1]];

/** What a customer did, in the words of signals; what the bank calls it where it is none. */
export function signalWords(event: Happened): Words {
  const signals = signalsOf(event);
  if (signals.length === 0) {
    const title = builtInKinds[event.kind as BuiltInKind]?.title;
    return title ? [title[0], title[1]] : [event.kind, event.kind];
  }
  return [
    signals.map((s) => signalText[s][0]).join('、'),
    signals.map((s) => signalText[s][1]).join(', '),
  ];
}
