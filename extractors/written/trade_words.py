"""Words that names of companies, offices and associations hold: they tell a name from a line that only stands there.

What such bodies do and are, in France, Britain and Germany, by general knowledge. A name without any of them tells
nothing, nor does a line of these words alone (`Peintures et revêtements`), which says what somebody does.
"""

import re
from typing import Final

from pipeline.folding import fold, stem

_TRADES: Final = frozenset(
    map(
        stem,
        """
        academie academy accountants aciers aggregates agricole alarms alimentation aluminium ambassade
        ambulances amicale antiquites apotheke architecte architectures associates association associes
        assurance atelier auberge audio audit auto autocars autohaus automobile avocat backerei bakery bank
        banque bar basket batiment bau bazar beaute betons betrieb bibliotheque bijouterie biscuiterie bistro
        bistrot blanchisserie bois boissons boucherie boulangerie boutique brasserie brewery bricolage broadband
        brulerie btp builders building bureautique buro butchers cabinet cabs cafe cafes caisse camping
        carrelage carrieres carrosserie cars cartonnages caserne catering cave caves centrale centre ceramiques
        chambers chambre chantiers charcuterie charity charpente chez chasse chateau chaudronnerie chauffage
        chocolaterie church cie cinema cleaning clinic clinique club coiffure college comite commerces committee
        communaute commune communication company comptoir confection confiserie conseil conserverie construction
        consulat consultants consulting contractors coop cooperative coproprietaires copropriete cordonnerie
        council county couriers couture couverture creations creche credit crematorium creperie cuisines cycles
        cyclisme dach dairy dance danse decoration demenagement dental dentist departement design developpement
        diffusion digital diocese distribution domaine droguerie druckerei eaux ebenisterie ecole editions ehpad
        electrical electricite electronique elektro elektrotechnik elevage emballage emploi energie energy
        engineering enseignes entreprise environment environnement epicerie equestre equipement equitation
        estates etablissements etancheite ets etude expert expertise express fabrics facades fahrzeuge farm
        federation ferme fermetures ferronnerie festival fils finances financial fitness fleuriste fleurs
        fondation fonderie foods foodservice football forestiere forge formation foundation fournil fournitures
        foyer freres froid fromagerie fruits funeraires furniture galerie garage garden gartenbau gas gasthaus
        gastronomie gaz gemeinde gendarmerie geometres gestion getranke gites graphique greffe groceries
        grosshandel group groupement gym habitat handball handel haras hardware haulage haus healthcare heating
        heizung hof holdings holz home homes hopital horlogerie hospital hostellerie hotel housing huissier
        hygiene hypermarche immobilier imprimerie imprimeurs industrie industriel industrielle infirmieres
        informatique ingenierie installation institut institution insurance interim interiors international
        ironmongers isolation jardinerie jardins joinery journal judo kanzlei kasse kebab kennel kinesitherapie
        klinik krankenhaus laboratoire laiterie landhandel landscapes laverie lebensmittel leisure lettings
        librairie location logement logiciels logis logistics logistik logistique loisirs lycee machines
        maconnerie magasin mairie maison manufacture marche maree maritime market marketing maschinen
        maschinenbau materiaux materiel maternite mecanique mediatheque medical menuiserie messagerie metal
        metallbau metallerie metallurgie metaux metropole metzgerei meubles ministere minoterie mobel mobile
        mobilier mode motel motoculture motors moulin musee music musique mutual mutuelle negoce nettoyage
        notaires notarial nurseries nursery office ophtalmologie optician opticien optique orchestre orthodontie
        ouvrages papeterie parfumerie parish paroisse partners partnership patisserie paysage paysagiste peche
        pediatrie peinture pepinieres pharmacie pharmacy photographie piscines pizzeria plastiques platrerie
        plomberie plumbing pneus poissonnerie polyclinique pompes poterie practice praxis prefecture presse
        pressing prevoyance primeurs printing products produits promotion property proprete publicite
        quincaillerie radio radiologie ravalement regie region reisen relais reseaux residence resort restaurant
        restauration retraite revetements roofing rugby safety salaisons sanitaire sanitar sante savonnerie
        scaffolding school schreinerei schule scierie securite security serrurerie service snack social societe
        society software solicitors solutions son sons spa sparkasse spectacles spedition sport stadt stadtwerke
        stahl station ste steel steuerberater stiftung stone storage store studio super supermarche supplies supply
        surgeles surgery syndic syndicat systemes tabac taxi technik technologies technology telecom tennis
        terrassement textile theatre thermes tiles timber tischlerei tolerie tonnellerie torrefaction tourisme
        trading traiteur transport travaux travel tribunal trust union universite university urssaf usinage
        verein vergers verlag verrerie versicherung vertrieb veterinaire viandes vignerons vignobles ville vins
        voirie volailles voyages water werk werke werkstatt wholesale wines works yoga zahnarzt zimmerei
        """.split(),  # noqa: SIM905
    )
)
_SMALL: Final = frozenset(
    {"d", "de", "des", "du", "et", "l", "la", "le", "les", "and", "of", "the", "for", "en", "pour", "sur"}
)
"""Words that join others."""


def is_trade(word: str) -> bool:
    """Return whether a word says what a company or an office does or is."""
    return stem(word) in _TRADES


def is_named_by_trade(name: str) -> bool:
    """Return whether a name holds a word of its trade, and one of its own beside it: `Garage Morel`, `Tamar Timber`."""
    words = [word for word in re.split(r"\W+", fold(name)) if word and word not in _SMALL]
    return 0 < sum(map(is_trade, words)) < len(words)
