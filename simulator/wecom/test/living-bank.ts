import { createHash, generateKeyPairSync } from 'node:crypto';
import { createAcquisitionLink } from '#protocol/wecom/endpoints/acquisition-links.ts';
import { sendAppMessage } from '#protocol/wecom/endpoints/app-messages.ts';
import { addContactWay } from '#protocol/wecom/endpoints/contact-ways.ts';
import { addJoinWay } from '#protocol/wecom/endpoints/groups.ts';
import { addInterceptRule } from '#protocol/wecom/endpoints/intercept-rules.ts';
import { addMassMessage } from '#protocol/wecom/endpoints/mass-messages.ts';
import { uploadAttachment, uploadByUrl, uploadMedia } from '#protocol/wecom/endpoints/media.ts';
import { addMomentTask, getMomentJob } from '#protocol/wecom/endpoints/moments.ts';
import { addProduct } from '#protocol/wecom/endpoints/product-albums.ts';
import { addServiceAccount, addServicers } from '#protocol/wecom/endpoints/service-accounts.ts';
import { customerStrategy, momentStrategy } from '#protocol/wecom/endpoints/strategies.ts';
import { addStrategyTags, addTags } from '#protocol/wecom/endpoints/tags.ts';
import { addGroupWelcome } from '#protocol/wecom/endpoints/welcome.ts';
import { APP, aBank, type Bank, SMALL_APP } from './bank.ts';
import { amr, mp4, png } from './files.ts';
import { aReceiver, type Receiver } from './receiver.ts';

export interface LivingBank extends Bank {
  readonly receiver: Receiver;
  readonly ids: Awaited<ReturnType<typeof furnish>>;
}

const text = { content: '您好' };

/** A bank in which everything has happened once. */
export async function aLivingBank(): Promise<LivingBank> {
  const bank = await aBank({
    settings: {
      archive: { enabled: true, expired: false, edition: 2, staff: ['lisi'] },
    },
  });
  const receiver = await aReceiver(bank);
  return { ...bank, receiver, ids: await furnish(bank) };
}

async function furnish(bank: Bank) {
  const { call, act } = bank;
  await act(
    { do: 'customer.add', person: 'p1', userid: 'zhangsan' },
    { do: 'customer.add', person: 'p2', userid: 'zhangsan' },
    { do: 'customer.add', person: 'p2', userid: 'lisi' },
    { do: 'customer.add', person: 'p3', userid: 'WangWu' },
    { do: 'customer.add', person: 'p4', userid: 'zhangsan' },
    { do: 'customer.add', person: 'p39', userid: 'zhangsan' },
  );
  const customer = await bank.customer('p1');

  const image = (await bank.upload(uploadMedia, { type: 'image' }, png, 'a.png')).media_id;
  const video = (await bank.upload(uploadMedia, { type: 'video' }, mp4, 'a.mp4')).media_id;
  const voice = (await bank.upload(uploadMedia, { type: 'voice' }, amr, 'a.amr')).media_id;
  const file = (await bank.upload(uploadMedia, { type: 'file' }, Buffer.from('a file'), 'a.pdf'))
    .media_id;
  const attachment = (type: '1' | '2') =>
    bank.upload(uploadAttachment, { media_type: 'image', attachment_type: type }, png, 'a.png');
  const momentImage = (await attachment('1')).media_id;
  const albumImage = (await attachment('2')).media_id;

  const way = await call(addContactWay, {
    body: { type: 1, scene: 2, user: ['zhangsan'], state: 'live-7' },
  });
  const link = await call(createAcquisitionLink, {
    body: { link_name: '春季获客', range: { user_list: ['zhangsan'] } },
  });
  const tags = await call(addTags, {
    body: { group_name: '客群', tag: [{ name: '代发' }, { name: '信用卡' }] },
  });
  await act({
    do: 'staff.tag',
    userid: 'zhangsan',
    person: 'p1',
    add: [tags.tag_group.tag[0]!.id],
    personal: ['老邻居'],
  });

  const strategy = await call(customerStrategy.create, {
    body: { strategy_name: '城东', admin_list: ['lisi'], range: [{ type: 2, partyid: 2 }] },
  });
  const momentRules = await call(momentStrategy.create, {
    body: { strategy_name: '朋友圈', admin_list: ['lisi'], range: [{ type: 2, partyid: 1 }] },
  });
  const strategyTags = await call(addStrategyTags, {
    body: {
      strategy_id: strategy.strategy_id,
      group_name: '规则组标签',
      tag: [{ name: '重点' }],
    },
  });

  const mass = await call(addMassMessage, { body: { sender: 'zhangsan', text } });
  await act({ do: 'staff.confirm-mass', userid: 'zhangsan', msgid: mass.msgid });
  const waitingMass = await call(addMassMessage, { body: { sender: 'WangWu', text } });

  const { jobid: momentJob } = await call(addMomentTask, { body: { text } });
  await bank.advance(10);
  const { result } = await call(getMomentJob, { query: { jobid: momentJob } });
  const moment = result?.moment_id ?? '';
  await act(
    { do: 'staff.publish-moment', userid: 'zhangsan', momentId: moment },
    { do: 'customer.react', person: 'p1', userid: 'zhangsan', momentId: moment, kind: 'like' },
  );
  const [posted] = await act({ do: 'staff.post-moment', userid: 'zhangsan', text: '早安' });

  const groups = await act(
    { do: 'staff.create-group', userid: 'zhangsan', name: '邻里群', persons: ['p1', 'p2', 'p5'] },
    {
      do: 'staff.create-group',
      userid: 'lisi',
      name: '内部群',
      staff: ['zhangsan'],
      internal: true,
    },
    { do: 'staff.create-group', userid: 'WangWu', name: '城西群', persons: ['p3'] },
  );
  const [group, internalGroup, westGroup] = groups.map((g) => g.chatId as unknown as string);
  const joinWay = await call(addJoinWay, {
    body: { scene: 2, chat_id_list: [group!], state: 'poster' },
  });
  const groupWelcome = await call(addGroupWelcome, { body: { text } });

  // Somebody left, with a customer and a group.
  await act(
    { do: 'staff.create', userid: 'former', name: '前员工', departments: [2] },
    { do: 'staff.login', userid: 'former' },
    { do: 'customer.add', person: 'p6', userid: 'former' },
    { do: 'customer.add', person: 'p7', userid: 'former' },
    { do: 'staff.create-group', userid: 'former', name: '旧群', persons: ['p6'] },
    { do: 'staff.leave', userid: 'former' },
  ).then((results) => groups.push(results[4]!));
  const orphanGroup = groups.at(-1)!.chatId as unknown as string;

  const product = await call(addProduct, {
    body: {
      description: '定期存款',
      price: 100,
      attachments: [{ type: 'image', image: { media_id: albumImage } }],
    },
  });
  const rule = await call(addInterceptRule, {
    body: {
      rule_name: '禁语',
      word_list: ['保本'],
      intercept_type: 1,
      applicable_range: { department_list: [1] },
    },
  });
  const kf = await call(addServiceAccount, { body: { name: '在线客服', media_id: image } });
  await call(addServicers, { body: { open_kfid: kf.open_kfid, userid_list: ['zhangsan'] } });
  const [entered] = await act(
    { do: 'customer.enter-service', person: 'p1', openKfid: kf.open_kfid },
    {
      do: 'customer.write-to-service',
      person: 'p1',
      openKfid: kf.open_kfid,
      content: { content: '在吗' },
    },
  );

  const message = await call(sendAppMessage, {
    body: { touser: 'zhangsan', agentid: APP, msgtype: 'text', text },
  });
  const card = await call(sendAppMessage, {
    body: {
      touser: 'zhangsan',
      agentid: APP,
      msgtype: 'template_card',
      template_card: {
        card_type: 'button_interaction',
        task_id: 'task-1',
        main_title: { title: '请确认' },
        button_list: [{ text: '好', key: 'ok' }],
      },
    },
  });
  const upload = await call(uploadByUrl, {
    body: {
      scene: 1,
      type: 'file',
      filename: 'a.bin',
      url: 'http://127.0.0.1:9/none',
      md5: createHash('md5').update('x').digest('hex'),
    },
  });
  const publicKey = generateKeyPairSync('rsa', { modulusLength: 2048 })
    .publicKey.export({ type: 'spki', format: 'pem' })
    .toString();
  const otherWelcome = await call(addGroupWelcome, { body: { text }, agent: SMALL_APP });

  return {
    customer,
    second: await bank.customer('p2'),
    west: await bank.customer('p3'),
    plain: await bank.customer('p4'),
    orphan: await bank.customer('p6'),
    orphan2: await bank.customer('p7'),
    image,
    video,
    voice,
    file,
    momentImage,
    albumImage,
    way: way.config_id,
    link: link.link.link_id,
    tagGroup: tags.tag_group.group_id,
    tag: tags.tag_group.tag[0]!.id,
    otherTag: tags.tag_group.tag[1]!.id,
    strategy: strategy.strategy_id,
    momentStrategy: momentRules.strategy_id,
    strategyTagGroup: strategyTags.tag_group.group_id,
    strategyTag: strategyTags.tag_group.tag[0]!.id,
    mass: mass.msgid,
    waitingMass: waitingMass.msgid,
    moment,
    momentJob,
    ownMoment: posted!.momentId as unknown as string,
    group: group!,
    internalGroup: internalGroup!,
    westGroup: westGroup!,
    orphanGroup,
    joinWay: joinWay.config_id,
    groupWelcome: groupWelcome.template_id,
    otherWelcome: otherWelcome.template_id,
    product: product.product_id,
    rule: rule.rule_id,
    kf: kf.open_kfid,
    kfCode: entered!.welcomeCode as unknown as string,
    message: message.msgid,
    responseCode: card.response_code ?? '',
    upload: upload.jobid,
    publicKey,
  };
}
