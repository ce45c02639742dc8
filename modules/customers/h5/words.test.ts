import { expect, test } from 'vitest';
import { blockText, sourceText } from '../contract/attribute.ts';
import { consentChannelText, consentPurposeText } from '../contract/purpose.ts';
import { requestStateText, rightText } from '../contract/rights.ts';
import { channelWords, purposeWords } from './channel-words.ts';
import { blockWords, requestStateWords, rightWords, sourceWords } from './data-words.ts';

test('the phone and the console call things by the same words', () => {
  expect(channelWords).toEqual(consentChannelText);
  expect(purposeWords).toEqual(consentPurposeText);
  expect(blockWords).toEqual(blockText);
  expect(sourceWords).toEqual(sourceText);
  expect(rightWords).toEqual(rightText);
  expect(requestStateWords).toEqual(requestStateText);
});
