// What the page says, in two languages.
const zh = document.getElementById('ask').dataset.lang === 'zh';
export const lang = zh ? 'zh' : 'en';
export const say = (chinese, english) => (zh ? chinese : english);
