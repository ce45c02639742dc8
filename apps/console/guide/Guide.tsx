import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { listHandovers } from '#modules/outreach/contract.ts';
import { getRun, type RunId } from '#modules/sequences/contract.ts';
import { readDemo } from '#platform/contract/system.ts';
import { useCall } from '#platform/web/api.ts';
import { usePerson } from '#platform/web/person.ts';
import { useLang, usePhrase, useText } from '#platform/web/text/lang.ts';
import styles from './guide.module.css';
import { endGuide, keepGuide, useGuide } from './guide-state.ts';
import { doneAt, type GuideMemory, guideSteps, remembered, secondPersonsWay } from './steps.ts';
import { text } from './text.ts';

/** The plan of the run that was made on the way, and an RM on whose phone a task of it waits. */
function usePhones(run: string | undefined, enabled: boolean) {
  const id = run?.split('/').at(-1) as RunId | undefined;
  const found = useCall(
    getRun,
    { params: { id: id as RunId } },
    { enabled: enabled && id !== undefined, every: 5 },
  );
  const plan = found.data?.planId ?? null;
  const tasks = useCall(
    listHandovers,
    { query: { planId: plan ?? '', state: 'sent', channel: 'one_to_one', size: 1 } },
    { enabled: enabled && plan !== null, every: 5 },
  );
  return {
    plan,
    rm: tasks.data?.items[0]?.staffName ?? null,
    // Until it is approved there is no plan, and no report to be taken to.
    pending: enabled && id !== undefined && plan === null,
  };
}

/** Leads a first-time visitor over the real pages, step by step; can be folded, left and skipped. */
export function Guide() {
  const memory = useGuide();
  const person = usePerson()?.id ?? '';
  const { pathname: path } = useLocation();
  useEffect(() => {
    const step = memory && doneAt(memory, { path, person });
    if (step) keepGuide(remembered(memory, step, { path, person }));
  }, [memory, path, person]);
  useWayBack(memory, { path, person });
  if (!memory) return null;
  return <Panel at={memory.step} />;
}

/** Who signs in as the second person is taken to the request that waits for them: once. */
function useWayBack(memory: GuideMemory | null, here: { path: string; person: string }) {
  const navigate = useNavigate();
  const taken = useRef(false);
  const to = memory && secondPersonsWay(memory, here);
  useEffect(() => {
    if (!to || taken.current) return;
    taken.current = true;
    navigate(to, { replace: true });
  }, [to, navigate]);
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
  const simulator = demo.data?.simulatorUrl ?? null;
  const { plan, rm, pending } = usePhones(
    memory.run,
    step?.key === 'phone' || step?.key === 'report',
  );
  const lang = useLang();
  const phones =
    simulator && `${simulator}/phones?${new URLSearchParams({ lang, ...(rm ? { rm } : {}) })}`;
  const to = pending ? null : (step?.to({ ...memory, ...(plan ? { plan } : {}) }) ?? null);
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
            {step?.key === 'phone' && rm && <p>{t('arrived', { rm })}</p>}
          </div>
          <footer>
            {step && to && path !== to.split('?')[0] && (
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
