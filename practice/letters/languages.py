"""The words of a letter's paper in other languages, that come with Hampshire; the rest are written by whoever
translates one, and are there for the next letter."""

from collections.abc import Mapping

SHIPPED: Mapping[str, Mapping[str, str]] = {
    "pl": {
        "label-dear": "Cześć",
        "label-from": "Pozdrawiam,",
        "label-in-english": "Po angielsku",
        "label-family": "Wy, rodzina",
        "label-network": "Wasi bliscy i przyjaciele",
        "label-by": "do",
        "label-said": "Co powiedziano o tym liście",
        "label-reply": "Możesz odpowiedzieć na ten list",
        "label-reply-how": "Powiedz mi, jeśli coś się tu nie zgadza, czegoś brakuje albo widzisz to inaczej. Możesz to "
        "napisać na tej kartce, narysować albo mi powiedzieć. To, co powiesz, zachowamy razem z listem. Możesz kogoś "
        "ze sobą przyprowadzić i możesz poprosić o wgląd do swoich akt.",
        "heading-talked": "O czym rozmawialiśmy",
        "heading-strengths": "Co jest mocne",
        "heading-steps": "Co teraz każdy z nas zrobi",
        "heading-next": "Co będzie dalej",
        "heading-about_me": "Trochę o mnie",
        "heading-reach": "Jak się ze mną skontaktować",
        "heading-who": "Kto tam będzie",
        "heading-about": "O czym porozmawiamy",
        "heading-your_say": "Twój głos",
        "heading-together": "Co zrobiliśmy razem",
        "heading-next_worker": "Kto przyjdzie po mnie",
    },
}
