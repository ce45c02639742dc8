import type { Difference } from './claims/product-facts.ts';

const SHARE =
  '(?:[\\d.]+\\s*[%％]|百分之[零一二三四五六七八九十百点]+|[一二两三四五六七八九]成[一二三四五六七八九半]?|(?:超|逾|过|大)?半数?|(?:近|超|逾)?[三四五]分之[一二三四])';
const PEOPLE =
  '(?:客户|用户|人群?|市民|居民|家庭|家长|老人|老年人|年轻人|上班族|企业|受访者|投资者|持卡人|车主|网友|中国人)';
/** A finding of somebody, a share of people, how many have chosen. */
const CLAIMS: readonly RegExp[] = [
  /(?:调查|调研|研究|报告|统计|数据|问卷|大数据|测算|样本)(?:结果)?(?:表明|显示|发现|指出|证明|证实|反映)/g,
  /(?:据|根据)(?:不完全)?(?:统计|调查|调研|测算)(?!局)/g,
  new RegExp(`${SHARE}\\s*(?:以上|左右|多)?\\s*的?\\s*${PEOPLE}`, 'g'),
  new RegExp(`${PEOPLE}(?:中|里|当中)?[，,]?\\s*(?:有|超过|超|约|近|逾){1,2}\\s*${SHARE}`, 'g'),
  /每\s*(?:[\d.]+|[一二两三四五六七八九十百]+)\s*(?:位|个|名|户)?(?:人|家庭|客户|用户|老人|家)(?:中|里)?[，,]?\s*就?有\s*(?:[\d.]+|[一二两三四五六七八九十]+)/g,
  /(?:超过?|逾|近|已有|累计|服务(?:了)?)\s*[\d.]+\s*(?:万|亿|千)?(?:多)?\s*(?:位|名|户|个)?(?:客户|用户|家庭|人)(?:的)?(?:选择|信赖|共同|都在|使用|办理|满意|好评)?/g,
  /(?:满意度|好评率|续保率|复购率|命中率|准确率|市场占有率|增长率)[^。！？\n]{0,4}[\d.]+\s*[%％]/g,
];
/** A source that stands in the words themselves. */
const SOURCE =
  /(?:来源|出处|数据来自|资料来自|摘自|引自)\s*[:：为]?\s*[^\s。，]|据[^。！？，,]{2,24}(?:统计局|总局|人民银行|协会|学会|研究院|研究所|年报|白皮书|蓝皮书|公报|公告|官网|网站|日报)|《[^》]{2,40}》/;

/** Figures and surveys of which nobody says where they are from (CR-085). */
export function unsourcedIn(text: string): Difference[] {
  if (SOURCE.test(text)) return [];
  const found: Difference[] = [];
  for (const pattern of CLAIMS)
    for (const { index, 0: said } of text.matchAll(pattern)) {
      const to = index + said.length;
      if (found.some((one) => one.from < to && index < one.to)) continue;
      found.push({
        ...{ from: index, to, level: 'block' },
        why: [
          `“${said}”是数据或调查结论，没有出处`,
          `“${said}” is a figure or finding without a source`,
        ],
        proposal: '填写“数据出处”，或在正文写明“来源：…”',
      });
    }
  return found;
}
