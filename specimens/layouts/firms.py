"""Extracts of the register, certificates of contributions and articles of companies."""

import random

from specimens.blocks.flow import Flow
from specimens.blocks.theme import Grid, Theme
from specimens.marks import rubber_stamp, signature, swoosh
from specimens.sheet import Align, Face, Sheet
from specimens.stated.firms import Articles, Contributions, Registration
from specimens.stated.told import whole_name
from specimens.wording import in_words, slashed

_R = Align.RIGHT


def draw_extract(sheet: Sheet, facts: Registration, rng: random.Random) -> None:
    """Draw the extract of a registry: banners and pairs, the clerk's stamp."""
    flow = Flow(sheet, Theme(size=9.2, colour="#1a3c6e"))
    theme, firm, manager = flow.theme, facts.firm, facts.manager
    town = firm.company.address.commune.name
    flow.say(f"Greffe du Tribunal de Commerce de {town}", theme.strong)
    flow.say(f"N° de gestion {facts.management_number}", theme.small)
    flow.gap(6)
    flow.say("Extrait Kbis", theme.accent.sized(20), align=Align.CENTRE)
    flow.say("IMMATRICULATION PRINCIPALE AU REGISTRE DU COMMERCE ET DES SOCIÉTÉS", theme.strong, align=Align.CENTRE)
    flow.say(f"à jour au {in_words(facts.issued_on)}", align=Align.CENTRE)
    flow.gap(4)
    flow.banner("Identification de la personne morale")
    siren = firm.company.siret[:9]
    flow.pairs((("Immatriculation au RCS, numéro", f"{siren[:3]} {siren[3:6]} {siren[6:]} R.C.S. {town}"),
                ("Date d'immatriculation", slashed(facts.registered_on)), ("Dénomination", firm.name),
                ("Forme juridique", facts.form), ("Capital social", f"{firm.capital} Euros"),
                ("Adresse du siège", firm.address), ("Activités principales", facts.activity),
                ("Durée de la personne morale", "99 ans")), label_width=58)  # fmt: skip
    flow.gap(4)
    flow.banner("Gestion, direction, administration, contrôle")
    flow.pairs((("Nom, prénoms", whole_name(manager)), ("Qualité", "Gérant"),
                ("Date et lieu de naissance", f"Le {slashed(manager.birth_date)} à {manager.birth_place.name}"),
                ("Nationalité", "Française"), ("Domicile", f"{manager.address.street}, {manager.address.last_line}")),
               label_width=58)  # fmt: skip
    flow.gap(4)
    flow.banner("Établissement principal")
    flow.pairs((("Adresse", firm.address), ("Origine du fonds", "Création")), label_width=58)
    rubber_stamp(sheet, 130, flow.y + 6, ("GREFFE", town.upper()), rng)
    flow.gap(14)
    flow.say("Le Greffier", x=110)
    flow.say("Fin de l'extrait", theme.small)


def draw_register_page(sheet: Sheet, facts: Registration, _: random.Random) -> None:
    """Draw the page printed from the national register."""
    flow = Flow(sheet, Theme(face=Face.HUMANIST, size=10, colour="#000091", left=20, right=190))
    theme, firm = flow.theme, facts.firm
    flow.say("Registre national des entreprises", theme.accent.sized(16))
    flow.say(f"Attestation d'immatriculation éditée le {slashed(facts.issued_on)}")
    flow.line(weight=1.5)
    flow.say("Identité de l'entreprise", theme.strong.sized(12))
    flow.pairs((("Dénomination", firm.name), ("SIREN", firm.company.siret[:9]), ("SIRET du siège", firm.company.siret),
                ("Forme", facts.form), ("Inscrite depuis le", in_words(facts.registered_on)),
                ("Montant du capital", f"{firm.capital} €"), ("Siège", firm.address)), label_width=46)  # fmt: skip
    flow.gap(4)
    flow.say("Activité exercée", theme.strong.sized(12))
    flow.prose(facts.activity)
    flow.say("Représentants", theme.strong.sized(12))
    flow.pairs((("Personne physique", whole_name(facts.manager)), ("Rôle", "Président")), label_width=46)
    flow.prose("Les données sont celles déclarées par l'entreprise auprès du guichet unique.", pen=theme.small)


def draw_union(sheet: Sheet, facts: Contributions, rng: random.Random) -> None:
    """Draw the union's certificate: letter head, verification code, paragraphs."""
    flow = Flow(sheet, Theme(size=10, colour="#0a7d6c", left=20, right=190))
    theme, firm = flow.theme, facts.firm
    swoosh(sheet, 20, 12, ("#0a7d6c", "#f4b400"), size=14)
    flow.say("Urssaf", theme.accent.sized(20), x=38)
    flow.stack(112, 44, (firm.name, *firm.address_lines), first=theme.strong)
    flow.y = 44
    flow.pairs((("SIREN", firm.company.siret[:9]), ("SIRET", firm.company.siret), ("Compte", facts.account_number)),
               label_width=20)  # fmt: skip
    flow.y = 68
    flow.say(f"Le {in_words(facts.issued_on)}", x=112)
    flow.gap(4)
    flow.say("ATTESTATION DE VIGILANCE", theme.accent.sized(15))
    flow.say("Fourniture des déclarations sociales et paiement des cotisations et contributions", theme.strong)
    flow.gap(4)
    flow.prose(
        "Madame, Monsieur,",
        f"Je vous adresse l'attestation demandée. L'entreprise {firm.name} est à jour de ses obligations à la date du "
        f"{slashed(facts.period_end)}.",
        f"Effectif déclaré au titre de la dernière période : {facts.staff} salarié(s). Masse des rémunérations : "
        f"{theme.money(facts.wages_cents)} euros.",
        "La présente ne vaut pas renonciation au recouvrement d'éventuelles créances contestées.",
    )
    flow.cells((("Code de sécurité à saisir sur notre site pour vérifier cette attestation", facts.security_code),))
    flow.say("Le directeur", x=130)
    signature(sheet, 128, flow.y + 6, rng)


def draw_accounts(sheet: Sheet, facts: Contributions, _: random.Random) -> None:
    """Draw the certificate of accounts: pairs and one sentence."""
    flow = Flow(sheet, Theme(face=Face.SERIF, size=11, colour="#3b2f63", grid=Grid.BOXED, left=22, right=188))
    theme, firm = flow.theme, facts.firm
    flow.say("UNION DE RECOUVREMENT - ESPACE EMPLOYEUR", theme.accent)
    flow.line()
    flow.gap(6)
    flow.say("Attestation de marchés publics", theme.strong.sized(15), align=Align.CENTRE)
    flow.gap(6)
    flow.pairs(
        (
            ("Entreprise", firm.name),
            ("Siège", firm.address),
            ("N° SIRET", firm.company.spaced_siret),
            ("Compte employeur", facts.account_number),
            ("Salariés", str(facts.staff)),
            ("Délivrée le", slashed(facts.issued_on)),
            ("Vérification", facts.security_code),
        ),
        label_width=44,
    )
    flow.gap(5)
    flow.prose(
        "L'employeur désigné ci-dessus a souscrit les déclarations et acquitté les cotisations échues au "
        f"{in_words(facts.period_end)}, ou bénéficie d'un échéancier qu'il respecte."
    )


def draw_articles(sheet: Sheet, facts: Articles, rng: random.Random) -> None:
    """Draw the articles: parties, numbered articles, signatures."""
    _articles(
        Flow(sheet, Theme(face=Face.SERIF, size=11.5, colour="#10131a", left=24, right=186)), facts, rng, "Article"
    )


def draw_articles_firm(sheet: Sheet, facts: Articles, rng: random.Random) -> None:
    """Draw the articles as a law firm sets them."""
    flow = Flow(sheet, Theme(face=Face.HUMANIST, size=10, colour="#37474f", left=30, right=185))
    flow.banner("STATUTS CONSTITUTIFS", height=10)
    _articles(flow, facts, rng, "ARTICLE")


def _articles(flow: Flow, facts: Articles, rng: random.Random, word: str) -> None:
    theme, firm = flow.theme, facts.firm
    flow.footer = lambda f: f.sheet.text(105, 287, f"{firm.name} - statuts - {f.page}", theme.small, align=Align.CENTRE)
    flow.say(firm.name, theme.accent.sized(17), align=Align.CENTRE)
    flow.say(f"{facts.form} au capital de {firm.capital} euros", align=Align.CENTRE)
    flow.say(f"Siège social : {firm.address}", align=Align.CENTRE)
    flow.gap(6)
    flow.say("Les soussignés :", theme.strong)
    for each in facts.partners:
        flow.prose(
            f"- {each.civility} {whole_name(each)}, né(e) le {slashed(each.birth_date)} à {each.birth_place.name}, "
            f"demeurant {each.address.street}, {each.address.last_line} ;"
        )
    flow.prose("ont établi ainsi qu'il suit les statuts de la société qu'ils décident de constituer entre eux.")
    share = firm.capital // len(facts.partners)
    texts = (
        ("Forme", f"La société est constituée sous la forme d'une {facts.form.lower()} régie par les lois en vigueur."),
        ("Objet", (f"La société a pour objet, en France et à l'étranger : {facts.activity.lower()}, et toute opération "
                  "s'y rattachant.")),
        ("Dénomination", f"La société prend la dénomination {firm.name}."),
        ("Durée", "La durée de la société est fixée à quatre-vingt-dix-neuf années."),
        ("Apports", f"Chacun des associés apporte à la société la somme de {share} euros, entièrement libérée."),
        ("Gérance", "La société est gérée par un ou plusieurs gérants choisis parmi les associés ou en dehors d'eux."),
        ("Décisions collectives", "Les décisions collectives sont prises en assemblée ou par consultation écrite."),
        ("Exercice social", "L'exercice social commence le premier janvier et finit le trente et un décembre."),
        ("Dissolution", "À l'expiration de la société, la liquidation est faite par le gérant en fonctions."),
    )  # fmt: skip
    for number, (head, text) in enumerate(texts, start=1):
        flow.room(22)
        flow.say(f"{word} {number} - {head}", theme.strong)
        flow.prose(text, gap=3)
    flow.room(34)
    flow.say(
        f"Fait à {firm.company.address.commune.name}, le {in_words(facts.signed_on)}, en autant d'originaux "
        "que de parties."
    )
    for place, _ in enumerate(facts.partners):
        signature(flow.sheet, theme.left + 50 * place, flow.y + 12, rng)
    flow.close()
