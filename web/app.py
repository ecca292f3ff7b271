"""The application of the web: every page and every noun of the API, put together over one installation."""

from fastapi import Depends, FastAPI

import web.api
import web.pages
from bootstrap.application import Application
from web import failures
from web.areas import areas, modules
from web.border import Border, OnChange
from web.guard import our_form
from web.openapi import describe
from web.statics import Statics
from web.templating import Templates
from web.visit import Door

API = "/api/v1"


def build(application: Application, *, on_change: OnChange = lambda: None) -> FastAPI:
    """Put the pages and the API of an installation together; the page modules are found where they lie.

    on_change: is called after every request that may have changed something.
    """
    app = FastAPI(title="Casebinder", version="1", openapi_url=f"{API}/openapi.json", docs_url=None, redoc_url=None)
    application.be_shared()
    statics = Statics()
    app.state.door = Door(
        application=application, templates=Templates(statics), statics=statics, areas=areas(web.pages)
    )
    for page in modules(web.pages):
        app.include_router(page.router, dependencies=[Depends(our_form)], include_in_schema=False)
    for noun in modules(web.api):
        app.include_router(noun.router, prefix=API)
    describe(app)
    failures.register(app)
    app.add_middleware(Border, is_secure=application.settings.web_url.startswith("https:"), on_change=on_change)
    return app
