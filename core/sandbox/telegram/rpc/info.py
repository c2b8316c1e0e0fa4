"""help.* and langpack.*: what clients ask about the server itself."""

from __future__ import annotations

import time
from typing import Any

from telethon.tl import functions as fn
from telethon.tl import types as tl

from core.sandbox.telegram.rpc.call import Call, Handlers
from core.sandbox.telegram.wire import moment

CONFIG_SECONDS = 3600


def get_config(call: Call, _: Any) -> Any:
    """The config; this server is every data centre that it names: no client looks elsewhere."""
    address = call.address
    now = time.time()
    # a bot's business connection may lie in a data centre that has no address of its own
    linked = {one: address for one in call.world.connected.data_centres}
    centres = linked | (call.world.centres or {address.dc_id: address})
    return tl.Config(
        date=moment(now),
        expires=moment(now + CONFIG_SECONDS),
        test_mode=False,
        this_dc=address.dc_id,
        dc_options=[
            tl.DcOption(
                id=dc_id, ip_address=at.host, port=at.port, this_port_only=True, static=True
            )
            for dc_id, at in sorted(centres.items())
        ],
        dc_txt_domain_name="localhost",
        chat_size_max=200,
        megagroup_size_max=200_000,
        forwarded_count_max=100,
        online_update_period_ms=210_000,
        offline_blur_timeout_ms=5_000,
        offline_idle_timeout_ms=30_000,
        online_cloud_timeout_ms=300_000,
        notify_cloud_delay_ms=30_000,
        notify_default_delay_ms=1_500,
        push_chat_period_ms=60_000,
        push_chat_limit=2,
        edit_time_limit=172_800,
        revoke_time_limit=2_147_483_647,
        revoke_pm_time_limit=2_147_483_647,
        rating_e_decay=2_419_200,
        stickers_recent_limit=200,
        channels_read_media_period=604_800,
        call_receive_timeout_ms=20_000,
        call_ring_timeout_ms=90_000,
        call_connect_timeout_ms=30_000,
        call_packet_timeout_ms=10_000,
        me_url_prefix="https://t.me/",
        caption_length_max=1024,
        message_length_max=4096,
        webfile_dc_id=address.dc_id,
        revoke_pm_inbox=True,
    )


def get_nearest_dc(call: Call, _: Any) -> Any:
    """This one."""
    return tl.NearestDc(country="RU", this_dc=call.address.dc_id, nearest_dc=call.address.dc_id)


HANDLERS: Handlers = {
    fn.help.GetConfigRequest: get_config,
    fn.help.GetNearestDcRequest: get_nearest_dc,
    fn.help.GetAppConfigRequest: lambda _, __: tl.help.AppConfig(1, tl.JsonObject([])),
    fn.help.GetCdnConfigRequest: lambda _, __: tl.CdnConfig([]),
    fn.help.GetTermsOfServiceUpdateRequest: lambda _, __: tl.help.TermsOfServiceUpdateEmpty(
        moment(time.time() + CONFIG_SECONDS)
    ),
    fn.help.GetPromoDataRequest: lambda _, __: tl.help.PromoDataEmpty(
        moment(time.time() + CONFIG_SECONDS)
    ),
    fn.help.SaveAppLogRequest: lambda _, __: True,
    fn.langpack.GetLanguagesRequest: lambda _, __: [],
}
