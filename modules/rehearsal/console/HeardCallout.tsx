import { Callout } from '#platform/web/show/Callout.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { formatPercent } from '#platform/web/text/number.ts';
import type { RehearsalReport } from '../contract.ts';
import { text } from './text.ts';

const said = { archive: 'heardArchive', supposed: 'heardSupposed', no: 'heardNothing' } as const;

/** Whether what customers wrote was heard, and what that means for the figures below. */
export function HeardCallout({ report: { sample } }: { report: RehearsalReport }) {
  const t = useText(text);
  const { answers, agreeing } = sample;
  if (!answers) return null;
  return (
    <Callout tone={answers === 'no' ? 'warn' : 'note'}>
      {t(said[answers], { share: formatPercent(agreeing ?? 0, 0) })} {t('conversionsSaid')}
    </Callout>
  );
}
