import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildXml, parseXml } from './xml.ts';

const refusal = (xml: string) => {
  const parsed = parseXml(xml);
  return parsed.ok ? null : parsed.reason;
};

test('text, CDATA, nested and repeated elements are read by name', () => {
  const parsed = parseXml(`<?xml version="1.0"?>
    <xml><ToUserName><![CDATA[ww1]]></ToUserName>
    <Avatar> <![CDATA[ two words ]]> </Avatar><CreateTime> 12 </CreateTime><Empty/><None></None>
    <MemChangeList><Item>a</Item><Item><![CDATA[b]]></Item></MemChangeList></xml>`);
  expect(parsed).toEqual({
    ok: true,
    root: 'xml',
    value: {
      ToUserName: 'ww1',
      Avatar: ' two words ',
      CreateTime: '12',
      Empty: '',
      None: '',
      MemChangeList: { Item: ['a', 'b'] },
    },
  });
});

test('the five named characters and numbers are decoded once, in CDATA nothing is', () => {
  const parsed = parseXml(
    '<x><A>&lt;&amp;lt;&#20320;&#x597D;</A><B><![CDATA[&lt;<!DOCTYPE x>]]></B></x>',
  );
  expect(parsed).toMatchObject({ value: { A: '<&lt;你好', B: '&lt;<!DOCTYPE x>' } });
});

test('what could expand, include or hide is refused', () => {
  expect(refusal('<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')).toBe('markup');
  expect(refusal('<x><!ENTITY a "b"></x>')).toBe('markup');
  expect(refusal('<x><!-- note --></x>')).toBe('markup');
  expect(refusal('<x><?php echo 1 ?></x>')).toBe('markup');
  expect(refusal('<x a="1"/>')).toBe('markup');
  expect(refusal('<x><__proto__>1</__proto__></x>')).toBe('markup');
  expect(refusal('<x><constructor>1</constructor></x>')).toBe('markup');
  expect(refusal('<x>&secret;</x>')).toBe('entity');
  expect(refusal('<x>&#0;</x>')).toBe('entity');
  expect(refusal('<x>&#xD800;</x>')).toBe('entity');
});

test('broken markup is refused', () => {
  for (const xml of [
    '',
    'hello',
    '<',
    '<x',
    '<x>',
    '</x>',
    '<x></y>',
    '<x/><y/>',
    '<x/>tail',
    'head<x/>',
    '<x><![CDATA[never ends</x>',
    '<![CDATA[x]]>',
    '<?xml version="1.0"',
    '<x>\0</x>',
  ])
    expect([xml, refusal(xml)]).toEqual([xml, expect.any(String)]);
});

test('size, depth and number of elements are limited', () => {
  expect(refusal(`<x>${'a'.repeat(1024 * 1024)}</x>`)).toBe('size');
  expect(refusal('<x>'.repeat(200) + '</x>'.repeat(200))).toBe('depth');
  expect(refusal(`<x>${'<i/>'.repeat(30_000)}</x>`)).toBe('elements');
});

test('what is built is read back the same', () => {
  const name = fc.stringMatching(/^[A-Z][A-Za-z]{0,11}$/);
  const text = fc.string({ unit: 'grapheme', maxLength: 60 }).filter((s) => !s.includes('\0'));
  fc.assert(
    fc.property(fc.dictionary(name, text, { minKeys: 1, maxKeys: 8 }), (fields) => {
      expect(parseXml(buildXml(fields))).toEqual({ ok: true, root: 'xml', value: { ...fields } });
    }),
    { numRuns: 1000 },
  );
});

test('text that looks like the end of CDATA survives', () => {
  const text = 'a]]>b]]]]>c';
  expect(parseXml(buildXml({ Content: text }))).toMatchObject({ value: { Content: text } });
});

test('numbers stand bare, missing values are left out, lists repeat', () => {
  expect(buildXml({ A: 1, B: undefined, List: { Item: ['x', 'y'] } })).toBe(
    '<xml><A>1</A><List><Item><![CDATA[x]]></Item><Item><![CDATA[y]]></Item></List></xml>',
  );
  expect(() => buildXml({ 'not a name': 1 })).toThrow(RangeError);
});

test('malformed input never throws and never hangs', () => {
  const piece = fc.constantFrom(
    ...'<x> </x> <y/> <![CDATA[ ]]> <!DOCTYPE <? ?> & &amp; &#1; < > / = " \n a 你 <__proto__>'.split(
      ' ',
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      parseXml(pieces.join(''));
      parseXml(`<xml>${pieces.join('')}</xml>`);
    }),
    { numRuns: 20_000 },
  );
});

test('a megabyte of markup is answered in a moment', () => {
  const started = performance.now();
  for (const unit of ['<', '<a', '&', '<![CDATA[', '<a></a>', '>', '&amp', '<!'])
    parseXml(`<x>${unit.repeat(Math.floor(1_000_000 / unit.length))}</x>`);
  expect(performance.now() - started).toBeLessThan(3000);
});
