import { z } from 'zod';
import {
  commaList,
  number,
  optionalNumber,
  optionalWords,
  repeated,
  wecomEvent,
  words,
} from './event.ts';

/** Event=change_contact. Newer callback addresses receive ids only. */
const shared = { event: 'change_contact', audience: 'contact-sync', source: 'D90970' } as const;

const ExtItem = z.object({
  Name: words,
  Type: optionalNumber,
  /** An older form without a type. */
  Value: optionalWords,
  Text: z.object({ Value: words }).optional(),
  Web: z.object({ Title: words, Url: words }).optional(),
});

const member = {
  UserID: words,
  Name: optionalWords,
  Department: commaList,
  MainDepartment: optionalNumber,
  IsLeaderInDept: commaList,
  DirectLeader: commaList,
  Position: optionalWords,
  Mobile: optionalWords,
  Gender: optionalWords,
  Email: optionalWords,
  BizMail: optionalWords,
  Status: optionalNumber,
  Avatar: optionalWords,
  Alias: optionalWords,
  Telephone: optionalWords,
  Address: optionalWords,
  ExtAttr: repeated('Item', ExtItem),
};

export const memberCreated = wecomEvent({
  ...shared,
  name: 'member.created',
  changeType: 'create_user',
  fields: z.object(member),
});
export const memberUpdated = wecomEvent({
  ...shared,
  name: 'member.updated',
  changeType: 'update_user',
  fields: z.object({ ...member, NewUserID: optionalWords }),
});
export const memberDeleted = wecomEvent({
  ...shared,
  name: 'member.deleted',
  changeType: 'delete_user',
  fields: z.object({ UserID: words }),
});

const department = { Id: number, Name: optionalWords, ParentId: optionalNumber };

export const departmentCreated = wecomEvent({
  ...shared,
  name: 'department.created',
  changeType: 'create_party',
  fields: z.object({ ...department, Order: optionalNumber }),
  source: 'D90971',
});
export const departmentUpdated = wecomEvent({
  ...shared,
  name: 'department.updated',
  changeType: 'update_party',
  fields: z.object(department),
  source: 'D90971',
});
export const departmentDeleted = wecomEvent({
  ...shared,
  name: 'department.deleted',
  changeType: 'delete_party',
  fields: z.object({ Id: number }),
  source: 'D90971',
});
export const contactTagUpdated = wecomEvent({
  ...shared,
  name: 'contact-tag.updated',
  changeType: 'update_tag',
  fields: z.object({
    TagId: number,
    AddUserItems: commaList,
    DelUserItems: commaList,
    AddPartyItems: commaList,
    DelPartyItems: commaList,
  }),
  source: 'D90240',
});

export const batchJobFinished = wecomEvent({
  ...shared,
  name: 'batch-job.finished',
  event: 'batch_job_result',
  fields: z.object({
    BatchJob: z.object({ JobId: words, JobType: words, ErrCode: number, ErrMsg: optionalWords }),
  }),
  source: 'D90240',
});

export const contactEvents = [
  memberCreated,
  memberUpdated,
  memberDeleted,
  departmentCreated,
  departmentUpdated,
  departmentDeleted,
  contactTagUpdated,
  batchJobFinished,
];
