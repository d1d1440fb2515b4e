import type { CueClass } from "../language.ts";

const list = (...lines: string[]) => lines.flatMap((line) => line.split(" "));

/** Verbs that introduce what somebody says, thinks, wants or judges, in English news. */
export const cueVerbs: readonly CueClass[] = [
  {
    name: "speech",
    complements: ["that", "bare", "quotation", "noun", "infinitive", "left"],
    confidence: 0.9,
    words: list("say state claim maintain allege tweet retweet post quip reiterate repeat insist"),
  },
  {
    name: "remark",
    complements: ["that", "bare", "quotation", "left"],
    confidence: 0.88,
    words: list(
      "add note continue explain conclude observe remark reply respond answer point_out recall stress emphasize emphasise",
      "caution concede acknowledge admit argue assert contend declare disclose reveal announce report suggest write muse",
      "recount comment opine lament joke whisper shout yell exclaim interject counter retort conjecture posit",
      "elaborate clarify reason marvel proclaim profess testify attest affirm underscore underline imply intimate hint insinuate",
      "signal indicate warn predict forecast speculate theorize theorise hypothesize reckon estimate calculate bemoan brag boast",
      "gloat gush crow scoff snap fume thunder bark laugh chuckle sigh snarl sneer murmur mutter mumble grumble groan cry",
      "scream go_on begin open chime_in weigh_in fire_back shoot_back hit_back tell confide confess vow pledge promise swear",
      "find advise complain charge summarize summarise blog stipulate postulate",
      "assure remind inform notify brief ask inquire wonder query instruct persuade convince lecture apprise update demand",
      "pray venture propose recommend prophesy rebut editorialize reaffirm restate agree disagree confirm deny object protest",
    ),
  },
  {
    name: "manner",
    complements: ["quotation"],
    confidence: 0.8,
    words: list(
      "snap thunder bark laugh chuckle sigh snarl sneer murmur cry scream go_on begin start open chime_in weigh_in fire_back",
      "shoot_back hit_back rule volunteer caption text email relate rejoin offer chant sing deadpan paraphrase press interrupt",
      "read put_it state_that call dub label describe smile nod pipe_up speak_out cut_in close finish",
    ),
  },
  {
    name: "thought",
    complements: ["that", "bare", "noun", "infinitive", "left"],
    confidence: 0.75,
    words: list(
      "believe think suspect hope fear expect assume doubt feel wish anticipate presume imagine suppose worry guess figure",
      "conclude recognize recognise realize realise understand accept agree trust consider intend envision foresee",
    ),
  },
  {
    name: "knowledge",
    complements: ["that"],
    confidence: 0.6,
    words: list(
      "know see learn hear show prove demonstrate discover notice remember forget decide determine ensure mean illustrate",
      "reflect detail describe discuss explain ponder question debate establish document mention specify judge gauge verify",
      "hold reveal expose dispute reassure signify teach highlight pretend discern resolve ascertain consider",
    ),
  },
  {
    name: "desire",
    complements: ["infinitive", "object-infinitive", "noun", "that", "gerund"],
    confidence: 0.6,
    words: list(
      "want intend plan hope wish vow pledge promise threaten refuse agree seek prefer desire decline aim propose volunteer",
      "expect love like hate decide long contemplate swear dare demand opt would_like",
    ),
  },
  {
    name: "request",
    complements: ["object-infinitive", "that", "infinitive", "quotation", "noun"],
    confidence: 0.7,
    words: list(
      "urge ask tell call_on call_upon call_for request advise encourage order instruct implore beg plead_for invite warn",
      "direct command demand appeal_to petition persuade remind press push_for lobby_for exhort pressure counsel challenge",
      "require",
    ),
  },
  {
    name: "stance",
    complements: ["noun", "quotation", "gerund", "that"],
    confidence: 0.55,
    words: list(
      "criticize criticise praise denounce condemn slam blast attack accuse blame oppose support endorse reject deny dismiss",
      "dispute defend confirm deride mock ridicule decry deplore applaud laud hail commend welcome credit thank",
      "congratulate rebuke chide scold chastise lambaste lambast bash rip disparage insult question challenge cite favor favour",
      "advocate advocate_for back propose suggest announce discuss describe outline detail explain portray characterize",
      "characterise depict label dub brand call deem regard consider view see compare liken repudiate disavow retract refute",
      "rebut regret resent admire appreciate value respect trust distrust mourn lament bemoan predict foresee",
      "forecast estimate project promise threaten urge recommend demand mention quote reference acknowledge admit recall",
      "concede reveal disclose note emphasize stress highlight tout trumpet promote pan skewer excoriate castigate",
      "vilify assail belittle trash pillory berate pledge protest disapprove_of approve_of approve",
      "speak_about speak_of speak_out talk_about talk_of complain_about complain_of warn_of warn_about warn_against",
      "point_to refer_to allude_to respond_to react_to reply_to object_to agree_with agree_on disagree_with agree_to",
      "comment_on dwell_on touch_on insist_on ask_about ask_for inquire_about wonder_about worry_about think_about",
      "think_of dream_of know_about boast_of boast_about brag_about joke_about argue_for argue_against argue_about",
      "apologize_for apologise_for apologize apologise lash_out_at rail_against fire_back_at hint_at believe_in care_about",
      "call_out lay_out spell_out rule_out sum_up bring_up play_down play_up stand_by shrug_off brush_off take_issue_with",
      "speculate_about read_from elaborate_on reflect_on opine_on weigh_in_on confess_to testify_about attest_to",
      "caution_against advise_against plead_guilty_to side_with sympathize_with identify_with appeal_for hope_for wish_for",
      "look_forward_to threaten_with call_in demand report misrepresent exaggerate overstate understate",
      "contradict echo interpret cheer hate love like dislike loathe fear doubt expect anticipate plan oppose debate",
    ),
  },
];

/** After a form of "be" (or feel, seem, remain): sure that, worried about. */
export const cueAdjectives = list(
  "confident sure certain aware convinced worried concerned afraid proud happy glad skeptical sceptical clear hopeful optimistic",
  "pessimistic adamant critical supportive dismissive grateful thankful surprised shocked disappointed dismayed outraged angry",
  "upset furious frustrated excited pleased delighted thrilled eager willing unwilling reluctant ready determined committed",
  "opposed wary fearful doubtful unsure uncertain mindful sorry ashamed tired sick fond interested persuaded satisfied",
  "adamant unaware insistent desperate anxious nervous amazed appalled horrified puzzled baffled stunned inclined",
);

/** Nouns that name an utterance or a thought. */
export const cueNouns = list(
  "claim statement assertion belief accusation allegation call demand support opposition criticism concern warning promise",
  "pledge vow view opinion argument suggestion hope fear desire threat request response question conviction contention",
  "complaint insistence prediction refusal recommendation admission acknowledgment acknowledgement remark comment hint notion",
  "announcement confidence doubt frustration anger disappointment outrage objection skepticism sympathy regret gratitude",
  "condemnation praise denial plea appeal testimony assessment conclusion finding confirmation explanation impression",
  "assurance expectation faith interest disdain contempt admiration respect hatred dislike disapproval approval endorsement",
  "rejection commitment willingness reluctance intention intent wish worry rumor rumour speculation theory reminder plan proposal",
  "message case observation tweet attack decision report understanding commentary account characterization description",
);

export const lightVerbs = list(
  "make repeat issue express have voice give raise renew reiterate offer release hold share deliver send hear reject dismiss",
  "deny face sound pose level put state announce echo show reach take draw ignore fuel spark form",
);

export const chainVerbs = list(
  "go go_on begin continue start try want proceed refuse decline come appear seem need have claim attempt manage rush be",
  "use get move like happen help ask plan decide hesitate fail feel take stop choose force expect set like",
);

export const sourcePhrases = ["according to", "as per", "in the words of", "in the view of", "in the opinion of"];
