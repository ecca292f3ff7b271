"""What a paper says: values by labels, marks, zones, forms and tables, with the place that shows each."""

from dataclasses import replace
from datetime import date

import pytest
from small_papers import values

from pipeline.geometry import Box
from pipeline.model.document import Origin, StraightThrough, ToQueue
from pipeline.model.page import FormField, Line, Mark, Word
from pipeline.model.values import Day, written


def field(understanding, name):
    """Return one field."""
    return next(each for each in understanding.fields if each.name == name)


def test_a_declaration_is_read_whole(understood, declaration):
    """Every value of a clear form is read, right of its label, under it, or on two lines."""
    assert values(understood(declaration)) == {
        "last_name": "BERTHIER",
        "first_names": "Corinne",
        "birth_date": "1965-12-06",
        "social_security_number": "265127511600134",
        "address": "12 rue des Lilas",
        "postal_code": "75011",
        "commune": "PARIS",
        "request_kind": "first",
        "declared_on": "2026-04-02",
        "first_observed_on": "2026-03-14",
        "work_stopped_on": "2026-03-20",
        "employer": "Ateliers du Marais SARL",
        "employer_siret": "73282932000074",
        "signed": "false",
        "signed_on": "2026-04-02",
    }


def test_every_field_shows_where_it_stands(understood, declaration):
    """A field's evidence is the box and the words of its value."""
    born = field(understood(declaration), "birth_date")
    assert born.evidence is not None
    assert born.evidence.text == "06/12/1965"
    assert born.evidence.page == 1
    assert born.evidence.box.width < 0.1


def test_a_signature_is_ink_by_its_label(understood, paper, declaration):
    """Ink beside the label of a signature signs; without ink nobody is sure, and a person looks."""
    unsigned = understood(declaration)
    assert isinstance(unsigned.routing, ToQueue)
    page = paper(declaration)
    page.graphics = (page.box(19.5, 52, width=14, height=4),)
    signed = understood(page.read())
    assert values(signed)["signed"] == "true"
    assert signed.routing == StraightThrough()


def test_a_wrong_key_is_a_doubt_and_no_other_field_is(understood, declaration):
    """A number whose check digits are wrong is kept as read, marked, and sent to a person."""
    read = understood(declaration.replace("001 34", "001 35"))
    assert values(read)["social_security_number"] == "265127511600135"
    assert field(read, "social_security_number").confidence < 0.5
    assert "check_digit_wrong" in {f.code for f in read.findings}
    assert {f.field for f in read.findings if f.code == "check_digit_wrong"} == {"social_security_number"}


def test_confused_letters_in_a_number_are_mended_when_the_digits_prove_it(understood, declaration):
    """An O read for a zero is mended because exactly one mending makes the key right."""
    read = understood(declaration.replace("2 65 12 75 116 001 34", "2 65 I2 75 116 OO1 34"))
    assert values(read)["social_security_number"] == "265127511600134"


@pytest.mark.parametrize("heading", ["DERNIER EMPLOYEUR", "L'EMPLOYEUR ACTUEL OU LE DERNIER EMPLOYEUR"])
def test_another_partys_address_is_not_the_persons(understood, declaration, heading):
    """Under the employer's heading, or two of its headings in one, `Adresse` is the employer's."""
    without = declaration.replace("   Adresse : 12 rue des Lilas\n             75011 PARIS\n", "")
    assert "postal_code" not in values(understood(without.replace("DERNIER EMPLOYEUR", heading)))


def test_a_postal_code_away_from_the_commune_is_somebody_elses(understood, declaration):
    """Without a heading the only postal code may be the employer's: beside another commune it is not believed."""
    printed = "   Adresse : 12 rue des Lilas\n             75011 PARIS\n"
    beside = declaration.replace(printed, "   Commune : PARIS      Code postal : 7 5 0 1 1\n")
    assert values(understood(beside))["postal_code"] == "75011"
    assert field(understood(beside), "postal_code").confidence > 0.83
    away = declaration.replace(printed, "   Commune : PARIS\n").replace("DERNIER EMPLOYEUR", "")
    assert field(understood(away), "postal_code").confidence <= 0.5


@pytest.mark.parametrize(
    ("ticks", "kind"),
    [("☐ ☒ ☐", "relapse"), ("☐ ☐ ☒", "new_injury"), ("☐ ☐ ☐", None), ("☒ ☒ ☐", None)],
)
def test_one_tick_answers_none_or_two_do_not(understood, declaration, ticks, kind):
    """One box ticked is the answer; no box, or two, leave the question to a person."""
    first, second, third = ticks.split()
    text = declaration.replace("☒ première", f"{first} première").replace("☐ rechute", f"{second} rechute")
    read = understood(text.replace("☐ nouvelle", f"{third} nouvelle"))
    assert values(read).get("request_kind") == kind
    assert (kind is None) == ("missing_field" in {f.code for f in read.findings if f.field == "request_kind"})


def test_tick_boxes_found_in_the_picture_answer(understood, paper, declaration):
    """A box found by its ink answers for the phrase beside it, with its own place as evidence."""
    page = paper(declaration.replace("☒ ", "  ").replace("☐ ", "  "))
    row = declaration.split("\n").index(next(line for line in declaration.split("\n") if "rechute" in line))
    columns = [declaration.split("\n")[row].index(sign) for sign in "☒"]
    columns += [i for i, c in enumerate(declaration.split("\n")[row]) if c == "☐"]
    page.marks = tuple(
        Mark(box=page.box(row, column, width=1.2), is_ticked=ticked, fill=0.3 if ticked else 0.0, confidence=0.95)
        for column, ticked in zip(columns, (False, True, False), strict=True)
    )
    kind = field(understood(page.read()), "request_kind")
    assert written(kind.value) == "relapse"
    assert kind.origin is Origin.MARK
    assert kind.evidence is not None
    assert kind.evidence.box == page.marks[1].box


def test_fields_of_a_pdf_form_are_read_by_label_or_name(understood, paper, declaration):
    """What was typed into a PDF form is taken with its field's place."""
    page = paper(declaration.replace("BERTHIER", "        "))
    page.form_fields = (
        FormField(
            name="form1.nom_famille",
            label="Nom de famille",
            value="LEFÈVRE",
            is_button=False,
            box=Box(0.3, 0.1, 0.5, 0.12),
        ),
    )
    name = field(understood(page.read()), "last_name")
    assert (written(name.value), name.origin) == ("LEFÈVRE", Origin.FORM)


CARD = """
   CARTE NATIONALE D'IDENTITE
   Nom : {name}
   Prénom(s) : CORINNE
   Né(e) le : 06.12.1965
   Carte valable jusqu'au : 05.06.2031
   IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<
   8806923102858CORINNE<<<<<<<6512068F6
"""


def test_print_and_zone_prove_each_other(understood):
    """Print and zone that agree are surer than either; the form with accents is shown."""
    read = understood(CARD.format(name="BERTHIÈR"))
    assert values(read)["last_name"] == "BERTHIÈR"
    assert field(read, "last_name").confidence > 0.98
    assert read.routing == StraightThrough()


def test_print_and_zone_at_odds_show_both(understood):
    """Where they differ the proved zone is kept and the other is an alternative."""
    name = field(understood(CARD.format(name="MARTIN")), "last_name")
    assert {written(name.value), *(written(a.value) for a in name.alternatives)} == {"BERTHIER", "MARTIN"}


def test_the_old_french_zone_gives_no_expiry(understood):
    """The zone of the card of before 2021 shows no expiry: without the print it is missing, not guessed."""
    read = understood("\n".join(line for line in CARD.format(name="BERTHIER").split("\n") if "valable" not in line))
    assert "expires_on" not in values(read)
    assert "missing_field" in {f.code for f in read.findings}


def test_a_table_and_its_printed_total_prove_each_other(understood):
    """Months are summed row by row; with the printed total the two agree."""
    read = understood("""
   RELEVÉ DE CARRIÈRE                        Édité le 12 octobre 2026
   Assurance retraite - régime général
   Nom : MARTIN         Prénom : Jean        N° de sécurité sociale : 1 84 03 75 116 001 76
   Du            Au            Employeur           Mois
   01/01/2020    31/12/2020    Durand SA           12
   01/02/2021    30/06/2021    Forges du Nord       5
   Total                                           17
   Nombre de mois cotisés : 17
""")
    assert [dict(row)["months"] for row in read.tables[0].rows] == ["12", "5"]
    assert dict(read.tables[0].rows[0])["from"] == "2020-01-01"
    assert values(read)["contribution_months"] == "17"
    assert field(read, "contribution_months").confidence > 0.97


def test_a_total_at_odds_with_its_table_is_a_doubt(understood):
    """A printed total that the rows do not give is for a person."""
    read = understood("""
   RELEVÉ DE CARRIÈRE                        Édité le 12 octobre 2026
   Assurance retraite - régime général
   Du            Au            Employeur           Mois
   01/01/2020    31/12/2020    Durand SA           12
   01/02/2021    30/06/2021    Forges du Nord       5
   Nombre de mois cotisés : 71
""")
    assert {f.code for f in read.findings if f.field == "contribution_months"} == {"low_confidence"}


def test_names_in_a_sentence_are_read_by_how_they_are_written(understood):
    """In running text the words in capitals are the surname, and the doctor is not the patient."""
    read = understood("""
   Docteur Hélène ROCHE                       RPPS 10003456789
                    CERTIFICAT MÉDICAL
   Je soussignée, docteur en médecine, certifie avoir examiné ce jour
   Monsieur Jean-Luc LE GALL, né le 12 mars 1971, et avoir constaté une tendinopathie.
   Date de première constatation médicale : 3 mars 2026
   Fait à Nantes, le 5 mars 2026
""")
    assert values(read)["last_name"] == "LE GALL"
    assert values(read)["first_names"] == "Jean-Luc"
    assert values(read)["birth_date"] == "1971-03-12"


def test_a_word_of_a_sentence_is_no_label(understood):
    """What asks for somebody at the head of a message parts no label from its value in a sentence."""
    read = understood("""
                    CERTIFICAT MÉDICAL
   Je soussignée, docteur en médecine, certifie avoir examiné ce jour
   Monsieur Jean-Luc LE GALL, né le 12 mars 1971, qui présente une tendinopathie.
   Elle a été constatée médicalement pour la première fois le 3 mars 2026.
   Fait à Nantes, le 5 mars 2026
""")
    assert values(read)["first_observed_on"] == "2026-03-03"


def test_a_day_in_the_future_or_before_birth_is_a_doubt(understood, declaration):
    """Dates that cannot be are found, each with its own words."""
    late = understood(declaration.replace("2 avril 2026", "2 avril 2031"))
    assert [f.field for f in late.findings if f.code == "date_order"] == ["signed_on", "declared_on"]
    early = understood(declaration.replace("14/03/2026", "14/03/1961"))
    assert [f.field for f in early.findings if f.code == "date_order"] == ["first_observed_on"]


KNOWN = {
    "social_security_number": "265127511600134",
    "last_name": "BERTHIER",
    "first_names": "Corinne",
    "birth_date": "1965-12-06",
    "contribution_months": "40",
}


def test_what_the_members_table_knows_makes_fields_surer(understood, declaration):
    """A person found by a proved number and agreeing makes name and day surer."""
    alone, known = understood(declaration), understood(declaration, rows=[KNOWN])
    for name in ("last_name", "first_names", "birth_date", "social_security_number"):
        assert field(known, name).confidence > field(alone, name).confidence


def test_disagreement_with_the_table_is_said_and_replaces_nothing(understood, declaration):
    """The paper's word is kept, the table's stands beside it, and a person decides."""
    read = understood(declaration, rows=[{**KNOWN, "last_name": "BERTRAND"}])
    name = field(read, "last_name")
    assert written(name.value) == "BERTHIER"
    assert written(name.alternatives[0].value) == "BERTRAND"
    assert "differs_from_reference" in {f.code for f in read.findings}
    assert isinstance(read.routing, ToQueue)


def test_a_number_one_character_off_is_proposed_never_replaced(understood, declaration):
    """The same person under a number one character away is proposed as another reading."""
    read = understood(declaration.replace("116 001 34", "116 007 34"), rows=[KNOWN])
    number = field(read, "social_security_number")
    assert written(number.value) == "265127511600734"
    assert written(number.alternatives[0].value) == "265127511600134"


def test_upside_down_and_turned_pages_read_the_same(understood, paper, declaration):
    """Rows and columns are found on the page as it is read, whatever way it was scanned."""
    upright = paper(declaration).read()
    for rotation in (90, 180, 270):
        page = paper(declaration)
        page.rotation = rotation
        turned = _turned(page.read(), rotation)
        assert values(understood(turned)) == values(understood(upright)), rotation


def _turned(page, rotation):
    """Return the page as scanned before it was turned clockwise by `rotation` to be read."""

    def turn(box):
        left, top, right, bottom = box
        match rotation:
            case 90:
                return Box(top, 1 - right, bottom, 1 - left)
            case 180:
                return Box(1 - right, 1 - bottom, 1 - left, 1 - top)
            case _:
                return Box(1 - bottom, left, 1 - top, right)

    lines = tuple(
        Line(words=tuple(Word(text=w.text, box=turn(w.box), confidence=w.confidence) for w in line.words))
        for line in page.lines
    )
    width, height = (page.width, page.height) if rotation == 180 else (page.height, page.width)
    return replace(page, lines=lines, width=width, height=height)


def test_a_skewed_page_reads_the_same(understood, paper, declaration):
    """Two degrees of skew do not mix the rows."""
    page = paper(declaration).read()
    lean = 0.035 * page.width / page.height

    def sunk(word):
        box = word.box
        down = lean * (box.left + box.right) / 2
        return Word(text=word.text, box=Box(box.left, box.top + down, box.right, box.bottom + down), confidence=0.96)

    skewed = replace(page, lines=tuple(Line(words=tuple(map(sunk, line.words))) for line in page.lines))
    assert values(understood(skewed)) == values(understood(page))


def test_a_name_that_looks_like_a_label_is_a_name(understood, declaration):
    """A word that is nearly a known label (`Mairie`, `Patiente`) is kept as a value."""
    read = understood(declaration.replace("BERTHIER", "MARIE").replace("Corinne", "Paulette"))
    assert values(read)["last_name"] == "MARIE"
    assert values(read)["first_names"] == "Paulette"


@pytest.mark.parametrize(("confidence", "is_sure"), [(0.96, True), (0.79, False)])
def test_a_name_that_may_be_misread_is_for_a_person(understood, paper, declaration, confidence, is_sure):
    """A required name that rests on one word read without confidence waits; one word in six of such is wrong."""
    page = paper(declaration)
    doubtful = tuple(
        replace(line, words=tuple(replace(w, confidence=confidence) if w.text == "BERTHIER" else w for w in line.words))
        for line in page.lines
    )
    read = understood(replace(page.read(), lines=doubtful))
    unsure = {finding.field for finding in read.findings if finding.code == "low_confidence"}
    assert ("last_name" not in unsure) is is_sure


def test_the_list_of_members_backs_a_name_that_may_be_misread(understood, paper, declaration):
    """The same name is sure when the member with the proved number on the page bears it."""
    page = paper(declaration)
    doubtful = tuple(
        replace(line, words=tuple(replace(w, confidence=0.79) if w.text == "BERTHIER" else w for w in line.words))
        for line in page.lines
    )
    known = {
        "social_security_number": "265127511600134",
        "last_name": "BERTHIER",
        "first_names": "Corinne",
        "birth_date": "1965-12-06",
    }
    read = understood(replace(page.read(), lines=doubtful), rows=[known])
    assert "last_name" not in {finding.field for finding in read.findings if finding.code == "low_confidence"}


def test_the_month_of_an_american_page_stands_first(understood, paper):
    """One day that only the month first makes a day tells how the page writes the others."""
    page = paper("INVOICE\n\nInvoice number: 20417\nInvoice date: 03/04/2025\nDue date: 04/25/2025\nAmount due: $12.00")
    read = understood(replace(page.read(), language="en"))
    days = {field.name: field.value for field in read.fields if isinstance(field.value, Day)}
    assert days == {"issue_date": Day(date(2025, 3, 4)), "due_date": Day(date(2025, 4, 25))}


@pytest.mark.parametrize(("rows", "is_sure"), [(("11.20 €",), True), (("11.20 €", "63.84 €"), False)])
def test_the_first_amount_of_a_column_is_no_total(understood, rows, is_sure):
    """A label over one amount names it; over several it heads a column, and its first row is for a person."""
    column = "\n".join(f"7%{' ' * 30}{row}" for row in rows)
    read = understood(
        "INVOICE\n\nInvoice number: 20417\nInvoice date: 25/04/2025\n\n"
        f"Rate{' ' * 28}VAT amount\n{column}\n\n\nAmount due: 75.04 €"
    )
    tax = next((field for field in read.fields if field.name == "total_tax"), None)
    assert (tax is not None and tax.confidence >= 0.83) is is_sure


def test_a_mark_before_a_letterhead_hides_no_company(understood, paper):
    """What the engine makes of a logo is no part of the name; the same name in head and stamp makes surer."""
    head = "   ATTESTATION DE SALAIRE\n\n P Ateliers du Marais SARL\n   12 quai Voltaire - 75011 PARIS\n"
    stamp = "\n\n\n   Salaire brut mensuel : 2 344,58\n\n\n          Ateliers du Marais SARL\n          75011 PARIS\n"
    page = paper(head + stamp)
    before, name, *after = page.lines
    mark = replace(name.words[0], confidence=0.1)
    page.lines = (before, Line(words=(mark, *name.words[1:])), *after)
    read = understood(page.read())
    assert values(read)["employer"] == "Ateliers du Marais SARL"
    assert field(read, "employer").confidence > 0.8
