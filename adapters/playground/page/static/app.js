// Starts the page: both halves, fed by one stream of events.

import { follow } from "./api.js";
import { Discord } from "./discord.js";
import { Telegram } from "./telegram.js";

const panes = { discord: new Discord(), telegram: new Telegram() };
const connection = document.getElementById("connection");

follow(
  (event) => {
    if (event.kind === "snapshot") {
      panes.discord.load(event.discord);
      panes.telegram.load(event.telegram);
      document.body.dataset.ready = "true";
    } else {
      panes[event.platform].take(event);
    }
  },
  (connected) => {
    connection.hidden = connected;
  },
);
