"""Tesseract behind the port `Recognizer`: in-process by tesserocr, or by its command through pytesseract.

One engine lives long in its process and keeps one Tesseract instance per set of languages; neither is shared between
threads. Tesseract's own threads slow it down when several processes read, so they are limited before it is loaded.
"""

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from adapters.reading.tesseract_lines import RawWord, to_reading
from pipeline.errors import PartUnreachable, PermanentError
from pipeline.geometry import PageMatrix
from pipeline.imaging.page_source import ENGLISH, Prepared, Recognizer, Zone
from pipeline.model.text import Bilingual
from pipeline.ports import EngineReading

TESSDATA_PLACES = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
)
READING_DPI = 300
"""What Tesseract is told: prepared pictures have letters of 300-dpi size whatever their source."""

EVERY_ROW_PROPORTIONAL = "textord_all_prop"
"""Tesseract's setting not to try of each row whether its letters are set at a fixed pitch, which its LSTM does not need
to part words: 3 to 5 % of a page's time. On 69 pages (scans, faxes, photographs, receipts, type of one width) not one
of 9,454 words was read otherwise."""

SURE_TURN = 2.0
"""Orientation confidence of Tesseract's detector above which it is rarely wrong (its own margin, a log ratio)."""


def find_tessdata(given: Path | None = None) -> Path:
    """Return the folder of Tesseract's language data: the one given, else TESSDATA_PREFIX or where systems put it.

    Raises PartUnreachable where there is none; other data than those set would read otherwise, unsaid.
    """
    prefix = os.environ.get("TESSDATA_PREFIX")
    usual = [Path(prefix), Path(prefix) / "tessdata"] if prefix else []
    places = [given] if given else [*usual, *map(Path, TESSDATA_PLACES)]
    for folder in places:
        if any(folder.glob("*.traineddata")):
            return folder
    raise PartUnreachable(
        "tessdata_missing",
        Bilingual(
            fr="Les données de langue de Tesseract sont introuvables.", en="Tesseract's language data cannot be found."
        ),
        where=", ".join(map(str, places)),
        next_step=Bilingual(
            fr="Installez tesseract-ocr-fra, -eng et -osd, ou indiquez leur dossier par CASEBINDER_TESSDATA.",
            en="Install tesseract-ocr-fra, -eng and -osd, or name their folder in CASEBINDER_TESSDATA.",
        ),
    )


def open_recognizer(tessdata: Path | None = None, *, engine: str = "tesserocr") -> Recognizer:
    """Return the engine asked for; the portable one when tesserocr is not installed."""
    os.environ["OMP_THREAD_LIMIT"] = "1"
    folder = find_tessdata(tessdata)
    if engine == "tesserocr":
        try:
            return TesserocrEngine(folder)
        except ImportError:
            pass
    return PytesseractEngine(folder)


class TesserocrEngine:
    """The fast engine; raises ImportError when tesserocr is not installed."""

    def __init__(self, tessdata: Path) -> None:
        """Load the library; the languages are loaded when first asked for."""
        import tesserocr  # noqa: PLC0415  (the portable engine must work without it)

        self._library: Any = tesserocr
        self._tessdata = tessdata
        self._open: dict[str, Any] = {}

    @property
    def name(self) -> str:
        """Return the engine's name and version."""
        return f"tesserocr {str(self._library.tesseract_version()).split()[1]}"

    def read(self, prepared: Prepared, *, languages: tuple[str, ...]) -> EngineReading:
        """Read the whole picture."""
        api = self._engine("+".join(languages))
        api.SetPageSegMode(self._library.PSM.AUTO)
        api.SetVariable(EVERY_ROW_PROPORTIONAL, "1")
        try:
            self._show(api, prepared)
            return self._reading(api, prepared.matrix)
        finally:
            api.SetVariable(EVERY_ROW_PROPORTIONAL, "0")

    def read_zone(self, prepared: Prepared, zone: Zone, *, alphabet: str, language: str = ENGLISH) -> EngineReading:
        """Read one zone with the alphabet alone."""
        api = self._engine(language)
        api.SetPageSegMode(self._library.PSM.SINGLE_BLOCK)
        api.SetVariable("tessedit_char_whitelist", alphabet)
        try:
            self._show(api, prepared)
            api.SetRectangle(zone.left, zone.top, zone.right - zone.left, zone.bottom - zone.top)
            return self._reading(api, prepared.matrix)
        finally:
            api.SetVariable("tessedit_char_whitelist", "")

    def upright(self, prepared: Prepared) -> tuple[int, float] | None:
        """Ask Tesseract's own detector."""
        api = self._engine("osd")
        api.SetPageSegMode(self._library.PSM.OSD_ONLY)
        self._show(api, prepared)
        found = api.DetectOrientationScript()
        if not found:
            return None
        # It says how far the page is turned anticlockwise, that is how far to turn it clockwise.
        return int(found["orient_deg"]) % 360, min(1.0, float(found["orient_conf"]) / (5 * SURE_TURN))

    def _engine(self, languages: str) -> Any:
        if languages not in self._open:
            library = self._library
            oem = library.OEM.TESSERACT_ONLY if languages == "osd" else library.OEM.LSTM_ONLY
            psm = library.PSM.OSD_ONLY if languages == "osd" else library.PSM.AUTO
            try:
                self._open[languages] = library.PyTessBaseAPI(
                    path=str(self._tessdata), lang=languages, psm=psm, oem=oem
                )
            except RuntimeError as error:
                raise _language_missing(languages, self._tessdata) from error
        return self._open[languages]

    @staticmethod
    def _show(api: Any, prepared: Prepared) -> None:
        height, width = prepared.grey.shape
        api.SetImageBytes(prepared.grey.tobytes(), width, height, 1, width)
        api.SetSourceResolution(READING_DPI)

    def _reading(self, api: Any, matrix: PageMatrix) -> EngineReading:
        api.Recognize()
        iterator = api.GetIterator()
        reading = to_reading(self._words(iterator) if iterator else (), matrix)
        api.Clear()
        return reading

    def _words(self, iterator: Any) -> Iterator[RawWord]:
        word, line = self._library.RIL.WORD, self._library.RIL.TEXTLINE
        for item in self._library.iterate_level(iterator, word):
            if item.Empty(word):
                continue
            yield RawWord(
                text=item.GetUTF8Text(word),
                box=item.BoundingBox(word),
                confidence=item.Confidence(word) / 100,
                begins_line=item.IsAtBeginningOf(line),
            )


class PytesseractEngine:
    """The portable engine: the `tesseract` command, started anew for each page."""

    def __init__(self, tessdata: Path) -> None:
        """Remember where the language data are; raises PartUnreachable when Tesseract's command is not there."""
        import pytesseract  # noqa: PLC0415  (only where it is used)

        if shutil.which(pytesseract.pytesseract.tesseract_cmd) is None:
            raise PartUnreachable(
                "tesseract_missing",
                Bilingual(
                    fr="La commande « tesseract » est introuvable.", en='The command "tesseract" cannot be found.'
                ),
                where="PATH",
                next_step=Bilingual(
                    fr="Installez tesseract-ocr, ou mettez son dossier dans PATH.",
                    en="Install tesseract-ocr, or put its folder into PATH.",
                ),
            )

        self._library: Any = pytesseract
        self._tessdata = tessdata

    @property
    def name(self) -> str:
        """Return the engine's name and version."""
        return f"pytesseract {self._library.get_tesseract_version()}"

    def read(self, prepared: Prepared, *, languages: tuple[str, ...]) -> EngineReading:
        """Read the whole picture."""
        rows = self._rows(prepared, "+".join(languages), f"--psm 3 --oem 1 -c {EVERY_ROW_PROPORTIONAL}=1")
        return to_reading(_raw_words(rows, left=0, top=0), prepared.matrix)

    def read_zone(self, prepared: Prepared, zone: Zone, *, alphabet: str, language: str = ENGLISH) -> EngineReading:
        """Read one zone with the alphabet alone."""
        cut = Prepared(
            grey=prepared.grey[zone.top : zone.bottom, zone.left : zone.right],
            matrix=prepared.matrix,
            rotation=prepared.rotation,
            skew_degrees=prepared.skew_degrees,
            letter_height=prepared.letter_height,
        )
        rows = self._rows(cut, language, f"--psm 6 --oem 1 -c tessedit_char_whitelist={alphabet}")
        return to_reading(_raw_words(rows, left=zone.left, top=zone.top), prepared.matrix)

    def upright(self, prepared: Prepared) -> tuple[int, float] | None:
        """Ask Tesseract's own detector."""
        try:
            found = self._library.image_to_osd(
                prepared.grey, config=self._config("--psm 0"), output_type=self._library.Output.DICT
            )
        except self._library.TesseractError:
            return None
        return int(found["rotate"]) % 360, min(1.0, float(found["orientation_conf"]) / (5 * SURE_TURN))

    def _config(self, options: str) -> str:
        return f'--tessdata-dir "{self._tessdata}" --dpi {READING_DPI} {options}'

    def _rows(self, prepared: Prepared, languages: str, options: str) -> dict[str, list[Any]]:
        try:
            rows: dict[str, list[Any]] = self._library.image_to_data(
                prepared.grey, lang=languages, config=self._config(options), output_type=self._library.Output.DICT
            )
        except self._library.TesseractError as error:
            raise _language_missing(languages, self._tessdata) from error
        return rows


def _raw_words(rows: dict[str, list[Any]], *, left: int, top: int) -> Iterator[RawWord]:
    line_before: Sequence[Any] = ()
    for index, text in enumerate(rows["text"]):
        if rows["level"][index] != 5:
            continue
        x, y = rows["left"][index] + left, rows["top"][index] + top
        line = [rows[name][index] for name in ("block_num", "par_num", "line_num")]
        yield RawWord(
            text=text,
            box=(x, y, x + rows["width"][index], y + rows["height"][index]),
            confidence=float(rows["conf"][index]) / 100,
            begins_line=line != line_before,
        )
        line_before = line


def _language_missing(languages: str | Iterable[str], tessdata: Path) -> PermanentError:
    return PermanentError(
        "language_missing",
        Bilingual(
            fr=f"Tesseract n'a pas pu charger la langue « {languages} ».",
            en=f"Tesseract could not load the language “{languages}”.",
        ),
        where=str(tessdata),
        next_step=Bilingual(
            fr="Installez le paquet tesseract-ocr de cette langue, ou retirez-la de la classe de lot.",
            en="Install the tesseract-ocr package of this language, or take it out of the batch class.",
        ),
    )
