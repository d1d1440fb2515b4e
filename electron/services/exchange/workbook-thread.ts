import { answerThread } from "../thread.ts";
import { packing } from "./packing.ts";

answerThread(packing());
