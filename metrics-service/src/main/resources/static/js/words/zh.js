/** 中文。需要数字才能说的，是函数。 */

export const zh = {
  skip: "跳到正文", league: "排行榜", alerts: "警报", rules: "规则", post: "提交文件", views: "页面", breadcrumb: "当前位置",
  currency: "货币", asReported: "按披露", knownAt: "截至日期", theme: "外观", themes: { auto: "跟随系统", light: "浅色", dark: "深色" },
  key: "密钥", keyHint: "API 密钥，只保存在本标签页", use: "使用",
  liveStates: { live: "● 实时", lost: "○ 连接中断", refused: "○ 无权限" },
  connectionLost: (at) => `连接已中断；所见为 ${at} 的数据，恢复后自动更新。`,
  lookingBack: (knownAt, recordedAt) => `回看：只含${knownAt ? `${knownAt} 之前公布` : ""}${knownAt && recordedAt ? "、" : ""}${recordedAt ? `${recordedAt} 之前入库` : ""}的内容。`,
  toNow: "回到现在",
  keyNeeded: "服务需要 API 密钥，请在顶部“密钥”处填写。", keyRefused: "密钥未被接受，请在顶部“密钥”处换一个。",
  forbidden: "该密钥无权进行此操作。", tooMany: "请求过多，请稍候再试。", failed: (status) => `服务返回 ${status}。`,
  noAnswer: "服务没有应答。已有数据不会丢失，请稍后再试。",
  notFound: "这里没有此内容", unknownLink: "此链接在本页无对应内容。", notShown: "无法显示", toLeague: "回到排行榜", loading: "加载中…",
  foot: "不带标记的数字：已披露、实际值、披露口径。小字为期间；区间比数字本身说明更多时一并列出；> 与 < 表示只知道一端。显示时四舍五入，计算时从不；指向数字可见全部位数。",
  draftsLink: "从文章起草", definitions: "全部指标的定义",

  question: "AI 赚钱了吗？",
  nobodyKnows: "无人说过：这里没有一家公司的盈亏是已知的。",
  results: { profit: "盈利", loss: "亏损", unclear: "盈亏不明", unknown: "未知" },
  moneyMakers: (profit, known, loss) => `盈亏已知的 ${known} 家中，${profit} 家盈利，${loss} 家亏损。`,
  burnTogether: (n, sum, bounds) => [`${n} 家合计每月烧钱 `, sum, bounds],
  burnRestsOn: (proxies, from, to) => `（${proxies ? `其中 ${proxies} 家为替代值，` : ""}数据时点 ${from === to ? from : `${from} 至 ${to}`}）`,
  burnMissing: (n) => `另有 ${n} 家的烧钱额未计入：未知或缺少汇率。`,
  resultMissing: (n) => `还有 ${n} 家，无人说过是否盈利。`,
  yearBefore: (n, now, then) => `一年前同样已知的 ${n} 家中，现在 ${now} 家盈利，当时 ${then} 家`,
  burnYearBefore: (n, then, now) => `；两次都已知的 ${n} 家，每月烧钱由 ${then} 变为 ${now}`,
  stop: "。", answerFrom: "取每家已知最新一期的净利率或净利润；替代值计入并有标记。点选一组查看成员。",

  columns: { issuer: "公司", size: "年化收入或 ARR", trend: "收入走势", growth: "增长", margin: "净利率", burn: "每月烧钱", valuation: "估值", filing: "最新文件", alerts: "警报" },
  short: { "size": "规模", "arr": "ARR", "run-rate-revenue": "年化收入", "stated-run-rate": "自述年化", "revenue": "收入", "revenue-growth-yoy": "同比", "gross-margin": "毛利率", "loss-ratio": "亏损率", "burn-multiple": "烧钱倍数", "runway-months": "可撑月数", "valuation-to-newest-arr": "× ARR", "valuation-to-newest-run-rate": "× 年化收入", "net-income": "净利润", "monthly-active-users": "月活", "valuation": "估值" },
  gross: "毛利率", lossPer: "亏损为收入", multiple: "倍数", runway: "可撑", raised: "融资", newArr: "新增 ARR", notBurning: "不烧钱", unknown: "未知", was: "原为", notYetKnown: "当时未知", old: "旧", oldMeaning: "比同行其他数字早一年以上",
  search: "查找", searchHint: "名称、智谱、id", kind: "类型", country: "国家", all: "全部", rankBy: "排序", changedSince: "自此日以来的变化",
  issuersShown: (n) => `${n} 家`, changedSinceDay: (date) => `在 ${date} 时数字不同或未知。`, showAll: "显示全部", segmentOnly: "只知道此分部的数字",
  leagueCaption: "每家公司最新的主要数字。只知道分部的公司以该分部列示。",
  nothingFound: "没有符合条件的公司。请放宽筛选，或提交文件。", nothingThen: "那一天这里还一无所知，请选较晚的日期。", chooseSegment: "公司整体没有已知数字，请选择分部。",
  alertsFiring: "个警报", severitySigns: { critical: "‼", warning: "!", info: "i" },
  trend: (metric, span, from, first, to, last) => `${metric}（${span}）：${from} 为 ${first}，${to} 为 ${last}`,
  kinds: { lab: "模型公司", cloud: "云", chip: "芯片", application: "应用" },

  to: " 至 ", notKnown: "无", unbounded: "无界", noPoint: "无点值", intervalMeaning: "可确定：数字在此区间内", spanTo: (from, to) => `${from.slice(0, 7)} 至 ${to.slice(0, 7)}`,
  unit: (unit) => ({ USD: "美元", CNY: "元", HKD: "港元", TWD: "新台币", EUR: "欧元", JPY: "日元", months: "个月", people: "人", users: "用户", "tokens/day": "token/日" })[unit] ?? unit,
  nonIfrs: "非 IFRS", basisMeaning: "公司自有口径，从不与披露口径混用", suspect: "存疑", months: "月",
  ways: { derived: "推算", implied: "倒推", annualised: "年化", proxy: "替代", translated: "折算", "not-computable": "无法计算" },
  wayMeanings: { derived: "已披露数字的和或差", implied: "由披露的增长率倒推", annualised: "由较短期间折成一年", proxy: "未知数的替代", translated: "按参考汇率折算" },
  scenarios: { actual: "实际", estimate: "估计", forecast: "预测", target: "目标" },
  tiers: { regulatory: "监管", issuer: "公司", press: "媒体", estimate: "估计" },
  spans: { month: "月", quarter: "季度", half: "半年", "nine-months": "前九个月", year: "年", ttm: "滚动十二个月", instant: "时点" },
  metrics: { "revenue": "收入", "run-rate-revenue": "年化收入", "arr": "ARR", "stated-run-rate": "自述年化收入", "net-new-arr": "新增 ARR", "revenue-growth-yoy": "收入同比", "revenue-growth-qoq": "收入环比", "revenue-growth-hoh": "收入半年环比", "revenue-share": "收入占比", "revenue-outside": "分部以外收入", "gross-profit": "毛利", "gross-margin": "毛利率", "operating-margin": "经营利润率", "operating-income": "经营利润", "net-margin": "净利率", "net-income": "净利润", "adjusted-net-income": "经调整净利润", "loss-ratio": "亏损率", "research-and-development": "研发费用", "research-intensity": "研发/收入", "sales-and-marketing": "销售费用", "compute-expense": "算力支出", "compute-share": "算力占研发", "compute-margin": "算力利润率", "capital-expenditure": "资本开支", "capex-intensity": "资本开支/收入", "operating-cash-flow": "经营现金流", "free-cash-flow": "自由现金流", "burn-per-month": "每月烧钱", "cash-burn": "烧钱", "burn-multiple": "烧钱倍数", "cash": "现金", "debt": "债务", "backlog": "在手订单", "runway-months": "可撑月数", "valuation": "估值", "valuation-to-arr": "估值/ARR", "valuation-to-run-rate": "估值/年化收入", "valuation-to-newest-arr": "估值/最新 ARR", "valuation-to-newest-run-rate": "估值/最新年化收入", "rule-of-40": "40 法则", "magic-number": "魔法数", "funding-raised": "融资额", "monthly-active-users": "月活用户", "weekly-active-users": "周活用户", "daily-active-users": "日活用户", "paying-users": "付费用户", "paid-conversion": "付费转化率", "revenue-per-paying-user": "每付费用户收入", "price": "价格", "employees": "员工", "revenue-per-employee": "人均收入", "tokens-per-day": "每日 token", "issuer": "名称", "newest-filing": "最新文件" },
  concepts: { Revenue: "收入", CostOfRevenue: "营业成本", GrossProfit: "毛利", OperatingIncome: "经营利润", NetIncome: "净利润", AdjustedNetIncome: "经调整净利润", ResearchAndDevelopmentExpense: "研发费用", SalesAndMarketingExpense: "销售费用", ComputeExpense: "算力支出", CapitalExpenditure: "资本开支", OperatingCashFlow: "经营现金流", FreeCashFlow: "自由现金流", CashBurn: "烧钱", CashBurnPerMonth: "每月烧钱", RevenuePerMonth: "每月收入", Cash: "现金", Debt: "债务", AnnualRecurringRevenue: "ARR", RunRateRevenue: "自述年化收入", FundingRaised: "融资额", Valuation: "估值", GrossMargin: "毛利率", OperatingMargin: "经营利润率", NetMargin: "净利率", RevenueGrowth: "收入增长", RevenueShare: "收入占比", MonthlyActiveUsers: "月活用户", PayingUsers: "付费用户", Employees: "员工", Price: "价格", TokensPerDay: "每日 token", arr: "ARR", "net-margin": "净利率", "gross-margin": "毛利率", "run-rate-revenue": "年化收入", "cash burn": "烧钱", "net margin": "净利率", "net new ARR": "新增 ARR", "valuation": "估值", "revenue": "收入", "loss-ratio": "亏损率", "burn-per-month": "每月烧钱", "burn-multiple": "烧钱倍数", "revenue-growth-yoy": "收入同比" },
  conflictTypes: { source: "来源不一", restatement: "重述", identity: "恒等式不符" },

  whole: "公司整体", segment: "分部", segments: "分部", periods: "柱的期间", years: "年份", lastYears: (n) => `最近 ${n} 年`, mostPoints: "点最多的", sources: "文件", conflicts: "矛盾", noConflicts: "没有互相矛盾的说法。", noAlerts: "没有要说的。", overTime: "走势", asTable: "以表格显示", onlyOtherFigures: "其收入、利润、用户均未知；打开可看其他数字。",
  charts: { revenue: "收入", arr: "经常性收入与年化收入", margins: "利润率", result: "净利润与烧钱", cash: "现金", runway: "可撑月数", valuation: "估值与融资", growth: "同比增长", users: "月活用户", employees: "员工" },
  expected: "预期", otherUnits: (n) => `另有 ${n} 个其他单位的数字未画`, moreFigures: (n) => `另外 ${n} 个数字`, chartHint: "实心为已披露；空心为推算或倒推，菱形为替代值，叉为存疑，虚线为预期；色带与箭头为可确定的范围。指向数字或用方向键逐个查看，点击看缘由。轴下：文件与 ▲ 警报。", clickForWhy: "点击看缘由。", permalink: "永久链接", metric: "指标", period: "期间", figureWord: "数字", how: "如何得到", more: (n) => `另外 ${n} 条`,
  why: "为什么？", whyOf: (metric, period) => `为什么：${period} ${metric}`, closeWhy: (metric, period) => `关闭：${metric} ${period ?? ""}`, definition: "定义：", less: "减", otherStatements: (n) => `另外 ${n} 种说法`, filing: "文件", computedFrom: "由其他说法算出", cite: "引用", copied: "已复制：句子、来源、日期与永久链接。", counts: "采用", countsNot: "未采用", because: "原因：", materiality: (percent) => `影响为收入的 ${percent}%`,

  alertsIntro: "变好或变坏的事，入库即报。确定：无论真值是区间内哪一个都成立；可能：只对其中一些成立。",
  alertKinds: { "loss-widening": "亏损", "margin-change": "利润率", "arr-change": "ARR", "burn-acceleration": "烧钱", "runway-low": "可撑时间", "source-conflict": "来源矛盾", "restatement": "重述", "forecast-miss": "未达预测", "audit-failed": "不可能成立", "forecast-scored": "预测见分晓", "revenue-decline": "收入", "cash-drop": "现金", "down-round": "降价融资", "overspending": "超支" },
  alertStates: { raised: "触发", resolved: "解除", corrected: "更正" }, severities: { critical: "严重", warning: "警告", info: "提示" }, severity: "级别", issuer: "公司", show: "显示", currentOnes: "当前成立的", everything: "全部", stillTrue: "仍成立，较早期间", earlier: "较早的，或较早期间的", showMore: "更多",
  alertSentence: ({ kind, transition, metric, period, current, previous, before, rose }) => {
    if (kind === "source-conflict") return `各来源对 ${period} ${metric}说法不一：${current}，或 ${previous}。`;
    if (kind === "restatement") return `${period} ${metric}被重述：现为 ${current}，原为 ${previous}。`;
    if (kind === "forecast-miss") return `${period} ${metric}为 ${current}，预期为 ${previous}。`;
    if (kind === "audit-failed") return `${period} ${metric}与其他数字不可能同时成立：它是 ${current}，由其他数字得 ${previous}。`;
    if (kind === "forecast-scored") return `${period} ${metric}已知：${current}，当时预测 ${previous}。`;
    if (kind === "overspending") return `${period} ${metric}为 ${current}，计划为 ${previous}。`;
    if (kind === "runway-low") return `截至 ${period}，现金还可撑 ${current}。`;
    if (transition === "profit-to-loss") return `由盈转亏：${period} ${metric} ${current}，${before} 为 ${previous}。`;
    if (transition === "loss-to-profit") return `扭亏为盈：${period} ${metric} ${current}，${before} 为 ${previous}。`;
    if (transition === "deeper-loss") return `亏损扩大：${period} ${metric} ${current}，${before} 为 ${previous}。`;
    return previous ? `${period} ${metric}${rose ? "升" : "降"}至 ${current}，${before} 为 ${previous}。` : `${period} ${metric}为 ${current}。`;
  },
  inPeriod: (period) => period, onDay: (day) => day, possible: "可能", possibleMeaning: "只对部分可能值成立", historical: "较早期间", historicalMeaning: "触发时已非最新期间，未通知任何人", seenBy: (who) => `${who} 已阅`, silenced: "已静默",
  acknowledge: "确认", silence: "静默", silenceWhat: "范围", silenceKind: (kind) => `这家公司的“${kind}”警报`, silenceIssuer: "这家公司的全部警报", yourName: "你的名字", comment: "原因", until: "直到", silences: "静默", endSilence: "结束", difference: "差额", rule: "规则", causedBy: "引发它的文件", inTheWords: "消息原文：", history: "经过",
  rulesIntro: "什么会触发警报。可在历史上试跑：每一步只看当时已公布的内容。", off: "已关闭", switchOff: "关闭", switchOn: "开启", delete: "删除", allOfIt: "全文", tryOnHistory: "在历史上试跑", progress: "进度", issuersAll: "公司（不填为全部）", from: "自", try: "试跑", wouldHave: (raised, resolved, corrected) => `将触发 ${raised} 次，解除 ${resolved} 次，更正 ${corrected} 次。`, wouldHaveOver: (n, from, to) => `${from} 至 ${to} 共 ${n} 条`,

  postIntro: "填写表单，或拖入文件。在你看到影响之前，不会存入任何内容。", dropHere: "把文件拖到这里，或选择文件", dropKinds: "单份文件（JSON）、多份（NDJSON、CSV）、SEC EDGAR 的 companyfacts、原始报告（XBRL），或用于起草的文章（文本、HTML）。", issuerId: "公司（id）", form: "类别", tier: "来源", publisher: "发布者", publishedOn: "发布日期", title: "标题", url: "网址", facts: "事实", fact: (n) => `事实 ${n}`, addFact: "添加事实", removeFact: (n) => `删除事实 ${n}`, concept: "概念", value: "值", low: "下限", high: "上限", unitWord: "单位", scenario: "情景", basis: "口径", document: "将要发送的文件", tryFirst: "看看会改变什么", send: "发送", line: (n) => `第 ${n} 行`, drafted: "已起草，请审核事实：", reading: (name) => `正在读取 ${name}…`, wouldBe: (a, d, r) => `${a} 份将被接受，${d} 份已存在，${r} 份将被拒绝。`, became: (a, d, r) => `${a} 份已接受，${d} 份已存在，${r} 份被拒绝。`, brokeOff: "文件中途断了。", accepted: { accepted: "已接受并存入：", duplicate: "已存在：" }, wouldChange: "将会改变", before: "之前", nothingWouldChange: "没有数字会改变。", wouldAlert: "将引发的警报", noAlertWould: "无。", nothingStored: "尚未存入", recorded: "入库", retracted: "已撤回", supersedes: "取代", retract: "撤回此文件", retractMeaning: "自此不再计入；曾经计入的事实仍保留。数字与警报立即更新。", reason: "原因",
};
