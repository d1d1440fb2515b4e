import { parentPort, workerData } from "node:worker_threads";
import { errorOf } from "./damage.ts";
import { type ReaderData, readerAnswers } from "./reader.ts";
import type { Asked, FromThread, ToThread } from "./thread.ts";
import { type WriterData, writerAnswers } from "./writer.ts";

const data: ReaderData | WriterData = workerData;
const send = (message: FromThread) => parentPort?.postMessage(message);
const answers: Asked =
  data.role === "reader" ? { ...readerAnswers(data) } : { ...writerAnswers(data, (told) => send({ told })) };

parentPort?.on("message", async ({ id, name, args }: ToThread) => {
  try {
    send({ id, value: await answers[name]?.(...(args as never[])) });
  } catch (error) {
    send({ id, ...errorOf(error) });
  }
});
