// Starts the page: both chats and the log of the wire, fed by one stream of events.

import { follow } from "./api.js";
import { Controls } from "./controls.js";
import { Discord } from "./discord.js";
import { Telegram } from "./telegram.js";
import { Wire } from "./wire.js";

const parts = { discord: new Discord(), telegram: new Telegram(), wire: new Wire() };
const controls = new Controls();
const connection = document.getElementById("connection");

follow(
  (event) => {
    if (event.kind === "snapshot") {
      for (const [name, part] of Object.entries(parts)) part.load(event[name]);
      controls.load();
      document.body.dataset.ready = "true";
    } else {
      parts[event.source].take(event);
    }
  },
  (connected) => {
    connection.hidden = connected;
  },
);
