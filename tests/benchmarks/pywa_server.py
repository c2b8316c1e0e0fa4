"""pywa's own webhook server, as its documentation starts it; run by the other environment."""

import sys

from pywa_async import WhatsApp, filters, types

PORT, SECRET = int(sys.argv[1]), sys.argv[2]

wa = WhatsApp(
    phone_id="100", token="token", verify_token="verify", app_secret=SECRET,
    webhook_endpoint="/webhook",
)  # fmt: skip


@wa.on_message(filters.text)
async def taken(client: WhatsApp, message: types.Message) -> None:
    """What a handler would do is not measured."""


wa.run(host="127.0.0.1", port=PORT, log_level="error")
