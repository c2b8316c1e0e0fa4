"""What Graph is asked about a number. `meta_checks` judges the answers.

Sources: https://developers.facebook.com/documentation/business-messaging/whatsapp/permissions,
https://developers.facebook.com/docs/graph-api/reference/debug_token,
https://developers.facebook.com/docs/graph-api/reference/app/subscriptions,
https://developers.facebook.com/docs/graph-api/reference/whats-app-business-account/subscribed_apps
and https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/override
"""

from collections.abc import Iterator, Mapping
from typing import Final

from core.channels.whatsapp.graph import Graph
from core.doctor.meta_records import (
    Facts,
    Got,
    Phones,
    Token,
    has,
    read,
)
from core.doctor.setup import Number, Setup
from core.domain.problems import ChannelError
from core.support.clock import Clock

_BASIC: Final = "display_phone_number,verified_name,quality_rating,status,throughput"
FIELDS: Final = f"{_BASIC},platform_type,is_on_biz_app,webhook_configuration"
_MOST_ACCOUNTS: Final = 5


async def facts(setup: Setup, number: Number, clock: Clock) -> Facts:
    """Everything that can be asked with the number's token and the apps' secrets."""
    graph = Graph(setup.base_url, number.token, setup.timeout, clock)
    try:
        return await _Asking(setup, number, graph, clock).facts()
    finally:
        await graph.close()


class _Asking:
    def __init__(self, setup: Setup, number: Number, graph: Graph, clock: Clock) -> None:
        self._setup = setup
        self._number = number
        self._graph = graph
        self._clock = clock

    async def facts(self) -> Facts:
        node = await self._get(self._graph, self._number.id, {"fields": FIELDS})
        if has(node, "whatsapp-refused"):
            # perhaps a field that this version does not have
            node = await self._get(self._graph, self._number.id, {"fields": _BASIC})
        if has(node, "whatsapp-unreachable"):
            return Facts(number=self._number, node=node)
        token = await self._token()
        told = read(token, Token)
        app = told.data.app_id if told is not None else ""
        waba, phones = await self._account(told)
        made = Facts(number=self._number, node=node, token=token, app=app, waba=waba, phones=phones)
        if waba:
            path = f"{waba}/message_templates"
            made.subscribed = await self._get(self._graph, f"{waba}/subscribed_apps")
            made.templates = await self._get(self._graph, path, {"fields": "name", "limit": "1"})
        if app:
            made.subscriptions = await self._subscriptions(app)
        return made

    async def _get(self, graph: Graph, path: str, query: Mapping[str, str] | None = None) -> Got:
        try:
            return await graph.get(self._setup.graph(path), query)
        except ChannelError as error:
            return error.problem

    async def _token(self) -> Got:
        """A token may be asked about by itself, else by the app that it belongs to."""
        query = {"input_token": self._number.token}
        got = await self._get(self._graph, "debug_token", query)
        for app, secret in self._secrets("") if read(got, Token) is None else ():
            if app:
                got = await self._of_app(app, secret, "debug_token", query)
                if read(got, Token) is not None:
                    break
        return got

    async def _account(self, told: Token | None) -> tuple[str, Got | None]:
        """The business account that has the number, and its numbers."""
        named = [self._number.waba] if self._number.waba else []
        found: tuple[str, Got | None] = ("", None)
        for waba in (named or (told.accounts if told is not None else []))[:_MOST_ACCOUNTS]:
            query = {"fields": "id", "limit": "500"}
            got = await self._get(self._graph, f"{waba}/phone_numbers", query)
            phones = read(got, Phones)
            if phones is not None and phones.has(self._number.id):
                return waba, got
            found = found if found[0] else (waba, got)
        return found

    def _secrets(self, app: str) -> Iterator[tuple[str, str]]:
        """Ids and secrets by which app ``app`` may be known."""
        for one in self._setup.apps:
            if not app or one.id in ("", app):
                for secret in one.secrets:
                    yield app or one.id, secret

    async def _subscriptions(self, app: str) -> Got | None:
        """None: none of our secrets is that app's."""
        path, got = f"{app}/subscriptions", None
        for _, secret in self._secrets(app):
            got = await self._of_app(app, secret, path)
            if not has(got, "whatsapp-auth"):
                return got
        return got

    async def _of_app(
        self, app: str, secret: str, path: str, query: Mapping[str, str] | None = None
    ) -> Got:
        setup = self._setup
        graph = Graph(setup.base_url, f"{app}|{secret}", setup.timeout, self._clock)
        try:
            return await self._get(graph, path, query)
        finally:
            await graph.close()
