import { workerData } from "node:worker_threads";
import { answerThread } from "../thread.ts";
import { type Conversion, convertBatch } from "./convert.ts";

const conversion: Conversion = workerData;

answerThread(convertBatch(conversion));
