"""Office files by their text: Word, Excel and OpenDocument become pages with words and boxes; bad ones are refused."""

import zipfile
from datetime import date

import openpyxl
import pytest

from adapters.reading.page import PageWork
from adapters.reading.renderer import open_original
from adapters.reading.tools import ReadingTools
from adapters.recount import IndependentRecounter
from adapters.typesetting.sheet import MOST_CELLS, tables
from pipeline.errors import InputRefused
from pipeline.imaging.page_source import Wishes
from pipeline.intake import Accepted, IntakeLimits, examine, sniff
from services.ports.reading import Original

LIMITS = IntakeLimits()
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ODF = "urn:oasis:names:tc:opendocument:xmlns:"
PREFIXES = {"office": "office", "text": "text", "table": "table", "draw": "drawing"}
NAMES = " ".join(f'xmlns:{prefix}="{ODF}{name}:1.0"' for prefix, name in PREFIXES.items())

DOCUMENT = f"""<w:document xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>
<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Contrat de prestation</w:t></w:r></w:p>
<w:p><w:r><w:t xml:space="preserve">Entre les </w:t></w:r><w:r><w:t>parties</w:t><w:tab/><w:t>soussignées</w:t></w:r>
 <w:del><w:r><w:delText>biffé</w:delText></w:r></w:del><w:ins><w:r><w:t>, ajouté</w:t></w:r></w:ins></w:p>
<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>Madame Claire Fontaine</w:t></w:r></w:p>
 </w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>Madame Claire Fontaine</w:t></w:r></w:p>
 </w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>
<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>premier point</w:t></w:r></w:p>
<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>Prestation</w:t></w:r></w:p></w:tc>
 <w:tc><w:p><w:r><w:t>Montant</w:t></w:r></w:p></w:tc></w:tr>
 <w:sdt><w:sdtContent><w:tr><w:tc><w:p><w:r><w:t>Audit</w:t></w:r></w:p></w:tc><w:tc/>
  <w:tc><w:p><w:r><w:t>1 200,00</w:t></w:r></w:p>
 </w:tc></w:tr></w:sdtContent></w:sdt></w:tbl>
<w:p><w:r><w:br w:type="page"/></w:r></w:p><w:p><w:r><w:t>Article 2</w:t></w:r></w:p></w:body></w:document>"""
HEADER = f'<w:hdr xmlns:w="{W}"><w:p><w:r><w:t>Cabinet Durand</w:t></w:r></w:p></w:hdr>'

CONTENT = f"""<office:document-content {NAMES}><office:body><office:text>
<text:h text:outline-level="1">Contrat de prestation</text:h>
<text:p>Entre les<text:s text:c="2"/>parties
<text:span>soussignées</text:span>, ajouté<text:line-break/>Article 2</text:p>
<text:tracked-changes><text:p>biffé</text:p></text:tracked-changes>
<text:p><draw:frame><draw:text-box><text:p>Madame Claire Fontaine</text:p></draw:text-box></draw:frame></text:p>
<text:list><text:list-item><text:p>premier point</text:p></text:list-item></text:list>
<table:table><table:table-row><table:table-cell><text:p>Prestation</text:p></table:table-cell>
<table:covered-table-cell/><table:table-cell><text:p>Montant</text:p></table:table-cell>
<table:table-cell table:number-columns-repeated="16000"/></table:table-row>
<table:table-row><table:table-cell><text:p>Audit</text:p></table:table-cell><table:table-cell/>
<table:table-cell><text:p>1 200,00</text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="1000000"><table:table-cell/></table:table-row></table:table>
</office:text></office:body></office:document-content>"""
STYLES = f"""<office:document-styles {NAMES} xmlns:style="{ODF}style:1.0"><office:master-styles><style:master-page>
<style:header><text:p>Cabinet Durand</text:p></style:header></style:master-page></office:master-styles>
</office:document-styles>"""


def zipped(path, parts, *, compression=zipfile.ZIP_DEFLATED):
    """Write an archive; a part named mimetype stands first and uncompressed, as OpenDocument asks."""
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else compression)
    return path


def docx(path, document=DOCUMENT):
    """Write a Word document."""
    return zipped(path, {"[Content_Types].xml": "<Types/>", "word/document.xml": document, "word/header1.xml": HEADER})


def odt(path, content=CONTENT):
    """Write an OpenDocument text."""
    kind = "application/vnd.oasis.opendocument.text"
    return zipped(path, {"mimetype": kind, "content.xml": content, "styles.xml": STYLES})


def xlsx(path):
    """Write a workbook of two visible sheets and a hidden one."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Relevé"
    sheet.append(["Jour", "Libellé", "Montant", "Part"])
    sheet.append([date(2026, 3, 15), "Fontaine", 1200.5, 0.25])
    sheet["C2"].number_format, sheet["D2"].number_format = "#,##0.00", "0%"
    book.create_sheet("Notes").append(["à relire", True, 3])
    book.create_sheet("Caché").append(["secret"])
    book["Caché"].sheet_state = "hidden"
    book.save(path)
    return path


@pytest.fixture
def read():
    """Yield the reader of a file: its pages as read, after a look that the recount agrees."""
    work = PageWork(ReadingTools())

    def run(path):
        judged = examine(head=path.read_bytes()[:4096], size=path.stat().st_size, name=path.name, limits=LIMITS)
        assert isinstance(judged, Accepted)
        count = work.count_pages(path, judged.media_type)
        assert IndependentRecounter().count(Original(path=path, media_type=judged.media_type)) == count
        wishes = Wishes(languages=("fra",))
        return [work.read(path, judged.media_type, number, wishes)[0] for number in range(1, count + 1)]

    yield run
    work.close()


@pytest.mark.parametrize("make", [docx, odt], ids=["docx", "odt"])
def test_texts_are_read_whole(read, tmp_path, make):
    """Headings, paragraphs, boxes, lists, tables and headers stand on the pages; what was struck out does not."""
    pages = read(make(tmp_path / "contrat"))
    text = "\n".join(page.text for page in pages)
    for shown in (
        "Cabinet Durand", "Contrat de prestation", "parties soussignées, ajouté", "• premier point", "Article 2",
        "Prestation Montant", "Audit 1 200,00",
    ):  # fmt: skip
        assert shown in text
    assert text.count("Madame Claire Fontaine") == 1
    assert "biffé" not in text
    assert all(0 <= word.box.left < word.box.right <= 1 for page in pages for word in page.words)


def test_a_page_break_begins_a_page(read, tmp_path):
    """What the writer put on a new page stands on one."""
    pages = read(docx(tmp_path / "contrat.docx"))
    assert len(pages) == 2
    assert pages[1].text.startswith("Article 2")


def test_workbooks_are_read_by_their_values(read, tmp_path):
    """Days, amounts and shares as people see them, a page for each visible sheet at least, whatever the file's name."""
    pages = read(xlsx(tmp_path / "releve"))
    assert [page.text.splitlines()[0] for page in pages] == ["Relevé", "Notes"]
    assert "15/03/2026 Fontaine 1200.50 25 %" in pages[0].text
    assert "à relire ✓ 3" in pages[1].text
    assert "secret" not in "".join(page.text for page in pages)


def test_wide_tables_are_cut():
    """Columns beyond those that fit go into a table of their own; empty rows and last columns go."""
    rows = [(*map(str, range(30)), ""), ("",) * 31, ("a",)]
    assert [[len(row) for row in table.rows] for table in tables(rows)] == [[14, 1], [14], [2]]


def refusal(path):
    """Return the code with which a file is refused."""
    with pytest.raises(InputRefused) as refused:
        open_original(path, sniff(path.read_bytes()[:4096]), LIMITS)
    return refused.value.code


def test_bad_office_files_are_refused_with_their_reason(tmp_path):
    """A bomb, a part that is no XML, an entity, a missing part and a cut archive each say what is wrong."""
    bomb = f'<w:document xmlns:w="{W}"><w:body>' + " " * 210_000_000 + "</w:body></w:document>"
    assert refusal(docx(tmp_path / "bomb.docx", bomb)) == "too_large"
    assert refusal(docx(tmp_path / "broken.docx", "<w:document")) == "damaged"
    assert refusal(odt(tmp_path / "entity.odt", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')) == "damaged"
    assert refusal(zipped(tmp_path / "hollow.docx", {"word/styles.xml": "<a/>"})) == "damaged"
    whole = xlsx(tmp_path / "whole.xlsx").read_bytes()
    (tmp_path / "cut.xlsx").write_bytes(whole[: len(whole) // 2])
    assert refusal(tmp_path / "cut.xlsx") == "damaged"


def test_a_text_without_end_is_too_large(tmp_path):
    """More text than a thousand pages is refused before it is laid out."""
    paragraph = f"<w:p><w:r><w:t>{'mot ' * 250}</w:t></w:r></w:p>"
    long = f'<w:document xmlns:w="{W}"><w:body>{paragraph * 3500}</w:body></w:document>'
    assert refusal(docx(tmp_path / "long.docx", long)) == "too_large"


def test_a_table_without_end_is_too_large(tmp_path):
    """More cells than are set in type are refused before they are laid out."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for _ in range(MOST_CELLS // 100 + 1):
        sheet.append(["x"] * 100)
    book.save(tmp_path / "long.xlsx")
    assert refusal(tmp_path / "long.xlsx") == "too_large"


def test_an_empty_document_is_an_empty_page(read, tmp_path):
    """Nothing written is still a page that is accounted for."""
    (page,) = read(docx(tmp_path / "empty.docx", f'<w:document xmlns:w="{W}"><w:body/></w:document>'))
    assert page.text in {"", "Cabinet Durand"}


def test_what_we_set_in_type_is_not_recognised_again(read, tmp_path):
    """However little its words look like words, the text of a typeset page is its own."""
    odd = "https://exemple.fr/xq7/zzkt?p=%7B99 xk-zzrt//99"
    (page,) = read(
        docx(
            tmp_path / "odd.docx",
            DOCUMENT.partition("<w:p>")[0] + f"<w:p><w:r><w:t>{odd}</w:t></w:r></w:p></w:body></w:document>",
        )
    )
    assert page.source == "text-layer"
    assert "xk-zzrt//99" in page.text
