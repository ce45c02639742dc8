export { findEventsOf as eventsOf } from './events/event.repo.ts';
export { defineEventKinds, kindsOf } from './kinds/catalogue.ts';
export { listKinds, showQuality } from './quality/quality.service.ts';
export { rollupTask } from './rollups/rollup.task.ts';
export { findPageSite } from './sites/site.repo.ts';
export { eventId, type Recorded, recordEvents } from './store/record.service.ts';
export { mergeHistory, splitHistory } from './visitors/merge.service.ts';
export {
  releaseCustomers,
  releaseVisitor,
  type Stitch,
  type Stitched,
  stitchVisitor,
  undoStitch,
} from './visitors/stitch.service.ts';
export { visitorKey } from './visitors/visitor-key.ts';
