export { memberExport } from './audience/member.export.ts';
export { findFrozen, findSnapshot } from './audience/snapshot.repo.ts';
export { defineAudienceUse } from './audience/uses.ts';
export { audienceOwned } from './data-sets.ts';
export type { AudienceEngine } from './engine/audience-engine.ts';
export { postgresEngine } from './engine/postgres-engine.ts';
export { needRecognitionOf } from './scores/standing/standing.service.ts';
export { standings } from './scores/standing/standing-sql.ts';
export { defineScore } from './words/score-names.ts';
