"""What the console says of app, token and number, over HTTP."""

import pytest

from core.sandbox.graph import GraphServer

from .conftest import Client, Receiver


async def test_the_token_tells_its_app_and_its_rights(graph: GraphServer, client: Client) -> None:
    account = graph.account
    status, told = await client.get("debug_token", input_token=account.access_token)
    data = told["data"]
    assert (status, data["is_valid"], data["app_id"]) == (200, True, account.app_id)
    assert "whatsapp_business_messaging" in data["scopes"]
    assert data["granular_scopes"][0]["target_ids"] == [account.waba_id]
    _, told = await client.get("debug_token", input_token="another")
    assert not told["data"]["is_valid"]


async def test_subscriptions_are_the_apps_own(
    graph: GraphServer, client: Client, receiver: Receiver
) -> None:
    account = graph.account
    status, told = await client.get(f"{account.app_id}/subscriptions")
    assert (status, told["error"]["code"]) == (400, 15)
    client.headers = {"Authorization": f"Bearer {account.app_token}"}
    _, told = await client.get(f"{account.app_id}/subscriptions")
    assert [one["object"] for one in told["data"]] == ["page"]
    await graph.register(receiver.url)
    _, told = await client.get(f"{account.app_id}/subscriptions")
    assert told["data"][1]["callback_url"] == receiver.url
    assert {"name": "messages", "version": account.version} in told["data"][1]["fields"]
    assert (await client.get(account.phone_number_id))[0] == 401


async def test_the_number_tells_what_it_is_asked_for(graph: GraphServer, client: Client) -> None:
    ident = graph.account.phone_number_id
    graph.console.number_callback = "https://elsewhere.example/webhook"
    _, told = await client.get(ident, fields="status,throughput,webhook_configuration")
    assert told == {
        "status": "CONNECTED",
        "throughput": {"level": "STANDARD"},
        "webhook_configuration": {"phone_number": "https://elsewhere.example/webhook"},
        "id": ident,
    }
    status, told = await client.get(ident, fields="colour")
    assert (status, told["error"]["code"]) == (400, 100)


@pytest.mark.parametrize("path", ["phone_numbers", "subscribed_apps", "message_templates"])
async def test_the_business_account_is_seen_with_a_right(
    graph: GraphServer, client: Client, path: str
) -> None:
    status, told = await client.get(f"{graph.account.waba_id}/{path}")
    assert (status, bool(told["data"])) == (200, True)
    graph.console.scopes = ("whatsapp_business_messaging",)
    status, told = await client.get(f"{graph.account.waba_id}/{path}")
    assert (status, told["error"]["error_subcode"]) == (400, 33)
