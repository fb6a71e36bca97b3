"""The synchronous starter template on Socket Mode, with the SDK's own WebSocket client."""

import os
import signal

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from tests.acceptance.bots.listeners import register

app = App(
    client=WebClient(token=os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"]),
)
register(app)

if __name__ == "__main__":
    handler = SocketModeHandler(app, os.environ["SLACK_APP_TOKEN"])
    handler.connect()  # type: ignore[no-untyped-call] # as Bolt declares it
    print("ready", flush=True)  # noqa: T201 - the test waits for it
    signal.sigwait({signal.SIGTERM})
    handler.close()  # type: ignore[no-untyped-call] # as Bolt declares it
