import { ProgressLine } from '#platform/web/chart/Ring.tsx';
import { Callout } from '#platform/web/show/Callout.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { type Definition, type Finding, lanes } from '../../contract.ts';
import { promoShare } from '../../definition/layout.ts';
import { percent } from '../parts.tsx';
import styles from '../sequences.module.css';
import { text } from '../text.ts';

/** How much promotes, how the quotas stand, and what has to be mended. */
export function Meters({
  definition,
  findings,
}: {
  definition: Definition;
  findings: readonly Finding[];
}) {
  const t = useText(text);
  const phrase = usePhrase();
  const share = promoShare(definition.items);
  const limit = definition.guards.max_promotional_share;
  const sentence = t('promoMeter', { share: percent(share), limit: percent(limit) });
  const errors = findings.filter((f) => f.level === 'error').length;
  const warnings = findings.length - errors;
  return (
    <div className={styles.meters}>
      <div className={styles.meter}>
        <span>{sentence}</span>
        <ProgressLine
          share={limit === 0 ? 1 : share / limit}
          sentence={sentence}
          tone={share > limit ? 'bad' : share > limit * 0.85 ? 'warn' : 'good'}
        />
      </div>
      <div className={styles.meter}>
        <span>{t('perRound')}</span>
        <strong>
          {(['one_to_one', 'moments'] as const)
            .map((lane) => {
              const [have, want] = quotaOf(definition, lane);
              return t('quotaOf', { lane: phrase(lanes[lane]), have, want: want ?? have });
            })
            .join(' · ')}
        </strong>
      </div>
      <div className={styles.result} role="status">
        {errors > 0 ? (
          <Callout tone="bad">{t('errors', { n: errors })}</Callout>
        ) : warnings > 0 ? (
          <Callout tone="warn">{t('warnings', { n: warnings })}</Callout>
        ) : (
          <Callout tone="good">{t('clean')}</Callout>
        )}
        {findings
          .filter((f) => f.place.kind === 'sequence' || f.place.kind === 'transition')
          .map((finding) => (
            <p key={finding.words[0]}>{phrase(finding.words)}</p>
          ))}
      </div>
    </div>
  );
}

/** Of the first round: what is there and what the method wants. */
function quotaOf(definition: Definition, lane: 'one_to_one' | 'moments'): [number, number | null] {
  const have = definition.items.filter((i) => i.round === 1 && i.lane === lane).length;
  const quotas = definition.method.stages.flatMap((stage) => stage.quota[lane] ?? []);
  return [have, quotas.length === 0 ? null : quotas.reduce((n, q) => n + q.count, 0)];
}
