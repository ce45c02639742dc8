import type { NeedStage, Signal, StandingSettings } from '../../../contract/score-standing.ts';

type Given = [kind: string, points: number, halfLifeDays: number, perDay: number, NeedStage?];

/**
 * What every bank begins with; a bank changes it on the screen. Points say what one event is worth
 * beside another: a question about a product counts as much as seven looks at one. Needs fade within
 * weeks, recognition within months; what disappoints is forgotten most slowly.
 */
const need: readonly Given[] = [
  ['page.viewed', 0.5, 14, 6],
  ['link.opened', 1, 14, 5],
  ['content.read', 3, 21, 4, 'identified'],
  ['content.finished', 8, 30, 3, 'deepened'],
  ['product.viewed', 5, 21, 4, 'identified'],
  ['form.started', 6, 21, 2, 'deepened'],
  ['form.submitted', 15, 30, 2, 'explicit'],
  ['questionnaire.answered', 12, 45, 1, 'deepened'],
  ['consultation.asked', 35, 30, 2, 'explicit'],
  ['message.replied', 2, 21, 3],
  ['activity.joined', 2, 30, 2],
  ['call.answered', 3, 30, 1],
  ['branch.visited', 10, 30, 1, 'deepened'],
  ['salary.arrived', 4, 30, 1],
  // A bought product has met the need.
  ['product.bought', -25, 30, 1],
  ['complaint.made', -10, 60, 1],
];

const recognition: readonly Given[] = [
  ['relationship.started', 12, 180, 1],
  ['message.replied', 6, 60, 3],
  ['moments.liked', 3, 45, 3],
  ['moments.commented', 6, 60, 2],
  ['profile.visited', 5, 45, 2],
  ['content.read', 1.5, 45, 4],
  ['content.finished', 4, 60, 3],
  ['share.made', 8, 60, 2],
  ['activity.joined', 5, 60, 2],
  ['activity.checked-in', 3, 45, 1],
  ['activity.shared', 8, 60, 2],
  ['benefit.redeemed', 6, 60, 2],
  ['group.joined', 6, 90, 1],
  ['group.spoke', 3, 45, 3],
  ['questionnaire.answered', 5, 60, 1],
  ['consultation.asked', 10, 90, 2],
  ['branch.visited', 8, 60, 1],
  ['call.answered', 3, 30, 1],
  ['product.bought', 20, 180, 1],
  ['group.left', -8, 60, 1],
  ['relationship.ended', -40, 180, 1],
  ['complaint.made', -30, 120, 2],
];

const signals = (dimension: Signal['dimension'], given: readonly Given[]): Signal[] =>
  given.map(([kind, points, halfLifeDays, perDay, stage]) => ({
    dimension,
    kind,
    points,
    halfLifeDays,
    perDay,
    stage: stage === undefined || stage === 'unknown' ? null : stage,
  }));

export const startingSignals: readonly Signal[] = [
  ...signals('need', need),
  ...signals('recognition', recognition),
];

export const startingSettings: StandingSettings = {
  cuts: { need: { mid: 30, high: 60 }, recognition: { mid: 30, high: 60 } },
  scale: 40,
};
