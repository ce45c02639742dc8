import type { ImportState } from '#platform/contract/import.ts';
import type { WizardStep } from '#platform/web/form/Wizard.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { text } from './text.ts';

export function useImportSteps(): WizardStep[] {
  const t = useText(text);
  return [
    { key: 'file', title: t('stepFile') },
    { key: 'mapping', title: t('stepMapping') },
    { key: 'preview', title: t('stepPreview') },
    { key: 'apply', title: t('stepApply') },
  ];
}

/** Which step an import is at. */
export const stepOf: Record<ImportState, number> = {
  checking: 2,
  mapping: 1,
  ready: 2,
  applying: 3,
  done: 4,
  failed: 2,
  cancelled: 2,
};
