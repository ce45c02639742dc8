export { sequenceOwned } from './data-sets.ts';
export { startRehearsedRun } from './run/rehearse.service.ts';
export { placesOf } from './story/places.repo.ts';
export { showStory } from './story/story.view.ts';
