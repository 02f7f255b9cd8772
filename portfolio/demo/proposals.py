"""What the demo's people write when they propose to pass a gate, in the language of the case."""

from accounts.models import Language
from projects.choices.gates import Gate

PROPOSALS = {
    Language.BOKMAL: {
        Gate.G1: (
            "Vi vet hva behovet er, og vil nå finne dem som må være med.",
            "Spørsmålet er skrevet og bygger på det folk har sagt. Vi vil gå fra «Hva» til «Hvem».",
            "Vi har hørt det samme fra flere kanter, og kommer ikke lenger alene.",
        ),
        Gate.G2: (
            "De som må være med, er med. Vi vil begynne å prøve løsninger.",
            "Roller og timer er avtalt, og ledelsen står bak. Vi vil gå fra «Hvem» til «System».",
            "Vi har snakket med alle det gjelder, også dem som er i tvil.",
        ),
        Gate.G3: (
            "Den lille prøven har svart. Vi vil nå prøve på ordentlig, og har planen klar.",
            "Vi har valgt løsning, og piloten har folk, penger og et mål vi kan bomme på.",
            "Det virker i det små. Vi vil gå fra «System» til «Nyttiggjøre».",
        ),
        Gate.G4: (
            "Piloten har svart, enheten tar imot, og driften er vedtatt.",
            "Løsningen er i bruk og har fått en eier. Vi vil gå fra «Nyttiggjøre» til «Foredle».",
        ),
        Gate.CLOSE: (
            "Gevinsten er målt, læringen er delt, og linja følger opp.",
            "Løsningen er vanlig drift. Vi vil avslutte saken som fullført.",
        ),
    },
    Language.NYNORSK: {
        Gate.G1: (
            "Vi veit kva behovet er, og vil no finne dei som må vere med.",
            "Spørsmålet byggjer på det folk har sagt. Vi vil gå frå «Kva» til «Kven».",
        ),
        Gate.G2: (
            "Dei som må vere med, er med. Vi vil byrje å prøve løysingar.",
            "Roller og timar er avtalte. Vi vil gå frå «Kven» til «System».",
        ),
        Gate.G3: (
            "Den vesle prøva har svart. Vi vil no prøve på ordentleg.",
            "Det verkar i det små. Vi vil gå frå «System» til «Nyttiggjere».",
        ),
        Gate.G4: ("Løysinga er i bruk og har fått ein eigar. Eininga tek imot.",),
        Gate.CLOSE: ("Gevinsten er målt, læringa er delt, og linja følgjer opp.",),
    },
    Language.ENGLISH: {
        Gate.G1: ("We know what the need is. Now we want to find those who must take part.",),
        Gate.G2: ("Those who must take part do. We want to begin trying solutions.",),
        Gate.G3: ("It works on a small scale. We want to try it for real.",),
        Gate.G4: ("It is in use and has an owner.",),
        Gate.CLOSE: ("The benefit is measured, and the lessons are shared.",),
    },
}
