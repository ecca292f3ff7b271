"""What suppliers of each trade sell: references, designations, units, prices and the VAT rate that applies."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article of a catalogue; price of one unit before tax, VAT in percent, how many are usually bought."""

    reference: str
    description: str
    unit: str
    price: Decimal
    vat: Decimal
    usual: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """A trade: what stands in the firms' names and what they sell."""

    word: str
    articles: tuple[Article, ...]


_TABLE = """
Papeterie
PAP-A4-80|Ramette papier A4 80 g blanc, 500 feuilles|ramette|4.35|20|60
ENV-C5|Enveloppes C5 à fenêtre, autoadhésives|boîte|18.90|20|12
CLA-LEV8|Classeur à levier dos 8 cm bleu|pièce|2.79|20|40
STY-BL10|Stylos bille pointe moyenne bleu, lot de 10|lot|3.20|20|25
TON-2612|Cartouche de toner noir 2612 compatible|pièce|42.50|20|6
CHE-3R|Chemises trois rabats à élastiques assorties|paquet|11.45|20|15
ETQ-105|Étiquettes adresse 105 x 57 mm|boîte|9.98|20|10
Matériaux
CIM-35|Ciment CEM II 32,5 R sac de 35 kg|sac|8.64|20|80
PLA-BA13|Plaque de plâtre BA13 250 x 120|plaque|7.32|20|45
RAI-48|Rail métallique R48 longueur 3 m|ml|1.874|20|90
LDV-100|Laine de verre 100 mm avec pare-vapeur|m²|4.2150|5.5|120
END-25|Enduit à joint prise lente 25 kg|sac|16.80|20|14
VIS-35|Vis plaque de plâtre 3,5 x 35, boîte de 1000|boîte|13.25|20|8
PEI-15|Peinture acrylique blanc mat 15 L|pot|69.90|10|6
Alimentation
EAU-150|Eau minérale naturelle 6 x 1,5 L|pack|2.46|5.5|48
CAF-1K|Café en grains pur arabica|kg|13.70|5.5|12
JUS-OR|Jus d'orange pur jus brique 1 L|brique|1.62|5.5|36
VIN-BX|Vin rouge Bordeaux supérieur 75 cl|bouteille|6.40|20|18
SUC-B4|Sucre en bûchettes 4 g|carton|14.95|5.5|5
PLT-J|Plateau repas froid du jour|plateau|15.50|10|22
Médical
GAN-NIT|Gants nitrile non poudrés taille M, boîte de 100|boîte|6.15|20|50
MAS-IIR|Masques chirurgicaux type IIR, boîte de 50|boîte|3.90|5.5|60
SER-5ML|Seringue 3 pièces 5 ml stérile|cent|8.75|20|10
COM-10|Compresses stériles 10 x 10 cm|boîte|4.05|20|30
SHA-500|Solution hydroalcoolique flacon pompe 500 ml|flacon|3.35|5.5|40
DRA-EX|Drap d'examen gaufré 50 x 38 cm|rouleau|5.28|20|24
Informatique
ECR-24|Écran 24 pouces réglable en hauteur|pièce|149.00|20|6
CAB-RJ3|Cordon réseau RJ45 catégorie 6, 3 m|pièce|3.85|20|40
CLA-AZ|Clavier filaire AZERTY|pièce|14.20|20|10
DIS-1T|Disque SSD 1 To|pièce|74.60|20|8
STA-USB|Station d'accueil USB-C double affichage|pièce|118.00|20|5
MAI-AN|Maintenance sur site, forfait annuel|forfait|960.00|20|1
Propreté
NET-BUR|Nettoyage des bureaux, prestation mensuelle|mois|845.00|20|1
VIT-TR|Nettoyage de la vitrerie par passage|passage|212.00|20|2
PAP-HYG|Papier hygiénique deux plis, colis de 96 rouleaux|colis|31.40|20|8
SAV-5L|Savon liquide mains bidon 5 L|bidon|9.75|20|12
SAC-130|Sacs poubelle 130 L noirs, carton de 100|carton|22.60|20|10
DET-SOL|Détergent sols neutre 5 L|bidon|11.20|20|9
Transport
TRA-PAL|Transport palette messagerie 24/48 h|palette|64.30|20|6
MES-COL|Colis express moins de 10 kg|colis|9.85|20|30
STO-MOIS|Stockage en entrepôt, emplacement palette|mois|7.40|20|20
MAN-HEU|Manutention et préparation|heure|38.50|20|9
GAS-IND|Participation aux charges de carburant|forfait|27.15|20|1
"""


def trades() -> tuple[Trade, ...]:
    """Return the trades of the table, in its order."""
    found: list[Trade] = []
    articles: list[Article] = []
    for row in _TABLE.strip().split("\n"):
        if "|" not in row:
            articles = []
            found.append(Trade(word=row, articles=()))
            continue
        reference, description, unit, price, vat, usual = row.split("|")
        articles.append(
            Article(
                reference=reference,
                description=description,
                unit=unit,
                price=Decimal(price),
                vat=Decimal(vat),
                usual=int(usual),
            )
        )
        found[-1] = Trade(word=found[-1].word, articles=tuple(articles))
    return tuple(found)
