import { workerData } from "node:worker_threads";
import { type Asked, suggestBatch } from "./suggest-all.ts";
import { answerThread } from "./thread.ts";

const asked: Asked = workerData;

answerThread(suggestBatch(asked));
