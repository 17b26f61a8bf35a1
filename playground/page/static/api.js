// Talking to the playground's own server.

/** What a person may read: something that could not be done. */
export class Refused extends Error {}

async function answer(response) {
  const body = await response.json().catch(() => ({ refused: `The playground answered ${response.status}.` }));
  if (body.refused !== undefined) throw new Refused(body.refused);
  return body;
}

async function ask(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new Refused("The playground does not answer. Is it still running?");
  }
  return answer(response);
}

/** Do something; throws Refused with the reason. */
export function post(path, body) {
  const headers = { "Content-Type": "application/json" };
  return ask(path, { method: "POST", headers, body: JSON.stringify(body) });
}

/** Ask for something; throws Refused with the reason. */
export function get(path, query) {
  return ask(`${path}?${new URLSearchParams(query)}`, {});
}

/** Follow the server: `onEvent` gets a snapshot first and after every loss of the connection. */
export function follow(onEvent, onConnection) {
  const source = new EventSource("/events");
  source.addEventListener("open", () => onConnection(true));
  source.addEventListener("error", () => onConnection(false));
  source.addEventListener("message", (event) => onEvent(JSON.parse(event.data)));
}
