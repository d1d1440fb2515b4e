import type { VerbForm } from "../language.ts";

/** Irregular verbs as base past participle; alternatives divided by slashes. */
const IRREGULAR = [
  "be was/were been,become became become,begin began begun,bet bet bet,bind bound bound,blow blew blown,break broke broken",
  "bring brought brought,build built built,buy bought bought,catch caught caught,choose chose chosen,come came come",
  "cost cost cost,cut cut cut,deal dealt dealt,do did done,draw drew drawn,drink drank drunk,drive drove driven",
  "eat ate eaten,fall fell fallen,feed fed fed,feel felt felt,fight fought fought,find found found,flee fled fled",
  "fly flew flown,forbid forbade forbidden,foresee foresaw foreseen,foretell foretold foretold,forget forgot forgotten",
  "get got gotten/got,give gave given,go went gone,grow grew grown,hang hung hung,have had had,hear heard heard",
  "hide hid hidden,hit hit hit,hold held held,hurt hurt hurt,keep kept kept,know knew known,lay laid laid,lead led led",
  "leave left left,lend lent lent,let let let,lie lay lain,light lit lit,lose lost lost,make made made,mean meant meant",
  "meet met met,mislead misled misled,misunderstand misunderstood misunderstood,pay paid paid,put put put",
  "quit quit quit,read read read,rebut rebutted rebutted,retell retold retold,ride rode ridden,ring rang rung",
  "rise rose risen,run ran run,say said said,see saw seen,seek sought sought,sell sold sold,send sent sent,set set set",
  "shake shook shaken,shoot shot shot,show showed shown/showed,shut shut shut,sing sang sung,sink sank sunk,sit sat sat",
  "sleep slept slept,speak spoke spoken,spend spent spent,split split split,spread spread spread,stand stood stood",
  "steal stole stolen,stick stuck stuck,strike struck struck,swear swore sworn,swing swung swung,take took taken",
  "teach taught taught,tear tore torn,tell told told,think thought thought,throw threw thrown",
  "understand understood understood,undertake undertook undertaken,wake woke woken,wear wore worn,weep wept wept",
  "win won won,withdraw withdrew withdrawn,write wrote written,overcome overcame overcome,uphold upheld upheld",
  "refer referred referred,prefer preferred preferred,admit admitted admitted,submit submitted submitted",
  "commit committed committed,permit permitted permitted,regret regretted regretted,occur occurred occurred",
  "infer inferred inferred,rebel rebelled rebelled,expel expelled expelled,compel compelled compelled,plan planned planned",
  "quip quipped quipped,blog blogged blogged,slam slammed slammed,stop stopped stopped,drop dropped dropped",
  "rip ripped ripped,tap tapped tapped,back backed backed,chat chatted chatted,spin spun spun,label labeled/labelled labeled/labelled",
  "signal signaled/signalled signaled/signalled,panic panicked panicked,plead pleaded/pled pleaded/pled,snap snapped snapped",
  "beg begged begged,nod nodded nodded,grab grabbed grabbed,run ran run,ban banned banned,hint hinted hinted,step stepped stepped",
].flatMap((line) => line.split(","));

const irregular = new Map(
  IRREGULAR.map((entry) => {
    const [base = "", past = "", participle = ""] = entry.split(" ");
    return [base, { past: past.split("/"), participle: participle.split("/") }];
  }),
);
const DOUBLED = new Set(
  IRREGULAR.flatMap((entry) => {
    const [base = "", past = ""] = entry.split(" ");
    return past.startsWith(base + base.slice(-1)) ? [base] : [];
  }),
);
const DOUBLES_IN_GERUND = new Set(
  "begin bet cut forget get hit let put quit run set shut sit split spin swim win forbid upset".split(" "),
);

/** The forms of an English verb. */
export function inflect(base: string): Record<VerbForm, readonly string[]> {
  const known = irregular.get(base);
  const regular = [regularPast(base)];
  return {
    base: [base],
    third: base === "be" ? ["is"] : base === "have" ? ["has"] : [withS(base)],
    past: known?.past ?? regular,
    participle: known?.participle ?? regular,
    gerund: [gerund(base)],
  };
}

function withS(base: string): string {
  if (/[^aeiou]y$/.test(base)) return `${base.slice(0, -1)}ies`;
  return /(?:s|x|z|ch|sh|o)$/.test(base) ? `${base}es` : `${base}s`;
}

function regularPast(base: string): string {
  if (base.endsWith("e")) return `${base}d`;
  if (/[^aeiou]y$/.test(base)) return `${base.slice(0, -1)}ied`;
  return `${base}ed`;
}

function gerund(base: string): string {
  if (base.endsWith("ie")) return `${base.slice(0, -2)}ying`;
  if (/[^eoy]e$/.test(base) && base !== "be") return `${base.slice(0, -1)}ing`;
  return DOUBLED.has(base) || DOUBLES_IN_GERUND.has(base) ? `${base}${base.slice(-1)}ing` : `${base}ing`;
}
