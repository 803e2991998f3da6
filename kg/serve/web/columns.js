// What the columns of the questions are called; a column of somebody's own query keeps the name of its variable.
import { lang } from './words.js';

const ZH = {
  above: '上位', assertion: '出处', assessment: '核对', base: '基本单位值', basis: '写明或推定', begin: '起', bodies: '单位', body: '单位',
  called: '叫法', category: '类别', citedBy: '引用的答复', code: '代码', commitment: '出处', commitments: '承诺数', comparator: '限定',
  condition: '条件', confidence: '把握', deadline: '期限', declined: '不予', delivered: '完成', direction: '方向', discrepancy: '矛盾',
  document: '文件', earlier: '先前的话', earlierLetter: '先前的答复', end: '止', fact: '事实', figure: '出处', figures: '数据', found: '原文',
  from: '时段起', further: '再上位', hash: '哈希', implements: '依据', in: '位于', indicator: '指标', indicators: '指标', issued: '日期',
  issuers: '发文机关', kind: '类别', label: '序列', later: '后来的话', laterLetter: '后来的答复', letter: '答复', letters: '答复份数',
  mentions: '提到次数', missing: '缺少', name: '名称', names: '姓名', number: '编号', numbers: '答复', one: '其一', oneDay: '日期一',
  oneIndicator: '指标一', oneLetter: '答复一', oneName: '单位一', oneNumber: '文号一', oneValue: '数值一', oneWords: '原话一', ongoing: '进行',
  organisation: '组织', other: '其二', otherDay: '日期二', otherIndicator: '指标二', otherLetter: '答复二', otherName: '单位二',
  otherNumber: '文号二', otherValue: '数值二', otherWords: '原话二', outcome: '结果', partOf: '属于', partner: '合作方', partners: '合作方',
  passage: '出处', pastAndUnreported: '到期无下文', pastDeadline: '已到期', people: '人数', place: '地点', planned: '计划', policies: '文件数',
  policy: '文件', promised: '先前的话', proposers: '提出人', reason: '依据', relation: '关系', reported: '已有下文',
  responsibleBodies: '责任单位', result: '结果', resultIndicator: '结果指标', role: '性质', said: '后来的话', section: '章节', series: '序列',
  session: '会议', shared: '共同事物', shorter: '另一写法', shown: '单位', signed: '签发人', source: '文件名', stated: '写明', statement: '出处',
  statements: '陈述数', status: '状态', strength: '力度', suggestion: '建议', target: '目标', targetIndicator: '目标指标', targetWords: '目标原话',
  term: '期限原文', thing: '事物', times: '次数', title: '标题', to: '时段止', total: '合计', unit: '单位', unreported: '无下文', usual: '常用名',
  value: '数值', was: '先前状态', withDeadline: '有期限', withNeither: '两者皆无', withTarget: '有目标数', words: '原话', year: '年',
};
export const column = (name) => (lang === 'zh' ? ZH[name] || name : name.replace(/([a-z])([A-Z])/g, (_, a, b) => `${a} ${b.toLowerCase()}`));
