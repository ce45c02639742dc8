import { sendWelcome } from '#protocol/wecom/endpoints/welcome.ts';
import { row, run } from '../core/db.ts';
import { demand, found } from '../core/refusal.ts';
import { serve } from '../core/serve.ts';
import { findRelationship } from '../customers/relationship.store.ts';
import { checkAttachments } from './attachments.ts';
import { sayAll } from './chat.store.ts';

export const welcomeApi = [
  serve(sendWelcome, async (call) => {
    const { corp, app, db, now, body } = call;
    const code = found(
      await row<{ userid: string; external_userid: string; expires_at: number; used: boolean }>(
        db,
        'select * from welcome_code where code = $1 and corp_id = $2 for update',
        [body.welcome_code, corp.corpId],
      ),
      41050,
    );
    demand(!code.used, 41051);
    demand(code.expires_at > now, 41050);
    const staff = corp.staff.get(code.userid.toLowerCase());
    demand(staff && app.sees(staff), 41050);
    const { userid, external_userid: externalUserid } = code;
    const relationship = await findRelationship(db, corp.corpId, userid, externalUserid);
    demand(relationship && !relationship.chatted, 41051);
    const { archive } = corp.settings;
    const archived = archive.enabled && archive.staff.includes(userid);
    demand(!archived || relationship.agreement === 'Agree', 41053);
    await checkAttachments(call, body.attachments);
    await run(db, 'update welcome_code set used = true where code = $1', [body.welcome_code]);
    await sayAll(call, body, { userid, externalUserid, sender: userid, source: 'welcome' });
    return {};
  }),
];
