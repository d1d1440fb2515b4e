import { describe, expect, it } from "vitest";
import { begin, claim, doe, end, hostWith, line, server } from "./support.ts";

const asked = async (reach: Parameters<typeof hostWith>[0], more: Parameters<typeof hostWith>[1] = {}) => {
  const { ask, request } = await hostWith(reach, more, "secret-key");
  return ask("suggesters.ask", request);
};
const at = (address: string) => ({ kind: "http" as const, address });

describe("a suggester at a web address", () => {
  it("gets the request as JSON with its key, and answers by lines", async () => {
    const { address, received } = await server((_asked, response) => response.end(begin + doe + claim + end));
    expect(await asked(at(`${address}/suggest?v=1`))).toMatchObject({
      ended: "done",
      suggestions: [{ kind: "mention", producer: "Helper", version: "7" }, { kind: "claim" }],
    });
    expect(received).toMatchObject([
      { url: "/suggest?v=1", headers: { authorization: "Bearer secret-key", "content-type": "application/json" } },
    ]);
    expect(JSON.parse(received[0]?.body ?? "")).toMatchObject({ format: "onrecord/suggest", version: 1 });
  });

  it("is not followed anywhere else", async () => {
    const elsewhere = await server((_asked, response) => response.end(begin + doe + end));
    const { address } = await server((_asked, response) =>
      response.writeHead(307, { location: elsewhere.address }).end(),
    );
    const { problem, suggestions } = await asked(at(address));
    expect(problem?.reason).toBe(`${address} sends it on to another address`);
    expect(suggestions).toEqual([]);
    expect(elsewhere.received).toEqual([]);
  });

  it("says what went wrong and how to mend it, never with the key in it", async () => {
    const failing = async (status: number, body: string) => {
      const { address } = await server((_asked, response) => response.writeHead(status).end(body));
      const { problem } = await asked(at(address));
      expect(JSON.stringify(problem)).not.toContain("secret-key");
      return problem?.reason.replace(address, "ADDRESS");
    };
    expect(await failing(401, "")).toBe("ADDRESS does not take the key");
    expect(await failing(404, "<h1>no</h1>")).toBe("ADDRESS has nothing at that address: “<h1>no</h1>”");
    expect(await failing(500, '{"error":{"message":"Out of memory"}}')).toBe("ADDRESS answered 500: “Out of memory”");
    expect(await failing(200, "<html>")).toBe("line 1 of its reply is not JSON: “<html>”");
    expect(await failing(200, "")).toBe("its answer ended without the line of kind “end”");
    const { address, close } = await server(() => undefined);
    await close();
    expect((await asked(at(address))).problem?.reason).toBe(`${address} cannot be reached: nothing answers there`);
  });

  it("keeps what came before the connection broke, stalled, or went on without end", async () => {
    const { address: broken } = await server((_asked, response) => {
      response.write(begin + doe, () => response.destroy());
    });
    const first = await asked(at(broken));
    expect(first).toMatchObject({ ended: "failed", suggestions: [{ kind: "mention" }] });
    expect(first.problem?.reason).toContain("the connection was broken off");

    const { address: stalled } = await server((_asked, response) => void response.write(begin + doe));
    const second = await asked(at(stalled), { seconds: 1 });
    expect(second).toMatchObject({ ended: "failed", suggestions: [{ kind: "mention" }] });
    expect(second.problem?.reason).toBe("it did not answer within a second");

    const { address: endless } = await server((_asked, response) => {
      const more = () => void response.write(`${" ".repeat(1e6)}\n`, more);
      response.write(begin + doe, more);
    });
    expect((await asked(at(endless))).problem?.reason).toContain("its reply is longer than");
  });
});

describe("a chat endpoint", () => {
  const quote = {
    form: "direct",
    content: [{ text: "It is time.", before: "said: ", after: "" }],
    cue: { text: "said", before: "", after: "" },
    speaker: { words: { text: "Zoë Doe", before: "", after: "" }, form: "name", type: "Person", name: "Zoë Doe" },
    confidence: 0.7,
    reason: "It is in quotation marks.",
  };
  const completion = (answer: unknown) =>
    JSON.stringify({ choices: [{ finish_reason: "stop", message: { content: JSON.stringify(answer) } }] });

  it("is asked for JSON by a schema, and what it says is looked for in the text", async () => {
    const invented = { ...quote, content: [{ text: "It is late.", before: "", after: "" }] };
    const { address, received } = await server((_asked, response) =>
      response.end(completion({ mentions: [], quotes: [quote, invented], claims: [] })),
    );
    const reach = { kind: "chat" as const, address: `${address}/v1/`, model: "small" };
    expect(await asked(reach)).toMatchObject({
      ended: "done",
      suggestions: [{ kind: "mention" }, { kind: "quote", spans: [{ start: 18, end: 29 }], version: "small" }],
      dropped: 1,
      droppedExample: "“It is late.” is not in the text",
    });
    expect(received[0]?.url).toBe("/v1/chat/completions");
    expect(JSON.parse(received[0]?.body ?? "")).toMatchObject({
      model: "small",
      response_format: { type: "json_schema", json_schema: { strict: true } },
    });
  });

  it("says what is wrong with an answer", async () => {
    const reach = async (body: string) => {
      const { address } = await server((_asked, response) => response.end(body));
      return (await asked({ kind: "chat", address, model: "m" })).problem?.reason;
    };
    expect(await reach("hi")).toBe("what answers there is no chat endpoint");
    expect(await reach(completion({ quotes: 1 }))).toContain("does not follow the schema");
    expect(await reach("x".repeat(9e6))).toContain("its answer is longer than");
    expect(await reach(line(null))).toBe("what answers there is no chat endpoint");
  });
});
