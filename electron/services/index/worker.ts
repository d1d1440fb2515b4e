import { workerData } from "node:worker_threads";
import { answerThread, tellFromThread } from "../thread.ts";
import { type ReaderData, readerAnswers } from "./reader.ts";
import { type WriterData, writerAnswers } from "./writer.ts";

const data: ReaderData | WriterData = workerData;

if (data.role === "reader") answerThread({ ...readerAnswers(data) });
else answerThread({ ...writerAnswers(data, tellFromThread) });
