import { Button } from 'antd';
import { useState } from 'react';
import { Facts } from '#platform/web/page/Page.tsx';
import { CopyText } from '#platform/web/show/CopyText.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { useUnitPath } from '#platform/web/units.ts';
import type { App, ConnectStep, Corp } from '../../contract.ts';
import { SecretDialog } from '../corps/SecretDialog.tsx';
import { AppForm } from './AppForm.tsx';
import { CallbackStep } from './CallbackStep.tsx';
import { Checks } from './Checks.tsx';
import styles from './connect.module.css';
import { text } from './text.ts';

export interface StepProps {
  corp: Corp;
  step: ConnectStep;
  test: () => Promise<unknown>;
  testing: boolean;
}

/** What is done on our side of a step, and what its tests said. */
export function StepBody(props: StepProps) {
  const { corp, step } = props;
  const t = useText(text);
  if (step.key === 'corp') return <AboutCorp corp={corp} />;
  if (step.key === 'callback')
    return step.app ? <CallbackStep {...props} /> : <Waits>{t('waitsForApp')}</Waits>;
  if (step.key === 'customer_contact')
    return step.app ? <Tested {...props} /> : <Waits>{t('waitsForApp')}</Waits>;
  const app = corp.apps.find(({ id }) => id === step.app?.id);
  return app ? (
    <>
      <Registered corp={corp} app={app} test={props.test} />
      <Tested {...props} />
    </>
  ) : (
    <AppForm {...props} />
  );
}

const Waits = ({ children }: { children: string }) => <p className={styles.quiet}>{children}</p>;

function AboutCorp({ corp }: { corp: Corp }) {
  const t = useText(text);
  const unit = useUnitPath(corp.unitId);
  return (
    <Facts
      items={[
        { label: t('corpid'), value: <CopyText text={corp.corpid} /> },
        { label: t('unit'), value: unit.data?.at(-1)?.name ?? '—' },
        { label: t('baseUrl'), value: corp.baseUrl, wide: true },
      ]}
    />
  );
}

function Registered({ corp, app, test }: { corp: Corp; app: App; test: StepProps['test'] }) {
  const t = useText(text);
  const [asking, setAsking] = useState(false);
  return (
    <section>
      <h3>{t('here')}</h3>
      <Facts
        items={[
          { label: t('appName'), value: app.name },
          ...(app.agentId === null ? [] : [{ label: t('agentId'), value: String(app.agentId) }]),
          {
            label: t('secret'),
            value: (
              <span className={styles.inline}>
                {t('registered')}
                <Button size="small" onClick={() => setAsking(true)}>
                  {t('replaceSecret')}
                </Button>
              </span>
            ),
          },
        ]}
      />
      <SecretDialog
        corp={corp}
        app={asking ? app : null}
        close={() => setAsking(false)}
        then={test}
      />
    </section>
  );
}

function Tested({ step, test, testing }: StepProps) {
  const t = useText(text);
  return (
    <section>
      <div className={styles.heading}>
        <h3>{t('checks')}</h3>
        <Button size="small" loading={testing} onClick={test}>
          {t('testThis')}
        </Button>
      </div>
      <Checks checks={step.checks} />
    </section>
  );
}
