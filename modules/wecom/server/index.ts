export { archivedCorps } from './archive/archive.repo.ts';
export { type ArchiveRead, type Conversation, readArchive } from './archive/read.service.ts';
export { corpAgent } from './corps/agent.service.ts';
export { findSignInApp, findSignInCorp, type SignInApp } from './corps/sign-in-app.repo.ts';
export { connectDemoCorps, foundDemoCorps } from './demo/connect-demo-corps.ts';
export { connectSimulatedCorp, foundSimulatedCorp } from './demo/connect-simulated-corp.ts';
export { AGREEING } from './demo/open-archive.ts';
export { callAlone } from './gateway/alone.ts';
export { callWecom } from './gateway/call-wecom.ts';
export type {
  CallInput,
  CallOptions,
  CallResult,
  Via,
} from './gateway/gateway.ts';
export { callWithoutPace } from './gateway/permits.ts';
export type { ContactProfile, FollowNote } from './mirror/contact-shape.ts';
export {
  type MirroredContact,
  type MirroredFollow,
  type MirroredGroup,
  type MirroredStaff,
  type MirroredTag,
  mirroredContactIds,
  mirroredContacts,
  mirroredDepartments,
  mirroredGroups,
  mirroredStaff,
  mirroredTags,
} from './mirror/mirror.service.ts';
export { type MarkedTags, noteMarkedTags } from './mirror/note-tags.repo.ts';
export { type SignedIn, signInTrips } from './sign-in/sign-in-trip.ts';
