import type { PersonCard } from '../../contract.ts';
import { Avatar } from '../parts/Avatar.tsx';
import { Screen } from '../parts/Phone.tsx';
import piecesStyles from '../parts/pieces.module.css';
import { useSay } from '../text.ts';

export function MePage({ person }: { person: PersonCard }) {
  const say = useSay();
  return (
    <Screen title={say('tabMe')}>
      <div className={piecesStyles.head}>
        <Avatar name={person.name} id={person.person} size={62} />
        <div>
          <b>{person.name}</b>
          <small>
            {person.corpName ??
              (person.friends > 0 ? say('friendsOf', { n: person.friends }) : say('noFriends'))}
          </small>
        </div>
      </div>
    </Screen>
  );
}
