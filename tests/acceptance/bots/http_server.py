"""The synchronous starter template behind its own HTTP server, with the signing secret."""

import os

from slack_bolt import App
from slack_sdk import WebClient

from tests.acceptance.bots.listeners import register

app = App(
    client=WebClient(token=os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"]),
    signing_secret=os.environ["SLACK_SIGNING_SECRET"],
)
register(app)

if __name__ == "__main__":
    print("ready", flush=True)  # noqa: T201 - the test waits for it
    app.start(port=int(os.environ["PORT"]), path="/slack/events", http_server_logger_enabled=False)
