"""French communes with their INSEE and postal codes, and street names to make addresses from.

The codes are real, so that the department inside a NIR, the place of birth and the postal address
of a person agree. Public facts (INSEE official geographic code; La Poste postal codes).
"""

import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Commune:
    """A commune: name, five-character INSEE code, main postal code."""

    name: str
    insee: str
    postal_code: str

    @property
    def department(self) -> str:
        """Return the two-character department, as in the NIR."""
        return self.insee[:2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A postal address on two lines."""

    street: str
    commune: Commune

    @property
    def last_line(self) -> str:
        """Return postal code and commune as La Poste wants them printed."""
        return f"{self.commune.postal_code} {self.commune.name.upper()}"


_TABLE = (
    "Lyon 69123 69007|Marseille 13055 13008|Toulouse 31555 31400|Lille 59350 59800|Nantes 44109 44000|"
    "Rennes 35238 35000|Bordeaux 33063 33000|Strasbourg 67482 67000|Saint-Étienne 42218 42000|"
    "Grenoble 38185 38100|Dijon 21231 21000|Angers 49007 49100|Limoges 87085 87000|Le Mans 72181 72000|"
    "Brest 29019 29200|Clermont-Ferrand 63113 63000|Ajaccio 2A004 20000|Bastia 2B033 20200|"
    "Roubaix 59512 59100|Reims 51454 51100|Metz 57463 57000|Amiens 80021 80000|Rouen 76540 76000|"
    "Caen 14118 14000|Tours 37261 37000|Orléans 45234 45000|Nancy 54395 54000|Béthune 62119 62400|"
    "Lens 62498 62300|Valenciennes 59606 59300|Dunkerque 59183 59140|Poitiers 86194 86000|"
    "Pau 64445 64000|Perpignan 66136 66000|Nîmes 30189 30000|Montpellier 34172 34000|"
    "Besançon 25056 25000|Le Havre 76351 76600|Villeurbanne 69266 69100|Quimper 29232 29000|"
    "Vierzon 18279 18100|Chalon-sur-Saône 71076 71100|Thionville 57672 57100|Bourges 18033 18000"
)

_WAYS = (
    "rue des Lilas", "rue Pasteur", "avenue Jean Jaurès", "rue Victor Hugo", "boulevard Gambetta",
    "rue de la République", "impasse des Acacias", "rue du Moulin", "chemin des Vignes",
    "place du Marché", "rue Émile Zola", "allée des Tilleuls", "rue de l'Église", "avenue Foch",
    "rue du Général Leclerc", "rue Marcel Sembat", "quai de la Loire", "rue des Écoles",
    "rue Louise Michel", "rue Aristide Briand", "cours Lafayette", "route de Saint-Jean",
)  # fmt: skip


def communes() -> tuple[Commune, ...]:
    """Return the communes of the table, in its order."""
    rows = (entry.rsplit(" ", 2) for entry in _TABLE.split("|"))
    return tuple(Commune(name=n, insee=i, postal_code=p) for n, i, p in rows)


def draw_address(rng: random.Random) -> Address:
    """Draw an address of the table."""
    number = rng.randint(1, 148)
    suffix = rng.choice(("", "", "", "", " bis", " ter"))
    return Address(street=f"{number}{suffix} {rng.choice(_WAYS)}", commune=rng.choice(communes()))
