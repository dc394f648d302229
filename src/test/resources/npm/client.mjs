// Does one thing with OpenAI's client for Node and prints what came of it as one line of JSON.
import OpenAI from "openai";

const [baseURL, what, model, message, options = "{}"] = process.argv.slice(2);
const client = new OpenAI({ baseURL, apiKey: "any" });
const asked = { model, messages: [{ role: "user", content: message }], ...JSON.parse(options) };
let said = "";

const things = {
  async complete() {
    const { data, request_id } = await client.chat.completions.create(asked).withResponse();
    return { text: data.choices[0].message.content, finish: data.choices[0].finish_reason, usage: data.usage,
      id: data.id, cost: data.cost, request_id };
  },
  async stream() {
    const stream = await client.chat.completions.create(
      { ...asked, stream: true, stream_options: { include_usage: true } });
    let finish = null, usage = null;
    for await (const chunk of stream) {
      said += chunk.choices[0]?.delta.content ?? "";
      finish = chunk.choices[0]?.finish_reason ?? finish;
      usage = chunk.usage ?? usage;
    }
    return { text: said, finish, usage };
  },
  async models() {
    const listed = [];
    for await (const each of client.models.list()) {
      listed.push(each.id);
    }
    return { listed, found: (await client.models.retrieve(model)).id };
  },
};

try {
  console.log(JSON.stringify(await things[what]()));
} catch (failure) {
  if (!(failure instanceof OpenAI.APIError)) {
    throw failure;
  }
  const { status = null, code, param, type } = failure;
  console.log(JSON.stringify({ failure: failure.constructor.name, status, code, param, type, text: said }));
}
