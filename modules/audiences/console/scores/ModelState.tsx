import { Status } from '#platform/web/show/Status.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { type ModelVersion, modelVersionStateText } from '../../contract.ts';
import { modelText } from './model-text.ts';

const kinds = { training: 'running', ready: 'active', failed: 'failed' } as const;

export function ModelState({ version }: { version: ModelVersion | null }) {
  const t = useText(modelText);
  const phrase = usePhrase();
  if (!version) return <Status kind="draft">{t('noVersion')}</Status>;
  return (
    <Status kind={kinds[version.state]}>{phrase(modelVersionStateText[version.state])}</Status>
  );
}
