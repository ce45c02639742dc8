import type { LinkSettings } from '../contact-ways/acquisition-link.api.ts';
import { serving, type WaySettings } from '../contact-ways/contact-way.store.ts';
import { rows } from '../core/db.ts';
import type { Work } from '../core/sim.ts';
import type { JoinSettings } from '../groups/join-way.api.ts';
import type { Codes } from './contract.ts';

const SHOWN = 60;

/** What hangs on walls and stands in articles: whatever a customer could scan or tap, newest first. */
export async function findCodes(work: Work): Promise<Codes> {
  const { corp, db, now } = work;
  const ways = await rows<{
    config_id: string;
    settings: WaySettings;
    is_temp: boolean;
    expires_at: number | null;
    uses: number;
  }>(
    db,
    `select config_id, settings, is_temp, expires_at, uses from contact_way
      where corp_id = $1 and not deleted order by created_at desc, config_id limit ${SHOWN}`,
    [corp.corpId],
  );
  const groups = await rows<{ config_id: string; settings: JoinSettings; name: string | null }>(
    db,
    `select j.config_id, j.settings, g.name from join_way j
       left join group_chat g on g.corp_id = j.corp_id
        and g.chat_id = j.settings->'chat_id_list'->>0
      where j.corp_id = $1 and not j.deleted order by j.created_at desc, j.config_id limit ${SHOWN}`,
    [corp.corpId],
  );
  const links = await rows<{ link_id: string; name: string; settings: LinkSettings }>(
    db,
    `select link_id, name, settings from acquisition_link
      where corp_id = $1 and not deleted order by created_at desc, link_id limit ${SHOWN}`,
    [corp.corpId],
  );
  const names = (user: string[] = [], party: number[] = []) =>
    serving(work, { user, party })
      .slice(0, 5)
      .map((staff) => staff.name);
  return {
    ways: ways.map((way) => ({
      configId: way.config_id,
      remark: way.settings.remark ?? '',
      state: way.settings.state ?? '',
      staff: names(way.settings.user, way.settings.party),
      uses: way.uses,
      over: (way.expires_at !== null && way.expires_at <= now) || (way.is_temp && way.uses > 0),
      asks: way.settings.skip_verify === false,
    })),
    groups: groups.map((way) => ({
      configId: way.config_id,
      remark: way.settings.remark ?? '',
      state: way.settings.state ?? '',
      name: way.settings.room_base_name ?? way.name ?? '',
    })),
    links: links.map((link) => ({
      linkId: link.link_id,
      name: link.name,
      staff: names(link.settings.range?.user_list, link.settings.range?.department_list),
    })),
  };
}
