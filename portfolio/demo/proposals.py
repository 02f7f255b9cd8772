"""What the demo's people write when they propose to pass a gate, in the language of the case."""

from accounts.models import Language
from projects.gates import Gate

PROPOSALS = {
    Language.BOKMAL: {
        Gate.G1: "Vi vil gå fra «Hva» til «Hvem».",
        Gate.G2: "Vi vil gå fra «Hvem» til «System».",
        Gate.G3: "Vi vil gå fra «System» til «Bruk».",
        Gate.G4: "Vi vil gå fra «Bruk» til «Videreutvikling».",
        Gate.CLOSE: "Vi vil avslutte saken som fullført.",
    },
    Language.NYNORSK: {
        Gate.G1: "Vi vil gå frå «Kva» til «Kven».",
        Gate.G2: "Vi vil gå frå «Kven» til «System».",
        Gate.G3: "Vi vil gå frå «System» til «Bruk».",
        Gate.G4: "Vi vil gå frå «Bruk» til «Vidareutvikling».",
        Gate.CLOSE: "Vi vil avslutte saka som fullført.",
    },
    Language.ENGLISH: {
        Gate.G1: "We want to go from “What” to “Who”.",
        Gate.G2: "We want to go from “Who” to “System”.",
        Gate.G3: "We want to go from “System” to “Use”.",
        Gate.G4: "We want to go from “Use” to “Refine”.",
        Gate.CLOSE: "We want to complete the case.",
    },
}
