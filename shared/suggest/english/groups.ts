import type { WordGroups } from "../language.ts";

const list = (words: string): readonly string[] => words.split(" ");

export const groups: WordGroups = {
  quantifiers: list("all both half many some several most"),
  approximators: list("about nearly almost roughly only just around over some approximately"),
  comparatives: list("more less fewer"),
  superlatives: list("least most"),
  degrees: list("so more most"),
  relativePronouns: list("who which that"),
  recipientVerbs: list(
    "tell remind inform notify brief assure warn ask advise persuade convince show teach write promise urge apprise " +
      "reassure update lecture instruct message",
  ),
  timeNouns: list("year week month night morning day afternoon evening time"),
  dayParts: list("night morning afternoon evening"),
  timeModifiers: list("last this next earlier later"),
  standingAlone: list(
    "half most many some few several all both each either neither those these this that another any more",
  ),
  floating: list("both all each"),
  timeConjunctions: list("after before since until"),
  phraseAdverbs: list("there not maybe perhaps even only just more less most"),
  conditions: list("if when while because since as unless although though"),
  plainVerbs: list("be have do get"),
  nounCuePrepositions: list("of for about on against in over with toward towards"),
  statePrepositions: list("about of with by in on"),
  copulas: list("feel seem remain become appear"),
  passiveInfinitives: list("expect ask tell urge say believe think report allege order require rumor"),
  pronouns: list(
    "he she they it i we you who which that his her their its my our him them himself herself another one",
  ),
  reflexives: list("himself herself itself themselves"),
  pronounsOfPeople: list("he she his her him himself herself"),
  pronounsOfAnybody: list("i we you my our another one"),
  demonstratives: list("the this that"),
  nounPhraseEnds: list("of for in at on from with to by who whom which that as under near during after before"),
  bodies: list(
    "newspaper network company agency paper department magazine organization group campaign court committee party " +
      "university firm website outlet bureau ministry office",
  ),
  personEndings: list(
    "president senator governor secretary minister mayor king queen general man woman er or ist ian ant ee chief judge " +
      "candidate",
  ),
  placeNouns: list(
    "town city village region province district county island state area valley river municipality suburb neighborhood " +
      "neighbourhood borough peninsula capital parish prefecture outskirts mayor",
  ),
  placePrepositions: list("in at near from across throughout outside"),
  directions: list(
    "north south east west northern southern eastern western central southeast southwest northeast northwest",
  ),
  staff: list("spokesman spokeswoman spokesperson spokespeople executive executives employee employees cofounder"),
  peopleEndings: list("ians eans anians"),
  placeAdjectiveEndings: list("ian ean ese ish"),
  wordEndings: list("ly ing ed s"),
  links: list("of for in at from with on to by against behind about near between among under within across"),
  possessiveLinks: list("of"),
  adding: list("and"),
  opposing: list("but"),
  personalRelatives: list("who"),
  comparing: list("than"),
  placing: list("at"),
  dayPrepositions: list("on in"),
  plainReporters: list("said"),
  sequence: list("then"),
  questioning: list("if"),
  agents: list("by"),
  perfect: list("having"),
  lightAdjectives: list("clear"),
  aims: list("for"),
  sourceOpeners: list("according citing whereas"),
  circumstances: list("after when while as"),
  circumstancesOfQuotations: list("as when while after before because"),
  clausesApart: list("while as although though after even"),
  comparingClauses: list("as"),
  stressing: list("even"),
  whiles: list("while"),
  additions: list("which"),
  leadsOfQuotations: list("asked when after"),
  leadsOfClauses: list("as when while after if although though because asked"),
  nonfinite: list("been being having be"),
  chaining: list("has have had is are was were"),
  passives: list("is are was were be been being am 're 'm 's gets get got isn't wasn't weren't aren't"),
  infinitiveMarks: list("to"),
};
