import { Button } from 'antd';
import { useNavigate } from 'react-router';
import { requestApproval } from '#modules/org/contract.ts';
import { useChange } from '#platform/web/api.ts';
import { Facts, Section } from '#platform/web/page/Page.tsx';
import { Callout } from '#platform/web/show/Callout.tsx';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { useComma, useMarks, usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  styles as communityStyles,
  type SetupStep,
  setupLaunchKind,
  setupReviewKind,
  setupSteps,
} from '../../contract.ts';
import styles from '../segments.module.css';
import type { StepProps } from './SetupPage.tsx';
import { text } from './setup-text.ts';

export function SubmitStep({
  setup,
  content,
  locked,
  save,
  go,
}: StepProps & { go: (to: SetupStep) => void }) {
  const t = useText(text);
  const phrase = usePhrase();
  const comma = useComma();
  const marks = useMarks();
  const navigate = useNavigate();
  const request = useChange(requestApproval);
  const submit = async (kind: string) => {
    try {
      const { id, version } = await save();
      const made = await request.mutateAsync({ body: { kind, payload: { id, version } } });
      navigate(`/approvals/${made.id}`);
    } catch {
      // Shown below.
    }
  };
  const inForce = setup.activeVersion === setup.version;
  const { brief, research, plan, audiences } = content;
  return (
    <div className={styles.stack}>
      {setup.state !== 'ended' &&
        (setup.gaps.length > 0 ? (
          <Callout tone="warn" title={t('missing', { n: setup.gaps.length })}>
            <ul className={styles.gaps}>
              {setup.gaps.map((gap) => (
                <li key={gap.text}>
                  <button type="button" onClick={() => go(gap.step)}>
                    {phrase(setupSteps[gap.step])}
                  </button>{' '}
                  {gap.text}
                </li>
              ))}
            </ul>
          </Callout>
        ) : (
          <Callout tone="good">{inForce ? t('inForce') : t('nothingMissing')}</Callout>
        ))}
      <Facts
        items={[
          { label: t('whom'), value: phrase(setup.packName) },
          { label: t('unit'), value: setup.unit.name },
          { label: t('industry'), value: research.industry || '—' },
          { label: t('need'), value: brief.need || '—', wide: true },
          { label: t('advantage'), value: brief.advantage || '—', wide: true },
          { label: t('entryPoint'), value: brief.entryPoint || '—', wide: true },
          {
            label: t('scenes'),
            value: plan
              ? `${phrase(communityStyles[plan.style])}${marks.colon}${plan.scenes.map(({ name }) => phrase(name)).join(comma)}`
              : '—',
            wide: true,
          },
          { label: phrase(setupSteps.audience), value: Object.keys(audiences).length },
        ]}
      />
      {!locked && setup.state !== 'ended' && !inForce && (
        <div>
          <Button
            type="primary"
            loading={request.isPending}
            disabled={setup.gaps.length > 0}
            onClick={() => submit(setupLaunchKind)}
          >
            {t('submit')}
          </Button>
        </div>
      )}
      {setup.review && (
        <Section title={t('review')}>
          <Facts
            items={(['goal', 'result', 'learned', 'reuse'] as const).map((key) => ({
              label: t(key),
              value: setup.review?.[key],
              wide: true,
            }))}
          />
          {setup.reviewState === 'none' && (
            <Button loading={request.isPending} onClick={() => submit(setupReviewKind)}>
              {t('submitReview')}
            </Button>
          )}
        </Section>
      )}
      {request.isError && <ErrorNote error={request.error} />}
      <Section title={t('history')}>
        <ul className={styles.rows}>
          {setup.versions.slice(0, 10).map((one) => (
            <li key={one.version}>
              <b>{t('versionN', { n: one.version })}</b>
              {one.version === setup.activeVersion && <span>{t('running')}</span>}
              <span className={styles.note}>{one.by}</span>
              <DateTime at={one.at} />
            </li>
          ))}
        </ul>
      </Section>
    </div>
  );
}
