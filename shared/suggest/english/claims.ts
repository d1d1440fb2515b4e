import type { ClaimLists } from "../language.ts";

const list = (...lines: string[]) => lines.flatMap((line) => line.split(" "));

/** Words that make a sentence worth checking, or show that it cannot be checked. */
export const claims: ClaimLists = {
  quantities: list(
    "percent percentage million billion trillion thousand thousands millions billions hundreds dozens double doubled tripled",
    "half third quarter twice majority rate rates number record average total amount",
  ),
  comparisons: list(
    "more less fewer most least higher highest lower lowest bigger biggest larger largest worse worst better best greatest",
    "slowest fastest first last only ever never than times increase increased decrease decreased rose fell grew dropped",
    "doubled exploding skyrocketing risen gone up down lost gained",
  ),
  causes: list(
    "because caused cause causes led created creates result resulted due thanks responsible destroyed killed saved",
  ),
  accusations: list(
    "lied lie lies lying illegal illegally criminal fraud corrupt corruption stole stealing cheated failed failure disaster",
    "violated broke crime crimes guilty secret secretly hid deleted destroyed perjury misled never voted supported opposed",
    "gave took took paid spent raised cut wants rigged ripping",
  ),
  topics: list(
    "tax taxes jobs economy trade deficit debt budget crime murder immigration immigrants border wall refugees terrorism isis",
    "nuclear iraq iran syria libya china mexico russia nafta obamacare health insurance premiums medicare medicaid social",
    "security wages unemployment growth poverty welfare guns gun police law court supreme senate congress bill vote votes",
    "voted election poll polls energy climate oil coal gas military veterans war troops trade companies manufacturing schools",
    "students loans college wall street banks donations foundation emails server workers families cities plan policy deal",
  ),
  opinions: list(
    "think believe hope want love feel guess hopefully wonderful beautiful thank thanks please welcome tonight ladies gentlemen",
    "should must will would could might may let let's if question moment hello applause going",
  ),
};
