// What the page says, in Chinese and in English.

const SAID = {
  title: ["政府承诺图谱", "What government promised"],
  search: ["名称、文号、简称、拼音或原话（按 / ）", "Name, number, short form, pinyin or words ( / )"],
  searchLabel: ["查找", "Search"],
  nothing: ["没有找到", "Nothing found"],
  graph: ["图", "Graph"], ledger: ["台账", "Ledger"], letterView: ["原文", "Letter"], answer: ["说明", "Answer"], timeline: ["时间", "Time"],
  filters: ["筛选", "Filter"], exports: ["导出", "Export"], help: ["帮助", "Help"], dark: ["明暗", "Light/dark"], language: ["English", "中文"],
  whole: ["全图", "Whole"], print: ["打印", "Print"], close: ["关闭", "Close"], clear: ["清除", "Clear"], share: ["复制链接", "Copy link"], copied: ["已复制", "Copied"],
  shown: ["显示", "Shown"], held: ["本页", "page"], wholeData: ["全库", "dataset"],
  said: ["这些文件说了什么", "What these letters say"],
  promises: ["项承诺", "promises"], withDate: ["项有期限", "have a date"], overdueSilent: ["项已过期，这些文件中没有报告", "are overdue with no report in these letters"],
  reported: ["项后来有报告", "were reported on later"], asOf: ["截至", "As of"],
  stop: ["。", ". "],
  empty: ["这里没有文件。用 kg build 读入文件，再用 kg view 生成本页。", "There are no letters here. Read some with kg build, then make this page with kg view."],
  notAsked: ["本图没有各文件之间的报告联系，“没有报告”只是说没有看到。", "This graph holds no links between letters' reports: “no report” only means that none was seen."],
  mostLinked: ["联系最多", "Most linked"], withDeadline: ["有期限的承诺", "Promises with a date"], lettersList: ["文件", "Letters"],
  relations: ["关系", "Relations"], statements: ["说法", "Statements"], figures: ["数字", "Figures"], mentionedIn: ["提到它的文件", "Letters that name it"], also: ["又称", "Also"],
  source: ["出处", "Source"], openLetter: ["看原文", "Read the letter"], onlyThis: ["只看它", "Only this"], findPath: ["从这里找路径…", "Path from here…"], focus: ["聚焦", "Centre"],
  differ: ["说法不一", "Contradictions"], differing: ["处说法不一", "contradictions"], question: ["问题", "Question"],
  "same figure for two things": ["一数两用", "one figure, two things"], "different value for the same thing": ["数值不同", "different values"], "different name or number": ["名称或文号不同", "different names or numbers"], sum: ["合计不符", "sum"], dates: ["日期不符", "dates"],
  confidence: ["把握", "certainty"], loaded: ["已载入", "loaded"], lettersLoaded: ["份文件", "letters"], loadMore: ["再载入一些", "Load more"], load: ["载入", "Load"], loading: ["正在载入", "Loading"], notLoaded: ["还有未载入的文件说到它：", "Letters that are not loaded speak of it:"],
  besideMissing: ["找不到本页旁边的文件夹，请把它与本页放在一起：", "The folder that belongs beside this page is missing:"],
  serverAway: ["服务器没有回答，请稍后再试。", "The server does not answer; try again in a moment."], replaced: ["图已更新，请刷新本页。", "The graph has been replaced; reload this page."], asking: ["正在查…", "Asking…"],
  pathPartly: ["只看了：", "Looked at only:"],
  pathPick: ["再选一个点：显示两者之间的路径", "Choose a second thing to see the path between the two"],
  pathTitle: ["路径", "Path"], pathNone: ["这些文件里，两者之间没有任何联系。", "Nothing in these letters joins the two."], pathSame: ["两端是同一个。", "Both ends are the same thing."],
  pathWeak: ["没有写明的关系把两者连起来；下面只是同一份文件提到了它们。", "No stated relation joins the two; below, they are only named in the same letter."],
  step: ["步", "steps"], expand: ["展开与收起", "Unfold and fold"], expandHint: ["点一下展开，再点收起", "Click to unfold, again to fold"], hidden: ["未显示", "not shown"],
  sameSuggestion: ["同一建议的其他答复", "Other replies to the same suggestion"],
  scorecard: ["承诺一览", "Scorecard"], due: ["未到期", "due later"], overdue: ["已过期，这些文件中没有报告", "overdue, no report in these letters"], undated: ["没有期限，这些文件中没有报告", "no date, no report in these letters"],
  fulfilled: ["报告已完成", "reported as done"], progress: ["报告有进展", "progress reported"], restated: ["只是再次提出", "only said again"], noReport: ["这些文件中没有报告", "no report in these letters"],
  dueShort: ["未到期", "due later"], overdueShort: ["已过期", "overdue"], undatedShort: ["没有期限", "no date"], fulfilledShort: ["已完成", "done"], progressShort: ["有进展", "progress"], restatedShort: ["再次提出", "said again"],
  planned: ["承诺", "planned"], ongoing: ["进行中", "ongoing"], delivered: ["已完成", "delivered"], declined: ["不予", "declined"],
  firm: ["将、确保", "firm"], intended: ["计划、拟", "intended"], aimed: ["力争、争取", "aimed"], explored: ["探索、研究", "explored"],
  fulfils: ["说已兑现", "reports as done"], advances: ["说有进展", "reports progress on"], restates: ["再次提出", "says again"], reportsOn: ["说到", "reports on"],
  reportOf: ["后来的说法", "Later words"], reportsBack: ["说的是此前的承诺", "Speaks of an earlier promise"],
  by: ["单位", "Body"], dueDate: ["期限", "Due"], state: ["状态", "State"], latest: ["最新报告", "Latest report"], inLetter: ["文件", "Letter"], promise: ["承诺", "Promise"], strength: ["力度", "Strength"], condition: ["条件", "Condition"], concerns: ["涉及", "About"], section: ["位置", "Section"], implied: ["未写明，按发文单位", "not said; the issuer"],
  rowsOf: ["行", "rows"], more: ["再显示", "Show more"], filterRows: ["在台账里找", "Find in the ledger"], sortBy: ["排序", "Sort by"], allStatuses: ["全部说法", "All statements"],
  year: ["年", "Year"], fromDay: ["从", "From"], toDay: ["到", "To"], type: ["类型", "Type"], place: ["地点", "Place"], status: ["状态", "Status"], any: ["不限", "Any"], noDate: ["无日期", "undated"],
  lettersAxis: ["文件", "Letters"], deadlinesAxis: ["期限", "Due"], brushKeys: ["←→ 选年份，Shift 加 ←→ 增减，Esc 清除", "← → choose years, with Shift more or fewer, Esc clears"], brush: ["在时间条上拖动可按时间筛选", "Drag along the time line to filter by time"],
  csv: ["CSV 表（含原话）", "CSV with quotes"], png: ["PNG 图片", "PNG picture"], svg: ["SVG 图形", "SVG drawing"], graphml: ["GraphML", "GraphML"], sparql: ["SPARQL 查询", "SPARQL query"],
  noneShown: ["这样筛选后没有点。", "No points pass these filters."], factsBeside: ["边注", "In the margin"], noText: ["没有原文", "No text"], back: ["返回", "Back"],
  series: ["数字的变化", "Figures over time"], target: ["目标", "target"], canvas: ["图：用方向键移动、+ 和 - 缩放；台账列出同样的内容", "Graph: arrow keys move, + and - zoom; the ledger lists the same"],
  page: ["本页开在图上与文件联系最多的部分；点一个点可展开更多。", "The page opens on the letters and what is most linked; click a point to unfold more."],
};

const KINDS = {
  Reply: ["文件", "Letters"], Suggestion: ["建议提案", "Suggestions"], Policy: ["政策", "Policies"], GovernmentBody: ["机关", "Bodies"], NonStateOrganization: ["组织", "Organisations"],
  Person: ["人", "People"], Place: ["地点", "Places"], Platform: ["平台", "Platforms"], Project: ["工程", "Projects"], Programme: ["项目与机制", "Programmes"],
};

const LINKS = {
  publisher: [["发文单位", "issued by"], ["发布", "issued"]], signedBy: [["签发人", "signed by"], ["签发", "signed"]], addressedTo: [["致", "addressed to"], ["收到", "was sent"]],
  repliesTo: [["答复", "replies to"], ["答复于", "answered by"]], proposedBy: [["提出人", "proposed by"], ["提出", "proposed"]], consulted: [["会同", "consulted"], ["参与会办", "consulted by"]],
  copiedTo: [["抄送", "copied to"], ["收到抄送", "copied on"]], references: [["引用", "refers to"], ["被引用", "referred to by"]], responsibleBody: [["负责单位", "run by"], ["负责", "runs"]],
  partner: [["参与方", "partner"], ["参与", "takes part in"]], isPartOf: [["属于", "part of"], ["包含", "has part"]], implements: [["落实", "implements"], ["由其落实", "implemented by"]],
  locatedIn: [["位于", "located in"], ["境内", "holds"]], isReplacedBy: [["后为", "replaced by"], ["前为", "replaces"]], mentions: [["提到", "names"], ["见于", "named in"]],
};

const HELP = [
  [["点一个点、一行或一条线", "Click a point, a row or a line"], ["右侧列出原话；“出处”打开原文并标出这句话", "its statements appear; “Source” opens the letter at the words"]],
  [["/", "/"], ["查找：名称、简称、文号、拼音、首字母（cxsjxj）、原话；↑↓ 选择，Enter 打开", "search names, numbers, pinyin, initials, words; ↑↓ choose, Enter opens"]],
  [["g  l  t", "g  l  t"], ["图、台账、时间条", "graph, ledger, time line"]],
  [["时间条上：拖动，或 ←→", "on the time line: drag, or ← →"], ["按时间筛选图和台账；Shift 加 ←→ 增减年份，Esc 清除", "filter graph and rows by time; with Shift more or fewer years, Esc clears"]],
  [["方向键  +  -  0", "arrows  +  -  0"], ["移动、缩放、看全图", "move, zoom, see all"]],
  [["p", "p"], ["从所选的点找路径", "path from the chosen point"]],
  [["Esc", "Esc"], ["取消选择、关闭", "clear the choice, close"]],
  [["?", "?"], ["打开帮助", "this help"]],
  [["粗线与箭头", "dark lines with arrows"], ["文件写明的关系；浅细线只是提到", "relations that a letter states; pale lines only say “names”"]],
  [["地址栏", "address bar"], ["存着所见的一切：复制即可分享，后退键有效", "holds what you see: copy it to share; the back button works"]],
];

/** The sayings of one language: t("graph"), t.kind("Policy"), t.link("partner", true), t.help. */
export function sayings(lang) {
  const at = lang === "en" ? 1 : 0;
  const t = (key) => SAID[key]?.[at] ?? key;
  t.lang = lang;
  t.kind = (kind) => KINDS[kind]?.[at] ?? kind;
  t.link = (name, out = true) => LINKS[name]?.[out ? 0 : 1][at] ?? name;
  t.help = HELP.map(([key, what]) => [key[at], what[at]]);
  t.count = (number) => number.toLocaleString("en-US");
  return t;
}
