import { Button } from 'antd';
import { useEffect, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { readDemo } from '#platform/contract/system.ts';
import { useCall } from '#platform/web/api.ts';
import { usePerson } from '#platform/web/person.ts';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import styles from './guide.module.css';
import { endGuide, keepGuide, useGuide } from './guide-state.ts';
import { doneAt, guideSteps, remembered } from './steps.ts';
import { text } from './text.ts';

/** Leads a first-time visitor over the real pages, step by step; can be folded, left and skipped. */
export function Guide() {
  const memory = useGuide();
  const person = usePerson()?.id ?? '';
  const { pathname: path } = useLocation();
  useEffect(() => {
    const step = memory && doneAt(memory, { path, person });
    if (step) keepGuide(remembered(memory, step, { path, person }));
  }, [memory, path, person]);
  if (!memory) return null;
  return <Panel at={memory.step} />;
}

function Panel({ at }: { at: number }) {
  const t = useText(text);
  const phrase = usePhrase();
  const navigate = useNavigate();
  const memory = useGuide()!;
  const person = usePerson()?.id ?? '';
  const { pathname: path } = useLocation();
  const [folded, setFolded] = useState(false);
  const demo = useCall(readDemo);
  const step = guideSteps[at];
  const phones = demo.data?.simulatorUrl ? `${demo.data.simulatorUrl}/phones` : null;
  const to = step?.to(memory) ?? null;
  return (
    <aside className={styles.guide} aria-label={t('guide')} data-folded={folded || undefined}>
      <header>
        <b>{t('guide')}</b>
        <span>{step ? t('stepOf', { n: at + 1, all: guideSteps.length }) : t('finished')}</span>
        <Button size="small" type="text" onClick={() => setFolded(!folded)}>
          {t(folded ? 'unfold' : 'fold')}
        </Button>
      </header>
      {!folded && (
        <>
          <ol className={styles.dots} aria-hidden="true">
            {guideSteps.map(({ key }, place) => (
              <li key={key} data-state={place < at ? 'done' : place === at ? 'here' : 'ahead'} />
            ))}
          </ol>
          <div aria-live="polite">
            <h2>{step ? phrase(step.title) : t('finishedTitle')}</h2>
            <p>{step ? phrase(step.what) : t('finishedWhat')}</p>
          </div>
          <footer>
            {step && to && path !== to && (
              <Button type="primary" onClick={() => navigate(to)}>
                {t('take')}
              </Button>
            )}
            {step?.key === 'phone' && phones && (
              <Button type="primary" href={phones} target="_blank">
                {t('phones')}
              </Button>
            )}
            {step?.said && (
              <Button onClick={() => keepGuide(remembered(memory, step, { path, person }))}>
                {t('did')}
              </Button>
            )}
            <Button type="text" onClick={endGuide}>
              {t(step ? 'skip' : 'close')}
            </Button>
          </footer>
        </>
      )}
    </aside>
  );
}
