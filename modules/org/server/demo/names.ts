import type { Dice } from './dice.ts';

// Family names about as often as they are met; given names of three generations.
const families = [
  ...'王王王王李李李李张张张刘刘陈陈杨杨赵黄周周吴吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段钱汤尹黎易常武乔贺赖龚文'.split(
    '',
  ),
  '欧阳',
  '上官',
  '司马',
];
const givenOfMen =
  '伟 强 磊 军 洋 勇 杰 涛 超 明 刚 平 辉 鹏 飞 波 斌 宇 浩 凯 健 俊 峰 亮 志强 建华 建国 文博 俊杰 思远 嘉豪 浩然 子轩 宇航 志远 天佑 永康 国栋 海涛 家辉 立新 振宇 晓东 承志 景行'.split(
    ' ',
  );
const givenOfWomen =
  '芳 娜 敏 静 丽 艳 娟 霞 燕 玲 婷 雪 琳 莉 萍 红 颖 洁 倩 佳 秀英 桂英 晓燕 雪梅 婷婷 佳怡 梓涵 诗雨 欣怡 雅琪 思琪 雨桐 晓雯 若曦 海燕 玉兰 春梅 丽华 美玲 文静 嘉欣 语嫣 书瑶 清妍'.split(
    ' ',
  );

/** A name nobody else of the bank has. */
export function nameMaker(dice: Dice): () => string {
  const given = new Set<string>();
  return () => {
    for (;;) {
      const name = dice.pick(families) + dice.pick(dice.below(2) ? givenOfMen : givenOfWomen);
      if (given.has(name)) continue;
      given.add(name);
      return name;
    }
  };
}
