import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import { defineErrors } from '#platform/contract/errors.ts';
import { defineEvent } from '#platform/contract/event.ts';
import { listOf, pageOf, pageQuery, sortBy } from '#platform/contract/paging.ts';
import type { Phrase } from '#platform/contract/text.ts';
import { PersonRef } from './person.ts';
import { UnitRef } from './unit.ts';

/**
 * One request for a second pair of eyes (CR-144): drafted by one person, decided by another, bound
 * to one version of its subject and to one payload.
 */
export const approvalStates = [
  'draft',
  'submitted',
  'returned',
  'approved',
  'rejected',
  'withdrawn',
  'expired',
  'voided',
] as const;
export const ApprovalState = z.enum(approvalStates);
export type ApprovalState = z.infer<typeof ApprovalState>;

export const approvalStateText: Record<ApprovalState, Phrase> = {
  draft: ['草稿', 'Draft'],
  submitted: ['待审批', 'To be decided'],
  returned: ['已退回', 'Returned'],
  approved: ['已通过', 'Approved'],
  rejected: ['已否决', 'Rejected'],
  withdrawn: ['已撤回', 'Withdrawn'],
  expired: ['已过期', 'Expired'],
  voided: ['已失效', 'Void'],
};

/** What one line of history says was done. */
export const approvalSteps = [
  'drafted',
  'revised',
  'submitted',
  'commented',
  'returned',
  'approved',
  'rejected',
  'withdrawn',
  'reminded',
  'escalated',
  'expired',
  'voided',
] as const;
export const ApprovalStepName = z.enum(approvalSteps);
export type ApprovalStepName = z.infer<typeof ApprovalStepName>;

export const approvalStepText: Record<ApprovalStepName, Phrase> = {
  drafted: ['起草', 'drafted'],
  revised: ['修改', 'revised'],
  submitted: ['提交', 'submitted'],
  commented: ['留言', 'commented'],
  returned: ['退回', 'returned'],
  approved: ['通过', 'approved'],
  rejected: ['否决', 'rejected'],
  withdrawn: ['撤回', 'withdrew'],
  reminded: ['催办', 'reminded'],
  escalated: ['升级督办', 'escalated'],
  expired: ['到期未审批', 'expired'],
  voided: ['内容已变，失效', 'voided by a change'],
};

export const ApprovalId = z.uuid().brand<'ApprovalId'>();
export type ApprovalId = z.infer<typeof ApprovalId>;

/** `org.role-change`, `org.project-launch`: the module first. */
export const ApprovalKindName = z.string().regex(/^[a-z]+(\.[a-z-]+)+$/);

const ChangeValue = z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.null()]);
/** One line of what would change, in the reader's language. */
export const Change = z.object({ label: z.string(), before: ChangeValue, after: ChangeValue });
export type Change = z.infer<typeof Change>;

/** What the caller may do with it now, so that a screen shows no button that would be refused. */
export const ApprovalAbilities = z.object({
  decide: z.boolean(),
  submit: z.boolean(),
  revise: z.boolean(),
  withdraw: z.boolean(),
  comment: z.boolean(),
});

export const Approval = z.object({
  id: ApprovalId,
  kind: ApprovalKindName,
  kindName: z.string(),
  title: z.string(),
  state: ApprovalState,
  /** Grows with each submission. A decision names the round it was made on. */
  round: z.int(),
  subject: z.object({ id: z.string(), name: z.string(), version: z.int() }),
  /** Null: it concerns the whole bank. */
  unit: UnitRef.nullable(),
  maker: PersonRef,
  checker: PersonRef.nullable(),
  /** Whose duty the checker did, when by delegation. */
  onBehalfOf: PersonRef.nullable(),
  draftedAt: z.iso.datetime(),
  submittedAt: z.iso.datetime().nullable(),
  decidedAt: z.iso.datetime().nullable(),
  /** When it expires undecided, by the business clock. */
  dueAt: z.iso.datetime().nullable(),
  reason: z.string().nullable(),
  can: ApprovalAbilities,
});
export type Approval = z.infer<typeof Approval>;

export const ApprovalStep = z.object({
  seq: z.int(),
  at: z.iso.datetime(),
  step: ApprovalStepName,
  by: PersonRef,
  onBehalfOf: PersonRef.nullable(),
  round: z.int(),
  note: z.string().nullable(),
});
export type ApprovalStep = z.infer<typeof ApprovalStep>;

export const ApprovalDetail = Approval.extend({
  note: z.string().nullable(),
  payload: z.record(z.string(), z.unknown()),
  /** As they stood when it was submitted: what the checker decides on. */
  changes: z.array(Change),
  /** Where to see the thing itself, as a path of the console. */
  link: z.string().nullable(),
  /** What whoever approves it confirms to have looked at. */
  attest: z.array(z.string()),
  history: z.array(ApprovalStep),
  /** Who could decide it now; at most ten, with the number of all. */
  checkers: z.object({ people: z.array(PersonRef), total: z.int() }),
});
export type ApprovalDetail = z.infer<typeof ApprovalDetail>;

/** A kind of approval, for filters and for the start of a request. */
export const ApprovalKindInfo = z.object({
  kind: ApprovalKindName,
  name: z.string(),
  draftPermission: z.string(),
  decidePermission: z.string(),
  /** Workdays from submission to expiry, by the business clock. */
  deadlineWorkdays: z.int(),
});
export type ApprovalKindInfo = z.infer<typeof ApprovalKindInfo>;

export const Delegation = z.object({
  id: z.uuid(),
  from: PersonRef,
  to: PersonRef,
  startsAt: z.iso.datetime(),
  /** Not included. */
  endsAt: z.iso.datetime(),
  /** Empty: every kind. */
  kinds: z.array(ApprovalKindName),
  reason: z.string(),
  endedAt: z.iso.datetime().nullable(),
  state: z.enum(['coming', 'active', 'over']),
});
export type Delegation = z.infer<typeof Delegation>;

const idParams = z.object({ id: ApprovalId });
const remark = z.string().trim().min(1).max(1000);

export const listApprovalKinds = endpoint({
  method: 'GET',
  path: '/api/v1/org/approval-kinds',
  permission: 'signed-in',
  summary: ['审批事项的种类', 'Kinds of approvals'],
  reply: z.object({ items: z.array(ApprovalKindInfo) }),
});

export const listApprovals = endpoint({
  method: 'GET',
  path: '/api/v1/org/approvals',
  permission: 'signed-in',
  summary: [
    '审批列表：待我审批、我发起的、范围内全部',
    'Approvals: to be decided by me, mine, all in scope',
  ],
  query: z.object({
    ...pageQuery,
    box: z.enum(['to_decide', 'mine', 'decided_by_me', 'all']).default('to_decide'),
    state: listOf(ApprovalState),
    kind: listOf(ApprovalKindName),
    unitId: z.uuid().optional(),
    from: z.iso.datetime().optional(),
    to: z.iso.datetime().optional(),
    sort: sortBy('draftedAt', 'submittedAt', 'dueAt', 'title', 'state'),
  }),
  reply: pageOf(Approval),
});

export const getApproval = endpoint({
  method: 'GET',
  path: '/api/v1/org/approvals/:id',
  permission: 'signed-in',
  summary: ['审批详情与经过', 'An approval with its changes and history'],
  params: idParams,
  reply: ApprovalDetail,
});

/** The one way to ask for approval of anything; each kind's payload is in its module's contract. */
export const requestApproval = endpoint({
  method: 'POST',
  path: '/api/v1/org/approvals',
  permission: 'signed-in',
  summary: ['发起审批', 'Ask for approval'],
  body: z.object({
    kind: ApprovalKindName,
    payload: z.record(z.string(), z.unknown()),
    note: remark.optional(),
    /** False keeps it as a draft. */
    submit: z.boolean().default(true),
  }),
  reply: ApprovalDetail,
});

export const reviseApproval = endpoint({
  method: 'PUT',
  path: '/api/v1/org/approvals/:id',
  permission: 'signed-in',
  summary: ['修改草稿或被退回的申请', 'Revise a draft or a returned request'],
  params: idParams,
  body: z.object({
    payload: z.record(z.string(), z.unknown()),
    note: remark.optional(),
    submit: z.boolean().default(true),
  }),
  reply: ApprovalDetail,
});

export const submitApproval = endpoint({
  method: 'POST',
  path: '/api/v1/org/approvals/:id/submit',
  permission: 'signed-in',
  summary: ['提交审批', 'Submit for approval'],
  params: idParams,
  body: z.object({ note: remark.optional() }),
  reply: ApprovalDetail,
});

export const withdrawApproval = endpoint({
  method: 'POST',
  path: '/api/v1/org/approvals/:id/withdraw',
  permission: 'signed-in',
  summary: ['撤回自己的申请', 'Withdraw a request of one’s own'],
  params: idParams,
  body: z.object({ reason: remark.optional() }),
  reply: ApprovalDetail,
});

export const commentApproval = endpoint({
  method: 'POST',
  path: '/api/v1/org/approvals/:id/comments',
  permission: 'signed-in',
  summary: ['留言', 'Comment'],
  params: idParams,
  body: z.object({ text: remark }),
  reply: ApprovalDetail,
});

/**
 * Answers the approval as it is afterwards. When its subject changed since submission the decision
 * is not taken and the state is `voided`.
 */
export const decideApproval = endpoint({
  method: 'POST',
  path: '/api/v1/org/approvals/:id/decision',
  permission: 'org.approval.decide',
  summary: ['通过、否决或退回', 'Approve, reject or return'],
  params: idParams,
  body: z
    .object({
      decision: z.enum(['approve', 'reject', 'return']),
      /** The round that was read. */
      round: z.int().min(1),
      reason: remark.optional(),
      /** Everything in `attest` was looked at; no approval goes through without. */
      attested: z.boolean().default(false),
    })
    .refine((b) => b.decision === 'approve' || b.reason !== undefined, {
      path: ['reason'],
      message: 'a refusal needs a reason',
    }),
  reply: ApprovalDetail,
});

export const listDelegations = endpoint({
  method: 'GET',
  path: '/api/v1/org/approval-delegations',
  permission: 'org.approval.decide',
  summary: ['我委托他人和他人委托我的审批', 'Approval duty delegated by me and to me'],
  reply: z.object({ given: z.array(Delegation), received: z.array(Delegation) }),
});

/** People who may stand in: staff who decide approvals themselves. */
export const findDelegates = endpoint({
  method: 'GET',
  path: '/api/v1/org/approval-delegates',
  permission: 'org.approval.decide',
  summary: ['可以代为审批的人', 'Who could stand in'],
  query: z.object({ q: z.string().trim().max(100).optional() }),
  reply: z.object({ items: z.array(PersonRef.extend({ unit: UnitRef.nullable() })) }),
});

export const delegateApprovals = endpoint({
  method: 'POST',
  path: '/api/v1/org/approval-delegations',
  permission: 'org.approval.decide',
  summary: ['委托他人代为审批', 'Let another person decide for a period'],
  body: z.object({
    toId: z.uuid(),
    startsAt: z.iso.datetime({ offset: true }),
    endsAt: z.iso.datetime({ offset: true }),
    kinds: z.array(ApprovalKindName).max(50).default([]),
    reason: remark,
  }),
  reply: Delegation,
});

export const endDelegation = endpoint({
  method: 'POST',
  path: '/api/v1/org/approval-delegations/:id/end',
  permission: 'org.approval.decide',
  summary: ['提前结束委托', 'End a delegation early'],
  params: z.object({ id: z.uuid() }),
  reply: Delegation,
});

export const approvalErrors = defineErrors('org', {
  approvalNotFound: 404,
  /** The state does not allow it; details.state. */
  approvalState: 409,
  /** The request was revised since it was read; details.round. */
  approvalRound: 409,
  /** Nobody decides on a request of his own, nor as the stand-in of its maker (CR-144). */
  ownApproval: 403,
  /** Only the person who made the request may. */
  notMaker: 403,
  /** The same subject already waits for a decision; details.approvalId. */
  approvalOpen: 409,
  approvalKindUnknown: 404,
  /** What has to be looked at was not confirmed; details.statements. */
  approvalUnattested: 422,
  delegationNotFound: 404,
  /** Not a person who decides approvals himself, or no longer here. */
  delegateUnfit: 409,
  delegationToSelf: 409,
  /** The period is empty, over, or longer than details.days days. */
  delegationPeriod: 409,
});

export const approvalErrorTexts: Record<`org.${keyof typeof approvalErrors}`, Phrase> = {
  'org.approvalNotFound': [
    '没有找到这项审批，或它不在您的范围内',
    'No such approval, or not in your scope',
  ],
  'org.approvalState': [
    '这项审批的状态已变，不能再这样操作，请刷新',
    'The approval has moved on; refresh and look again',
  ],
  'org.approvalRound': [
    '申请在您查看之后又修改过，请看过新内容再决定',
    'The request was revised after you read it; read it again',
  ],
  'org.ownApproval': [
    '不能审批自己发起的申请，代他人审批时也不行',
    'You may not decide on your own request, nor stand in for its maker',
  ],
  'org.notMaker': ['只有发起人可以这样做', 'Only the maker may do this'],
  'org.approvalOpen': [
    '这项内容已有一份申请在审批中，请先处理那一份',
    'A request for this is already waiting; deal with that one first',
  ],
  'org.approvalUnattested': [
    '请先逐项确认需要人工查看的内容，再通过',
    'Confirm first what only a person can look at, then approve',
  ],
  'org.approvalKindUnknown': ['没有这种审批事项', 'No such kind of approval'],
  'org.delegationNotFound': ['没有找到这份委托', 'No such delegation'],
  'org.delegateUnfit': [
    '对方不是审批人或已停用，不能代为审批',
    'This person does not decide approvals or is no longer active',
  ],
  'org.delegationToSelf': ['不能委托给自己', 'You cannot delegate to yourself'],
  'org.delegationPeriod': [
    '委托时间不对：结束要晚于开始和现在，最长 {days} 天',
    'The period must end after its start and after now, and last at most {days} days',
  ],
};

export const approvalDecided = defineEvent(
  'org.approval-decided',
  z.object({
    approvalId: ApprovalId,
    kind: ApprovalKindName,
    subjectId: z.string(),
    subjectVersion: z.int(),
    outcome: z.enum(['approved', 'rejected', 'returned', 'withdrawn', 'expired', 'voided']),
  }),
);

export const approvalPermissions = {
  'org.approval.decide': [
    '审批（具体事项另需对应权限）',
    'Decide approvals (of the kinds one holds)',
  ],
  'org.approval.read': ['查看范围内全部审批', 'See all approvals in scope'],
  'org.approval.oversee': ['督办：接收久未处理的审批', 'Be told of approvals that wait too long'],
} as const satisfies Record<string, Phrase>;
