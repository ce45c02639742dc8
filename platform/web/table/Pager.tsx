import { Select } from 'antd';
import { Icon } from '../icon/Icon.tsx';
import { useText } from '../text/lang.ts';
import { formatNumber } from '../text/number.ts';
import { words } from '../text/words.ts';
import { pageSteps, sizes } from './table-state.ts';
import styles from './tools.module.css';

export function Pager({
  page,
  size,
  total,
  onPage,
  onSize,
}: {
  page: number;
  size: number;
  total: number;
  onPage: (page: number) => void;
  onSize: (size: number) => void;
}) {
  const t = useText(words);
  const pages = Math.max(1, Math.ceil(total / size));
  const from = (page - 1) * size + 1;
  return (
    <nav className={styles.pager} aria-label={t('pageOf', { page, pages })}>
      <span className={styles.range}>
        {total <= size && page === 1
          ? t('total', { n: formatNumber(total) })
          : t('range', {
              from: formatNumber(from),
              to: formatNumber(Math.min(total, page * size)),
              n: formatNumber(total),
            })}
      </span>
      {pages > 1 && (
        <span className={styles.pages}>
          <button
            type="button"
            aria-label={t('previousPage')}
            disabled={page <= 1}
            onClick={() => onPage(page - 1)}
          >
            <Icon name="left" size={14} />
          </button>
          {pageSteps(page, pages).map((step, at) =>
            step === null ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: a gap has only its place
              <span key={`gap${at}`} className={styles.gap}>
                …
              </span>
            ) : (
              <button
                key={step}
                type="button"
                aria-current={step === page ? 'page' : undefined}
                onClick={() => onPage(step)}
              >
                {step}
              </button>
            ),
          )}
          <button
            type="button"
            aria-label={t('nextPage')}
            disabled={page >= pages}
            onClick={() => onPage(page + 1)}
          >
            <Icon name="right" size={14} />
          </button>
        </span>
      )}
      {total > 20 && (
        <Select
          size="small"
          variant="borderless"
          aria-label={t('perPage', { n: size })}
          value={size}
          onChange={onSize}
          options={sizes.map((value) => ({ value, label: t('perPage', { n: value }) }))}
        />
      )}
    </nav>
  );
}
