import { App, Button } from 'antd';
import { downloadImportErrors, type ImportId } from '#platform/contract/import.ts';
import { errorText } from '#platform/web/text/error-text.ts';
import { useLang, useText } from '#platform/web/text/lang.ts';
import { download } from '#platform/web/transfer.ts';
import { text } from './text.ts';

/** The refused rows as they came, with the reasons beside them: mend and import again. */
export function ErrorFile({ id }: { id: ImportId }) {
  const t = useText(text);
  const lang = useLang();
  const { message } = App.useApp();
  return (
    <Button
      onClick={() =>
        download(downloadImportErrors, { params: { id } })
          .then((name) => message.success(t('exported', { name })))
          .catch((error) => message.error(errorText(error, lang)))
      }
    >
      {t('downloadErrors')}
    </Button>
  );
}
