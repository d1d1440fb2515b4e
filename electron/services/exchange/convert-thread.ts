import { workerData } from "node:worker_threads";
import { type Conversion, convertOne } from "./convert.ts";
import { answerPool } from "./pool.ts";

const conversion: Conversion = workerData;

answerPool((one: Parameters<typeof convertOne>[0]) => convertOne(one, conversion));
