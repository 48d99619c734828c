"""What this app's audit verbs say, each as it follows a name."""

SAID = {
    "register.amended": "changed an entry in the towards-or-against register",
    "register.asked": "asked a family what they think of something in the register",
    "register.brought-back": "brought an entry back into the register",
    "register.change-written": "wrote down what was done about something in the register",
    "register.entered": "put something into the towards-or-against register",
    "register.link-taken-back": "took back a link by which a family could vote",
    "register.retired": "retired an entry in the register",
    "register.voted": "voted on something in the register",
    "register.voted-by-link": "took in a family’s vote by a one-time link",
}
