import { z } from 'zod';

export const BankId = z.uuid().brand<'BankId'>();
export type BankId = z.infer<typeof BankId>;

export const UnitId = z.uuid().brand<'UnitId'>();
export type UnitId = z.infer<typeof UnitId>;

export const StaffId = z.uuid().brand<'StaffId'>();
export type StaffId = z.infer<typeof StaffId>;

export const RoleId = z.uuid().brand<'RoleId'>();
export type RoleId = z.infer<typeof RoleId>;

export const GrantId = z.uuid().brand<'GrantId'>();
export type GrantId = z.infer<typeof GrantId>;

export const SessionId = z.uuid().brand<'SessionId'>();
export type SessionId = z.infer<typeof SessionId>;

/** A name in both languages, as stored and sent: [Chinese, English]. */
export const Names = z.tuple([z.string().trim().min(1).max(60), z.string().trim().min(1).max(80)]);
export type Names = z.infer<typeof Names>;

/** An instant on the wire: ISO 8601 in UTC. */
export const Instant = z.iso.datetime();
