"""What happens by the clock, by Prefect: registered on its server, looked at, and served from this process."""

import asyncio
import os
import signal
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from socket import gethostname
from typing import TYPE_CHECKING

from bootstrap.application import Application
from bootstrap.parts.checks import Check, well, wrong
from bootstrap.parts.prefect_server import address, named, unreachable
from bootstrap.running.schedules import Registered, Say
from bootstrap.settings import Settings
from flows import runtime
from flows.engine import is_silence, set_prefect_up
from pipeline.errors import NotPossible
from pipeline.model.text import Bilingual

if TYPE_CHECKING:
    from prefect.client.orchestration import PrefectClient

MOST_SKEW_SECONDS = 30
"""Beyond, runs start visibly early or late, and what two machines write down stands in the wrong order."""
_REGISTER = Bilingual(fr="casebinder init --prefect", en="casebinder init --prefect")


class PrefectSchedules:
    """Fulfils `bootstrap.running.schedules.Schedules`."""

    def register(self, settings: Settings) -> tuple[Registered, ...]:
        """Make work pool, deployments and automations, and mend what is not as planned; raises PartUnreachable."""
        set_prefect_up(settings)
        from prefect.client.orchestration import get_client  # noqa: PLC0415 - Prefect reads its settings at import

        from flows.registration import Registration  # noqa: PLC0415

        async def registered() -> tuple[Registered, ...]:
            async with get_client() as client:
                return await Registration(client, settings.prefect_work_pool).register()

        return asyncio.run(registered())

    def examine(self, settings: Settings) -> tuple[Check, ...]:
        """Look at the server, its clock, and what should be registered there; raises PartUnreachable."""
        set_prefect_up(settings)
        from prefect.client.orchestration import get_client  # noqa: PLC0415 - see above

        async def examined() -> tuple[Check, ...]:
            async with get_client() as client:
                return await _server(client, address(settings)), await _schedules(client, settings.prefect_work_pool)

        return asyncio.run(examined())

    def serve(self, application: Application, say: Say) -> None:
        """Do what falls due, leaving capture to the workers; raises PartUnreachable, NotPossible before `init`."""
        settings = application.settings
        set_prefect_up(settings)
        try:
            with runtime.lending(application), runtime.leaving_capture():
                asyncio.run(_served(settings.prefect_work_pool, say))
        except asyncio.CancelledError:  # by SIGTERM: the same as Ctrl-C
            raise KeyboardInterrupt from None
        except Exception as error:
            if is_silence(error):
                raise unreachable(named(settings)) from error
            raise


async def _served(pool: str, say: Say) -> None:
    from prefect.client.orchestration import get_client  # noqa: PLC0415 - see above

    from flows.registration import Registration  # noqa: PLC0415
    from flows.warm_worker import WarmWorker  # noqa: PLC0415

    async with get_client() as client:
        if missing := await Registration(client, pool).missing():
            raise NotPossible(
                "not_registered",
                Bilingual(
                    fr=f"Il manque au serveur Prefect : {', '.join(missing)}.",
                    en=f"The Prefect server lacks: {', '.join(missing)}.",
                ),
                where="prefect",
                next_step=_REGISTER,
            )
    this = asyncio.current_task()
    assert this is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, this.cancel)
    worker = WarmWorker(
        work_pool_name=pool, name=f"casebinder-{gethostname()}-{os.getpid()}", create_pool_if_not_found=False
    )
    await worker.start(printer=say)


async def _server(client: "PrefectClient", api: str) -> Check:
    answer = await client.hello()
    number = str((await client.request("GET", "/admin/version")).json())
    skew = 0.0
    if told := answer.headers.get("date"):
        skew = abs((datetime.now(UTC) - parsedate_to_datetime(told)).total_seconds())
    if number != version("prefect"):
        return wrong(
            "prefect",
            Bilingual(
                fr=f"serveur {number}, client {version('prefect')}", en=f"server {number}, client {version('prefect')}"
            ),
            Bilingual(fr="installez la même version des deux côtés", en="install the same version on both sides"),
            number,
        )
    if skew > MOST_SKEW_SECONDS:
        return wrong(
            "prefect",
            Bilingual(fr=f"son horloge diffère de {skew:.0f} s", en=f"its clock is {skew:.0f} s away"),
            Bilingual(fr="réglez l'heure des deux machines (NTP)", en="set the time of both machines (NTP)"),
            number,
        )
    return well("prefect", api, api, number)


async def _schedules(client: "PrefectClient", pool: str) -> Check:
    from flows.registration import Registration  # noqa: PLC0415 - Prefect reads its settings at import

    registration = Registration(client, pool)
    if missing := await registration.missing():
        names = ", ".join(missing)
        return wrong("schedules", Bilingual(fr=f"manquent : {names}", en=f"missing: {names}"), _REGISTER)
    if paused := await registration.paused():
        names = ", ".join(paused)
        return wrong(
            "schedules",
            Bilingual(fr=f"en pause : {names}", en=f"paused: {names}"),
            Bilingual(fr="reprenez-les dans l'écran de Prefect", en="resume them in Prefect's screen"),
        )
    if not await registration.is_served():
        return wrong(
            "schedules",
            Bilingual(fr=f"aucun ouvrier pour « {pool} »", en=f'no worker serves "{pool}"'),
            Bilingual(
                fr="casebinder worker --schedules, ou casebinder up",
                en="casebinder worker --schedules, or casebinder up",
            ),
        )
    return well("schedules", pool, pool)
