import { Link } from 'react-router';
import { useCall } from '#platform/web/api.ts';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonText } from '#platform/web/show/Skeleton.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { listPermissions, type Role } from '../../contract.ts';
import { permissionGroups } from './permission-groups.ts';
import styles from './roles.module.css';
import { moduleNames, text } from './text.ts';

/** Every permission against every role: who may do what, at a glance. */
export function RoleMatrix({ roles }: { roles: readonly Role[] }) {
  const t = useText(text);
  const phrase = usePhrase();
  const all = useCall(listPermissions);
  if (all.isPending) return <SkeletonText lines={10} />;
  if (all.isError) return <ErrorNote error={all.error} retry={() => all.refetch()} />;
  return (
    <>
      <p className={styles.summary}>{t('matrixHint')}</p>
      <section className={styles.matrix} aria-label={t('matrix')}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('permissions')}</th>
              {roles.map((role) => (
                <th key={role.id} scope="col">
                  <Link to={`/roles/${role.id}`}>{phrase(role.name)}</Link>
                </th>
              ))}
            </tr>
          </thead>
          {permissionGroups(all.data.items).map((group) => (
            <tbody key={group.module}>
              <tr>
                <th scope="rowgroup" className={styles.module}>
                  {moduleNames[group.module] ? phrase(moduleNames[group.module]!) : group.module}
                </th>
                <td colSpan={roles.length} />
              </tr>
              {group.permissions.map((permission) => (
                <tr key={permission.name}>
                  <th scope="row" title={permission.name}>
                    {phrase(permission.text)}
                  </th>
                  {roles.map((role) => (
                    <td key={role.id}>
                      <Held held={role.permissions.includes(permission.name)} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          ))}
        </table>
      </section>
    </>
  );
}

function Held({ held }: { held: boolean }) {
  const t = useText(text);
  return (
    <span className={held ? styles.yes : styles.no}>
      <span aria-hidden>{held ? '●' : '·'}</span>
      <span className="sr-only">{t(held ? 'holds' : 'holdsNot')}</span>
    </span>
  );
}
