export { checkTexts, type TextCheck } from './lexicon/check.service.ts';
