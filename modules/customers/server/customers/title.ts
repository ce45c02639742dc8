/** Surnames of two characters that are met today. */
const double = new Set(
  '欧阳 太史 端木 上官 司马 东方 独孤 南宫 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 令狐 百里 呼延 东郭 南门 西门'.split(
    ' ',
  ),
);

/**
 * How somebody is addressed: 王女士, 欧阳先生; 王先生/女士 while nobody has said which. A name that is
 * no Chinese name, or the one a person gave themself in WeChat, stays as it is.
 */
export function titleOf(
  name: string,
  gender: 'female' | 'male' | null,
  source: string | null,
): string {
  const given = name.trim();
  if (source === 'wecom' || !/^\p{Script=Han}{2,4}$/u.test(given)) return given;
  const surname = double.has(given.slice(0, 2)) && given.length > 2 ? given.slice(0, 2) : given[0]!;
  return `${surname}${gender === 'female' ? '女士' : gender === 'male' ? '先生' : '先生/女士'}`;
}
