import { App, Button } from 'antd';
import { useEffect, useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import type { Reply } from '#platform/contract/endpoint.ts';
import { useCall, useChange } from '#platform/web/api.ts';
import { LeaveGuard } from '#platform/web/form/LeaveGuard.tsx';
import { Wizard } from '#platform/web/form/Wizard.tsx';
import { Page } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { Callout } from '#platform/web/show/Callout.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  changeSetup,
  getPack,
  getSetup,
  type SetupContent,
  type SetupDetail,
  type SetupId,
  type SetupStep,
  setupSteps,
} from '../../contract.ts';
import { Lights } from '../packs/Lights.tsx';
import { text as words } from '../text.ts';
import { AudienceStep } from './AudienceStep.tsx';
import { BriefStep } from './BriefStep.tsx';
import { ContentStep } from './ContentStep.tsx';
import { CopyDialog } from './CopyDialog.tsx';
import { EndDialog } from './EndDialog.tsx';
import { ModeStep } from './ModeStep.tsx';
import { PrepareStep } from './PrepareStep.tsx';
import { ResearchStep } from './ResearchStep.tsx';
import { SetupStatus } from './SetupStatus.tsx';
import { SubmitStep } from './SubmitStep.tsx';
import { text } from './setup-text.ts';
import { ZoneStep } from './ZoneStep.tsx';

const order = Object.keys(setupSteps) as SetupStep[];
export type PackShown = Reply<typeof getPack>;

/** What a step shows and changes. */
export interface StepProps {
  readonly setup: SetupDetail;
  readonly pack: PackShown;
  readonly content: SetupContent;
  readonly set: (change: Partial<SetupContent>) => void;
  readonly locked: boolean;
  /** Saves what is typed; answers what stands then. */
  readonly save: () => Promise<SetupDetail>;
}

export default function SetupPage() {
  const { id = '' } = useParams();
  const setup = useCall(getSetup, { params: { id: id as SetupId } });
  const key = setup.data?.packKey ?? '';
  const pack = useCall(getPack, { params: { key } }, { enabled: key !== '' });
  const t = useText(words);
  const failed = setup.error ?? pack.error;
  if (failed)
    return (
      <Page title={t('setups')} crumbs={[{ label: t('packs'), to: '/segments' }]}>
        <ErrorNote error={failed} retry={() => setup.refetch()} />
      </Page>
    );
  if (!setup.data || !pack.data) return <SkeletonPage />;
  return <Guided key={setup.data.id} setup={setup.data} pack={pack.data} />;
}

function Guided({ setup, pack }: { setup: SetupDetail; pack: PackShown }) {
  const t = useText(text);
  const w = useText(words);
  const phrase = usePhrase();
  const may = useMay();
  const { message } = App.useApp();
  const [search, setSearch] = useSearchParams();
  const [content, setContent] = useState(setup.content);
  const [dialog, setDialog] = useState<'copy' | 'end' | null>(null);
  const change = useChange(changeSetup);
  // What others saved, or another step did on the server.
  useEffect(() => setContent(setup.content), [setup.content]);

  const step = order.find((one) => one === search.get('step')) ?? firstOpen(setup);
  const at = order.indexOf(step);
  const go = (to: number) => setSearch({ step: order[to]! }, { replace: true });
  const locked = !setup.can.change || setup.submitted;
  const dirty = !locked && JSON.stringify(content) !== JSON.stringify(setup.content);
  const save = async (): Promise<SetupDetail> => {
    if (!dirty) return setup;
    const { id, version, name } = setup;
    return change.mutateAsync({ params: { id }, body: { version, name, content } });
  };
  const props: StepProps = {
    ...{ setup, pack, content, locked, save },
    set: (part) => setContent((before) => ({ ...before, ...part })),
  };
  const onNext = async () => {
    try {
      await save();
      if (dirty) message.success(t('saved'));
      go(at + 1);
    } catch {
      // Said below the steps.
    }
  };
  const missing = new Set(setup.gaps.map((gap) => gap.step));
  const manages = may('segments.setup.manage');
  return (
    <Page
      title={setup.name}
      purpose={t('purpose')}
      crumbs={[{ label: w('packs'), to: '/segments' }, { label: phrase(setup.packName) }]}
      aside={<SetupStatus setup={setup} />}
      actions={
        manages && (
          <>
            <Button onClick={() => setDialog('copy')}>{t('copy')}</Button>
            {setup.state === 'active' && !locked && (
              <Button danger onClick={() => setDialog('end')}>
                {t('end')}
              </Button>
            )}
          </>
        )
      }
    >
      <Standing setup={setup} />
      {setup.state === 'active' && <Lights packKey={setup.packKey} brief />}
      <Wizard
        steps={order.map((key) => ({
          key,
          title: phrase(setupSteps[key]),
          result: missing.has(key) ? '△' : undefined,
        }))}
        current={at}
        onStep={go}
        next={at === order.length - 1 ? undefined : dirty ? t('saveNext') : t('goOn')}
        canNext={at < order.length - 1}
        busy={change.isPending}
        onNext={onNext}
      >
        <Step step={step} {...props} go={(to) => go(order.indexOf(to))} />
        {change.isError && <ErrorNote error={change.error} />}
      </Wizard>
      <LeaveGuard when={dirty} />
      {dialog === 'copy' && <CopyDialog setup={setup} pack={pack} close={() => setDialog(null)} />}
      {dialog === 'end' && <EndDialog setup={setup} close={() => setDialog(null)} />}
    </Page>
  );
}

/** Where somebody goes on who comes back. */
const firstOpen = ({ gaps }: SetupDetail): SetupStep =>
  order.find((step) => gaps.some((gap) => gap.step === step)) ?? 'submit';

function Step({ step, ...props }: StepProps & { step: SetupStep; go: (to: SetupStep) => void }) {
  switch (step) {
    case 'brief':
      return <BriefStep {...props} />;
    case 'research':
      return <ResearchStep {...props} />;
    case 'mode':
      return <ModeStep {...props} />;
    case 'audience':
      return <AudienceStep {...props} />;
    case 'content':
      return <ContentStep {...props} />;
    case 'zone':
      return <ZoneStep {...props} />;
    case 'prepare':
      return <PrepareStep {...props} />;
    case 'submit':
      return <SubmitStep {...props} />;
  }
}

function Standing({ setup }: { setup: SetupDetail }) {
  const t = useText(text);
  if (setup.submitted)
    return (
      <Callout
        tone="warn"
        action={
          setup.approvalId && <Link to={`/approvals/${setup.approvalId}`}>{t('seeApproval')}</Link>
        }
      >
        {t('submitted')}
      </Callout>
    );
  if (setup.state === 'ended') return <Callout>{t('endedNote')}</Callout>;
  if (!setup.can.change) return <Callout>{t('readOnly')}</Callout>;
  return null;
}
